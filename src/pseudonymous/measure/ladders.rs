//! How many have 0, 1, 2, … of something: households and people by area and type, and by service.

use super::exact::{Body, ExactCell, Ladder};
use super::tally::{Histogram, tally};
use super::view::View;
use crate::pseudonymous::cells::{CellKey, Event, Group, LadderForm, LadderOf, Number, Unit};
use crate::vocabulary::{Dimension, HouseholdSize, HouseholdType, Sex};

/// Counts ladders, without those of a dimension that was not asked for. A wijk or buurt has rows when its households
/// are published, whatever is counted of it.
pub(super) fn count(view: &View, form: LadderForm, ladders: &[LadderOf]) -> Body {
    let asked = |of: &&LadderOf| by(**of).is_none_or(|by| view.settings.dimensions.has(by));
    let ladders = ladders.iter().filter(asked);
    Body::Ladders(form, ladders.flat_map(|of| ladders_of(view, *of)).collect())
}

/// Private households with at least 0, 1, 2, … services.
pub(super) fn of_households(view: &View) -> Vec<ExactCell> {
    rungs(view, LadderOf::Households(None)).concat()
}

/// Private households with a service.
pub(super) fn users(view: &View) -> ExactCell {
    of_households(view).get(1).copied().unwrap_or_default()
}

/// Persons in private households with at least 0, 1, 2, … own services.
pub(super) fn of_persons(view: &View) -> Vec<ExactCell> {
    rungs(view, LadderOf::Persons(None)).concat()
}

fn ladders_of(view: &View, of: LadderOf) -> Vec<Ladder> {
    let rungs_of = rungs(view, of);
    let open = by(of).filter(|by| is_open(*by)).map(Some);
    let gates: Vec<ExactCell> = match open.map(LadderOf::Households) {
        None => Vec::new(),
        Some(households) if households == of => first_rungs(&rungs_of),
        Some(households) => first_rungs(&rungs(view, households)),
    };
    let ladder = |(level, rungs)| Ladder {
        key: key(of, level),
        rungs,
        gate: gates.get(level).copied(),
    };
    rungs_of.into_iter().enumerate().map(ladder).collect()
}

fn first_rungs(rungs: &[Vec<ExactCell>]) -> Vec<ExactCell> {
    let first = rungs.iter().map(|rungs| rungs.first().copied());
    first.map(Option::unwrap_or_default).collect()
}

fn by(of: LadderOf) -> Option<Dimension> {
    match of {
        LadderOf::Households(by) | LadderOf::Persons(by) | LadderOf::Organisations(by) => by,
        LadderOf::EachService => None,
    }
}

/// Whether the levels are known from the register only.
const fn is_open(by: Dimension) -> bool {
    matches!(by, Dimension::Wijk | Dimension::Buurt)
}

fn key(of: LadderOf, level: usize) -> CellKey {
    let (unit, event) = match of {
        LadderOf::Households(_) => (Unit::Household, Event::Services(Number::All)),
        LadderOf::Persons(_) => (Unit::Person, Event::Services(Number::All)),
        LadderOf::Organisations(_) => (Unit::Household, Event::Organisations(Number::All)),
        LadderOf::EachService => {
            let event = Event::Service(View::number(level), Number::All);
            (Unit::Household, event)
        }
    };
    let group = by(of).map(|dimension| Group { dimension, level });
    CellKey { unit, group, event }
}

/// Per level the cumulative counts: at least 0, at least 1, …
pub(super) fn rungs(view: &View, of: LadderOf) -> Vec<Vec<ExactCell>> {
    let levels = match of {
        LadderOf::EachService => view.services.len(),
        _ => levels(view, by(of)),
    };
    let add = |histogram: &mut Histogram, thing: usize| match of {
        LadderOf::Persons(by) => {
            let household = view.household_of(thing);
            if view.is_private(household) {
                let (level, number) = (level_of_person(view, by, thing), view.own_number[thing]);
                histogram.add(level, number as usize, view.draw(household));
            }
        }
        // The one dimension in which institutions are reported, at a level of their own.
        LadderOf::Households(by)
            if by == Some(Dimension::HouseholdType) || view.is_private(thing) =>
        {
            let level = level_of_household(view, by, thing);
            histogram.add(level, view.number[thing] as usize, view.draw(thing));
        }
        LadderOf::Organisations(by)
            if view.is_private(thing) && view.organisation_number[thing] > 0 =>
        {
            let level = level_of_household(view, by, thing);
            let number = view.organisation_number[thing] as usize;
            histogram.add(level, number, view.draw(thing));
        }
        LadderOf::EachService if view.is_private(thing) => {
            let set = view.set(thing);
            for service in set {
                histogram.add(usize::from(*service), set.len(), view.draw(thing));
            }
        }
        _ => {}
    };
    let things = match of {
        LadderOf::Persons(_) => view.persons(),
        _ => view.households(),
    };
    let empty = || Histogram::new(levels);
    tally(things, empty, add, Histogram::merge).into_rungs()
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
    use super::super::fixture::{Made, ladder};
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
        uses.service.insert(1, super::super::fixture::WMO);
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
            assert_eq!(
                ladder.gate.is_some(),
                by.is_some_and(is_open),
                "{:?}",
                ladder.key
            );
        }
    }

    #[test]
    fn the_households_of_a_service_stand_by_their_distinct_services_under_either_rule() {
        let mut made = Made::town();
        for rule in [CountingRule::Distinct, CountingRule::Sum] {
            made.settings.count = rule;
            let table = made.count("service_stacking");
            let wmo = ladder(&table, &["wmo"]);
            assert_eq!(wmo, [(3, 10_011), (3, 10_011), (1, 10), (1, 10)]);
            assert_eq!(ladder(&table, &["schuld"]).len(), 4);
        }
    }

    #[test]
    fn services_of_one_organisation_count_it_once_and_silent_ones_count_their_provider() {
        let table = Made::town().count("organisations");
        assert_eq!(ladder(&table, &[]), [(3, 10_011), (3, 10_011), (1, 10)]);
    }
}
