//! An inverted index of tokens: who shares which kinds with whom.

use rayon::prelude::*;

use super::kinds::{self, Fields, KindSet};
use crate::error::Result;
use crate::pseudonymous::TokenColumn;
use crate::pseudonymous::handover::Handover;
use crate::pseudonymous::link::address::Homes;
use crate::pseudonymous::link::not_compared::{LeftOut, MOST_RESIDENTS};
use crate::pseudonymous::link::reading::went_on;
use crate::vocabulary::{HouseholdIx, Progress, ResidentIx};

/// The tokens are split on their first bits, so that each part is sorted and joined by itself.
pub(super) const PARTS: usize = 64;

/// A token of a row, its kind and the row: the first 64 bits, which tell 40 million tokens of a kind apart but for one chance in 20,000,
/// then 8 and 32, so that one comparison sorts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry(u128);

impl Entry {
    pub(super) fn new(token: u64, kind: u8, row: u32) -> Self {
        Self(u128::from(token) << 40 | u128::from(kind) << 32 | u128::from(row))
    }

    pub(super) const fn kind(self) -> u8 {
        (self.0 >> 32 & 0xff) as u8
    }

    pub(super) const fn row(self) -> u32 {
        (self.0 & 0xffff_ffff) as u32
    }

    /// The same token, of another row.
    fn of_row(self, row: u32) -> Self {
        Self(self.token() << 32 | u128::from(row))
    }

    /// Token and kind.
    pub(super) const fn token(self) -> u128 {
        self.0 >> 32
    }

    /// Whether both are of one token.
    pub(super) fn is_of_same_token(&self, other: &Self) -> bool {
        self.token() == other.token()
    }
}

/// The tokens of a hand-over, or of rows of several.
#[derive(Default)]
pub(super) struct Index {
    /// Sorted by token, kind and row.
    pub(super) parts: Vec<Vec<Entry>>,
    /// The kinds that each row carries.
    pub(super) carried: Vec<KindSet>,
    /// Whether each row has a token of the surname of a partner.
    pub(super) has_partner: Vec<bool>,
}

impl Index {
    /// Of the clients of a provider.
    pub(super) fn of_clients(handover: &Handover, progress: &dyn Progress) -> Result<Self> {
        Self::read(handover, progress, &|_, row, found| found.push(row))
    }

    /// Of the residents. What one resident carries for a private household counts for all who live there.
    pub(super) fn of_residents(
        handover: &Handover,
        homes: &Homes<'_>,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let members = Members::of(homes);
        let mut residents = Self::read(handover, progress, &|kind, row, found| {
            if KindSet::HOME.has(kind) {
                found.extend(members.with(homes, row));
            } else {
                found.push(row);
            }
        })?;
        let carried = residents.carried.clone();
        for (row, carried) in (0..).zip(carried) {
            let of_home = carried.of_home();
            if !of_home.is_empty() {
                for member in members.with(homes, row) {
                    let kinds = &mut residents.carried[member as usize];
                    *kinds = kinds.and(of_home);
                }
            }
        }
        Ok(residents)
    }

    /// `rows` adds those that a token of a kind and row counts for.
    fn read(
        handover: &Handover,
        progress: &dyn Progress,
        rows: &(dyn Fn(u8, u32, &mut Vec<u32>) + Sync),
    ) -> Result<Self> {
        let tokens = usize::try_from(handover.count_of_tokens()).unwrap_or(0);
        let mut parts: Vec<Vec<Entry>> = Vec::new();
        // Tokens spread evenly, but for a little more in one part than in another.
        parts.resize_with(PARTS, || Vec::with_capacity(tokens / PARTS * 9 / 8));
        handover.fold_tokens(
            |tokens| {
                let (mut parts, mut found) = (vec![Vec::new(); PARTS], Vec::new());
                for (row, column, token) in tokens.each() {
                    let Some(kind) = kinds::number_of(column) else {
                        continue;
                    };
                    let token = token.beginning();
                    let part = &mut parts[usize::try_from(token >> 58).unwrap_or(0)];
                    rows(kind, u32::try_from(row).unwrap_or(u32::MAX), &mut found);
                    part.extend(found.drain(..).map(|row| Entry::new(token, kind, row)));
                }
                Ok((parts, tokens.len() as u64))
            },
            &mut |(piece, read): (Vec<Vec<Entry>>, u64)| {
                let both = parts.par_iter_mut().zip(piece);
                both.for_each(|(part, more)| part.extend(more));
                went_on(progress, read)
            },
        )?;
        parts.par_iter_mut().for_each(|part| {
            part.sort_unstable();
            // A token of one's own name that is also that of the partner.
            part.dedup();
        });
        let filled = handover.filled()?;
        let columns = TokenColumn::ALL.iter().copied();
        let of_partner: Vec<TokenColumn> = columns.filter(|one| one.is_of_partner()).collect();
        Ok(Self {
            parts,
            carried: filled.par_iter().map(KindSet::of_columns).collect(),
            has_partner: filled
                .par_iter()
                .map(|one| of_partner.iter().any(|column| one.has(*column)))
                .collect(),
        })
    }

