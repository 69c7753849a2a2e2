//! How many households have two services together, for every pair; the pair of a service with itself is its margin.

use std::collections::HashMap;

use super::exact::{Body, ExactCell, ExactRow};
use super::tally::tally;
use super::view::View;
use crate::pseudonymous::cells::{CellKey, Event, Number, Unit};

/// Up to so many services every pair has a row: half a million rows, 8 MB of counts a thread.
/// Beyond, a table of all pairs is beyond reading and memory, and only published pairs have one.
const ALL_PAIRS_UP_TO: usize = 1000;

/// Counts table `co_occurrence`: pairs a ≤ b in the order of the codes.
pub(super) fn count(view: &View) -> Body {
    let rows = if view.services.len() <= ALL_PAIRS_UP_TO {
        all_pairs(view)
    } else {
        pairs_that_occur(view)
    };
    Body::Rows(rows)
}

fn all_pairs(view: &View) -> Vec<ExactRow> {
    let services = view.services.len();
    let add = |cells: &mut Vec<ExactCell>, household: usize| {
        for_each_pair(view, household, |a, b| {
            cells[a * services + b].add(view.draw(household));
        });
    };
    let merge = |mut ours: Vec<ExactCell>, theirs: Vec<ExactCell>| {
        for (our, their) in ours.iter_mut().zip(theirs) {
            *our = our.and(their);
        }
        ours
    };
    let empty = || vec![ExactCell::default(); services * services];
    let cells = tally(view.households(), empty, add, merge);
    let pairs = (0..services).flat_map(|a| (a..services).map(move |b| (a, b)));
    pairs
        .map(|(a, b)| row(view, a, b, cells[a * services + b], false))
        .collect()
}

fn pairs_that_occur(view: &View) -> Vec<ExactRow> {
    type Pairs = HashMap<(usize, usize), ExactCell>;
    let add = |pairs: &mut Pairs, household: usize| {
        for_each_pair(view, household, |a, b| {
            pairs.entry((a, b)).or_default().add(view.draw(household));
        });
    };
    let merge = |mut ours: Pairs, theirs: Pairs| {
        for (pair, cell) in theirs {
            let our = ours.entry(pair).or_default();
            *our = our.and(cell);
        }
        ours
    };
    let pairs = tally(view.households(), Pairs::new, add, merge);
    pairs
        .into_iter()
        .map(|((a, b), cell)| row(view, a, b, cell, true))
        .collect()
}

fn for_each_pair(view: &View, household: usize, mut see: impl FnMut(usize, usize)) {
    if !view.is_private(household) {
        return;
    }
    let set = view.set(household);
    for (place, a) in set.iter().enumerate() {
        for b in &set[place..] {
            see(usize::from(*a), usize::from(*b));
        }
    }
}

/// A pair with a service that nobody brings has no row, unless somebody does after all.
fn row(view: &View, a: usize, b: usize, cell: ExactCell, is_open: bool) -> ExactRow {
    let is_asked = view.is_asked(a) && view.is_asked(b);
    let event = if a == b {
        Event::Service(View::number(a), Number::All)
    } else {
        Event::Pair(View::number(a), View::number(b))
    };
    ExactRow {
        key: CellKey::town(Unit::Household, event),
        cells: vec![Some(cell)],
        is_open: is_open || !is_asked,
        is_asked,
        gate: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Made, rows};
    use super::*;
    use crate::vocabulary::Silent;

    #[test]
    fn every_pair_has_a_row_and_a_service_with_itself_is_its_margin() {
        let table = Made::town().count("co_occurrence");
        let row = |pair: &str, count: u64| (pair.to_owned(), vec![count]);
        let expected = [
            row("bijstand bijstand", 1),
            row("bijstand schuld", 1),
            row("bijstand wmo", 1),
            row("schuld schuld", 1),
            row("schuld wmo", 1),
            row("wmo wmo", 3),
        ];
        assert_eq!(rows(&table), expected);
        assert_eq!(rows(&Made::empty().count("co_occurrence")).len(), 6);
    }

    #[test]
    fn the_way_for_very_many_services_counts_the_same() {
        let made = Made::town();
        let view = View::new(&made.town, &made.settings, &Silent).unwrap();
        let cells = |rows: Vec<ExactRow>| {
            let cell = |row: ExactRow| {
                let cell = row.cells[0].unwrap();
                (row.key.services(), cell.count, cell.draw)
            };
            let cells = rows
                .into_iter()
                .map(cell)
                .filter(|(_, count, _)| *count > 0);
            let mut cells: Vec<_> = cells.collect();
            cells.sort_unstable();
            cells
        };
        assert_eq!(cells(all_pairs(&view)), cells(pairs_that_occur(&view)));
    }

    #[test]
    fn a_pair_with_a_service_that_nobody_brings_has_a_row_only_when_somebody_does() {
        let mut made = Made::empty();
        made.settings.missing = vec![true, false, false];
        let Body::Rows(rows) = made.count("co_occurrence").body else {
            panic!("no rows")
        };
        let open: Vec<_> = rows.iter().filter(|row| row.is_open).collect();
        assert_eq!((rows.len(), open.len()), (6, 3));
        assert!(
            open.iter()
                .all(|row| row.key.services().unwrap().contains(&2))
        );
    }
}
