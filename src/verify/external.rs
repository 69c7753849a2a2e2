//! Table `external` once more, but for the numbers of CBS themselves; by `docs/external.md`.

use serde_json::Value as Json;

use super::Verdict;
use super::printing::Printing;
use super::tables::{Table, Tables};

/// A number of CBS is a multiple of 5.
const BASE: f64 = 5.0;

pub(super) fn check(tables: &Tables, run: &Json, verdict: &mut Verdict) {
    let Some(table) = tables.by_name.get("external") else {
        return;
    };
    let away = tables.printing.as_ref().map_or(0, Printing::reach);
    let mut last = None;
    for row in &table.rows {
        verdict.derived += 1;
        let key = key(row);
        if last.as_ref() >= Some(&key) || !holds(table, row, tables, (run, away)) {
            let row = table.name_row(row);
            verdict.object(format!("{row}: does not follow from the published numbers"));
        }
        last = Some(key);
    }
}

/// Level, area, number of services and whether that or more, unit.
fn key(row: &[String]) -> (String, String, u64, bool, String) {
    let number = row[2].trim_end_matches('+').parse().unwrap_or_default();
    let is_more = row[2].ends_with('+');
    (
        row[0].clone(),
        row[1].clone(),
        number,
        is_more,
        row[3].clone(),
    )
}

fn holds(table: &Table, row: &[String], tables: &Tables, (run, away): (&Json, u64)) -> bool {
    let number = |column: &str| table.text(row, column).parse::<f64>().ok();
    let is_households = row[3] == "households";
    let (ours, roundings) = match (is_households, row[0].as_str(), row[2].as_str()) {
        (true, ..) => of_stacking(tables, row),
        (false, "gemeente", "1+") if row[3] == "persons" => (persons(tables), 1),
        _ => return false,
    };
    let external = number("external");
    let is_of_cbs = external.is_none_or(|number| number >= 0.0 && number.fract() == 0.0);
    let apart = ours
        .zip(external)
        .map(|(ours, external)| ours as f64 - external);
    let allowed = (away * roundings) as f64 + BASE / 2.0;
    let beyond = match apart {
        None => "",
        Some(apart) if apart.abs() <= allowed => "same",
        Some(apart) if apart > 0.0 => "more",
        Some(_) => "less",
    };
    let is_same = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() < 1e-6,
        (one, other) => one.is_none() && other.is_none(),
    };
    is_of_cbs
        && is_same(number("ours"), ours.map(|ours| ours as f64))
        && is_same(number("difference"), apart)
        && table.text(row, "beyond") == beyond
        && is_reason(
            run,
            table.text(row, "reasons"),
            is_households && row[2] != "1+",
        )
}

/// The households of a row, and how many printed numbers are in it.
fn of_stacking(tables: &Tables, row: &[String]) -> (Option<u64>, u64) {
    let (dimension, level) = match row[0].as_str() {
        "gemeente" => ("all", "all"),
        other => (other, row[1].as_str()),
    };
    let keys = ["household", dimension, level, &row[2]];
    let stacking = tables.by_name.get("stacking");
    let found =
        stacking.and_then(|table| Some((table, table.rows.iter().find(|own| own[..4] == keys)?)));
    found.map_or((None, 1), |(table, own)| {
        let is_derived = table.text(own, "status") == "derived";
        let count = table.count(own, "households");
        (count, if is_derived && count.is_some() { 2 } else { 1 })
    })
}

fn persons(tables: &Tables) -> Option<u64> {
    let table = tables.by_name.get("headline")?;
    let row = table
        .rows
        .iter()
        .find(|row| row[0] == "persons_with_service")?;
    table.count(row, "value")
}

/// Whether the reasons are those that `run.json` gives; a table of several files may be provisional in part.
fn is_reason(run: &Json, said: &str, is_of_number: bool) -> bool {
    let list = |field: &str| run[field].as_array().into_iter().flatten();
    let laws = ["wmo", "jeugd", "participatie", "p-wet"];
    let is_outside = |one: &Json| {
        let domain = one["domain"].as_str().unwrap_or_default().to_lowercase();
        !laws.iter().any(|law| domain.contains(law))
    };
    let day = |field: &str| run[field].as_str().unwrap_or_default();
    let is_year = day("from").ends_with("-01-01") && day("to").ends_with("-12-31");
    let known = [
        ("services", list("services").any(is_outside)),
        ("count", run["count"] == "distinct" && is_of_number),
        ("moment", run["moment"] == "reference_date"),
        ("period", !is_year),
        ("missing", super::layout::absent(run).next().is_some()),
    ];
    let words = known.iter().filter(|(_, holds)| *holds);
    let words: Vec<&str> = words.map(|(word, _)| *word).collect();
    let provisional = |is: bool| list("external").any(|file| (file["provisional"] == true) == is);
    let with = [&words[..], &["provisional"]].concat().join(" ");
    provisional(true) && said == with || provisional(false) && said == words.join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::super::tables::given;
    use super::*;

    fn problems(change: Option<(usize, usize, &str)>) -> Vec<String> {
        let stacking = [
            ["household", "all", "all", "1", "60", "derived"],
            ["household", "all", "all", "1+", "100", "rounded"],
            ["household", "wijk", "WK099901", "1+", "70", "rounded"],
        ];
        let with = "services count";
        let mut external = given(
            "external",
            &[
                [
                    "gemeente",
                    "all",
                    "1",
                    "households",
                    "60",
                    "40",
                    "20",
                    "more",
                    with,
                ],
                [
                    "gemeente",
                    "all",
                    "1+",
                    "households",
                    "100",
                    "90",
                    "10",
                    "same",
                    "services",
                ],
                [
                    "gemeente", "all", "1+", "persons", "120", "135", "-15", "less", "services",
                ],
                [
                    "wijk",
                    "WK099901",
                    "1+",
                    "households",
                    "70",
                    "",
                    "",
                    "",
                    "services",
                ],
            ],
        );
        if let Some((row, column, text)) = change {
            text.clone_into(&mut external.1.rows[row][column]);
        }
        let headline = given("headline", &[["persons_with_service", "120"]]);
        let tables = Tables {
            by_name: BTreeMap::from([given("stacking", &stacking), headline, external]),
            printing: Some(Printing::K5),
        };
        let run = json!({
            "from": "2026-01-01", "to": "2026-12-31", "count": "distinct", "moment": "period",
            "services": [{"domain": "Wmo"}, {"domain": "UWV"}], "missing": [], "external": [{"source": "CBS"}],
        });
        let mut verdict = Verdict::default();
        check(&tables, &run, &mut verdict);
        verdict.problems
    }

    #[test]
    fn a_comparison_that_does_not_follow_is_found_out() {
        assert_eq!(problems(None), [""; 0]);
        for change in [
            (0, 4, "65"),
            (0, 5, "45"),
            (0, 7, "same"),
            (0, 8, "services"),
            (1, 1, "WK099901"),
            (1, 5, "90.5"),
            (1, 6, "-10"),
            (2, 3, "clients"),
            (2, 8, ""),
            (3, 4, ""),
            (3, 7, "same"),
            (3, 0, "buurt"),
        ] {
            assert!(!problems(Some(change)).is_empty(), "{change:?}");
        }
    }
}
