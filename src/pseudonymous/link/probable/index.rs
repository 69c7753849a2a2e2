//! An inverted index of tokens: who shares which kinds with whom.

use rayon::prelude::*;

use super::kinds::{self, KindSet};
use super::residents::Members;
use crate::error::Result;
use crate::pseudonymous::TokenColumn;
use crate::pseudonymous::handover::Handover;
use crate::pseudonymous::link::address::Homes;
use crate::pseudonymous::link::not_compared::{LeftOut, MOST_RESIDENTS};
use crate::pseudonymous::link::reading::went_on;
use crate::vocabulary::{Progress, ResidentIx};

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
}

impl Index {
    /// Of the clients of a provider.
    pub(super) fn of_clients(handover: &Handover, progress: &dyn Progress) -> Result<Self> {
        Self::read(handover, progress, &|_, row, found| found.push(row))
    }

    /// Of the residents. What one resident carries for a private household counts for all who live there.
    pub(super) fn of_residents(
        handover: &Handover,
        (homes, members): (&Homes<'_>, &Members),
        progress: &dyn Progress,
    ) -> Result<Self> {
        Self::read(handover, progress, &|kind, row, found| {
            if KindSet::HOME.has(kind) {
                found.extend(members.with(homes, row));
            } else {
                found.push(row);
            }
        })
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
        Ok(Self { parts })
    }

    /// By household whether each of its tokens of postcode and house number is another's too; not where it has none.
    pub(super) fn shared_numbers(&self, homes: &Homes<'_>) -> Vec<bool> {
        let number = kinds::number_of(TokenColumn::AddressNumber);
        let home = |entry: &Entry| homes.home_of(ResidentIx::at(entry.row() as usize));
        let parts = self.parts.par_iter().map(|part| {
            let (mut shared, mut alone) = (Vec::new(), Vec::new());
            let of_token = part.chunk_by(Entry::is_of_same_token);
            for entries in of_token.filter(|entries| Some(entries[0].kind()) == number) {
                let found = || entries.iter().filter_map(home);
                let first = found().next();
                if found().all(|home| Some(home) == first) {
                    alone.extend(first);
                } else {
                    shared.extend(found());
                }
            }
            (shared, alone)
        });
        let (shared, alone): (Vec<_>, Vec<_>) = parts.unzip();
        let mut is_shared = vec![false; homes.households.kind.len()];
        for (homes, told) in [(shared, true), (alone, false)] {
            for home in homes.into_iter().flatten() {
                is_shared[home.index()] = told;
            }
        }
        is_shared
    }

    /// Adds the rows of a hand-over that come to stand somewhere: `places` has the new number of each that does.
    pub(super) fn add(
        &mut self,
        handover: &Handover,
        progress: &dyn Progress,
        places: &[Option<u32>],
    ) -> Result<()> {
        let more = Self::read(handover, progress, &|_, row, found| {
            found.extend(places[row as usize]);
        })?;
        self.parts.resize(PARTS, Vec::new());
        let parts = self.parts.par_iter_mut().zip(more.parts);
        parts.for_each(|(part, more)| {
            part.extend(more);
            part.sort_unstable();
        });
        Ok(())
    }

    /// Every so many rows of it, to be looked for in the whole.
    pub(super) fn each(&self, step: u32) -> Self {
        let is_in = |entry: &&Entry| entry.row().is_multiple_of(step);
        let part = |part: &Vec<Entry>| part.iter().filter(is_in).copied().collect();
        Self {
            parts: self.parts.par_iter().map(part).collect(),
        }
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
