//! The small maps in a row: the wijken by each group of the first dimension, all on one scale.

use super::super::facts::Facts;
use super::super::html::Element;
use super::super::numbers::numbers_in;
use super::indicator::{Groups, Indicator, Known, areas, of_level};
use super::maps::{classes, legend};

/// Of more wijken there is no row.
const MOST_WIJKEN: usize = 250;

/// The dimensions, in their order.
const DIMENSIONS: [&str; 3] = ["domain", "age_band", "household_type"];

pub(super) fn problems(page: &Element, facts: &Facts, groups: &Groups) -> Vec<String> {
    let groups = of_level(facts, groups, "wijk");
    let of = |dimension: &str| {
        let all = groups.iter().flatten().copied();
        let own = all.filter(|one| one.dimension == dimension);
        own.collect::<Vec<&Indicator>>()
    };
    let number = areas(facts, "wijk").len();
    let mut shapes = page.all("path").into_iter();
    let is_drawn = number <= MOST_WIJKEN && shapes.any(|path| path.attribute("id") == "wijk-0");
    let mut dimensions = DIMENSIONS.to_vec();
    dimensions.retain(|dimension| is_drawn && !of(dimension).is_empty());
    let rows = page.with_class("figure", "row");
    let is_right = match (&rows[..], dimensions.first()) {
        ([], None) => true,
        ([row], Some(first)) => is_row(row, facts, &of(first)) && has_switch(row, &dimensions),
        _ => false,
    };
    let problem = "the row of small maps does not show what is published";
    if is_right {
        Vec::new()
    } else {
        vec![problem.to_owned()]
    }
}

fn has_switch(row: &Element, dimensions: &[&str]) -> bool {
    let options = row.all("option");
    let options = options.iter().map(|option| option.attribute("value"));
    options.eq(dimensions.iter().copied())
}

/// Whether each small map has the wijken in the class of their numbers among all of the row, and the legend says of which.
fn is_row(row: &Element, facts: &Facts, shown: &[&Indicator]) -> bool {
    let wijken = areas(facts, "wijk");
    let known = shown.iter().flat_map(|one| {
        let wijken = wijken.iter();
        wijken.map(|[code, _]| one.at(["wijk", code]))
    });
    let known: Vec<Known> = known.collect();
    let classes = classes(&known);
    let maps = row.all("figure");
    let is_map = |(place, map): (usize, &&Element)| {
        let own = classes.iter().skip(place * wijken.len());
        let uses = map.all("use");
        let drawn = uses.iter().zip(own).enumerate();
        let is_drawn = { drawn }.all(|(wijk, (shown, class))| {
            shown.attribute("href") == format!("#wijk-{wijk}") && shown.attribute("class") == class
        });
        let title: String = map.all("b").into_iter().map(Element::text).collect();
        is_drawn && uses.len() == wijken.len() && shown[place].heading.is_text(&title)
    };
    let lines = row.all("li").into_iter();
    let lines = lines.map(|line| numbers_in(&line.text()));
    maps.len() == shown.len()
        && maps.iter().enumerate().all(is_map)
        && lines.eq(legend(facts, shown[0], &known, &classes))
}
