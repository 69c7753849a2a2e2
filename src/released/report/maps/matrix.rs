//! The tables behind the maps: an area per row, an indicator per column.

use askama::Template;

use super::super::cell::Cell;
use super::super::context::Context;
use super::super::texts::Texts;
use super::areas::{TOWN, areas};
use super::indicator::{Group, Indicator, sources};
use super::pattern::{Ground, Pattern};

/// So many columns fit across a printed page.
const COLUMNS: usize = 10;

/// The tables of a level hold no more numbers than this; a page with more opens slowly.
const NUMBERS: usize = 30_000;

/// A table of indicators by area.
#[derive(Template)]
#[template(path = "matrix.html")]
pub(in super::super) struct Matrix {
    texts: &'static Texts,
    caption: String,
    level: &'static str,
    group: &'static str,
    level_name: &'static str,
    headings: Vec<Heading>,
    /// Where its public figures come from.
    source: String,
    /// The name of each area, and its numbers.
    rows: Vec<(String, Vec<Cell>)>,
    /// The numbers of the gemeente, below those of its wijken.
    foot: Vec<Cell>,
}

/// What stands above the numbers of an indicator, and what its map says of them.
struct Heading {
    name: String,
    source: String,
    middle: Option<f64>,
    /// Of the wijken, which are drawn in a row.
    dimension: Option<&'static str>,
    pattern: Option<Pattern>,
}

/// The tables of each level, by group; a long one is cut to what a page holds.
pub(super) fn matrices(
    context: &Context,
    indicators: &[Indicator],
    grounds: &[Ground],
) -> Vec<Matrix> {
    let mut matrices = Vec::new();
    for ground in grounds {
        let of_level = shown(context, indicators, ground.level);
        for group in Group::ALL {
            let of_group = of_level.iter().filter(|one| one.group == group);
            let of_group: Vec<&Indicator> = of_group.copied().collect();
            for (columns, part) in of_group.chunks(COLUMNS).zip('A'..) {
                let mut matrix = matrix(context, ground, group, columns);
                // Letters tell parts apart: a number would be one more to look for among the published ones.
                if of_group.len() > COLUMNS {
                    matrix.caption = format!("{}, {} {part}", matrix.caption, context.texts.part);
                }
                matrices.push(matrix);
            }
        }
    }
    matrices
}

/// The indicators of a level; where they are too many, as many of each group as fit, its first.
pub(super) fn shown<'a, 'b>(
    context: &Context,
    indicators: &'a [Indicator<'b>],
    level: &str,
) -> Vec<&'a Indicator<'b>> {
    let areas = areas(context, level).len();
    let of_level = indicators.iter().filter(|one| one.is_of(level));
    let of_level: Vec<&Indicator> = of_level.collect();
    let first = |number: usize| -> Vec<&Indicator> {
        let of_group = |group| of_level.iter().filter(move |one| one.group == group);
        let groups = Group::ALL.into_iter();
        groups
            .flat_map(|group| of_group(group).take(number))
            .copied()
            .collect()
    };
    let fits = |number: &usize| first(*number).len() * areas <= NUMBERS;
    first((1..=of_level.len()).rev().find(fits).unwrap_or(1))
}

fn matrix(context: &Context, ground: &Ground, group: Group, columns: &[&Indicator]) -> Matrix {
    let level = ground.level;
    let level_name = context.level(level);
    let is_of_wijken = level == "wijk";
    let heading = |one: &&Indicator| Heading {
        name: one.name.clone(),
        source: one.source.clone(),
        middle: one.middle,
        dimension: one.dimension.filter(|_| is_of_wijken),
        pattern: ground.pattern(context, one),
    };
    let rows = areas(context, level).into_iter().map(|area| {
        let cells = columns
            .iter()
            .map(|one| one.cell(context, (level, area.code)));
        (area.name.to_owned(), cells.collect())
    });
    let foot = columns.iter().filter(|_| is_of_wijken);
    Matrix {
        texts: context.texts,
        foot: foot.map(|one| one.cell(context, TOWN)).collect(),
        caption: format!("{}: {}", level_name, group.name(context)),
        level,
        group: group.name(context),
        level_name,
        source: sources(columns.iter().copied()),
        headings: columns.iter().map(heading).collect(),
        rows: rows.collect(),
    }
}
