//! What is asked about services, with the households of each written out; and of 200 months in which nothing is.

use proptest::collection::vec;
use proptest::prelude::*;

use super::rule::{Before, Unusual, Users, common, limit, unusual};
use crate::pseudonymous::ledger::HOLD;

const NOBODY: [u64; 0] = [];
const WHOLE: [bool; 8] = [false; 8];

fn users(of: &[&[u64]]) -> Users {
    of.iter().map(|one| one.to_vec()).collect()
}

fn numbers(range: std::ops::Range<u64>) -> Vec<u64> {
    range.collect()
}

/// What is asked about the first service, between two releases.
fn asked(then: &Users, now: &Users) -> Vec<Unusual> {
    let before = Before {
        last: Some(&then[0]),
        limit: 0.25,
        drawn: then,
        incomplete: &WHOLE,
    };
    unusual(0, now, Some(&before), 12)
}

#[test]
fn many_new_households_are_asked_about_and_growth_is_not() {
    let then = vec![numbers(0..30)];
    let new = |joined: u64| asked(&then, &vec![numbers(0..30 + joined)]);
    assert_eq!(new(12), [Unusual::New { new: 12, of: 42 }]);
    assert_eq!(new(11), []);
    let large = vec![numbers(0..400)];
    assert_eq!(asked(&large, &vec![numbers(0..533)]), []);
    assert_eq!(asked(&large, &vec![numbers(0..534)]).len(), 1);
}

#[test]
fn many_is_four_times_what_is_usual_and_a_quarter_to_a_half() {
    let then = numbers(0..100);
    let of = |new: &[u64]| {
        let now: Vec<_> = new.iter().map(|one| numbers(*one..100 + one)).collect();
        let both = now.iter().map(|now| (then.as_slice(), now.as_slice()));
        format!("{:.2}", limit(both))
    };
    assert_eq!(of(&[]), "0.25");
    assert_eq!(of(&[3, 3, 90]), "0.25");
    assert_eq!(of(&[3, 10, 90]), "0.40");
    assert_eq!(of(&[30, 35, 40]), "0.50");
    // Of two the lower: the other may be the made-up one.
    assert_eq!(of(&[3, 90]), "0.25");
}

#[test]
fn a_high_turnover_and_other_record_keys_are_not_asked_about() {
    let then = vec![numbers(0..40)];
    assert_eq!(asked(&then, &vec![numbers(25..70)]), []);
    assert_eq!(asked(&then, &vec![numbers(1000..1045)]), []);
}

#[test]
fn seven_known_households_and_one_more_are_asked_about_in_the_first_release() {
    let with = |lacking: u64| vec![numbers(0..8), numbers(lacking..300)];
    let shared = vec![Unusual::Shared { with: 1, of: 8 }];
    assert_eq!(unusual(0, &with(0), None, 12), shared);
    assert_eq!(unusual(0, &with(1), None, 12), shared);
    assert_eq!(unusual(0, &with(2), None, 12), []);
    assert_eq!(unusual(1, &with(0), None, 12), []);
    // Nor does a service of the party itself hide it.
    let mut hidden = with(1);
    hidden.push(numbers(0..8));
    assert_eq!(unusual(0, &hidden, None, 12)[0], shared[0]);
    let seven = vec![numbers(0..7), numbers(0..300)];
    assert_eq!(unusual(0, &seven, None, 12), []);
}

#[test]
fn a_service_that_becomes_shared_is_asked_about_once_its_number_may_move() {
    let then = vec![numbers(0..20), numbers(10..300)];
    // Ten left and one or two joined.
    let now = |last: u64| vec![numbers(10..last), numbers(10..300)];
    assert_eq!(asked(&then, &now(21)), []);
    assert_eq!(
        asked(&then, &now(22)),
        [Unusual::Shared { with: 1, of: 12 }]
    );
    let was_so = vec![numbers(100..120), numbers(10..300)];
    assert_eq!(asked(&was_so, &now(22)), []);
    let before = Before {
        last: Some(&then[0]),
        limit: 0.25,
        drawn: &then,
        incomplete: &[false, true],
    };
    assert_eq!(unusual(0, &now(22), Some(&before), 12), []);
}

