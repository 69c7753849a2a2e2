//! The profiles of wijken: their tables, and sentences of which each number is one of the wijk or the town.

use std::collections::BTreeSet;

use super::super::facts::Facts;
use super::super::html::Element;
use super::super::named::texts;
use super::super::numbers::numbers_in;
use super::super::reach::is_lack;
use super::super::said::Grid;
use super::super::signals::is_line;
use super::indicator::{Groups, Indicator, Known, TOWN, areas, is_grid};

/// Of more wijken there are no profiles.
const MOST_WIJKEN: usize = 250;

/// The profile of a wijk shows no domains, which are the second group.
const DOMAINS: usize = 1;

/// It shows so many services, which are the third group.
const SERVICES: (usize, usize) = (2, 6);

/// And so many pairs, the fourth.
const PAIRS: (usize, usize) = (3, 3);

/// And so many public figures, which are the sixth.
const FIGURES: (usize, usize) = (5, 6);

/// And so much of what is in reach, the seventh.
const REACH: (usize, usize) = (6, 3);

pub(super) fn problems(page: &Element, facts: &Facts, groups: &Groups) -> Vec<String> {
    let mut wijken = areas(facts, "wijk");
    wijken.sort_by_key(|[_, name]| *name);
    if wijken.len() > MOST_WIJKEN {
        wijken.clear();
    }
    let profiles = page.all("article");
    let ids = profiles.iter().map(|profile| profile.attribute("id"));
    if !ids.eq(wijken.iter().map(|[code, _]| *code)) {
        return vec!["the wijken are others than the release has".into()];
    }
    let spreads = groups.iter().flatten().map(|one| spread(one, &wijken));
    let spreads: Vec<Spread> = spreads.collect();
    let mut problems = Vec::new();
    for (profile, [code, name]) in profiles.iter().zip(&wijken) {
        let heading = profile
            .all("h3")
            .first()
            .map_or(String::new(), |heading| heading.text());
        if heading != format!("{name} {code}")
            || !are_tables(profile, facts, groups, code)
            || !is_line(profile, facts, code)
        {
            problems.push(format!(
                "the profile of {code} does not say what is published"
            ));
        }
        let sentences = profile.all("li").into_iter().map(Element::text);
        let is_said = |text: String| {
            is_lack(&text, facts, code) || is_said(&text, facts, &spreads, ["wijk", code])
        };
        if !{ sentences }.all(is_said) {
            problems.push(format!(
                "a sentence about {code} says a number that is not published"
            ));
        }
    }
    problems
}

/// An indicator, and its numbers in the wijken, the lowest first.
type Spread<'a, 'b> = (&'b Indicator<'a>, Vec<f64>);

fn spread<'a, 'b>(one: &'b Indicator<'a>, wijken: &[[&str; 2]]) -> Spread<'a, 'b> {
    let known = wijken.iter().map(|[code, _]| one.at(["wijk", code]));
    let numbers = known.filter_map(|known| match known {
        Known::Number(number) => Some(number),
        Known::Hidden | Known::Nothing => None,
    });
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    (one, numbers)
}

fn are_tables(profile: &Element, facts: &Facts, groups: &[Vec<Indicator>], code: &str) -> bool {
    let at = ["wijk", code];
    let mut sources: Vec<String> = Vec::new();
    let mut grid = |(place, group): (usize, &Vec<Indicator>)| -> Grid {
        let is_shown = |one: &&Indicator| one.at(at) != Known::Nothing && one.is_known(None);
        let mut shown: Vec<&Indicator> = group.iter().filter(is_shown).collect();
        if place == DOMAINS {
            shown.clear();
        }
        if let Some((_, most)) = [SERVICES, PAIRS].iter().find(|(of, _)| *of == place) {
            let share = |one: &Indicator| match one.at(at) {
                Known::Number(share) => share,
                Known::Hidden | Known::Nothing => -1.0,
            };
            shown.sort_by(|a, b| share(b).total_cmp(&share(a)));
            shown.truncate(*most);
        }
        if place == REACH.0 {
            shown.truncate(REACH.1);
        }
        if place == FIGURES.0 {
            shown.sort_by_key(|one| one.is_plain());
            shown.truncate(FIGURES.1);
        }
        sources.extend(shown.iter().map(|one| one.source()));
        let row = |one: &&Indicator| {
            vec![
                one.heading.clone(),
                one.said(facts, at),
                one.said(facts, TOWN),
            ]
        };
        shown.iter().map(row).collect()
    };
    let grids = groups.iter().enumerate().map(&mut grid);
    let grids: Vec<Grid> = grids.filter(|grid| !grid.is_empty()).collect();
    let bodies = profile.all("tbody");
    // The first row names the group.
    let is_said = |(body, grid): (&&Element, &Grid)| {
        let rows: Vec<&Element> = body.elements().collect();
        let (heading, rows) = rows.split_at(rows.len().min(1));
        let mut heading = heading.iter().flat_map(|row| numbers_in(&row.text()));
        heading.next().is_none() && is_grid(rows, grid)
    };
    let said = texts(profile, "p", "source").concat();
    // What stands out has sources too, so there may be more than those of the tables, but none of another making.
    let known = groups.iter().flatten().map(Indicator::source);
    let known: Vec<String> = known.collect();
    let known: BTreeSet<&str> = known.iter().flat_map(|source| source.split("; ")).collect();
    let is_sourced = sources.iter().all(|source| said.contains(source))
        && said.split("; ").all(|source| known.contains(source));
    is_sourced && bodies.len() == grids.len() && bodies.iter().zip(&grids).all(is_said)
}

/// Whether a sentence says of one indicator its name, its number in the wijk, among how many wijken, how many of these
/// are beyond it, and its number in the town.
fn is_said(sentence: &str, facts: &Facts, spreads: &[Spread], at: [&str; 2]) -> bool {
    let Some((name, rest)) = sentence.split_once(": ") else {
        return false;
    };
    let said = numbers_in(rest);
    let written = |one: &Indicator, known: Known| match known {
        Known::Number(number) => numbers_in(&one.written(facts, number)),
        Known::Hidden | Known::Nothing => Vec::new(),
    };
    let mut named = spreads.iter().filter(|(one, _)| one.heading.is_text(name));
    named.any(|(one, wijken)| {
        let Known::Number(own) = one.at(at) else {
            return false;
        };
        let lower = wijken.partition_point(|other| *other < own);
        let higher = wijken.len() - wijken.partition_point(|other| *other <= own);
        [higher, lower].into_iter().any(|beyond| {
            let mut numbers = written(one, one.at(at));
            numbers.push(wijken.len().to_string());
            numbers.extend((beyond > 0).then(|| beyond.to_string()));
            numbers.extend(written(one, one.at(TOWN)));
            said == numbers
        })
    })
}
