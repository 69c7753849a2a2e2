//! Sections: what people who work there know, and where to look first.

use super::cell::Cell;
use super::context::Context;
use super::expected::area;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section, or_nothing};
use super::signal_words::signalled;
use super::texts::{Texts, fill};

/// The list of where to look first is not longer.
const LISTED: usize = 25;

/// Every theme that enough people signal.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let blocks = context.run.signals.as_ref().map(|signals| {
        let roles = signals.roles_at_least.to_string();
        let lead = fill(texts.signals_lead, &[("roles", &roles)]);
        let all = all(context);
        let all = (!all.rows.is_empty()).then_some(Block::Folded(texts.signals_caption, all));
        vec![Block::Text(lead), or_nothing(all, texts.signals_none)]
    });
    Section {
        id: "signals",
        title: texts.signals_title,
        blocks: blocks.unwrap_or_default(),
    }
}

fn all(context: &Context) -> BarTable {
    let texts = context.texts;
    let line = |row: Row| {
        let direction = row.decimal("direction").unwrap_or_default();
        vec![
            Cell::text(area(context, &row)),
            Cell::text(row.text("theme")),
            context.count_cell(row.count("roles")),
            Cell::number(context.language.decimal(direction, 1)),
        ]
    };
    BarTable {
        caption: texts.signals_caption.into(),
        headings: [
            texts.expected_area,
            texts.signals_theme,
            texts.signals_roles,
            texts.signals_direction,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: rows(context.tables, "signals").map(line).collect(),
    }
}

/// Where people signal need, the least used first.
pub(super) fn look_first(context: &Context) -> Section {
    let texts = context.texts;
    let mut found: Vec<Row> = rows(context.tables, "look_first")
        .filter(|row| row.text("signal").starts_with('+'))
        .collect();
    found.sort_by_key(|row| row.count("rank"));
    let low = found.iter().filter(|row| row.text("use") == "low");
    let why: Vec<String> = low.map(|row| sentence(context, row)).collect();
    found.truncate(LISTED);
    let blocks = if context.tables.table("look_first").is_none() {
        Vec::new()
    } else {
        let why = (!why.is_empty()).then_some(Block::Sentences(why));
        let table = table(context, &found).when_filled();
        let lead = Block::Text(texts.look_lead.into());
        [lead, or_nothing(why, texts.look_none)]
            .into_iter()
            .chain(table)
            .collect()
    };
    Section {
        id: "look-first",
        title: texts.look_title,
        blocks,
    }
}

fn sentence(context: &Context, row: &Row) -> String {
    let texts = context.texts;
    let strength = if row.text("signal") == "++" {
        texts.look_strong
    } else {
        texts.look_some
    };
    let values = [
        ("area", area(context, row)),
        ("theme", row.text("theme")),
        ("signal", strength),
    ];
    fill(texts.look_sentence, &values)
}

fn table(context: &Context, found: &[Row]) -> BarTable {
    let texts = context.texts;
    let line = |row: &Row| {
        vec![
            Cell::text(area(context, row)),
            Cell::text(row.text("theme")),
            Cell::text(used(texts, row.text("use"))),
            Cell::text(signalled(texts, row.text("signal"))),
            context.count_cell(row.count("rank")),
        ]
    };
    BarTable {
        caption: texts.look_caption.into(),
        headings: [
            texts.expected_area,
            texts.signals_theme,
            texts.look_use,
            texts.look_signal,
            texts.look_rank,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: found.iter().map(line).collect(),
    }
}

fn used(texts: &Texts, class: &str) -> &'static str {
    match class {
        "low" => texts.expected_low,
        "high" => texts.expected_high,
        "as expected" => texts.look_as_expected,
        _ => texts.look_not_compared,
    }
}
