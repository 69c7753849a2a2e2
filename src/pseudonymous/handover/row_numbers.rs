//! Random row numbers, one per client.

use crate::error::Result;
use crate::keys::fill_with_random_bytes;

const ROUNDS: usize = 6;

/// A random one-to-one map of the 32-bit numbers (a Feistel network under a key that is drawn anew and kept nowhere):
/// the row numbers of a hand-over are distinct and tell nothing of the order in which its clients were met.
pub(super) struct RowNumbers([u64; ROUNDS]);

impl RowNumbers {
    /// Draws a map.
    pub(super) fn draw() -> Result<Self> {
        let mut keys = [0; ROUNDS];
        for key in &mut keys {
            let mut bytes = [0; 8];
            fill_with_random_bytes(&mut bytes)?;
            *key = u64::from_be_bytes(bytes);
        }
        Ok(Self(keys))
    }

    /// The row number of the client met at `place`.
    pub(super) fn of(&self, place: u32) -> u32 {
        let (mut left, mut right) = (place >> 16, place & 0xffff);
        for key in self.0 {
            (left, right) = (right, left ^ mixed(key ^ u64::from(right)));
        }
        (left << 16) | right
    }
}

/// 16 bits that depend on every bit of `number` (the finaliser of splitmix64; Steele, Lea and Flood, 2014).
fn mixed(number: u64) -> u32 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    u32::try_from(z >> 48).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_clients_share_a_row_number() {
        let numbers = RowNumbers::draw().unwrap();
        let mut rows: Vec<u32> = (0..100_000).map(|place| numbers.of(place)).collect();
        rows.sort_unstable();
        rows.dedup();
        assert_eq!(rows.len(), 100_000);
    }

    #[test]
    fn two_hand_overs_number_the_same_clients_differently() {
        let (one, other) = (RowNumbers::draw().unwrap(), RowNumbers::draw().unwrap());
        assert!((0..1000).any(|place| one.of(place) != other.of(place)));
    }
}
