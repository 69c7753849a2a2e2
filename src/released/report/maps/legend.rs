//! The classes of a map, and what they stand for.

use super::super::context::Context;
use super::indicator::Indicator;
use crate::released::places::spatial::classes::{Method, breaks, class_of};

/// Classes of a map.
const CLASSES: usize = 5;

/// What an area has: a number, one that is hidden (`Some(None)`), or nothing.
pub(super) type Known = Option<Option<f64>>;

/// A line of a legend: a class, its numbers, and how many areas are in it.
pub(in super::super) struct Line {
    pub(in super::super) class: String,
    pub(in super::super) text: String,
    pub(in super::super) number: usize,
}

/// The class of each number, by quantiles of all.
pub(super) fn classes(known: &[Known]) -> Vec<String> {
    let values: Vec<Option<f64>> = known.iter().map(|one| one.flatten()).collect();
    let breaks = breaks(Method::Quantile, &values, CLASSES);
    let class = |one: &Known| match one {
        Some(Some(value)) => format!("k{}", class_of(*value, &breaks)),
        Some(None) => "hatched".to_owned(),
        None => "no-data".to_owned(),
    };
    known.iter().map(class).collect()
}

/// A class says its lowest and its highest number, which are numbers of areas.
pub(super) fn legend(
    context: &Context,
    indicator: &Indicator,
    known: &[Known],
    classes: &[String],
) -> Vec<Line> {
    let line = |class: String, words: Option<&str>| {
        let members = known.iter().zip(classes).filter(|(_, own)| **own == class);
        let number = members.clone().count();
        let values = members.filter_map(|(one, _)| one.flatten());
        let ends = [values.clone().reduce(f64::min), values.reduce(f64::max)];
        let text = match ends.map(|end| end.map(|end| indicator.written(context, end))) {
            [Some(low), Some(high)] if low != high => format!("{low} – {high}"),
            [Some(one), _] => one,
            _ => words?.to_owned(),
        };
        (number > 0).then_some(Line {
            class,
            text,
            number,
        })
    };
    let texts = context.texts;
    let numbered = (0..CLASSES).filter_map(|class| line(format!("k{class}"), None));
    let others = [("hatched", texts.hidden), ("no-data", texts.no_data)];
    let others = others
        .into_iter()
        .filter_map(|(class, words)| line(class.to_owned(), Some(words)));
    numbered.chain(others).collect()
}
