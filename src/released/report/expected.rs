//! Section: where fewer or more have a service than who lives there would lead one to expect.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::context::Context;
use super::reading::{Row, rows};
use super::section::{BarTable, Block, Section, or_nothing};
use super::texts::fill;

/// The rows of each thing whose ratio is known, below the town, in the order of the table.
type ByWhat<'a> = BTreeMap<&'a str, Vec<(f64, Row<'a>)>>;

/// The areas that are low or high, and of each thing the lowest and the highest.
pub(super) fn section(context: &Context) -> Section {
    let texts = context.texts;
    let (mut by_what, mut of_town) = (ByWhat::new(), Vec::new());
    for row in rows(context.tables, "expected") {
        if let Some(ratio) = row.decimal("ratio") {
            if row.text("level") == "gemeente" {
                of_town.push((ratio, row));
                continue;
            }
            by_what
                .entry(row.text("what"))
                .or_default()
                .push((ratio, row));
        }
    }
    let mut blocks = Vec::new();
    if !by_what.is_empty() {
        let found = found(context, &by_what).when_filled();
        blocks.push(Block::Text(texts.expected_lead.into()));
        blocks.push(or_nothing(found, texts.expected_none));
        blocks.extend(super::funnel::blocks(context));
    }
    if !of_town.is_empty() {
        blocks.push(Block::Heading(texts.norm.title.into()));
        blocks.push(Block::Text(texts.norm.lead.into()));
        blocks.push(Block::Table(beside_norm(context, &of_town)));
    }
    if !by_what.is_empty() {
        blocks.push(Block::Folded(texts.expected_all, all(context, &by_what)));
    }
    Section {
        id: "expected",
        title: texts.expected_title,
        blocks,
    }
}

/// The areas that stand out, the lowest ratio first.
fn found(context: &Context, by_what: &ByWhat) -> BarTable {
    let texts = context.texts;
    let judged = by_what.values().flatten();
    let mut found: Vec<&(f64, Row)> = judged
        .filter(|(_, row)| ["low", "high"].contains(&row.text("class")))
        .collect();
    found.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let line = |(ratio, row): &(f64, Row)| {
        let class = if row.text("class") == "low" {
            texts.expected_low
        } else {
            texts.expected_high
        };
        vec![
            Cell::text(beside(context, row.text("what"))),
            Cell::text(area(context, row)),
            context.count_cell(row.count("households")),
            Cell::number(
                context
                    .language
                    .number(row.decimal("expected").unwrap_or_default(), 0),
            ),
            Cell::number(context.language.decimal(*ratio, 2)),
            Cell::text(class),
        ]
    };
    BarTable {
        caption: texts.expected_caption.into(),
        headings: [
            texts.expected_what,
            texts.expected_area,
            texts.households,
            texts.expected_number,
            texts.expected_ratio,
            texts.expected_class,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: found.into_iter().map(line).collect(),
    }
}

/// The town beside a norm, in the order of the table.
fn beside_norm(context: &Context, of_town: &[(f64, Row)]) -> BarTable {
    let (texts, language) = (context.texts, context.language);
    let line = |(ratio, row): &(f64, Row)| {
        let word = row.text("what");
        let mut norms = rows(context.tables, "norm");
        let own = norms.find(|one| one.text("what") == word);
        vec![
            Cell::text(what(context, word)),
            context.count_cell(row.count("households")),
            Cell::number(language.number(row.decimal("expected").unwrap_or_default(), 0)),
            Cell::number(language.decimal(*ratio, 2)),
            Cell::text(match row.text("class") {
                "low" => texts.expected_low,
                "high" => texts.expected_high,
                _ => texts.look_as_expected,
            }),
            Cell::text(own.map_or("", |one| one.text("source"))),
        ]
    };
    BarTable {
        caption: texts.norm.caption.into(),
        headings: [
            texts.expected_what,
            texts.households,
            texts.expected_number,
            texts.expected_ratio,
            texts.expected_class,
            texts.norm.whose,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: of_town.iter().map(line).collect(),
    }
}

/// Of each thing how many areas were compared, and the lowest and the highest of them.
fn all(context: &Context, by_what: &ByWhat) -> BarTable {
    let texts = context.texts;
    let line = |(word, judged): (&&str, &Vec<(f64, Row)>)| {
        let lowest = judged.iter().min_by(|(a, _), (b, _)| a.total_cmp(b));
        let highest = judged.iter().rev().max_by(|(a, _), (b, _)| a.total_cmp(b));
        let mut cells = vec![
            Cell::text(beside(context, word)),
            Cell::number(context.language.count(judged.len() as u64)),
        ];
        for (ratio, row) in [lowest, highest].into_iter().flatten() {
            cells.push(Cell::text(area(context, row)));
            cells.push(Cell::number(context.language.decimal(*ratio, 2)));
        }
        cells
    };
    BarTable {
        caption: texts.expected_all.into(),
        headings: [
            texts.expected_what,
            texts.expected_areas,
            texts.expected_lowest,
            texts.expected_ratio,
            texts.expected_highest,
            texts.expected_ratio,
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: by_what.iter().map(line).collect(),
    }
}

/// The words for what households have, and whether it is beside a norm.
fn beside(context: &Context, word: &str) -> String {
    let (what, texts) = (what(context, word), context.texts);
    let is_by_norm = rows(context.tables, "norm").any(|row| row.text("what") == word);
    if is_by_norm {
        fill(texts.norm.by_norm, &[("what", what)])
    } else {
        what.to_owned()
    }
}

/// The words for what households have.
pub(super) fn what<'a>(context: &'a Context, word: &'a str) -> &'a str {
    let texts = context.texts;
    match word.split_once('=') {
        Some(("service", code)) => context.service(code),
        Some(("services", "1+")) => texts.map_one_or_more,
        Some(("services", "2+")) => texts.map_two_or_more,
        Some(("services", _)) => texts.map_three_or_more,
        Some((_, name)) => name,
        None => word,
    }
}

/// The name of an area; its code when it has none.
pub(super) fn area<'a>(context: &Context<'a>, row: &Row<'a>) -> &'a str {
    let (level, code) = (row.text("level"), row.text("area"));
    let mut areas = rows(context.tables, "areas");
    let own = areas.find(|one| one.text("level") == level && one.text("area") == code);
    own.map(|one| one.text("name"))
        .filter(|name| !name.is_empty())
        .unwrap_or(code)
}
