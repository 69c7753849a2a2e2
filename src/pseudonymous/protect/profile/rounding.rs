//! Rounding to multiples of a base, with the same draw for the same households.

use crate::pseudonymous::measure::ExactCell;
use crate::pseudonymous::protect::cell::{Cell, Status};

/// How a profile prints counts: as a multiple of `base` that is drawn, and not at all when that is below `smallest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounding {
    /// Counts are printed as multiples of it.
    pub base: u64,
    /// The smallest number that is ever printed.
    pub smallest: u64,
    /// Per remainder of a count after division by `base`, how far it goes: highest first, so that a low draw goes up.
    pub(super) steps: &'static [&'static [Step]],
}

/// How far a count goes, and in how many of all draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// What is added to the count.
    to: i64,
    /// How many of [`DRAWS`].
    draws: u64,
}

/// All draws of a count; those of its steps add up to it.
pub(super) const DRAWS: u64 = 300;

/// A count goes so far, in so many of [`DRAWS`].
pub(super) const fn step(to: i64, draws: u64) -> Step {
    Step { to, draws }
}

impl Rounding {
    /// From and to which count a printed one can stand for.
    #[must_use]
    pub fn stands_for(self, printed: u64) -> (u64, u64) {
        let mut counts = (self.around(printed)).filter(|count| self.share(*count, printed) > 0.0);
        let low = counts.next().unwrap_or(printed);
        (low, counts.next_back().unwrap_or(low))
    }

    /// The largest count that can be hidden.
    #[must_use]
    pub fn hidden_up_to(self) -> u64 {
        let largest = self.smallest - self.base;
        self.stands_for(largest).1
    }

    /// The variance that rounding adds to a count, on average over the remainders.
    #[must_use]
    pub fn variance(self) -> f64 {
        let steps = self.steps.iter().copied().flatten();
        let squares = steps.map(|step| (step.to * step.to) as f64 * step.draws as f64);
        squares.sum::<f64>() / (DRAWS * self.base) as f64
    }

    /// The probability that a number, or more, is printed, by the probability that a count is at least so many.
    ///
    /// A count of `printed` + d goes there or above with probability u(d), so each count adds by how much u rises there.
    pub fn printed_at_least(self, printed: u64, at_least: impl Fn(u64) -> f64) -> f64 {
        let printed = printed.max(self.smallest);
        let mut before = 0.0;
        let mut sum = 0.0;
        for count in self.around(printed) {
            let steps = self.steps_of(count).iter();
            let reaching = steps.filter(|step| count.saturating_add_signed(step.to) >= printed);
            let share = reaching.map(|step| step.draws).sum::<u64>() as f64 / DRAWS as f64;
            sum += (share - before) * at_least(count);
            before = share;
        }
        sum
    }

    pub(super) fn publish(self, exact: ExactCell) -> Cell {
        // Nobody has no draw.
        let step = self.steps_of(exact.count).iter().scan(0, |before, step| {
            *before += step.draws;
            Some((*before, step.to))
        });
        let drawn = u128::from(exact.draw) * u128::from(DRAWS);
        let mut reached = step.filter(|(until, _)| drawn < u128::from(*until) << 64);
        let to = reached.next().map_or(0, |(_, to)| to);
        let number = exact.count.saturating_add_signed(to);
        if exact.count == 0 || number < self.smallest {
            return Cell::HIDDEN;
        }
        Cell::new(number, Status::Rounded)
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

    /// The share of the draws in which a count is printed as this number.
    fn share(self, count: u64, printed: u64) -> f64 {
        let steps = self.steps_of(count).iter();
        let there = steps.filter(|step| count.checked_add_signed(step.to) == Some(printed));
        there.map(|step| step.draws).sum::<u64>() as f64 / DRAWS as f64
    }

    fn steps_of(self, count: u64) -> &'static [Step] {
        let remainder = count % self.base;
        usize::try_from(remainder).map_or(&[], |remainder| self.steps[remainder])
    }

