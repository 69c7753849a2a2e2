//! How many have 0, 1, 2, … services: households by area, age, type and size; persons by wijk, age and sex.

use super::exact::{Body, ExactCell, Ladder, LadderForm};
use super::tally::{Histogram, tally};
use super::view::View;
use crate::pseudonymous::cells::{CellKey, Event, Group, Number, Unit};
use crate::vocabulary::{Dimension, HouseholdSize, HouseholdType, Sex};

/// By what households are counted.
const OF_HOUSEHOLDS: [Option<Dimension>; 6] = [
    None,
    Some(Dimension::Wijk),
    Some(Dimension::Buurt),
    Some(Dimension::AgeBand),
    Some(Dimension::HouseholdType),
    Some(Dimension::HouseholdSize),
];

/// By what persons are counted.
const OF_PERSONS: [Option<Dimension>; 4] = [
    None,
    Some(Dimension::Wijk),
    Some(Dimension::AgeBand),
    Some(Dimension::Sex),
];

/// Counts table `stacking`. A wijk or buurt has rows, of persons too, when its households are published.
pub(super) fn count(view: &View) -> Body {
    let asked = |by: &Option<Dimension>| by.is_none_or(|by| view.settings.dimensions.has(by));
    let households = OF_HOUSEHOLDS.into_iter().filter(asked).flat_map(|by| {
        let rungs = household_rungs(view, by);
        let gates = first_rungs(&rungs);
        ladders(Unit::Household, by, rungs, &gates)
    });
    let persons = OF_PERSONS.into_iter().filter(asked).flat_map(|by| {
        let gates = is_open(by).then(|| first_rungs(&household_rungs(view, by)));
        let rungs = person_rungs(view, by);
        ladders(Unit::Person, by, rungs, &gates.unwrap_or_default())
    });
    Body::Ladders(LadderForm::WithAll, households.chain(persons).collect())
}

/// Whether the levels are known from the register only.
const fn is_open(by: Option<Dimension>) -> bool {
    matches!(by, Some(Dimension::Wijk | Dimension::Buurt))
}

/// Private households with at least 0, 1, 2, … services.
pub(super) fn of_households(view: &View) -> Vec<ExactCell> {
    household_rungs(view, None).concat()
}

/// Private households with a service.
pub(super) fn users(view: &View) -> ExactCell {
    of_households(view).get(1).copied().unwrap_or_default()
}

/// Persons in private households with at least 0, 1, 2, … own services.
pub(super) fn of_persons(view: &View) -> Vec<ExactCell> {
    person_rungs(view, None).concat()
}

fn household_rungs(view: &View, by: Option<Dimension>) -> Vec<Vec<ExactCell>> {
    let levels = levels(view, by);
    // The one dimension in which institutions are told, at a level of their own.
    let with_institutions = by == Some(Dimension::HouseholdType);
    let add = |histogram: &mut Histogram, household: usize| {
        if with_institutions || view.is_private(household) {
            let level = level_of_household(view, by, household);
            histogram.add(level, view.number[household] as usize, view.draw(household));
        }
    };
    tally(
        view.households(),
        || Histogram::new(levels),
        add,
        Histogram::merge,
    )
    .into_rungs()
}

fn person_rungs(view: &View, by: Option<Dimension>) -> Vec<Vec<ExactCell>> {
    let levels = levels(view, by);
    let add = |histogram: &mut Histogram, person: usize| {
        let household = view.household_of(person);
        if view.is_private(household) {
            let level = level_of_person(view, by, person);
            histogram.add(
                level,
                view.own_number[person] as usize,
                view.draw(household),
            );
        }
    };
    tally(
        view.persons(),
        || Histogram::new(levels),
        add,
        Histogram::merge,
    )
    .into_rungs()
}

fn first_rungs(rungs: &[Vec<ExactCell>]) -> Vec<ExactCell> {
    rungs
        .iter()
        .filter_map(|rungs| rungs.first().copied())
        .collect()
}

/// `gates` holds the households of each level; only open dimensions use it.
fn ladders(
    unit: Unit,
    by: Option<Dimension>,
    rungs: Vec<Vec<ExactCell>>,
    gates: &[ExactCell],
) -> Vec<Ladder> {
    let ladder = |(level, rungs)| Ladder {
        key: CellKey {
            unit,
            group: by.map(|dimension| Group { dimension, level }),
            event: Event::Services(Number::All),
        },
        rungs,
        gate: gates.get(level).copied().filter(|_| is_open(by)),
    };
    rungs.into_iter().enumerate().map(ladder).collect()
}

/// How many levels a dimension has; where some can be unknown, these are the last.
fn levels(view: &View, by: Option<Dimension>) -> usize {
    let households = &view.town.households;
    match by {
        None => 1,
        Some(Dimension::Wijk) => households.wijken.len() + 1,
        Some(Dimension::Buurt) => households.buurten.len() + 1,
        Some(Dimension::AgeBand) => view.settings.age_bands.len() + 1,
        Some(Dimension::HouseholdType) => HouseholdType::ALL.len(),
        Some(Dimension::HouseholdSize) => HouseholdSize::ALL.len(),
        Some(Dimension::Sex) => Sex::ALL.len(),
    }
}

