//! What the page knows of areas: the numbers of each, by their names.

use std::collections::BTreeMap;

use super::super::facts::{Facts, Row};
use super::super::html::Element;
use super::super::reach::farthest;
use super::super::said::{Grid, Said};
use crate::vocabulary::Language;

/// The levels that have maps, in the order of the page.
pub(super) const LEVELS: [&str; 2] = ["wijk", "buurt"];

/// A level is on the page where it and those before it have no more areas.
const MOST_AREAS: usize = 5_000;

/// The tables of a level have no more numbers.
const MOST_NUMBERS: usize = 30_000;

/// The indicators by group, in the order of the page.
pub(super) type Groups<'a> = Vec<Vec<Indicator<'a>>>;

/// A count by level and area; `None` where it is hidden.
pub(super) type Counts<'a> = BTreeMap<[&'a str; 2], Option<u64>>;

/// What is known of an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Known {
    Number(f64),
    Hidden,
    Nothing,
}

/// How a number is written: as a percentage, or with so many decimals and a unit.
#[derive(Debug, Clone, Copy)]
enum Unit<'a> {
    Share,
    Number(usize, &'a str),
}

/// The whole town, as the tables have it.
pub(super) const TOWN: [&str; 2] = ["gemeente", "all"];

/// A number by area: what its heading says, and what each area shows.
pub(super) struct Indicator<'a> {
    pub(super) heading: Said,
    /// Where a public figure comes from, each file once.
    sources: Vec<String>,
    unit: Unit<'a>,
    /// What its numbers lie around; empty where nothing is said of it.
    pub(super) middle: &'static str,
    /// The dimension of a group of households.
    pub(super) dimension: &'static str,
    numbers: BTreeMap<[&'a str; 2], Known>,
}

impl<'a> Indicator<'a> {
    pub(super) fn of_shares(
        heading: Said,
        shares: impl Iterator<Item = ([&'a str; 2], Option<f64>)>,
    ) -> Self {
        let known = |(at, share): ([&'a str; 2], Option<f64>)| {
            (at, share.map_or(Known::Hidden, Known::Number))
        };
        Self {
            heading,
            sources: Vec::new(),
            unit: Unit::Share,
            middle: "",
            dimension: "",
            numbers: shares.map(known).collect(),
        }
    }

    /// The same, of a dimension of which small maps are drawn.
    pub(super) fn by(self, dimension: &'static str) -> Self {
        Self { dimension, ..self }
    }

    pub(super) fn at(&self, at: [&str; 2]) -> Known {
        self.numbers.get(&at).copied().unwrap_or(Known::Nothing)
    }

    /// A number of it, as the page writes it.
    pub(super) fn written(&self, facts: &Facts, number: f64) -> String {
        match self.unit {
            Unit::Share => facts.language.percent(number, 1),
            Unit::Number(decimals, "") => facts.language.number(number, decimals),
            Unit::Number(decimals, unit) => {
                format!("{}\u{a0}{unit}", facts.language.number(number, decimals))
            }
        }
    }

    /// Where it comes from; empty where it is counted here.
    pub(super) fn source(&self) -> String {
        self.sources.join("; ")
    }

    pub(super) fn said(&self, facts: &Facts, at: [&str; 2]) -> Said {
        match self.at(at) {
            Known::Number(number) => Said::written(self.written(facts, number)),
            Known::Hidden | Known::Nothing => Said::hidden(),
        }
    }

    /// Whether its numbers are whole and have no unit.
    pub(super) const fn is_plain(&self) -> bool {
        matches!(self.unit, Unit::Number(0, unit) if unit.is_empty())
    }

    /// Whether an area of a level has a number; any area where none is named.
    pub(super) fn is_known(&self, level: Option<&str>) -> bool {
        let mut numbers = self.numbers.iter();
        let is_of = |of: &str| level.is_none_or(|level| level == of);
        numbers.any(|([of, _], known)| is_of(of) && matches!(known, Known::Number(_)))
    }
}

/// Code and name of the areas of a level, in the order of their codes.
pub(super) fn areas<'a>(facts: &Facts<'a>, level: &str) -> Vec<[&'a str; 2]> {
    let rows = facts.rows("areas").filter(|row| row.text("level") == level);
    let named = rows.map(|row| [row.text("area"), row.text("name")]);
    let mut areas: Vec<[&str; 2]> = named.filter(|[code, _]| *code != "unknown").collect();
    areas.sort_unstable();
    let named = |[code, name]: [&'a str; 2]| [code, if name.is_empty() { code } else { name }];
    areas.into_iter().map(named).collect()
}

pub(super) fn at<'a>(row: &Row<'a>) -> [&'a str; 2] {
    [row.text("level"), row.text("area")]
}

/// The public figures, in the order of the table.
pub(super) fn figures<'a>(facts: &Facts<'a>) -> Vec<Indicator<'a>> {
    let mut figures: Vec<(&str, Indicator)> = Vec::new();
    for row in facts.rows("figures") {
        let name = row.text("indicator");
        let place = figures.iter().position(|(known, _)| *known == name);
        let place = place.unwrap_or_else(|| {
            let indicator = Indicator {
                heading: Said::title(name),
                sources: Vec::new(),
                unit: Unit::Number(0, unit(facts, row.text("unit"))),
                middle: "",
                dimension: "",
                numbers: BTreeMap::new(),
            };
            figures.push((name, indicator));
            figures.len() - 1
        });
        let number = row
            .text("value")
            .parse()
            .map_or(Known::Hidden, Known::Number);
        let (figure, source) = (&mut figures[place].1, facts.source(&row));
        if !figure.sources.contains(&source) {
            figure.sources.push(source);
        }
        figure.numbers.insert(at(&row), number);
    }
    for (_, figure) in &mut figures {
        let numbers = figure.numbers.values().filter_map(|known| match known {
            Known::Number(number) => Some(decimals(*number)),
            Known::Hidden | Known::Nothing => None,
        });
        if let (Some(most), Unit::Number(decimals, _)) = (numbers.max(), &mut figure.unit) {
            *decimals = most;
        }
    }
    figures
        .into_iter()
        .map(|(_, indicator)| indicator)
        .collect()
}

