//! A table as it is released: columns and values, ready for any format.

use super::decimals::rounded;
use crate::pseudonymous::cells::{self, Chance, Holds, KeyPart, TableDef};
use crate::pseudonymous::protect::published::Cell;
use crate::vocabulary::Text;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text that tells rows apart, or describes them.
    Text,
    /// A whole number of households, persons or clients; may be hidden.
    Count,
    /// The status of the first count.
    Status,
    /// A number with 6 decimals: a share from 0 to 1, an expected count, a lift. In `headline` counts are among them.
    Decimal,
    /// A public number, with the decimals that it came with.
    Number,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The name, as in the contract.
    pub name: &'static str,
    /// How its values are written in each format.
    pub kind: ColumnKind,
}

impl Column {
    /// Whether its values are numbers.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        matches!(
            self.kind,
            ColumnKind::Count | ColumnKind::Decimal | ColumnKind::Number
        )
    }

    /// The columns of a table of the contract.
    #[must_use]
    pub fn of(table: &TableDef) -> Vec<Self> {
        let kind = |holds| match holds {
            Holds::Count(_) | Holds::Key(KeyPart::Size) => ColumnKind::Count,
            Holds::Key(_) | Holds::OfService(_) | Holds::Chance(Chance::Significance, _) => {
                ColumnKind::Text
            }
            Holds::Status => ColumnKind::Status,
            Holds::Figure | Holds::Share(..) | Holds::Chance(..) | Holds::Recall(_) => {
                ColumnKind::Decimal
            }
        };
        let column = |column: &crate::pseudonymous::cells::Column| Self {
            name: column.name,
            kind: kind(column.holds),
        };
        table.columns.iter().map(column).collect()
    }
}

/// A value of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A key, a name or a status.
    Text(Text),
    /// A published count.
    Count(u64),
    /// A number, printed with 6 decimals.
    Decimal(f64),
    /// A public number, printed with its own decimals, 6 at most.
    Number(f64),
    /// Hidden, or not to be calculated from published numbers.
    Empty,
}

impl Value {
    /// A text.
    #[must_use]
    pub fn text(text: impl Into<Text>) -> Self {
        Self::Text(text.into())
    }

    /// The number of a published cell; empty when hidden.
    pub(super) fn of(cell: Cell) -> Self {
        cell.value().map_or(Self::Empty, Self::Count)
    }

    /// The status of a published cell.
    pub(super) fn status(cell: Cell) -> Self {
        Self::text(cell.status().word())
    }

    /// A number, or empty. Rounded to the 6 decimals that every format holds, so that a page drawn from the files
    /// is the page drawn from the run.
    pub(in crate::released) fn decimal(number: Option<f64>) -> Self {
        number.map_or(Self::Empty, |number| Self::Decimal(rounded(number)))
    }

    /// A public number to at most 6 decimals; empty if it is not finite.
    #[must_use]
    pub fn number(number: f64) -> Self {
        let rounded = rounded(number);
        if rounded.is_finite() {
            // A negative zero would not read back from every format.
            Self::Number(rounded + 0.0)
        } else {
            Self::Empty
        }
    }
}

/// A table of a release; a row has one value per column.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The name, as in the contract.
    pub name: &'static str,
    /// The columns, in the order of the contract.
    pub columns: Vec<Column>,
    /// The rows, sorted by key columns.
    pub rows: Vec<Vec<Value>>,
}

/// All tables of a release, in the order of the contract.
#[derive(Debug, Clone, PartialEq)]
pub struct ReleaseTables {
    /// Each table of the plan, empty or not; then the public tables that the agreement asks for.
    pub tables: Vec<Table>,
    /// Whether the counts are exact and must stay inside.
    pub is_internal: bool,
}

impl ReleaseTables {
    /// The table called `name`.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// The rows of the table called `name`; none where there is no such table.
    #[must_use]
    pub fn rows(&self, name: &str) -> &[Vec<Value>] {
        self.table(name).map_or(&[], |table| &table.rows)
    }

    /// A count of the headline; `None` where it is hidden or not there.
    #[must_use]
    pub fn headline_count(&self, measure: &str) -> Option<u64> {
        let mut rows = self.rows("headline").iter();
        rows.find_map(|row| match &row[..2] {
            [Value::Text(name), Value::Count(count)] if name == measure => Some(*count),
            _ => None,
        })
    }

    /// How many counted rows do not show their count, of so many that have one.
    #[must_use]
    pub fn hidden_of_rows(&self) -> (u64, u64) {
        let counted = self
            .tables
            .iter()
            .filter(|table| cells::table(table.name).is_some());
        let statuses = counted.flat_map(|table| {
            let place = table.column("status");
            let status = move |row: &Vec<Value>| row.get(place?).cloned();
            table.rows.iter().filter_map(status)
        });
        let words = statuses.filter_map(|status| match status {
            Value::Text(word) if !word.is_empty() => Some(word),
            _ => None,
        });
        let is_hidden: Vec<bool> = words.map(|word| word == "hidden").collect();
        let hidden = is_hidden.iter().filter(|hidden| **hidden).count();
        (hidden as u64, is_hidden.len() as u64)
    }
}

impl Table {
    /// The place of the column called `name`.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_the_number_that_its_text_reads_back_as() {
        for part in 0..1000 {
            let value = Value::decimal(Some(f64::from(part) / 997.0));
            let Value::Decimal(number) = value else {
                panic!("a number stays a number")
            };
            assert_eq!(format!("{number:.6}").parse(), Ok(number));
        }
    }
}
