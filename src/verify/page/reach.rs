//! What the page says of facilities, from table `reach` within the farthest distance of each type.

use super::facts::{Facts, Row};
use super::numbers::numbers_in;
use super::said::{Grid, Said};
use crate::vocabulary::Language;

/// A list of facilities is not longer.
pub(super) const LISTED: usize = 500;

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
    Said::title(shown_target(facts, word))
}

fn shown_target<'a>(facts: &Facts<'a>, word: &'a str) -> &'a str {
    match word.split_once('=') {
        Some(("service", code)) => facts.service(code),
        Some(("age", ages)) => ages,
        _ => "",
    }
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
            target(facts, row.text("target")),
            Said::name(facts.wijk(wijk).unwrap_or(wijk)),
            Said::name(without(facts.language, away)),
            Said::count(facts, row.count("target_households")),
            written(facts, number(&row, "access"), ("", 0)),
            written(facts, Some(away), ("", 1)),
        ]
    };
    let lacks = lacks(&farthest(facts)).into_iter();
    vec![lacks.map(lack).collect()]
}

/// The words of the list for a mismatch of this sign.
const fn without(language: Language, away: f64) -> &'static str {
    match (language, away > 0.0) {
        (Language::Dutch, true) => "doelgroep zonder voorziening",
        (Language::Dutch, false) => "voorziening zonder doelgroep",
        (Language::English, true) => "target group without facility",
        (Language::English, false) => "facility without target group",
    }
}

/// How a sentence begins: it calls capacity little or much only where its two numbers say so.
fn beginning(language: Language, away: f64, both: [Option<f64>; 2]) -> &'static str {
    let [own, town] = both.map(|access| access.map(|access| language.number(access, 0)));
    let is_lower = both[0] < both[1];
    let is_compared = both[0].is_some() && both[1].is_some() && own != town;
    match (
        language,
        away > 0.0,
        is_compared && is_lower == (away > 0.0),
    ) {
        (Language::Dutch, true, true) => "Weinig capaciteit voor",
        (Language::Dutch, false, true) => "Veel capaciteit voor",
        (Language::Dutch, true, false) => "In verhouding meer doelgroep dan capaciteit voor",
        (Language::Dutch, false, false) => "In verhouding meer capaciteit dan doelgroep voor",
        (Language::English, true, true) => "Little capacity for",
        (Language::English, false, true) => "Much capacity for",
        (Language::English, true, false) => "Relatively more target group than capacity for",
        (Language::English, false, false) => "Relatively more capacity than target group for",
    }
}

/// Whether a sentence says what is without what in a wijk: its capacity, and that of the town.
pub(super) fn is_lack(sentence: &str, facts: &Facts, wijk: &str) -> bool {
    let rows = farthest(facts);
    let said = numbers_in(sentence);
    lacks(&rows).iter().any(|(away, row)| {
        let kind = ["facility_type", "target"];
        let is_town = |one: &&Row| {
            columns(one, ["level", "area"]) == TOWN && columns(one, kind) == columns(row, kind)
        };
        let town = rows.iter().find(is_town);
        let both = [Some(row), town].map(|row| row.and_then(|row| number(row, "access")));
        let [own, town] = both.map(|access| {
            access.map_or_else(Vec::new, |access| {
                numbers_in(&facts.language.number(access, 0))
            })
        });
        let group = match facts.language {
            Language::Dutch => "doelgroep",
            Language::English => "target group",
        };
        let name = row.text("facility_type");
        let begin = beginning(facts.language, *away, both);
        let begin = format!("{begin} {name} ({group}: ");
        let shown = shown_target(facts, row.text("target"));
        let expected = [numbers_in(name), numbers_in(shown), own, town].concat();
        row.text("area") == wijk && sentence.starts_with(&begin) && said == expected
    })
}
