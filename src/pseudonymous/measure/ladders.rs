//! How many have 0, 1, 2, … of something: households and people by area and type, and by service.

use super::exact::{ExactCell, Ladder, merge_cells};
use super::household::Household;
use super::plan::gate_of;
use super::scene::Scene;
use crate::pseudonymous::cells::{CellKey, Event, Group, LadderOf, Number, Unit};
use crate::vocabulary::{Dimension, HouseholdSize, HouseholdType, ServiceIx, Sex};

/// No household has more services, persons or not.
const MOST: usize = 1 << 20;

/// Per level the count of what has exactly 0, 1, 2, …
pub(super) struct Histogram {
    of: LadderOf,
    levels: Vec<Vec<ExactCell>>,
}

impl Histogram {
    pub(super) fn new(of: LadderOf, scene: &Scene) -> Self {
        let levels = match of {
            LadderOf::EachService => scene.plan.services.len(),
            _ => levels(scene, of.dimension()),
        };
        Self {
            of,
            levels: vec![Vec::new(); levels],
        }
    }

    pub(super) const fn of(&self) -> LadderOf {
        self.of
    }

    /// Counts a household, or its members.
    pub(super) fn see(&mut self, one: &Household, scene: &Scene) {
        match self.of {
            // The one dimension in which institutions are reported, at a level of their own.
            LadderOf::Households(by) if one.is_private || by == Some(Dimension::HouseholdType) => {
                self.add(one.level(by), one.number, one.draw);
            }
            _ if !one.is_private => {}
            LadderOf::Households(_) => {}
            LadderOf::Persons(by) => {
                for (person, number) in one.members.clone().zip(&one.own_numbers) {
                    let level = level_of_person(scene, by, person, one);
                    self.add(level, *number, one.draw);
                }
            }
            LadderOf::Organisations(by) => {
                if one.organisations > 0 {
                    let level = one.level(by);
                    self.add(level, one.organisations, one.draw);
                }
            }
            LadderOf::EachService => {
                for service in &one.services {
                    self.add(service.index(), one.services.len(), one.draw);
                }
            }
        }
    }

    /// Counts one more with exactly `number`; who is at no level that is known stands at the last.
    fn add(&mut self, level: usize, number: usize, draw: u64) {
        let last = self.levels.len() - 1;
        self.cell(level.min(last), number).add(draw);
    }

    fn cell(&mut self, level: usize, number: usize) -> &mut ExactCell {
        let counts = &mut self.levels[level];
        if counts.len() <= number {
            counts.resize(number + 1, ExactCell::default());
        }
        &mut counts[number]
    }

    /// Adds what was counted elsewhere; whether there is such a level and number.
    pub(super) fn take(&mut self, keys: &[usize], cell: ExactCell) -> bool {
        let [level, number] = *keys else { return false };
        let is_there = level < self.levels.len() && number <= MOST;
        if is_there {
            let ours = self.cell(level, number);
            *ours = ours.and(cell);
        }
        is_there
    }

    /// Adds the counts of another part of the town.
    pub(super) fn merge(&mut self, other: Self) {
        for (ours, mut theirs) in self.levels.iter_mut().zip(other.levels) {
            if ours.len() < theirs.len() {
                std::mem::swap(ours, &mut theirs);
            }
            merge_cells(ours, &theirs);
        }
    }

    /// Per level the cumulative counts: at least 0, at least 1, …
    pub(super) fn rungs(&self) -> Vec<Vec<ExactCell>> {
        let climb = |counts: &Vec<ExactCell>| {
            let mut counts = counts.clone();
            for number in (1..counts.len()).rev() {
                counts[number - 1] = counts[number - 1].and(counts[number]);
            }
            if counts.is_empty() {
                counts.push(ExactCell::default());
            }
            counts
        };
        self.levels.iter().map(climb).collect()
    }
}

