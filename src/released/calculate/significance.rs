//! The class of each pair: whether two services occur together more or less often than by chance.

use super::hypergeometric::Hypergeometric;
use crate::pseudonymous::protect::profile::Rounding;

/// The published counts of a pair of services, beside those that they are compared with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    /// Households with both services.
    pub(super) households: u64,
    /// Households with the first.
    pub(super) margin_a: u64,
    /// Households with the second.
    pub(super) margin_b: u64,
    /// The households that both are of: all, or those with a service.
    pub(super) all: u64,
    /// How the counts were rounded; `None` for exact ones.
    pub(super) rounding: Option<&'a Rounding>,
}

impl Pair<'_> {
    /// How many households would have both by chance: a · b / all; `None` without households.
    pub(super) fn expected(&self) -> Option<f64> {
        expected(self.margin_a, self.margin_b, self.all)
    }

    /// How much more often the two meet than by chance; `None` when by chance they never would.
    ///
    /// 1 means chance. Source: Brin, Motwani and Silverstein (1997), "Beyond market baskets", there called interest.
    pub(super) fn lift(&self) -> Option<f64> {
        let expected = self.expected().filter(|expected| *expected > 0.0)?;
        Some(self.households as f64 / expected)
    }

    /// How likely chance is to bring them as far from the expected number as this; `None` when chance leaves no room.
    ///
    /// Of exact counts the mid-p of the hypergeometric distribution (b drawn from all, a of them marked). Of rounded
    /// ones the larger of two: the normal distribution, which knows what rounding does to all four counts but not that
    /// small numbers lean to one side, and the hypergeometric one of what would be printed, which knows the lean.
    fn p(&self) -> Option<f64> {
        let variance = self.variance()?;
        let chance = || Hypergeometric::new(self.margin_a, self.margin_b, self.all);
        let Some(rounding) = self.rounding else {
            return Some(chance().of_exact(self.households));
        };
        let distance = self.households as f64 - self.expected()?;
        let normal =
            libm::erfc(distance.abs() / (2.0 * (variance + self.variance_of(rounding))).sqrt());
        Some(normal.max(chance().of_printed(self.households, rounding)))
    }

    /// The variance of chance; `None` when it is 0.
    fn variance(&self) -> Option<f64> {
        let (a, b, all) = (self.margin_a as f64, self.margin_b as f64, self.all as f64);
        let room = (all - a).max(0.0) * (all - b).max(0.0);
        let variance = if all > 1.0 {
            a / all * b / all * room / (all - 1.0)
        } else {
            0.0
        };
        (variance > 0.0).then_some(variance)
    }

    /// The variance that rounding adds to the distance: of the pair itself, and of a, b and all by the slope of the
    /// expected number in each (a margin that is 2 off shifts it by 2 · b / all).
    fn variance_of(&self, rounding: &Rounding) -> f64 {
        let all = self.all as f64;
        let (a, b) = (self.margin_a as f64 / all, self.margin_b as f64 / all);
        rounding.variance() * (1.0 + a * a + b * b + a * a * b * b)
    }
}

/// How many households would have both services by chance.
pub(super) fn expected(margin_a: u64, margin_b: u64, all: u64) -> Option<f64> {
    (all > 0).then(|| margin_a as f64 * margin_b as f64 / all as f64)
}

/// The class of each pair: `++`, `+`, `0`, `-`, `--`; `None` where nothing can be said.
///
/// The q of a p is over `tests`, all pairs of services: one that is hidden or has no p is no discovery, but it was one
/// of the chances to make one. (Benjamini and Hochberg 1995, "Controlling the false discovery rate").
pub(super) fn classes(pairs: &[Option<Pair>], tests: usize) -> Vec<Option<&'static str>> {
    let p_of = |pair: &Option<Pair>| pair.as_ref().and_then(Pair::p);
    let p_values: Vec<Option<f64>> = pairs.iter().map(p_of).collect();
    let class_of =
        |(pair, q): (&Option<Pair>, Option<f64>)| Some(class(q?, pair.as_ref()?.lift()?));
    pairs
        .iter()
        .zip(false_discovery_rates(&p_values, tests))
        .map(class_of)
        .collect()
}

/// How sure it is that a lift is more or less than 1, and how much: `++`, `+`, `0`, `-`, `--`.
pub(in crate::released) fn class(q: f64, lift: f64) -> &'static str {
    match (q, lift) {
        (q, lift) if q <= 0.01 && lift >= 2.0 => "++",
        (q, lift) if q <= 0.05 && lift >= 1.2 => "+",
        (q, lift) if q <= 0.01 && lift <= 1.0 / 2.0 => "--",
        (q, lift) if q <= 0.05 && lift <= 1.0 / 1.2 => "-",
        _ => "0",
    }
}

