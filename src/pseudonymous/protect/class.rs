//! Class disclosure: a count that tells something of everyone in a group, or of nearly everyone, is not printed.
//!
//! If all users of a service are seen to have another one too, each of them is known to have it. Hiding the part is enough:
//! a hidden number is then not known to be small.

use foldhash::HashMap;
use rayon::prelude::*;

use super::held::Held;
use super::nested::Nested;
use super::profile::Rounding;
use crate::pseudonymous::cells::{CellKey, Event, Facts, Fate, Number, Unit};
use crate::pseudonymous::measure::ExactCell;

/// The counts that would tell of everyone in a group.
pub(super) fn telling(
    cells: &HashMap<CellKey, ExactCell>,
    facts: &Facts,
    (rule, held): (&Nested<'_>, &Held),
    rounding: &Rounding,
) -> Vec<CellKey> {
    let tells = |(key, cell): &(&CellKey, &ExactCell)| {
        let Some(part) = rule.publish(key, **cell).value() else {
            return false;
        };
        let (told, wholes) = of_whom(key);
        let tells = |whole: CellKey| {
            let exact = cells.get(&whole).copied()?;
            let printed = rule.publish(&whole, exact).value()?;
            // What is held stays hidden or shown, so the count is that of then.
            let count = held.get(&whole).map_or(exact.count, |held| held.count);
            let known = is_known_to_one(&whole, facts).then_some(count);
            Some(tells_of_all(told, part, (printed, known), rounding))
        };
        wholes.into_iter().filter_map(tells).any(|tells| tells)
    };
    let telling = cells.par_iter().filter(tells);
    telling.map(|(key, _)| key.clone()).collect()
}

/// What a count would tell of a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Which service they have, or that they have one.
    Service,
    /// That they have several, whichever, or when.
    Several,
}

/// Whether the printed `part` of a printed `whole` says that nearly everyone is in it: it is printed as the whole or more, or it is
/// 90 % of it at least, whatever the two stand for; or of the `known` number, to one of these who knows the whole exactly. That nearly
/// everyone has several services says of none which: there only everyone counts.
fn tells_of_all(
    told: Told,
    part: u64,
    (whole, known): (u64, Option<u64>),
    rounding: &Rounding,
) -> bool {
    let least = rounding.stands_for(part).0;
    let is_most = |part: u64, whole: u64| 10 * part >= 9 * whole;
    let is_nearly_all = is_most(least, rounding.stands_for(whole).1)
        || known.is_some_and(|known| is_most(least + 1, known));
    part > 0 && (part >= whole || told == Told::Service && is_nearly_all)
}

/// Of whom a count would tell that they have something: the users of a service who have another, or several; the households of
/// a group that use services, or several, or have a need; the users in a group who have a certain service; the households
/// with a need that have a certain service, or none; those with a service or a pair when they have it; and of the
/// clients of a provider that their households have nothing else, or have more.
fn of_whom(key: &CellKey) -> (Told, Vec<CellKey>) {
    if let Event::Decisive(provider, _) = key.event {
        let linked = Event::Fate(provider, Fate::Linked);
        return (Told::Several, vec![key.counting(linked)]);
    }
    if key.unit != Unit::Household {
        return (Told::Several, Vec::new());
    }
    let users = |service| CellKey::town(Unit::Household, Event::Service(service, Number::All));
    match (&key.event, key.group) {
        (Event::Pair(a, b), group) => {
            let of_group = |one| CellKey {
                group,
                ..users(one)
            };
            (Told::Service, [*a, *b].map(of_group).into())
        }
        (Event::Need(_), _) => {
            let all = key.counting(Event::Services(Number::All));
            (Told::Service, vec![all])
        }
        (Event::NeedWithout(need), _) => (Told::Service, vec![key.counting(Event::Need(*need))]),
        (Event::NeedWith(need, service), _) => {
            let need = key.counting(Event::Need(*need));
            (Told::Service, vec![need, users(*service)])
        }
        (Event::Flow(service, _), _) => (Told::Several, vec![users(*service)]),
        (Event::Overlap(a, b, _), _) => (Told::Several, vec![key.counting(Event::Pair(*a, *b))]),
        (Event::Service(service, Number::AtLeast(2)), None) => {
            (Told::Several, vec![users(*service)])
        }
        (Event::Services(Number::AtLeast(1)), Some(_)) => {
            (Told::Service, vec![key.with(Number::All)])
        }
        (Event::Services(Number::AtLeast(2)) | Event::Surer(_, Number::AtLeast(2)), _) => {
            (Told::Several, vec![key.with(Number::AtLeast(1))])
        }
        (Event::Service(_, Number::All), Some(_)) | (Event::Domain(_), _) => {
            let users = Event::Services(Number::AtLeast(1));
            (
                Told::Service,
                vec![CellKey {
                    event: users,
                    ..key.clone()
                }],
            )
        }
        _ => (Told::Several, Vec::new()),
    }
}

/// Whether one organisation knows all whom a count counts: its clients.
fn is_known_to_one(key: &CellKey, facts: &Facts) -> bool {
    match &key.event {
        Event::Service(service, Number::All) | Event::Need(service) => {
            let provider = facts.provider_of.get(service.index());
            provider.copied().flatten().is_some()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::profile::Profile;
    use super::*;

    #[test]
    fn all_and_nearly_all_are_told_and_a_large_part_is_not() {
        let k5 = Profile::K5.rounding.unwrap();
        let tells = |part, whole| tells_of_all(Told::Service, part, (whole, None), &k5);
        assert!(tells(25, 25) && tells(30, 25) && !tells(20, 25));
        // 992 of 1008 at the least, 892, and 917.
        assert!(tells(1000, 1000) && !tells(900, 1000) && tells(925, 1000));
        let several = |part, whole| tells_of_all(Told::Several, part, (whole, None), &k5);
        assert!(several(1000, 1000) && !several(995, 1000));
    }

    #[test]
    fn to_one_who_knows_the_whole_exactly_less_is_enough() {
        let k5 = Profile::K5.rounding.unwrap();
        let tells = |known| tells_of_all(Told::Service, 100, (105, known), &k5);
        // 92 at the least, and he is one of those himself.
        assert!(!tells(None) && tells(Some(103)) && !tells(Some(104)));
    }
}
