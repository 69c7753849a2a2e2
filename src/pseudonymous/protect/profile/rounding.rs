//! Rounding to multiples of a base, with the same draw for the same households.

use crate::pseudonymous::measure::ExactCell;
use crate::pseudonymous::protect::cell::{Cell, Status};

/// How a profile prints counts. `smallest` is a multiple of `base`, and at least `threshold`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounding {
    /// Counts below it are hidden.
    pub threshold: u64,
    /// The smallest number that is ever printed: a smaller one would tell too much of the count.
    pub smallest: u64,
    /// Counts are rounded to multiples of it.
    pub base: u64,
}

impl Rounding {
    /// From and to which count a printed one can stand for.
    #[must_use]
    pub fn stands_for(self, printed: u64) -> (u64, u64) {
        let reach = self.base - 1;
        let low = if printed == self.smallest {
            self.threshold
        } else {
            printed.saturating_sub(reach)
        };
        (low, printed + reach)
    }

    /// The variance that rounding adds to a count: r (base - r) for remainder r, on average.
    #[must_use]
    pub fn variance(self) -> f64 {
        (self.base * self.base - 1) as f64 / 6.0
    }

    pub(super) fn publish(self, exact: ExactCell) -> Cell {
        if exact.count < self.threshold {
            return Cell::HIDDEN;
        }
        let rounded = if exact.count < self.smallest {
            self.smallest
        } else {
            self.round(exact)
        };
        Cell::new(rounded, Status::Rounded)
    }

    /// Hidden below the smallest. The two numbers were rounded apart, so the difference can even be negative: hidden too.
    pub(super) fn exactly(self, at_least: Cell, at_least_next: Cell) -> Cell {
        let numbers = at_least.value().zip(at_least_next.value());
        match numbers.and_then(|(more, fewer)| more.checked_sub(fewer)) {
            Some(difference) if difference >= self.smallest => {
                Cell::new(difference, Status::Derived)
            }
            _ => Cell::HIDDEN,
        }
    }

    /// A count of remainder r goes up to the next multiple with probability r/base, so that its mean stays the count:
    /// up when draw < r/base · 2^64. A two-point table of the cell key method.
    fn round(self, exact: ExactCell) -> u64 {
        let remainder = exact.count % self.base;
        let goes_up = u128::from(exact.draw) * u128::from(self.base) < u128::from(remainder) << 64;
        let down = exact.count - remainder;
        if goes_up { down + self.base } else { down }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::pseudonymous::protect::profile::Profile;

    fn publish(count: u64, draw: u64) -> Option<u64> {
        Profile::K5.publish(ExactCell { count, draw }).value()
    }

    /// What each published number lets one know of the count (disclosure control, published a → true n).
    #[test]
    fn a_published_number_stands_for_no_fewer_counts_than_the_rule_says() {
        let mut counts_behind: BTreeMap<Option<u64>, Vec<u64>> = BTreeMap::new();
        for count in 0..60 {
            let mut seen = vec![publish(count, 0), publish(count, u64::MAX)];
            seen.dedup();
            for published in seen {
                counts_behind.entry(published).or_default().push(count);
            }
        }
        assert_eq!(counts_behind[&None], (0..=7).collect::<Vec<_>>());
        assert_eq!(counts_behind[&Some(10)], (8..=14).collect::<Vec<_>>());
        for published in [15, 20, 25, 50] {
            let around: Vec<_> = (published - 4..=published + 4).collect();
            assert_eq!(counts_behind[&Some(published)], around);
        }
        assert!(!counts_behind.contains_key(&Some(5)));
    }

    #[test]
    fn the_draw_decides_at_a_fifth_per_remainder() {
        let fifth = u64::MAX / 5;
        assert_eq!(publish(11, fifth), Some(15));
        assert_eq!(publish(11, fifth + 1), Some(10));
        assert_eq!(publish(14, 4 * fifth), Some(15));
        assert_eq!(publish(14, 4 * fifth + 4), Some(10));
        assert_eq!(publish(15, 0), Some(15));
        assert_eq!(
            (publish(8, u64::MAX), publish(9, u64::MAX)),
            (Some(10), Some(10))
        );
    }

    /// 200 000 cells with independent draws: the mean error stays within 4 standard deviations of 0.
    #[test]
    fn rounding_is_unbiased() {
        let cells = 200_000_u64;
        let (mut sum, mut variance) = (0.0, 0.0);
        for cell in 0..cells {
            let count = 10 + cell % 5;
            let draw = mixed(cell);
            sum += publish(count, draw).unwrap() as f64 - count as f64;
            variance += ((count % 5) * (5 - count % 5)) as f64;
        }
        assert!(sum.abs() < 4.0 * f64::sqrt(variance), "{sum} of {variance}");
    }

    /// `SplitMix64`, a mixer whose outputs for 1, 2, 3, … pass for independent.
    fn mixed(number: u64) -> u64 {
        let mut bits = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        bits = (bits ^ bits >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ bits >> 31
    }

    #[test]
    fn a_difference_below_ten_or_below_zero_is_hidden() {
        let cell = |number| Cell::new(number, Status::Rounded);
        assert_eq!(
            Profile::K5.exactly(cell(25), cell(15)),
            Cell::new(10, Status::Derived)
        );
        assert_eq!(Profile::K5.exactly(cell(25), cell(20)), Cell::HIDDEN);
        assert_eq!(Profile::K5.exactly(cell(10), cell(15)), Cell::HIDDEN);
        assert_eq!(Profile::K5.exactly(cell(10), Cell::HIDDEN), Cell::HIDDEN);
    }
}
