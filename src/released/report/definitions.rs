//! Section: what the words mean, under the settings of the run.

use super::context::Context;
use super::section::{Block, Section};
use super::texts::fill;
use crate::vocabulary::{CountingRule, Language, Moment};

/// What was counted, when, and how it is protected.
pub(super) fn section(context: &Context) -> Section {
    let (texts, run) = (context.texts, context.run);
    let day = |day| context.language.day(day);
    let (from, to) = (day(run.from), day(run.to));
    let reference_date = day(run.reference_date);
    let days = [
        ("from", from.as_str()),
        ("to", to.as_str()),
        ("reference_date", reference_date.as_str()),
    ];
    let count = match run.count {
        CountingRule::Distinct => texts.counted_distinct,
        CountingRule::Sum => texts.counted_sum,
    };
    let moment = match run.moment {
        Moment::Period => texts.moment_period,
        Moment::ReferenceDate => texts.moment_reference_date,
    };
    let profile = context.profile();
    let protection = match run.language {
        Language::Dutch => &profile.dutch,
        Language::English => &profile.english,
    };
    let mut words = vec![
        (texts.word_household, fill(texts.household_means, &days)),
        (texts.word_service, count.to_owned()),
        (texts.word_period, fill(moment, &days)),
        (texts.word_organisation, texts.organisation_means.to_owned()),
        (
            texts.word_protection,
            format!("{protection} {}", texts.of_everyone_means),
        ),
        (texts.word_share, texts.share_means.to_owned()),
        (texts.word_chance, texts.chance_means.to_owned()),
        (texts.word_linked, texts.linked_means.to_owned()),
    ];
    if !context.areas.is_empty() {
        words.push((texts.word_pattern, texts.pattern_means.to_owned()));
    }
    if context.is_incomplete() {
        words.push((texts.word_at_least, texts.at_least_means.to_owned()));
    }
    Section {
        id: "definitions",
        title: texts.definitions_title,
        blocks: vec![Block::Definitions(words)],
    }
}
