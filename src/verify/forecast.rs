//! Calculates table `forecast` again, from users by age as they are published and the population of later years; written from
//! `docs/forecast.md`.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Verdict;
use super::printing::Printing;
use super::tables::{Table, Tables};

/// Half of the width of an interval that holds 95 of 100 normal numbers, in standard deviations.
const DEVIATIONS: f64 = 1.959_963_984_540_054;

/// The persons of each year by age band.
type Years<'a> = BTreeMap<u64, BTreeMap<&'a str, f64>>;

pub(super) fn check(tables: &Tables, run: &Json, verdict: &mut Verdict) {
    let population = tables.by_name.get("population_ahead");
    let years = population.map(|table| years(table, run, verdict));
    let years = years.unwrap_or_default();
    let [Some(table), Some(services)] =
        ["forecast", "services"].map(|name| tables.by_name.get(name))
    else {
        return;
    };
    let of_all = services.rows.iter().flat_map(|row| {
        let years = years.keys();
        years.map(|year| [row[0].clone(), year.to_string()])
    });
    let found = table
        .rows
        .iter()
        .map(|row| [row[0].clone(), row[1].clone()]);
    if !found.eq(of_all) {
        verdict.object("forecast: has other rows than services and years");
        return;
    }
    let variance = tables.printing.as_ref().map_or(0.0, Printing::variance);
    for row in &table.rows {
        let service = services.rows.iter().find(|one| one[0] == row[0]);
        let totals =
            service.map(|one| ["persons", "households"].map(|column| services.count(one, column)));
        let year = row[1].parse().ok().filter(|year| years.contains_key(year));
        let numbers = totals.zip(year).and_then(|(totals, year)| match totals {
            [Some(persons), Some(households)] => {
                let users = users(tables, &row[0], households);
                ahead(persons as f64, &users, (&years, year), variance)
            }
            _ => None,
        });
        for (place, column) in ["low", "persons", "high"].into_iter().enumerate() {
            verdict.derived += 1;
            let text = table.text(row, column);
            let is_so = match (text.parse::<f64>(), numbers) {
                (Ok(said), Some(numbers)) => (said - numbers[place]).abs() <= 2e-6,
                (Err(_), None) => text.is_empty(),
                _ => false,
            };
            if !is_so {
                let row = table.name_row(row);
                verdict.object(format!(
                    "{row}, {column}: does not follow from the published numbers"
                ));
            }
        }
    }
}

/// The population by year; every year must have the same age bands, and a source that `run.json` names.
fn years<'a>(table: &'a Table, run: &Json, verdict: &mut Verdict) -> Years<'a> {
    let mut years = Years::new();
    for row in &table.rows {
        let persons: Option<f64> = table.text(row, "persons").parse().ok();
        let is_source = |file: &Json| file["source"].as_str() == Some(table.text(row, "source"));
        let mut files = run["forecast"].as_array().into_iter().flatten();
        if persons.is_none_or(|persons| persons < 0.0) || !files.any(is_source) {
            verdict.object(format!(
                "{}: has no number of persons, or another source than run.json says",
                table.name_row(row)
            ));
        }
        let year: Option<u64> = row[0].parse().ok();
        if let Some((year, persons)) = year.zip(persons) {
            years.entry(year).or_default().insert(&row[1], persons);
        }
    }
    let bands = |year: &BTreeMap<&str, f64>| year.keys().map(|one| (*one).to_owned()).collect();
    let all: Vec<Vec<String>> = years.values().map(bands).collect();
    if all.windows(2).any(|pair| pair[0] != pair[1]) {
        verdict.object("population_ahead: has other age bands in some years");
    }
    years
}

/// The households of a service by age band, with those whose band is not shown under no name.
fn users<'a>(tables: &'a Tables, service: &str, households: u64) -> Vec<(&'a str, f64)> {
    let Some(table) = tables.by_name.get("service_by_group") else {
        return Vec::new();
    };
    let own = table
        .rows
        .iter()
        .filter(|row| row[0] == service && row[1] == "age_band");
    let mut users: Vec<(&str, f64)> = own
        .filter_map(|row| Some((row[2].as_str(), table.count(row, "households")? as f64)))
        .collect();
    let shown: f64 = users.iter().map(|(_, count)| count).sum();
    if shown <= 0.0 {
        return Vec::new();
    }
    let rest = households as f64 - shown;
    if rest > 0.0 {
        users.push(("", rest));
    }
    users
}

