//! The rows of the headline. Shares and means come later, from published numbers.

use super::ladder::published_rungs;
use super::nested::Nested;
use super::published::{Cell, PublishedRow, Status};
use crate::pseudonymous::cells::{ALL_CLIENTS, CellKey, Event, Figure, Measure, Number, Unit};
use crate::pseudonymous::measure::{ExactCell, HeadlineCounts};

/// The rows, all of them always there, in the order of the contract.
///
/// `most_services` is the number of the last published rung: households have at least that many.
pub(super) fn protect(
    measures: &[Measure],
    counts: &HeadlineCounts,
    rule: &Nested<'_>,
) -> Vec<PublishedRow> {
    let rung = |unit, rungs: &[ExactCell], number: usize| {
        let key = CellKey::town(unit, Event::Services(Number::at_least(number)));
        rule.publish(&key, rungs.get(number).copied().unwrap_or_default())
    };
    let cell = |figure| match figure {
        Figure::Households(number) => Some(rung(Unit::Household, &counts.households, number)),
        Figure::Persons(number) => Some(rung(Unit::Person, &counts.persons, number)),
        Figure::Most => Some(most_services(counts, rule)),
        Figure::ClientRecords => Some(rule.publish(&ALL_CLIENTS, counts.client_records)),
        Figure::Services => Some(Cell::new(counts.services, Status::Exact)),
        Figure::Organisations => Some(Cell::new(counts.organisations, Status::Exact)),
        Figure::Share(..) | Figure::Mean => None,
    };
    let row = |measure: &Measure| {
        cell(measure.figure).map(|cell| PublishedRow {
            key: CellKey::town(Unit::Household, Event::Measure(measure.name)),
            cells: vec![cell],
        })
    };
    measures.iter().filter_map(row).collect()
}

fn most_services(counts: &HeadlineCounts, rule: &Nested<'_>) -> Cell {
    let key = CellKey::town(Unit::Household, Event::Services(Number::All));
    let rungs = published_rungs(&key, &counts.households, rule).len();
    match rungs.saturating_sub(1) {
        0 if !rule.is_internal() => Cell::HIDDEN,
        number if rule.is_internal() => Cell::new(number as u64, Status::Exact),
        number => Cell::new(number as u64, Status::Topcoded),
    }
}
