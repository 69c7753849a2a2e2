//! Whether answers to a survey are higher or lower in areas where more is used: rank correlations, beside what chance gives.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::ranks::{Correlation, Ranked, correlations};
use crate::released::calculate::uncounted::{UncountedTable, count, decimal, text};
use crate::released::calculate::{ReleaseTables, Table, Value, false_discovery_rates};

pub(super) static TABLE: UncountedTable = UncountedTable {
    name: "correlations",
    row: "a question of a survey and what is used, over the areas of a level",
    columns: &[
        text("level"),
        text("indicator"),
        text("what"),
        count("areas"),
        count("left_out"),
        decimal("rho"),
        decimal("low"),
        decimal("high"),
        decimal("p"),
        decimal("q"),
    ],
    keys: 3,
    rests_on: &["survey", "figures", "areas", "domain_by_area"],
};

/// Levels in the order of the table.
const LEVELS: [&str; 2] = ["wijk", "buurt"];

/// Of the answers of fewer people nothing is said.
const FEWEST_ANSWERS: f64 = 30.0;

/// Numbers of services, and the columns of table `areas` with the share of households that have so many.
const NUMBERS: [(&str, &str); 2] = [
    ("services=1+", "share_1_or_more"),
    ("services=2+", "share_2_or_more"),
];

/// By level and name.
type Named<'a, T> = BTreeMap<(usize, String), BTreeMap<&'a str, T>>;

/// The table, from figures of surveys and published shares; `None` where there is no survey.
pub(super) fn table(tables: &ReleaseTables) -> Option<Table> {
    tables.table("survey")?;
    let (answers, used) = (answers(tables), used(tables));
    let of_level = |level| used.iter().filter(move |((of, _), _)| *of == level);
    let beside: Vec<_> = answers
        .iter()
        .flat_map(|one| of_level(one.0.0).map(move |other| (one, other)))
        .collect();
    let ranked = beside.into_par_iter();
    let ranked = ranked.filter_map(|(((level, indicator), answers), ((_, what), shares))| {
        let both = |(area, value): (&&str, &Option<f64>)| Some([(*value)?, *shares.get(area)?]);
        let known: Vec<[f64; 2]> = answers.iter().filter_map(both).collect();
        let keys = [LEVELS[*level], indicator.as_str(), what.as_str()];
        let left_out = answers.len() - known.len();
        Ranked::of(&known).map(|one| ((keys, left_out), one))
    });
    let (keys, ranked): (Vec<_>, Vec<_>) = ranked.unzip();
    let found = correlations(&ranked, ranked.len());
    let p_values: Vec<Option<f64>> = found.iter().map(|one| Some(one.p)).collect();
    let rates = false_discovery_rates(&p_values, 0);
    let row = |((keys, left_out), (one, rate)): (([&str; 3], usize), (Correlation, _))| {
        let keys = keys.map(Value::text);
        let counts = [one.areas, left_out].map(|count| Value::Count(count as u64));
        let [low, high] = one.chance;
        let numbers = [Some(one.rho), Some(low), Some(high), Some(one.p), rate];
        let all = keys.into_iter().chain(counts);
        all.chain(numbers.map(Value::decimal)).collect()
    };
    let found = found.into_iter().zip(rates);
    Some(TABLE.with(keys.into_iter().zip(found).map(row).collect()))
}

/// The value of each question by area; `None` where too few people answered.
fn answers(tables: &ReleaseTables) -> Named<'_, Option<f64>> {
    let values = tables.rows("figures").iter();
    let values: BTreeMap<[&str; 3], f64> = values
        .filter_map(|row| Some((keys(row), number(row.get(3)?)?)))
        .collect();
    let mut answers: Named<Option<f64>> = BTreeMap::new();
    for row in tables.rows("survey") {
        let [level, area, indicator] = keys(row);
        if let Some(place) = place(level, area) {
            let people = row.get(3).and_then(number).unwrap_or(0.0);
            let value = values.get(&keys(row)).copied();
            let value = value.filter(|_| people >= FEWEST_ANSWERS);
            let own = answers.entry((place, indicator.to_owned())).or_default();
            own.insert(area, value);
        }
    }
    answers
}

/// The published share of the households of each area that have so many services, or those of a domain.
fn used(tables: &ReleaseTables) -> Named<'_, f64> {
    let mut used: Named<f64> = BTreeMap::new();
    let mut add = |level: &str, area, what: String, share: Option<f64>| {
        if let Some((place, share)) = place(level, area).zip(share) {
            used.entry((place, what)).or_default().insert(area, share);
        }
    };
    if let Some(areas) = tables.table("areas") {
        for (what, column) in NUMBERS {
            let column = areas.column(column);
            for row in &areas.rows {
                let [level, area, _] = keys(row);
                let share = column.and_then(|place| number(row.get(place)?));
                add(level, area, what.to_owned(), share);
            }
        }
    }
    if let Some(domains) = tables.table("domain_by_area") {
        let column = domains.column("share");
        for row in &domains.rows {
            let [domain, level, area] = keys(row);
            let share = column.and_then(|place| number(row.get(place)?));
            add(level, area, format!("domain={domain}"), share);
        }
    }
    used
}

/// The place of a level in the table; `None` of one that is not compared, and of an area that nobody knows.
fn place(level: &str, area: &str) -> Option<usize> {
    let place = LEVELS.iter().position(|one| *one == level);
    place.filter(|_| area != "unknown")
}

/// The first three texts of a row.
fn keys(row: &[Value]) -> [&str; 3] {
    [0, 1, 2].map(|place| match row.get(place) {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    })
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) | Value::Decimal(number) => Some(*number),
        _ => None,
    }
}
