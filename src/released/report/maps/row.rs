//! Small maps side by side, on one scale: the wijken by each domain, each age, or each type of household.

use askama::Template;

use super::super::context::Context;
use super::super::texts::Texts;
use super::areas::{areas, draws_wijken};
use super::indicator::Indicator;
use super::legend::{Known, Line, classes, legend};
use super::matrix;

/// Small maps in a row; they use the shapes of the page, and their numbers are in the tables by wijk.
#[derive(Template)]
#[template(path = "row.html")]
pub(in super::super) struct Row {
    texts: &'static Texts,
    /// The dimensions that there are, and their names.
    dimensions: Vec<(&'static str, &'static str)>,
    size: (usize, usize),
    /// The name of each map, and the class of each wijk.
    maps: Vec<(String, Vec<String>)>,
    legend: Vec<Line>,
}

/// A row of the first dimension; `None` where wijken are not drawn, or are too many.
pub(super) fn row(context: &Context, indicators: &[Indicator]) -> Option<Row> {
    let shown = matrix::shown(context, indicators, "wijk");
    let mut dimensions: Vec<&str> = shown.iter().filter_map(|one| one.dimension).collect();
    dimensions.dedup();
    let first = dimensions.first().filter(|_| draws_wijken(context))?;
    let of_first: Vec<&Indicator> = shown
        .iter()
        .filter(|one| one.dimension == Some(*first))
        .copied()
        .collect();
    let wijken = areas(context, "wijk");
    let known = of_first.iter().flat_map(|one| {
        let wijken = wijken.iter();
        wijken.map(|wijk| one.values.get(&("wijk", wijk.code)).copied())
    });
    let known: Vec<Known> = known.collect();
    let classes = classes(&known);
    let maps = of_first.iter().zip(classes.chunks(wijken.len()));
    Some(Row {
        texts: context.texts,
        dimensions: dimensions
            .iter()
            .map(|dimension| (*dimension, name(context, dimension)))
            .collect(),
        size: context.shapes.size(),
        legend: legend(context, of_first[0], &known, &classes),
        maps: maps
            .map(|(one, classes)| (one.name.clone(), classes.to_vec()))
            .collect(),
    })
}

fn name(context: &Context, dimension: &str) -> &'static str {
    match dimension {
        "age_band" => context.texts.age,
        "domain" => context.texts.domain,
        _ => context.texts.household_type,
    }
}
