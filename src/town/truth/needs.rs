//! The true households with the need and without help, and those with the right that use it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Truth;
use super::count::{Counted, Services, each, private};
use super::groups::{areas_of, values_of};
use crate::town::services::{KINDS, NEED, RIGHT, place_of};

/// Level and area, or group.
type At = (&'static str, String);

/// Per level, how many households, and how many of these are in the part.
fn parts(households: impl Iterator<Item = (Vec<At>, bool)>) -> BTreeMap<At, [u64; 2]> {
    let mut counts: BTreeMap<At, [u64; 2]> = BTreeMap::new();
    for (levels, is_part) in households {
        for level in levels {
            let [all, part] = counts.entry(level).or_default();
            *all += 1;
            *part += u64::from(is_part);
        }
    }
    counts
}

fn town() -> At {
    ("gemeente", "all".into())
}

fn in_need<'a>(
    truth: &'a Truth,
    counted: &'a Counted,
) -> impl Iterator<Item = (usize, Services)> + 'a {
    private(truth, counted).filter(|(home, _)| counted.in_need[*home])
}

pub(super) fn needs(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let answers = |place: usize| NEED.answered_by.contains(&KINDS[place].domain);
    let households = in_need(truth, counted).map(|(home, set)| {
        let [age, kind, _] = values_of(truth, home);
        let levels = [town(), age, kind].into_iter().chain(areas_of(truth, home));
        (levels.collect(), !each(set).any(answers))
    });
    let row = |((level, area), [all, without]): (At, [u64; 2])| json!({ "need": NEED.code, "level": level, "area": area, "households": all, "without_service": without });
    parts(households).into_iter().map(row).collect()
}

pub(super) fn need_by_service(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for service in in_need(truth, counted).flat_map(|(_, set)| each(set)) {
        *counts.entry(KINDS[service].code).or_default() += 1;
    }
    let row =
        |(service, count)| json!({ "need": NEED.code, "service": service, "households": count });
    counts.into_iter().map(row).collect()
}

pub(super) fn reached(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let [by, to] = RIGHT.map(|code| place_of(code).unwrap_or(0));
    let has = |set: Services, place: usize| set >> place & 1 == 1;
    let entitled = private(truth, counted).filter(|(_, set)| has(*set, by));
    let households = entitled.map(|(home, set)| {
        let levels = std::iter::once(town()).chain(areas_of(truth, home));
        (levels.collect(), has(set, to))
    });
    let right = RIGHT.join(">");
    let row = |((level, area), [all, reached]): (At, [u64; 2])| json!({ "entitlement": right, "level": level, "area": area, "households": all, "reached": reached });
    parts(households).into_iter().map(row).collect()
}
