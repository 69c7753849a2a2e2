//! The probability of a number of households with two services, if the services are unrelated.

use crate::pseudonymous::protect::profile::Rounding;

/// The hypergeometric distribution: of `all` households `a` have one service, and `b` of all are drawn.
///
/// Its probabilities follow from each other by their ratios, from the most likely number outwards, and are made to add
/// up to 1 at the end: no factorial is ever needed, so 10 million households cost no digits.
pub(super) struct Hypergeometric {
    /// The number that the first probability is of.
    first: u64,
    probabilities: Vec<f64>,
}

/// Probabilities below this share of the largest are left out: just above the smallest normal f64 (2.2e-308).
const NOTHING: f64 = 1e-290;

impl Hypergeometric {
    /// The distribution of the households with both; `a` and `b` are at most `all`, which is above 0.
    pub(super) fn new(a: u64, b: u64, all: u64) -> Self {
        let (a, b) = (a.min(all), b.min(all));
        let (lowest, highest) = ((a + b).saturating_sub(all), a.min(b));
        let (of_a, of_b, of_all) = (a as f64, b as f64, all as f64);
        // P(x + 1) / P(x)
        let ratio = |x: u64| {
            let x = x as f64;
            (of_a - x) * (of_b - x) / ((x + 1.0) * (of_all - of_a - of_b + x + 1.0))
        };
        let mode = u128::from(a + 1) * u128::from(b + 1) / u128::from(all + 2);
        let mode = u64::try_from(mode).map_or(highest, |mode| mode.clamp(lowest, highest));
        let mut below = Vec::new();
        let (mut first, mut weight) = (mode, 1.0);
        while first > lowest && weight > NOTHING {
            first -= 1;
            weight /= ratio(first);
            below.push(weight);
        }
        below.reverse();
        let mut probabilities = below;
        probabilities.push(1.0);
        let (mut last, mut weight) = (mode, 1.0);
        while last < highest && weight > NOTHING {
            weight *= ratio(last);
            last += 1;
            probabilities.push(weight);
        }
        let sum: f64 = probabilities.iter().sum();
        for probability in &mut probabilities {
            *probability /= sum;
        }
        Self {
            first,
            probabilities,
        }
    }

    fn exactly(&self, number: u64) -> f64 {
        let index = number.checked_sub(self.first).map(usize::try_from);
        let index = index.and_then(Result::ok);
        index
            .and_then(|index| self.probabilities.get(index).copied())
            .unwrap_or(0.0)
    }

    /// How likely less is; the smallest probabilities are added first.
    fn less(&self, number: u64) -> f64 {
        let end = number.saturating_sub(self.first);
        let end = usize::try_from(end).unwrap_or(usize::MAX);
        let end = end.min(self.probabilities.len());
        self.probabilities[..end].iter().sum()
    }

    fn at_least(&self, number: u64) -> f64 {
        let start = number.saturating_sub(self.first);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let start = start.min(self.probabilities.len());
        self.probabilities[start..].iter().rev().sum()
    }

    /// The two-sided mid-p of an exact number: twice the smaller tail, with half of the number itself.
    ///
    /// Source: Lancaster (1961), "Significance tests in discrete distributions".
    pub(super) fn of_exact(&self, number: u64) -> f64 {
        let half = self.exactly(number) / 2.0;
        let (below, above) = (self.less(number), self.at_least(number + 1));
        two_sided(below + half, above + half)
    }

    /// The two-sided mid-p of a printed number: as [`Self::of_exact`], over what would be printed of chance.
    pub(super) fn of_printed(&self, printed: u64, rounding: &Rounding) -> f64 {
        let at_least = rounding.printed_at_least(printed, |count| self.at_least(count));
        let above = rounding.printed_above(printed, |count| self.at_least(count));
        two_sided(
            1.0 - f64::midpoint(at_least, above),
            f64::midpoint(at_least, above),
        )
    }
}

fn two_sided(below: f64, above: f64) -> f64 {
    (2.0 * below.min(above)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pseudonymous::protect::profile::Profile;

    fn is_near(p: f64, known: f64) -> bool {
        (p - known).abs() <= 1e-9 * known
    }

    /// Of scipy 1.17, `hypergeom`; the first six by fractions of whole numbers too.
    #[test]
    fn an_exact_number_has_the_p_of_scipy() {
        for (number, a, b, all, known) in [
            (26, 40, 50, 100, 0.015_887_612_195_029_398),
            (20, 40, 50, 100, 1.0),
            (12, 40, 50, 100, 0.001_232_787_669_503_159_2),
            (7, 20, 30, 1000, 6.459_658_539_987_679e-7),
            (0, 300, 400, 20_000, 0.002_227_123_681_693_099_7),
            (50, 300, 400, 20_000, 2.117_452_579_088_954e-31),
        ] {
            let p = Hypergeometric::new(a, b, all).of_exact(number);
            assert!(is_near(p, known), "{number} of {a}, {b}, {all}: {p}");
        }
    }

    #[test]
    fn ten_million_households_cost_no_digits() {
        const ALL: u64 = 10_000_000;
        for (number, a, b, known) in [
            (5100, 100_000, 500_000, 0.145_437_099_139_76),
            (5300, 100_000, 500_000, 1.445_870_402_115_67e-5),
            (2_500_500, 5_000_000, 5_000_000, 0.527_089_341_583_675),
            (2_503_000, 5_000_000, 5_000_000, 1.478_025_101_492_056e-4),
        ] {
            let p = Hypergeometric::new(a, b, ALL).of_exact(number);
            // As far as scipy itself is exact here.
            assert!((p - known).abs() < 1e-8 * known, "{number}: {p}");
            let mirrored = Hypergeometric::new(b, a, ALL).of_exact(number);
            assert!(is_near(p, mirrored));
        }
        let all_alike = Hypergeometric::new(ALL, 7, ALL);
        assert!(is_near(all_alike.of_exact(7), 1.0));
    }

    /// By fractions of whole numbers: every count, and what k5 prints of it with which probability.
    #[test]
    fn a_printed_number_has_the_p_of_all_that_would_be_printed_by_chance() {
        let k5 = Profile::K5.rounding.unwrap();
        for (printed, a, b, all, known) in [
            (10, 60, 80, 2000, 0.031_042_948_587_216_377),
            (15, 60, 80, 2000, 1.182_881_417_353_296_5e-4),
            (25, 100, 300, 4000, 2.122_317_320_016_145_4e-5),
            (10, 300, 400, 4000, 3.349_523_636_204_921e-4),
            (30, 300, 400, 4000, 0.990_130_157_068_633_4),
        ] {
            let p = Hypergeometric::new(a, b, all).of_printed(printed, &k5);
            assert!(is_near(p, known), "{printed} of {a}, {b}, {all}: {p}");
        }
    }
}
