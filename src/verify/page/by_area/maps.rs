//! The maps: each area in the class of its number, and a legend of the numbers that are there.

use super::super::facts::Facts;
use super::super::html::Element;
use super::super::named::texts;
use super::super::numbers::numbers_in;
use super::super::said::Said;
use super::dots::{Sheet, has_dots};
use super::indicator::{Groups, Indicator, Known, LEVELS, areas, is_grid, of_level, rows};
use super::pattern::Pattern;
use super::touching::Touching;

/// Classes of a map.
const CLASSES: usize = 5;

pub(super) fn problems(
    page: &Element,
    facts: &Facts,
    groups: &Groups,
    (touching, sheet): (&Touching, Option<Sheet>),
) -> Vec<String> {
    let maps = page.with_class("figure", "map");
    let wrong = maps
        .iter()
        .filter(|map| !is_map(map, facts, groups, (touching, sheet)).unwrap_or(false));
    let wrong = wrong.map(|_| "a map does not show what is published".to_owned());
    let mut problems: Vec<String> = wrong.collect();
    if texts(page, "p", "pattern").len() != maps.len() {
        problems.push("a pattern is said of no map".into());
    }
    problems
}

/// Whether a map has the areas of a level, each in the class of its number, and its table and legend say the same.
fn is_map(
    map: &Element,
    facts: &Facts,
    groups: &Groups,
    (touching, sheet): (&Touching, Option<Sheet>),
) -> Option<bool> {
    let uses = map.all("use");
    let first = uses.first()?.attribute("href");
    let level = LEVELS
        .into_iter()
        .find(|level| first == format!("#{level}-0"))?;
    let groups = of_level(facts, groups, level);
    let indicator = groups.iter().flatten().next()?;
    let areas = areas(facts, level);
    let known = areas.iter().map(|[code, _]| indicator.at([level, code]));
    let known: Vec<Known> = known.collect();
    let classes = classes(&known);
    let mut drawn = uses.iter().zip(&areas).zip(&classes).enumerate();
    let is_drawn = drawn.all(|(place, ((shown, [code, name]), class))| {
        let text = shown.text();
        let number = text.strip_prefix(&format!("{name}: "));
        shown.attribute("href") == format!("#{level}-{place}")
            && shown.attribute("class") == class
            && number.is_some_and(|text| indicator.said(facts, [level, code]).is_text(text))
    });
    let row =
        |[code, name]: &[&str; 2]| vec![Said::name(name), indicator.said(facts, [level, code])];
    let titles = ["b", "caption"].map(|name| map.all(name));
    let mut titles = titles.iter().flatten().map(|title| title.text());
    let is_titled = titles.all(|title| indicator.heading.is_text(&title));
    let pattern = Pattern::of(facts, touching, level, indicator);
    let pattern = pattern.map_or(String::new(), |pattern| pattern.sentence(facts));
    let said = map.all("li").into_iter();
    let said = said.map(|line| numbers_in(&line.text()));
    Some(
        uses.len() == areas.len()
            && has_dots(map, facts, sheet)
            && is_titled
            && texts(map, "span", "source") == [indicator.source()]
            && is_drawn
            && texts(map, "p", "pattern") == [pattern]
            && is_grid(&rows(map), &areas.iter().map(row).collect())
            && said.eq(legend(facts, indicator, &known, &classes)),
    )
}

/// The class of each area: by quantiles, between two numbers in proportion.
pub(super) fn classes(known: &[Known]) -> Vec<String> {
    let number = |known: &Known| match known {
        Known::Number(number) => Some(*number),
        Known::Hidden | Known::Nothing => None,
    };
    let mut sorted: Vec<f64> = known.iter().filter_map(number).collect();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    let bound = |class: usize| {
        let (place, rest) = (class * last / CLASSES, class * last % CLASSES);
        let next = sorted[(place + 1).min(last)];
        sorted[place] + (next - sorted[place]) * rest as f64 / CLASSES as f64
    };
    let class = |known: &Known| match known {
        Known::Number(number) => {
            let below = (1..CLASSES).filter(|class| *number > bound(*class));
            format!("k{}", below.count())
        }
        Known::Hidden => "hatched".to_owned(),
        Known::Nothing => "no-data".to_owned(),
    };
    known.iter().map(class).collect()
}

/// What the lines of a legend say: the lowest and the highest number of a class, and of how many areas.
pub(super) fn legend(
    facts: &Facts,
    indicator: &Indicator,
    known: &[Known],
    classes: &[String],
) -> Vec<Vec<String>> {
    let listed = (0..CLASSES).map(|class| format!("k{class}"));
    let listed = listed.chain(["hatched", "no-data"].map(String::from));
    let line = |class: String| {
        let members = known.iter().zip(classes).filter(|(_, own)| **own == class);
        let members: Vec<Known> = members.map(|(known, _)| *known).collect();
        let numbers = members.iter().filter_map(|known| match known {
            Known::Number(number) => Some(*number),
            Known::Hidden | Known::Nothing => None,
        });
        let ends = [numbers.clone().reduce(f64::min), numbers.reduce(f64::max)];
        let ends = ends
            .into_iter()
            .flatten()
            .map(|end| indicator.written(facts, end));
        let mut ends: Vec<String> = ends.collect();
        ends.dedup();
        let mut said: Vec<String> = ends.iter().flat_map(|end| numbers_in(end)).collect();
        said.push(members.len().to_string());
        (!members.is_empty()).then_some(said)
    };
    listed.filter_map(line).collect()
}
