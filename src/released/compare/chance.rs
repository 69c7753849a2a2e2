//! How far two published numbers can be apart by rounding and chance alone.

use super::side::Side;
use crate::pseudonymous::protect::profile::Rounding;
use crate::released::calculate::SMALLEST_DENOMINATOR;
use crate::released::runs::UtilityRecord;

/// How far a number of a release can be from its count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rounded {
    /// The variance of a rounded number around its count, in what is counted squared.
    variance: f64,
    /// How much a number that stands since an earlier release can be off besides: households, or persons or clients where
    /// these are counted, as the ledger counts each of them.
    held: f64,
}

impl Rounded {
    /// Of the printed numbers of a release.
    pub(super) fn of(side: Side) -> Self {
        let rounding = side.run.profile.rounding.as_ref();
        let rounding = rounding.filter(|_| !side.tables.is_internal);
        let utility = side.run.utility.as_ref();
        let holds = utility.filter(|utility| utility.held > 0);
        Self {
            variance: rounding.map_or(0.0, Rounding::variance),
            held: holds.map_or(0.0, |utility| changed(utility, rounding) as f64),
        }
    }

    /// Of the difference of two printed numbers: each can be as far off.
    pub(super) fn of_difference(self) -> Self {
        Self {
            variance: 2.0 * self.variance,
            held: 2.0 * self.held,
        }
    }
}

/// How many can have joined or left without another number. After a lost ledger only what was printed is known, so a number
/// stands for longer.
fn changed(utility: &UtilityRecord, rounding: Option<&Rounding>) -> u64 {
    let furthest = rounding.map_or(0, Rounding::furthest);
    match utility.restored {
        Some(_) => (2 * utility.hold + furthest).saturating_sub(2),
        None => utility.hold.saturating_sub(1),
    }
}

/// How likely two counts are to be as far apart, if nothing changed: those who use something are taken as two independent
/// Poisson counts with one mean. Who lives somewhere is no matter of chance: there only rounding counts (`is_of_register`).
///
/// Most households are the same in both periods, so the counts differ less by chance than this allows.
pub(super) fn of_counts([a, b]: [f64; 2], is_of_register: bool, [of_a, of_b]: [Rounded; 2]) -> f64 {
    let by_chance = if is_of_register { 0.0 } else { a + b };
    let variance = by_chance + of_a.variance + of_b.variance;
    p(b - a, of_a.held + of_b.held, variance)
}

/// A share, and the number that it is of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    value: f64,
    of: f64,
    /// Of the number that it is a share of, and of its part.
    rounded: [Rounded; 2],
}

impl Share {
    /// `part` is the printed number that is shared. Of what a share of 0 is does not follow from it: it is taken as the least
    /// that a share is of, so that more seems chance.
    pub(super) fn of(value: f64, part: f64, rounded: [Rounded; 2]) -> Self {
        let of = if value > 0.0 {
            part / value
        } else {
            SMALLEST_DENOMINATOR as f64
        };
        Self { value, of, rounded }
    }

    /// Of a binomial count divided by its whole, both rounded.
    /// Nothing is shared by chance too where the other release has some: that one's share tells how much by chance.
    fn variance(self, other: Self) -> f64 {
        let Self {
            value: share, of, ..
        } = self;
        let [whole, part] = self.rounded.map(|rounded| rounded.variance);
        let likely = if share > 0.0 { share } else { other.value };
        likely * (1.0 - likely) / of + (part + share * share * whole) / (of * of)
    }

    fn held(self) -> f64 {
        let [whole, part] = self.rounded.map(|rounded| rounded.held);
        (part + self.value * whole) / self.of
    }
}

