//! Releases of the same households that count otherwise: by another rule, at another moment, without a provider.

use std::path::Path;

use foldhash::HashMap;

use super::{HOLD, counts, making, open, protected};
use crate::error::Code;
use crate::pseudonymous::cells::{CellKey, Event, Unit};
use crate::pseudonymous::measure::fixture::{BIJSTAND, Made, SCHULD, W1, W2, WMO};
use crate::pseudonymous::measure::{CountingRule, Engine, Moment};
use crate::pseudonymous::protect::Profile;
use crate::vocabulary::{HouseholdType, Silent, When};

/// How the same households are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Distinct,
    Sum,
    OnTheDay,
    WithoutOne,
}

/// By each way other numbers of households have services: some a few, some many.
const WAYS: [Way; 4] = [Way::Distinct, Way::Sum, Way::OnTheDay, Way::WithoutOne];

/// So many households, of which every tenth has a service twice, every ninth has ended its use before the reference date, and
/// every fifteenth or, in the first wijk, every third has the one organisation only.
fn counted(households: std::ops::Range<u64>, way: Way) -> Made {
    let mut made = Made::empty();
    let mut ended = Vec::new();
    for number in households.clone() {
        let wijk = if number % 4 == 0 { W1 } else { W2 };
        let own = match number % 15 {
            0 => &[SCHULD][..],
            1..3 => &[WMO],
            3..5 => &[WMO, BIJSTAND],
            5 if wijk == W1 => &[SCHULD],
            6 => &[WMO, SCHULD],
            _ => &[],
        };
        let own: Vec<_> = (own.iter().copied())
            .filter(|service| way != Way::WithoutOne || *service != SCHULD)
            .collect();
        let second: &[_] = if number % 10 == 1 { &own } else { &[] };
        let uses = made.town.uses.len();
        made.household(HouseholdType::Couple, wijk, &[&own, second], &[]);
        let new = uses..made.town.uses.len();
        ended.extend(new.map(|_| number % 9 == 1));
    }
    made.change_uses(|index, one| {
        one.when = When::IN_PERIOD.or(When::ON_REFERENCE_DATE.when(!ended[index]));
    });
    for (key, number) in made.town.households.record_key.iter_mut().zip(households) {
        *key = number;
    }
    let keys = made.town.households.record_key.iter();
    // The golden ratio spreads successive numbers evenly.
    let draws = keys.map(|key| (key + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    made.town.draws = draws.collect();
    match way {
        Way::Distinct => {}
        Way::Sum => made.plan.count = CountingRule::Sum,
        Way::OnTheDay => made.plan.moment = Moment::ReferenceDate,
        Way::WithoutOne => made.plan.missing[SCHULD.index()] = true,
    }
    made
}

/// Makes a release and keeps it; gives what was drawn of each count.
fn drawn(folder: &Path, name: &str, made: &Made) -> HashMap<CellKey, u64> {
    let ledger = open(folder, None).unwrap();
    let (_, entry) = protected(&ledger, name, &made.town, &made.plan).unwrap();
    let numbers = entry.drawn.iter().filter(|one| {
        one.key.unit == Unit::Household && !matches!(one.key.event, Event::OtherSets(_))
    });
    let numbers = numbers.filter_map(|one| Some((one.key.clone(), one.drawn?)));
    let numbers = numbers.collect();
    ledger.keep(entry).unwrap();
    numbers
}

/// The count itself.
fn count(made: &Made, key: &CellKey) -> u64 {
    let exact = made.town.count(&made.plan, &Silent).unwrap();
    let all = counts(&exact).into_iter();
    all.filter(|(one, _)| one == key)
        .map(|(_, count)| count)
        .sum()
}

/// Who subtracts one of two such numbers from the other has the count of those between them, a few of whom he may know.
#[test]
fn two_numbers_of_the_same_households_are_drawn_apart_only_where_twelve_differ() {
    let folder = tempfile::tempdir().unwrap();
    let made = WAYS.map(|way| counted(0..900, way));
    let mut number = 0;
    let mut release = |made: &Made| {
        number += 1;
        drawn(folder.path(), &format!("release {number}"), made)
    };
    let first = made.each_ref().map(&mut release);
    let mut apart = 0;
    for (a, of_a) in made.iter().zip(&first) {
        for (b, of_b) in made.iter().zip(&first) {
            let between = a.town.snapshot(&a.plan).unwrap();
            let between = between
                .changes_since(&b.town.snapshot(&b.plan).unwrap(), &a.plan)
                .unwrap();
            for key in of_a.keys().filter(|key| of_a.get(*key) != of_b.get(*key)) {
                let between = if key.is_of_what_is_kept() {
                    between.get(key).copied().unwrap_or(0)
                } else {
                    // As many differ at least.
                    let [a, b] = [a, b].map(|made| count(made, key));
                    a.abs_diff(b)
                };
                assert!(between >= HOLD, "{key:?}: {between}");
                apart += 1;
            }
        }
    }
    assert!(apart > 100, "{apart}");
    // And back again: a month later the first way follows its own last release, whatever came in between.
    let [before, ..] = &first;
    let later = release(&counted(5..905, Way::Distinct));
    let all = before.keys().chain(later.keys());
    let other: Vec<_> = all
        .filter(|key| before.get(*key) != later.get(*key))
        .collect();
    assert!(other.is_empty(), "{other:?}");
}

#[test]
fn exact_numbers_of_two_ways_to_count_are_not_printed_beside_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let profile = Profile::parse("threshold-10-1").unwrap();
    drawn(folder.path(), "first", &counted(0..300, Way::Distinct));
    let refused = |way| {
        let made = counted(0..300, way);
        let exact = made.town.count(&made.plan, &Silent).unwrap();
        let households = made.town.snapshot(&made.plan).unwrap();
        let mut ledger = open(folder.path(), None).unwrap();
        for past in &mut ledger.releases.releases {
            let definitions = past.definitions.as_mut().unwrap();
            definitions.profile = profile.to_string();
        }
        let making = making("second", "2026-12-31");
        let history = ledger.history(&making, &exact, households, (&made.plan, &profile));
        history.err().map(|error| error.code())
    };
    assert_eq!(refused(Way::Distinct), None);
    for way in &WAYS[1..] {
        assert_eq!(refused(*way), Some(Code::LedgerDefinitions), "{way:?}");
    }
}
