//! How many have 0, 1, 2, … services: households by area, age, type and size; persons by wijk, age and sex.

use super::exact::{Body, ExactCell, Ladder, LadderForm};
use super::tally::{Histogram, tally};
use super::view::View;
use crate::vocabulary::{AgeBand, AgeBands, Area, HouseholdSize, HouseholdType, Sex};

/// What households or persons are grouped by: the levels, and the level of each.
struct Dimension {
    name: &'static str,
    /// Whether the levels are known from the register only.
    is_open: bool,
    levels: fn(&View) -> Vec<String>,
    /// The level of a household or a person.
    level: fn(&View, usize) -> usize,
}

const ALL: Dimension = Dimension {
    name: "all",
    is_open: false,
    levels: |_| vec!["all".into()],
    level: |_, _| 0,
};

const OF_HOUSEHOLDS: &[Dimension] = &[
    ALL,
    Dimension {
        name: "wijk",
        is_open: true,
        levels: |view| codes(&view.town.households.wijken),
        level: wijk,
    },
    Dimension {
        name: "buurt",
        is_open: true,
        levels: |view| codes(&view.town.households.buurten),
        level: |view, household| {
            let households = &view.town.households;
            place_or_last(
                households.buurt[household] as usize,
                households.buurten.len(),
            )
        },
    },
    Dimension {
        name: "age_band",
        is_open: false,
        levels: age_bands,
        level: |view, household| age_level(view, view.town.households.age_band[household]),
    },
    Dimension {
        name: HOUSEHOLD_TYPE,
        is_open: false,
        levels: |_| HouseholdType::ALL.map(|kind| kind.word().into()).to_vec(),
        level: |view, household| view.town.households.kind[household] as usize,
    },
    Dimension {
        name: "household_size",
        is_open: false,
        levels: |_| HouseholdSize::ALL.map(HouseholdSize::label).to_vec(),
        level: |view, household| {
            let members = view.town.households.size[household] as usize;
            HouseholdSize::of(members).map_or(0, |size| usize::from(size.number()) - 1)
        },
    },
];

/// The one dimension in which institutions are told, at a level of their own.
const HOUSEHOLD_TYPE: &str = "household_type";

const OF_PERSONS: &[Dimension] = &[
    ALL,
    Dimension {
        name: "wijk",
        is_open: true,
        levels: |view| codes(&view.town.households.wijken),
        level: |view, person| wijk(view, view.household_of(person)),
    },
    Dimension {
        name: "age_band",
        is_open: false,
        levels: age_bands,
        level: |view, person| age_level(view, view.town.persons.age_band[person]),
    },
    Dimension {
        name: "sex",
        is_open: false,
        levels: |_| Sex::ALL.map(|sex| sex.word().into()).to_vec(),
        level: |view, person| view.town.persons.sex[person] as usize,
    },
];

/// Counts table `stacking`. A wijk or buurt has rows, of persons too, when its households are published.
pub(super) fn count(view: &View) -> Body {
    let asked = |dimension: &&Dimension| view.settings.dimensions.has_word(dimension.name);
    let households = OF_HOUSEHOLDS.iter().filter(asked).flat_map(|dimension| {
        let rungs = household_rungs(view, dimension);
        let gates = first_rungs(&rungs);
        ladders("household", dimension, view, rungs, &gates)
    });
    let persons = OF_PERSONS.iter().filter(asked).flat_map(|dimension| {
        let of_households = OF_HOUSEHOLDS
            .iter()
            .find(|other| other.is_open && other.name == dimension.name);
        let gates = of_households.map(|other| first_rungs(&household_rungs(view, other)));
        let rungs = person_rungs(view, dimension);
        ladders("person", dimension, view, rungs, &gates.unwrap_or_default())
    });
    Body::Ladders(LadderForm::WithAll, households.chain(persons).collect())
}

