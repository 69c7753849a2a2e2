//! What is published of the services of households with two or more.

use std::collections::BTreeMap;

use super::super::cells::rows;
use crate::pseudonymous::protect::profile::Rounding;
use crate::released::calculate::ReleaseTables;

/// Of fewer households with two or more services no types are told.
const FEWEST_STACKERS: f64 = 200.0;

/// A number that is hidden though so many would have both by chance is hidden for another reason than that it is small, or
/// two services exclude each other: it says nothing of types.
const NOT_SMALL: f64 = 20.0;

/// Two services, by their places, and the households with both; `None` where that is hidden.
pub(super) struct Pair {
    pub(super) places: [usize; 2],
    pub(super) households: Option<f64>,
}

/// Who has which services, among the households with two or more.
pub(super) struct Given<'a> {
    pub(super) services: Vec<&'a str>,
    /// The households with each service and another one.
    pub(super) users: Vec<f64>,
    pub(super) pairs: Vec<Pair>,
    /// The households with exactly 2, 3 and so on; the last has those with more, too.
    pub(super) by_number: Vec<f64>,
    pub(super) stackers: f64,
    /// All shown numbers of pairs together, and how many these are.
    pub(super) sum: f64,
    pub(super) shown: usize,
    /// The largest number that can be hidden.
    pub(super) most_hidden: u64,
    /// The variance of rounding.
    pub(super) rounding: f64,
}

impl<'a> Given<'a> {
    /// `None` where too few have two or more services, or nothing is shown of them.
    pub(super) fn of(tables: &'a ReleaseTables, rounding: Option<&Rounding>) -> Option<Self> {
        let by_number = by_number(tables);
        let stackers = by_number.iter().sum();
        let columns = ["service", "services"];
        let all = rows(tables, "service_stacking", columns, "households").into_iter();
        let (services, users): (Vec<&str>, Vec<f64>) = all
            .filter(|([_, services], _)| *services == "2+")
            .filter_map(|([code, _], count)| Some((code, count.filter(|count| *count > 0)? as f64)))
            .unzip();
        let columns = ["service_a", "service_b"];
        let counts = rows(tables, "co_occurrence", columns, "households").into_iter();
        let counts: BTreeMap<[&str; 2], Option<u64>> = counts.collect();
        let mut pairs = Vec::new();
        for b in 0..services.len() {
            for a in 0..b {
                let count = [[a, b], [b, a]].map(|pair| pair.map(|place| services[place]));
                let count = count.iter().find_map(|pair| counts.get(pair).copied()?);
                if count.is_some() || users[a] * users[b] < NOT_SMALL * stackers {
                    pairs.push(Pair {
                        places: [a, b],
                        households: count.map(|count| count as f64),
                    });
                }
            }
        }
        let shown: Vec<f64> = pairs.iter().filter_map(|pair| pair.households).collect();
        let given = Self {
            services,
            users,
            pairs,
            by_number,
            stackers,
            sum: shown.iter().sum(),
            shown: shown.len(),
            most_hidden: rounding
                .and_then(Rounding::hidden)
                .map_or(0, |(_, most)| most),
            rounding: rounding.map_or(0.0, Rounding::variance),
        };
        (given.stackers >= FEWEST_STACKERS && given.sum > 0.0).then_some(given)
    }
}

/// From the published numbers of 2 or more, 3 or more and so on, as far as they go.
fn by_number(tables: &ReleaseTables) -> Vec<f64> {
    let columns = ["unit", "dimension", "services"];
    let town = rows(tables, "stacking", columns, "households").into_iter();
    let town: BTreeMap<&str, u64> = town
        .filter(|([unit, dimension, _], _)| (*unit, *dimension) == ("household", "all"))
        .filter_map(|([.., services], count)| Some((services, count?)))
        .collect();
    let steps = (2_u32..).map_while(|number| town.get(format!("{number}+").as_str()));
    let steps: Vec<f64> = steps.map(|count| *count as f64).collect();
    let next = steps.iter().skip(1).chain([&0.0]);
    let exactly = steps.iter().zip(next);
    exactly.map(|(own, next)| (own - next).max(0.0)).collect()
}
