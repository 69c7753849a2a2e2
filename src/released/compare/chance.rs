//! How far two published numbers can be apart by rounding and chance alone.

use super::side::Side;
use crate::pseudonymous::protect::profile::Rounding;

/// How far the numbers of a release can be from its counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rounded {
    /// The variance of a rounded number around its count, in households².
    variance: f64,
    /// How many households a number that stands since an earlier release can be off besides.
    held: f64,
}

impl Rounded {
    pub(super) fn of(side: Side) -> Self {
        let rounding = side.run.profile.rounding.as_ref();
        let rounding = rounding.filter(|_| !side.tables.is_internal);
        let utility = side.run.utility.as_ref();
        let holds = utility.filter(|utility| utility.held > 0);
        Self {
            variance: rounding.map_or(0.0, Rounding::variance),
            held: holds.map_or(0.0, |utility| utility.hold.saturating_sub(1) as f64),
        }
    }
}

/// A published count of a release.
#[derive(Debug, Clone, Copy)]
pub(super) struct Count {
    pub(super) number: f64,
    /// Whether it is the difference of two printed numbers.
    pub(super) is_derived: bool,
}

impl Count {
    fn variance(self, rounded: Rounded) -> f64 {
        rounded.variance * if self.is_derived { 2.0 } else { 1.0 }
    }
}

/// How likely two counts are to be as far apart, if nothing changed: those who use something are taken as two independent
/// Poisson counts with one mean. Who lives somewhere is no matter of chance: there only rounding counts (`is_of_register`).
///
/// Most households are the same in both periods, so the counts differ less by chance than this allows.
pub(super) fn of_counts(
    [a, b]: [Count; 2],
    is_of_register: bool,
    [of_a, of_b]: [Rounded; 2],
) -> f64 {
    let by_chance = if is_of_register {
        0.0
    } else {
        a.number + b.number
    };
    let variance = by_chance + a.variance(of_a) + b.variance(of_b);
    p(b.number - a.number, of_a.held + of_b.held, variance)
}

/// A share, and the number that it is of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    pub(super) share: f64,
    pub(super) of: f64,
}

impl Share {
    /// Of a binomial count divided by its whole, both rounded.
    fn variance(self, rounded: Rounded) -> f64 {
        let Self { share, of } = self;
        share * (1.0 - share) / of + rounded.variance * (1.0 + share * share) / (of * of)
    }

    fn held(self, rounded: Rounded) -> f64 {
        rounded.held * (1.0 + self.share) / self.of
    }
}

/// The same of two shares.
pub(super) fn of_shares([a, b]: [Share; 2], [of_a, of_b]: [Rounded; 2]) -> f64 {
    let variance = a.variance(of_a) + b.variance(of_b);
    p(b.share - a.share, a.held(of_a) + b.held(of_b), variance)
}

/// Of a difference, less what holding numbers can explain: two tails of the normal distribution.
fn p(difference: f64, held: f64, variance: f64) -> f64 {
    let distance = (difference.abs() - held).max(0.0);
    if distance > 0.0 && variance <= 0.0 {
        return 0.0;
    }
    if distance <= 0.0 {
        return 1.0;
    }
    libm::erfc(distance / (2.0 * variance).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXACT: Rounded = Rounded {
        variance: 0.0,
        held: 0.0,
    };
    const K5: Rounded = Rounded {
        variance: 7.0,
        held: 0.0,
    };

    fn count(number: f64) -> Count {
        Count {
            number,
            is_derived: false,
        }
    }

    /// 100 apart with variance 1000 + 1100 and 7 + 7: z = 2.175, and twice the tail beyond is 0.0296.
    #[test]
    fn chance_and_both_roundings_add_up() {
        let p = of_counts([count(1000.0), count(1100.0)], false, [K5, K5]);
        let z = 100.0 / (2114.0_f64).sqrt();
        assert!((p - libm::erfc(z / 2.0_f64.sqrt())).abs() < 1e-15);
        assert!((p - 0.0296).abs() < 1e-4);
    }

    #[test]
    fn of_who_lives_somewhere_only_rounding_counts() {
        let both = [count(1000.0), count(1015.0)];
        assert!(of_counts(both, true, [K5, K5]) < 1e-4);
        assert!(of_counts(both, false, [K5, K5]) > 0.7);
        assert!(of_counts(both, true, [EXACT, EXACT]) <= 0.0);
    }

    #[test]
    fn what_holding_can_explain_is_no_difference() {
        let held = Rounded { held: 11.0, ..K5 };
        let both = [count(100.0), count(110.0)];
        assert!(of_counts(both, true, [K5, held]) >= 1.0);
        assert!(of_counts(both, true, [K5, K5]) < 0.01);
    }

    #[test]
    fn a_difference_of_printed_numbers_has_two_roundings() {
        let derived = Count {
            is_derived: true,
            ..count(115.0)
        };
        let plain = of_counts([count(100.0), count(115.0)], true, [K5, K5]);
        assert!(of_counts([count(100.0), derived], true, [K5, K5]) > plain);
    }

    /// 0.5 of 1000 and 0.55 of 1000: variance 0.00025 + 0.0002475.
    #[test]
    fn shares_differ_by_chance_as_binomial_counts_do() {
        let of = |share| Share { share, of: 1000.0 };
        let p = of_shares([of(0.5), of(0.55)], [EXACT, EXACT]);
        let z = 0.05 / (0.000_497_5_f64).sqrt();
        assert!((p - libm::erfc(z / 2.0_f64.sqrt())).abs() < 1e-12);
    }
}
