//! Table `external` once more, but for the numbers of CBS themselves; by `docs/external.md`.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Verdict;
use super::printing::Printing;
use super::tables::{Table, Tables};

/// A number of CBS is a multiple of 5, and one of a single day of 10.
const BASE: f64 = 5.0;
const BASE_OF_DAY: f64 = 10.0;

/// So many numbers of CBS make those with a law: it alone, with either other, and with both.
const OF_LAW: f64 = 4.0;

pub(super) fn check(tables: &Tables, run: &Json, verdict: &mut Verdict) {
    let Some(table) = tables.by_name.get("external") else {
        return;
    };
    let away = tables.printing.as_ref().map_or(0, Printing::reach);
    let ours = ours(tables);
    let mut last = None;
    for row in &table.rows {
        verdict.derived += 1;
        let key = key(row);
        if last.as_ref() >= Some(&key) || !holds(table, row, &ours, (run, away)) {
            let row = table.name_row(row);
            verdict.object(format!("{row}: does not follow from the published numbers"));
        }
        last = Some(key);
    }
}

/// Level, area, number of services (all others after these), which, unit.
fn key(row: &[String]) -> (&str, &str, u8, &str, &str) {
    let number = row[2].trim_end_matches('+').parse().unwrap_or(u8::MAX);
    (&row[0], &row[1], number, &row[2], &row[3])
}

fn holds(table: &Table, row: &[String], all: &Ours, (run, away): (&Json, u64)) -> bool {
    let number = |column: &str| table.text(row, column).parse::<f64>().ok();
    let is_households = row[3] == "households";
    let (kind, name) = row[2].split_once('=').unwrap_or(("", ""));
    let is_of_number = row[2].starts_with(|sign: char| sign.is_ascii_digit());
    let is_clients = row[3] == "clients";
    let found = match (kind, row[0].as_str(), row[3].as_str()) {
        ("domain", ..) if is_households || is_clients => {
            (all.get(&vec!["domain_by_area", name, &row[0], &row[1]])).copied()
        }
        ("service", "gemeente", "persons") => all.get(&vec!["services", name]).copied(),
        ("", _, "households") if is_of_number => Some(of_stacking(all, row)),
        ("", "gemeente", "persons") if row[2] == "1+" => {
            let persons = all.get(&vec!["headline", "persons_with_service"]);
            Some((persons.and_then(|(persons, _)| *persons), 1))
        }
        _ => None,
    };
    let Some((ours, roundings)) = found else {
        return false;
    };
    let reasons = table.text(row, "reasons");
    let is_of_day = kind == "service" && reasons.split(' ').any(|one| one == "day");
    let base = match (kind, is_clients) {
        ("domain", false) => OF_LAW * BASE,
        _ if is_of_day => BASE_OF_DAY,
        _ => BASE,
    };
    let external = number("external");
    let is_of_cbs = external.is_none_or(|number| number >= 0.0 && number.fract() == 0.0);
    let apart = ours
        .zip(external)
        .map(|(ours, external)| ours as f64 - external);
    let allowed = (away * roundings) as f64 + base / 2.0;
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
            reasons,
            [
                is_of_number,
                is_of_number && is_households && row[2] != "1+",
                is_clients,
                is_of_day,
            ],
        )
}

/// The published numbers by table and keys, and how many printed numbers are in each.
type Ours<'a> = BTreeMap<Vec<&'a str>, (Option<u64>, u64)>;

fn ours(tables: &Tables) -> Ours<'_> {
    let mut all = Ours::new();
    for (name, keys, column) in [
        ("domain_by_area", 3, "households"),
        ("services", 1, "persons"),
        ("stacking", 4, "households"),
        ("headline", 1, "value"),
    ] {
        let Some(table) = tables.by_name.get(name) else {
            continue;
        };
        for row in &table.rows {
            let own = row[..keys].iter().map(String::as_str);
            let key = [name].into_iter().chain(own).collect();
            let is_derived = table.text(row, "status") == "derived";
            let number = (table.count(row, column), if is_derived { 2 } else { 1 });
            all.entry(key).or_insert(number);
        }
    }
    all
}