/// A ladder for each level, behind its gate where it has one; `rungs` gives the counts of any ladder of the plan.
pub(super) fn ladders(
    of: LadderOf,
    rungs: impl Fn(LadderOf) -> Vec<Vec<ExactCell>>,
) -> Vec<Ladder> {
    let gates = gate_of(of).map(&rungs);
    let ladder = |(level, rungs)| Ladder {
        key: key(of, level),
        rungs,
        gate: gates.as_ref().map(|gates| gates[level][0]),
    };
    rungs(of).into_iter().enumerate().map(ladder).collect()
}

fn key(of: LadderOf, level: usize) -> CellKey {
    let (unit, event) = match of {
        LadderOf::Households(_) => (Unit::Household, Event::Services(Number::All)),
        LadderOf::Persons(_) => (Unit::Person, Event::Services(Number::All)),
        LadderOf::Organisations(_) => (Unit::Household, Event::Organisations(Number::All)),
        LadderOf::EachService => {
            let event = Event::Service(ServiceIx::at(level), Number::All);
            (Unit::Household, event)
        }
    };
    let group = of.dimension().map(|dimension| Group { dimension, level });
    CellKey { unit, group, event }
}

/// How many levels a dimension has; where some can be unknown, these are the last.
pub(super) fn levels(scene: &Scene, by: Option<Dimension>) -> usize {
    let households = &scene.town.households;
    match by {
        None => 1,
        Some(Dimension::Wijk) => households.wijken.len() + 1,
        Some(Dimension::Buurt) => households.buurten.len() + 1,
        Some(Dimension::AgeBand) => scene.plan.age_bands.len() + 1,
        Some(Dimension::HouseholdType) => HouseholdType::ALL.len(),
        Some(Dimension::HouseholdSize) => HouseholdSize::ALL.len(),
        Some(Dimension::Sex) => Sex::ALL.len(),
    }
}

pub(super) fn level_of_person(
    scene: &Scene,
    by: Option<Dimension>,
    person: usize,
    one: &Household,
) -> usize {
    let persons = &scene.town.persons;
    match by {
        Some(Dimension::AgeBand) => usize::from(persons.age_band[person].index()),
        Some(Dimension::Sex) => persons.sex[person] as usize,
        _ => one.level(by),
    }
}

#[cfg(test)]
mod tests {
    use super::super::exact::Body;
    use super::super::fixture::{Made, ladder};
    use super::super::{CountingRule, Moment};
    use super::*;
    use crate::pseudonymous::link::UseKey;
    use crate::vocabulary::{ProviderIx, When};

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
        made.plan.count = CountingRule::Sum;
        assert_eq!(counts(&made, &["household", "all", "all"]), [4, 3, 1, 1, 1]);
        assert_eq!(counts(&made, &["person", "all", "all"]), [7, 4]);
    }

    #[test]
    fn a_service_from_two_providers_counts_once_under_both_rules() {
        let mut made = Made::town();
        let mut second = made.town.uses[0].unpack();
        second.provider = ProviderIx::new(1);
        made.town.uses.insert(1, UseKey::pack(&second));
        assert_eq!(counts(&made, &["household", "all", "all"]), [4, 3, 1, 1]);
        made.plan.count = CountingRule::Sum;
        assert_eq!(counts(&made, &["household", "all", "all"]), [4, 3, 1, 1, 1]);
    }

    #[test]
    fn a_use_counts_at_the_agreed_moment_only() {
        let mut made = Made::town();
        made.change_uses(|index, one| one.when = When::IN_PERIOD.when(index > 0));
        assert_eq!(counts(&made, &["household", "all", "all"]), [4, 2, 1, 1]);
        made.change_uses(|_, one| one.when = When::IN_PERIOD);
        made.plan.moment = Moment::ReferenceDate;
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
                by.is_some_and(|by| matches!(by, Dimension::Wijk | Dimension::Buurt)),
                "{:?}",
                ladder.key
            );
        }
    }

    #[test]
    fn the_households_of_a_service_stand_by_their_distinct_services_under_either_rule() {
        let mut made = Made::town();
        for rule in [CountingRule::Distinct, CountingRule::Sum] {
            made.plan.count = rule;
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
