//! What the record keys of several deliveries of one series tell together: which households stayed the same, and not
//! who left whom.

#![expect(
    clippy::unwrap_used,
    reason = "an office that cannot work is a failed test"
)]

#[cfg(test)]
mod frame;
#[cfg(test)]
mod office;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use factlab::keys::{Message, ProjectSecret, TokenKeys};
use frame::Frame;
use office::Office;

/// Of each kind of change.
const CHANGES: usize = 125;

/// Who lives together at a delivery: by household its persons.
type Town = BTreeMap<usize, Vec<usize>>;

/// Households whose keys would add up, if keys did: those on one side and on the other, each of a delivery.
type Equation = [Vec<(usize, usize)>; 2];

/// Three deliveries, and what happened between them: partings, unions, moves to another household, and births of a child
/// who lives with the other parent at the third.
fn deliveries() -> ([Town; 3], Vec<Equation>) {
    let mut first = Town::new();
    let mut person = 0..;
    let mut home = |town: &mut Town, size| {
        let number = town.len();
        town.insert(number, person.by_ref().take(size).collect());
        number
    };
    let mut changes = Vec::new();
    let (mut partings, mut unions, mut moves, mut births) = (vec![], vec![], vec![], vec![]);
    for change in 0..CHANGES {
        partings.push(home(&mut first, 2 + change % 3));
        unions.push([home(&mut first, 1), home(&mut first, 1 + change % 2)]);
        moves.push([home(&mut first, 2 + change % 2), home(&mut first, 1)]);
        births.push([home(&mut first, 2), home(&mut first, 1)]);
    }
    let mut second = first.clone();
    let mut child = 10_000..;
    for (change, home) in partings.into_iter().enumerate() {
        let leaver = second.get_mut(&home).unwrap().pop().unwrap();
        let alone = 5_000 + change;
        second.insert(alone, vec![leaver]);
        changes.push([vec![(0, home)], vec![(1, home), (1, alone)]]);
    }
    for [one, other] in unions {
        let joined = second.remove(&other).unwrap();
        second.get_mut(&one).unwrap().extend(joined);
        changes.push([vec![(1, one)], vec![(0, one), (0, other)]]);
    }
    for [from, to] in moves {
        let one = second.get_mut(&from).unwrap().pop().unwrap();
        second.get_mut(&to).unwrap().push(one);
        changes.push([vec![(0, from), (0, to)], vec![(1, from), (1, to)]]);
    }
    let mut third = second.clone();
    for [one, other] in births {
        let born = child.next().unwrap();
        second.get_mut(&one).unwrap().push(born);
        third.get_mut(&other).unwrap().push(born);
        changes.push([vec![(1, one), (1, other)], vec![(2, one), (2, other)]]);
    }
    ([first, second, third], changes)
}

/// How many changes somebody sees who has the keys alone.
fn seen(changes: &[Equation], key: impl Fn(usize, usize) -> u64) -> usize {
    let sum = |side: &[(usize, usize)]| {
        let keys = side.iter().map(|(delivery, home)| key(*delivery, *home));
        keys.fold(0, u64::wrapping_add)
    };
    let adds_up = |[one, other]: &&Equation| sum(one) == sum(other);
    changes.iter().filter(adds_up).count()
}

/// How many keys are the sum of two others.
fn sums(keys: &HashSet<u64>) -> usize {
    let all: Vec<u64> = keys.iter().copied().collect();
    let pairs = (0..all.len()).flat_map(|place| {
        let others = all[..place].iter();
        others.map(move |other| (place, *other))
    });
    let is_key = |(place, other): &(usize, u64)| keys.contains(&all[*place].wrapping_add(*other));
    pairs.filter(is_key).count()
}

/// The BSN of a person: the first that begin with the number of the person and pass the test.
fn bsn(person: usize) -> u32 {
    let passes = |bsn: &u32| {
        let digits = (0..9).map(|place| (bsn / 10_u32.pow(8 - place) % 10, 9 - place));
        let weighted = |(digit, weight): (u32, u32)| match weight {
            1 => 10 * digit,
            weight => weight * digit,
        };
        digits.map(weighted).sum::<u32>().is_multiple_of(11)
    };
    let first = 100_000_000 + 1_000 * u32::try_from(person).unwrap();
    (first..first + 1_000).find(passes).unwrap()
}

fn register(town: &Town) -> String {
    let mut rows =
        "BSN;Naam;Voornamen;Geboren;Geslacht;Postcode;Huisnummer;Huishouden;Wijk\n".to_owned();
    for (home, persons) in town {
        for person in persons {
            let number = bsn(*person);
            writeln!(
                rows,
                "{number};Smit;Kim;01-02-1970;V;1507XY;{};H{home};",
                home + 1
            )
            .unwrap();
        }
    }
    rows
}

fn table(office: &Office, name: &str) -> Frame {
    Frame::open(&office.path(&format!("handovers/register/{name}.parquet")))
}

/// The record key of each household. That the test knows whose it is comes of the secret.
fn record_keys(office: &Office, town: &Town) -> HashMap<usize, u64> {
    office.write("extracts/register.csv", register(town).as_bytes());
    office.pseudonymise("register");
    let secret = ProjectSecret::read(&office.path("project.key")).unwrap();
    let tokens = TokenKeys::derive(&secret, "proefdorp-2026", &["bsn"]);
    let persons = Frame::persons_in(&office.path("handovers/register"));
    let members = table(office, "members");
    let homes = members.column("household").u32s();
    let home_of: HashMap<u32, u32> = members
        .column("row")
        .u32s()
        .into_iter()
        .zip(homes)
        .collect();
    let found = persons.column("bsn").tokens().unwrap();
    let rows: HashMap<&[u8], u32> = found
        .into_iter()
        .map(Option::unwrap)
        .zip(persons.column("row").u32s())
        .collect();
    let households = table(office, "households");
    let keys: Vec<_> = households.column("record_key").numbers().collect();
    let key_of = |(home, members): (&usize, &Vec<usize>)| {
        let mut message = Message::new();
        message.number(u64::from(bsn(members[0])));
        let number = home_of[&rows[&tokens.digest(0, &message).bytes()[..]]];
        (*home, keys[number as usize].unwrap())
    };
    let keys = town.iter().map(key_of).collect();
    std::fs::remove_dir_all(office.path("handovers")).unwrap();
    keys
}

#[test]
fn sums_and_differences_of_record_keys_tell_none_of_500_changes() {
    let (towns, changes) = deliveries();
    assert_eq!(changes.len(), 500);
    let office = Office::small();
    office.make_keys();
    let keys = towns.each_ref().map(|town| record_keys(&office, town));
    let all: HashSet<u64> = keys.iter().flat_map(HashMap::values).copied().collect();
    assert!(all.len() > 1_500, "{} keys", all.len());
    assert_eq!(seen(&changes, |delivery, home| keys[delivery][&home]), 0);
    assert_eq!(sums(&all), 0);
    // What did not change stays the same, as the rounding follows it.
    let same = towns[0]
        .iter()
        .filter(|(home, members)| towns[1].get(home) == Some(members));
    for (home, _) in same {
        assert_eq!(keys[0][home], keys[1][home]);
    }
}

#[test]
fn keys_that_were_sums_would_tell_all_of_them() {
    let (towns, changes) = deliveries();
    let digest = |person: &usize| (*person as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let key = |delivery: usize, home: usize| {
        let digests = towns[delivery][&home].iter().map(digest);
        digests.fold(0, u64::wrapping_add)
    };
    assert_eq!(seen(&changes, key), changes.len());
}
