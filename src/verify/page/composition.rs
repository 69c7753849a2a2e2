//! What the page says of pairs that who lives there explains or does not, from table `pairs_by_composition`.

use std::collections::BTreeSet;

use super::facts::{Facts, Row};
use super::html::Element;
use super::said::{Grid, Said};
use crate::vocabulary::Language;

/// A list of sentences is not longer.
const SHOWN: usize = 8;

/// From here on a lift is more than nothing.
const CLEAR: f64 = 1.2;

/// What the figures say of a pair: by place in [`BY_FIGURES`].
const SURPRISING: usize = 0;
const LOGICAL: usize = 1;
const UNCLEAR: usize = 2;
const NOT_MORE: usize = 3;
const UNKNOWN: usize = 4;

/// Its words, in Dutch and English.
const BY_FIGURES: [[&str; 2]; 5] = [
    ["verrassend", "surprising"],
    ["logisch", "logical"],
    ["niet duidelijk", "not clear"],
    ["gaat niet vaker samen", "not more often together"],
    ["niet bekend", "not known"],
];

/// What the figures say of a pair, and its verdict.
type Words<'a> = (usize, &'a str);

/// The lists of sentences, in the order of the page: which pairs belong.
const LISTS: [fn(Words) -> bool; 5] = [
    |(figures, verdict)| figures == SURPRISING && verdict.is_empty(),
    |(figures, verdict)| figures != UNKNOWN && verdict == "surprising",
    |(figures, verdict)| figures != UNKNOWN && verdict == "unknown",
    |(figures, verdict)| figures == LOGICAL && verdict.is_empty(),
    |(figures, verdict)| figures != UNKNOWN && verdict == "logical",
];

/// The place of those that are explained.
const EXPLAINED: usize = 3;

/// Whether anything is said of a pair: only then the page has the section.
pub(super) fn is_there(facts: &Facts) -> bool {
    let mut rows = facts.rows("pairs_by_composition");
    rows.any(|row| !row.text("significance").is_empty())
}

/// The pairs with their words.
fn pairs<'a>(facts: &Facts<'a>) -> Vec<(Row<'a>, Words<'a>)> {
    let above = facts.rows("co_occurrence").filter(|row| {
        let class = row.text("significance_of_users");
        ["+", "++"].contains(&class)
    });
    let above: BTreeSet<&[String]> = above.map(|row| &row.cells[..2]).collect();
    let words = |row: Row<'a>| {
        let is_alike = number(&row, "lift_by_composition").is_some_and(|lift| lift < CLEAR);
        let is_above = above.contains(&row.cells[..2]);
        let figures = match row.text("significance") {
            "" => UNKNOWN,
            "+" | "++" => SURPRISING,
            "0" if is_above && is_alike => LOGICAL,
            _ if is_above => UNCLEAR,
            _ => NOT_MORE,
        };
        (row, (figures, row.text("verdict")))
    };
    facts.rows("pairs_by_composition").map(words).collect()
}

fn number(row: &Row, column: &str) -> Option<f64> {
    row.text(column).parse().ok()
}

/// The pairs of each list: those farthest from what is expected first, of those that are explained the most households.
fn lists<'a>(facts: &Facts<'a>) -> impl Iterator<Item = Vec<Row<'a>>> {
    let pairs = pairs(facts);
    LISTS.into_iter().enumerate().map(move |(place, belongs)| {
        let mut found: Vec<(f64, Row)> = Vec::new();
        for (row, _) in pairs.iter().filter(|(_, words)| belongs(*words)) {
            let households = number(row, "households").unwrap_or_default();
            let expected = number(row, "expected_by_composition").unwrap_or_default();
            let beside = if place == EXPLAINED { 0.0 } else { expected };
            found.push(((households - beside).abs(), *row));
        }
        found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        found.into_iter().map(|(_, row)| row).collect()
    })
}

/// The numbers of the sentences, and how many pairs each list leaves out.
pub(super) fn numbers(facts: &Facts) -> Vec<String> {
    let mut numbers = Vec::new();
    for found in lists(facts) {
        for row in found.iter().take(SHOWN) {
            let expected = number(row, "expected_by_composition").unwrap_or_default();
            numbers.extend(row.count("households").map(|count| facts.count(count)));
            numbers.push(facts.language.number(expected, 0));
        }
        let left = found.len().saturating_sub(SHOWN);
        numbers.extend((left > 0).then(|| facts.count(left as u64)));
    }
    numbers
}

/// Whether the sentences of each list name its pairs; a list without any is not there.
pub(super) fn problem(section: &Element, facts: &Facts) -> Option<String> {
    let said = section.with_class("ul", "sentences");
    let listed: Vec<Vec<Row>> = lists(facts).filter(|found| !found.is_empty()).collect();
    let names = |(said, row): (&Element, &Row)| {
        let (said, codes) = (said.text(), ["service_a", "service_b"]);
        let codes = codes.map(|column| row.text(column));
        codes.iter().all(|code| said.contains(facts.service(code)))
    };
    let is_list = |(list, found): (&Element, &Vec<Row>)| {
        let items = list.all("li");
        items.len() == found.len().min(SHOWN) && items.into_iter().zip(found).all(names)
    };
    let is_said = said.len() == listed.len() && said.into_iter().zip(&listed).all(is_list);
    (!is_said).then(|| "section composition names other pairs than the release".into())
}

/// The pairs above chance or beyond who lives there, and those with a verdict: the highest lift first.
pub(super) fn grid(facts: &Facts) -> Vec<Grid> {
    let mut listed = pairs(facts);
    listed.retain(|(_, (figures, verdict))| {
        [SURPRISING, LOGICAL].contains(figures) || !verdict.is_empty()
    });
    let lift = |row: &Row| number(row, "lift_by_composition");
    listed.sort_by(|(a, _), (b, _)| {
        let [a, b] = [a, b].map(|row| lift(row).unwrap_or(-1.0));
        b.total_cmp(&a)
    });
    let in_language = |words: [&'static str; 2]| match facts.language {
        Language::Dutch => Said::name(words[0]),
        Language::English => Said::name(words[1]),
    };
    let line = |(row, (figures, verdict)): (Row, Words)| {
        let by_people = match verdict {
            "surprising" => BY_FIGURES[SURPRISING],
            "logical" => BY_FIGURES[LOGICAL],
            "unknown" => BY_FIGURES[UNKNOWN],
            _ => ["nog niets gezegd", "nothing said yet"],
        };
        let names = ["service_a", "service_b"].map(|column| facts.service(row.text(column)));
        let written = |number: Option<f64>, decimals| match number {
            Some(number) => Said::written(facts.language.number(number, decimals)),
            None => Said::hidden(),
        };
        vec![
            Said::name(&names.join(" + ")),
            Said::count(facts, row.count("households")),
            written(number(&row, "expected_by_composition"), 0),
            written(lift(&row), 1),
            in_language(BY_FIGURES[figures]),
            in_language(by_people),
        ]
    };
    vec![listed.into_iter().map(line).collect()]
}
