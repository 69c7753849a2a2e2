//! Looks up tokens of several kinds in a sorted list, by a filter and a directory on their first bits.

use crate::error::{Code, Error, Result};
use crate::keys::Digest;
use crate::pseudonymous::{TokenColumn, Tokens};

/// So many bits of the filter for each token: 16, of which a token that is not there meets one that is set in one of 16.
const FILTER_BITS: u32 = 4;

/// The kinds of tokens that are looked up, numbered, and the columns of each: a name of the client may meet either name of a resident.
pub(super) struct Kinds([Option<u8>; Tokens::COLUMNS]);

impl Kinds {
    /// The kinds with these columns.
    pub(super) fn of<'a>(kinds: impl IntoIterator<Item = &'a [TokenColumn]>) -> Self {
        let mut numbers = [None; Tokens::COLUMNS];
        for (kind, columns) in (0..).zip(kinds) {
            for column in columns {
                numbers[*column as usize] = Some(kind);
            }
        }
        Self(numbers)
    }

    /// The number of the kind of a column, where it is looked up.
    pub(super) const fn kind(&self, column: TokenColumn) -> Option<u8> {
        self.0[column as usize]
    }
}

/// A set of tokens that finds a token in about one step, digests being evenly spread.
#[derive(Default)]
pub(super) struct Finder {
    /// Sorted by token and kind, each once.
    tokens: Vec<Digest>,
    kinds: Vec<u8>,
    /// A bit for each beginning of a token; set where there is one.
    filter: Vec<u64>,
    /// Where the tokens with these first bits begin.
    starts: Vec<u32>,
    /// How many first bits number `starts`.
    bits: u32,
}

impl Finder {
    /// A finder of tokens, each with its kind; they are sorted, and may be there several times.
    ///
    /// # Errors
    /// When there are too many to number them in 32 bits.
    pub(super) fn new(sorted: impl Iterator<Item = (Digest, u8)>) -> Result<Self> {
        let mut found = Self::default();
        for (token, kind) in sorted {
            if (found.tokens.last(), found.kinds.last()) != (Some(&token), Some(&kind)) {
                found.tokens.push(token);
                found.kinds.push(kind);
            }
        }
        let count = u32::try_from(found.tokens.len()).map_err(|_| {
            let message = "the providers sent more than 4,294,967,295 tokens of a kind";
            Error::new(Code::TooManyRows, message)
        })?;
        // About one token per bucket: digests are uniform, so a look-up reads one or two of them.
        found.bits = count
            .checked_next_power_of_two()
            .map_or(u32::BITS, u32::trailing_zeros);
        found.filter = vec![0; ((1 << (found.bits + FILTER_BITS)) / 64).max(1)];
        found.starts = Vec::with_capacity((1 << found.bits) + 1);
        for (place, token) in (0..).zip(&found.tokens) {
            let bucket = first_bits(*token, found.bits);
            found
                .starts
                .resize(found.starts.len().max(bucket + 1), place);
            let bit = first_bits(*token, found.bits + FILTER_BITS);
            found.filter[bit / 64] |= 1 << (bit % 64);
        }
        found.starts.resize((1 << found.bits) + 1, count);
        Ok(found)
    }

    /// How many tokens it finds.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The index of a token of a kind, from 0 to [`Finder::len`].
    pub(super) fn index(&self, token: Digest, kind: u8) -> Option<usize> {
        let bit = first_bits(token, self.bits + FILTER_BITS);
        if self.filter.get(bit / 64)? >> (bit % 64) & 1 == 0 {
            return None;
        }
        let bucket = first_bits(token, self.bits);
        let places = self.starts[bucket] as usize..self.starts[bucket + 1] as usize;
        let start = places.start;
        let before = self.tokens[places.clone()].partition_point(|one| *one < token);
        // Of one token there are as many as kinds, hardly ever more than one.
        let mut equal =
            (start + before..places.end).take_while(|place| self.tokens[*place] == token);
        equal.find(|place| self.kinds[*place] == kind)
    }
}

/// So many first bits of a token, at most 60.
fn first_bits(token: Digest, bits: u32) -> usize {
    let first = u64::try_from(token.number() >> 64).unwrap_or(0);
    usize::try_from(first >> 1 >> (63 - bits)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn digest(number: u128) -> Digest {
        Digest::from_bytes(number.to_be_bytes())
    }

    /// Tokens, of which some begin alike or are the same, each of one of three kinds.
    fn tokens() -> impl Strategy<Value = Vec<(u128, u8)>> {
        let number = prop_oneof![
            any::<u128>(),
            1..20_u128,
            (1..20_u128).prop_map(|one| one << 120)
        ];
        prop::collection::vec((number, 0..3_u8), 0..60)
    }

    proptest! {
        #[test]
        fn a_token_is_found_when_it_was_asked_for_in_its_kind_and_only_then(
            mut asked in tokens(),
            other in tokens(),
        ) {
            asked.sort_unstable();
            let finder = Finder::new(asked.iter().map(|(number, kind)| (digest(*number), *kind))).unwrap();
            let mut indexes = Vec::new();
            for (number, kind) in asked.iter().chain(&other) {
                let index = finder.index(digest(*number), *kind);
                prop_assert_eq!(index.is_some(), asked.contains(&(*number, *kind)));
                indexes.extend(index);
            }
            indexes.sort_unstable();
            indexes.dedup();
            prop_assert!(indexes.into_iter().eq(0..finder.len()));
        }
    }
}
