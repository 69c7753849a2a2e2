//! The rows of independent counts.

use super::cell::is_above_zero;
use super::nested::Nested;
use super::published::{Cell, PublishedRow};
use crate::pseudonymous::cells::{CellKey, TableDef};
use crate::pseudonymous::measure::{ExactCell, ExactRow};

/// The rows: those of the agreement always, open ones only when their first count is published (and above 0).
/// A row whose gate is hidden publishes nothing; of nobody, 0 where that is printed.
pub(super) fn protect(def: &TableDef, rows: Vec<ExactRow>, rule: &Nested<'_>) -> Vec<PublishedRow> {
    rows.into_iter()
        .filter_map(|row| protect_row(def, row, rule))
        .collect()
}

fn protect_row(def: &TableDef, row: ExactRow, rule: &Nested<'_>) -> Option<PublishedRow> {
    let households = row.key.of_households();
    let gate = row.gate.map(|gate| rule.publish(&households, gate));
    let shut = gate.filter(|gate| !is_above_zero(*gate));
    let publish = |(key, cell): (CellKey, &Option<ExactCell>)| match (cell, shut) {
        (None, _) => Cell::MISSING,
        (Some(_), Some(shut)) => shut,
        (Some(cell), None) => rule.publish(&key, *cell),
    };
    let cells: Vec<Cell> = def
        .cell_keys(&row.key)
        .zip(&row.cells)
        .map(publish)
        .collect();
    // What nobody was asked for is not known, and neither hidden nor zero.
    let is_missing = !row.is_asked && cells.iter().all(|cell| !is_above_zero(*cell));
    let cells = if is_missing {
        vec![Cell::MISSING; cells.len()]
    } else {
        cells
    };
    let is_there = !row.is_open || is_above_zero(cells[0]);
    is_there.then_some(PublishedRow {
        key: row.key,
        cells,
    })
}

#[cfg(test)]
mod tests {
    use super::super::profile::Profile;
    use super::super::published::Status;
    use super::*;
    use crate::pseudonymous::cells::{Event, Number, Unit, table};
    use crate::vocabulary::ServiceIx;

    /// Persons and households of a service, as published.
    fn published(persons: u64, households: u64, rule: &Nested<'_>) -> [Option<u64>; 2] {
        let [persons, households] = [persons, households].map(ExactCell::middle);
        let row = ExactRow {
            key: CellKey::town(Unit::Person, Event::Service(ServiceIx::new(0), Number::All)),
            cells: vec![Some(persons), Some(households)],
            is_open: false,
            is_asked: true,
            gate: Some(households),
        };
        let rows = protect(table("services").unwrap(), vec![row], rule);
        [rows[0].cells[0].value(), rows[0].cells[1].value()]
    }

    #[test]
    fn nine_persons_of_two_households_are_hidden() {
        assert_eq!(published(9, 2, &Nested::plain(&Profile::K5)), [None, None]);
        assert_eq!(published(30, 7, &Nested::plain(&Profile::K5)), [None, None]);
        assert_eq!(
            published(30, 8, &Nested::plain(&Profile::K5)),
            [Some(30), Some(10)]
        );
        assert_eq!(
            published(5, 8, &Nested::plain(&Profile::K5)),
            [None, Some(10)]
        );
    }

    #[test]
    fn without_protection_persons_of_few_households_are_told() {
        assert_eq!(
            published(9, 2, &Nested::plain(&Profile::NONE)),
            [Some(9), Some(2)]
        );
        assert_eq!(
            published(0, 0, &Nested::plain(&Profile::NONE)),
            [Some(0), Some(0)]
        );
    }

    /// Value and word of a service of so many households that no provider brings.
    fn of_a_missing_service(households: u64, rule: &Nested<'_>) -> [(Option<u64>, Status); 2] {
        let cell = Some(ExactCell::middle(households));
        let row = ExactRow {
            key: CellKey::town(Unit::Person, Event::Service(ServiceIx::new(1), Number::All)),
            cells: vec![cell, cell],
            is_open: false,
            is_asked: false,
            gate: cell,
        };
        let rows = protect(table("services").unwrap(), vec![row], rule);
        [0, 1].map(|index| (rows[0].cells[index].value(), rows[0].cells[index].status()))
    }

    #[test]
    fn a_service_that_nobody_was_asked_for_is_missing_and_neither_hidden_nor_zero() {
        let missing = [(None, Status::Missing); 2];
        assert_eq!(
            of_a_missing_service(0, &Nested::plain(&Profile::K5)),
            missing
        );
        assert_eq!(
            of_a_missing_service(7, &Nested::plain(&Profile::K5)),
            missing
        );
        assert_eq!(
            of_a_missing_service(0, &Nested::plain(&Profile::NONE)),
            missing
        );
    }

    #[test]
    fn a_service_that_somebody_brings_after_all_is_counted() {
        let counted = [(Some(30), Status::Rounded); 2];
        assert_eq!(
            of_a_missing_service(30, &Nested::plain(&Profile::K5)),
            counted
        );
    }
}
