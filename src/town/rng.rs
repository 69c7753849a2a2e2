//! Random draws by seed and stream: the same for any number of threads.

use rand::{Rng as _, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Draws of one block; another stream is independent of it.
pub(super) struct Rng(ChaCha8Rng);

impl Rng {
    /// The draws of `stream` of the town with `seed`.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(stream);
        Self(generator)
    }

    /// A number from 0 up to and without 1.
    pub(super) fn unit(&mut self) -> f64 {
        // An f64 holds 53 bits exactly; more would round up to 1.
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number from 0 up to and without `count`; 0 when `count` is 0.
    pub(super) fn below(&mut self, count: usize) -> usize {
        // The high half of the product: no division, and for the counts of a town no bias that shows (Lemire 2019).
        let wide = u128::from(self.0.next_u64()) * (count as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A whole number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        let count = usize::try_from(high - low + 1).unwrap_or(1);
        low + i32::try_from(self.below(count)).unwrap_or(0)
    }

    /// True with probability `share`.
    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// As [`Rng::chance`]; what never happens draws nothing, so that a town without it stays the same.
    pub(super) fn may(&mut self, share: f64) -> bool {
        share > 0.0 && self.chance(share)
    }

    /// One of `list`, which is not empty.
    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// A place in `weights`, in proportion to its weight; the last place when all are 0.
    pub(super) fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        weights.len() - 1
    }

    /// Chooses exactly `wanted` places (or all with a weight), each with a probability in proportion to its weight.
    ///
    /// Source: Madow (1949), systematic sampling with unequal probabilities.
    pub(super) fn systematic(&mut self, weights: &[f64], wanted: usize) -> Vec<bool> {
        let shares = inclusion_shares(weights, wanted);
        let mut chosen = vec![false; weights.len()];
        let (mut tick, mut sum, mut count) = (self.unit(), 0.0, 0);
        for (place, share) in shares.iter().enumerate() {
            sum += share;
            if count < wanted && (*share >= 1.0 || sum > tick) {
                chosen[place] = true;
                count += 1;
                tick += 1.0;
            }
        }
        // The rounding of the sums may leave a place too few.
        fill(&mut chosen, weights, wanted - count);
        chosen
    }
}

/// Weights scaled so that they sum to `wanted` and none exceeds 1.
fn inclusion_shares(weights: &[f64], wanted: usize) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    let first_scale = if total > 0.0 {
        wanted as f64 / total
    } else {
        0.0
    };
    let mut shares: Vec<f64> = weights
        .iter()
        .map(|weight| (weight * first_scale).min(1.0))
        .collect();
    // Each pass caps shares at 1 and gives the rest what is over; the passes end when none is capped any more.
    for _ in 0..30 {
        let certain = shares.iter().filter(|share| **share >= 1.0).count();
        let open: f64 = shares.iter().filter(|share| **share < 1.0).sum();
        if certain >= wanted || open <= 0.0 {
            break;
        }
        let scale = (wanted - certain) as f64 / open;
        if (scale - 1.0).abs() < 1e-12 {
            break;
        }
        for share in shares.iter_mut().filter(|share| **share < 1.0) {
            *share = (*share * scale).min(1.0);
        }
    }
    shares
}

/// Adds the first places with a weight that were not chosen yet: rounding can leave one short.
fn fill(chosen: &mut [bool], weights: &[f64], mut missing: usize) {
    for (place, weight) in weights.iter().enumerate() {
        if missing > 0 && !chosen[place] && *weight > 0.0 {
            chosen[place] = true;
            missing -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systematic_sampling_chooses_as_many_as_wanted_and_never_weight_zero() {
        let mut rng = Rng::new(1, 2);
        let weights: Vec<f64> = (0..500).map(|place| f64::from(place % 7)).collect();
        for wanted in [0, 1, 100, 400] {
            let chosen = rng.systematic(&weights, wanted);
            assert_eq!(chosen.iter().filter(|one| **one).count(), wanted);
            assert!(
                chosen
                    .iter()
                    .zip(&weights)
                    .all(|(one, weight)| !one || *weight > 0.0)
            );
        }
    }

    #[test]
    fn the_same_seed_and_stream_draw_the_same() {
        let draw = |seed, stream| Rng::new(seed, stream).below(1_000_000);
        assert_eq!(draw(7, 3), draw(7, 3));
        assert_ne!(draw(7, 3), draw(7, 4));
        assert_ne!(draw(7, 3), draw(8, 3));
    }
}
