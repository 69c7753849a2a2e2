//! Calculates table `expected` again, from the other tables as they are published.

pub(super) mod chance;
mod fitting;
mod norm;
pub(super) mod pairs;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::Verdict;
use super::printing::Printing;
use super::tables::{Table, Tables};

use chance::{Area, Key, judged};
use fitting::{Town, fit};

/// Below so many expected households nothing is said.
const FEWEST: f64 = 20.0;

/// The columns with numbers, in the order in which they are calculated.
const NUMBERS: [&str; 5] = ["expected", "ratio", "low", "high", "ratio_smoothed"];

/// How many have what, and how that is shown.
type Counted<'a> = (Option<u64>, &'a str);

pub(super) fn check(tables: &Tables, run: &Json, verdict: &mut Verdict) {
    let town = Town::of(tables);
    norm::check(tables, run, town.as_ref(), verdict);
    let Some(table) = tables.by_name.get("expected") else {
        return;
    };
    let norms = town.as_ref().map(|town| norm::users(tables, town));
    let norms = norms.unwrap_or_default();
    let counted = counted(tables, &norms);
    let found: Vec<Key> = table.rows.iter().map(|row| key(row)).collect();
    let order: Vec<&Key> = {
        let mut keys: Vec<&Key> = counted.keys().collect();
        let level = |key: &Key| {
            ["gemeente", "wijk"]
                .iter()
                .position(|level| key[0] == *level)
        };
        keys.sort_by_key(|key| (level(key).unwrap_or(2), &key[1], &key[2]));
        keys
    };
    if !found.iter().eq(order) {
        verdict.object("expected: has other rows than services and areas are published of");
        return;
    }
    let expected = expected_numbers(tables, (town.as_ref(), &norms), &counted);
    let variance = tables.printing.as_ref().map_or(0.0, Printing::variance);
    let judged = judged_by_area(&counted, &expected, (&norms, variance));
    for row in &table.rows {
        let key = key(row);
        let own = judged.get(&key);
        let numbers = [expected.get(&key).copied()].into_iter();
        let numbers = numbers.chain((0..4).map(|place| own.map(|area| area.numbers[place])));
        for (column, number) in NUMBERS.into_iter().zip(numbers) {
            verdict.derived += 1;
            if !is_so(table.text(row, column), number) {
                object(table, row, column, verdict);
            }
        }
        let (count, status) = counted[&key];
        let class = own.map_or("", |area| area.class);
        let count = count.map_or(String::new(), |count| count.to_string());
        for (column, text) in [
            ("households", &*count),
            ("status", status),
            ("class", class),
        ] {
            if table.text(row, column) != text {
                object(table, row, column, verdict);
            }
        }
    }
}

fn key(row: &[String]) -> Key {
    [0, 1, 2].map(|place| row[place].clone())
}

fn object(table: &Table, row: &[String], column: &str, verdict: &mut Verdict) {
    verdict.object(format!(
        "{}, {column}: does not follow from the published numbers",
        table.name_row(row)
    ));
}

/// Whether a text is a number to its six decimals; the last may be rounded either way.
fn is_so(text: &str, number: Option<f64>) -> bool {
    match (text.parse::<f64>(), number) {
        (Ok(said), Some(number)) => (said - number).abs() <= 1e-6 + 1e-8 * number.abs(),
        (Err(_), None) => text.is_empty(),
        _ => false,
    }
}

/// What each thing with a norm would have, by stratum.
type Norms<'a> = BTreeMap<&'a str, Vec<f64>>;

/// What is published by wijk and buurt, and of the town where there is a norm.
fn counted<'a>(tables: &'a Tables, norms: &Norms) -> BTreeMap<Key, Counted<'a>> {
    let mut all = BTreeMap::new();
    for of in ["service", "domain"] {
        let Some(table) = tables.by_name.get(&*format!("{of}_by_area")) else {
            continue;
        };
        for row in &table.rows {
            let key = [row[1].clone(), row[2].clone(), format!("{of}={}", row[0])];
            if row[1] == "gemeente" && !norms.contains_key(key[2].as_str()) {
                continue;
            }
            all.insert(
                key,
                (table.count(row, "households"), table.text(row, "status")),
            );
        }
    }
    if let Some(table) = tables.by_name.get("services") {
        for row in &table.rows {
            let key = ["gemeente", "all", &format!("service={}", row[0])].map(str::to_owned);
            if norms.contains_key(key[2].as_str()) {
                let count = table.count(row, "households");
                all.insert(key, (count, table.text(row, "status")));
            }
        }
    }
    if let Some(table) = tables.by_name.get("areas") {
        let rows = table.rows.iter();
        for row in rows.filter(|row| row[0] == "wijk" || row[0] == "buurt") {
            for number in ["1", "2", "3"] {
                let count = table.count(row, &format!("households_{number}_or_more"));
                let status = count.map_or("hidden", |_| table.text(row, "status"));
                let key = [
                    row[0].clone(),
                    row[1].clone(),
                    format!("services={number}+"),
                ];
                all.insert(key, (count, status));
            }
        }
    }
    all
}

