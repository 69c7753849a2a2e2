//! What a printed number tells about one household, to someone who knows all others of the cell.

use std::collections::BTreeMap;

use super::Rounding;

/// Counts that are looked at: beyond, every profile repeats itself.
const COUNTS: u64 = 120;

/// No ratio is searched for above it.
const CERTAIN: f64 = 1e9;

impl Rounding {
    /// How many times as likely anything that is printed, or hiding, is with one household more or less, but for a share
    /// `beyond` of the draws; infinite where it can tell for certain.
    #[must_use]
    pub fn likelihood_ratio(&self, beyond: f64) -> f64 {
        let ratios = self.neighbours().map(|pair| ratio(&pair, beyond));
        ratios.fold(1.0, f64::max)
    }

    /// How often someone guesses right at most whether a household is counted, who knows all others: from 0.5, a toss, to 1.
    #[must_use]
    pub fn best_guess(&self) -> f64 {
        let apart =
            |pair: Vec<[f64; 2]>| pair.iter().map(|[p, q]| (p - q).abs()).sum::<f64>() / 2.0;
        0.5 + self.neighbours().map(apart).fold(0.0, f64::max) / 2.0
    }

    /// For each count and the next: of every form, its share under both; each pair both ways round.
    fn neighbours(&self) -> impl Iterator<Item = Vec<[f64; 2]>> {
        (0..COUNTS).flat_map(|count| {
            let mut shares: BTreeMap<Option<u64>, [f64; 2]> = BTreeMap::new();
            for (side, count) in [count, count + 1].into_iter().enumerate() {
                for (form, share) in self.law(count) {
                    shares.entry(form).or_default()[side] += share;
                }
            }
            let pair: Vec<[f64; 2]> = shares.into_values().collect();
            let other = pair.iter().map(|[p, q]| [*q, *p]).collect();
            [pair, other]
        })
    }
}

/// The smallest ratio that no more than `beyond` of the first shares exceeds.
fn ratio(pair: &[[f64; 2]], beyond: f64) -> f64 {
    let excess = |ratio: f64| {
        pair.iter()
            .map(|[p, q]| (p - ratio * q).max(0.0))
            .sum::<f64>()
    };
    let is_enough = |ratio: f64| excess(ratio) <= beyond + 1e-12;
    if !is_enough(CERTAIN) {
        return f64::INFINITY;
    }
    let (mut low, mut high) = (1.0, CERTAIN);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if is_enough(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use crate::pseudonymous::protect::Profile;

    #[test]
    fn k5_doubles_the_odds_at_most_and_exact_edges_tell_for_certain() {
        let k5 = Profile::K5.rounding.unwrap();
        assert!((k5.likelihood_ratio(0.01) - 2.0).abs() < 0.01);
        assert!((k5.best_guess() - 0.584).abs() < 0.001);
        for profile in [Profile::CBS, Profile::NHS, Profile::MIDPOINT6] {
            let rounding = profile.rounding.unwrap();
            assert!(rounding.likelihood_ratio(0.01).is_infinite());
            assert!((rounding.best_guess() - 1.0).abs() < 1e-12);
        }
    }
}