/// The households of a row, and how many printed numbers are in it.
fn of_stacking(all: &Ours, row: &[String]) -> (Option<u64>, u64) {
    let (dimension, level) = match row[0].as_str() {
        "gemeente" => ("all", "all"),
        other => (other, row[1].as_str()),
    };
    let own = all.get(&vec!["stacking", "household", dimension, level, &row[2]]);
    own.copied().unwrap_or((None, 1))
}

/// Whether the reasons are those that `run.json` gives; a table of several files may be provisional in part.
fn is_reason(
    run: &Json,
    said: &str,
    [of_all, is_of_number, is_clients, is_of_day]: [bool; 4],
) -> bool {
    let list = |field: &str| run[field].as_array().into_iter().flatten();
    let laws = [
        "wmo",
        "maatschappelijke ondersteuning",
        "jeugd",
        "participatie",
        "p-wet",
    ];
    let is_outside = |one: &Json| {
        let domain = one["domain"].as_str().unwrap_or_default().to_lowercase();
        !laws.iter().any(|law| domain.contains(law))
    };
    let day = |field: &str| run[field].as_str().unwrap_or_default();
    let is_year = day("from").ends_with("-01-01") && day("to").ends_with("-12-31");
    let known = [
        ("services", of_all && list("services").any(is_outside)),
        ("count", run["count"] == "distinct" && is_of_number),
        ("clients", is_clients),
        ("day", is_of_day),
        ("moment", run["moment"] == "reference_date" && !is_of_day),
        ("period", !is_year && !is_of_day),
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
    use serde_json::json;

    use super::super::tables::given;
    use super::*;

    #[rustfmt::skip]
    const EXTERNAL: [[&str; 9]; 9] = [
        ["gemeente", "all", "1", "households", "60", "40", "20", "more", "services count"],
        ["gemeente", "all", "1+", "households", "100", "90", "10", "same", "services"],
        ["gemeente", "all", "1+", "persons", "120", "135", "-15", "less", "services"],
        ["gemeente", "all", "domain=Wmo", "households", "50", "65", "-15", "same", ""],
        ["gemeente", "all", "service=pw-bijstand", "persons", "100", "88", "12", "same", "day"],
        ["gemeente", "all", "service=wmo-hbh", "persons", "40", "45", "-5", "same", ""],
        ["wijk", "WK099901", "1+", "households", "70", "", "", "", "services"],
        ["wijk", "WK099901", "domain=Wmo", "clients", "30", "45", "-15", "less", "clients"],
        ["wijk", "WK099901", "domain=Wmo", "households", "30", "45", "-15", "same", ""],
    ];

    fn problems(change: Option<(usize, usize, &str)>) -> Vec<String> {
        let stacking = [
            ["household", "all", "all", "1", "60", "derived"],
            ["household", "all", "all", "1+", "100", "rounded"],
            ["household", "wijk", "WK099901", "1+", "70", "rounded"],
        ];
        let of_domain = given(
            "domain_by_area",
            &[
                ["Wmo", "gemeente", "all", "50", "rounded", "0.1"],
                ["Wmo", "wijk", "WK099901", "30", "rounded", "0.1"],
            ],
        );
        let services = given(
            "services",
            &[
                ["wmo-hbh", "Hulp", "Wmo", "loket", "40", "35", "rounded", ""],
                [
                    "pw-bijstand",
                    "Bijstand",
                    "Pw",
                    "loket",
                    "100",
                    "80",
                    "rounded",
                    "",
                ],
            ],
        );
        let mut external = given("external", &EXTERNAL);
        if let Some((row, column, text)) = change {
            text.clone_into(&mut external.1.rows[row][column]);
        }
        let headline = given("headline", &[["persons_with_service", "120"]]);
        let tables = Tables {
            by_name: BTreeMap::from([
                given("stacking", &stacking),
                headline,
                of_domain,
                services,
                external,
            ]),
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
            (3, 2, "domain=Jeugdwet"),
            (3, 3, "persons"),
            (3, 7, "less"),
            (3, 8, "services"),
            (4, 8, ""),
            (4, 8, "day moment"),
            (5, 1, "WK099901"),
            (5, 4, "35"),
            (5, 2, "service=wmo-rolstoel"),
            (6, 4, ""),
            (6, 7, "same"),
            (6, 0, "buurt"),
            (7, 7, "same"),
            (7, 8, ""),
            (8, 3, "persons"),
        ] {
            assert!(!problems(Some(change)).is_empty(), "{change:?}");
        }
    }
}
