//! The maps side by side, as they are without a script: the first indicator, by wijk and by buurt.

use std::collections::BTreeMap;

use askama::Template;
use geo::Coord;

use super::super::context::Context;
use super::super::reading::rows;
use super::super::texts::Texts;
use super::areas::{areas, draws_gemeente, levels};
use super::indicator::Indicator;
use super::legend::{Known, Line, classes, legend};
use super::pattern::{Ground, Pattern};
/// The maps; they use the shapes of the page.
#[derive(Template)]
#[template(path = "maps.html")]
pub(in super::super) struct Maps {
    texts: &'static Texts,
    /// The word of each level, and its name.
    levels: Vec<(&'static str, &'static str)>,
    size: (usize, usize),
    /// The first types of facilities, each with its dots.
    kinds: Vec<(String, String)>,
    drawn: Vec<Map>,
}

/// A map of one indicator.
struct Map {
    level: &'static str,
    level_name: &'static str,
    title: String,
    source: String,
    pattern: Option<Pattern>,
    areas: Vec<MapArea>,
    legend: Vec<Line>,
}

struct MapArea {
    name: String,
    class: String,
    is_known: bool,
    /// Its number, or why there is none.
    said: String,
    /// Name and number.
    text: String,
}

/// The maps; `None` where the release has no shapes.
pub(super) fn maps(
    context: &Context,
    indicators: &[Indicator],
    grounds: &[Ground],
) -> Option<Maps> {
    let levels = levels(context).filter(|level| context.shapes.has(level));
    let levels: Vec<&'static str> = levels.collect();
    let drawn = grounds.iter();
    let drawn = drawn.filter(|ground| levels.contains(&ground.level));
    let maps = drawn.filter_map(|ground| {
        let first = indicators.iter().find(|one| one.is_of(ground.level))?;
        Some(map(context, ground, first))
    });
    let maps: Vec<Map> = maps.collect();
    (!maps.is_empty()).then(|| Maps {
        texts: context.texts,
        levels: ["gemeente"]
            .iter()
            .filter(|_| draws_gemeente(context))
            .chain(&levels)
            .map(|level| (*level, context.level(level)))
            .collect(),
        size: context.shapes.size(),
        kinds: kinds(context),
        drawn: maps,
    })
}

/// A map can show so many types of facilities.
const KINDS: usize = 8;

/// The types of facilities, in their order, each with its dots.
fn kinds(context: &Context) -> Vec<(String, String)> {
    let mut places: BTreeMap<&str, Vec<Coord<f64>>> = BTreeMap::new();
    for row in rows(context.tables, "facilities") {
        let place = row.decimal("x").zip(row.decimal("y"));
        let own = places.entry(row.text("type")).or_default();
        own.extend(place.map(|(x, y)| Coord { x, y }));
    }
    let kinds = places.into_iter().take(KINDS);
    kinds
        .map(|(kind, places)| (kind.to_owned(), context.shapes.dots(&places)))
        .collect()
}

fn map(context: &Context, ground: &Ground, indicator: &Indicator) -> Map {
    let level = ground.level;
    let areas = areas(context, level);
    let known = areas.iter();
    let known = known.map(|area| indicator.values.get(&(level, area.code)).copied());
    let known: Vec<Known> = known.collect();
    let classes = classes(&known);
    let legend = legend(context, indicator, &known, &classes);
    let drawn = areas.iter().zip(classes).map(|(area, class)| {
        let said = indicator.said(context, (level, area.code));
        MapArea {
            name: area.name.to_owned(),
            class,
            is_known: indicator.at((level, area.code)).is_some(),
            text: format!("{}: {said}", area.name),
            said,
        }
    });
    let drawn: Vec<MapArea> = drawn.collect();
    Map {
        level,
        level_name: context.level(level),
        title: indicator.name.clone(),
        source: indicator.source.clone(),
        pattern: ground.pattern(context, indicator),
        legend,
        areas: drawn,
    }
}
