//! Which pairs of services go together more, or less, than the ages, types and sizes of their households explain.

use std::collections::BTreeMap;

use super::cells::rows;
use super::spread::{dispersion, quantile};
use super::users::Town;
use crate::pseudonymous::protect::profile::Rounding;
use crate::released::calculate::uncounted::{UncountedTable, count, decimal, status, text};
use crate::released::calculate::{
    ReleaseTables, Table, Value, false_discovery_rates, significance,
};
use crate::released::places::signals::Verdicts;

pub(super) static TABLE: UncountedTable = UncountedTable {
    name: "pairs_by_composition",
    row: "a pair of services, a before b",
    columns: &[
        text("service_a"),
        text("service_b"),
        count("households"),
        status("status"),
        decimal("expected_by_composition"),
        decimal("lift_by_composition"),
        text("significance"),
        text("verdict"),
    ],
    keys: 2,
    rests_on: &["co_occurrence", "population", "service_by_group"],
};

/// Where fewer would have both by chance, little can be said.
const FEWEST: f64 = 10.0;

/// Of fewer pairs nobody can say how often two services go together in general.
const FEWEST_PAIRS: usize = 10;

/// A pair that is published.
struct Pair<'a> {
    services: [&'a str; 2],
    households: Option<u64>,
    status: &'a str,
    by_chance: Option<ByChance>,
}

/// How many households would have both services by chance, if those of an age, type and size were alike.
#[derive(Debug, Clone, Copy)]
struct ByChance {
    expected: f64,
    variance: f64,
    /// By how much the expected number moves with each of the printed numbers behind it, squared and added up.
    slopes: f64,
}

/// What is said of a pair.
struct Judged {
    lift: f64,
    /// From what is expected, in standard deviations of chance and rounding.
    distance: f64,
}

impl Pair<'_> {
    /// Both numbers, where enough would have both by chance.
    fn beside(&self) -> Option<(f64, ByChance)> {
        let by_chance = self.by_chance.filter(|one| one.expected >= FEWEST)?;
        Some((self.households? as f64, by_chance))
    }

    /// `factor` is how many times chance two services go together in general, `rounding` the variance of rounding.
    fn judged(&self, factor: f64, rounding: f64) -> Option<Judged> {
        let (households, by_chance) = self.beside()?;
        let expected = factor * by_chance.expected;
        let of_rounding = rounding * (1.0 + factor * factor * by_chance.slopes);
        let variance = factor * by_chance.variance + of_rounding;
        (variance > 0.0).then(|| Judged {
            lift: households / expected,
            distance: (households - expected) / variance.sqrt(),
        })
    }
}

/// The table, from published cells and from what professionals said of pairs.
pub(super) fn table(
    tables: &ReleaseTables,
    town: Option<&Town>,
    rounding: Option<&Rounding>,
    verdicts: &Verdicts,
) -> Table {
    let pairs = pairs(tables, town);
    let factor = factor(&pairs);
    let rounding = rounding.map_or(0.0, Rounding::variance);
    let judged = |pair: &Pair| pair.judged(factor?, rounding);
    let judged: Vec<Option<Judged>> = pairs.iter().map(judged).collect();
    let distances: Vec<f64> = judged.iter().flatten().map(|one| one.distance).collect();
    let dispersion = dispersion(&distances);
    let p = |one: &Judged| libm::erfc(one.distance.abs() / (2.0 * dispersion).sqrt());
    let p_values: Vec<Option<f64>> = judged.iter().map(|one| one.as_ref().map(p)).collect();
    let rates = false_discovery_rates(&p_values, tests(tables));
    let row = |((pair, judged), rate): ((&Pair, &Option<Judged>), Option<f64>)| {
        let class = judged.as_ref().zip(rate);
        let class = class.map(|(judged, rate)| significance(rate, judged.lift));
        let verdict = verdicts.get(&pair.services.map(str::to_owned));
        let word = |word: Option<&str>| word.map_or(Value::Empty, Value::text);
        let expected = pair.by_chance.zip(factor);
        vec![
            Value::text(pair.services[0]),
            Value::text(pair.services[1]),
            pair.households.map_or(Value::Empty, Value::Count),
            Value::text(pair.status),
            Value::decimal(expected.map(|(by_chance, factor)| factor * by_chance.expected)),
            Value::decimal(judged.as_ref().map(|judged| judged.lift)),
            word(class),
            word(verdict.copied()),
        ]
    };
    TABLE.with(pairs.iter().zip(&judged).zip(rates).map(row).collect())
}

/// How many times chance two services go together in general: half of the pairs do so more often.
fn factor(pairs: &[Pair]) -> Option<f64> {
    let times = pairs.iter().filter_map(Pair::beside);
    let mut times: Vec<f64> = times
        .map(|(count, chance)| count / chance.expected)
        .collect();
    times.sort_by(f64::total_cmp);
    let middle = quantile(&times, 5);
    (times.len() >= FEWEST_PAIRS && middle > 0.0).then_some(middle)
}

