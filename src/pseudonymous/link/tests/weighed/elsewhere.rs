//! What holds for a town whose tokens are compared elsewhere. That the statements compare as this program does is held by `tests/emitted.py`.

use std::collections::{BTreeMap, BTreeSet};

use super::super::elsewhere::{Change, NOT_HERE, both_ways, decided, seen};
use super::*;
use crate::error::Code;
use crate::pseudonymous::handover::Handover;
use crate::pseudonymous::link::address::Homes;
use crate::pseudonymous::link::probable::{KindSet, kinds};

/// A kind and a token of it.
type Carried = BTreeSet<(u8, Digest)>;

/// What each row of a hand-over carries.
fn carried(handover: &Handover) -> Result<Vec<Carried>> {
    let mut carried = vec![Carried::new(); handover.persons()];
    handover.fold_tokens(
        |tokens| Ok(tokens.each().collect::<Vec<_>>()),
        &mut |tokens: Vec<(usize, TokenColumn, Digest)>| {
            for (row, column, token) in tokens {
                carried[row].extend(kinds::number_of(column).map(|kind| (kind, token)));
            }
            Ok(())
        },
    )?;
    Ok(carried)
}

/// The kinds of these tokens as bits.
fn bits<'a>(tokens: impl IntoIterator<Item = &'a (u8, Digest)>) -> i64 {
    tokens
        .into_iter()
        .fold(0, |bits, (kind, _)| bits | 1 << kind)
}

fn number(index: usize) -> i64 {
    i64::try_from(index).unwrap()
}

/// What a cluster answers, each with each: two live at every door, in households that all are private.
struct Compared {
    residents: Vec<Carried>,
    clients: Vec<Carried>,
}

impl Compared {
    fn of(set: &HandoverSet) -> Result<Self> {
        let own = carried(&set.register)?;
        let home: Vec<u8> = KindSet::HOME.numbers().collect();
        let home_of = |row: usize| own[row].iter().filter(|(kind, _)| home.contains(kind));
        let with_home = own.iter().enumerate().map(|(row, own)| {
            let housemate = home_of(row ^ 1).copied();
            own.iter().copied().chain(housemate).collect()
        });
        let clients = set.providers.iter().map(carried);
        Ok(Self {
            residents: with_home.collect(),
            clients: clients.collect::<Result<Vec<_>>>()?.concat(),
        })
    }

    fn meetings(&self) -> Vec<Vec<i64>> {
        let mut rows = Vec::new();
        for (client, sought) in self.clients.iter().enumerate() {
            for (resident, carried) in self.residents.iter().enumerate() {
                let shared = bits(sought.intersection(carried));
                rows.push(vec![number(client), number(resident), shared]);
            }
        }
        rows.retain(|row| row[2] != 0);
        rows
    }

    fn among_residents(&self) -> Vec<Vec<i64>> {
        let mut pairs = BTreeMap::new();
        for (row, one) in self.residents.iter().enumerate() {
            let others = self.residents.iter().enumerate();
            for (_, other) in others.filter(|(other, _)| *other != row) {
                let shared = bits(one.intersection(other));
                if shared != 0 {
                    *pairs.entry([bits(one), bits(other), shared]).or_default() += 1;
                }
            }
        }
        let row = |(kinds, pairs): ([i64; 3], i64)| [&kinds[..], &[pairs]].concat();
        pairs.into_iter().map(row).collect()
    }
}

/// A town here, and as it is with such answers: one provider knows all, and the other no BSN.
fn both(by_address: bool, change: Change) -> (LinkedTown, Result<LinkedTown>) {
    let providers = [residents(&[]), residents(&["bsn", "birth"])];
    let providers = [&providers[0][..], &providers[1][..50]];
    let done = |set: &HandoverSet, expected: &Expected| {
        let expected = Expected {
            by_address: by_address.then(|| ServiceIx::new(0)).into_iter().collect(),
            ..expected.clone()
        };
        let (persons, households) = super::super::residents(&set.register, &expected)?;
        let homes = Homes {
            persons: &persons,
            households: &households,
        };
        let compared = Compared::of(set)?;
        let rows = |statement: &str| {
            Ok(match statement {
                "01-seen" => seen(set, &homes, &expected)?,
                "02-meetings" => compared.meetings(),
                "03-residents" => compared.among_residents(),
                "06-given" => {
                    let rows = decided(set, &homes, &expected)?.into_iter();
                    rows.map(|row| vec![row[0], row[3]]).collect()
                }
                // Nobody shares a number, and no token is of a crowd.
                _ => Vec::new(),
            })
        };
        both_ways((set, &expected), &rows, change)
    };
    handed_over(&Someone::resident, &providers, done).unwrap()
}

#[test]
fn tokens_that_were_compared_elsewhere_give_the_same_town() {
    for by_address in [false, true] {
        let (here, there) = both(by_address, ("", |_| ()));
        assert!(here.uses.len() > 200, "{}", here.uses.len());
        assert_eq!(format!("{:?}", there.unwrap()), format!("{here:?}"));
    }
}

#[test]
fn what_was_compared_in_part_is_refused() {
    const OTHER_TOKENS: &str = "tokens that the profile does not have";
    let (meetings, others) = ("02-meetings", "03-residents");
    let refusals: [(Change, &str); 12] = [
        ((meetings, |rows| drop(rows.pop())), "was cut off"),
        ((meetings, |rows| rows[1] = rows[0].clone()), "there twice"),
        ((meetings, |rows| rows[0].1[1] = 250), NOT_HERE),
        ((meetings, |rows| rows[0].1[2] = 600), NOT_HERE),
        ((meetings, |rows| rows[0].1[3] = 0), OTHER_TOKENS),
        ((meetings, |rows| rows[0].1[3] = 1 << 22), OTHER_TOKENS),
        ((others, |rows| rows[0].1[1] = 0), OTHER_TOKENS),
        ((others, |rows| rows[0].1[4] = -1), "below 0"),
        (("04-numbers", |rows| rows[0].1[1] = 300), NOT_HERE),
        (("05-left_out", |rows| rows[0].1[1] = 22), OTHER_TOKENS),
        (
            ("06-given", |rows| rows[1] = rows[0].clone()),
            "there twice",
        ),
        (
            ("06-given", |rows| {
                rows.remove(0);
                for (_, numbers) in rows {
                    numbers[0] -= 1;
                }
            }),
            "does not link all clients",
        ),
    ];
    for (change, words) in refusals {
        let (_, there) = both(true, change);
        let error = there.unwrap_err();
        assert_eq!(error.code(), Code::ResultsInvalid);
        assert!(error.to_string().contains(words), "{words}: {error}");
    }
}
