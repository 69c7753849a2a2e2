//! The true households with each service, by group and by area.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Truth;
use super::count::{Counted, each, private};
use crate::town::areas::{buurt_code, wijk_code};
use crate::town::services::KINDS;
use crate::vocabulary::{AgeBand, AgeBands, HouseholdSize};

pub(super) fn service_by_group(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let homes = &truth.households;
    let bands = AgeBands::default();
    let mut counts: BTreeMap<(&str, &str, String), u64> = BTreeMap::new();
    for (home, set) in private(truth, counted) {
        let size = HouseholdSize::of(homes.size[home] as usize);
        let values = [
            (
                "age_band",
                bands.label(AgeBand::from_index(homes.age_band[home])),
            ),
            ("household_type", homes.kind[home].word().to_owned()),
            (
                "household_size",
                size.map_or_else(String::new, HouseholdSize::label),
            ),
        ];
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
    let homes = &truth.households;
    let mut counts: BTreeMap<(&str, &str, String), u64> = BTreeMap::new();
    for (home, set) in private(truth, counted) {
        let (district, wijk) = (homes.district[home], homes.wijk[home].into());
        let areas = [
            ("wijk", wijk_code(district, wijk)),
            (
                "buurt",
                buurt_code(district, homes.buurt[home].into(), wijk),
            ),
        ];
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