fn ahead(
    persons: f64,
    users: &[(&str, f64)],
    (years, year): (&Years, u64),
    variance: f64,
) -> Option<[f64; 3]> {
    let (before, after) = (years.values().next()?, years.get(&year)?);
    let sum = |bands: &BTreeMap<&str, f64>| bands.values().sum::<f64>();
    let of_all = if sum(before) > 0.0 {
        sum(after) / sum(before)
    } else {
        1.0
    };
    let growth = |band: &str| match (before.get(band), after.get(band)) {
        (Some(before), Some(after)) if *before > 0.0 => after / before,
        _ => of_all,
    };
    let now: f64 = users.iter().map(|(_, count)| count).sum();
    if now <= 0.0 {
        return None;
    }
    let times: f64 = users
        .iter()
        .map(|(band, count)| growth(band) * count / now)
        .sum();
    // A household more in a band is one fewer without a band, where there are such.
    let has_rest = users.iter().any(|(band, _)| band.is_empty());
    let beside = if has_rest { of_all } else { times };
    let of_bands: f64 = users
        .iter()
        .map(|(band, count)| {
            let own = growth(band);
            own * own * count + (own - beside).powi(2) * variance
        })
        .sum();
    let relative =
        (of_bands + (of_all - times).powi(2) * if has_rest { variance } else { 0.0 }) / (now * now);
    let width = DEVIATIONS * (persons.powi(2) * relative + times.powi(2) * variance).sqrt();
    let number = persons * times;
    Some([f64::max(number - width, 0.0), number, number + width])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tables::given;
    use super::*;

    fn problems(change: Option<(&str, usize, usize, &str)>) -> Vec<String> {
        // 100 households grow to 90, 100 to 200: 580 persons, and a deviation of 2 · √481.
        let now: &[&str] = &["help", "2026", "344.563847", "400.000000", "455.436153"];
        let later: &[&str] = &["help", "2040", "494.029268", "580.000000", "665.970732"];
        let mut by_name = BTreeMap::from([
            given(
                "services",
                &[&["help", "Help", "", "", "400", "200", "exact", ""]],
            ),
            given(
                "service_by_group",
                &[
                    &["help", "age_band", "0-64", "100", "exact"],
                    &["help", "age_band", "65+", "100", "exact"],
                ],
            ),
            given(
                "population_ahead",
                &[
                    &["2026", "0-64", "1000", "CBS"],
                    &["2026", "65+", "500", "CBS"],
                    &["2040", "0-64", "900", "CBS"],
                    &["2040", "65+", "1000", "CBS"],
                ],
            ),
            given("forecast", &[now, later]),
        ]);
        if let Some((name, row, column, text)) = change {
            text.clone_into(&mut by_name.get_mut(name).unwrap().rows[row][column]);
        }
        let tables = Tables {
            by_name,
            printing: None,
        };
        let mut verdict = Verdict::default();
        check(
            &tables,
            &json!({"forecast": [{"source": "CBS"}]}),
            &mut verdict,
        );
        verdict.problems
    }

    #[test]
    fn a_forecast_that_does_not_follow_is_found_out() {
        assert_eq!(problems(None), [""; 0]);
        for change in [
            ("forecast", 0, 3, "401.000000"),
            ("forecast", 1, 2, "494.100000"),
            ("forecast", 1, 4, ""),
            ("forecast", 1, 1, "2041"),
            ("population_ahead", 0, 2, "999"),
            ("population_ahead", 3, 2, "-1"),
            ("population_ahead", 3, 1, "75+"),
            ("population_ahead", 0, 3, "PBL"),
            ("service_by_group", 0, 3, "105"),
            ("services", 0, 4, "405"),
        ] {
            assert!(!problems(Some(change)).is_empty(), "{change:?}");
        }
    }
}
