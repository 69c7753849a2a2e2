//! How many households of a target group live where, as it is published.

use std::collections::BTreeMap;

use super::settings::Target;
use crate::released::calculate::{ReleaseTables, Value};
use crate::released::places::areas::Level;
use crate::vocabulary::{beginning_of_buurten, is_in_wijk};

/// Households by the code of an area; `None` where their number is hidden.
pub(super) type Counts = BTreeMap<String, Option<u64>>;

/// The households of `target` in each area of a level; empty where none is published for it or a finer one. What is
/// published of finer areas only is added up, where none of them is hidden.
pub(super) fn counts(tables: &ReleaseTables, target: &Target, level: Level) -> Counts {
    let own = published(tables, target, level);
    let (finer, is_inside): (_, fn(&str, &str) -> bool) = match level {
        _ if !own.is_empty() => return own,
        Level::Gemeente => (Level::Wijk, |_, _| true),
        Level::Wijk => (Level::Buurt, is_in_wijk),
        Level::Buurt => return own,
    };
    let parts = counts(tables, target, finer);
    if parts.is_empty() {
        return own;
    }
    let all = published(tables, &Target::Everyone, level).into_keys();
    let sum = |whole: &String| {
        let behind = match level {
            Level::Wijk => parts.range(beginning_of_buurten(whole)..),
            _ => parts.range(String::new()..),
        };
        let own = behind.take_while(|(part, _)| is_inside(part, whole));
        // Of an area without parts nothing is known.
        own.map(|(_, count)| *count)
            .reduce(|sum, count| Some(sum? + count?))?
    };
    all.map(|whole| (whole.clone(), sum(&whole))).collect()
}

/// The households that a table says.
pub(super) fn published(tables: &ReleaseTables, target: &Target, level: Level) -> Counts {
    match target {
        Target::Everyone => of(tables, "areas", level, &[]),
        Target::Service(code) => of(tables, "service_by_area", level, &[("service", code)]),
        Target::Group {
            dimension, values, ..
        } => {
            let mut sum = Counts::new();
            for (place, value) in values.iter().enumerate() {
                let keys = [("dimension", *dimension), ("value", value.as_str())];
                for (area, count) in of(tables, "population", level, &keys) {
                    let before = sum.get(&area).copied().unwrap_or((place == 0).then_some(0));
                    sum.insert(area, before.zip(count).map(|(one, other)| one + other));
                }
            }
            sum
        }
    }
}

fn of(tables: &ReleaseTables, table: &str, level: Level, keys: &[(&str, &str)]) -> Counts {
    let Some(table) = tables.table(table) else {
        return Counts::new();
    };
    let places = ["level", "area", "households"].map(|name| table.column(name));
    let [Some(level_at), Some(area_at), Some(count_at)] = places else {
        return Counts::new();
    };
    let is = |row: &[Value], place: usize, text: &str| matches!(&row[place], Value::Text(own) if own == text);
    let fits = |row: &&Vec<Value>| {
        is(row, level_at, level.word())
            && !is(row, area_at, "unknown")
            && keys
                .iter()
                .all(|(key, text)| table.column(key).is_some_and(|place| is(row, place, text)))
    };
    let count = |row: &Vec<Value>| match (&row[area_at], &row[count_at]) {
        (Value::Text(area), Value::Count(count)) => Some((area.to_string(), Some(*count))),
        (Value::Text(area), _) => Some((area.to_string(), None)),
        _ => None,
    };
    table.rows.iter().filter(fits).filter_map(count).collect()
}