fn level_of_household(view: &View, by: Option<Dimension>, household: usize) -> usize {
    let households = &view.town.households;
    let level = match by {
        None | Some(Dimension::Sex) => 0,
        Some(Dimension::Wijk) => households.wijk[household] as usize,
        Some(Dimension::Buurt) => households.buurt[household] as usize,
        Some(Dimension::AgeBand) => usize::from(households.age_band[household].place()),
        Some(Dimension::HouseholdType) => households.kind[household] as usize,
        Some(Dimension::HouseholdSize) => {
            let size = HouseholdSize::of(households.size[household] as usize);
            size.map_or(0, |size| usize::from(size.number()) - 1)
        }
    };
    level.min(levels(view, by) - 1)
}

fn level_of_person(view: &View, by: Option<Dimension>, person: usize) -> usize {
    let persons = &view.town.persons;
    let level = match by {
        Some(Dimension::AgeBand) => usize::from(persons.age_band[person].place()),
        Some(Dimension::Sex) => persons.sex[person] as usize,
        _ => level_of_household(view, by, view.household_of(person)),
    };
    level.min(levels(view, by) - 1)
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, ladder};
    use super::super::{CountingRule, Moment};
    use super::*;

    fn counts(made: &Made, keys: &[&str]) -> Vec<u64> {
        let rungs = ladder(&made.count("stacking"), keys);
        rungs.into_iter().map(|(count, _)| count).collect()
    }

    #[test]
    fn a_household_counts_its_distinct_services_and_draws_once() {
        let all = ladder(
            &Made::town().count("stacking"),
            &["household", "all", "all"],
        );
        assert_eq!(all, [(4, 10_111), (3, 10_011), (1, 10), (1, 10)]);
    }

    #[test]
    fn the_sum_counts_each_member_and_the_address_as_one_more() {
        let mut made = Made::town();
        made.settings.count = CountingRule::Sum;
        assert_eq!(counts(&made, &["household", "all", "all"]), [4, 3, 1, 1, 1]);
        assert_eq!(counts(&made, &["person", "all", "all"]), [7, 4]);
    }

    #[test]
    fn a_service_from_two_providers_counts_once_under_both_rules() {
        let mut made = Made::town();
        let uses = &mut made.town.uses;
        uses.household.insert(1, 0);
        uses.person.insert(1, 0);
        uses.service.insert(1, super::super::made::WMO);
        uses.in_period.insert(1, true);
        uses.on_reference_date.insert(1, true);
        uses.provider.insert(1, 1);
        assert_eq!(counts(&made, &["household", "all", "all"]), [4, 3, 1, 1]);
        made.settings.count = CountingRule::Sum;
        assert_eq!(counts(&made, &["household", "all", "all"]), [4, 3, 1, 1, 1]);
    }

    #[test]
    fn a_use_counts_at_the_agreed_moment_only() {
        let mut made = Made::town();
        made.town.uses.in_period[0] = false;
        assert_eq!(counts(&made, &["household", "all", "all"]), [4, 2, 1, 1]);
        made.town.uses.on_reference_date.fill(false);
        made.settings.moment = Moment::ReferenceDate;
        assert_eq!(counts(&made, &["household", "all", "all"]), [4]);
    }

    #[test]
    fn an_institution_stands_in_its_own_type_and_nowhere_else() {
        let made = Made::town();
        assert_eq!(
            counts(&made, &["household", "household_type", "institution"]),
            [1, 1]
        );
        assert_eq!(counts(&made, &["household", "wijk", "w1"]), [2, 2, 1, 1]);
        assert_eq!(counts(&made, &["household", "household_size", "2"]), [1, 1]);
        assert_eq!(counts(&made, &["person", "wijk", "w1"]), [4, 4]);
    }

    #[test]
    fn who_lives_in_no_known_wijk_stands_under_unknown() {
        let made = Made::town();
        assert_eq!(counts(&made, &["household", "wijk", "unknown"]), [1, 1]);
        assert_eq!(counts(&made, &["household", "buurt", "b2"]), [1]);
        assert_eq!(counts(&made, &["person", "wijk", "unknown"]), [2]);
    }

    #[test]
    fn a_person_counts_own_services_and_draws_by_the_household() {
        let table = Made::town().count("stacking");
        assert_eq!(
            ladder(&table, &["person", "all", "all"]),
            [(7, 20_131), (4, 31)]
        );
        assert_eq!(ladder(&table, &["person", "sex", "unknown"]), [(0, 0)]);
        assert_eq!(ladder(&table, &["person", "age_band", "45-64"]).len(), 2);
    }

    #[test]
    fn groups_of_the_register_are_open_and_fixed_lists_are_not() {
        let table = Made::empty().count("stacking");
        let Body::Ladders(_, ladders) = table.body else {
            panic!("no ladders")
        };
        for ladder in ladders {
            let by = ladder.key.group.map(|group| group.dimension);
            assert_eq!(ladder.gate.is_some(), is_open(by), "{:?}", ladder.key);
        }
    }
}