    /// By household whether it shares its postcode and house number with another: the register tells an address of at most two
    /// households, so one whose members tell none shares it too.
    pub(super) fn shares_number(&self, homes: &Homes<'_>) -> Vec<bool> {
        let number = kinds::number_of(TokenColumn::AddressNumber);
        let home = |row: u32| homes.home_of(ResidentIx::at(row as usize));
        let mut shares = vec![false; homes.households.kind.len()];
        for (row, carried) in (0..).zip(&self.carried) {
            if let Some(home) = home(row)
                && carried.fields().have(Fields::ADDRESS)
            {
                shares[home.index()] = true;
            }
        }
        let alone = self.parts.par_iter().flat_map_iter(|part| {
            let of_token = part.chunk_by(Entry::is_of_same_token);
            let of_token = of_token.filter(|entries| Some(entries[0].kind()) == number);
            of_token.filter_map(|entries| {
                let mut found = entries.iter().filter_map(|entry| home(entry.row()));
                let first = found.next()?;
                found.all(|other| other == first).then_some(first)
            })
        });
        for home in alone.collect::<Vec<_>>() {
            shares[home.index()] = false;
        }
        shares
    }

    /// Adds the rows of a hand-over that are wanted, behind those that are there.
    pub(super) fn add(
        &mut self,
        handover: &Handover,
        progress: &dyn Progress,
        is_wanted: &(dyn Fn(u32) -> bool + Sync),
    ) -> Result<()> {
        let more = Self::read(handover, progress, &|_, row, found| {
            found.extend(is_wanted(row).then_some(row));
        })?;
        // Where each row that is wanted comes to stand.
        let mut places = Vec::new();
        for (row, carried) in (0..).zip(&more.carried) {
            places.push(u32::try_from(self.carried.len()).unwrap_or(u32::MAX));
            self.carried.extend(is_wanted(row).then_some(*carried));
        }
        self.parts.resize(PARTS, Vec::new());
        let parts = self.parts.par_iter_mut().zip(more.parts);
        parts.for_each(|(part, more)| {
            let at_its_place = |one: Entry| one.of_row(places[one.row() as usize]);
            part.extend(more.into_iter().map(at_its_place));
            part.sort_unstable();
        });
        Ok(())
    }

    /// Every so many rows of it, to be looked for in the whole; what they carry stays behind.
    pub(super) fn each(&self, step: u32) -> Self {
        let is_in = |entry: &&Entry| entry.row().is_multiple_of(step);
        let part = |part: &Vec<Entry>| part.iter().filter(is_in).copied().collect();
        Self {
            parts: self.parts.par_iter().map(part).collect(),
            carried: Vec::new(),
            has_partner: Vec::new(),
        }
    }

    /// Drops the tokens, which take most of the memory.
    pub(super) fn forget_tokens(&mut self) {
        self.parts = Vec::new();
    }

    /// The fields that anybody in it has.
    pub(super) fn fields(&self) -> Fields {
        let kinds = self.carried.par_iter().copied();
        kinds.reduce(KindSet::default, KindSet::and).fields()
    }

    /// How many tokens of each kind too many carry, by kind.
    pub(super) fn left_out(&self) -> Vec<LeftOut> {
        let of_part = |part: &Vec<Entry>| {
            let mut tokens = [0; kinds::COUNT];
            let of_one = part.chunk_by(Entry::is_of_same_token);
            for carriers in of_one.filter(|carriers| carriers.len() > MOST_RESIDENTS) {
                tokens[usize::from(carriers[0].kind())] += 1;
            }
            tokens
        };
        let tokens = self.parts.par_iter().map(of_part).reduce(
            || [0; kinds::COUNT],
            |one, other| std::array::from_fn(|kind| one[kind] + other[kind]),
        );
        let left_out = (0..).zip(tokens).filter(|(_, tokens)| *tokens > 0);
        let left_out = left_out.map(|(kind, tokens)| LeftOut {
            kind: kinds::name(kind),
            tokens,
        });
        left_out.collect()
    }
}

/// Who lives in each household.
struct Members {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Members {
    fn of(homes: &Homes<'_>) -> Self {
        let mut starts = vec![0; homes.households.kind.len() + 1];
        let persons = || (0..).zip((0..homes.persons.household.len()).map(ResidentIx::at));
        let living = || {
            persons()
                .filter_map(|(row, person): (u32, _)| Some((row, homes.home_of(person)?.index())))
        };
        living().for_each(|(_, home)| starts[home + 1] += 1);
        for home in 1..starts.len() {
            starts[home] += starts[home - 1];
        }
        let mut rows = vec![0; *starts.last().unwrap_or(&0) as usize];
        let mut next = starts.clone();
        for (row, home) in living() {
            rows[next[home] as usize] = row;
            next[home] += 1;
        }
        Self { starts, rows }
    }

    /// All who live with this one; of an institution the one alone.
    fn with(&self, homes: &Homes<'_>, row: u32) -> impl Iterator<Item = u32> {
        let home = homes
            .private_home_of(ResidentIx::at(row as usize))
            .map(HouseholdIx::index);
        let all = home.map_or(&[][..], |home| {
            &self.rows[self.starts[home] as usize..self.starts[home + 1] as usize]
        });
        let alone = home.is_none().then_some(row);
        all.iter().copied().chain(alone)
    }
}
