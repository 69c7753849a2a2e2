//! Sections: who came and who went in the period, and pairs of services together or one after the other.

use std::cmp::Reverse;

use super::cell::Cell;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section};
use super::texts::{FlowTexts, OverlapTexts};

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
    let FlowTexts {
        title,
        lead,
        caption,
        first,
        came,
        stopped,
        last,
    } = texts.flow;
    let headings = [texts.service, first, came, stopped, last];
    let rows = shown.iter().map(line).collect();
    with_lead(("flow", title), lead, (caption, headings, rows))
}

/// The pairs that are used one after the other most, by the share of their households.
pub(super) fn overlap(context: &Context) -> Section {
    let texts = context.texts;
    let line = |pair: &Pair| {
        let codes = ["service_a", "service_b"].map(|column| pair.row.text(column));
        let names = codes.map(|code| Cell::text(context.service(code)));
        let counts = [pair.together, pair.apart].map(|count| context.count_cell(Some(count)));
        let share = context.share_cell(Some(pair.share()), Some(pair.apart), 1.0);
        names.into_iter().chain(counts).chain([share]).collect()
    };
    let OverlapTexts {
        title,
        lead,
        caption,
        other,
        together,
        apart,
        share,
    } = texts.overlap;
    let headings = [texts.service, other, together, apart, share];
    let rows = one_after_other(context).iter().map(line).collect();
    with_lead(("overlap", title), lead, (caption, headings, rows))
}

/// A section of a lead and a table; nothing without rows.
fn with_lead(
    (id, title): (&'static str, &'static str),
    lead: &str,
    (caption, headings, rows): (&str, [&str; 5], Vec<Vec<Cell>>),
) -> Section {
    let table = BarTable {
        caption: caption.into(),
        headings: headings.map(str::to_owned).to_vec(),
        rows,
    };
    let table = table.when_filled().into_iter();
    let blocks = table.flat_map(|table| [Block::Text(lead.to_owned()), table]);
    Section {
        id,
        title,
        blocks: blocks.collect(),
    }
}

/// A pair whose two numbers are published.
struct Pair<'a> {
    row: Row<'a>,
    together: u64,
    apart: u64,
}

impl<'a> Pair<'a> {
    /// `None` where a number is hidden, nobody has them one after the other, or there are too few for a share.
    fn of(row: Row<'a>) -> Option<Self> {
        let pair = Self {
            row,
            together: row.count("together")?,
            apart: row.count("one_after_other")?,
        };
        (pair.apart > 0 && pair.together + pair.apart >= FEWEST).then_some(pair)
    }

    fn share(&self) -> f64 {
        self.apart as f64 / (self.together + self.apart) as f64
    }
}

fn one_after_other<'a>(context: &Context<'a>) -> Vec<Pair<'a>> {
    let mut pairs: Vec<Pair> = rows(context.tables, "overlap")
        .filter_map(Pair::of)
        .collect();
    pairs.sort_by(|a, b| b.share().total_cmp(&a.share()));
    pairs.truncate(SHOWN);
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pseudonymous::cells::TABLES;
    use crate::released::calculate::{Column, ReleaseTables, Table, Value};

    #[test]
    fn a_pair_that_nobody_has_one_after_the_other_is_not_shown_so() {
        let def = TABLES
            .into_iter()
            .find(|def| def.name == "overlap")
            .unwrap();
        let row = |[together, apart]: [u64; 2]| {
            let codes = ["a", "b"].map(Value::text);
            let counts = [together, apart].map(Value::Count);
            codes.into_iter().chain(counts).collect()
        };
        let table = Table {
            name: "overlap",
            columns: Column::of(def),
            rows: [[400, 0], [400, 10], [60, 30]].map(row).to_vec(),
        };
        let tables = ReleaseTables {
            tables: vec![table],
            is_internal: true,
        };
        let shown = rows(&tables, "overlap").filter_map(Pair::of);
        assert_eq!(shown.map(|pair| pair.apart).collect::<Vec<_>>(), [10]);
    }
}