    /// The counts that can be printed as this number, and some that cannot.
    fn around(self, printed: u64) -> std::ops::RangeInclusive<u64> {
        let steps = self.steps.iter().copied().flatten();
        let reach = steps.map(|step| step.to.unsigned_abs()).max().unwrap_or(0);
        printed.saturating_sub(reach).max(1)..=printed + reach
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::pseudonymous::protect::profile::Profile;

    const K5: Rounding = Profile::K5.rounding.unwrap();

    /// What is printed of a count, and in how many of all draws; `None` is hidden.
    fn law(count: u64) -> BTreeMap<Option<u64>, u64> {
        let mut law = BTreeMap::new();
        for draw in 0..DRAWS {
            // The middle of the draw, so that no edge is met.
            let draw = (u64::MAX / DRAWS) * draw + u64::MAX / DRAWS / 2;
            let printed = K5.publish(ExactCell { count, draw }).value();
            *law.entry(printed).or_default() += 1;
        }
        law
    }

    /// The claim of the profile. One household more changes the probability of nothing that can be printed by more than a
    /// factor of 2, but for 1 in 100 draws: (ln 2, 0.01)-indistinguishable.
    #[test]
    fn one_household_more_at_most_doubles_what_is_likely_but_for_one_draw_in_a_hundred() {
        for count in 0..60 {
            let laws = [law(count), law(count + 1)];
            for (one, other) in [(0, 1), (1, 0)] {
                let beyond = laws[one].iter().map(|(printed, draws)| {
                    let other = laws[other].get(printed).copied().unwrap_or(0);
                    draws.saturating_sub(2 * other)
                });
                assert!(beyond.sum::<u64>() <= DRAWS / 100, "{count}");
            }
        }
    }

    #[test]
    fn the_mean_of_what_is_drawn_is_the_count() {
        for steps in K5.steps {
            let draws: u64 = steps.iter().map(|step| step.draws).sum();
            assert_eq!(draws, DRAWS);
            let mean: i64 = steps
                .iter()
                .map(|step| step.to * step.draws.cast_signed())
                .sum();
            assert_eq!(mean, 0);
        }
        // Far enough from the hidden ones, what is printed is all that is drawn.
        for count in 20..40 {
            let law = law(count);
            let sum: u64 = (law.iter())
                .map(|(printed, draws)| printed.unwrap() * draws)
                .sum();
            assert_eq!(sum, count * DRAWS);
        }
    }

    #[test]
    fn a_printed_number_stands_for_all_counts_that_can_be_drawn_to_it() {
        let mut counts: BTreeMap<Option<u64>, Vec<u64>> = BTreeMap::new();
        for count in 0..60 {
            for printed in law(count).into_keys() {
                counts.entry(printed).or_default().push(count);
            }
        }
        let hidden = 0..=K5.hidden_up_to();
        assert_eq!(counts[&None], hidden.collect::<Vec<_>>());
        for printed in [10, 15, 20, 25, 50] {
            let (low, high) = K5.stands_for(printed);
            assert_eq!((low, high), (printed - 8, printed + 8));
            assert_eq!(counts[&Some(printed)], (low..=high).collect::<Vec<_>>());
        }
        assert!(!counts.contains_key(&Some(5)));
    }

    #[test]
    fn a_low_draw_goes_up() {
        let publish = |count, draw| K5.publish(ExactCell { count, draw }).value();
        let of = |draws: u64| {
            u64::try_from((u128::from(draws) << 64).div_ceil(u128::from(DRAWS))).unwrap()
        };
        assert_eq!((publish(11, 0), publish(11, of(77))), (Some(15), Some(10)));
        assert_eq!(
            (publish(11, of(77) - 1), publish(11, u64::MAX)),
            (Some(15), None)
        );
        assert_eq!((publish(8, 0), publish(8, u64::MAX)), (Some(15), None));
        assert_eq!((publish(2, 0), publish(2, of(2))), (Some(10), None));
        assert_eq!((publish(0, 0), publish(1, 0)), (None, None));
    }

    #[test]
    fn the_variance_is_that_of_the_draws() {
        assert!((K5.variance() - 2090.0 / 300.0).abs() < 1e-12);
    }

    /// 200 000 cells with independent draws: the mean error stays within 4 standard deviations of 0.
    #[test]
    fn rounding_is_unbiased() {
        let cells = 200_000_u64;
        let mut sum = 0.0;
        for cell in 0..cells {
            let count = 20 + cell % 5;
            let draw = mixed(cell);
            let printed = K5.publish(ExactCell { count, draw }).value();
            sum += printed.unwrap() as f64 - count as f64;
        }
        let deviation = f64::sqrt(K5.variance() * cells as f64);
        assert!(sum.abs() < 4.0 * deviation, "{sum} of {deviation}");
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
