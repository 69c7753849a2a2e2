//! Section: what a privacy officer asks of a release, in five lines.

use super::context::Context;
use super::reading::{Row, rows};
use super::section::{Block, Section};
use super::texts::fill;

/// By which rule, what is hidden, who saw what, until when, and who signs.
pub(super) fn section(context: &Context) -> Section {
    let (texts, run) = (context.texts, context.run);
    let rule = fill(texts.rule_is, &[("profile", &context.profile().word)]);
    let saw = match run.stage {
        1 => texts.saw_without_keyholder,
        _ => texts.saw_with_keyholder,
    };
    let until = run.delete_after.map(|day| context.language.day(day));
    let until = match &until {
        Some(day) => fill(texts.kept_until, &[("day", day)]),
        None => texts.kept_without_end.to_owned(),
    };
    let signed = match &run.signs {
        Some(key) => fill(texts.signed_with, &[("key", key)]),
        None => texts.signed_by_nobody.to_owned(),
    };
    let lines = vec![
        (texts.word_rule, rule),
        (texts.word_hidden, hidden(context)),
        (texts.word_saw, saw.to_owned()),
        (texts.word_kept, until),
        (texts.word_signed, signed),
    ];
    Section {
        id: "protection",
        title: texts.protection_title,
        blocks: vec![Block::Definitions(lines)],
    }
}

/// How many rows of the tables have a number that is not shown.
fn hidden(context: &Context) -> String {
    let tables = context.tables.tables.iter();
    let rows: Vec<Row> = tables
        .flat_map(|table| rows(context.tables, table.name))
        .filter(|row| !row.text("status").is_empty())
        .collect();
    let hidden = rows.iter().filter(|row| row.text("status") == "hidden");
    let [hidden, all] =
        [hidden.count(), rows.len()].map(|rows| context.language.count(rows as u64));
    let values = [("hidden", hidden.as_str()), ("all", all.as_str())];
    fill(context.texts.hidden_are, &values)
}
