//! What a map says of a pattern, worked out again: Moran's I and Gi* from the published numbers and the borders, and the
//! words for them.

use std::collections::BTreeMap;

use super::super::facts::Facts;
use super::super::html::Element;
use super::indicator::{Indicator, Known, areas};
use super::touching::Touching;
use crate::vocabulary::Language;

/// From so many areas on something is said.
const FEWEST: usize = 10;
/// From here on it is no chance, on both sides.
const BEYOND: f64 = 1.96;
/// Of the areas found so many may be chance.
const RATE: f64 = 0.05;
/// So many are named on each side.
const NAMED: usize = 5;

/// The attributes of a heading that hold what its map says, and how it begins in each language.
const LEADS: [(&str, [&str; 2]); 3] = [
    (
        "data-alike",
        [
            "Gebieden naast elkaar lijken meer op elkaar dan door toeval (Moran’s I ",
            "Areas next to each other are more alike than by chance (Moran’s I ",
        ],
    ),
    (
        "data-unlike",
        [
            "Gebieden naast elkaar verschillen meer van elkaar dan door toeval (Moran’s I ",
            "Areas next to each other differ more than by chance (Moran’s I ",
        ],
    ),
    (
        "data-chance",
        [
            "Over het geheel is er geen patroon: gebieden naast elkaar lijken niet meer en niet minder op elkaar dan door toeval (Moran’s I ",
            "There is no pattern as a whole: areas next to each other are no more and no less alike than by chance (Moran’s I ",
        ],
    ),
];

/// What is said of an indicator: which of the beginnings, and the rest.
#[derive(Debug, PartialEq)]
pub(super) struct Pattern {
    lead: usize,
    rest: String,
}

impl Pattern {
    /// `None` where nothing is said.
    pub(super) fn of(
        facts: &Facts,
        touching: &Touching,
        level: &str,
        indicator: &Indicator,
    ) -> Option<Self> {
        let areas = areas(facts, level).into_iter();
        let known = areas.filter_map(|[code, name]| match indicator.at([level, code]) {
            Known::Number(number) if touching.is_drawn(level, code) => Some((code, (name, number))),
            _ => None,
        });
        let known: BTreeMap<&str, (&str, f64)> = known.collect();
        let grid = Grid::of(&known, touching.pairs(level))?;
        let (index, z) = grid.moran()?;
        let (index, z) = (settled(index), settled(z));
        let lead = match z {
            z if z >= BEYOND => 0,
            z if z <= -BEYOND => 1,
            _ => 2,
        };
        let number = |number, decimals| facts.language.number(number, decimals);
        let mut rest = format!("{}; z {}).", number(index, 2), number(z, 1));
        let found = grid.found();
        for (sign, words) in [
            (1.0, ["Hoog in en rond", "High in and around"]),
            (-1.0, ["Laag in en rond", "Low in and around"]),
        ] {
            let side = found.iter().filter(|(_, z)| z * sign > 0.0);
            let mut side: Vec<(&str, f64)> = side.map(|(name, z)| (*name, -z.abs())).collect();
            side.sort_by(|a, b| a.1.total_cmp(&b.1));
            if !side.is_empty() {
                let words = words[place(facts)];
                rest += &[" ", words, " ", &listed(facts, &side), "."].concat();
            }
        }
        Some(Self { lead, rest })
    }

    /// The whole, as it stands under a map.
    pub(super) fn sentence(&self, facts: &Facts) -> String {
        format!("{}{}", LEADS[self.lead].1[place(facts)], self.rest)
    }
}

/// Whether an element says this in the attribute for it, and in no other.
pub(super) fn is_in(element: &Element, pattern: Option<&Pattern>) -> bool {
    LEADS.iter().enumerate().all(|(lead, (attribute, _))| {
        let said = pattern.filter(|pattern| pattern.lead == lead);
        element.attribute(attribute) == said.map_or("", |pattern| &pattern.rest)
    })
}

/// Whether the page holds the beginnings as they are.
pub(super) fn has_leads(page: &Element, facts: &Facts) -> bool {
    let is_said = |main: &&Element| {
        let mut leads = LEADS.iter();
        leads.all(|(attribute, words)| main.attribute(attribute) == words[place(facts)])
    };
    page.all("main").iter().all(is_said)
}

const fn place(facts: &Facts) -> usize {
    match facts.language {
        Language::Dutch => 0,
        Language::English => 1,
    }
}

fn listed(facts: &Facts, side: &[(&str, f64)]) -> String {
    let names: Vec<&str> = side.iter().take(NAMED).map(|(name, _)| *name).collect();
    let others = match (side.len().saturating_sub(NAMED), facts.language) {
        (0, _) => String::new(),
        (1, Language::Dutch) => " en 1 ander gebied".into(),
        (others, Language::Dutch) => format!(" en {others} andere gebieden"),
        (1, Language::English) => " and 1 other area".into(),
        (others, Language::English) => format!(" and {others} other areas"),
    };
    names.join(", ") + &others
}

