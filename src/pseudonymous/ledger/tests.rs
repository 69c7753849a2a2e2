//! What a series of releases prints of a town that changes.

use foldhash::HashMap;
use std::path::Path;

use super::{Entry, HOLD, Ledger, LedgerPlace, Making};
use crate::error::Code;
use crate::keys::Identity;
use crate::pseudonymous::cells::{CellKey, Event, Number, Unit};
use crate::pseudonymous::link::LinkedTown;
use crate::pseudonymous::measure::fixture::{
    BIJSTAND, Made, SCHULD, SCHULDEN, VERZUIM, W1, W2, WMO,
};
use crate::pseudonymous::measure::{Engine, Snapshot, StackPlan};
use crate::pseudonymous::protect::{Outcome, Profile, Rules, counts, protect_held};
use crate::vocabulary::{Comparable, Day, HouseholdType, KeyId, ServiceIx, Silent};

mod beside;
mod restored;

/// So many households of several kinds, each with a record key and a draw of its own.
fn town(households: std::ops::Range<usize>) -> Made {
    let mut made = Made::empty();
    let first = households.start as u64;
    for number in households {
        let kind = [
            HouseholdType::Single,
            HouseholdType::Couple,
            HouseholdType::Institution,
        ];
        let services = [[WMO, BIJSTAND], [SCHULD, WMO], [BIJSTAND, SCHULD]][number % 3];
        let own = &services[..number % 5 % 3];
        let members = [own, &[][..]];
        let kind = kind[if number % 7 == 0 { 2 } else { number % 2 }];
        let need: &[ServiceIx] = [&[SCHULDEN][..], &[VERZUIM], &[]][number % 13 % 3];
        made.household(kind, [W1, W2, None][number % 11 % 3], &members, need);
    }
    for (key, number) in made.town.households.record_key.iter_mut().zip(first..) {
        *key = number;
    }
    // The golden ratio spreads successive numbers evenly.
    for (draw, number) in made.town.draws.iter_mut().zip(first + 1..) {
        *draw = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    made
}

const KEY: KeyId = KeyId::new([7; 8]);

fn open(folder: &Path, identity: Option<&Identity>) -> Result<Ledger, crate::error::Error> {
    Ledger::open(LedgerPlace {
        folder,
        series: "town",
        release_key: (&folder.join("release.key"), KEY),
        recipient: identity.map(Identity::recipient),
        identity,
        hold: HOLD,
        is_new: false,
    })
}

/// A release of a reference date; its households may be kept for a year.
fn making<'a>(release: &'a str, day: &str) -> Making<'a> {
    Making {
        release,
        reference_date: Day::parse(day).unwrap(),
        keep_until: Day::parse("2027-12-31"),
    }
}

/// Makes a release of a town and keeps it; gives what is printed of each count.
fn release(folder: &Path, name: &str, made: &Made) -> HashMap<CellKey, u64> {
    let ledger = open(folder, None).unwrap();
    let (printed, entry) = protected(&ledger, name, &made.town, &made.plan).unwrap();
    ledger.keep(entry).unwrap();
    printed
}

fn protected(
    ledger: &Ledger,
    name: &str,
    town: &LinkedTown,
    plan: &StackPlan,
) -> Result<(HashMap<CellKey, u64>, Entry), crate::error::Error> {
    let exact = town.count(plan, &Silent).unwrap();
    let making = making(name, "2026-12-31");
    let history = ledger.history(&making, &exact, town.snapshot(plan)?, (plan, &Profile::K5))?;
    let rules = Rules {
        profile: Profile::K5,
    };
    let (_, drawn) = protect_held(exact, &rules, &history.held(), &[]).unwrap();
    let printed = drawn
        .iter()
        .filter_map(|one| Some((one.key.clone(), one.printed?)));
    Ok((
        printed.collect(),
        Entry::new(history, drawn, comparable(plan)),
    ))
}

fn comparable(plan: &StackPlan) -> Comparable {
    Comparable {
        from: Day::parse("2026-01-01").unwrap(),
        to: Day::parse("2026-12-31").unwrap(),
        count: plan.count,
        moment: plan.moment,
        providers: Vec::new(),
        incomplete: Vec::new(),
        households: [None; 4],
    }
}

/// The counts of households that two printings differ in. A household has several persons, whose counts move sooner.
fn differing(one: &HashMap<CellKey, u64>, other: &HashMap<CellKey, u64>) -> usize {
    let keys = one.keys().chain(other.keys());
    keys.filter(|key| key.unit == Unit::Household && one.get(*key) != other.get(*key))
        .count()
}

