//! What the page says of surveys, from tables `survey`, `figures` and `correlations`.

use super::expected::{area, what};
use super::facts::{Facts, Row};
use super::said::{Grid, Said};
use crate::vocabulary::Language;

/// The list of answers is not longer.
const LISTED: usize = 200;

/// Whether a wijk has an answer: only then the page has the section.
pub(super) fn is_there(facts: &Facts) -> bool {
    facts.rows("survey").any(|row| row.text("level") == "wijk")
}

/// What is found, all that was compared, and the answers.
pub(super) fn grids(facts: &Facts) -> Vec<Grid> {
    if !is_there(facts) {
        return Vec::new();
    }
    let number = |row: &Row, column: &str| row.text(column).parse().unwrap_or(f64::NAN);
    let mut all: Vec<Row> = facts.rows("correlations").collect();
    all.sort_by(|one, other| {
        let [one, other] = [one, other].map(|row| f64::abs(number(row, "rho")));
        other.total_cmp(&one)
    });
    let line = |row: &Row| {
        let written = |column: &str| facts.language.number(number(row, column), 2);
        let to = match facts.language {
            Language::Dutch => "tot",
            Language::English => "to",
        };
        vec![
            Said::name(row.text("indicator")),
            what(facts, row.text("what")),
            Said::label(&[]),
            Said::count(facts, row.count("areas")),
            Said::written(written("rho")),
            Said::written(format!("{} {to} {}", written("low"), written("high"))),
            Said::label(&[]),
        ]
    };
    let found = all.iter().filter(|row| number(row, "q") <= 0.1);
    let found = found.map(line).collect();
    vec![found, all.iter().map(line).collect(), answers(facts)]
}

fn answers(facts: &Facts) -> Grid {
    let line = |row: Row| {
        let mut figures = facts.rows("figures");
        let figure = figures.find(|figure| figure.cells[..3] == row.cells[..3]);
        let figure = figure.unwrap_or(row);
        let value: f64 = figure.text("value").parse().unwrap_or(f64::NAN);
        let number = |column: &str| row.text(column).parse::<f64>().ok();
        let span = number("low").zip(number("high"));
        let mut areas = facts.rows("areas");
        let share = areas.find(|one| one.cells[..2] == row.cells[..2]);
        let share = share.and_then(|one| one.text("share_1_or_more").parse().ok());
        vec![
            area(facts, &row),
            Said::name(row.text("indicator")),
            Said::written(match figure.text("unit") {
                "%" => facts.language.percent(value / 100.0, 1),
                _ => facts.language.number(value, 1),
            }),
            span.map_or_else(
                || Said::label(&[]),
                |span| Said::written(facts.language.span(span)),
            ),
            number("n").map_or_else(Said::hidden, |answers| {
                Said::written(facts.language.number(answers, 0))
            }),
            Said::percent(facts, share),
        ]
    };
    let wijken = facts
        .rows("survey")
        .filter(|row| row.text("level") == "wijk");
    wijken.take(LISTED).map(line).collect()
}
