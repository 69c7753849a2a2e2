//! Whether the numbers of a map have a pattern, in words: areas that touch are alike, or high and low numbers lie together.

use std::collections::BTreeSet;

use super::super::context::Context;
use super::super::texts::fill;
use super::areas::areas;
use super::indicator::Indicator;
use crate::released::places::areas::Level;
use crate::released::places::spatial::getis_ord::{beyond_chance, scores};
use crate::released::places::spatial::moran::moran;

/// Of fewer areas with a number nothing is said.
const FEWEST: usize = 10;

/// Further from chance, on both sides, is one number in twenty that has no pattern.
const BEYOND: f64 = 1.96;

/// So many areas are named; the others are counted.
const NAMED: usize = 5;

/// What a map says first: the word of it in the script, and its words.
pub(in super::super) type Lead = (&'static str, &'static str);

/// What is said of a number: how it begins, and the rest.
pub(in super::super) struct Pattern {
    pub(in super::super) lead: Lead,
    pub(in super::super) rest: String,
}

/// The areas of a level that have borders, and which touch.
pub(super) struct Ground<'a> {
    pub(super) level: &'static str,
    /// The code and name of each, by code.
    areas: Vec<(&'a str, &'a str)>,
    neighbours: Vec<BTreeSet<usize>>,
}

/// How a pattern can begin.
pub(in super::super) const fn leads(context: &Context) -> [Lead; 3] {
    let texts = context.texts;
    [
        ("alike", texts.pattern_alike),
        ("unlike", texts.pattern_unlike),
        ("chance", texts.pattern_chance),
    ]
}

impl<'a> Ground<'a> {
    pub(super) fn of(context: &Context<'a>, level: &'static str) -> Self {
        let known = Level::from_word(level);
        let named = areas(context, level);
        let with_name = |code: &'a str| {
            let place = named.binary_search_by_key(&code, |area| area.code);
            (code, place.map_or(code, |place| named[place].name))
        };
        let drawn = known.into_iter().flat_map(|level| context.areas.of(level));
        Self {
            level,
            areas: drawn.map(|area| with_name(&area.code)).collect(),
            neighbours: known.map_or(Vec::new(), |level| context.areas.neighbours(level)),
        }
    }

    /// What is said of an indicator; `None` where too few areas have a number, or all the same.
    pub(super) fn pattern(&self, context: &Context, indicator: &Indicator) -> Option<Pattern> {
        let values = self.areas.iter();
        let values = values.map(|(code, _)| indicator.at((self.level, code)));
        let values: Vec<Option<f64>> = values.collect();
        if values.iter().flatten().count() < FEWEST {
            return None;
        }
        let moran = moran(&values, &self.neighbours)?;
        let [index, z] = [moran.index, moran.z()].map(steady);
        let [alike, unlike, chance] = leads(context);
        let lead = match z {
            z if z >= BEYOND => alike,
            z if z <= -BEYOND => unlike,
            _ => chance,
        };
        let (texts, language) = (context.texts, context.language);
        let numbers = [
            ("index", &*language.number(index, 2)),
            ("z", &*language.number(z, 1)),
        ];
        let scores = scores(&values, &self.neighbours);
        let scores: Vec<Option<f64>> = scores.into_iter().map(|one| one.map(steady)).collect();
        let together = [(texts.pattern_high, 1.0), (texts.pattern_low, -1.0)];
        let together = together.map(|(words, sign)| self.together(context, words, &scores, sign));
        Some(Pattern {
            lead,
            rest: fill(texts.pattern_numbers, &numbers) + &together.concat(),
        })
    }

    /// The areas whose score is beyond chance on one side, the farthest first; nothing where there are none.
    fn together(
        &self,
        context: &Context,
        words: &str,
        scores: &[Option<f64>],
        sign: f64,
    ) -> String {
        let found = beyond_chance(scores).into_iter().zip(scores).enumerate();
        let found = found.filter_map(|(place, (is_beyond, score))| {
            let score = (*score)? * sign;
            (is_beyond && score > 0.0).then_some((place, score))
        });
        let mut found: Vec<(usize, f64)> = found.collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        let names = found.iter().map(|(place, _)| self.areas[*place].1);
        let mut names = names.take(NAMED).collect::<Vec<_>>().join(", ");
        if found.is_empty() {
            return String::new();
        }
        if found.len() > NAMED {
            let others = (found.len() - NAMED).to_string();
            names += &fill(context.texts.pattern_others, &[("number", &others)]);
        }
        fill(words, &[("names", &names)])
    }
}

/// To nine decimals: in which order numbers are added must not matter.
fn steady(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}
