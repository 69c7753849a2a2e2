//! Which exact combinations of domains (laws, fields) households have services of.

use std::collections::BTreeMap;

use super::exact::{Body, ExactRow};
use super::stacking;
use super::tally::{SetCounts, add_set, merge_sets, tally};
use super::view::View;
use crate::pseudonymous::cells::{CellKey, Event, Unit};

/// Counts table `domains`: every combination that a private household has, each household in one.
pub(super) fn count(view: &View) -> Body {
    let (_, of_service) = domains(view);
    let add = |(counts, set): &mut (SetCounts, Vec<u16>), household: usize| {
        set.clear();
        set.extend(
            view.set(household)
                .iter()
                .map(|service| of_service[usize::from(*service)]),
        );
        set.sort_unstable();
        set.dedup();
        if !set.is_empty() && view.is_private(household) {
            add_set(counts, set, view.draw(household));
        }
    };
    let empty = || (SetCounts::new(), Vec::new());
    let merge =
        |(ours, set): (SetCounts, _), (theirs, _): (SetCounts, _)| (merge_sets(ours, theirs), set);
    let (counts, _) = tally(view.households(), empty, add, merge);
    let rows = counts.into_iter().map(|(set, cell)| ExactRow {
        key: CellKey::town(Unit::Household, Event::Domains(set)),
        cells: vec![Some(cell)],
        is_open: true,
        is_asked: true,
        gate: None,
    });
    Body::Pooled(rows.collect(), stacking::users(view))
}

/// The domains of the agreement, sorted, and per service the place of its domain.
pub(super) fn domains<'a>(view: &View<'a>) -> (Vec<&'a str>, Vec<u16>) {
    let settings = view.settings;
    let of = |place: &usize| settings.services[*place].domain.as_str();
    let mut numbers: BTreeMap<&str, u16> =
        view.services.iter().map(|place| (of(place), 0)).collect();
    for (number, place) in (0..=u16::MAX).zip(numbers.values_mut()) {
        *place = number;
    }
    let of_service = view
        .services
        .iter()
        .map(|place| numbers[of(place)])
        .collect();
    (numbers.into_keys().collect(), of_service)
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, rows};

    #[test]
    fn two_services_of_one_domain_are_one_domain() {
        let expected = [
            ("Participatiewet+Wmo".to_owned(), vec![1]),
            ("Wmo".to_owned(), vec![2]),
        ];
        assert_eq!(rows(&Made::town().count("domains")), expected);
    }
}
