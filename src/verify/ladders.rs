//! Checks ladders (all, 1 or more, 2 or more, …): exact steps must be differences of published numbers.

use std::collections::BTreeMap;

use super::Verdict;
use super::printing::Printing;
use super::tables::{Table, Tables};

/// The published numbers of a ladder by their label, with the status of each; `None` for a hidden number.
type Ladder<'a> = BTreeMap<&'a str, (Option<u64>, &'a str)>;

pub(super) fn check(tables: &Tables, verdict: &mut Verdict) {
    for (name, label, keys) in [
        ("stacking", "services", 3),
        ("service_stacking", "services", 1),
        ("organisations", "organisations", 0),
    ] {
        let Some(table) = tables.by_name.get(name) else {
            continue;
        };
        for (key, ladder) in group(table, label, keys) {
            let mut ladder = ladder;
            // Its first rung is the count of the service itself, which another table has.
            if name == "service_stacking" {
                ladder.insert("1+", (margin(tables, &key), "rounded"));
            }
            check_ladder(
                &format!("{name}: {}", key.join(", ")),
                &ladder,
                tables.printing.as_ref(),
                verdict,
            );
        }
    }
}

fn group<'a>(table: &'a Table, label: &str, keys: usize) -> BTreeMap<Vec<&'a str>, Ladder<'a>> {
    let mut ladders: BTreeMap<Vec<&str>, Ladder> = BTreeMap::new();
    for row in &table.rows {
        let key = row[..keys].iter().map(String::as_str).collect();
        let step = (table.count(row, "households"), table.text(row, "status"));
        ladders
            .entry(key)
            .or_default()
            .insert(table.text(row, label), step);
    }
    ladders
}

/// How many households use the service: the first step of its ladder.
fn margin(tables: &Tables, key: &[&str]) -> Option<u64> {
    let table = tables.by_name.get("services")?;
    let row = table
        .rows
        .iter()
        .find(|row| key.first() == Some(&table.text(row, "service")))?;
    table.count(row, "households")
}

fn check_ladder(
    name: &str,
    ladder: &Ladder<'_>,
    printing: Option<&Printing>,
    verdict: &mut Verdict,
) {
    let is_internal = printing.is_none();
    for (label, (value, status)) in ladder {
        let Ok(step) = label.parse::<u64>() else {
            continue;
        };
        verdict.derived += 1;
        let from = if step == 0 {
            "all".to_owned()
        } else {
            format!("{step}+")
        };
        let published = |label: &str| ladder.get(label).and_then(|(value, _)| *value);
        // Without a hidden step above it, nobody has more.
        let above = match ladder.get(format!("{}+", step + 1).as_str()) {
            Some((value, _)) => *value,
            None => is_internal.then_some(0),
        };
        let difference = match (published(&from), above) {
            (Some(below), Some(above)) => below.checked_sub(above),
            _ => None,
        };
        let is_shown = |number: &u64| printing.is_none_or(|printing| *number >= printing.smallest);
        let expected = difference.filter(is_shown);
        if *value != expected {
            verdict.object(format!(
                "{name}, {label}: is not the difference of the published numbers"
            ));
        }
        if !is_internal && value.is_some() && *status != "derived" {
            verdict.object(format!(
                "{name}, {label}: a difference has the status `derived`"
            ));
        }
    }
    let hidden: Vec<u64> = cumulative(ladder, |value| value.is_none());
    let shown: Vec<u64> = cumulative(ladder, |value| value.is_some());
    if let (Some(first), Some(last)) = (hidden.iter().min(), shown.iter().max())
        && first < last
    {
        verdict.object(format!(
            "{name}: a hidden step stands below a published one"
        ));
    }
}

fn cumulative(ladder: &Ladder<'_>, wanted: impl Fn(Option<u64>) -> bool) -> Vec<u64> {
    let steps = ladder.iter().filter(|(_, (value, _))| wanted(*value));
    steps
        .filter_map(|(label, _)| label.strip_suffix('+')?.parse().ok())
        .collect()
}