/// Private households with at least 0, 1, 2, … services.
pub(super) fn of_households(view: &View) -> Vec<ExactCell> {
    household_rungs(view, &ALL).concat()
}

/// Private households with a service.
pub(super) fn users(view: &View) -> ExactCell {
    of_households(view).get(1).copied().unwrap_or_default()
}

/// Persons in private households with at least 0, 1, 2, … own services.
pub(super) fn of_persons(view: &View) -> Vec<ExactCell> {
    person_rungs(view, &ALL).concat()
}

fn household_rungs(view: &View, dimension: &Dimension) -> Vec<Vec<ExactCell>> {
    let levels = (dimension.levels)(view).len();
    let with_institutions = dimension.name == HOUSEHOLD_TYPE;
    let add = |histogram: &mut Histogram, household: usize| {
        if with_institutions || view.is_private(household) {
            let level = (dimension.level)(view, household);
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

fn person_rungs(view: &View, dimension: &Dimension) -> Vec<Vec<ExactCell>> {
    let levels = (dimension.levels)(view).len();
    let add = |histogram: &mut Histogram, person: usize| {
        let household = view.household_of(person);
        if view.is_private(household) {
            let level = (dimension.level)(view, person);
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
    unit: &str,
    dimension: &Dimension,
    view: &View,
    rungs: Vec<Vec<ExactCell>>,
    gates: &[ExactCell],
) -> Vec<Ladder> {
    let levels = (dimension.levels)(view).into_iter().zip(rungs).enumerate();
    let ladder = |(place, (level, rungs))| Ladder {
        keys: vec![unit.into(), dimension.name.into(), level],
        rungs,
        gate: gates.get(place).copied().filter(|_| dimension.is_open),
    };
    levels.map(ladder).collect()
}

/// The codes of areas, and a last level for who lives in none that is known.
fn codes(areas: &[Area]) -> Vec<String> {
    let codes = areas.iter().map(|area| area.code.clone());
    codes.chain(["unknown".into()]).collect()
}

fn wijk(view: &View, household: usize) -> usize {
    let households = &view.town.households;
    place_or_last(households.wijk[household] as usize, households.wijken.len())
}

fn place_or_last(place: usize, last: usize) -> usize {
    place.min(last)
}

fn age_bands(view: &View) -> Vec<String> {
    let bands: &AgeBands = &view.settings.age_bands;
    let known = (0..u8::MAX).take(bands.len()).map(AgeBand::from_place);
    known
        .chain([AgeBand::UNKNOWN])
        .map(|band| bands.label(band))
        .collect()
}

fn age_level(view: &View, band: AgeBand) -> usize {
    place_or_last(usize::from(band.place()), view.settings.age_bands.len())
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, ladder};
    use super::super::{CountingRule, Moment};
    use super::*;

    fn counts(made: &Made, keys: &[&str]) -> Vec<u64> {
        let rungs = ladder(&made.count(count), keys);
        rungs.into_iter().map(|(count, _)| count).collect()
    }

    #[test]
    fn a_household_counts_its_distinct_services_and_draws_once() {
        let all = ladder(&Made::town().count(count), &["household", "all", "all"]);
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
        let table = Made::town().count(count);
        assert_eq!(
            ladder(&table, &["person", "all", "all"]),
            [(7, 20_131), (4, 31)]
        );
        assert_eq!(ladder(&table, &["person", "sex", "unknown"]), [(0, 0)]);
        assert_eq!(ladder(&table, &["person", "age_band", "45-64"]).len(), 2);
    }

    #[test]
    fn groups_of_the_register_are_open_and_fixed_lists_are_not() {
        let table = Made::empty().count(count);
        let Body::Ladders(_, ladders) = table else {
            panic!("no ladders")
        };
        for ladder in ladders {
            let is_area = ["wijk", "buurt"].contains(&ladder.keys[1].as_str());
            assert_eq!(ladder.gate.is_some(), is_area, "{:?}", ladder.keys);
        }
    }
}
