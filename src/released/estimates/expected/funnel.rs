//! How far counts are from what is expected, beside chance, rounding and what areas differ anyhow.

/// Where fewer are expected, chance and rounding leave nothing to say.
pub(super) const FEWEST: f64 = 20.0;

/// How many are there, beside how many were expected.
#[derive(Debug, Clone, Copy)]
pub(in crate::released) struct Beside {
    /// The published number.
    pub(in crate::released) observed: u64,
    /// The expected one, above 0.
    pub(in crate::released) expected: f64,
}

impl Beside {
    /// How many times the expected number is there.
    pub(super) fn ratio(&self) -> f64 {
        self.observed as f64 / self.expected
    }

    /// The distance in standard deviations of chance and of rounding, whose variance is `rounding`.
    ///
    /// Of roots, which chance spreads alike whatever the number: 2 (√O − √E) / √(1 + rounding / E).
    /// Source: Spiegelhalter (2005), "Funnel plots for comparing institutional performance".
    pub(in crate::released) fn distance(&self, rounding: f64) -> f64 {
        let roots = (self.observed as f64).sqrt() - self.expected.sqrt();
        2.0 * roots / (1.0 + rounding / self.expected).sqrt()
    }
}

/// The ratio that lies so many standard deviations from 1, where `expected` are expected: [`Beside::distance`] the other way
/// round; at least 0.
pub(in crate::released) fn limit(distance: f64, expected: f64, rounding: f64) -> f64 {
    let deviation = (1.0 + rounding / expected).sqrt() / 2.0;
    let root = (expected.sqrt() + distance * deviation).max(0.0);
    root * root / expected
}

/// Each ratio drawn towards that of all, the more the less is expected: empirical Bayes with one mean for all.
///
/// Source: Marshall (1991), "Mapping disease and mortality rates using empirical Bayes estimators"; a variance between areas
/// below 0 counts as 0.
pub(super) fn smoothed(all: &[Beside]) -> Vec<f64> {
    let expected: f64 = all.iter().map(|one| one.expected).sum();
    let mean = all.iter().map(|one| one.observed as f64).sum::<f64>() / expected;
    let squares = |one: &Beside| one.expected * (one.ratio() - mean).powi(2);
    let spread = all.iter().map(squares).sum::<f64>() / expected;
    let between = (spread - mean / (expected / all.len() as f64)).max(0.0);
    let drawn = |one: &Beside| {
        let chance = mean / one.expected;
        let whole = between + chance;
        let weight = if whole > 0.0 { between / whole } else { 0.0 };
        weight * one.ratio() + (1.0 - weight) * mean
    };
    all.iter().map(drawn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(observed: u64, expected: f64) -> Beside {
        Beside { observed, expected }
    }

    #[test]
    fn a_distance_is_the_known_one_and_rounding_makes_it_smaller() {
        let planted = beside(155, 287.0);
        assert!(
            (planted.distance(0.0) + 8.982_349_496_217_367).abs() < 1e-12,
            "{}",
            planted.distance(0.0)
        );
        let rounded = planted.distance(287.0);
        assert!((rounded * 2.0_f64.sqrt() - planted.distance(0.0)).abs() < 1e-9);
    }

    #[test]
    fn a_limit_is_as_far_as_its_distance_and_never_below_nobody() {
        let low = limit(-8.982_349_496_217_367, 287.0, 0.0);
        assert!((low * 287.0 - 155.0).abs() < 1e-9, "{low}");
        let rounded = limit(3.0, 100.0, 44.0);
        assert!((rounded - 1.18_f64.powi(2)).abs() < 1e-12, "{rounded}");
        assert!(limit(-100.0, 20.0, 7.0) < f64::EPSILON);
    }

    #[test]
    fn a_ratio_is_drawn_to_that_of_all_and_one_of_few_more() {
        let all = [beside(80, 40.0), beside(400, 200.0), beside(120, 240.0)];
        let drawn = smoothed(&all);
        assert!(drawn[0] < drawn[1] && drawn[1] < 2.0 && drawn[2] > 0.5);
        let alike = smoothed(&[beside(20, 20.0), beside(41, 40.0)]);
        assert!((alike[0] - 61.0 / 60.0).abs() < 1e-12 && (alike[1] - alike[0]).abs() < 1e-12);
    }
}
