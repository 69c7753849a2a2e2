//! A share of two published counts, or nothing where it would reveal too much.

use foldhash::HashMap;
use rayon::prelude::*;

use super::Value;
use super::decimals::rounded;
use crate::pseudonymous::cells::{CellKey, Event, Group, Number, Unit, Whole};
use crate::pseudonymous::protect::published::{
    Cell, PublishedRow, PublishedTable, PublishedTables,
};
use crate::vocabulary::ServiceIx;

/// Shares of fewer are not published: CBS asks 100 or more in the denominator.
pub(in crate::released) const SMALLEST_DENOMINATOR: u64 = 100;

/// `part` of `whole`, from 0 to 1; `None` when one is hidden, the whole is under 100, or rounding lifted the part
/// above the whole.
pub(super) fn share(part: Option<u64>, whole: Option<u64>) -> Option<f64> {
    let (part, whole) = (part?, whole?);
    (whole >= SMALLEST_DENOMINATOR && part <= whole).then(|| part as f64 / whole as f64)
}

/// The same to the decimals that the tables have.
pub(in crate::released) fn published_share(part: Option<u64>, whole: Option<u64>) -> Option<f64> {
    share(part, whole).map(rounded)
}

/// The share of each row that one of its counts is of a whole.
pub(super) fn column(
    own: &PublishedTable,
    all: &PublishedTables,
    part: &str,
    whole: Whole,
) -> Vec<Value> {
    let part = own.def().count(part);
    let count = |row: &PublishedRow| row.cells.get(part?).copied().and_then(Cell::value);
    let whole = wholes(own, all, whole);
    let share = |row: &PublishedRow| Value::decimal(share(count(row), whole(row)));
    own.rows().par_iter().map(share).collect()
}

type WholeOf<'a> = Box<dyn Fn(&PublishedRow) -> Option<u64> + Sync + 'a>;

/// What the share of a row is of.
fn wholes<'a>(own: &'a PublishedTable, all: &PublishedTables, whole: Whole) -> WholeOf<'a> {
    match whole {
        Whole::Count(name) => {
            let index = own.def().count(name);
            Box::new(move |row| row.cells.get(index?).copied().and_then(Cell::value))
        }
        Whole::Households => {
            let households = in_town(all, Number::All).and_then(Cell::value);
            Box::new(move |_| households)
        }
        Whole::Area => {
            let areas = all.table("areas").map_or(&[][..], PublishedTable::rows);
            let areas = areas
                .iter()
                .map(|row| (row.key.group, row.cells[0].value()));
            let areas: HashMap<_, _> = areas.collect();
            Box::new(move |row| areas.get(&row.key.group).copied().flatten())
        }
        Whole::Level => {
            let levels = levels(own, Number::All);
            Box::new(move |row| levels.get(&level(row)).copied().flatten())
        }
        Whole::UsersOfLevel => {
            let levels = levels(own, Number::AtLeast(1));
            Box::new(move |row| {
                let number = row.key.number()?;
                let is_part = !matches!(number, Number::All | Number::Exactly(0));
                levels
                    .get(&level(row))
                    .copied()
                    .flatten()
                    .filter(|_| is_part)
            })
        }
        Whole::Margin(of_pair) => {
            let margins = margins(own);
            Box::new(move |row| {
                let margin = margins.get(&own.services(row)?[of_pair]).copied();
                margin.and_then(Cell::value).filter(|_| !is_margin(row))
            })
        }
    }
}

/// The published number of each level at `number`.
fn levels(own: &PublishedTable, number: Number) -> HashMap<Level, Option<u64>> {
    let rows = own.rows().iter();
    let rows = rows.filter(|row| row.key.number() == Some(number));
    rows.map(|row| (level(row), row.cells[0].value())).collect()
}

type Level = (Unit, Option<Group>);

const fn level(row: &PublishedRow) -> Level {
    (row.key.unit, row.key.group)
}

/// Whether a row of `co_occurrence` is of a service with itself.
pub(super) const fn is_margin(row: &PublishedRow) -> bool {
    matches!(row.key.event, Event::Service(..))
}

/// The published number of households of each service.
pub(super) fn margins(pairs: &PublishedTable) -> HashMap<ServiceIx, Cell> {
    let margin = |row: &PublishedRow| match row.key.event {
        Event::Service(service, _) => Some((service, row.cells[0])),
        _ => None,
    };
    pairs.rows().iter().filter_map(margin).collect()
}

/// The published number of households in the whole town with so many services.
pub(super) fn in_town(published: &PublishedTables, number: Number) -> Option<Cell> {
    let key = CellKey::town(Unit::Household, Event::Services(number));
    let mut rows = published.table("stacking")?.rows().iter();
    let row = rows.find(|row| row.key == key);
    row.and_then(|row| row.cells.first().copied())
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
