//! Section: linkage quality per provider.

use super::cell::Cell;
use super::context::Context;
use super::linkage_quality;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section, or_nothing};

/// How many clients of each provider were found in the register.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let providers: Vec<Row> = rows(context.tables, "linkage").collect();
    let linked = BarTable {
        caption: texts.linked_caption.into(),
        headings: [
            texts.provider,
            texts.records,
            texts.clients,
            texts.linked,
            texts.share_linked,
        ]
        .map(String::from)
        .to_vec(),
        rows: providers.iter().map(|row| linked(context, row)).collect(),
    };
    let found_by = [
        ("by_bsn", texts.by_bsn),
        ("by_combination", texts.by_combination),
        ("by_spelling", texts.by_spelling),
        ("by_address", texts.by_address),
    ];
    let not_linked = [
        ("ambiguous", texts.ambiguous),
        ("not_found", texts.not_found),
        ("outside", texts.outside),
        ("left", texts.left),
        ("left_behind", texts.left_behind),
    ];
    let mut blocks = vec![
        Block::Text(texts.linkage_lead.into()),
        or_nothing(linked.when_filled(), texts.nothing),
    ];
    blocks.extend(counts(
        context,
        texts.found_by_caption,
        &found_by,
        &providers,
    ));
    blocks.extend(counts(
        context,
        texts.not_linked_caption,
        &not_linked,
        &providers,
    ));
    blocks.extend(linkage_quality::blocks(context));
    Section {
        id: "linkage",
        title: texts.linkage_title,
        blocks,
    }
}

fn linked(context: &Context, row: &Row) -> Vec<Cell> {
    let share = context.share_cell(row.decimal("share_linked"), row.count("linked"), 1.0);
    vec![
        Cell::text(context.organisation(row.text("provider"))),
        context.count_cell(row.count("records")),
        context.count_cell(row.count("clients")),
        context.count_cell(row.count("linked")),
        share,
    ]
}

fn counts(
    context: &Context,
    caption: &str,
    columns: &[(&str, &str)],
    providers: &[Row],
) -> Option<Block> {
    let line = |row: &Row| {
        let name = Cell::text(context.organisation(row.text("provider")));
        let numbers = columns
            .iter()
            .map(|(column, _)| context.count_cell(row.count(column)));
        std::iter::once(name).chain(numbers).collect()
    };
    let headings = columns.iter().map(|(_, heading)| (*heading).to_owned());
    let table = BarTable {
        caption: caption.into(),
        headings: std::iter::once(context.texts.provider.to_owned())
            .chain(headings)
            .collect(),
        rows: providers.iter().map(line).collect(),
    };
    table.when_filled()
}
