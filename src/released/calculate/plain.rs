//! Tables without a derived column: keys, the count and its status.

use super::{Rows, Source, Value};
use crate::pseudonymous::protect::published::PublishedRow;

/// The rows as published. A key under the name `number` becomes a count.
pub(super) fn rows(source: &Source) -> Rows {
    let row = |row: &PublishedRow| {
        let columns = source.own.key_columns().iter();
        let keys = columns.zip(&row.keys).map(|(column, key)| match *column {
            "number" => key.parse().map_or(Value::Empty, Value::Count),
            _ => Value::Text(key.clone()),
        });
        let counts = row
            .cells
            .iter()
            .flat_map(|cell| [Value::of(*cell), Value::status(*cell)]);
        keys.chain(counts).collect()
    };
    source.own.rows().iter().map(row).collect()
}
