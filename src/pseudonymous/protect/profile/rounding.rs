//! What a profile prints of a count: a number that is drawn, and the same for the same households.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use crate::pseudonymous::measure::ExactCell;
use crate::pseudonymous::protect::cell::{Cell, Status};

/// How a profile prints counts: each goes some way up or down, by a draw, and is hidden where the result is too small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounding {
    /// Beyond the first rows, counts that are so many apart are treated alike.
    pub base: u64,
    /// The smallest number above 0 that is printed; a smaller difference of printed numbers is hidden.
    pub smallest: u64,
    /// Smaller counts are hidden, whatever they draw.
    pub(super) fewest: u64,
    /// Whether 0 is printed.
    pub(super) zero_is_shown: bool,
    /// In how many equal parts all draws are cut.
    pub(super) parts: u64,
    /// Per count how far it goes, in the order of the draw; further counts repeat the last `base` rows.
    pub(super) rows: Cow<'static, [Row]>,
}

/// How far a count goes, in the order of the draw; the parts of its steps add up to those of all draws.
pub(super) type Row = Cow<'static, [Step]>;

/// How far a count goes, and in how many parts of all draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// What is added to the count.
    to: i64,
    parts: u64,
}

/// A count goes so far, in so many parts of all draws.
pub(super) const fn step(to: i64, parts: u64) -> Step {
    Step { to, parts }
}

/// Without a draw.
pub(super) const fn always(step: &'static [Step; 1]) -> Row {
    Cow::Borrowed(step)
}

impl Rounding {
    /// To the nearest multiple of 5; counts up to 7 are hidden, but 0 where that is shown.
    pub(super) const fn nearest_5(zero_is_shown: bool) -> Self {
        const ROWS: &[Row] = &[
            always(&[step(0, 1)]),
            always(&[step(-1, 1)]),
            always(&[step(-2, 1)]),
            always(&[step(2, 1)]),
            always(&[step(1, 1)]),
        ];
        Self {
            base: 5,
            smallest: 10,
            fewest: 8,
            zero_is_shown,
            parts: 1,
            rows: Cow::Borrowed(ROWS),
        }
    }

    /// From and to which count a printed one can stand for.
    #[must_use]
    pub fn stands_for(&self, printed: u64) -> (u64, u64) {
        let can_print = |count: &u64| self.share(*count, |form| form == Some(printed)) > 0.0;
        let mut counts = self.around(printed).filter(can_print);
        let low = counts.next().unwrap_or(printed);
        (low, counts.next_back().unwrap_or(low))
    }

    /// What is printed of a count, each form with the share of the draws that lead to it; `None` is hidden.
    #[must_use]
    pub fn law(&self, count: u64) -> Vec<(Option<u64>, f64)> {
        let of = |step: &Step| (self.printed(count, step.to), self.share_of_step(step));
        self.row_of(count).iter().map(of).collect()
    }

    /// The smallest and the largest count that can be hidden; `None` where none is.
    #[must_use]
    pub fn hidden(&self) -> Option<(u64, u64)> {
        let is_hidden = |count: &u64| self.share(*count, |form| form.is_none()) > 0.0;
        let mut counts = (0..=self.fewest + self.smallest + self.reach()).filter(is_hidden);
        let low = counts.next()?;
        Some((low, counts.next_back().unwrap_or(low)))
    }

    /// The variance that rounding adds to a large count.
    #[must_use]
    pub fn variance(&self) -> f64 {
        let repeated = self.rows.iter().rev().zip(0..self.base);
        let steps = repeated.flat_map(|(row, _)| row.iter());
        let squares = steps.map(|step| (step.to * step.to) as f64 * step.parts as f64);
        squares.sum::<f64>() / (self.parts * self.base) as f64
    }

    /// The probability that a number, or more, is printed, by the probability that a count is at least so many.
    pub fn printed_at_least(&self, printed: u64, at_least: impl Fn(u64) -> f64) -> f64 {
        let is_there = |form: Option<u64>| form.map_or(printed == 0, |number| number >= printed);
        self.probability(printed, at_least, is_there)
    }

    /// The probability that more than a number is printed; what is hidden lies between 0 and the smallest number.
    pub fn printed_above(&self, printed: u64, at_least: impl Fn(u64) -> f64) -> f64 {
        let is_above = |form: Option<u64>| form.map_or(printed == 0, |number| number > printed);
        self.probability(printed, at_least, is_above)
    }

