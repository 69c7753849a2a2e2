//! The tables of indicators: a heading for each, and a row per area.

use super::super::facts::Facts;
use super::super::html::Element;
use super::super::named::texts;
use super::super::said::{Grid, Said};
use super::indicator::{LEVELS, areas, is_grid, of_level, rows};

/// A table is cut after so many indicators.
const COLUMNS: usize = 10;

pub(super) fn problems(page: &Element, facts: &Facts) -> Vec<String> {
    let found = page.all("table").into_iter();
    let found = found.filter(|table| table.attribute("class") == "matrix");
    let found: Vec<&Element> = found.collect();
    let tables = tables(facts);
    if found.len() != tables.len() {
        return vec!["the tables by area are others than the release has".into()];
    }
    let compared = (1..).zip(found.iter().zip(&tables));
    let wrong = compared.filter(|(_, (table, (headings, grid)))| {
        let shown = table.all("thead");
        let shown = shown.iter().flat_map(|head| head.all("th")).skip(1);
        let is_said = shown.clone().count() == headings.len()
            && shown.zip(headings).all(|(cell, (said, source))| {
                said.is_in(cell) && cell.attribute("data-source") == source
            });
        !is_said || !is_grid(&rows(table), grid)
    });
    if texts_below(page) != sources_below(&tables) {
        return vec!["the sources below the tables by area are others than the release has".into()];
    }
    let problem = |(place, _)| format!("table {place} by area does not say what is published");
    wrong.map(problem).collect()
}

/// The sources that stand below the tables.
fn texts_below(page: &Element) -> Vec<String> {
    let folded = page.all("details").into_iter();
    let folded = folded.filter(|one| one.attribute("class") == "matrices");
    folded.flat_map(|one| texts(one, "p", "source")).collect()
}

/// The sources of each table that has some.
fn sources_below(tables: &[(Vec<(Said, String)>, Grid)]) -> Vec<String> {
    let sources = tables.iter().map(|(headings, _)| {
        let mut sources: Vec<&str> = Vec::new();
        for (_, source) in headings {
            if !source.is_empty() && !sources.contains(&source.as_str()) {
                sources.push(source);
            }
        }
        sources.join("; ")
    });
    sources.filter(|sources| !sources.is_empty()).collect()
}

/// What the headings of a table say and where their numbers come from, and its rows.
fn tables(facts: &Facts) -> Vec<(Vec<(Said, String)>, Grid)> {
    let mut tables = Vec::new();
    for level in LEVELS {
        let areas = areas(facts, level);
        for group in of_level(facts, level) {
            for columns in group.chunks(COLUMNS) {
                let row = |[code, name]: &[&str; 2]| {
                    let numbers = columns.iter().map(|one| one.said(facts, [level, code]));
                    std::iter::once(Said::name(name)).chain(numbers).collect()
                };
                let headings = columns
                    .iter()
                    .map(|one| (one.heading.clone(), one.source()));
                tables.push((headings.collect(), areas.iter().map(row).collect()));
            }
        }
    }
    tables
}
