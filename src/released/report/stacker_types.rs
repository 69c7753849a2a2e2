//! Section: which types of households with two or more services there are.

use super::cell::Cell;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section};
use super::texts::fill;

/// Of fewer households with two or more services no types are told.
const FEWEST: u64 = 200;

/// The types in sentences, the largest first, and in a table; or why there are none.
pub(super) fn section(context: &Context) -> Section {
    let texts = &context.texts.types;
    let stackers = stackers(context);
    let types = rows(context.tables, "stacker_types").filter(|row| !is_other(row));
    let sentences: Vec<String> = types.map(|row| sentence(context, stackers, &row)).collect();
    let blocks = match context.tables.table("stacker_types") {
        None => Vec::new(),
        Some(_) if sentences.is_empty() => {
            let is_few = stackers.is_some_and(|stackers| stackers < FEWEST);
            let why = if is_few { texts.few } else { texts.none };
            vec![Block::Text(why.into())]
        }
        Some(_) => vec![
            Block::Text(texts.lead.into()),
            Block::Sentences(sentences),
            Block::Folded(texts.caption, table(context, stackers)),
        ],
    };
    Section {
        id: "types",
        title: texts.title,
        blocks,
    }
}

/// The published households with two or more services.
fn stackers(context: &Context) -> Option<u64> {
    let mut town = rows(context.tables, "stacking")
        .filter(|row| row.text("unit") == "household" && row.text("dimension") == "all");
    town.find(|row| row.text("services") == "2+")?
        .count("households")
}

fn is_other(row: &Row) -> bool {
    row.text("type") == "other"
}

fn share(row: &Row, stackers: Option<u64>) -> Option<f64> {
    let households = row.count("households").zip(stackers);
    households.map(|(households, stackers)| households as f64 / stackers as f64)
}

fn services(context: &Context, row: &Row) -> String {
    let codes = row.text("services").split('+');
    let names: Vec<&str> = codes.map(|code| context.service(code)).collect();
    names.join(", ")
}

fn sentence(context: &Context, stackers: Option<u64>, row: &Row) -> String {
    let language = context.language;
    let share = share(row, stackers).unwrap_or_default();
    let values = [
        ("number", row.text("type")),
        (
            "households",
            &language.count(row.count("households").unwrap_or_default()),
        ),
        ("share", &language.percent(share, 0)),
        ("services", &services(context, row)),
    ];
    fill(context.texts.types.sentence, &values)
}

fn table(context: &Context, stackers: Option<u64>) -> BarTable {
    let texts = &context.texts.types;
    let part = |share: f64| Cell::bar(context.language.percent(share, 0), share);
    let line = |row: Row| {
        let households = row.count("households");
        let name = if is_other(&row) {
            texts.other.to_owned()
        } else {
            fill(texts.one, &[("number", row.text("type"))])
        };
        vec![
            Cell::text(name),
            context.count_cell(households),
            share(&row, stackers).map_or_else(|| context.hidden_cell(), part),
            Cell::text(services(context, &row)),
        ]
    };
    // Where types hold everybody, others are nobody.
    let is_any = |row: &Row| !is_other(row) || row.count("households") != Some(0);
    let all = rows(context.tables, "stacker_types").filter(is_any);
    let headings = [
        texts.of,
        context.texts.households,
        texts.share,
        texts.services,
    ];
    BarTable {
        caption: texts.caption.into(),
        headings: headings.map(str::to_owned).to_vec(),
        rows: all.map(line).collect(),
    }
}
