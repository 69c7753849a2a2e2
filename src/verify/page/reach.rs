//! What the page says of facilities, from table `reach` within the farthest distance of each type.

use super::facts::{Facts, Row};
use super::numbers::numbers_in;
use super::said::{Grid, Said};

/// A list of facilities is not longer.
const LISTED: usize = 500;

/// What is listed stands out by more than so many standard deviations.
const FAR: f64 = 1.0;

const TOWN: [&str; 2] = ["gemeente", "all"];

fn columns<'a, const N: usize>(row: &Row<'a>, names: [&str; N]) -> [&'a str; N] {
    names.map(|name| row.text(name))
}

/// The rows of the farthest distance, which has the last row of an area, a type and a target group.
pub(super) fn farthest<'a>(facts: &Facts<'a>) -> Vec<Row<'a>> {
    let mut last: Vec<Row<'a>> = Vec::new();
    for row in facts.rows("reach") {
        let key = ["level", "area", "facility_type", "target"];
        if last
            .last()
            .is_some_and(|before| columns(before, key) == columns(&row, key))
        {
            last.pop();
        }
        last.push(row);
    }
    last
}

fn number(row: &Row, column: &str) -> Option<f64> {
    row.text(column).parse().ok()
}

/// The wijken where a target group or a facility is without the other, the worst first.
fn lacks<'a>(rows: &[Row<'a>]) -> Vec<(f64, Row<'a>)> {
    let of_wijken = rows.iter().filter(|row| row.text("level") == "wijk");
    let away = of_wijken.filter_map(|row| Some((number(row, "mismatch")?, *row)));
    let mut lacks: Vec<(f64, Row)> = away.filter(|(away, _)| away.abs() > FAR).collect();
    lacks.sort_by(|(a, _), (b, _)| b.abs().total_cmp(&a.abs()));
    lacks
}

/// The numbers of a target group: its ages, or those of the name of its service.
fn target(facts: &Facts, word: &str) -> Said {
    let shown = match word.split_once('=') {
        Some(("service", code)) => facts.service(code),
        Some(("age", ages)) => ages,
        _ => "",
    };
    Said::title(shown)
}

fn written(facts: &Facts, number: Option<f64>, (unit, decimals): (&str, usize)) -> Said {
    match number {
        Some(number) => Said::written(facts.language.number(number, decimals) + unit),
        None => Said::hidden(),
    }
}

/// The types, and all facilities.
pub(super) fn in_reach(facts: &Facts) -> Vec<Grid> {
    let rows = farthest(facts);
    let metres = ("\u{a0}m", 0);
    let in_town = rows
        .iter()
        .filter(|row| columns(row, ["level", "area"]) == TOWN);
    let of_type = |row: &Row| {
        let kind = row.text("facility_type");
        let all = facts.rows("facilities");
        let number_of = all.filter(|one| one.text("type") == kind).count();
        vec![
            Said::name(kind),
            Said::count(facts, Some(number_of as u64)),
            target(facts, row.text("target")),
            Said::count(facts, row.count("target_households")),
            written(facts, number(row, "nearest_m"), metres),
            written(facts, number(row, "distance_m"), metres),
            Said::percent(facts, number(row, "share_within_d")),
        ]
    };
    let facility = |row: Row| {
        vec![
            Said::name(row.text("type")),
            Said::name(row.text("name")),
            written(facts, number(&row, "capacity"), ("", 0)),
            Said::label(&[]),
        ]
    };
    let mut all: Grid = facts.rows("facilities").map(facility).collect();
    if all.len() > LISTED {
        all.clear();
    }
    vec![in_town.map(of_type).collect(), all]
}

/// What is without what.
pub(super) fn lacking(facts: &Facts) -> Vec<Grid> {
    let lack = |(away, row): (f64, Row)| {
        let wijk = row.text("area");
        vec![
            Said::name(row.text("facility_type")),
            Said::name(facts.wijk(wijk).unwrap_or(wijk)),
            Said::label(&[]),
            Said::count(facts, row.count("target_households")),
            written(facts, number(&row, "access"), ("", 0)),
            written(facts, Some(away), ("", 1)),
        ]
    };
    let lacks = lacks(&farthest(facts)).into_iter();
    vec![lacks.map(lack).collect()]
}

/// Whether a sentence says what is without what in a wijk: its capacity, and that of the town.
pub(super) fn is_lack(sentence: &str, facts: &Facts, wijk: &str) -> bool {
    let rows = farthest(facts);
    let said = numbers_in(sentence);
    lacks(&rows).iter().any(|(_, row)| {
        let kind = ["facility_type", "target"];
        let is_town = |one: &&Row| {
            columns(one, ["level", "area"]) == TOWN && columns(one, kind) == columns(row, kind)
        };
        let access = |row: Option<&Row>| {
            let access = row.and_then(|row| number(row, "access"));
            access.map_or_else(Vec::new, |access| {
                numbers_in(&facts.language.number(access, 0))
            })
        };
        let name = row.text("facility_type");
        let expected = [
            numbers_in(name),
            access(Some(row)),
            access(rows.iter().find(is_town)),
        ]
        .concat();
        row.text("area") == wijk && sentence.contains(name) && said == expected
    })
}