/// How many pairs the services make that somebody was asked for: each was a chance to find something.
fn tests(tables: &ReleaseTables) -> usize {
    let services = rows(tables, "services", ["status"], "households").into_iter();
    let asked = services
        .filter(|([status], _)| *status != "missing")
        .count();
    asked * asked.saturating_sub(1) / 2
}

/// The pairs of two services, in the order of `co_occurrence`.
fn pairs<'a>(tables: &'a ReleaseTables, town: Option<&Town>) -> Vec<Pair<'a>> {
    let composition = town.and_then(Composition::of);
    let columns = ["service_a", "service_b", "status"];
    let all = rows(tables, "co_occurrence", columns, "households").into_iter();
    let others = all.filter(|([a, b, _], _)| a != b);
    let pair = others.map(|([a, b, status], households)| Pair {
        services: [a, b],
        households,
        status,
        by_chance: composition.as_ref().and_then(|of| of.by_chance([a, b])),
    });
    pair.collect()
}

/// The households with a service, by stratum, and those with each.
struct Composition<'a> {
    /// Of each stratum.
    users: &'a [f64],
    of_service: &'a BTreeMap<String, Vec<f64>>,
}

impl<'a> Composition<'a> {
    fn of(town: &'a Town) -> Option<Self> {
        Some(Self {
            users: town.with_service.as_ref()?,
            of_service: &town.users,
        })
    }

    /// By conditional independence within each stratum: Σ a · b / n, with the variance of a binomial draw that leaves out
    /// who has neither.
    fn by_chance(&self, services: [&str; 2]) -> Option<ByChance> {
        let [a, b] = services.map(|code| self.of_service.get(&format!("service={code}")));
        let (a, b) = (a?, b?);
        let mut by_chance = ByChance {
            expected: 0.0,
            variance: 0.0,
            slopes: 0.0,
        };
        for ((all, a), b) in self.users.iter().zip(a).zip(b) {
            if *all > 0.0 {
                let expected = a * b / all;
                let room = [a, b].map(|users| (1.0 - users / all).max(0.0));
                by_chance.expected += expected;
                by_chance.variance += expected * room[0] * room[1];
            }
        }
        let totals = [self.users, a, b].map(|users| users.iter().sum::<f64>());
        let slope = |total: f64| {
            if total > 0.0 {
                by_chance.expected / total
            } else {
                0.0
            }
        };
        by_chance.slopes = totals.map(slope).iter().map(|slope| slope * slope).sum();
        Some(by_chance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(households: Option<u64>, expected: f64) -> Pair<'static> {
        Pair {
            services: ["a", "b"],
            households,
            status: "rounded",
            by_chance: Some(ByChance {
                expected,
                variance: 0.8 * expected,
                slopes: 0.02,
            }),
        }
    }

    /// Old: 60 with a service, 30 and 24 of them; young: 40, 10 and 12. By chance 12 and 3, together 15.
    #[test]
    fn by_chance_is_added_up_over_who_is_alike() {
        let lists = [("service=a", [30.0, 10.0]), ("service=b", [24.0, 12.0])];
        let lists = lists.map(|(what, users)| (what.to_owned(), users.to_vec()));
        let composition = Composition {
            users: &[60.0, 40.0],
            of_service: &BTreeMap::from(lists),
        };
        let found = composition.by_chance(["a", "b"]).unwrap();
        assert!((found.expected - 15.0).abs() < 1e-12);
        let variance = 12.0 * 0.5 * 0.6 + 3.0 * 0.75 * 0.7;
        assert!((found.variance - variance).abs() < 1e-12);
        let slopes = 0.15_f64.powi(2) + 0.375_f64.powi(2) + (15.0_f64 / 36.0).powi(2);
        assert!((found.slopes - slopes).abs() < 1e-12);
        assert!(composition.by_chance(["a", "c"]).is_none());
    }

    #[test]
    fn the_middle_pair_goes_together_as_services_do_in_general() {
        let mut pairs: Vec<Pair> = (1..=10).map(|times| pair(Some(20 * times), 20.0)).collect();
        assert_eq!(factor(&pairs), Some(5.5));
        // Neither what is hidden nor what is hardly expected moves it.
        pairs.extend([pair(None, 20.0), pair(Some(90), 9.0)]);
        assert_eq!(factor(&pairs), Some(5.5));
        assert_eq!(factor(&pairs[1..]), None);
    }

    /// 1.5 times 20 is 30; the variance is 1.5 · 16 + 7 · (1 + 2.25 · 0.02) = 31.315.
    #[test]
    fn a_distance_is_in_deviations_of_chance_and_rounding() {
        let judged = pair(Some(60), 20.0).judged(1.5, 7.0).unwrap();
        assert!((judged.lift - 2.0).abs() < 1e-12);
        assert!((judged.distance - 30.0 / 31.315_f64.sqrt()).abs() < 1e-12);
        assert!(pair(None, 20.0).judged(1.5, 7.0).is_none());
        assert!(pair(Some(60), 9.9).judged(1.5, 7.0).is_none());
    }
}
