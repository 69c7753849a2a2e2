//! Sections: who came and who went in the period, and pairs of services together or one after the other.

use std::cmp::Reverse;

use super::cell::Cell;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section};

/// The columns of table `flow`.
const FLOW: [&str; 4] = ["stock_first", "inflow", "outflow", "stock_last"];

/// Of fewer households a share says too little.
const FEWEST: u64 = 100;

/// So many pairs are shown.
const SHOWN: usize = 10;

/// Each service whose number on the last day is published, the largest first.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let mut shown: Vec<Row> = rows(context.tables, "flow").collect();
    shown.retain(|row| row.count("stock_last").is_some_and(|last| last > 0));
    shown.sort_by_key(|row| Reverse(row.count("stock_last")));
    let line = |row: &Row| {
        let name = Cell::text(context.service(row.text("service")));
        let counts = FLOW.map(|column| context.count_cell(row.count(column)));
        std::iter::once(name).chain(counts).collect()
    };
    let headings = [
        texts.service,
        texts.flow.first,
        texts.flow.came,
        texts.flow.stopped,
        texts.flow.last,
    ];
    let table = BarTable {
        caption: texts.flow.caption.into(),
        headings: headings.map(str::to_owned).to_vec(),
        rows: shown.iter().map(line).collect(),
    };
    Section {
        id: "flow",
        title: texts.flow.title,
        blocks: with_lead(texts.flow.lead, table),
    }
}

/// The pairs that are used one after the other most, by the share of their households.
pub(super) fn overlap(context: &Context) -> Section {
    let texts = context.texts;
    let line = |(row, share): (Row, f64)| {
        let names = ["service_a", "service_b"].map(|column| context.service(row.text(column)));
        let [together, apart] = counts(&row).unwrap_or_default();
        let mut cells: Vec<Cell> = names.into_iter().map(Cell::text).collect();
        cells.extend([together, apart].map(|count| context.count_cell(Some(count))));
        cells.push(context.share_cell(Some(share), Some(apart), 1.0));
        cells
    };
    let headings = [
        texts.service,
        texts.overlap.other,
        texts.overlap.together,
        texts.overlap.apart,
        texts.overlap.share,
    ];
    let table = BarTable {
        caption: texts.overlap.caption.into(),
        headings: headings.map(str::to_owned).to_vec(),
        rows: one_after_other(context).into_iter().map(line).collect(),
    };
    Section {
        id: "overlap",
        title: texts.overlap.title,
        blocks: with_lead(texts.overlap.lead, table),
    }
}

fn with_lead(lead: &str, table: BarTable) -> Vec<Block> {
    let table = table.when_filled().into_iter();
    table
        .flat_map(|table| [Block::Text(lead.to_owned()), table])
        .collect()
}

/// Households together and one after the other, where both are published and there are enough for a share.
fn counts(row: &Row) -> Option<[u64; 2]> {
    let [together, apart] = ["together", "one_after_other"].map(|column| row.count(column));
    let counts = [together?, apart?];
    (counts[0] + counts[1] >= FEWEST).then_some(counts)
}

fn one_after_other<'a>(context: &Context<'a>) -> Vec<(Row<'a>, f64)> {
    let share = |row: Row<'a>| {
        let [together, apart] = counts(&row)?;
        Some((row, apart as f64 / (together + apart) as f64))
    };
    let mut pairs: Vec<_> = rows(context.tables, "overlap").filter_map(share).collect();
    pairs.sort_by(|a, b| b.1.total_cmp(&a.1));
    pairs.truncate(SHOWN);
    pairs
}
