//! Which exact sets of services, or of their domains, households have.

use std::collections::BTreeMap;

use super::exact::{Body, ExactRow};
use super::ladders;
use super::tally::{SetCounts, add_set, merge_sets, tally};
use super::view::View;
use crate::pseudonymous::cells::{CellKey, Event, SetOf, Unit};

/// Counts every set that a private household has, each household in one.
pub(super) fn count(view: &View, of: SetOf) -> Body {
    let (_, domain_of) = domains(view);
    let add = |(counts, set): &mut (SetCounts, Vec<u16>), household: usize| {
        let services = view.set(household);
        if services.is_empty() || !view.is_private(household) {
            return;
        }
        set.clear();
        match of {
            SetOf::Services => set.extend(services),
            SetOf::Domains => {
                set.extend(services.iter().map(|one| domain_of[usize::from(*one)]));
                set.sort_unstable();
                set.dedup();
            }
        }
        add_set(counts, set, view.draw(household));
    };
    let empty = || (SetCounts::new(), Vec::new());
    let merge =
        |(ours, set): (SetCounts, _), (theirs, _): (SetCounts, _)| (merge_sets(ours, theirs), set);
    let (counts, _) = tally(view.households(), empty, add, merge);
    let event = match of {
        SetOf::Services => Event::Set,
        SetOf::Domains => Event::Domains,
    };
    let rows = counts.into_iter().map(|(set, cell)| ExactRow {
        key: CellKey::town(Unit::Household, event(set)),
        cells: vec![Some(cell)],
        is_open: true,
        is_asked: true,
        gate: None,
    });
    Body::Pooled(of, rows.collect(), ladders::users(view))
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
    use super::super::fixture::{Made, rows};

    #[test]
    fn a_household_stands_in_exactly_one_combination() {
        let expected = [
            ("bijstand+schuld+wmo 3".to_owned(), vec![1]),
            ("wmo 1".to_owned(), vec![2]),
        ];
        assert_eq!(rows(&Made::town().count("combinations")), expected);
    }

    #[test]
    fn two_services_of_one_domain_are_one_domain() {
        let expected = [
            ("Participatiewet+Wmo".to_owned(), vec![1]),
            ("Wmo".to_owned(), vec![2]),
        ];
        assert_eq!(rows(&Made::town().count("domains")), expected);
    }
}
