//! Section: what a privacy officer asks of a release, in a few lines.

use super::context::Context;
use super::section::{Block, Section};
use super::texts::fill;
use crate::released::runs::UtilityRecord;

/// By which rule, what is hidden, how far numbers are off, which are held, who saw what, until when, and who signs.
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
    let mut lines = vec![
        (texts.word_rule, rule),
        (texts.word_hidden, hidden(context)),
    ];
    if let Some(cost) = &run.utility {
        lines.push((texts.word_accuracy, accuracy(context, cost)));
        lines.extend(held(context, cost).map(|text| (texts.word_held, text)));
    }
    if let Some(audit) = &run.audit {
        let [organisations, candidates] =
            [audit.organisations, audit.candidates].map(|count| context.language.count(count));
        let values = [
            ("organisations", organisations.as_str()),
            ("candidates", &candidates),
        ];
        lines.push((texts.word_audit, fill(texts.audited_for, &values)));
    }
    lines.extend([
        (texts.word_saw, saw.to_owned()),
        (texts.word_kept, until),
        (texts.word_signed, signed),
    ]);
    Section {
        id: "protection",
        title: texts.protection_title,
        blocks: vec![Block::Definitions(lines)],
    }
}

/// How many rows of the tables have a number that is not shown.
fn hidden(context: &Context) -> String {
    let (hidden, all) = context.tables.hidden_of_rows();
    let [hidden, all] = [hidden, all].map(|rows| context.language.count(rows));
    let values = [("hidden", hidden.as_str()), ("all", all.as_str())];
    fill(context.texts.hidden_are, &values)
}

/// How far the numbers can be from the counts, and what they are off.
fn accuracy(context: &Context, cost: &UtilityRecord) -> String {
    let texts = context.texts;
    let bound = fill(texts.away_at_most, &[("away", &cost.away.to_string())]);
    let Some(error) = cost.error else {
        return bound;
    };
    let error = context.language.decimal(error, 1);
    format!(
        "{bound} {}",
        fill(texts.away_on_average, &[("error", &error)])
    )
}

/// How many numbers are as in an earlier release; `None` where all are new.
fn held(context: &Context, cost: &UtilityRecord) -> Option<String> {
    let oldest = cost.oldest.as_deref()?;
    let [held, printed] = [cost.held, cost.printed].map(|count| context.language.count(count));
    let more = cost.hold.saturating_sub(1).to_string();
    let values = [
        ("held", held.as_str()),
        ("printed", &printed),
        ("oldest", oldest),
        ("more", &more),
    ];
    let text = fill(context.texts.held_are, &values);
    let Some(restored) = &cost.restored else {
        return Some(text);
    };
    let lost = fill(context.texts.ledger_was_lost, &[("release", restored)]);
    Some(format!("{text} {lost}"))
}
