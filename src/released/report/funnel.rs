//! The wijken around what is expected, as a drawing: where fewer are expected, chance brings a wijk further away.
//!
//! Source: Spiegelhalter (2005), "Funnel plots for comparing institutional performance".

use super::context::Context;
use super::reading::rows;
use super::section::Block;
use super::svg::{Drawing, Picture};
use super::texts::fill;
use crate::pseudonymous::protect::profile::Rounding;
use crate::released::estimates::dispersion;
use crate::released::estimates::expected::{Beside, limit};

/// What is drawn.
const WHAT: &str = "services=2+";
/// Fewer wijken say too little of how much wijken differ.
const FEWEST: usize = 5;
/// How many standard deviations leave 95 % and 99.8 % between them.
const LIMITS: [(&str, f64); 2] = [("inner", 1.96), ("outer", 3.09)];
/// The corner of the axes, from the left and from above, and how long they are.
const CORNER: (usize, usize) = (44, 264);
const AXES: (usize, usize) = (576, 240);
/// A line has so many points.
const POINTS: u32 = 16;

struct Wijk<'a> {
    name: &'a str,
    beside: Beside,
    ratio: f64,
    is_outside: bool,
}

/// What the axes say: the expected number on the right, and the ratio below and above.
struct Scale {
    most: u64,
    ratios: [f64; 2],
}

/// The heading, the words and the drawing; nothing for few wijken.
pub(super) fn blocks(context: &Context) -> Vec<Block> {
    let variance = context.profile().rounding.as_ref();
    let variance = variance.map_or(0.0, Rounding::variance);
    let mut wijken = wijken(context);
    if wijken.len() < FEWEST {
        return Vec::new();
    }
    let distances: Vec<f64> = (wijken.iter())
        .map(|wijk| wijk.beside.distance(variance))
        .collect();
    let wider = dispersion(&distances).sqrt();
    for (wijk, distance) in wijken.iter_mut().zip(distances) {
        wijk.is_outside = distance.abs() > LIMITS[0].1 * wider;
    }
    let texts = context.texts;
    vec![
        Block::Heading(texts.funnel.title.into()),
        Block::Text(texts.funnel.lead.into()),
        Block::WidePicture(
            texts.funnel.title.into(),
            picture(context, &wijken, (wider, variance)),
        ),
    ]
}

fn wijken<'a>(context: &'a Context) -> Vec<Wijk<'a>> {
    rows(context.tables, "expected")
        .filter(|row| row.text("level") == "wijk" && row.text("what") == WHAT)
        .filter_map(|row| {
            Some(Wijk {
                name: context.wijk(row.text("area")),
                ratio: row.decimal("ratio")?,
                beside: Beside {
                    observed: row.count("households")?,
                    expected: row.decimal("expected")?,
                },
                is_outside: false,
            })
        })
        .collect()
}

fn picture(context: &Context, wijken: &[Wijk], (wider, variance): (f64, f64)) -> Picture {
    let (texts, language) = (context.texts, context.language);
    let scale = Scale::of(wijken);
    let size = (CORNER.0 + AXES.0 + 20, CORNER.1 + 40);
    let text = description(context, wijken);
    let mut drawing = Drawing::new("funnel", size, texts.funnel.title, &text);
    let [low, high] = scale.ratios;
    for ratio in [high, 1.0, low] {
        let y = scale.y(ratio);
        drawing.path("axis", &format!("M{} {y}h{}", CORNER.0, AXES.0));
        let number = language.decimal(ratio, 1);
        drawing.text("tick y", (CORNER.0 - 6, y + 4), &number);
    }
    for number in [0, scale.most] {
        let at = (scale.x(number as f64), CORNER.1 + 18);
        drawing.text("tick x", at, &language.count(number));
    }
    drawing.text("words", (CORNER.0, 12), texts.expected_ratio);
    let below = (CORNER.0 + AXES.0, CORNER.1 + 36);
    drawing.text("words left", below, texts.funnel.across);
    let expected = wijken.iter().map(|wijk| wijk.beside.expected);
    let first = expected.fold(f64::INFINITY, f64::min);
    for (class, deviations) in LIMITS {
        for distance in [deviations * wider, -deviations * wider] {
            let path = scale.line(first, |expected| limit(distance, expected, variance));
            drawing.path(class, &path);
        }
    }
    for wijk in wijken {
        let (x, y) = (scale.x(wijk.beside.expected), scale.y(wijk.ratio));
        let class = if wijk.is_outside { "dot out" } else { "dot" };
        drawing.dot(class, (x, y), &words(context, wijk));
        if wijk.is_outside && x < CORNER.0 + AXES.0 * 2 / 3 {
            drawing.text("label", (x + 8, y + 4), wijk.name);
        } else if wijk.is_outside {
            drawing.text("label left", (x - 8, y + 4), wijk.name);
        }
    }
    drawing.finish()
}

