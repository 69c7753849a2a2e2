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
/// Without a margin, or with one of 0, a percentage has the interval of Wilson, as of a random sample.
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
    let of_sample = |answers| wilson(value / 100.0, answers).map(|end| 100.0 * end);
    let margin = find(Part::Margin, &MARGINS).filter(|margin| *margin > 0.0);
    let end = |end: f64| {
        let end = if is_percentage {
            end.clamp(0.0, 100.0)
        } else {
            end
        };
        Value::number(end)
    };
    let ends = margin.map(|margin| [value - margin, value + margin]);
    let ends = ends.or_else(|| answers.filter(|_| is_percentage).map(of_sample));
    let ends = ends.map(|ends| ends.map(end));
    let ends = ends.filter(|[low, high]| low != high);
    let [low, high] = ends.unwrap_or([Value::Empty, Value::Empty]);
    vec![answers.map_or(Value::Empty, Value::number), low, high]
}

/// The interval that holds a share of all in 95 of 100 samples of so many of whom this share was seen; of none and of all it has
/// a width too.
///
/// Source: Wilson (1927), "Probable inference, the law of succession, and statistical inference".
fn wilson(share: f64, answers: f64) -> [f64; 2] {
    let squared = DEVIATIONS * DEVIATIONS / answers;
    let middle = share + squared / 2.0;
    let half = (squared * (share * (1.0 - share) + squared / 4.0)).sqrt();
    // Rounding must not put the share itself outside.
    let low = ((middle - half) / (1.0 + squared)).min(share);
    [low, ((middle + half) / (1.0 + squared)).max(share)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Those of `statsmodels.stats.proportion.proportion_confint(count, n, method="wilson")`.
    #[test]
    fn the_interval_of_a_share_is_that_of_wilson_and_nobody_of_ten_is_not_nobody_at_all() {
        let is = |share, answers, expected: [f64; 2]| {
            let ends = wilson(share, answers);
            let far = ends
                .iter()
                .zip(expected)
                .map(|(end, known)| (end - known).abs());
            assert!(far.fold(0.0, f64::max) < 1e-9, "{ends:?}");
        };
        is(0.2, 100.0, [0.133_366_933_331, 0.288_829_165_593]);
        is(0.0, 10.0, [0.0, 0.277_532_799_863]);
        is(1.0, 10.0, [0.722_467_200_137, 1.0]);
        is(0.02, 50.0, [0.003_539_259_272, 0.104_954_435_896]);
    }
}
