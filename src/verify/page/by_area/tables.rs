//! The tables of indicators: a heading for each, and a row per area.

use super::super::facts::Facts;
use super::super::html::Element;
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
            && shown.zip(headings).all(|(cell, said)| said.is_in(cell));
        !is_said || !is_grid(&rows(table), grid)
    });
    let problem = |(place, _)| format!("table {place} by area does not say what is published");
    wrong.map(problem).collect()
}

fn tables(facts: &Facts) -> Vec<(Vec<Said>, Grid)> {
    let mut tables = Vec::new();
    for level in LEVELS {
        let areas = areas(facts, level);
        for group in of_level(facts, level) {
            for columns in group.chunks(COLUMNS) {
                let row = |[code, name]: &[&str; 2]| {
                    let numbers = columns.iter().map(|one| one.said(facts, [level, code]));
                    std::iter::once(Said::name(name)).chain(numbers).collect()
                };
                let headings = columns.iter().map(|one| one.heading.clone());
                tables.push((headings.collect(), areas.iter().map(row).collect()));
            }
        }
    }
    tables
}
