//! What a norm from outside says of each stratum of the town; written again from `docs/expected.md`.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::super::Verdict;
use super::super::tables::{Table, Tables};
use super::fitting::Town;

/// The users that each thing with a norm would have, by stratum.
pub(super) fn users<'a>(tables: &'a Tables, town: &Town) -> BTreeMap<&'a str, Vec<f64>> {
    let Some(table) = tables.by_name.get("norm") else {
        return BTreeMap::new();
    };
    let mut rows: BTreeMap<&str, Vec<&Vec<String>>> = BTreeMap::new();
    for row in &table.rows {
        rows.entry(&row[0]).or_default().push(row);
    }
    rows.into_iter()
        .map(|(what, rows)| (what, of_one(table, &rows, town)))
        .collect()
}

fn of_one(table: &Table, rows: &[&Vec<String>], town: &Town) -> Vec<f64> {
    let rates = town.strata.iter().map(|labels| rate(table, rows, labels));
    let rates: Vec<Option<f64>> = rates.collect();
    let (mut users, mut all) = (0.0, 0.0);
    for (rate, households) in rates.iter().zip(&town.households) {
        if let Some(rate) = rate {
            users += rate * households;
            all += households;
        }
    }
    let of_others = if all > 0.0 { users / all } else { 0.0 };
    let of_stratum =
        |(rate, households): (Option<f64>, &f64)| rate.unwrap_or(of_others) * households;
    rates
        .into_iter()
        .zip(&town.households)
        .map(of_stratum)
        .collect()
}

/// The rate of the households of a stratum; `None` where none is of them.
fn rate(table: &Table, rows: &[&Vec<String>], labels: &[[String; 2]; 3]) -> Option<f64> {
    let is_of = |row: &&&Vec<String>| {
        let mut both = labels
            .iter()
            .map(|[dimension, label]| (table.text(row, dimension), label));
        both.all(|(own, label)| own == "all" || own == label)
    };
    let row = rows.iter().find(is_of)?;
    table.text(row, "rate").parse().ok()
}

/// A rate is a part of all households, of a thing of the release and from a source that `run.json` names; a thing has a rate for
/// every household of which all is known, and for none two.
pub(super) fn check(tables: &Tables, run: &Json, town: Option<&Town>, verdict: &mut Verdict) {
    let Some(table) = tables.by_name.get("norm") else {
        return;
    };
    let mut shapes: BTreeMap<&str, [bool; 3]> = BTreeMap::new();
    for row in &table.rows {
        let rate: Option<f64> = table.text(row, "rate").parse().ok();
        let is_source = |file: &Json| file["source"].as_str() == Some(table.text(row, "source"));
        let mut files = run["norm"].as_array().into_iter().flatten();
        let services = run["services"].as_array().into_iter().flatten();
        let is_whole = |one: &Json| {
            ["missing", "partial"]
                .iter()
                .all(|field| one[field] != true)
        };
        let is_of = |one: &&Json| {
            [("service", "code"), ("domain", "domain")]
                .iter()
                .any(|(kind, field)| {
                    let name = one[field].as_str().unwrap_or_default();
                    row[0] == format!("{kind}={name}")
                })
        };
        let own: Vec<&Json> = services.filter(is_of).collect();
        let is_known = !own.is_empty() && own.into_iter().all(is_whole);
        let shape = [1, 2, 3].map(|place| row[place] != "all");
        let is_like = *shapes.entry(&row[0]).or_insert(shape) == shape;
        let is_rate = rate.is_some_and(|rate| (0.0..=1.0).contains(&rate));
        if !is_rate || !is_like || !files.any(is_source) || !is_known {
            verdict.object(format!(
                "{}: is no rate of a service or domain, or not from a source of run.json",
                table.name_row(row)
            ));
        }
    }
    for what in shapes.keys() {
        let rows: Vec<&Vec<String>> = table.rows.iter().filter(|row| row[0] == **what).collect();
        let shape = shapes[what];
        let mut strata = town.into_iter().flat_map(|town| &town.strata);
        let is_known = |labels: &[[String; 2]; 3]| {
            let mut used = labels.iter().zip(shape).filter(|(_, is_used)| *is_used);
            used.all(|([_, label], _)| label != "unknown")
        };
        if strata.any(|labels| is_known(labels) && rate(table, &rows, labels).is_none()) {
            verdict.object(format!("norm: {what} has no rate for some households"));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::tables::given;
    use super::*;

    fn problems(change: Option<(&str, usize, usize, &str)>) -> Vec<String> {
        let crossing = "age_band/household_type/household_size";
        let mut by_name = BTreeMap::from([
            given(
                "population",
                &[
                    &["gemeente", "all", crossing, "0-64/single/1", "500", "exact"],
                    &["gemeente", "all", crossing, "65+/single/1", "300", "exact"],
                    &[
                        "gemeente",
                        "all",
                        crossing,
                        "unknown/single/1",
                        "5",
                        "exact",
                    ],
                ],
            ),
            given(
                "norm",
                &[
                    &["service=help", "0-64", "all", "all", "0.1", "region"],
                    &["service=help", "65+", "all", "all", "0.2", "region"],
                ],
            ),
        ]);
        if let Some((name, row, column, text)) = change {
            text.clone_into(&mut by_name.get_mut(name).unwrap().rows[row][column]);
        }
        let tables = Tables {
            by_name,
            printing: None,
        };
        let run = json!({"norm": [{"source": "region"}], "services": [{"code": "help"}]});
        let (town, mut verdict) = (Town::of(&tables), Verdict::default());
        check(&tables, &run, town.as_ref(), &mut verdict);
        verdict.problems
    }

    #[test]
    fn a_norm_of_no_use_is_found_out() {
        assert_eq!(problems(None), [""; 0]);
        for change in [
            ("norm", 0, 0, "service=yoga"),
            ("norm", 0, 4, "1.1"),
            ("norm", 0, 4, ""),
            ("norm", 0, 5, "another region"),
            ("norm", 1, 1, "0-64"),
            ("norm", 1, 2, "single"),
            ("population", 0, 3, "0-24/single/1"),
        ] {
            assert!(!problems(Some(change)).is_empty(), "{change:?}");
        }
    }
}
