//! The number of people and households with each service.

use super::exact::{Body, ExactCell, ExactRow};
use super::tally::tally;
use super::view::View;
use crate::pseudonymous::cells::{CellKey, Event, Number, Unit};

/// Counts table `services`. A use known by address only is of a household and of no person. Persons
/// are reported only when their households are: nine persons of two households are too few.
pub(super) fn count(view: &View) -> Body {
    let households = households(view);
    let persons = persons(view);
    let row = |service: usize| ExactRow {
        key: CellKey::town(
            Unit::Person,
            Event::Service(View::number(service), Number::All),
        ),
        cells: vec![Some(persons[service]), Some(households[service])],
        is_open: false,
        is_asked: view.is_asked(service),
        gate: Some(households[service]),
    };
    Body::Rows((0..view.services.len()).map(row).collect())
}

fn households(view: &View) -> Vec<ExactCell> {
    let add = |cells: &mut Vec<ExactCell>, household: usize| {
        if view.is_private(household) {
            for service in view.set(household) {
                cells[usize::from(*service)].add(view.draw(household));
            }
        }
    };
    tally(view.households(), || none(view), add, merge)
}

fn persons(view: &View) -> Vec<ExactCell> {
    let add = |cells: &mut Vec<ExactCell>, place: usize| {
        let household = view.household_of(view.use_person[place] as usize);
        if view.is_private(household) {
            cells[usize::from(view.use_service[place])].add(view.draw(household));
        }
    };
    tally(view.use_person.len(), || none(view), add, merge)
}

fn none(view: &View) -> Vec<ExactCell> {
    vec![ExactCell::default(); view.services.len()]
}

fn merge(ours: Vec<ExactCell>, theirs: Vec<ExactCell>) -> Vec<ExactCell> {
    ours.into_iter()
        .zip(theirs)
        .map(|(our, their)| our.and(their))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Made, rows};
    use super::*;

    #[test]
    fn a_use_by_address_is_of_the_household_and_of_no_person() {
        let table = Made::town().count("services");
        let row = |code: &str, counts: [u64; 2]| (code.to_owned(), counts.to_vec());
        let expected = [
            row("bijstand", [2, 1]),
            row("schuld", [1, 1]),
            row("wmo", [1, 3]),
        ];
        assert_eq!(rows(&table), expected);
    }

    #[test]
    fn the_households_of_a_service_are_the_gate_of_its_persons() {
        let Body::Rows(rows) = Made::town().count("services").body else {
            panic!("no rows")
        };
        for row in rows {
            assert!(row.gate.is_some() && row.gate == row.cells[1]);
        }
    }
}
