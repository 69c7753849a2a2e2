//! Clients whom no resident is like, grouped among all providers: a person from outside the register is one person.
//!
//! Two clients are one person who have the same BSN; or the same birth date and surname, and a given name or initial that is not another one.
//! Two BSNs are two persons: a client without a BSN whom two persons with one are like is neither.

use std::collections::BTreeSet;

use super::index::Index;
use super::kinds::{BSN, DIFFERENT, FULL, Fields, INITIAL, KindSet, ONLY_INITIAL};
use super::likeness::Likeness;
use super::pairs::Pair;
use crate::error::Result;
use crate::pseudonymous::handover::{Handover, HandoverSet};
use crate::pseudonymous::link::LinkedTown;
use crate::vocabulary::Progress;

/// How many persons outside the register are known to one provider, to two, and so on: clients of `town` whom no resident is like, the same
/// person once. Clients of whom only the address is known are no persons. Empty under profiles that weigh nothing.
///
/// # Errors
/// When a file cannot be read, or the user stops.
pub fn outside_register(
    handovers: &HandoverSet,
    town: &LinkedTown,
    progress: &dyn Progress,
) -> Result<Vec<u64>> {
    progress.begin("grouping clients from elsewhere", None);
    let mut open = Open::default();
    let mut provider_of = Vec::new();
    let providers = handovers.providers.iter().zip(&town.unlike_all);
    for (provider, (handover, rows)) in providers.enumerate() {
        if !rows.is_empty() {
            open.add(handover, rows, progress)?;
            provider_of.resize(open.carried.len(), provider);
        }
    }
    let is_known = |row: usize| {
        let fields = open.carried[row].fields();
        !Fields::ADDRESS.have(fields)
    };
    let mut groups = Groups::of(&open);
    let persons = groups.persons().into_iter();
    let known = persons.map(|rows| {
        let of_person = rows.into_iter().filter(|row| is_known(*row));
        let providers: BTreeSet<usize> = of_person.map(|row| provider_of[row]).collect();
        providers.len()
    });
    let mut counts = Vec::new();
    for providers in known.filter(|providers| *providers > 0) {
        if counts.len() < providers {
            counts.resize(providers, 0);
        }
        counts[providers - 1] += 1;
    }
    progress.end();
    Ok(counts)
}

/// Clients of all providers whom no resident is like, behind each other.
#[derive(Default)]
struct Open {
    tokens: Index,
    carried: Vec<KindSet>,
}

impl Open {
    /// Adds these rows of a provider.
    fn add(&mut self, handover: &Handover, rows: &[u32], progress: &dyn Progress) -> Result<()> {
        let of_all = KindSet::carried(handover)?;
        let mut places = vec![None; of_all.len()];
        for row in rows.iter().map(|row| *row as usize) {
            places[row] = u32::try_from(self.carried.len()).ok();
            self.carried.push(of_all[row]);
        }
        self.tokens.add(handover, progress, &places)
    }
}

/// Who is one person with whom: each points to one before it, or to itself.
struct Groups(Vec<usize>);

impl Groups {
    /// Joins clients with the same BSN, then those without one; then each group of these with the only person with a BSN whom they are like.
    fn of(open: &Open) -> Self {
        let mut groups = Self((0..open.carried.len()).collect());
        let pairs = open
            .tokens
            .pairs(&open.tokens, |one, other| one < other)
            .into_iter();
        let alike: Vec<(usize, usize)> = pairs
            .flatten()
            .filter(|pair| are_one(pair, open))
            .map(|pair| (pair.client as usize, pair.resident as usize))
            .collect();
        let has_bsn = |row: usize| open.carried[row].has(BSN);
        let of_both = |wanted: bool| {
            let is_wanted = move |(one, other): &&(usize, usize)| {
                has_bsn(*one) == wanted && has_bsn(*other) == wanted
            };
            alike.iter().filter(is_wanted)
        };
        for (one, other) in of_both(true).chain(of_both(false)) {
            groups.join(*one, *other);
        }
        // Of each group without a BSN, the persons with one whom it is like.
        let mut between: Vec<(usize, usize)> = alike
            .iter()
            .filter(|(one, other)| has_bsn(*one) != has_bsn(*other))
            .map(|(one, other)| {
                let (without, with) = if has_bsn(*one) {
                    (*other, *one)
                } else {
                    (*one, *other)
                };
                (groups.first(without), groups.first(with))
            })
            .collect();
        between.sort_unstable();
        between.dedup();
        for of_group in between.chunk_by(|one, next| one.0 == next.0) {
            if let [(without, with)] = of_group {
                groups.join(*without, *with);
            }
        }
        groups
    }

    /// The row that stands for the group of this one.
    fn first(&mut self, row: usize) -> usize {
        let mut first = row;
        while self.0[first] != first {
            self.0[first] = self.0[self.0[first]];
            first = self.0[first];
        }
        first
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        self.0[one.max(other)] = one.min(other);
    }

    /// The rows of each person.
    fn persons(&mut self) -> Vec<Vec<usize>> {
        let mut persons = vec![Vec::new(); self.0.len()];
        for row in 0..self.0.len() {
            let first = self.first(row);
            persons[first].push(row);
        }
        persons.retain(|rows| !rows.is_empty());
        persons
    }
}

/// Whether two clients are one person.
fn are_one(pair: &Pair, open: &Open) -> bool {
    let [one, other] = [pair.client, pair.resident].map(|row| open.carried[row as usize]);
    let likeness = Likeness::of(pair.shared, one.common(other));
    let [bsn, birth, surname, given, _] = likeness.levels();
    let has_other_name = given == DIFFERENT
        || given == ONLY_INITIAL[0]
        // Twins at home: a given name of which only the initial is the same.
        || (given == INITIAL && likeness.is_near());
    likeness.has_same_bsn()
        || (bsn != DIFFERENT && birth == FULL && surname == FULL && !has_other_name)
}
