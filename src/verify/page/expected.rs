//! What the page says of expected use, from table `expected`.

use std::collections::BTreeMap;

use super::facts::{Facts, Row};
use super::said::{Grid, Said};
use crate::vocabulary::Language;

/// Whether anything is compared: only then the page has the section.
pub(super) fn is_there(facts: &Facts) -> bool {
    facts.rows("expected").any(|row| ratio(&row).is_some())
}

fn ratio(row: &Row) -> Option<f64> {
    row.text("ratio").parse().ok()
}

/// The areas that stand out, from low to high; the town beside a norm, where there is one; then of each thing the areas compared, the first lowest, the first highest.
pub(super) fn grids(facts: &Facts) -> Vec<Grid> {
    let mut by_what: BTreeMap<&str, Vec<(f64, Row)>> = BTreeMap::new();
    let judged = facts
        .rows("expected")
        .filter_map(|row| Some((ratio(&row)?, row)));
    let (of_town, of_areas): (Vec<_>, Vec<_>) =
        judged.partition(|(_, row)| row.text("level") == "gemeente");
    for (ratio, row) in of_areas {
        let own = by_what.entry(row.text("what")).or_default();
        own.push((ratio, row));
    }
    let times = |ratio: f64| Said::written(facts.language.decimal(ratio, 2));
    let all = by_what.values().flatten().copied();
    let mut found: Vec<(f64, Row)> = all
        .filter(|(_, row)| matches!(row.text("class"), "low" | "high"))
        .collect();
    found.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let stands_out = |(ratio, row): (f64, Row)| {
        let expected: f64 = row.text("expected").parse().unwrap_or(0.0);
        vec![
            beside(facts, row.text("what")),
            area(facts, &row),
            Said::count(facts, row.count("households")),
            Said::written(facts.language.number(expected, 0)),
            times(ratio),
            Said::label(&[]),
        ]
    };
    let ends = |(word, rows): (&&str, &Vec<(f64, Row)>)| {
        let first = |is_further: fn(f64, f64) -> bool| {
            let mut end = rows[0];
            for one in rows {
                if is_further(one.0, end.0) {
                    end = *one;
                }
            }
            [area(facts, &end.1), times(end.0)]
        };
        let mut cells = vec![
            beside(facts, word),
            Said::count(facts, Some(rows.len() as u64)),
        ];
        cells.extend(first(|one, end| one < end));
        cells.extend(first(|one, end| one > end));
        cells
    };
    let norm = |(ratio, row): (f64, Row)| {
        let word = row.text("what");
        let expected: f64 = row.text("expected").parse().unwrap_or(0.0);
        let source = facts.rows("norm").find(|one| one.text("what") == word);
        vec![
            what(facts, word),
            Said::count(facts, row.count("households")),
            Said::written(facts.language.number(expected, 0)),
            times(ratio),
            Said::name(class(facts, row.text("class"))),
            Said::name(source.map_or("", |one| one.text("source"))),
        ]
    };
    let norm: Grid = of_town.into_iter().map(norm).collect();
    let mut grids = vec![found.into_iter().map(stands_out).collect()];
    grids.extend((!norm.is_empty()).then_some(norm));
    grids.push(by_what.iter().map(ends).collect());
    grids
}

/// What a row is of; what is beside a norm is marked.
fn beside(facts: &Facts, word: &str) -> Said {
    let is_by_norm = facts.rows("norm").any(|row| row.text("what") == word);
    match name(facts, word).filter(|_| is_by_norm) {
        Some(name) => Said::name(&format!("{name} (norm)")),
        None => what(facts, word),
    }
}

pub(super) fn what(facts: &Facts, word: &str) -> Said {
    name(facts, word).map_or_else(|| Said::label(&[]), Said::name)
}

/// The name of a service or domain.
fn name<'a>(facts: &Facts<'a>, word: &'a str) -> Option<&'a str> {
    let (kind, code) = word
        .split_once('=')
        .filter(|(kind, _)| *kind != "services")?;
    let services = facts.run["services"].as_array().into_iter().flatten();
    let mut own = services.filter(|one| kind == "service" && one["code"] == code);
    let name = own.next().and_then(|one| one["name"].as_str());
    Some(name.unwrap_or(code))
}

pub(super) fn area(facts: &Facts, row: &Row) -> Said {
    let mut areas = facts.rows("areas");
    let own = areas.find(|one| one.cells[..2] == row.cells[..2]);
    let name = own
        .map(|one| one.text("name"))
        .filter(|name| !name.is_empty());
    Said::name(name.unwrap_or(row.text("area")))
}

/// The word for how the town is beside a norm.
fn class(facts: &Facts, class: &str) -> &'static str {
    match (facts.language, class) {
        (Language::Dutch, "low") => "minder",
        (Language::Dutch, "high") => "meer",
        (Language::Dutch, _) => "zoals verwacht",
        (Language::English, "low") => "fewer",
        (Language::English, "high") => "more",
        (Language::English, _) => "as expected",
    }
}