/// The same of two shares.
pub(super) fn of_shares([a, b]: [Share; 2]) -> f64 {
    let variance = a.variance(b) + b.variance(a);
    p(b.value - a.value, a.held() + b.held(), variance)
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
    use crate::pseudonymous::protect::profile::Profile;

    const EXACT: Rounded = Rounded {
        variance: 0.0,
        held: 0.0,
    };
    const K5: Rounded = Rounded {
        variance: 7.0,
        held: 0.0,
    };

    /// 100 apart with variance 1000 + 1100 and 7 + 7: z = 2.175, and twice the tail beyond is 0.0296.
    #[test]
    fn chance_and_both_roundings_add_up() {
        let p = of_counts([1000.0, 1100.0], false, [K5, K5]);
        let z = 100.0 / (2114.0_f64).sqrt();
        assert!((p - libm::erfc(z / 2.0_f64.sqrt())).abs() < 1e-15);
        assert!((p - 0.0296).abs() < 1e-4);
    }

    #[test]
    fn of_who_lives_somewhere_only_rounding_counts() {
        let both = [1000.0, 1015.0];
        assert!(of_counts(both, true, [K5, K5]) < 1e-4);
        assert!(of_counts(both, false, [K5, K5]) > 0.7);
        assert!(of_counts(both, true, [EXACT, EXACT]) <= 0.0);
    }

    #[test]
    fn what_holding_can_explain_is_no_difference() {
        let held = Rounded { held: 11.0, ..K5 };
        let both = [100.0, 110.0];
        assert!(of_counts(both, true, [K5, held]) >= 1.0);
        assert!(of_counts(both, true, [K5, K5]) < 0.01);
    }

    /// Of a difference each of both numbers can have stood: 22 households, beside 22 of the other release.
    #[test]
    fn a_difference_of_printed_numbers_is_twice_as_far_off() {
        let held = Rounded { held: 11.0, ..K5 };
        let [plain, derived] = [held, held.of_difference()];
        let both = [100.0, 140.0];
        assert!(of_counts(both, true, [plain, plain]) < 1e-5);
        assert!(of_counts(both, true, [derived, derived]) >= 1.0);
        let both = [100.0, 115.0];
        let once = of_counts(both, true, [K5, K5]);
        assert!(of_counts(both, true, [K5, K5.of_difference()]) > once);
    }

    #[test]
    fn a_share_of_a_difference_of_printed_numbers_is_farther_off() {
        let held = Rounded { held: 11.0, ..K5 };
        let of = |share: f64, part| Share::of(share, share * 1000.0, [held, part]);
        let p = |part| of_shares([of(0.10, part), of(0.145, part)]);
        assert!(p(held) < 0.2 && p(held.of_difference()) >= 1.0);
    }

    /// A number stands until 12 differ; where the ledger was lost until 12, 13 and up to 11 more differ from what was printed.
    #[test]
    fn after_a_lost_ledger_a_number_stands_for_longer() {
        let k5 = Profile::K5.rounding;
        let utility = |restored: Option<&str>| UtilityRecord {
            rows: 0,
            hidden: 0,
            printed: 0,
            held: 1,
            oldest: None,
            restored: restored.map(str::to_owned),
            hold: 12,
            away: 8,
            error: None,
        };
        assert_eq!(changed(&utility(None), k5.as_ref()), 11);
        assert_eq!(changed(&utility(Some("a")), k5.as_ref()), 35);
    }

    /// 0.5 of 1000 and 0.55 of 1000: variance 0.00025 + 0.0002475.
    #[test]
    fn shares_differ_by_chance_as_binomial_counts_do() {
        let of = |share: f64| Share::of(share, share * 1000.0, [EXACT; 2]);
        let p = of_shares([of(0.5), of(0.55)]);
        let z = 0.05 / (0.000_497_5_f64).sqrt();
        assert!((p - libm::erfc(z / 2.0_f64.sqrt())).abs() < 1e-12);
    }

    /// 0 of 100 beside 0.03 of 1000 is no wonder; beside 0.30 it is.
    #[test]
    fn a_share_of_nothing_is_judged_too() {
        let of = |share: f64| Share::of(share, share * 1000.0, [EXACT; 2]);
        assert!(of_shares([of(0.0), of(0.03)]) > 0.05);
        assert!(of_shares([of(0.30), of(0.0)]) < 1e-6);
        assert!(of_shares([of(0.0), of(0.0)]) >= 1.0);
    }
}
