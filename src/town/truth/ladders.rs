//! How many households have 0, 1, 2, … services.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::count::Services;

/// How many have exactly 0, 1, 2, … services.
pub(super) type Histogram = Vec<u64>;

/// The histogram of some sets.
pub(super) fn histogram(sets: impl Iterator<Item = Services>) -> Histogram {
    let mut counts = Vec::new();
    for set in sets {
        add(&mut counts, set.count_ones() as usize);
    }
    counts
}

/// Counts one with `number` services.
pub(super) fn add(counts: &mut Histogram, number: usize) {
    if counts.len() <= number {
        counts.resize(number + 1, 0);
    }
    counts[number] += 1;
}

/// How many have `number` or more.
pub(super) fn at_least(counts: &[u64], number: usize) -> u64 {
    counts.iter().skip(number).sum()
}

/// Per level: `all`, `0`, `1`, …, `1+`, `2+`, …
pub(super) fn ladders(
    [unit, dimension]: [&str; 2],
    sets: impl Iterator<Item = (usize, Services)>,
    level: impl Fn(usize) -> String,
) -> Vec<Value> {
    let mut levels: BTreeMap<String, Histogram> = BTreeMap::new();
    for (place, set) in sets {
        add(
            levels.entry(level(place)).or_default(),
            set.count_ones() as usize,
        );
    }
    let row = |level: &str, services: String, count: u64| json!({ "unit": unit, "dimension": dimension, "level": level, "services": services, "households": count });
    let mut rows = Vec::new();
    for (level, counts) in &levels {
        rows.push(row(level, "all".into(), at_least(counts, 0)));
        rows.extend(rungs(counts, 0).map(|(services, count)| row(level, services, count)));
    }
    rows
}

/// `0`, `1`, … where above zero, then `1+`, `2+`, …; from `first` on.
pub(super) fn rungs(counts: &[u64], first: usize) -> impl Iterator<Item = (String, u64)> + '_ {
    let exact = (first..counts.len()).map(|number| (number.to_string(), counts[number]));
    let from =
        (first.max(1)..counts.len()).map(|number| (format!("{number}+"), at_least(counts, number)));
    exact.chain(from).filter(|(_, count)| *count > 0)
}
