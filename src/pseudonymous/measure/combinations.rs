//! Which exact combinations of services households have.

use super::exact::{Body, ExactRow};
use super::stacking;
use super::tally::{SetCounts, add_set, merge_sets, tally};
use super::view::View;
use crate::pseudonymous::cells::{CellKey, Event, Unit};

/// Counts table `combinations`: every combination that a private household has, each household in one.
pub(super) fn count(view: &View) -> Body {
    let add = |counts: &mut SetCounts, household: usize| {
        let set = view.set(household);
        if !set.is_empty() && view.is_private(household) {
            add_set(counts, set, view.draw(household));
        }
    };
    let counts = tally(view.households(), SetCounts::new, add, merge_sets);
    let rows = counts.into_iter().map(|(set, cell)| ExactRow {
        key: CellKey::town(Unit::Household, Event::Set(set)),
        cells: vec![Some(cell)],
        is_open: true,
        is_asked: true,
        gate: None,
    });
    Body::Pooled(rows.collect(), stacking::users(view))
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, rows};

    #[test]
    fn a_household_stands_in_exactly_one_combination() {
        let expected = [
            ("bijstand+schuld+wmo 3".to_owned(), vec![1]),
            ("wmo 1".to_owned(), vec![2]),
        ];
        assert_eq!(rows(&Made::town().count("combinations")), expected);
    }
}
