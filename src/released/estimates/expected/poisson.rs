//! Between which expected numbers a count of chance lies.

/// In how many of 100 intervals of chance the true number lies.
const CERTAINTY: f64 = 0.95;

/// The halvings after which a bound no longer moves.
const HALVINGS: usize = 60;

/// The exact interval around a count: below the first number so high a count would be seen in 1 of 40 cases at most, above
/// the second so low a count.
///
/// The bounds are those of Garwood (1936), "Fiducial limits for the Poisson distribution": quantiles of chi-squared with
/// 2 · count and 2 · count + 2 degrees of freedom, halved.
pub(super) fn interval(count: u64) -> [f64; 2] {
    let tail = (1.0 - CERTAINTY) / 2.0;
    let (count, reach) = (count as f64, 10.0 * (count as f64 + 1.0).sqrt() + 10.0);
    let low = || bound([0.0, count], |mean| at_least(count, mean) > tail);
    let high = bound([count, count + reach], |mean| at_most(count, mean) <= tail);
    [if count > 0.0 { low() } else { 0.0 }, high]
}

/// Where a claim begins to hold.
fn bound([mut below, mut above]: [f64; 2], holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..HALVINGS {
        let middle = below.midpoint(above);
        if holds(middle) {
            above = middle;
        } else {
            below = middle;
        }
    }
    below.midpoint(above)
}

/// The probability of a count.
fn probability(count: f64, mean: f64) -> f64 {
    libm::exp(count * libm::log(mean) - mean - libm::lgamma(count + 1.0))
}

/// The probability of a count or more, where fewer are expected: every term is a part of the one before.
fn at_least(count: f64, mean: f64) -> f64 {
    let (mut term, mut sum, mut next) = (probability(count, mean), 0.0, count);
    while term > sum * f64::EPSILON {
        sum += term;
        next += 1.0;
        term *= mean / next;
    }
    sum
}

/// The probability of a count or fewer, where more are expected.
fn at_most(count: f64, mean: f64) -> f64 {
    let (mut term, mut sum, mut next) = (probability(count, mean), 0.0, count);
    while term > sum * f64::EPSILON {
        sum += term;
        term *= next / mean;
        next -= 1.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `scipy.stats.chi2.ppf` of 0.025 and 0.975, halved.
    #[test]
    fn the_bounds_are_the_known_ones() {
        for (count, known) in [
            (0, [0.0, 3.688_879_454_113_936]),
            (1, [0.025_317_807_984_289_9, 5.571_643_390_938_899]),
            (55, [41.433_526_971_438_475, 71.590_059_975_959_36]),
            (155, [131.559_152_159_778_76, 181.412_907_480_555_45]),
            (10_000, [9_804.952_467_260_184, 10_197.951_624_661_473]),
        ] {
            for (own, known) in interval(count).into_iter().zip(known) {
                assert!(
                    (own - known).abs() <= 1e-9 * known,
                    "{count}: {own} {known}"
                );
            }
        }
    }
}
