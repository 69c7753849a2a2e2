//! Published counts per area in; the shares of its households with 1, 2, 3 or more services out.

use super::share::share;
use super::{Rows, Source, Value};
use crate::pseudonymous::protect::published::{Cell, PublishedRow};

/// The rows; `status` is that of `households`.
pub(super) fn rows(source: &Source) -> Rows {
    let row = |row: &PublishedRow| {
        let (households, steps) = (row.cells[0], &row.cells[1..]);
        let part = |cell: &Cell| Value::decimal(share(cell.value(), households.value()));
        let mut values: Vec<Value> = row.keys.iter().cloned().map(Value::Text).collect();
        values.extend([Value::of(households), Value::status(households)]);
        values.extend(steps.iter().copied().map(Value::of));
        values.extend(steps.iter().map(part));
        values
    };
    source.own.rows().iter().map(row).collect()
}