#[test]
fn a_service_that_comes_or_goes_is_asked_about() {
    let (nobody, few) = (users(&[&NOBODY]), vec![numbers(0..7)]);
    let some = vec![numbers(0..8)];
    assert_eq!(asked(&nobody, &some), [Unusual::Appeared { of: 8 }]);
    assert_eq!(asked(&some, &nobody), [Unusual::Gone { were: 8 }]);
    assert_eq!(asked(&nobody, &few), []);
    assert_eq!(asked(&few, &nobody), []);
    assert_eq!(asked(&nobody, &nobody), []);
    let planted = [numbers(0..8), numbers(0..90)].to_vec();
    let both = asked(&users(&[&NOBODY, &planted[1]]), &planted);
    assert_eq!(both[1..], [Unusual::Shared { with: 1, of: 8 }]);
}

#[test]
fn a_service_that_comes_in_small_portions_is_asked_about_when_it_can_be_printed() {
    let (nobody, now) = (users(&[&NOBODY]), |of| vec![numbers(0..of)]);
    let appears = |last: u64, of| {
        let last = numbers(0..last);
        let before = Before {
            last: Some(&last),
            limit: 0.25,
            drawn: &nobody,
            incomplete: &WHOLE,
        };
        unusual(0, &now(of), Some(&before), 12)
    };
    assert_eq!(appears(0, 6), []);
    assert_eq!(appears(6, 11), []);
    assert_eq!(appears(6, 12), [Unusual::Appeared { of: 12 }]);
}

/// Successive numbers that look random.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((bits ^ (bits >> 31)) % limit as u64).unwrap()
    }
}

/// Half of those who join a service have the first one.
fn joins(dice: &mut Dice, town: &Users) -> u64 {
    let first = &town[0];
    if !first.is_empty() && dice.below(2) == 0 {
        return first[dice.below(first.len())];
    }
    dice.below(3000) as u64
}

fn month(dice: &mut Dice, town: &mut Users, sizes: &[usize]) {
    for (service, size) in sizes.iter().enumerate() {
        town[service].retain(|_| dice.below(100) >= 3);
        let joiners = (0..*size).filter(|_| dice.below(100) < 3).count();
        for _ in 0..joiners {
            let joiner = joins(dice, town);
            town[service].push(joiner);
        }
        town[service].sort_unstable();
        town[service].dedup();
    }
}

/// Counts the questions of a town of which 3 % leave and 3 % join each month; some services grow.
fn questions_in(months: usize, seed: u64) -> Vec<(usize, usize, Unusual)> {
    let mut sizes = [600, 200, 60, 30, 15, 15, 6, 3];
    let mut dice = Dice(seed);
    let mut town: Users = vec![Vec::new(); sizes.len()];
    for _ in 0..100 {
        month(&mut dice, &mut town, &sizes);
    }
    let mut drawn = vec![town.clone(); sizes.len()];
    let mut questions = Vec::new();
    for number in 0..months {
        let last = town.clone();
        month(&mut dice, &mut town, &sizes);
        sizes[1] += 2;
        sizes[4] += number % 2;
        for (service, of) in last.into_iter().enumerate() {
            let before = Before {
                last: Some(&of),
                limit: 0.25,
                drawn: &drawn[service],
                incomplete: &WHOLE,
            };
            let hold = usize::try_from(HOLD).unwrap();
            let found = unusual(service, &town, Some(&before), hold);
            questions.extend(found.into_iter().map(|one| (number, service, one)));
            let (then, now) = (&drawn[service][service], &town[service]);
            if then.len() + now.len() - 2 * common(then, now) >= hold {
                drawn[service] = town.clone();
            }
        }
    }
    questions
}

#[test]
fn two_hundred_ordinary_months_ask_nothing() {
    for seed in 0..10 {
        assert_eq!(questions_in(200, seed), []);
    }
}

proptest! {
    #[test]
    fn what_two_lists_share_is_counted_however_long_each_is(
        mut few in vec(0..300_u64, 0..20),
        mut many in vec(0..300_u64, 0..400),
    ) {
        few.sort_unstable();
        many.sort_unstable();
        let mut left = many.clone();
        let taken = few.iter().filter(|key| {
            let place = left.iter().position(|one| one == *key);
            place.map(|place| left.remove(place)).is_some()
        });
        let shared = taken.count();
        prop_assert_eq!([common(&few, &many), common(&many, &few)], [shared; 2]);
    }
}
