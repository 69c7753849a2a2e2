//! What stands beside the answers of a survey: how many people answered, and how sure a value is.

use super::parts::{ANSWERS, MARGINS, Part, part};
use super::read::{FileFigures, Row};
use crate::released::calculate::Value;
use crate::released::calculate::uncounted::{UncountedTable, number, text};

pub(in crate::released::places) static SURVEY: UncountedTable = UncountedTable {
    name: "survey",
    row: "a figure of an area that is from a survey",
    columns: &[
        text("level"),
        text("area"),
        text("indicator"),
        number("n"),
        number("low"),
        number("high"),
    ],
    keys: 3,
    rests_on: &["areas", "figures"],
};

/// The unit of a percentage.
const PERCENT: &str = "%";

/// The standard deviations within which 95 of 100 normal numbers lie.
const DEVIATIONS: f64 = 1.959_963_984_540_054;

/// The number of answers to a question of a row, and the interval of its value; each empty where it is not known.
///
/// Without a margin that of a percentage is 1.96 · √(p (100 − p) / n), as of a random sample.
pub(super) fn beside(file: &FileFigures, row: &Row, question: usize, value: f64) -> Vec<Value> {
    let of_question = &file.indicators[question];
    let find = |of: Part, names: &[&str]| {
        let figure = |name: String| {
            let mut figures = row.figures.iter();
            let is_it = |place: usize| {
                let word = &file.indicators[place].word;
                part(word) == of && word.to_lowercase() == name
            };
            let found = figures.find(|(place, _)| is_it(*place));
            found.and_then(|(_, number)| *number)
        };
        let own = |name: &&str| figure(format!("{} {name}", of_question.word.to_lowercase()));
        let of_all = |name: &&str| figure((*name).to_owned());
        names
            .iter()
            .find_map(own)
            .or_else(|| names.iter().find_map(of_all))
    };
    let answers = find(Part::Answers, &ANSWERS).filter(|answers| *answers >= 1.0);
    let is_percentage = of_question.unit == PERCENT && (0.0..=100.0).contains(&value);
    let of_sample = |answers: f64| DEVIATIONS * (value * (100.0 - value) / answers).sqrt();
    let margin = find(Part::Margin, &MARGINS).filter(|margin| *margin >= 0.0);
    let margin = margin.or_else(|| answers.filter(|_| is_percentage).map(of_sample));
    let end = |end: f64| {
        let end = if is_percentage {
            end.clamp(0.0, 100.0)
        } else {
            end
        };
        Value::number(end)
    };
    let ends = margin.map(|margin| [value - margin, value + margin].map(end));
    let [low, high] = ends.unwrap_or([Value::Empty, Value::Empty]);
    vec![answers.map_or(Value::Empty, Value::number), low, high]
}
