//! The number of distinct cells, in bands. Keeps keyed hashes, never a cell.

use std::collections::HashSet;

use crate::error::Result;
use crate::keys::KeyedDigest;

/// The count from which it makes no difference how many more there are.
const MANY: usize = 1000;

/// A random key made for one inspection; wiped on drop.
pub(super) struct InspectionKey(KeyedDigest);

impl InspectionKey {
    /// A new random key.
    pub(super) fn new() -> Result<Self> {
        KeyedDigest::random().map(Self)
    }

    /// The digest of a text.
    pub(super) fn digest(&self, text: &str) -> u64 {
        self.0.digest(text.as_bytes()).beginning()
    }
}

/// The different cells of a column, up to a thousand; memory does not grow beyond.
#[derive(Default)]
pub(super) struct Distinct(HashSet<u64>);

impl Distinct {
    pub(super) fn add(&mut self, cell: &str, key: &InspectionKey) {
        if self.0.len() < MANY {
            self.0.insert(key.digest(cell));
        }
    }

    /// Whether there are at most `most` different ones (`most` below 1000).
    pub(super) fn is_at_most(&self, most: usize) -> bool {
        self.0.len() <= most
    }

    /// How many there are, up to a thousand.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    pub(super) fn digests(&self) -> impl Iterator<Item = u64> {
        self.0.iter().copied()
    }

    /// The band: below 10 no number but 0 and 1 is ever told.
    pub(super) fn band(&self) -> &'static str {
        match self.0.len() {
            0 => "0",
            1 => "1",
            2..10 => "2-9",
            10..100 => "10-99",
            100..MANY => "100-999",
            _ => "1,000+",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_cells_are_told_in_bands() {
        let key = InspectionKey::new().unwrap();
        let mut distinct = Distinct::default();
        for (upto, band) in [
            (0, "0"),
            (1, "1"),
            (2, "2-9"),
            (9, "2-9"),
            (10, "10-99"),
            (99, "10-99"),
            (100, "100-999"),
            (999, "100-999"),
            (1000, "1,000+"),
            (50_000, "1,000+"),
        ] {
            for cell in 0..upto {
                distinct.add(&cell.to_string(), &key);
            }
            assert_eq!(distinct.band(), band, "{upto}");
        }
        assert_eq!(distinct.0.len(), MANY, "memory does not grow beyond");
    }
}
