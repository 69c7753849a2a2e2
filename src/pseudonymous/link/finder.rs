//! Looks up tokens of several kinds in a sorted list, by a filter and where they would stand if they were evenly spread.

use crate::error::{Code, Error, Result};
use crate::keys::Digest;
use crate::pseudonymous::{TokenColumn, Tokens};

/// So many bits of the filter for each token: 16, of which a token that is not there meets one that is set in one of 16.
const FILTER_BITS: u32 = 4;

/// So many slots for so many tokens: with fewer a token stands further from its place, with more they take more memory.
const SLOTS: [u64; 2] = [5, 4];

/// The kinds of tokens that are looked up, numbered, and the columns of each: a name of the client may meet either name of a resident.
pub(super) struct Kinds {
    of_columns: [Option<u8>; Tokens::COLUMNS],
    count: usize,
}

impl Kinds {
    /// The kinds with these columns.
    pub(super) fn of<'a>(kinds: impl IntoIterator<Item = &'a [TokenColumn]>) -> Self {
        let (mut of_columns, mut count) = ([None; Tokens::COLUMNS], 0);
        for (kind, columns) in (0..).zip(kinds) {
            for column in columns {
                of_columns[*column as usize] = Some(kind);
            }
            count += 1;
        }
        Self { of_columns, count }
    }

    /// How many kinds there are.
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    /// The number of the kind of a column, where it is looked up.
    pub(super) const fn kind(&self, column: TokenColumn) -> Option<u8> {
        self.of_columns[column as usize]
    }
}

/// Columns by kind, in their order: own and partner's name share one.
pub(super) fn grouped(columns: impl IntoIterator<Item = TokenColumn>) -> Vec<Vec<TokenColumn>> {
    let mut kinds: Vec<Vec<TokenColumn>> = Vec::new();
    for column in columns {
        match kinds.last_mut() {
            Some(kind) if kind[0].kind() == column.kind() => kind.push(column),
            _ => kinds.push(vec![column]),
        }
    }
    kinds
}

/// A token with its halves swapped. Hand-overs are sorted by how tokens begin, so those of some clients behind each other begin alike;
/// how they end is even among any.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turned(u128);

impl Turned {
    pub(super) const fn of(token: Digest) -> Self {
        Self(token.number().rotate_left(64))
    }

    /// The first 64 bits, those by which tokens are spread.
    const fn beginning(self) -> u64 {
        (self.0 >> 64) as u64
    }
}

/// Which tokens of a kind may be there: a bit for each beginning of a token, set where there is one.
struct Filter {
    set: Vec<u64>,
    /// How many first bits of a token number one.
    bits: u32,
}

impl Filter {
    /// For so many tokens; none is there yet.
    fn of(count: u32) -> Self {
        let first = count.checked_next_power_of_two();
        let bits = first.map_or(u32::BITS, u32::trailing_zeros) + FILTER_BITS;
        Self {
            set: vec![0; ((1 << bits) / 64).max(1)],
            bits,
        }
    }

    fn add(&mut self, token: Turned) {
        let bit = self.bit(token);
        self.set[bit / 64] |= 1 << (bit % 64);
    }

    fn may_have(&self, token: Turned) -> bool {
        let bit = self.bit(token);
        self.set[bit / 64] >> (bit % 64) & 1 == 1
    }

    fn bit(&self, token: Turned) -> usize {
        // Shifted twice, as all 64 bits at once cannot be.
        usize::try_from(token.beginning() >> 1 >> (63 - self.bits)).unwrap_or(usize::MAX)
    }
}

/// A token and its index.
#[derive(Clone, Copy)]
// Of the tokens that clients ask for, alignment would cost 12 bytes each.
#[repr(Rust, packed(4))]
struct Slot {
    token: Turned,
    index: u32,
}

/// A slot that no token is in.
const FREE: Slot = Slot {
    token: Turned(0),
    index: u32::MAX,
};

const fn is_free(slot: &Slot) -> bool {
    slot.index == FREE.index
}

/// The tokens of a kind, sorted, with free slots between them: digests being evenly spread, each stands at most a few slots behind the
/// one that it would have if they were evenly spread indeed.
struct OfKind {
    filter: Filter,
    slots: Vec<Slot>,
    /// So many slots are spread; what has no room in them stands behind.
    spread: u64,
}

impl OfKind {
    /// For so many tokens; none is there yet.
    fn of(count: u32) -> Self {
        let spread = u64::from(count) * SLOTS[0] / SLOTS[1] + 1;
        Self {
            filter: Filter::of(count),
            slots: Vec::with_capacity(usize::try_from(spread).unwrap_or(0)),
            spread,
        }
    }

    /// Adds a token that is behind those that are there.
    fn add(&mut self, token: Turned, index: u32) {
        self.filter.add(token);
        let place = self.place(token).max(self.slots.len());
        self.slots.resize(place, FREE);
        self.slots.push(Slot { token, index });
    }