/// Numbers of areas and the pairs that touch.
struct Grid<'a> {
    names: Vec<&'a str>,
    /// How far each is from the mean.
    far: Vec<f64>,
    /// The mean of the squares of these.
    spread: f64,
    pairs: Vec<[usize; 2]>,
    /// How many each touches.
    touched: Vec<f64>,
}

impl<'a> Grid<'a> {
    /// `None` for too few areas, and for those that are all the same.
    fn of<'b>(
        known: &BTreeMap<&'a str, (&'a str, f64)>,
        pairs: impl Iterator<Item = [&'b str; 2]>,
    ) -> Option<Self> {
        let mean = known.values().map(|(_, value)| value).sum::<f64>() / known.len() as f64;
        let far: Vec<f64> = known.values().map(|(_, value)| value - mean).collect();
        let spread = far.iter().map(|far| far * far).sum::<f64>() / far.len() as f64;
        let places: BTreeMap<&str, usize> = known.keys().copied().zip(0..).collect();
        let place = |code: &str| places.get(code).copied();
        let pairs = pairs.filter_map(|[one, other]| Some([place(one)?, place(other)?]));
        let pairs: Vec<[usize; 2]> = pairs.collect();
        let mut touched = vec![0.0; far.len()];
        for place in pairs.iter().flatten() {
            touched[*place] += 1.0;
        }
        let mut values: Vec<f64> = known.values().map(|(_, value)| *value).collect();
        values.sort_by(f64::total_cmp);
        let differ = values.first() < values.last();
        (known.len() >= FEWEST && differ).then(|| Self {
            names: known.values().map(|(name, _)| *name).collect(),
            far,
            spread,
            pairs,
            touched,
        })
    }

    /// Moran's I, of rows that weigh as 1, and how far it is from chance; `None` where no areas touch.
    fn moran(&self) -> Option<(f64, f64)> {
        let number = self.far.len() as f64;
        let rows = self
            .touched
            .iter()
            .filter(|touched| **touched > 0.0)
            .count() as f64;
        let mut columns = vec![0.0; self.far.len()];
        let (mut products, mut squares) = (0.0, 0.0);
        for [one, other] in &self.pairs {
            let (there, back) = (1.0 / self.touched[*one], 1.0 / self.touched[*other]);
            products += (there + back) * self.far[*one] * self.far[*other];
            squares += (there + back) * (there + back);
            columns[*other] += there;
            columns[*one] += back;
        }
        let sums = columns.iter().zip(&self.touched);
        let sums = sums.filter(|(_, touched)| **touched > 0.0);
        let sums: f64 = sums
            .map(|(column, _)| (1.0 + column) * (1.0 + column))
            .sum();
        let chance = 1.0 / (number - 1.0);
        let variance = (number * number * squares - number * sums + 3.0 * rows * rows)
            / (number * number - 1.0)
            / (rows * rows)
            - chance * chance;
        let index = products / rows / self.spread;
        (rows > 0.0 && variance > 0.0).then(|| (index, (index + chance) / variance.sqrt()))
    }

    /// The names of the areas that with those around them are beyond chance, and how far.
    fn found(&self) -> Vec<(&'a str, f64)> {
        let number = self.far.len() as f64;
        let mut sums = self.far.clone();
        for [one, other] in &self.pairs {
            sums[*one] += self.far[*other];
            sums[*other] += self.far[*one];
        }
        let around = sums.iter().zip(&self.touched).zip(&self.names);
        let scores = around.filter_map(|((sum, touched), name)| {
            let of = touched + 1.0;
            let variance = self.spread * of * (number - of) / (number - 1.0);
            (variance > 0.0).then(|| (*name, settled(sum / variance.sqrt())))
        });
        let scores: Vec<(&str, f64)> = scores.collect();
        let mut chances: Vec<f64> = scores.iter().map(|(_, z)| chance(*z)).collect();
        chances.sort_by(f64::total_cmp);
        let tests = chances.len() as f64;
        let below = (1..).zip(&chances);
        let below = below.filter(|(rank, chance)| **chance <= RATE * f64::from(*rank) / tests);
        let line = below.map(|(_, chance)| *chance).last();
        let is_found = |(_, z): &(&str, f64)| line.is_some_and(|line| chance(*z) <= line);
        scores.into_iter().filter(is_found).collect()
    }
}

/// How likely chance is to be as far away, on both sides.
fn chance(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// To nine decimals, so that the order in which numbers are added does not show.
fn settled(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}