    /// Each count adds by how much the share of its draws that are there rises with it: from 0 below the number to 1 above.
    fn probability(
        &self,
        printed: u64,
        at_least: impl Fn(u64) -> f64,
        is_there: impl Fn(Option<u64>) -> bool,
    ) -> f64 {
        let mut before = 0.0;
        let mut sum = 0.0;
        for count in self.around(printed) {
            let share = self.share(count, &is_there);
            sum += (share - before) * at_least(count);
            before = share;
        }
        sum
    }

    pub(super) fn publish(&self, exact: ExactCell) -> Cell {
        let step = self.row_of(exact.count).iter().scan(0, |before, step| {
            *before += step.parts;
            Some((*before, step.to))
        });
        let drawn = u128::from(exact.draw) * u128::from(self.parts);
        let mut reached = step.filter(|(until, _)| drawn < u128::from(*until) << 64);
        let to = reached.next().map_or(0, |(_, to)| to);
        let printed = self.printed(exact.count, to);
        printed.map_or(Cell::HIDDEN, |number| Cell::new(number, Status::Rounded))
    }

    /// Hidden below the smallest. The two numbers were rounded apart, so the difference can even be negative: hidden too.
    pub(super) fn exactly(&self, at_least: Cell, at_least_next: Cell) -> Cell {
        let numbers = at_least.value().zip(at_least_next.value());
        match numbers.and_then(|(more, fewer)| more.checked_sub(fewer)) {
            Some(difference) if difference >= self.smallest => {
                Cell::new(difference, Status::Derived)
            }
            _ => Cell::HIDDEN,
        }
    }

    /// What is printed of a count that goes so far; `None` when hidden. Nobody has no draw.
    fn printed(&self, count: u64, to: i64) -> Option<u64> {
        if count == 0 {
            return self.zero_is_shown.then_some(0);
        }
        let number = count.saturating_add_signed(to);
        let is_enough = number >= self.smallest || number == 0 && self.zero_is_shown;
        (count >= self.fewest && is_enough).then_some(number)
    }

    /// Whether what is printed is the count.
    pub(in crate::pseudonymous) const fn is_exact(&self) -> bool {
        self.base == 1 && self.parts == 1
    }

    /// Whether nobody is printed as 0.
    pub(in crate::pseudonymous::protect) const fn shows_zero(&self) -> bool {
        self.zero_is_shown
    }

    /// The share of the draws that print this of a count; `None` is hidden.
    pub(in crate::pseudonymous::protect) fn share_of(&self, count: u64, form: Option<u64>) -> f64 {
        self.share(count, |printed| printed == form)
    }

    /// The share of the draws in which what is printed of a count is one of these.
    fn share(&self, count: u64, is_one: impl Fn(Option<u64>) -> bool) -> f64 {
        let steps = self.row_of(count).iter();
        let there = steps.filter(|step| is_one(self.printed(count, step.to)));
        there.map(|step| step.parts).sum::<u64>() as f64 / self.parts as f64
    }

    fn share_of_step(&self, step: &Step) -> f64 {
        step.parts as f64 / self.parts as f64
    }

    fn row_of(&self, count: u64) -> &[Step] {
        let first_of_repeated = (self.rows.len() as u64).saturating_sub(self.base);
        let place = match count.checked_sub(first_of_repeated) {
            Some(beyond) => first_of_repeated + beyond % self.base,
            None => count,
        };
        let row = usize::try_from(place).ok().and_then(|at| self.rows.get(at));
        row.map_or(&[], |row| row.as_ref())
    }

    /// The counts that can be printed as this number, some that cannot, and one that is printed as more.
    fn around(&self, printed: u64) -> RangeInclusive<u64> {
        let reach = self.reach();
        printed.saturating_sub(reach)..=printed + reach + 1
    }

    /// How far a printed number is from its count at most.
    #[must_use]
    pub fn reach(&self) -> u64 {
        let steps = self.rows.iter().flat_map(|row| row.iter());
        steps.map(|step| step.to.unsigned_abs()).max().unwrap_or(0)
    }

