//! The maps side by side, as they are without a script: the first indicator, by wijk and by buurt.

use std::collections::BTreeMap;

use askama::Template;
use geo::Coord;

use super::super::context::Context;
use super::super::reading::rows;
use super::super::texts::Texts;
use super::areas::{areas, levels};
use super::indicator::Indicator;
use super::pattern::{Ground, Pattern};
use crate::released::places::spatial::classes::{Method, breaks, class_of};

/// Classes of a map.
const CLASSES: usize = 5;

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

/// A line of a legend: a class, its numbers, and how many areas are in it.
struct Line {
    class: String,
    text: String,
    number: usize,
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
        levels: levels
            .iter()
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
    let values = areas.iter().map(|area| indicator.at((level, area.code)));
    let values: Vec<Option<f64>> = values.collect();
    let breaks = breaks(Method::Quantile, &values, CLASSES);
    let drawn = areas.iter().zip(&values).map(|(area, value)| {
        let said = indicator.said(context, (level, area.code));
        let is_hidden = indicator.values.get(&(level, area.code)) == Some(&None);
        MapArea {
            name: area.name.to_owned(),
            class: match value {
                Some(value) => format!("k{}", class_of(*value, &breaks)),
                None if is_hidden => "hatched".to_owned(),
                None => "no-data".to_owned(),
            },
            is_known: value.is_some(),
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
        legend: legend(context, indicator, &drawn, &values),
        areas: drawn,
    }
}

/// A class says its lowest and its highest number, which are numbers of areas.
fn legend(
    context: &Context,
    indicator: &Indicator,
    areas: &[MapArea],
    values: &[Option<f64>],
) -> Vec<Line> {
    let of_class = |class: String| {
        let members = areas
            .iter()
            .zip(values)
            .filter(|(area, _)| area.class == class);
        let values: Vec<f64> = members.filter_map(|(_, value)| *value).collect();
        let lowest = values.iter().copied().reduce(f64::min)?;
        let highest = values.iter().copied().reduce(f64::max)?;
        let [low, high] = [lowest, highest].map(|number| indicator.written(context, number));
        let text = if low == high {
            low
        } else {
            format!("{low} – {high}")
        };
        Some(Line {
            class,
            text,
            number: values.len(),
        })
    };
    let mut lines: Vec<Line> = (0..CLASSES)
        .filter_map(|class| of_class(format!("k{class}")))
        .collect();
    for (class, text) in [
        ("hatched", context.texts.hidden),
        ("no-data", context.texts.no_data),
    ] {
        let number = areas.iter().filter(|area| area.class == class).count();
        if number > 0 {
            lines.push(Line {
                class: class.to_owned(),
                text: text.to_owned(),
                number,
            });
        }
    }
    lines
}
