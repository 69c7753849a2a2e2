//! Published counts per provider in; the share of its clients that was linked out.

use super::share::share;
use super::{Rows, Source, Value};
use crate::pseudonymous::protect::published::{Cell, PublishedRow};

/// The rows.
pub(super) fn rows(source: &Source) -> Rows {
    let place = |column| {
        source
            .own
            .count_columns()
            .iter()
            .position(|name| *name == column)
    };
    let (linked, clients) = (place("linked"), place("clients"));
    let row = |row: &PublishedRow| {
        let number = |place: Option<usize>| {
            place
                .and_then(|place| row.cells.get(place))
                .copied()
                .and_then(Cell::value)
        };
        let mut values: Vec<Value> = row.keys.iter().cloned().map(Value::Text).collect();
        values.extend(row.cells.iter().copied().map(Value::of));
        values.push(Value::decimal(share(number(linked), number(clients))));
        values
    };
    source.own.rows().iter().map(row).collect()
}
