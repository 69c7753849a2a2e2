//! Looks up tokens in a sorted list, by a directory on their first bits.

use rayon::prelude::*;

use crate::error::{Code, Error, Result};
use crate::keys::Digest;
use crate::pseudonymous::TokenColumn;
use crate::pseudonymous::handover::Handover;
use crate::vocabulary::{Progress, ResidentIx};

/// A set of tokens that finds a token in about one step, digests being evenly spread.
pub(super) struct Finder {
    /// Sorted, each once.
    tokens: Vec<Digest>,
    /// Where the tokens with these first bits begin.
    starts: Vec<u32>,
    shift: u32,
}

impl Finder {
    /// A finder of `tokens`; absent ones are left out.
    ///
    /// # Errors
    /// When there are too many to number them in 32 bits.
    pub(super) fn new(mut tokens: Vec<Digest>) -> Result<Self> {
        tokens.retain(|token| token.is_present());
        tokens.par_sort_unstable();
        tokens.dedup();
        let count = u32::try_from(tokens.len()).map_err(|_| {
            let message = "the providers sent more than 4,294,967,295 tokens of a kind";
            Error::new(Code::TooManyRows, message)
        })?;
        // About one token per bucket: digests are uniform, so a look-up reads one or two of them.
        let bits = tokens.len().next_power_of_two().trailing_zeros().max(1);
        // At least one bit, as a number of 128 bits cannot be shifted by 128.
        let shift = u128::BITS - bits;
        let mut starts = Vec::with_capacity((1 << bits) + 1);
        let mut start: u32 = 0;
        for bucket in 0..(1_u128 << bits) {
            let is_before = |token: &Digest| token.number() >> shift < bucket;
            while tokens.get(start as usize).is_some_and(is_before) {
                start += 1;
            }
            starts.push(start);
        }
        starts.push(count);
        Ok(Self {
            tokens,
            starts,
            shift,
        })
    }

    /// How many tokens it finds.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The index of `token`, from 0 to [`Finder::len`].
    pub(super) fn index(&self, token: Digest) -> Option<usize> {
        let bucket = usize::try_from(token.number() >> self.shift).unwrap_or(usize::MAX);
        let start = self.starts[bucket] as usize;
        let tokens = &self.tokens[start..self.starts[bucket + 1] as usize];
        Some(start + tokens.binary_search(&token).ok()?)
    }

    /// Reads the register and gives `found` the index of each token found, and the person and row of the piece that has it.
    /// The first `sought` of `columns` are looked up; the others are read along.
    pub(super) fn scan(
        &self,
        register: &Handover,
        columns: &[TokenColumn],
        sought: usize,
        progress: &dyn Progress,
        found: &mut Found<'_>,
    ) -> Result<()> {
        if self.tokens.is_empty() {
            return Ok(());
        }
        register.for_each_tokens(columns, &mut |first, piece| {
            if progress.is_interrupted() {
                return Err(Error::interrupted());
            }
            for column in &piece[..sought] {
                let rows = column.par_iter().enumerate();
                let hits: Vec<(usize, usize)> = rows
                    .filter_map(|(row, token)| Some((self.index(*token)?, row)))
                    .collect();
                for (index, row) in hits {
                    found(index, ResidentIx::at(first + row), row, piece);
                }
            }
            progress.advance(piece[0].len() as u64);
            Ok(())
        })
    }
}

/// Hears of a token found: its index in the finder, the person of the register, the row of the piece, the piece.
pub(super) type Found<'a> = dyn FnMut(usize, ResidentIx, usize, &[Vec<Digest>]) + 'a;

/// Who was found under one token. The order of [`Match::add`] does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::pseudonymous) enum Match<T> {
    #[default]
    Nobody,
    One(T),
    Several,
}

impl<T: Copy + PartialEq> Match<T> {
    /// Notes that this one was found.
    pub(in crate::pseudonymous) fn add(&mut self, found: T) {
        *self = match *self {
            Self::Nobody => Self::One(found),
            Self::One(known) if known == found => Self::One(found),
            _ => Self::Several,
        };
    }

    /// Adds who was found elsewhere.
    pub(in crate::pseudonymous) fn merge(&mut self, other: Self) {
        match other {
            Self::Nobody => {}
            Self::One(found) => self.add(found),
            Self::Several => *self = Self::Several,
        }
    }

    /// The one that was found, where no other was.
    pub(in crate::pseudonymous) const fn only(self) -> Option<T> {
        match self {
            Self::One(found) => Some(found),
            Self::Nobody | Self::Several => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn digest(number: u128) -> Digest {
        Digest::from_bytes(number.to_be_bytes())
    }

    proptest! {
        #[test]
        fn a_token_is_found_when_it_was_asked_for_and_only_then(
            asked in prop::collection::vec(prop_oneof![any::<u128>(), 0..20_u128], 0..60),
            other in prop::collection::vec(prop_oneof![any::<u128>(), 0..20_u128], 0..60),
        ) {
            let finder = Finder::new(asked.iter().copied().map(digest).collect()).unwrap();
            for number in asked.iter().chain(&other) {
                let was_asked = *number != 0 && asked.contains(number);
                prop_assert_eq!(finder.index(digest(*number)).is_some(), was_asked);
            }
        }
    }

    #[test]
    fn a_second_person_under_a_token_makes_it_useless() {
        let mut found = Match::default();
        found.add(4);
        found.add(4);
        assert_eq!(found, Match::One(4));
        found.add(5);
        found.add(4);
        assert_eq!(found, Match::Several);
    }
}
