//! How many households would have a service in each area, if households of an age, type and size were alike everywhere;
//! and in which areas more have it, or fewer.

mod funnel;
mod poisson;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use super::spread::{dispersion, quantile};
use super::users::Town;
use crate::pseudonymous::protect::profile::Rounding;
use crate::released::calculate::uncounted::{UncountedTable, count, decimal, status, text};
use crate::released::calculate::{ReleaseTables, Table, Value, false_discovery_rates};
pub(in crate::released) use funnel::{Beside, limit};
use rows::{Observed, observed};

pub(super) static TABLE: UncountedTable = UncountedTable {
    name: "expected",
    row: "a service, a domain or a number of services, in an area",
    columns: &[
        text("level"),
        text("area"),
        text("what"),
        count("households"),
        status("status"),
        decimal("expected"),
        decimal("ratio"),
        decimal("low"),
        decimal("high"),
        decimal("ratio_smoothed"),
        text("class"),
    ],
    keys: 3,
    rests_on: &[
        "areas",
        "population",
        "service_by_group",
        "service_by_area",
        "domain_by_area",
        "norm",
    ],
};

/// The share of the areas that stand out which may do so by chance.
const FALSE_DISCOVERIES: f64 = 0.1;

/// What is said of an area where enough is expected.
struct Judged {
    beside: Beside,
    low: f64,
    high: f64,
    smoothed: f64,
    /// How likely chance is to bring it as far from what is expected.
    p: f64,
}

/// The table, from published cells only.
pub(super) fn table(
    tables: &ReleaseTables,
    town: Option<&Town>,
    rounding: Option<&Rounding>,
) -> Table {
    let variance = rounding.map_or(0.0, Rounding::variance);
    let observed = observed(tables, town);
    let mut judged: Vec<Option<Judged>> = Vec::new();
    judged.resize_with(observed.len(), || None);
    // What is judged together: one thing, at one level of areas.
    let mut together: BTreeMap<(&str, &str, bool), Vec<usize>> = BTreeMap::new();
    for (place, one) in observed.iter().enumerate() {
        let key = (one.level, one.what.as_str(), one.is_by_norm);
        if one.beside().is_some() {
            together.entry(key).or_default().push(place);
        }
    }
    // Areas often have as many households as each other.
    let besides = observed.iter().filter_map(Observed::beside);
    let intervals: BTreeMap<u64, [f64; 2]> = besides
        .map(|one| one.observed)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .map(|count| (count, poisson::interval(count)))
        .collect();
    for ((_, _, is_by_norm), places) in &together {
        let all: Vec<Beside> = places
            .iter()
            .filter_map(|place| observed[*place].beside())
            .collect();
        for (place, one) in places
            .iter()
            .zip(judge(&all, &intervals, (variance, *is_by_norm)))
        {
            judged[*place] = Some(one);
        }
    }
    let p_values: Vec<Option<f64>> = judged.iter().map(|one| Some(one.as_ref()?.p)).collect();
    let rates = false_discovery_rates(&p_values, 0);
    let rows = observed.into_iter().zip(&judged).zip(rates);
    TABLE.with(
        rows.map(|((one, judged), rate)| row(one, judged.as_ref(), rate))
            .collect(),
    )
}

/// Says of the areas of one thing how far they are from what is expected. By a norm all may be on one side: how much they differ
/// is then measured from the middle one.
fn judge(
    all: &[Beside],
    intervals: &BTreeMap<u64, [f64; 2]>,
    (variance, is_by_norm): (f64, bool),
) -> Vec<Judged> {
    let distances: Vec<f64> = all.iter().map(|one| one.distance(variance)).collect();
    let mut sorted = distances.clone();
    sorted.sort_by(f64::total_cmp);
    let middle = if is_by_norm {
        quantile(&sorted, 5)
    } else {
        0.0
    };
    let apart: Vec<f64> = distances.iter().map(|own| own - middle).collect();
    let dispersion = dispersion(&apart);
    let one = |((beside, distance), smoothed): ((&Beside, f64), f64)| {
        let count = beside.observed as f64;
        let of_rounding = if count > 0.0 { variance / count } else { 0.0 };
        let wider = (dispersion + of_rounding).sqrt();
        let ratio = beside.ratio();
        let [low, high] = intervals[&beside.observed]
            .map(|bound| ratio + (bound / beside.expected - ratio) * wider);
        Judged {
            beside: *beside,
            low: low.max(0.0),
            high,
            smoothed,
            p: libm::erfc(distance.abs() / (2.0 * dispersion).sqrt()),
        }
    };
    let smoothed = funnel::smoothed(all);
    all.iter().zip(distances).zip(smoothed).map(one).collect()
}

fn row(one: Observed, judged: Option<&Judged>, rate: Option<f64>) -> Vec<Value> {
    let number = |of: fn(&Judged) -> f64| Value::decimal(judged.map(of));
    let class = judged
        .zip(rate)
        .map_or("", |(judged, rate)| class(judged.beside.ratio(), rate));
    let class = if class.is_empty() {
        Value::Empty
    } else {
        Value::text(class)
    };
    vec![
        Value::text(one.level),
        Value::text(one.area),
        Value::text(one.what),
        one.households.map_or(Value::Empty, Value::Count),
        Value::text(one.status),
        Value::decimal(one.expected),
        number(|one| one.beside.ratio()),
        number(|one| one.low),
        number(|one| one.high),
        number(|one| one.smoothed),
        class,
    ]
}

fn class(ratio: f64, rate: f64) -> &'static str {
    if rate > FALSE_DISCOVERIES {
        "as expected"
    } else if ratio < 1.0 {
        "low"
    } else {
        "high"
    }
}

#[cfg(test)]
mod tests;
