//! Section: households with a need, and how many of them have no service that answers it.

use std::cmp::Reverse;

use super::cell::Cell;
use super::context::Context;
use super::groups::{level_name, rank};
use super::parts::{numbers, of_town};
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section};
use super::texts::fill;

/// The column of those without a service.
const PART: &str = "without_service";

/// What `groups` are of, in the order of the page.
const DIMENSIONS: [&str; 2] = ["age_band", "household_type"];

/// Each need in the town, by age and type, and the services beside it; nothing where no needs are agreed on.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let mut blocks = Vec::new();
    if let Some(table) = in_town(context).when_filled() {
        blocks.push(Block::Text(texts.needs_lead.into()));
        blocks.push(table);
        blocks.extend(said(context).into_iter().map(Block::Text));
        if context.is_incomplete() {
            blocks.push(Block::Text(texts.needs_upper_bound.into()));
        }
        let others = [
            (texts.needs_by_group, by_group(context)),
            (texts.needs_by_service, by_service(context)),
        ];
        let filled = others
            .into_iter()
            .filter(|(_, table)| !table.rows.is_empty());
        blocks.extend(filled.map(|(title, table)| Block::Folded(title, table)));
    }
    Section {
        id: "needs",
        title: texts.needs_title,
        blocks,
    }
}

fn in_town(context: &Context) -> BarTable {
    let texts = context.texts;
    let line = |row: Row| {
        let name = Cell::text(context.need(row.text("need")));
        std::iter::once(name)
            .chain(numbers(context, &row, PART))
            .collect()
    };
    BarTable {
        caption: texts.needs_caption.into(),
        headings: [
            texts.need,
            texts.households,
            texts.without_service,
            texts.share_without,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: of_town(context, "needs").map(line).collect(),
    }
}

/// A sentence for each need whose numbers are published.
fn said(context: &Context) -> Vec<String> {
    let count = |count| context.language.count(count);
    let sentence = |row: Row| {
        let numbers = [PART, "households"].map(|column| row.count(column));
        let [without, households] = numbers.map(|number| number.map(count));
        let values = [
            ("need", context.need(row.text("need"))),
            ("without", &without?),
            ("households", &households?),
        ];
        Some(fill(context.texts.needs_said, &values))
    };
    of_town(context, "needs").filter_map(sentence).collect()
}

fn by_group(context: &Context) -> BarTable {
    let texts = context.texts;
    let place = |row: &Row| {
        let dimension = DIMENSIONS
            .iter()
            .position(|one| *one == row.text("level"))?;
        let rank = rank(DIMENSIONS[dimension], row.text("area"));
        Some((row.text("need").to_owned(), dimension, rank))
    };
    let mut of_groups: Vec<Row> = rows(context.tables, "needs")
        .filter(|row| place(row).is_some())
        .collect();
    of_groups.sort_by_key(place);
    let line = |row: &Row| {
        let name = Cell::text(context.need(row.text("need")));
        let group = Cell::text(level_name(context, row.text("level"), row.text("area")));
        [name, group]
            .into_iter()
            .chain(numbers(context, row, PART))
            .collect()
    };
    BarTable {
        caption: texts.needs_by_group.into(),
        headings: [
            texts.need,
            texts.group,
            texts.households,
            texts.without_service,
            texts.share_without,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: of_groups.iter().map(line).collect(),
    }
}

/// The services that a published number of households with a need has, the most first.
fn by_service(context: &Context) -> BarTable {
    let texts = context.texts;
    let mut shown: Vec<Row> = rows(context.tables, "need_by_service")
        .filter(|row| row.count("households").is_some_and(|count| count > 0))
        .collect();
    shown.sort_by_key(|row| {
        (
            row.text("need").to_owned(),
            Reverse(row.count("households")),
        )
    });
    let line = |row: &Row| {
        vec![
            Cell::text(context.need(row.text("need"))),
            Cell::text(context.service(row.text("service"))),
            context.count_cell(row.count("households")),
        ]
    };
    BarTable {
        caption: texts.needs_by_service.into(),
        headings: [texts.need, texts.service, texts.with_both]
            .map(str::to_owned)
            .to_vec(),
        rows: shown.iter().map(line).collect(),
    }
}
