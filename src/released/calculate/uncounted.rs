//! A table whose rows are not counted: they are public, or follow from published cells and public figures.

use super::{Column, ColumnKind, Table, Value};

/// A table of a release that counts nobody.
#[derive(Debug, PartialEq, Eq)]
pub struct UncountedTable {
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

pub(in crate::released) const fn text(name: &'static str) -> Column {
    let kind = ColumnKind::Text;
    Column { name, kind }
}

pub(in crate::released) const fn number(name: &'static str) -> Column {
    let kind = ColumnKind::Number;
    Column { name, kind }
}

pub(in crate::released) const fn count(name: &'static str) -> Column {
    let kind = ColumnKind::Count;
    Column { name, kind }
}

pub(in crate::released) const fn decimal(name: &'static str) -> Column {
    let kind = ColumnKind::Decimal;
    Column { name, kind }
}

pub(in crate::released) const fn status(name: &'static str) -> Column {
    let kind = ColumnKind::Status;
    Column { name, kind }
}

impl UncountedTable {
    /// The table with these rows, which are sorted by their keys.
    #[must_use]
    pub fn with(&self, rows: Vec<Vec<Value>>) -> Table {
        Table {
            name: self.name,
            columns: self.columns.to_vec(),
            rows,
        }
    }

    /// Its line in `docs/tables.md`.
    #[cfg(test)]
    pub(in crate::released) fn documented(&self) -> String {
        let names = |columns: &[Column]| {
            let names = columns.iter().map(|one| format!("`{}`", one.name));
            names.collect::<Vec<_>>().join(", ")
        };
        let (keys, others) = self.columns.split_at(self.keys);
        let (name, row) = (self.name, self.row);
        format!("| `{name}` | {row}: {} | {} |", names(keys), names(others))
    }
}