/// From an empty town everybody is a joiner: so the changes of each count are the count itself.
#[test]
fn a_household_is_in_the_counts_that_count_it() {
    let made = town(0..400);
    let exact = made.town.count(&made.plan, &Silent).unwrap();
    let households = made.town.snapshot(&made.plan).unwrap();
    let joined = households
        .changes_since(&Snapshot::default(), &made.plan)
        .unwrap();
    let counted: HashMap<_, _> = counts(&exact)
        .into_iter()
        .filter(|(key, count)| {
            let is_known = key.unit != Unit::Client && !matches!(key.event, Event::OtherSets(_));
            is_known && key.is_of_what_is_kept() && *count > 0
        })
        .collect();
    assert!(counted.len() > 100);
    // Who lives in no known wijk is in no row of some tables.
    for (key, count) in counted {
        assert_eq!(joined.get(&key), Some(&count), "{key:?}");
    }
}

#[test]
fn a_number_stays_until_twelve_households_differ() {
    let folder = tempfile::tempdir().unwrap();
    let first = release(folder.path(), "first", &town(0..300));
    let second = release(folder.path(), "second", &town(11..300));
    assert_eq!(differing(&first, &second), 0);
    let third = release(folder.path(), "third", &town(40..300));
    let all = CellKey::town(Unit::Household, Event::Services(Number::All));
    assert!(differing(&first, &third) > 0);
    assert!(third.contains_key(&all));
}

#[test]
fn who_leaves_and_who_joins_both_count() {
    let folder = tempfile::tempdir().unwrap();
    let first = release(folder.path(), "first", &town(0..300));
    let second = release(folder.path(), "second", &town(5..305));
    assert_eq!(differing(&first, &second), 0);
    let third = release(folder.path(), "third", &town(30..330));
    assert!(differing(&first, &third) > 0);
}

#[test]
fn slow_changes_add_up_against_the_release_in_which_a_number_was_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let first = release(folder.path(), "0", &town(0..300));
    let mut last = first.clone();
    for left in 1..8 {
        last = release(folder.path(), &left.to_string(), &town(left * 4..300));
    }
    assert!(differing(&first, &last) > 0);
}

#[test]
fn a_release_made_again_prints_the_same() {
    let folder = tempfile::tempdir().unwrap();
    release(folder.path(), "first", &town(0..300));
    let second = release(folder.path(), "second", &town(20..300));
    assert_eq!(release(folder.path(), "second", &town(20..300)), second);
    release(folder.path(), "third", &town(40..300));
    let again = release(folder.path(), "first", &town(0..300));
    assert!(differing(&again, &second) > 0);
}

#[test]
fn a_count_that_nobody_is_in_any_more_still_prints_what_it_printed() {
    let folder = tempfile::tempdir().unwrap();
    let mut made = town(0..300);
    for _ in 0..10 {
        made.household(HouseholdType::Single, W1, &[&[WMO, BIJSTAND, SCHULD]], &[]);
    }
    for (key, number) in made.town.households.record_key.iter_mut().zip(0..) {
        *key = number;
    }
    made.town.draws[300..].fill(0);
    let set = CellKey::town(Unit::Household, Event::Set([WMO, BIJSTAND, SCHULD].into()));
    let first = release(folder.path(), "first", &made);
    assert!(first.contains_key(&set));
    let second = release(folder.path(), "second", &town(0..300));
    assert_eq!(second.get(&set), first.get(&set));
}

/// How many counts are held would tell that the household is there, which has a combination of its own; and so would a 0
/// of who lives where that is drawn anew, for it is the only one of its size.
#[test]
fn the_public_half_is_the_same_with_and_without_a_hidden_household() {
    let folder = tempfile::tempdir().unwrap();
    release(folder.path(), "first", &town(0..300));
    let mut with_another = town(0..300);
    with_another.household(HouseholdType::Single, W1, &[&[WMO, BIJSTAND, SCHULD]], &[]);
    with_another.town.households.record_key[300] = 300;
    let public = |made: &Made| {
        let ledger = open(folder.path(), None).unwrap();
        let (_, entry) = protected(&ledger, "second", &made.town, &made.plan).unwrap();
        ledger.public_half(&entry).unwrap().to_owned()
    };
    assert!(public(&town(0..300)) == public(&with_another));
}

#[test]
fn other_areas_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let made = town(0..300);
    release(folder.path(), "first", &made);
    let mut moved = town(0..300);
    moved.town.households.wijken[1].code = "w9".into();
    let ledger = open(folder.path(), None).unwrap();
    let refused = protected(&ledger, "second", &moved.town, &moved.plan)
        .err()
        .unwrap();
    assert_eq!(refused.code(), Code::LedgerDefinitions);
}

