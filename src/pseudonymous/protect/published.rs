//! Publishable counts: the only form in which counts leave zone 2.

/// What kind of number a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The count itself (internal runs, and numbers that the agreement gives).
    Exact,
    /// Rounded by the rule of the profile.
    Rounded,
    /// The difference of two published numbers.
    Derived,
    /// At least this.
    Topcoded,
    /// Not published.
    Hidden,
    /// Not known here: no organisation of this run brings it.
    Missing,
}

impl Status {
    /// The word in a table.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Rounded => "rounded",
            Self::Derived => "derived",
            Self::Topcoded => "topcoded",
            Self::Hidden => "hidden",
            Self::Missing => "missing",
        }
    }

    /// The status with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [
            Self::Exact,
            Self::Rounded,
            Self::Derived,
            Self::Topcoded,
            Self::Hidden,
            Self::Missing,
        ]
        .into_iter()
        .find(|status| status.word() == word)
    }
}

/// A publishable count: a number with its status, or hidden. Made in `protect` only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    value: Option<u64>,
    status: Status,
}

impl Cell {
    pub(super) const fn new(value: u64, status: Status) -> Self {
        Self {
            value: Some(value),
            status,
        }
    }

    pub(super) const HIDDEN: Self = Self {
        value: None,
        status: Status::Hidden,
    };

    pub(super) const MISSING: Self = Self {
        value: None,
        status: Status::Missing,
    };

    /// The number; `None` when hidden or missing.
    #[must_use]
    pub const fn value(self) -> Option<u64> {
        self.value
    }

    /// The status.
    #[must_use]
    pub const fn status(self) -> Status {
        self.status
    }
}

/// A row: its keys and its counts, in the order of the table's columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRow {
    /// One text per key column.
    pub keys: Vec<String>,
    /// One cell per count column.
    pub cells: Vec<Cell>,
}

/// A table of publishable counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedTable {
    name: &'static str,
    key_columns: &'static [&'static str],
    count_columns: &'static [&'static str],
    rows: Vec<PublishedRow>,
}

impl PublishedTable {
    pub(super) const fn new(
        name: &'static str,
        key_columns: &'static [&'static str],
        count_columns: &'static [&'static str],
        rows: Vec<PublishedRow>,
    ) -> Self {
        Self {
            name,
            key_columns,
            count_columns,
            rows,
        }
    }

    /// The name of the table, as in the contract.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The names of the key columns.
    #[must_use]
    pub const fn key_columns(&self) -> &'static [&'static str] {
        self.key_columns
    }

    /// The names of the count columns.
    #[must_use]
    pub const fn count_columns(&self) -> &'static [&'static str] {
        self.count_columns
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
    is_internal: bool,
}

impl PublishedTables {
    pub(super) const fn new(tables: Vec<PublishedTable>, is_internal: bool) -> Self {
        Self {
            tables,
            is_internal,
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
        self.tables.iter().find(|table| table.name == name)
    }

    /// Whether the counts are exact and must stay inside.
    #[must_use]
    pub const fn is_internal(&self) -> bool {
        self.is_internal
    }
}
