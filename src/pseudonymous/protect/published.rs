//! Publishable counts: the only form in which counts leave zone 2.

use std::sync::Arc;

pub use super::cell::{Cell, Status};

use super::profile::Profile;
use crate::pseudonymous::cells::{CellKey, KeyPart, Names, TableDef};
use crate::vocabulary::ServiceIx;

/// A row: what it counts, and its counts in the order of the table's columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRow {
    /// Which households, persons or clients it counts.
    pub key: CellKey,
    /// One cell per count column.
    pub cells: Vec<Cell>,
}

/// A table of publishable counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedTable {
    def: &'static TableDef,
    names: Arc<Names>,
    rows: Vec<PublishedRow>,
}

impl PublishedTable {
    pub(super) const fn new(
        def: &'static TableDef,
        names: Arc<Names>,
        rows: Vec<PublishedRow>,
    ) -> Self {
        Self { def, names, rows }
    }

    /// What the table says.
    #[must_use]
    pub const fn def(&self) -> &'static TableDef {
        self.def
    }

    /// The key of a row as its columns have it.
    #[must_use]
    pub fn keys(&self, row: &PublishedRow) -> Vec<String> {
        let parts = self.def.key_parts();
        parts.map(|part| self.text(part, row)).collect()
    }

    /// A part of the key of a row, as a column has it.
    #[must_use]
    pub fn text(&self, part: KeyPart, row: &PublishedRow) -> String {
        part.text(&row.key, &self.names)
    }

    /// The service of a row, or the two of a pair in the order of its columns.
    #[must_use]
    pub fn services(&self, row: &PublishedRow) -> Option<[ServiceIx; 2]> {
        self.names.in_table(&row.key)
    }

    /// The rows, sorted by key.
    #[must_use]
    pub fn rows(&self) -> &[PublishedRow] {
        &self.rows
    }
}

/// The publishable counts of all tables, in the order of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedTables {
    tables: Vec<PublishedTable>,
    profile: Profile,
    pub(super) audited: Audited,
    pub(super) withheld: Vec<CellKey>,
}

/// What the audit of a release found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Audited {
    /// Counts with a row that are printed rounded, or hidden.
    pub counts: u64,
    /// Of these, counts that are told to be small.
    pub hidden: u64,
    /// Hidden counts that can be fewer than 8 numbers, where hiding leaves 8 open.
    pub narrowed: u64,
    /// How many numbers the most narrowed hidden count can still be, to anyone outside.
    pub fewest: u64,
    /// Organisations in whose place the audit was made again, each with its own clients known.
    pub insiders: u64,
    /// Counts that would be printed, and are hidden because they would tell of everyone in a group, or of another count.
    pub withheld: u64,
}

impl PublishedTables {
    pub(super) fn new(tables: Vec<PublishedTable>, profile: Profile) -> Self {
        Self {
            tables,
            profile,
            audited: Audited::default(),
            withheld: Vec::new(),
        }
    }

    /// The tables.
    #[must_use]
    pub fn tables(&self) -> &[PublishedTable] {
        &self.tables
    }

    /// The table called `name`.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&PublishedTable> {
        self.tables.iter().find(|table| table.def.name == name)
    }

    /// What the audit found; nothing where the numbers are exact.
    #[must_use]
    pub const fn audited(&self) -> Audited {
        self.audited
    }

    /// What is hidden although it is not told to be small. It must not be published: it would say what it hides.
    #[must_use]
    pub fn withheld(&self) -> &[CellKey] {
        &self.withheld
    }

    /// Whether the counts are exact and must stay inside.
    #[must_use]
    pub const fn is_internal(&self) -> bool {
        self.profile.rounding.is_none()
    }

    /// How the counts are protected.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }
}
