//! The counts of the headline in, its rows out; shares and means come later, from published numbers.

use super::ladder::published_rungs;
use super::published::{Cell, PublishedRow, Status};
use super::rule::CellRule;
use crate::pseudonymous::measure::{ExactCell, HeadlineCounts};

/// The rows, all of them always there, in the order of the contract.
///
/// `most_services` is the number of the last published rung: households have at least that many.
pub(super) fn protect(counts: &HeadlineCounts, rule: &dyn CellRule) -> Vec<PublishedRow> {
    let rung = |rungs: &[ExactCell], number: usize| {
        rule.publish(rungs.get(number).copied().unwrap_or_default())
    };
    let households = |number| rung(&counts.households, number);
    let persons = |number| rung(&counts.persons, number);
    let agreed = |number| Cell::new(number, Status::Exact);
    let cells = [
        ("households", households(0)),
        ("households_1_or_more", households(1)),
        ("households_2_or_more", households(2)),
        ("households_3_or_more", households(3)),
        ("most_services", most_services(counts, rule)),
        ("persons", persons(0)),
        ("persons_with_service", persons(1)),
        ("client_records", rule.publish(counts.client_records)),
        ("services", agreed(counts.services)),
        ("organisations", agreed(counts.organisations)),
    ];
    let row = |(measure, cell): (&str, Cell)| PublishedRow {
        keys: vec![measure.into()],
        cells: vec![cell],
    };
    cells.into_iter().map(row).collect()
}

fn most_services(counts: &HeadlineCounts, rule: &dyn CellRule) -> Cell {
    let rungs = published_rungs(&counts.households, rule).len();
    match rungs.saturating_sub(1) {
        0 if !rule.is_internal() => Cell::HIDDEN,
        number => Cell::new(number as u64, rule.status_at_the_top()),
    }
}
