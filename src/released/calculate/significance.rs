//! Published counts of pairs in, the class of each out: whether two services meet more or less often than by chance.

/// The variance that rounding to a multiple of 5 adds to a count: r(5 - r) for remainder r, 4 on average.
const ROUNDING_VARIANCE: f64 = 4.0;

/// The published counts of a pair of services.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    /// Households with both.
    pub(super) households: u64,
    /// Households with the one.
    pub(super) margin_a: u64,
    /// Households with the other.
    pub(super) margin_b: u64,
    /// All households.
    pub(super) all: u64,
    /// How many of the four counts were rounded.
    pub(super) rounded: u8,
}

impl Pair {
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

    /// Distance from chance in standard deviations: of the hypergeometric distribution (b drawn from all, a of them
    /// marked), with the rounding variance of each rounded count added. `None` when chance leaves no room.
    fn z(&self) -> Option<f64> {
        let (a, b, all) = (self.margin_a as f64, self.margin_b as f64, self.all as f64);
        let room = (all - a).max(0.0) * (all - b).max(0.0);
        let by_chance = if all > 1.0 {
            a / all * b / all * room / (all - 1.0)
        } else {
            0.0
        };
        let variance = by_chance + ROUNDING_VARIANCE * f64::from(self.rounded);
        let distance = self.households as f64 - self.expected()?;
        (by_chance > 0.0).then(|| distance / variance.sqrt())
    }
}

/// How many households would have both services by chance.
pub(super) fn expected(margin_a: u64, margin_b: u64, all: u64) -> Option<f64> {
    (all > 0).then(|| margin_a as f64 * margin_b as f64 / all as f64)
}

/// The class of each pair: `++`, `+`, `0`, `-`, `--`; `None` where nothing can be said.
///
/// Two-sided p from the normal distribution, q over all pairs that have a z (Benjamini and Hochberg 1995,
/// "Controlling the false discovery rate").
pub(super) fn classes(pairs: &[Option<Pair>]) -> Vec<Option<&'static str>> {
    let p_of = |pair: &Pair| Some(libm::erfc(pair.z()?.abs() / std::f64::consts::SQRT_2));
    let p_values: Vec<Option<f64>> = pairs
        .iter()
        .map(|pair| pair.as_ref().and_then(p_of))
        .collect();
    let class_of =
        |(pair, q): (&Option<Pair>, Option<f64>)| Some(class(q?, pair.as_ref()?.lift()?));
    pairs
        .iter()
        .zip(false_discovery_rates(&p_values))
        .map(class_of)
        .collect()
}

fn class(q: f64, lift: f64) -> &'static str {
    match (q, lift) {
        (q, lift) if q <= 0.01 && lift >= 2.0 => "++",
        (q, lift) if q <= 0.05 && lift >= 1.2 => "+",
        (q, lift) if q <= 0.01 && lift <= 1.0 / 2.0 => "--",
        (q, lift) if q <= 0.05 && lift <= 1.0 / 1.2 => "-",
        _ => "0",
    }
}

/// For each p the smallest false discovery rate at which it is a discovery.
fn false_discovery_rates(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<(usize, f64)> = p_values
        .iter()
        .enumerate()
        .filter_map(|(place, p)| Some((place, (*p)?)))
        .collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let tests = order.len();
    let mut rates = vec![None; p_values.len()];
    let mut smallest = 1.0_f64;
    for (larger, (place, p)) in order.into_iter().enumerate() {
        smallest = smallest.min(p * tests as f64 / (tests - larger) as f64);
        rates[place] = Some(smallest);
    }
    rates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(households: u64, margin_a: u64, margin_b: u64, all: u64, rounded: u8) -> Pair {
        Pair {
            households,
            margin_a,
            margin_b,
            all,
            rounded,
        }
    }

    /// 20 of 40 and 50 among 100 by chance; variance 40·50·60·50/(100²·99) = 6.0606….
    #[test]
    fn the_distance_from_chance_is_that_of_the_hypergeometric_distribution() {
        let exact = pair(26, 40, 50, 100, 0);
        assert_eq!(exact.expected(), Some(20.0));
        assert_eq!(exact.lift(), Some(1.3));
        assert!((exact.z().unwrap() - 6.0 / 6.060_606_f64.sqrt()).abs() < 1e-6);
        let rounded = pair(26, 40, 50, 100, 4);
        assert!((rounded.z().unwrap() - 6.0 / 22.060_606_f64.sqrt()).abs() < 1e-6);
    }

    #[test]
    fn where_chance_leaves_no_room_nothing_is_said() {
        assert_eq!(pair(50, 100, 50, 100, 0).z(), None);
        assert_eq!(pair(0, 0, 50, 100, 0).lift(), None);
        assert_eq!(pair(0, 0, 0, 0, 0).expected(), None);
    }

    /// The worked example of the step-up procedure: p · tests / rank, never above the rate of a larger p.
    #[test]
    fn a_false_discovery_rate_is_no_larger_than_that_of_a_larger_p() {
        let p_values = [Some(0.04), Some(0.01), None, Some(0.03), Some(0.5)];
        let rates = false_discovery_rates(&p_values);
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
    fn a_pair_without_numbers_has_no_class_and_does_not_count_as_a_test() {
        let sure = Some(pair(500, 1000, 1000, 10_000, 4));
        assert_eq!(classes(&[sure, None]), [Some("++"), None]);
    }
}
