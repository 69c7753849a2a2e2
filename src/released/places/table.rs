//! A table that counts nobody.

use crate::released::calculate::{Column, ColumnKind, Table, Value};

/// A table of a release with what is public already. A release has it when its agreement asks for it.
#[derive(Debug, PartialEq, Eq)]
pub struct PublicTable {
    /// The name, as in the contract.
    pub name: &'static str,
    /// What a row stands for, as in `docs/tables.md`.
    pub row: &'static str,
    /// The columns in the order of the contract, the keys first.
    pub columns: &'static [Column],
    /// How many of the columns are keys.
    pub keys: usize,
    /// The tables that it is calculated from.
    pub rests_on: &'static [&'static str],
}

pub(super) const fn text(name: &'static str) -> Column {
    let kind = ColumnKind::Text;
    Column { name, kind }
}

pub(super) const fn number(name: &'static str) -> Column {
    let kind = ColumnKind::Number;
    Column { name, kind }
}

pub(super) const fn count(name: &'static str) -> Column {
    let kind = ColumnKind::Count;
    Column { name, kind }
}

impl PublicTable {
    /// The table with these rows, which are sorted by their keys.
    #[must_use]
    pub fn with(&self, rows: Vec<Vec<Value>>) -> Table {
        Table {
            name: self.name,
            columns: self.columns.to_vec(),
            rows,
        }
    }
}