/// The expected number of each row that has one.
fn expected_numbers(
    tables: &Tables,
    (town, norms): (Option<&Town>, &Norms),
    counted: &BTreeMap<Key, Counted>,
) -> BTreeMap<Key, f64> {
    let Some(town) = town else {
        return BTreeMap::new();
    };
    let whats: BTreeSet<&str> = counted.keys().map(|key| key[2].as_str()).collect();
    let users = whats.into_iter().filter_map(|what| {
        if let Some(users) = norms.get(what) {
            return Some((what, users.clone()));
        }
        let margins = margins_of(tables, what);
        Some((what, fit(town, &margins, total_of(tables, what)?)))
    });
    let users: BTreeMap<&str, Vec<f64>> = users.collect();
    let mut lives: BTreeMap<[&str; 2], Option<Vec<f64>>> = BTreeMap::new();
    let mut numbers = BTreeMap::new();
    for key in counted.keys() {
        let lives = lives
            .entry([&key[0], &key[1]])
            .or_insert_with(|| town.of_area(tables, &key[0], &key[1]));
        if let (Some(lives), Some(users)) = (lives.as_ref(), users.get(key[2].as_str())) {
            let strata = lives.iter().zip(users).zip(&town.households);
            let number = strata
                .map(|((lives, users), all)| lives * users / all)
                .sum();
            numbers.insert(key.clone(), number);
        }
    }
    numbers
}

/// The published users of something by dimension and level; of a domain those of its services, added up.
fn margins_of(tables: &Tables, what: &str) -> BTreeMap<[String; 2], u64> {
    let (kind, code) = what.split_once('=').unwrap_or_default();
    let name = if kind == "services" {
        "stacking"
    } else {
        "service_by_group"
    };
    let [Some(table), Some(services)] = [name, "services"].map(|name| tables.by_name.get(name))
    else {
        return BTreeMap::new();
    };
    let of_domain = services.rows.iter();
    let of_domain = of_domain.filter(|row| services.text(row, "domain") == code);
    let of_domain: BTreeSet<&str> = of_domain.map(|row| row[0].as_str()).collect();
    let label = if kind == "services" { "level" } else { "value" };
    let is_of = |row: &[String]| match kind {
        "services" => row[0] == "household" && row[3] == code,
        "domain" => of_domain.contains(row[0].as_str()),
        _ => row[0] == code,
    };
    let mut margins = BTreeMap::new();
    for row in table.rows.iter().filter(|row| is_of(row)) {
        if let Some(count) = table.count(row, "households") {
            let key = ["dimension", label].map(|column| table.text(row, column).to_owned());
            *margins.entry(key).or_default() += count;
        }
    }
    margins
}

/// The published users of something in the whole town.
fn total_of(tables: &Tables, what: &str) -> Option<u64> {
    let (kind, code) = what.split_once('=')?;
    let (name, column) = match kind {
        "service" => ("services", "households".to_owned()),
        "domain" => ("domain_by_area", "households".to_owned()),
        _ => (
            "areas",
            format!("households_{}_or_more", code.trim_end_matches('+')),
        ),
    };
    let is_of = |row: &&Vec<String>| match kind {
        "service" => row[0] == code,
        "domain" => row[0] == code && row[1] == "gemeente",
        _ => row[0] == "gemeente",
    };
    let table = tables.by_name.get(name)?;
    table.count(table.rows.iter().find(is_of)?, &column)
}

/// Ratios, intervals and classes, of the areas of each thing and level together; the classes of all together.
fn judged_by_area(
    counted: &BTreeMap<Key, Counted>,
    expected: &BTreeMap<Key, f64>,
    (norms, variance): (&Norms, f64),
) -> BTreeMap<Key, Area> {
    let mut together: BTreeMap<[&str; 2], Vec<(&Key, f64, f64)>> = BTreeMap::new();
    for (key, number) in expected.iter().filter(|(_, number)| **number >= FEWEST) {
        if let (Some(count), _) = counted[key] {
            let group = together.entry([&key[0], &key[2]]).or_default();
            group.push((key, count as f64, *number));
        }
    }
    let mut all = BTreeMap::new();
    for ([_, what], areas) in &together {
        let numbers: Vec<[f64; 2]> = areas
            .iter()
            .map(|(_, count, number)| [*count, *number])
            .collect();
        let judged = areas
            .iter()
            .zip(judged(&numbers, variance, norms.contains_key(what)));
        all.extend(judged.map(|((key, ..), area)| ((*key).clone(), area)));
    }
    chance::class(&mut all);
    all
}
