//! The rows of a table: some of its texts, and its number of households.

use crate::released::calculate::{ReleaseTables, Value};

/// Texts of a row and a number; `None` where it is hidden.
pub(super) type Row<'a, const N: usize> = ([&'a str; N], Option<u64>);

/// These columns of each row of a table, and the number in another; nothing where the table is not there.
pub(super) fn rows<'a, const N: usize>(
    tables: &'a ReleaseTables,
    name: &str,
    columns: [&str; N],
    number: &str,
) -> Vec<Row<'a, N>> {
    let Some(table) = tables.table(name) else {
        return Vec::new();
    };
    let (places, number) = (columns.map(|one| table.column(one)), table.column(number));
    let text = |row: &'a [Value], place: Option<usize>| match row.get(place?) {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let one = |row: &'a Vec<Value>| {
        let count = number.and_then(|place| match row.get(place) {
            Some(Value::Count(count)) => Some(*count),
            _ => None,
        });
        (
            places.map(|place| text(row, place).unwrap_or_default()),
            count,
        )
    };
    table.rows.iter().map(one).collect()
}