    /// How far a count can be from what is printed of it, or from 0 where it is hidden.
    #[must_use]
    pub fn furthest(&self) -> u64 {
        let hidden = self.hidden().map_or(0, |(_, largest)| largest);
        self.reach().max(hidden)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::keys::ReleaseKey;
    use crate::pseudonymous::protect::profile::Profile;

    fn k5() -> Rounding {
        Profile::K5.rounding.unwrap()
    }

    /// The parts of all draws of k5.
    const DRAWS: u64 = 300;

    /// What is printed of a count, and in how many of all draws; `None` is hidden.
    fn law(count: u64) -> BTreeMap<Option<u64>, u64> {
        let mut law = BTreeMap::new();
        for draw in 0..DRAWS {
            // The middle of the draw, so that no edge is met.
            let draw = (u64::MAX / DRAWS) * draw + u64::MAX / DRAWS / 2;
            let printed = k5().publish(ExactCell { count, draw }).value();
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

    /// K12: the published rules of CBS, `OpenSAFELY`, NHS England and midpoint 6.
    #[test]
    fn the_rules_of_others_print_their_known_numbers() {
        let (cbs, nhs, six) = (Profile::CBS, Profile::NHS, Profile::MIDPOINT6);
        let counts = [0, 1, 6, 7, 8, 12, 13, 17, 18];
        let from_8 = [Some(10), Some(10), Some(15), Some(15), Some(20)];
        for (profile, first) in [
            (cbs.clone(), [None; 4]),
            (Profile::OPENSAFELY, [None; 4]),
            (nhs.clone(), [Some(0), None, None, None]),
        ] {
            let rounding = profile.rounding.unwrap();
            let printed = counts.map(|count| rounding.publish(ExactCell::middle(count)).value());
            assert_eq!(
                printed,
                [&first[..], &from_8].concat()[..],
                "{}",
                profile.word
            );
        }
        let [cbs, nhs, six] = [cbs, nhs, six].map(|profile| profile.rounding.unwrap());
        let printed = counts.map(|count| six.publish(ExactCell::middle(count)).value().unwrap());
        assert_eq!(printed, [0, 3, 3, 9, 9, 9, 15, 15, 15]);
        assert_eq!(
            (cbs.hidden(), nhs.hidden(), six.hidden()),
            (Some((0, 7)), Some((1, 7)), None)
        );
        assert_eq!(
            (cbs.stands_for(10), nhs.stands_for(0), six.stands_for(9)),
            ((8, 12), (0, 0), (7, 12))
        );
    }

    #[test]
    fn the_mean_of_what_is_drawn_is_the_count() {
        for steps in k5().rows.iter() {
            let draws: u64 = steps.iter().map(|step| step.parts).sum();
            assert_eq!(draws, DRAWS);
            let mean: i64 = steps
                .iter()
                .map(|step| step.to * step.parts.cast_signed())
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
        let hidden = 0..=k5().hidden().unwrap().1;
        assert_eq!(counts[&None], hidden.collect::<Vec<_>>());
        for printed in [10, 15, 20, 25, 50] {
            let (low, high) = k5().stands_for(printed);
            assert_eq!((low, high), (printed - 8, printed + 8));
            assert_eq!(counts[&Some(printed)], (low..=high).collect::<Vec<_>>());
        }
        assert!(!counts.contains_key(&Some(5)));
    }

    #[test]
    fn a_low_draw_goes_up() {
        let publish = |count, draw| k5().publish(ExactCell { count, draw }).value();
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
        assert!((k5().variance() - 2090.0 / 300.0).abs() < 1e-12);
    }

    /// 100 000 cells, each of other households than any other cell: two sums of their draws pass for independent, so the mean error
    /// stays within 4 standard deviations of 0.
    #[test]
    fn rounding_by_the_sum_of_the_draws_of_the_contributors_is_unbiased() {
        let draws = ReleaseKey::from_bytes([7; 32]).draws();
        let draw = |record_key: u64| draws.number(&record_key.to_be_bytes());
        let households: Vec<u64> = (0..20_000).map(draw).collect();
        let (mut sum, mut cells) = (0.0, 0_u64);
        for count in 20_u64..25 {
            // So many in a row, from each household on.
            let around = [&households[..], &households[..24]].concat();
            let cells_of = around.windows(usize::try_from(count).unwrap());
            for of in cells_of.take(households.len()) {
                let draw = of.iter().fold(0_u64, |sum, draw| sum.wrapping_add(*draw));
                let printed = k5().publish(ExactCell { count, draw }).value();
                sum += printed.unwrap() as f64 - count as f64;
                cells += 1;
            }
        }
        let deviation = f64::sqrt(k5().variance() * cells as f64);
        assert_eq!(cells, 100_000);
        assert!(sum.abs() < 4.0 * deviation, "{sum} of {deviation}");
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