fn words(context: &Context, wijk: &Wijk) -> String {
    let language = context.language;
    let values = [
        ("wijk", wijk.name),
        ("households", &language.count(wijk.beside.observed)),
        ("expected", &language.number(wijk.beside.expected, 0)),
        ("ratio", &language.decimal(wijk.ratio, 2)),
    ];
    fill(context.texts.funnel.wijk, &values)
}

/// The wijken that are named, with their ratios.
fn description(context: &Context, wijken: &[Wijk]) -> String {
    let outside = wijken.iter().filter(|wijk| wijk.is_outside);
    let outside: Vec<String> = outside
        .map(|wijk| {
            format!(
                "{} ({})",
                wijk.name,
                context.language.decimal(wijk.ratio, 2)
            )
        })
        .collect();
    if outside.is_empty() {
        return context.texts.funnel.nobody.to_owned();
    }
    fill(
        context.texts.funnel.text,
        &[("wijken", &outside.join("; "))],
    )
}

impl Scale {
    /// Round numbers around those of all wijken.
    fn of(wijken: &[Wijk]) -> Self {
        let most = wijken.iter().map(|wijk| wijk.beside.expected);
        let most = whole(most.fold(1.0, f64::max).ceil());
        let step = (10_u64.pow(most.ilog10()) / 2).max(1);
        let away = wijken.iter().map(|wijk| (wijk.ratio - 1.0).abs());
        let away = (away.fold(0.1, f64::max) * 12.5).ceil() / 10.0;
        Self {
            most: most.div_ceil(step) * step,
            ratios: [(1.0 - away).max(0.0), 1.0 + away],
        }
    }

    fn x(&self, expected: f64) -> usize {
        CORNER.0 + along(expected / self.most as f64, AXES.0)
    }

    fn y(&self, ratio: f64) -> usize {
        let [low, high] = self.ratios;
        CORNER.1 - along((ratio - low) / (high - low), AXES.1)
    }

    /// A line from the first expected number to the last, as far as it stays between the axes.
    fn line(&self, first: f64, ratio: impl Fn(f64) -> f64) -> String {
        let [low, high] = self.ratios;
        let expected = (0..=POINTS).map(|point| {
            let part = f64::from(point) / f64::from(POINTS);
            // The line bends most where few are expected.
            first + (self.most as f64 - first) * part * part
        });
        let points = expected.map(|expected| (expected, ratio(expected)));
        let drawn = points.filter(|(_, ratio)| (low..=high).contains(ratio));
        let drawn: Vec<String> = drawn
            .map(|(expected, ratio)| format!("{} {}", self.x(expected), self.y(ratio)))
            .collect();
        format!("M{}", drawn.join(" "))
    }
}

/// A part of a length, to a whole unit.
fn along(part: f64, length: usize) -> usize {
    let units = whole((part.clamp(0.0, 1.0) * length as f64).round());
    usize::try_from(units).unwrap_or(length)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number of units or households, never below 0"
)]
const fn whole(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axes_end_at_round_numbers_around_all_wijken() {
        let wijk = |expected, ratio| Wijk {
            name: "",
            beside: Beside {
                observed: 0,
                expected,
            },
            ratio,
            is_outside: false,
        };
        let scale = Scale::of(&[wijk(212.4, 0.7), wijk(30.0, 1.1)]);
        assert_eq!(scale.most, 250);
        assert!((scale.ratios[0] - 0.6).abs() < 1e-12 && (scale.ratios[1] - 1.4).abs() < 1e-12);
        assert_eq!((scale.x(0.0), scale.y(scale.ratios[0])), CORNER);
        assert_eq!(scale.x(250.0), CORNER.0 + AXES.0);
        assert!(Scale::of(&[wijk(1000.0, 3.0)]).ratios[0].abs() < 1e-12);
    }
}
