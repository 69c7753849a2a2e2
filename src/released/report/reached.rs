//! Section: who has a right to a service, and uses it.

use super::cell::Cell;
use super::context::Context;
use super::parts::{numbers, of_town};
use super::reading::Row;
use super::section::{BarTable, Block, Section};
use super::texts::fill;

/// Each right in the town; nothing where none are agreed on.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let mut blocks = Vec::new();
    if let Some(table) = in_town(context).when_filled() {
        blocks.push(Block::Text(texts.reached_lead.into()));
        blocks.push(table);
        blocks.extend(said(context).into_iter().map(Block::Text));
    }
    Section {
        id: "reached",
        title: texts.reached_title,
        blocks,
    }
}

/// The names of the service that gives a right, and of the one that it is to.
pub(super) fn services<'a>(context: &'a Context, row: &Row<'a>) -> [&'a str; 2] {
    let (by, to) = row.text("entitlement").split_once('>').unwrap_or_default();
    [by, to].map(|code| context.service(code))
}

fn in_town(context: &Context) -> BarTable {
    let texts = context.texts;
    let line = |row: Row| {
        let names = services(context, &row).map(Cell::text).into_iter();
        names.chain(numbers(context, &row, "reached")).collect()
    };
    BarTable {
        caption: texts.reached_caption.into(),
        headings: [
            texts.right_by,
            texts.right_to,
            texts.households,
            texts.reached,
            texts.share_reached,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: of_town(context, "reached").map(line).collect(),
    }
}

/// A sentence for each right whose numbers are published.
fn said(context: &Context) -> Vec<String> {
    let count = |count| context.language.count(count);
    let sentence = |row: Row| {
        let numbers = ["reached", "households"].map(|column| row.count(column));
        let [reached, households] = numbers.map(|number| number.map(count));
        let [by, to] = services(context, &row);
        let values = [
            ("by", by),
            ("to", to),
            ("reached", &reached?),
            ("households", &households?),
        ];
        Some(fill(context.texts.reached_said, &values))
    };
    of_town(context, "reached").filter_map(sentence).collect()
}
