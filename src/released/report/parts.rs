//! Households of a table of needs or rights, and how many of them are in the part that it counts.

use super::cell::Cell;
use super::context::Context;
use super::maps::areas::TOWN;
use super::reading::{Row, rows};

/// The rows of the whole town.
pub(super) fn of_town<'a>(
    context: &Context<'a>,
    table: &str,
) -> impl Iterator<Item = Row<'a>> + use<'a> {
    rows(context.tables, table).filter(|row| (row.text("level"), row.text("area")) == TOWN)
}

/// Households, those in the part, and their share.
pub(super) fn numbers(context: &Context, row: &Row, part: &str) -> [Cell; 3] {
    let count = row.count(part);
    [
        context.count_cell(row.count("households")),
        context.count_cell(count),
        context.share_cell(row.decimal("share"), count, 1.0),
    ]
}
