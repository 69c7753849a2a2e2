//! Re-identification risk: how many combinations of attributes fewer than k holders have.

use std::hash::{DefaultHasher, Hash, Hasher};

use foldhash::HashMap;
use rayon::slice::ParallelSliceMut;

/// A combination of attributes that fewer than so many hold is rare: the k of the report.
pub const K: u64 = 10;

/// How many hold each combination, by 64 bits of hash; nothing of a combination itself is kept.
#[derive(Debug, Clone, Default)]
pub struct Combinations(HashMap<u64, u64>);

impl Combinations {
    /// Adds a holder of `combination`.
    pub fn add(&mut self, combination: &(impl Hash + ?Sized)) {
        *self.0.entry(Self::hash(combination)).or_default() += 1;
    }

    /// The 64 bits that a combination is counted by.
    #[must_use]
    pub fn hash(combination: &(impl Hash + ?Sized)) -> u64 {
        let mut hasher = DefaultHasher::new();
        combination.hash(&mut hasher);
        hasher.finish()
    }

    /// What is rare among them.
    #[must_use]
    pub fn rare(&self) -> Rare {
        let mut rare = Rare::default();
        self.0.values().for_each(|holders| rare.add(*holders));
        rare
    }
}

/// How rare the combinations are that travel. Exact: for who hands over, and only there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rare {
    /// Combinations held by fewer than 10.
    pub combinations: u64,
    /// Clients or residents with one of these.
    pub holders: u64,
    /// Those of them who share theirs with nobody.
    pub alone: u64,
    /// Distinct combinations, rare or not.
    pub all_combinations: u64,
    /// Clients or residents, whatever their combination.
    pub all_holders: u64,
}

impl Rare {
    /// What is rare among combinations by the [hash](Combinations::hash) of each holder's: less memory than [`Combinations`] where most
    /// have one of their own.
    #[must_use]
    pub fn of(mut hashes: Vec<u64>) -> Self {
        hashes.par_sort_unstable();
        let mut rare = Self::default();
        let held_alike = hashes.chunk_by(|one, next| one == next);
        held_alike.for_each(|holders| rare.add(holders.len() as u64));
        rare
    }

    /// Adds a combination that so many hold.
    fn add(&mut self, holders: u64) {
        self.all_combinations += 1;
        self.all_holders += holders;
        if holders < K {
            self.combinations += 1;
            self.holders += holders;
            self.alone += u64::from(holders == 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_combination_of_nine_is_rare_and_one_of_ten_is_not() {
        let (mut combinations, mut hashes) = (Combinations::default(), Vec::new());
        for (combination, holders) in [("a", 10), ("b", 9), ("c", 1)] {
            for _ in 0..holders {
                combinations.add(combination);
                hashes.push(Combinations::hash(combination));
            }
        }
        let expected = Rare {
            combinations: 2,
            holders: 10,
            alone: 1,
            all_combinations: 3,
            all_holders: 20,
        };
        assert_eq!(combinations.rare(), expected);
        assert_eq!(Rare::of(hashes), expected);
    }
}