    fn index(&self, token: Turned) -> Option<u32> {
        let mut near = self.slots.get(self.place(token)..)?.iter();
        let found = *near.find(|slot| is_free(slot) || { slot.token } >= token)?;
        ({ found.token } == token && !is_free(&found)).then_some(found.index)
    }

    /// Where a token would stand if all were evenly spread.
    fn place(&self, token: Turned) -> usize {
        let place = (u128::from(token.beginning()) * u128::from(self.spread)) >> 64;
        usize::try_from(place).unwrap_or(usize::MAX)
    }
}

/// A set of tokens that finds a token in about one step, digests being evenly spread.
#[derive(Default)]
pub(super) struct Finder {
    kinds: Vec<OfKind>,
    count: u32,
}

impl Finder {
    /// A finder of tokens, each with its kind; they are sorted, and may be there several times.
    ///
    /// # Errors
    /// When there are too many to number them in 32 bits.
    pub(super) fn new(sorted: impl Iterator<Item = (Turned, u8)> + Clone) -> Result<Self> {
        let mut counts: Vec<u32> = Vec::new();
        let too_many = || {
            let message = "the providers sent more than 4,294,967,295 tokens of a kind";
            Error::new(Code::TooManyRows, message)
        };
        for (_, kind) in each_once(sorted.clone()) {
            let kind = usize::from(kind);
            counts.resize(counts.len().max(kind + 1), 0);
            counts[kind] = counts[kind].checked_add(1).ok_or_else(too_many)?;
        }
        let mut found = Self {
            kinds: counts.into_iter().map(OfKind::of).collect(),
            count: 0,
        };
        for (token, kind) in each_once(sorted) {
            found.kinds[usize::from(kind)].add(token, found.count);
            found.count = found.count.checked_add(1).ok_or_else(too_many)?;
        }
        Ok(found)
    }

    /// How many tokens it finds.
    pub(super) const fn len(&self) -> usize {
        self.count as usize
    }

    /// The index of each of these tokens of a kind that is there, and what stands beside it. An index is from 0 to [`Finder::len`]: the place
    /// of a token among all, sorted as they are turned, and by kind.
    pub(super) fn indexes<T: Copy>(&self, tokens: &[(Digest, T)], kind: u8) -> Vec<(u32, T)> {
        let Some(kind) = self.kinds.get(usize::from(kind)) else {
            return Vec::new();
        };
        // Without a branch for each, so that the processor fetches the bits of many at once: most are in no cache.
        let (mut may_be_there, mut count) = (vec![0_u32; tokens.len()], 0);
        for (at, (token, _)) in (0..).zip(tokens) {
            may_be_there[count] = at;
            count += usize::from(kind.filter.may_have(Turned::of(*token)));
        }
        may_be_there.truncate(count);
        let found = may_be_there.into_iter().filter_map(|at| {
            let (token, beside) = tokens[at as usize];
            Some((kind.index(Turned::of(token))?, beside))
        });
        found.collect()
    }
}

/// Without those that are as the one before.
fn each_once<T: PartialEq + Copy>(sorted: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    let mut before = None;
    sorted.filter(move |one| before.replace(*one) != Some(*one))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::keys::KeyedDigest;

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

    #[test]
    fn tokens_that_begin_alike_stand_near_where_they_are_looked_for() {
        let key = KeyedDigest::new(&[7; 32]);
        let all = (0..200_000_u32).map(|number| key.digest(&number.to_be_bytes()));
        let alike = all.filter(|token| token.bytes()[0] < 8);
        let mut sorted: Vec<_> = alike.map(|token| (Turned::of(token), 0)).collect();
        assert!(sorted.len() > 5_000);
        sorted.sort_unstable();
        let finder = Finder::new(sorted.iter().copied()).unwrap();
        let kind = &finder.kinds[0];
        let taken = (0..).zip(&kind.slots).filter(|(_, slot)| !is_free(slot));
        let steps = taken.map(|(at, slot)| at - kind.place(slot.token));
        assert!(steps.max() < Some(100));
    }

    proptest! {
        #[test]
        fn a_token_is_found_when_it_was_asked_for_in_its_kind_and_only_then(
            asked in tokens(),
            other in tokens(),
        ) {
            let mut sorted: Vec<_> = asked.iter().map(|(number, kind)| (Turned::of(digest(*number)), *kind)).collect();
            sorted.sort_unstable();
            let finder = Finder::new(sorted.iter().copied()).unwrap();
            let mut indexes = Vec::new();
            for kind in 0..4 {
                let of_kind = asked.iter().chain(&other).filter(|one| one.1 == kind);
                let tokens: Vec<_> = of_kind.map(|one| (digest(one.0), one.0)).collect();
                let found = finder.indexes(&tokens, kind);
                let are_there = tokens.iter().map(|one| one.1).filter(|one| asked.contains(&(*one, kind)));
                prop_assert!(found.iter().map(|one| one.1).eq(are_there));
                indexes.extend(found.into_iter().map(|one| one.0));
            }
            indexes.sort_unstable();
            indexes.dedup();
            prop_assert!(indexes.into_iter().map(|index| index as usize).eq(0..finder.len()));
        }
    }
}
