//! The profiles of wijken: their tables, and sentences that say numbers of the wijk and of the town only.

use super::super::facts::Facts;
use super::super::html::Element;
use super::super::numbers::{Known as Names, numbers_in};
use super::super::said::Grid;
use super::indicator::{Indicator, Known, TOWN, areas, groups, is_grid};

/// The profile of a wijk shows so many services, which are the second group.
const SERVICES: (usize, usize) = (1, 6);

pub(super) fn problems(page: &Element, facts: &Facts) -> Vec<String> {
    let mut wijken = areas(facts, "wijk");
    wijken.sort_by_key(|[_, name]| *name);
    let profiles = page.all("article");
    let ids = profiles.iter().map(|profile| profile.attribute("id"));
    if !ids.eq(wijken.iter().map(|[code, _]| *code)) {
        return vec!["the wijken are others than the release has".into()];
    }
    let (groups, names) = (groups(facts), facts.known());
    let mut problems = Vec::new();
    for (profile, [code, name]) in profiles.iter().zip(&wijken) {
        let heading = profile
            .all("h3")
            .first()
            .map_or(String::new(), |heading| heading.text());
        if heading != format!("{name} {code}") || !are_tables(profile, facts, &groups, code) {
            problems.push(format!(
                "the profile of {code} does not say what is published"
            ));
        }
        let sayable = sayable(facts, &groups, code, wijken.len());
        if !says_only(profile, &names, &sayable) {
            problems.push(format!(
                "a sentence about {code} says a number that is not published"
            ));
        }
    }
    problems
}

fn are_tables(profile: &Element, facts: &Facts, groups: &[Vec<Indicator>], code: &str) -> bool {
    let at = ["wijk", code];
    let grid = |(place, group): (usize, &Vec<Indicator>)| -> Grid {
        let is_shown = |one: &&Indicator| one.at(at) != Known::Nothing && one.is_known(None);
        let mut shown: Vec<&Indicator> = group.iter().filter(is_shown).collect();
        if place == SERVICES.0 {
            let share = |one: &Indicator| match one.at(at) {
                Known::Number(share) => share,
                Known::Hidden | Known::Nothing => -1.0,
            };
            shown.sort_by(|a, b| share(b).total_cmp(&share(a)));
            shown.truncate(SERVICES.1);
        }
        let row = |one: &&Indicator| {
            vec![
                one.heading.clone(),
                one.said(facts, at),
                one.said(facts, TOWN),
            ]
        };
        shown.iter().map(row).collect()
    };
    let grids = groups.iter().enumerate().map(grid);
    let grids: Vec<Grid> = grids.filter(|grid| !grid.is_empty()).collect();
    let bodies = profile.all("tbody");
    let is_said =
        |(body, grid): (&&Element, &Grid)| is_grid(&body.elements().collect::<Vec<_>>(), grid);
    bodies.len() == grids.len() && bodies.iter().zip(&grids).all(is_said)
}

/// The numbers of the wijk and of the town, the places among the wijken, and the ages that bands are called by.
fn sayable(facts: &Facts, groups: &[Vec<Indicator>], code: &str, wijken: usize) -> Vec<String> {
    let written = |one: &Indicator| {
        let numbers = [["wijk", code], TOWN].map(|at| one.at(at));
        let numbers = numbers.into_iter().filter_map(|known| match known {
            Known::Number(number) => Some(one.written(facts, number)),
            Known::Hidden | Known::Nothing => None,
        });
        numbers
            .flat_map(|text| numbers_in(&text))
            .collect::<Vec<_>>()
    };
    let mut sayable: Vec<String> = groups.iter().flatten().flat_map(written).collect();
    sayable.extend((0..=wijken).map(|number| number.to_string()));
    sayable.extend(
        facts
            .rows("population")
            .flat_map(|row| numbers_in(row.text("value"))),
    );
    sayable
}

fn says_only(profile: &Element, names: &Names, sayable: &[String]) -> bool {
    let sentences = profile.all("li").into_iter();
    let mut said = sentences.flat_map(|sentence| names.numbers_in(&sentence.text()));
    said.all(|number| sayable.contains(&number))
}
