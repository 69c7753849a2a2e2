//! A set of indexes as bits.

/// A set of indexes: the first 128 without memory of their own, the others in further words. Sets of one universe compare
/// and sort.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Bitset {
    first: u128,
    others: Box<[u128]>,
}

const WORD: usize = u128::BITS as usize;

impl Bitset {
    /// An empty set of indexes below `universe`.
    pub(super) fn of(universe: usize) -> Self {
        let others = universe.div_ceil(WORD).saturating_sub(1);
        Self {
            first: 0,
            others: vec![0; others].into(),
        }
    }

    pub(super) fn insert(&mut self, index: usize) {
        let bit = 1 << (index % WORD);
        match index / WORD {
            0 => self.first |= bit,
            word => self.others[word - 1] |= bit,
        }
    }

    pub(super) fn contains(&self, index: usize) -> bool {
        let mut words = self.words();
        let word = words.nth(index / WORD);
        word.is_some_and(|word| word >> (index % WORD) & 1 == 1)
    }

    pub(super) fn clear(&mut self) {
        self.first = 0;
        self.others.fill(0);
    }

    pub(super) fn len(&self) -> usize {
        self.words().map(|word| word.count_ones() as usize).sum()
    }

    /// The indexes, rising.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.words().enumerate().flat_map(|(word, mut bits)| {
            std::iter::from_fn(move || {
                let lowest = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
                // Takes the lowest one out.
                bits &= bits - 1;
                Some(word * WORD + lowest)
            })
        })
    }

    fn words(&self) -> impl Iterator<Item = u128> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_was_put_in_whatever_the_number_of_services(
            universe in 1_usize..400,
            indexes in prop::collection::vec(0_usize..400, 0..30),
        ) {
            let indexes: BTreeSet<usize> = indexes.into_iter().map(|one| one % universe).collect();
            let mut set = Bitset::of(universe);
            for index in &indexes {
                set.insert(*index);
            }
            prop_assert_eq!(set.len(), indexes.len());
            prop_assert!((0..universe).all(|one| set.contains(one) == indexes.contains(&one)));
            prop_assert!(set.iter().eq(indexes));
            set.clear();
            prop_assert_eq!(set, Bitset::of(universe));
        }
    }
}