/// The ways to facilities, then their capacity, then how that lies beside their target group, by type and target group.
pub(super) fn reach<'a>(facts: &Facts<'a>) -> Vec<Indicator<'a>> {
    let rows = farthest(facts);
    let kind = |row: &Row<'a>| ["facility_type", "target"].map(|column| row.text(column));
    let mut kinds: Vec<[&str; 2]> = rows.iter().map(kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let of = |column: &str, unit: Unit<'a>, own: [&'a str; 2]| {
        let numbers = rows.iter().filter(|row| kind(row) == own).map(|row| {
            let number = row.text(column).parse();
            (at(row), number.map_or(Known::Hidden, Known::Number))
        });
        let group = own[1]
            .split_once('=')
            .filter(|(what, _)| *what != "service");
        let group = group.map_or_else(String::new, |(_, group)| group.to_owned());
        let service = own[1]
            .strip_prefix("service=")
            .map_or("", |code| facts.service(code));
        Indicator {
            heading: Said::title(&format!("{} {group}{service}", own[0])),
            sources: sources_of(facts, own[0]),
            unit,
            middle: if column == "mismatch" { "0" } else { "" },
            dimension: "",
            numbers: numbers.collect(),
        }
    };
    let ways = kinds
        .iter()
        .map(|kind| of("nearest_m", Unit::Number(0, "m"), *kind));
    let capacity = kinds
        .iter()
        .map(|kind| of("access", Unit::Number(0, ""), *kind));
    let beside = kinds
        .iter()
        .map(|kind| of("mismatch", Unit::Number(1, ""), *kind));
    ways.chain(capacity).chain(beside).collect()
}

/// How many times the expected use each domain has, where that is published.
pub(super) fn expected<'a>(facts: &Facts<'a>) -> Vec<Indicator<'a>> {
    let mut domains: BTreeMap<&str, BTreeMap<[&'a str; 2], Known>> = BTreeMap::new();
    for row in facts.rows("expected") {
        let domain = row.text("what").strip_prefix("domain=");
        if let (Some(domain), Ok(ratio)) = (domain, row.text("ratio").parse()) {
            let numbers = domains.entry(domain).or_default();
            numbers.insert(at(&row), Known::Number(ratio));
        }
    }
    let of = |(domain, numbers)| Indicator {
        heading: Said::title(domain),
        sources: Vec::new(),
        unit: Unit::Number(2, ""),
        middle: "1",
        dimension: "",
        numbers,
    };
    domains.into_iter().map(of).collect()
}

