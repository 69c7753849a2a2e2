//! Section: what the headline would be if no client were missed, and if links had to be surer.

use super::cell::Cell;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section};
use super::texts::{CorrectedTexts, corrected_texts, fill};

/// Households with 1, 2 and 3 services or more.
const HOUSEHOLDS: [&str; 3] = [
    "households_1_or_more",
    "households_2_or_more",
    "households_3_or_more",
];

/// The figures as counted and corrected, with the interval; and by how sure links must be. Nothing where links have no probabilities.
pub(super) fn section(context: &Context) -> Section {
    let texts = corrected_texts(context.language);
    let corrected = sentence(context, texts).map(Block::Text).into_iter();
    let corrected = corrected.chain(figures(context, texts).when_filled());
    let thresholds = thresholds(context, texts).when_filled().into_iter();
    let thresholds = thresholds.flat_map(|table| [Block::Text(texts.sure.into()), table]);
    Section {
        id: "corrected",
        title: texts.title,
        blocks: corrected.chain(thresholds).collect(),
    }
}

/// Households with three services or more, in words.
fn sentence(context: &Context, texts: &CorrectedTexts) -> Option<String> {
    let mut figures = rows(context.tables, "corrected");
    let row = figures.find(|row| row.text("measure") == HOUSEHOLDS[2])?;
    let number = |column| Some(count(context, row.decimal(column)?));
    let [corrected, low, high, raw] = ["corrected", "low", "high", "raw"].map(number);
    let values = [
        ("corrected", &*corrected?),
        ("low", &*low?),
        ("high", &*high?),
        ("raw", &*raw?),
    ];
    Some(fill(texts.lead, &values))
}

fn count(context: &Context, number: f64) -> String {
    context.language.number(number, 0)
}

fn figures(context: &Context, texts: &CorrectedTexts) -> BarTable {
    let line = |row: Row| {
        let measure = row.text("measure");
        let written = |number: f64| {
            if measure.starts_with("share_") {
                context.language.percent(number, 1)
            } else {
                count(context, number)
            }
        };
        let cell = |column| {
            let number = row.decimal(column);
            number.map_or_else(|| context.hidden_cell(), |one| Cell::number(written(one)))
        };
        let numbers = ["raw", "corrected", "low", "high"].map(cell);
        let name = Cell::text(context.texts.measure(measure));
        std::iter::once(name).chain(numbers).collect()
    };
    let headings = [
        context.texts.figure,
        texts.raw,
        texts.corrected,
        texts.low,
        texts.high,
    ];
    BarTable {
        caption: texts.caption.into(),
        headings: headings.map(str::to_owned).to_vec(),
        rows: rows(context.tables, "corrected").map(line).collect(),
    }
}

fn thresholds(context: &Context, texts: &CorrectedTexts) -> BarTable {
    let line = |row: Row| {
        let probability: f64 = row.text("probability").parse().unwrap_or_default();
        let name = Cell::text(context.language.percent(probability, 0));
        let counts = HOUSEHOLDS.map(|column| context.count_cell(row.count(column)));
        std::iter::once(name).chain(counts).collect()
    };
    let headings = HOUSEHOLDS.map(|measure| context.texts.measure(measure));
    let headings = std::iter::once(texts.probability.to_owned()).chain(headings);
    BarTable {
        caption: texts.sure_caption.into(),
        headings: headings.collect(),
        rows: rows(context.tables, "linkage_thresholds")
            .map(line)
            .collect(),
    }
}
