//! The tables of indicators: a heading for each, and a row per area.

use super::super::facts::Facts;
use super::super::html::Element;
use super::super::named::texts;
use super::super::said::{Grid, Said};
use super::indicator::{Groups, Indicator, LEVELS, TOWN, areas, is_grid, of_level, rows};
use super::pattern::{self, Pattern};
use super::touching::Touching;

/// A table is cut after so many indicators.
const COLUMNS: usize = 10;

/// What a heading says, where its numbers come from, and what its map says of them.
struct Heading {
    says: Said,
    source: String,
    middle: &'static str,
    /// Of which dimension it is drawn in a row.
    row: &'static str,
    pattern: Option<Pattern>,
}

/// What stands in a table of numbers by area.
struct Table {
    headings: Vec<Heading>,
    grid: Grid,
    /// The numbers of the gemeente, below those of wijken.
    foot: Grid,
}

impl Heading {
    fn is_in(&self, cell: &Element) -> bool {
        self.says.is_in(cell)
            && cell.attribute("data-source") == self.source
            && cell.attribute("data-middle") == self.middle
            && cell.attribute("data-row") == self.row
            && pattern::is_in(cell, self.pattern.as_ref())
    }
}

pub(super) fn problems(
    page: &Element,
    facts: &Facts,
    groups: &Groups,
    touching: &Touching,
) -> Vec<String> {
    let found = page.with_class("table", "matrix");
    let tables = tables(facts, groups, touching);
    let with_pattern = page.all("th").into_iter();
    let with_pattern = with_pattern.filter(|cell| !pattern::is_in(cell, None));
    let patterns = tables.iter().flat_map(|table| &table.headings);
    if found.len() != tables.len()
        || with_pattern.count() != patterns.filter(|heading| heading.pattern.is_some()).count()
        || !pattern::has_leads(page, facts)
    {
        return vec!["the tables by area are others than the release has".into()];
    }
    let compared = (1..).zip(found.iter().zip(&tables));
    let wrong = compared.filter(|(_, (shown, table))| {
        let (found, headings) = (shown, &table.headings);
        let shown = found.all("thead");
        let shown = shown.iter().flat_map(|head| head.all("th")).skip(1);
        let is_said = shown.clone().count() == headings.len()
            && shown
                .zip(headings)
                .all(|(cell, heading)| heading.is_in(cell));
        let foot = found.all("tfoot");
        let foot: Vec<&Element> = foot.iter().flat_map(|foot| foot.elements()).collect();
        !is_said || !is_grid(&rows(found), &table.grid) || !is_grid(&foot, &table.foot)
    });
    if texts_below(page) != sources_below(&tables) {
        return vec!["the sources below the tables by area are others than the release has".into()];
    }
    let problem = |(place, _)| format!("table {place} by area does not say what is published");
    wrong.map(problem).collect()
}

/// The sources that stand below the tables.
fn texts_below(page: &Element) -> Vec<String> {
    let folded = page.with_class("details", "matrices").into_iter();
    folded.flat_map(|one| texts(one, "p", "source")).collect()
}

/// The sources of each table that has some.
fn sources_below(tables: &[Table]) -> Vec<String> {
    let sources = tables.iter().map(|table| {
        let mut sources: Vec<&str> = Vec::new();
        for heading in &table.headings {
            if !heading.source.is_empty() && !sources.contains(&heading.source.as_str()) {
                sources.push(&heading.source);
            }
        }
        sources.join("; ")
    });
    sources.filter(|sources| !sources.is_empty()).collect()
}

fn tables(facts: &Facts, groups: &Groups, touching: &Touching) -> Vec<Table> {
    let mut tables = Vec::new();
    for level in LEVELS {
        let areas = areas(facts, level);
        let is_of_wijken = level == "wijk";
        for group in of_level(facts, groups, level) {
            for columns in group.chunks(COLUMNS) {
                let row = |[code, name]: &[&str; 2]| {
                    let numbers = columns.iter().map(|one| one.said(facts, [level, code]));
                    std::iter::once(Said::name(name)).chain(numbers).collect()
                };
                let heading = |one: &&Indicator| Heading {
                    says: one.heading.clone(),
                    source: one.source(),
                    middle: one.middle,
                    row: if is_of_wijken { one.dimension } else { "" },
                    pattern: Pattern::of(facts, touching, level, one),
                };
                let headings = columns.iter().map(heading);
                let town = columns.iter().map(|one| one.said(facts, TOWN));
                let town = std::iter::once(Said::label(&[])).chain(town);
                tables.push(Table {
                    headings: headings.collect(),
                    grid: areas.iter().map(row).collect(),
                    foot: [town.collect()]
                        .into_iter()
                        .filter(|_| is_of_wijken)
                        .collect(),
                });
            }
        }
    }
    tables
}