/// Who publishes the facilities of a type.
fn sources_of(facts: &Facts, kind: &str) -> Vec<String> {
    let files = facts.run["facilities"].as_array().into_iter().flatten();
    let is_of = |file: &&serde_json::Value| {
        let mut types = file["types"].as_array().into_iter().flatten();
        types.any(|one| one == kind)
    };
    let named = files
        .filter(is_of)
        .filter_map(|file| file["source"].as_str());
    let mut named: Vec<String> = named.map(str::to_owned).collect();
    named.dedup();
    named
}

/// What stands behind a number of a unit.
fn unit<'a>(facts: &Facts, unit: &'a str) -> &'a str {
    match (unit, facts.language) {
        ("number" | "score", _) => "",
        ("1000 euro", Language::Dutch) => "duizend euro",
        ("1000 euro", Language::English) => "thousand euros",
        _ => unit,
    }
}

/// The decimals of a number, two at most.
fn decimals(number: f64) -> usize {
    let text = format!("{number:.2}");
    let decimals = text.split_once('.').map_or("", |(_, decimals)| decimals);
    decimals.trim_end_matches('0').len()
}

/// A wijk has what its buurten have, where each of them shows it and no wijk does.
pub(super) fn add_wijken<'a>(counts: &mut Counts<'a>, all: &Counts<'a>) {
    if counts.keys().any(|[level, _]| *level == "wijk") {
        return;
    }
    for wijk in all.keys().filter(|[level, _]| *level == "wijk") {
        let first = wijk[1]
            .strip_prefix("WK")
            .map(|digits| format!("BU{digits}"));
        let parts = first.iter().flat_map(|first| {
            let behind = all.range(["buurt", first.as_str()]..).map(|(at, _)| at);
            behind.take_while(|[level, code]| *level == "buurt" && code.starts_with(first.as_str()))
        });
        let parts: Vec<&[&str; 2]> = parts.collect();
        let sum = parts
            .iter()
            .map(|part| counts.get(*part).copied().flatten())
            .sum();
        counts.insert(*wijk, if parts.is_empty() { None } else { sum });
    }
}

/// The indicators of a level that are on the page, by group: those that have a number, or of each group as many of these
/// as fit.
pub(super) fn of_level<'a, 'b>(
    facts: &Facts,
    groups: &'b Groups<'a>,
    level: &str,
) -> Vec<Vec<&'b Indicator<'a>>> {
    let areas = |level| areas(facts, level).len();
    let before = LEVELS.into_iter().take_while(|one| *one != level);
    if before.chain([level]).map(areas).sum::<usize>() > MOST_AREAS {
        return Vec::new();
    }
    let areas = areas(level);
    let of_level = |group: &'b Vec<Indicator<'a>>| -> Vec<&Indicator> {
        group
            .iter()
            .filter(|one| one.is_known(Some(level)))
            .collect()
    };
    let mut groups: Vec<Vec<&Indicator>> = groups.iter().map(of_level).collect();
    let together = |number: usize| -> usize {
        let numbers = groups.iter().map(|group| group.len().min(number));
        numbers.sum::<usize>() * areas
    };
    let most = groups.iter().map(Vec::len).max().unwrap_or(0);
    let fitting = (1..=most).take_while(|number| together(*number) <= MOST_NUMBERS);
    let number = fitting.last().unwrap_or(1);
    for group in &mut groups {
        group.truncate(number);
    }
    groups
}

pub(super) fn is_grid(rows: &[&Element], grid: &Grid) -> bool {
    let is_row = |(row, said): (&&Element, &Vec<Said>)| {
        let cells: Vec<&Element> = row.elements().collect();
        cells.len() == said.len() && cells.iter().zip(said).all(|(cell, said)| said.is_in(cell))
    };
    rows.len() == grid.len() && rows.iter().zip(grid).all(is_row)
}

/// The rows of the bodies of all tables in an element.
pub(super) fn rows(element: &Element) -> Vec<&Element> {
    let bodies = element.all("tbody").into_iter();
    bodies.flat_map(Element::elements).collect()
}
