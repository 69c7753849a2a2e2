//! The true households of each service by when, and of pairs together or one after the other.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Truth;
use crate::town::services::{KINDS, NEED_PLACE};
use crate::vocabulary::When;

/// When each private household has each of its services.
fn of_households(truth: &Truth) -> BTreeMap<u32, BTreeMap<usize, When>> {
    let rows = &truth.rows;
    let mut all: BTreeMap<u32, BTreeMap<usize, When>> = BTreeMap::new();
    for row in (0..rows.provider.len()).filter(|row| rows.counts(*row)) {
        let (Some(home), Some(service)) = (rows.household[row], rows.service[row]) else {
            continue;
        };
        if service != NEED_PLACE && truth.households.is_private(home as usize) {
            let own = all.entry(home).or_default();
            let when = own.entry(service.into()).or_default();
            *when = when.or(rows.when[row]);
        }
    }
    all
}

pub(super) fn flow(truth: &Truth) -> Vec<Value> {
    let mut counts = vec![[0_u64; 4]; KINDS.len()];
    for (service, when) in of_households(truth).values().flatten() {
        let [first, last] = [When::ON_FIRST_DAY, When::ON_LAST_DAY].map(|bit| when.meets(bit));
        let counted = [first, !first, !last, last];
        for (count, is_counted) in counts[*service].iter_mut().zip(counted) {
            *count += u64::from(is_counted);
        }
    }
    let row = |(kind, [first, came, went, last]): (usize, [u64; 4])| json!({ "service": KINDS[kind].code, "stock_first": first, "inflow": came, "outflow": went, "stock_last": last });
    let rows = counts.into_iter().enumerate();
    rows.filter(|(_, counts)| *counts != [0; 4])
        .map(row)
        .collect()
}

pub(super) fn overlap(truth: &Truth) -> Vec<Value> {
    let mut counts: BTreeMap<[&str; 2], [u64; 2]> = BTreeMap::new();
    for services in of_households(truth).into_values() {
        for (a, of_a) in &services {
            for (b, of_b) in services.range(a + 1..) {
                let mut codes = [*a, *b].map(|place| KINDS[place].code);
                codes.sort_unstable();
                let is_together = of_a.and(When::QUARTERS).meets(*of_b);
                counts.entry(codes).or_default()[usize::from(!is_together)] += 1;
            }
        }
    }
    let row = |([a, b], [together, apart]): ([&str; 2], [u64; 2])| json!({ "service_a": a, "service_b": b, "together": together, "one_after_other": apart });
    counts.into_iter().map(row).collect()
}
