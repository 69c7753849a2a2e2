//! Section: what may be out of view while organisations are absent.

use super::cell::Cell;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section};

/// The households with so many services now, and what they could be with each of them; nothing where nobody is absent.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let or_else = |count: Option<u64>, words| match count {
        Some(count) => Cell::number(context.language.count(count)),
        None => Cell::hidden(words),
    };
    let line = |row: Row| {
        let id = row.text("organisation");
        let mut missing = context.run.missing.iter();
        let clients = missing.find(|one| one.id.as_str() == id);
        vec![
            Cell::text(context.organisation(id)),
            or_else(clients.and_then(|one| one.clients), texts.no_data),
            Cell::text(texts.measure(row.text("measure"))),
            context.count_cell(row.count("without")),
            or_else(row.count("at_most"), texts.absent.cannot_tell),
        ]
    };
    let headings = [
        texts.absent.organisation,
        texts.absent.clients,
        texts.figure,
        texts.absent.now,
        texts.absent.at_most,
    ];
    // What a household has most says nothing of those who are absent.
    let figures = rows(context.tables, "joining");
    let figures = figures.filter(|row| row.text("measure") != "most_services");
    let table = BarTable {
        caption: texts.absent.caption.into(),
        headings: headings.map(str::to_owned).to_vec(),
        rows: figures.map(line).collect(),
    };
    let table = table.when_filled().into_iter();
    let blocks = table.flat_map(|table| [Block::Text(texts.absent.lead.into()), table]);
    Section {
        id: "absent",
        title: texts.absent.title,
        blocks: blocks.collect(),
    }
}