/// For each p the smallest false discovery rate at which it is a discovery, among so many tests; never fewer than are known.
pub(in crate::released) fn false_discovery_rates(
    p_values: &[Option<f64>],
    tests: usize,
) -> Vec<Option<f64>> {
    let mut order: Vec<(usize, f64)> = p_values
        .iter()
        .enumerate()
        .filter_map(|(place, p)| Some((place, (*p)?)))
        .collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let known = order.len();
    let mut rates = vec![None; p_values.len()];
    let mut smallest = 1.0_f64;
    for (larger, (place, p)) in order.into_iter().enumerate() {
        smallest = smallest.min(p * tests.max(known) as f64 / (known - larger) as f64);
        rates[place] = Some(smallest);
    }
    rates
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pseudonymous::protect::profile::Profile;

    static K5: Profile = Profile::K5;

    fn pair(
        households: u64,
        margin_a: u64,
        margin_b: u64,
        all: u64,
        is_rounded: bool,
    ) -> Pair<'static> {
        Pair {
            households,
            margin_a,
            margin_b,
            all,
            rounding: K5.rounding.as_ref().filter(|_| is_rounded),
        }
    }

    #[test]
    fn an_exact_pair_has_the_exact_p() {
        let exact = pair(26, 40, 50, 100, false);
        assert_eq!(exact.expected(), Some(20.0));
        assert_eq!(exact.lift(), Some(1.3));
        assert!((exact.p().unwrap() - 0.015_887_612_195).abs() < 1e-12);
    }

    /// 160 are expected; variance of chance 160 · 0.9 · 0.84 · 10 000 / 9 999, of rounding 2090/300 · (1 + 0.01 + 0.0256 +
    /// 0.000256).
    #[test]
    fn of_large_rounded_counts_the_slopes_of_the_expected_number_decide() {
        let rounded = pair(180, 1000, 1600, 10_000, true);
        let variance = 160.0 * 0.9 * 0.84 * 10_000.0 / 9_999.0;
        assert!((rounded.variance().unwrap() - variance).abs() < 1e-9);
        let of_rounding = rounded.variance_of(rounded.rounding.unwrap());
        let known = 2090.0 / 300.0 * 1.035_856;
        assert!((of_rounding - known).abs() < 1e-12);
        let z = 20.0 / (variance + known).sqrt();
        let normal = libm::erfc(z / 2.0_f64.sqrt());
        assert!((normal..1.1 * normal).contains(&rounded.p().unwrap()));
    }

    /// 25 where 7.5 are expected: 5.3 standard deviations (p 1e-6), but as many turn up by chance more often.
    #[test]
    fn of_small_rounded_counts_what_would_be_printed_by_chance_decides() {
        let rounded = pair(25, 100, 300, 4000, true);
        assert!((rounded.p().unwrap() - 2.122_317_320_016_145_4e-5).abs() < 1e-15);
    }

    #[test]
    fn where_chance_leaves_no_room_nothing_is_said() {
        assert_eq!(pair(50, 100, 50, 100, true).p(), None);
        assert_eq!(pair(0, 0, 50, 100, false).lift(), None);
        assert_eq!(pair(0, 0, 0, 0, false).expected(), None);
    }

    /// The worked example of the step-up procedure: p · tests / rank, never above the rate of a larger p.
    #[test]
    fn a_false_discovery_rate_is_no_larger_than_that_of_a_larger_p() {
        let p_values = [Some(0.04), Some(0.01), None, Some(0.03), Some(0.5)];
        let rates = false_discovery_rates(&p_values, 4);
        let expected = [
            Some(0.16 / 3.0),
            Some(0.04),
            None,
            Some(0.16 / 3.0),
            Some(0.5),
        ];
        for (rate, expected) in rates.iter().zip(expected) {
            assert!((rate.unwrap_or(2.0) - expected.unwrap_or(2.0)).abs() < 1e-12);
        }
    }

    #[test]
    fn classes_ask_for_certainty_and_size_both_ways() {
        assert_eq!(class(0.01, 2.0), "++");
        assert_eq!(class(0.02, 2.0), "+");
        assert_eq!(class(0.001, 1.19), "0");
        assert_eq!(class(0.01, 0.5), "--");
        assert_eq!(class(0.02, 0.5), "-");
        assert_eq!(class(0.05, 1.0 / 1.2), "-");
        assert_eq!(class(0.06, 0.1), "0");
    }

    #[test]
    fn a_hidden_pair_has_no_class_and_was_a_chance_to_find_one() {
        let likely = pair(26, 40, 50, 100, false);
        assert_eq!(classes(&[Some(likely), None], 1), [Some("+"), None]);
        assert_eq!(classes(&[Some(likely), None], 10), [Some("0"), None]);
    }
}
