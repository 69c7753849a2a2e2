//! What travels of each holder in, how many combinations are rarer than k out.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A combination of attributes that fewer than so many hold is rare: the k of the report.
pub const K: u64 = 10;

/// How many hold each combination, by 64 bits of hash; nothing of a combination itself is kept.
#[derive(Debug, Clone, Default)]
pub struct Combinations(HashMap<u64, u64>);

impl Combinations {
    /// Adds a holder of `combination`.
    pub fn add(&mut self, combination: &(impl Hash + ?Sized)) {
        let mut hasher = DefaultHasher::new();
        combination.hash(&mut hasher);
        self.add_holders(hasher.finish(), 1);
    }

    /// Adds `holders` of the combination with this hash.
    pub fn add_holders(&mut self, hash: u64, holders: u64) {
        *self.0.entry(hash).or_default() += holders;
    }

    /// What is rare among them.
    #[must_use]
    pub fn rare(&self) -> Rare {
        let mut rare = Rare {
            all_combinations: self.0.len() as u64,
            all_holders: self.0.values().sum(),
            ..Rare::default()
        };
        for holders in self.0.values().filter(|holders| **holders < K) {
            rare.combinations += 1;
            rare.holders += holders;
            rare.alone += u64::from(*holders == 1);
        }
        rare
    }
}

/// How rare the combinations are that travel. Exact: for who hands over, and only there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rare {
    /// Combinations held by fewer than 10.
    pub combinations: u64,
    /// Those who hold one of them.
    pub holders: u64,
    /// Of those, who share theirs with nobody.
    pub alone: u64,
    /// All combinations.
    pub all_combinations: u64,
    /// All holders.
    pub all_holders: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_combination_of_nine_is_rare_and_one_of_ten_is_not() {
        let mut combinations = Combinations::default();
        for (combination, holders) in [("a", 10), ("b", 9), ("c", 1)] {
            for _ in 0..holders {
                combinations.add(combination);
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
    }
}
