//! What the audit hides, and what it refuses.

use super::super::published::PublishedTables;
use super::super::withheld::Withheld;
use super::super::{Held, HeldCount, Profile, PublicTotal, Rules, protect, protect_held};
use super::{Audit, Printed, repairs};
use crate::error::{Code, Error};
use crate::pseudonymous::cells::{CellKey, Event, Group, KeyPart, Number, Unit};
use crate::pseudonymous::measure::Engine;
use crate::pseudonymous::measure::fixture::{BIJSTAND, Made, W1, W2, WMO};
use crate::vocabulary::{Dimension, HouseholdType, ProviderIx, ServiceIx, Silent};

/// Exact numbers from 10 on: what is hidden follows from sums unless more is hidden.
fn exact_from_10() -> Rules {
    Rules {
        profile: Profile::parse("threshold-10-1").unwrap(),
    }
}

/// 30 households in the one wijk and 2 in the other, of one type.
fn two_wijken() -> Made {
    let mut made = Made::empty();
    for number in 0..32 {
        let wijk = if number < 30 { W1 } else { W2 };
        made.household(HouseholdType::Couple, wijk, &[&[], &[]], &[]);
    }
    made
}

/// What is printed of all households of a group.
fn printed(tables: &PublishedTables, dimension: &str, level: &str) -> Option<u64> {
    let table = tables.table("stacking").unwrap();
    let mut rows = table.rows().iter().filter(|row| {
        let text = |part| table.text(part, row);
        let key = [KeyPart::Unit, KeyPart::Dimension, KeyPart::Level].map(text);
        key == ["household", dimension, level] && text(KeyPart::Number) == "all"
    });
    rows.next()?.cells[0].value()
}

#[test]
fn what_follows_from_a_sum_is_protected_by_hiding_another_part_of_it() {
    let made = two_wijken();
    let exact = made.town.count(&made.plan, &Silent).unwrap();
    let tables = protect(exact, &exact_from_10()).unwrap();
    let all = printed(&tables, "all", "all");
    for (dimension, level) in [("household_type", "couple"), ("wijk", "w1")] {
        let part = printed(&tables, dimension, level);
        assert!(
            all.is_none() || part.is_none(),
            "{dimension} {all:?} {part:?}"
        );
    }
    let audited = tables.audited();
    assert!(audited.withheld > 0 && audited.fewest >= 4, "{audited:?}");
}

fn with_totals(totals: &[(&str, u64)]) -> Result<PublishedTables, Error> {
    let made = two_wijken();
    let exact = made.town.count(&made.plan, &Silent).unwrap();
    let total = |(area, households): &(&str, u64)| PublicTotal {
        area: (*area).into(),
        households: *households,
    };
    let totals: Vec<_> = totals.iter().map(total).collect();
    let held = Held::default();
    let tables = protect_held(exact, &exact_from_10(), &held, &totals);
    tables.map(|(tables, _)| tables)
}

/// All households of a wijk, or of the town.
fn households_of(wijk: Option<usize>) -> CellKey {
    CellKey {
        group: wijk.map(|level| Group {
            dimension: Dimension::Wijk,
            level,
        }),
        ..CellKey::town(Unit::Household, Event::Services(Number::All))
    }
}

#[test]
fn what_everyone_can_look_up_is_taken_into_account() {
    let made = two_wijken();
    let exact = made.town.count(&made.plan, &Silent).unwrap();
    let of = households_of;
    let (held, mut withheld) = (Held::default(), Withheld::default());
    withheld.hide([of(W1)]);
    let printed = Printed::from_iter([(of(None), Some(32))]);
    let rounding = exact_from_10().profile.rounding.unwrap();
    let leaks = |known: &[CellKey]| {
        let audit = Audit::new(&exact, &printed, (&held, &withheld), known, &rounding);
        let leaks = audit.leaks().into_iter();
        leaks.filter(|leak| leak.key == of(W2)).count()
    };
    // 30 of 32 in the one wijk leave 2 for the other.
    assert_eq!((leaks(&[]), leaks(&[of(W1)])), (0, 1));
    with_totals(&[("w1", 30), ("elsewhere", 7)]).unwrap();
}

/// Of 32 households 30 were printed in the one wijk before, and nobody moved since: 2 are left for the other.
#[test]
fn what_an_earlier_release_printed_is_known_though_this_one_withholds_it() {
    let made = two_wijken();
    let exact = made.town.count(&made.plan, &Silent).unwrap();
    let rounding = exact_from_10().profile.rounding.unwrap();
    let printed = Printed::from_iter([(households_of(None), Some(32))]);
    let mut withheld = Withheld::default();
    withheld.hide([households_of(W1)]);
    let leaks = |held: &Held| {
        let audit = Audit::new(&exact, &printed, (held, &withheld), &[], &rounding);
        let leaks = audit.leaks().into_iter();
        leaks.filter(|leak| leak.key == households_of(W2)).count()
    };
    let before = HeldCount {
        drawn: Some(30),
        count: 30,
        range: [30, 30],
    };
    let held = Held {
        counts: [(households_of(W1), before)].into_iter().collect(),
        hold: 1,
    };
    assert_eq!((leaks(&Held::default()), leaks(&held)), (0, 1));
}

#[test]
fn a_public_total_that_does_not_fit_what_is_printed_is_refused() {
    for (totals, part) in [
        (&[("w1", 12)][..], "w1: 12 households by the public total"),
        (&[("elsewhere", 7)], "none of the areas"),
    ] {
        let error = with_totals(totals).err().unwrap();
        assert_eq!(error.code(), Code::PublicTotals);
        assert!(error.to_string().contains(part), "{error}");
    }
}

/// 12 households with a service of one organisation, 6 of them with another service too.
fn half_with_another() -> Made {
    let mut made = Made::empty();
    for number in 0..40 {
        let services: &[ServiceIx] = match number {
            0..6 => &[WMO, BIJSTAND],
            6..12 => &[WMO],
            _ => &[BIJSTAND],
        };
        made.household(HouseholdType::Single, W1, &[services], &[]);
    }
    made
}

/// If both parts are told to be at most 7, 12 leaves each with 5 to 7 to the organisation, which knows the 12.
#[test]
fn an_organisation_cannot_work_out_what_its_own_clients_have() {
    let made = half_with_another();
    let exact = made.town.count(&made.plan, &Silent).unwrap();
    let rounding = Profile::CBS.rounding.unwrap();
    let (held, withheld) = (Held::default(), Withheld::default());
    let audit = Audit::new(
        &exact,
        &Printed::default(),
        (&held, &withheld),
        &[],
        &rounding,
    );
    let alone = CellKey::town(Unit::Household, Event::Set([WMO].into()));
    let mut leaks = audit.leaks().into_iter();
    let leak = leaks.find(|leak| leak.key == alone).unwrap();
    assert_eq!(
        (leak.range, leak.known_to),
        ([5, 7], Some(ProviderIx::at(0)))
    );
    // Nothing is printed, so nothing is left to hide.
    assert!(repairs(std::slice::from_ref(&leak)).is_empty());
    let error = leak.refuse(&exact.names);
    assert_eq!(error.code(), Code::AuditFailed);
    let said = error.to_string();
    assert!(
        said.contains("loket can work out that the count `household all all set wmo` is 5 to 7"),
        "{said}"
    );
    for profile in [Profile::CBS, Profile::K5] {
        let exact = made.town.count(&made.plan, &Silent).unwrap();
        assert!(protect(exact, &Rules { profile }).unwrap().audited().fewest >= 4);
    }
}