#[test]
fn a_ledger_that_is_gone_changed_or_closed_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let (identity, stranger) = (Identity::generate(), Identity::generate());
    let made = town(0..50);
    let ledger = open(home, Some(&identity)).unwrap();
    let (_, entry) = protected(&ledger, "first", &made.town, &made.plan).unwrap();
    ledger.keep(entry).unwrap();
    let code = |identity| open(home, identity).err().map(|error| error.code());
    assert_eq!(code(Some(&identity)), None);
    assert_eq!(code(None), Some(Code::LedgerSealed));
    assert_eq!(code(Some(&stranger)), Some(Code::LedgerSealed));
    let file = home.join(format!("{KEY}.ledger"));
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() - 1]).unwrap();
    assert_eq!(code(Some(&identity)), Some(Code::LedgerChanged));
    // Another whole ledger, as of an earlier run.
    let other = tempfile::tempdir().unwrap();
    release(other.path(), "first", &town(0..49));
    std::fs::copy(other.path().join(format!("{KEY}.ledger")), &file).unwrap();
    assert_eq!(code(Some(&identity)), Some(Code::LedgerChanged));
    std::fs::remove_file(&file).unwrap();
    assert_eq!(code(Some(&identity)), Some(Code::LedgerMissing));
}

#[test]
fn a_ledger_says_whose_series_it_is() {
    let folder = tempfile::tempdir().unwrap();
    release(folder.path(), "first", &town(0..50));
    let other = Ledger::open(LedgerPlace {
        folder: folder.path(),
        series: "village",
        release_key: (&folder.path().join("release.key"), KEY),
        recipient: None,
        identity: None,
        hold: HOLD,
        is_new: false,
    });
    assert_eq!(other.err().unwrap().code(), Code::LedgerOther);
}

#[test]
fn households_are_forgotten_when_no_number_refers_to_them() {
    let folder = tempfile::tempdir().unwrap();
    for left in 0..4 {
        release(
            folder.path(),
            &left.to_string(),
            &town(left * 300..left * 300 + 300),
        );
    }
    let ledger = open(folder.path(), None).unwrap();
    let kept = ledger
        .releases
        .releases
        .iter()
        .map(|one| one.households.is_some());
    assert_eq!(kept.collect::<Vec<_>>()[2..], [true, true]);
}

#[test]
fn what_numbers_are_off_is_told_of_many_together_only() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path(), None).unwrap();
    let made = town(0..50);
    let of = |numbers: usize| {
        let (_, mut entry) = protected(&ledger, "first", &made.town, &made.plan).unwrap();
        let outcome = |number| Outcome {
            key: CellKey::town(Unit::Household, Event::Services(Number::AtLeast(number))),
            count: if number == 0 { 18 } else { 12 },
            drawn: Some(15),
            printed: Some(15),
            range: [0, u64::MAX],
        };
        entry.drawn = (0..numbers).map(outcome).collect();
        entry.cost()
    };
    let (few, many) = (of(499), of(500));
    assert_eq!((few.printed, few.held, few.error), (499, 0, None));
    assert_eq!((many.oldest, many.error), (None, Some(3.0)));
}

#[test]
fn households_past_their_day_are_purged_and_their_numbers_stay_no_shorter_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let first = release(folder.path(), "first", &town(0..300));
    let day = |text| Day::parse(text).unwrap();
    let ledger = open(folder.path(), None).unwrap();
    assert!(ledger.past_their_day(day("2027-12-31")).is_empty());
    let past = [("first".to_owned(), day("2027-12-31"))];
    assert_eq!(ledger.past_their_day(day("2028-01-01")), past);
    ledger.purge(day("2028-01-01")).unwrap();
    let ledger = open(folder.path(), None).unwrap();
    assert!(ledger.releases.releases[0].households.is_none());
    assert!(ledger.past_their_day(day("2028-01-01")).is_empty());
    // Of 300 households 30 left and 30 joined: who knew it would draw anew.
    let second = release(folder.path(), "second", &town(30..330));
    let then = town(0..300)
        .town
        .count(&town(0..300).plan, &Silent)
        .unwrap();
    let exact: HashMap<CellKey, u64> = counts(&then).into_iter().collect();
    let later = town(30..330)
        .town
        .count(&town(30..330).plan, &Silent)
        .unwrap();
    let later: HashMap<CellKey, u64> = counts(&later).into_iter().collect();
    let mut stayed = 0;
    for (key, number) in &first {
        let now = later.get(key).copied().unwrap_or(0);
        if key.unit == Unit::Household && exact[key].abs_diff(now) < HOLD {
            assert_eq!(second.get(key), Some(number), "{key:?}");
            stayed += 1;
        }
    }
    assert!(stayed > 20);
}

#[test]
fn a_release_of_an_earlier_day_is_refused_unless_it_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    release(folder.path(), "first", &town(0..50));
    let ledger = open(folder.path(), None).unwrap();
    for (name, day, code) in [
        ("second", "2026-12-30", Some(Code::LedgerOrder)),
        ("second", "2026-12-31", None),
        ("first", "2026-12-30", None),
    ] {
        let refused = ledger.refuse_earlier(&making(name, day)).err();
        assert_eq!(refused.map(|error| error.code()), code, "{name}, {day}");
    }
}
