//! How rare a household is by its attributes and those of its members.

use std::hash::Hash;

use foldhash::HashMap;
use rayon::prelude::*;

use super::households::Households;
use crate::pseudonymous::{
    Combinations, FilledColumns, HouseholdRecord, Rare, RegisterRecord, Subject, TokenColumn,
    TokenProfile,
};
use crate::vocabulary::{AgeBand, HouseholdIx, Sex};

/// What travels of each resident beside the tokens themselves, as a household is known by all its members: 12 bytes.
///
/// Which tokens housemates share is known once the last of them is here; only those who wait take more.
pub(in crate::identified) struct Residents {
    /// The columns in which two members of a household can have the same token: twins, and who are called alike. A
    /// partner's surname is left out, as hardly any two share it.
    shared: Vec<TokenColumn>,
    waiting: HashMap<HouseholdIx, Members>,
    homes: Vec<Option<HouseholdIx>>,
    /// The combination of each, but for the household.
    own: Vec<u64>,
}

/// What is known of a resident.
type Known = (FilledColumns, AgeBand, Sex, bool);

/// The members of a household who are here.
#[derive(Default)]
struct Members {
    known: Vec<Known>,
    /// The beginnings of the tokens of each in the columns that can be shared; 0 for a token that is absent.
    tokens: Vec<u32>,
}

impl Residents {
    /// None yet.
    pub(in crate::identified) fn of(profile: TokenProfile) -> Self {
        let is_own =
            |column: &TokenColumn| column.subject() == Subject::Person && !column.is_of_partner();
        let of_several = |column: &TokenColumn| is_own(column) && *column != TokenColumn::Bsn;
        Self {
            shared: profile.columns().filter(of_several).collect(),
            waiting: HashMap::default(),
            homes: Vec::new(),
            own: Vec::new(),
        }
    }

    /// Adds a resident as handed over.
    pub(in crate::identified) fn add(&mut self, record: &RegisterRecord, households: &Households) {
        let columns = record.tokens.filled();
        let known = (columns, record.age_band, record.sex, record.has_left);
        let Some(home) = record.household else {
            return self.keep(None, &known, 0);
        };
        let size = households.size(home);
        if size == 1 {
            return self.keep(Some(home), &known, 0);
        }
        let beginning = |column: &TokenColumn| {
            let [a, b, c, d, ..] = record.tokens.get(*column).bytes();
            u32::from_be_bytes([a, b, c, d])
        };
        let members = self.waiting.entry(home).or_default();
        members.known.push(known);
        members.tokens.extend(self.shared.iter().map(beginning));
        if members.known.len() == size
            && let Some(members) = self.waiting.remove(&home)
        {
            self.complete(home, &members);
        }
    }

    fn complete(&mut self, home: HouseholdIx, members: &Members) {
        let shared = members.shared(self.shared.len());
        for (known, shared) in members.known.iter().zip(shared) {
            self.keep(Some(home), known, shared);
        }
    }

    fn keep(&mut self, home: Option<HouseholdIx>, known: &Known, shared: u64) {
        self.homes.push(home);
        self.own.push(Combinations::hash(&(known, shared)));
    }

    /// How rare households are, by their attributes and those of every member; and how rare persons are, by their
    /// household and what is known of themselves.
    pub(in crate::identified) fn rare(mut self, households: &Households) -> (Rare, Rare) {
        for (home, members) in std::mem::take(&mut self.waiting) {
            self.complete(home, &members);
        }
        let mut known: Vec<u64> = households
            .records()
            .map(|one| Combinations::hash(&attributes(&one)))
            .collect();
        for (home, own) in self.homes.iter().zip(&self.own) {
            if let Some(home) = home {
                let known = &mut known[home.index()];
                *known = known.wrapping_add(*own);
            }
        }
        let person = |(home, own): (&Option<HouseholdIx>, &u64)| {
            let home = home.map(|home| known[home.index()]);
            Combinations::hash(&(home, own))
        };
        let persons = self.homes.par_iter().zip(&self.own).map(person);
        let persons = Rare::of(persons.collect());
        (Rare::of(known), persons)
    }
}

impl Members {
    /// Per member, a bit for each of so many columns that can be shared: whether another member has the same token.
    fn shared(&self, columns: usize) -> Vec<u64> {
        let mut shared = vec![0; self.known.len()];
        let mut tokens = Vec::with_capacity(shared.len());
        for column in 0..columns {
            let of_members = || self.tokens[column..].iter().step_by(columns).copied();
            tokens.clear();
            tokens.extend(of_members());
            tokens.sort_unstable();
            for (shared, token) in shared.iter_mut().zip(of_members()) {
                let first = tokens.partition_point(|other| *other < token);
                let is_shared = token != 0 && tokens.get(first + 1) == Some(&token);
                *shared |= u64::from(is_shared) << column;
            }
        }
        shared
    }
}

/// The attributes of a household, without its number and record key.
fn attributes(one: &HouseholdRecord) -> impl Hash + use<> {
    (one.wijk, one.buurt, one.kind, one.size, one.age_band)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_a_housemate_has_too_is_told_and_an_absent_one_is_not() {
        let known = (
            FilledColumns::default(),
            AgeBand::UNKNOWN,
            Sex::Unknown,
            false,
        );
        let members = Members {
            known: vec![known; 4],
            tokens: [[7, 3], [7, 4], [0, 4], [0, 5]].concat(),
        };
        assert_eq!(members.shared(2), [1, 1 | 2, 2, 0]);
    }
}
