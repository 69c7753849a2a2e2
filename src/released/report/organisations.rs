//! Section: organisations per household.

use super::cell::Cell;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section, or_nothing};
use super::stacking::{is_cumulative, label, least};

/// With how many organisations a household has to do.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let (cumulative, exact): (Vec<Row>, Vec<Row>) =
        rows(context.tables, "organisations").partition(|row| is_cumulative(row, "organisations"));
    let exact = table(context, texts.organisations_caption, exact);
    let mut blocks = vec![
        Block::Text(texts.organisations_lead.into()),
        or_nothing(exact, texts.nothing),
    ];
    blocks.extend(table(
        context,
        texts.organisations_cumulative_caption,
        cumulative,
    ));
    Section {
        id: "organisations",
        title: texts.organisations_title,
        blocks,
    }
}

fn table(context: &Context, caption: &str, mut of: Vec<Row>) -> Option<Block> {
    let texts = context.texts;
    of.sort_by_key(|row| least(row, "organisations"));
    let counts = of.iter().filter_map(|row| row.decimal("households"));
    let full = counts.fold(0.0, f64::max);
    let line = |row: &Row| {
        let organisations = row.text("organisations");
        let is_lower_bound = context.is_incomplete() && is_cumulative(row, "organisations");
        let bar = |count| {
            let at_least = context.at_least(is_lower_bound);
            Cell::bar(
                format!("{at_least}{}", context.language.count(count)),
                count as f64 / full,
            )
        };
        let number = row.count("households").map(bar);
        let number = number.unwrap_or_else(|| context.hidden_cell());
        vec![Cell::text(label(context, organisations)), number]
    };
    let table = BarTable {
        caption: caption.into(),
        headings: vec![texts.organisations_number.into(), texts.households.into()],
        rows: of.iter().map(line).collect(),
    };
    table.when_filled()
}
