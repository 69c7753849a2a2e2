//! Households by age band, type and size together: of the town as they are published, of any group of households from what
//! is published of it by one of the three at a time.

use std::collections::BTreeMap;

use super::cells::rows;
use crate::released::calculate::ReleaseTables;

/// By what households are alike.
const DIMENSIONS: [&str; 3] = ["age_band", "household_type", "household_size"];

/// How often each dimension is fitted in turn. More does not come nearer: rounded margins contradict each other a little.
const ROUNDS: usize = 20;

/// The published households of a group by the levels of each dimension; `None` where a number is hidden.
pub(super) type Margins<'a> = [BTreeMap<&'a str, Option<u64>>; 3];

/// The households of the town by age band, type and size together.
#[derive(Debug)]
pub(super) struct Strata<'a> {
    /// The levels of each dimension, and the households at them.
    levels: [BTreeMap<&'a str, f64>; 3],
    /// The strata with households.
    all: Vec<([&'a str; 3], f64)>,
    /// The places of the labels of each among the levels.
    places: Vec<[usize; 3]>,
}

impl<'a> Strata<'a> {
    /// Those of the town; `None` where they are not published.
    pub(super) fn of(tables: &'a ReleaseTables) -> Option<Self> {
        let crossing = DIMENSIONS.join("/");
        let columns = ["level", "dimension", "value"];
        let mut strata = Vec::new();
        for ([level, dimension, value], count) in rows(tables, "population", columns, "households")
        {
            let labels: Vec<&str> = value.split('/').collect();
            if let ("gemeente", Ok(labels)) = (level, <[&str; 3]>::try_from(labels))
                && dimension == crossing
            {
                strata.push((labels, count.unwrap_or(0) as f64));
            }
        }
        let mut levels: [BTreeMap<&str, f64>; 3] = Default::default();
        for (labels, households) in &strata {
            for (levels, label) in levels.iter_mut().zip(labels) {
                *levels.entry(label).or_default() += households;
            }
        }
        strata.retain(|(_, households)| *households > 0.0);
        let orders = [0, 1, 2].map(|dimension: usize| {
            let order = levels[dimension].keys().copied().zip(0..);
            order.collect::<BTreeMap<&str, usize>>()
        });
        let places = |(labels, _): &([&str; 3], f64)| [0, 1, 2].map(|at| orders[at][labels[at]]);
        let places = strata.iter().map(places).collect();
        (!strata.is_empty()).then_some(Self {
            levels,
            all: strata,
            places,
        })
    }

    /// The households of each stratum.
    pub(super) fn households(&self) -> impl Iterator<Item = f64> {
        self.all.iter().map(|(_, households)| *households)
    }

    /// The level of each stratum in each dimension.
    pub(super) fn labels(&self) -> impl Iterator<Item = &[&'a str; 3]> {
        self.all.iter().map(|(labels, _)| labels)
    }

    /// How many of `total` households are in each stratum, when they lie over age bands, types and sizes as `margins` say, and
    /// otherwise as all of the town do.
    ///
    /// Iterative proportional fitting: Deming and Stephan (1940), "On a least squares adjustment of a sampled frequency table
    /// when the expected marginal totals are known". It leaves the interactions of the town as they are.
    pub(super) fn fitted(&self, margins: &Margins, total: u64) -> Vec<f64> {
        let total = total as f64;
        let margins: Vec<Vec<f64>> = (self.levels.iter().zip(margins))
            .map(|(levels, shown)| whole(levels, shown, total))
            .collect();
        let mut fitted: Vec<f64> = self.households().collect();
        for _ in 0..ROUNDS {
            for (dimension, margin) in margins.iter().enumerate() {
                let mut sums = vec![0.0; margin.len()];
                for (places, own) in self.places.iter().zip(&fitted) {
                    sums[places[dimension]] += own;
                }
                for (places, own) in self.places.iter().zip(&mut fitted) {
                    let [margin, sum] = [margin, &sums].map(|of| of[places[dimension]]);
                    *own *= if sum > 0.0 { margin / sum } else { 0.0 };
                }
            }
        }
        let sum: f64 = fitted.iter().sum();
        let scale = if sum > 0.0 { total / sum } else { 0.0 };
        fitted.into_iter().map(|own| own * scale).collect()
    }
}

/// A margin that adds up, in the order of the levels: what is hidden shares what the others leave, by the households of the
/// town; then all in proportion.
fn whole(
    levels: &BTreeMap<&str, f64>,
    shown: &BTreeMap<&str, Option<u64>>,
    total: f64,
) -> Vec<f64> {
    let of = |label: &str| {
        shown
            .get(label)
            .copied()
            .flatten()
            .map(|count| count as f64)
    };
    let known: f64 = levels.keys().filter_map(|label| of(label)).sum();
    let hidden = levels.iter().filter(|(label, _)| of(label).is_none());
    let hidden: f64 = hidden.map(|(_, households)| households).sum();
    let rest = (total - known).max(0.0);
    let part = |(label, households): (&&str, &f64)| {
        let of_rest = || {
            if hidden > 0.0 {
                rest * households / hidden
            } else {
                0.0
            }
        };
        of(label).unwrap_or_else(of_rest)
    };
    let margin: Vec<f64> = levels.iter().map(part).collect();
    let sum: f64 = margin.iter().sum();
    let scale = if sum > 0.0 { total / sum } else { 0.0 };
    margin.into_iter().map(|own| own * scale).collect()
}

/// The place of a dimension among the three.
pub(super) fn place(dimension: &str) -> Option<usize> {
    DIMENSIONS.iter().position(|own| *own == dimension)
}
