//! The rows of a table by column name.

use crate::pseudonymous::cells::Number;
use crate::released::calculate::{ReleaseTables, Table, Value};

/// A row whose values are asked for by the column names of the contract.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    table: &'a Table,
    values: &'a [Value],
}

/// The rows of the table called `name`; none when the release lacks it.
pub(super) fn rows<'a>(
    tables: &'a ReleaseTables,
    name: &str,
) -> impl Iterator<Item = Row<'a>> + use<'a> {
    let row = |table: &'a Table| {
        let row = move |values: &'a Vec<Value>| Row { table, values };
        table.rows.iter().map(row)
    };
    tables.table(name).into_iter().flat_map(row)
}

/// The row of the headline that holds `measure`.
pub(super) fn headline<'a>(tables: &'a ReleaseTables, measure: &str) -> Option<Row<'a>> {
    rows(tables, "headline").find(|row| row.text("measure") == measure)
}

impl<'a> Row<'a> {
    fn value(&self, column: &str) -> Option<&'a Value> {
        self.values.get(self.table.column(column)?)
    }

    /// The text; empty when there is none.
    pub(super) fn text(&self, column: &str) -> &'a str {
        match self.value(column) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// How many of what a key column counts.
    pub(super) fn number(&self, column: &str) -> Option<Number> {
        Number::parse(self.text(column))
    }

    /// The count; `None` when hidden.
    pub(super) fn count(&self, column: &str) -> Option<u64> {
        match self.value(column) {
            Some(Value::Count(count)) => Some(*count),
            _ => None,
        }
    }

    /// The number; `None` when hidden or not to be calculated.
    pub(super) fn decimal(&self, column: &str) -> Option<f64> {
        match self.value(column) {
            Some(Value::Decimal(number) | Value::Number(number)) => Some(*number),
            Some(Value::Count(count)) => Some(*count as f64),
            _ => None,
        }
    }

    /// Whether nobody was asked for what the row counts.
    pub(super) fn is_missing(&self) -> bool {
        self.text("status") == "missing"
    }

    /// Whether the first count is a lower bound.
    pub(super) fn is_topcoded(&self) -> bool {
        self.text("status") == "topcoded"
    }
}
