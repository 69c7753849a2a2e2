//! Two published counts in, a share out, or nothing where it would say too much.

use std::collections::HashMap;

use super::Value;
use crate::pseudonymous::cells::Whole;
use crate::pseudonymous::protect::published::{
    Cell, PublishedRow, PublishedTable, PublishedTables,
};

/// Shares of fewer are not published: CBS asks 100 or more in the denominator.
pub(super) const SMALLEST_DENOMINATOR: u64 = 100;

/// `part` of `whole`, from 0 to 1; `None` when one is hidden, the whole is under 100, or rounding lifted the part
/// above the whole.
pub(super) fn share(part: Option<u64>, whole: Option<u64>) -> Option<f64> {
    let (part, whole) = (part?, whole?);
    (whole >= SMALLEST_DENOMINATOR && part <= whole).then(|| part as f64 / whole as f64)
}

/// The share of each row that one of its counts is of a whole.
pub(super) fn column(
    own: &PublishedTable,
    all: &PublishedTables,
    part: &str,
    whole: Whole,
) -> Vec<Value> {
    let count = |row: &PublishedRow, name| {
        let cell = own.def().count(name).and_then(|place| row.cells.get(place));
        cell.copied().and_then(Cell::value)
    };
    let whole = wholes(own, all, whole);
    let share = |row: &PublishedRow| Value::decimal(share(count(row, part), whole(row)));
    own.rows().iter().map(share).collect()
}

type WholeOf<'a> = Box<dyn Fn(&PublishedRow) -> Option<u64> + 'a>;

/// What the share of a row is of.
fn wholes<'a>(own: &'a PublishedTable, all: &PublishedTables, whole: Whole) -> WholeOf<'a> {
    match whole {
        Whole::Count(name) => {
            let place = own.def().count(name);
            Box::new(move |row| row.cells.get(place?).copied().and_then(Cell::value))
        }
        Whole::Households => {
            let households = in_town(all, "household", "all").and_then(Cell::value);
            Box::new(move |_| households)
        }
        Whole::Level => {
            let levels = levels(own, "all");
            Box::new(move |row| levels.get(split(row).0).copied().flatten())
        }
        Whole::UsersOfLevel => {
            let levels = levels(own, "1+");
            Box::new(move |row| {
                let (level, services) = split(row);
                let is_part = !matches!(services, "all" | "0");
                levels.get(level).copied().flatten().filter(|_| is_part)
            })
        }
        Whole::Margin(key) => {
            let margins = margins(own);
            Box::new(move |row| {
                let margin = margins.get(row.keys[key].as_str()).copied();
                margin.and_then(Cell::value).filter(|_| !is_margin(row))
            })
        }
    }
}

/// The published number of each level at `services`.
fn levels<'a>(own: &'a PublishedTable, services: &str) -> HashMap<&'a [String], Option<u64>> {
    let rows = own.rows().iter().filter(|row| split(row).1 == services);
    rows.map(|row| (split(row).0, row.cells[0].value()))
        .collect()
}

/// The keys of the level, and the number of services.
fn split(row: &PublishedRow) -> (&[String], &str) {
    let split = row.keys.split_last();
    split.map_or((&[], ""), |(services, level)| (level, services.as_str()))
}

/// Whether a row of `co_occurrence` is of a service with itself.
pub(super) fn is_margin(row: &PublishedRow) -> bool {
    row.keys[0] == row.keys[1]
}

/// The published number of households of each service.
pub(super) fn margins(pairs: &PublishedTable) -> HashMap<&str, Cell> {
    let margins = pairs.rows().iter().filter(|row| is_margin(row));
    margins
        .map(|row| (row.keys[0].as_str(), row.cells[0]))
        .collect()
}

/// The published number of `unit` (household, person) in the whole town at a row of `stacking` such as `all` or `2+`.
pub(super) fn in_town(published: &PublishedTables, unit: &str, services: &str) -> Option<Cell> {
    let rows = published.table("stacking")?.rows().iter();
    let keys = [unit, "all", "all", services];
    let mut found = rows.filter(|row| row.keys == keys);
    found.next().and_then(|row| row.cells.first().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_needs_both_numbers_a_hundred_and_at_most_the_whole() {
        assert_eq!(share(Some(25), Some(100)), Some(0.25));
        assert_eq!(share(Some(25), Some(95)), None);
        assert_eq!(share(Some(105), Some(100)), None);
        assert_eq!(share(None, Some(100)), None);
        assert_eq!(share(Some(25), None), None);
    }
}
