//! Draws that are the same for the same release.

use rand::{Rng as _, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A stream of draws.
#[derive(Clone)]
pub(super) struct Random(ChaCha8Rng);

impl Random {
    /// The draws of `stream` of a release.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(stream);
        Self(generator)
    }

    /// A whole number from 0 up to and without `count`; 0 when `count` is 0.
    pub(super) fn below(&mut self, count: usize) -> usize {
        let wide = u128::from(self.0.next_u64()) * (count as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from 0 up to and without 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with probability `share`.
    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// One of `list`; `None` of an empty one.
    pub(super) fn pick<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        list.get(self.below(list.len())).copied()
    }

    /// One of the services of a set.
    pub(super) fn one_of(&mut self, set: u128) -> Option<usize> {
        let count = set.count_ones() as usize;
        let mut left = set;
        for _ in 0..self.below(count) {
            left &= left - 1;
        }
        (left != 0).then(|| left.trailing_zeros() as usize)
    }

    /// In any order.
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}
