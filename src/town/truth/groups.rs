//! The true households, and those with each service, by group and by area.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Truth;
use super::count::{Counted, each, private};
use crate::town::areas::{buurt_code, wijk_code};
use crate::town::services::KINDS;
use crate::vocabulary::{AgeBand, AgeBands, HouseholdSize};

/// The age band, type and size of a household, each by its dimension.
pub(super) fn values_of(truth: &Truth, home: usize) -> [(&'static str, String); 3] {
    let homes = &truth.households;
    let size = HouseholdSize::of(homes.size[home] as usize);
    let band = AgeBand::from_index(homes.age_band[home]);
    [
        ("age_band", AgeBands::default().label(band)),
        ("household_type", homes.kind[home].word().to_owned()),
        (
            "household_size",
            size.map_or_else(String::new, HouseholdSize::label),
        ),
    ]
}

/// The wijk and buurt of a household, each by its level.
pub(super) fn areas_of(truth: &Truth, home: usize) -> [(&'static str, String); 2] {
    let homes = &truth.households;
    let (district, wijk) = (homes.district[home], homes.wijk[home].into());
    [
        ("wijk", wijk_code(district, wijk)),
        (
            "buurt",
            buurt_code(district, homes.buurt[home].into(), wijk),
        ),
    ]
}

pub(super) fn population(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let mut counts: BTreeMap<[String; 4], u64> = BTreeMap::new();
    let mut add = |key: [&str; 4]| *counts.entry(key.map(str::to_owned)).or_default() += 1;
    for (home, _) in private(truth, counted) {
        let values = values_of(truth, home);
        let all = values.each_ref().map(|(_, value)| value.as_str()).join("/");
        add([
            "gemeente",
            "all",
            "age_band/household_type/household_size",
            &all,
        ]);
        for (level, area) in areas_of(truth, home) {
            for (dimension, value) in &values {
                add([level, &area, dimension, value]);
            }
        }
    }
    let row = |([level, area, dimension, value], count): ([String; 4], u64)| json!({ "level": level, "area": area, "dimension": dimension, "value": value, "households": count });
    counts.into_iter().map(row).collect()
}

pub(super) fn service_by_group(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let mut counts: BTreeMap<(&str, &str, String), u64> = BTreeMap::new();
    for (home, set) in private(truth, counted) {
        let values = values_of(truth, home);
        for service in each(set) {
            for (dimension, value) in values.clone() {
                *counts
                    .entry((KINDS[service].code, dimension, value))
                    .or_default() += 1;
            }
        }
    }
    let row = |((service, dimension, value), count)| json!({ "service": service, "dimension": dimension, "value": value, "households": count });
    counts.into_iter().map(row).collect()
}

pub(super) fn service_by_area(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let mut counts: BTreeMap<(&str, &str, String), u64> = BTreeMap::new();
    for (home, set) in private(truth, counted) {
        let areas = areas_of(truth, home);
        for service in each(set) {
            for (level, area) in areas.clone() {
                *counts
                    .entry((KINDS[service].code, level, area))
                    .or_default() += 1;
            }
        }
    }
    let row = |((service, level, area), count)| json!({ "service": service, "level": level, "area": area, "households": count });
    counts.into_iter().map(row).collect()
}

pub(super) fn domain_by_area(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let mut counts: BTreeMap<(&str, &str, String), u64> = BTreeMap::new();
    for (home, set) in private(truth, counted) {
        let own: BTreeSet<&str> = each(set).map(|service| KINDS[service].domain).collect();
        let areas = areas_of(truth, home).into_iter();
        for (level, area) in areas.chain([("gemeente", "all".to_owned())]) {
            for domain in &own {
                *counts.entry((domain, level, area.clone())).or_default() += 1;
            }
        }
    }
    let row = |((domain, level, area), count): ((&str, &str, String), u64)| json!({ "domain": domain, "level": level, "area": area, "households": count });
    counts.into_iter().map(row).collect()
}

pub(super) fn pair_by_area(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let mut counts: BTreeMap<([&str; 2], &str, String), u64> = BTreeMap::new();
    for (home, set) in private(truth, counted) {
        let mut codes: Vec<&str> = each(set).map(|service| KINDS[service].code).collect();
        codes.sort_unstable();
        for (level, area) in areas_of(truth, home) {
            for (place, a) in codes.iter().enumerate() {
                for b in &codes[place + 1..] {
                    *counts.entry(([a, b], level, area.clone())).or_default() += 1;
                }
            }
        }
    }
    let row = |(([a, b], level, area), count): (([&str; 2], &str, String), u64)| json!({ "service_a": a, "service_b": b, "level": level, "area": area, "households": count });
    counts.into_iter().map(row).collect()
}
