//! Section: what may be out of view while organisations are absent.

use super::cell::Cell;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section};

/// Each figure now, and what it could be with each of them; nothing where nobody is absent.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let or_unknown = |count: Option<u64>| match count {
        Some(count) => Cell::number(context.language.count(count)),
        None => Cell::hidden(texts.no_data),
    };
    let line = |row: Row| {
        let id = row.text("organisation");
        let mut missing = context.run.missing.iter();
        let clients = missing.find(|one| one.id.as_str() == id);
        vec![
            Cell::text(context.organisation(id)),
            or_unknown(clients.and_then(|one| one.clients)),
            Cell::text(texts.measure(row.text("measure"))),
            context.count_cell(row.count("without")),
            or_unknown(row.count("at_most")),
        ]
    };
    let headings = [
        texts.absent.organisation,
        texts.absent.clients,
        texts.figure,
        texts.absent.now,
        texts.absent.at_most,
    ];
    let table = BarTable {
        caption: texts.absent.caption.into(),
        headings: headings.map(str::to_owned).to_vec(),
        rows: rows(context.tables, "joining").map(line).collect(),
    };
    let table = table.when_filled().into_iter();
    let blocks = table.flat_map(|table| [Block::Text(texts.absent.lead.into()), table]);
    Section {
        id: "absent",
        title: texts.absent.title,
        blocks: blocks.collect(),
    }
}
