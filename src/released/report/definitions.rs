//! The settings of the run in, what its words mean out.

use super::context::Context;
use super::section::{Block, Section};
use super::texts::fill;
use crate::vocabulary::Language;

/// What was counted, when, and how it is protected.
pub(super) fn section(context: &Context) -> Section {
    let (texts, settings) = (context.texts, context.settings);
    let day = |day| context.language.day(day);
    let (from, to) = (day(settings.from), day(settings.to));
    let reference_date = day(settings.reference_date);
    let days = [
        ("from", from.as_str()),
        ("to", to.as_str()),
        ("reference_date", reference_date.as_str()),
    ];
    let count = if settings.count == "sum" {
        texts.counted_sum
    } else {
        texts.counted_distinct
    };
    let moment = if settings.moment == "reference_date" {
        texts.moment_reference_date
    } else {
        texts.moment_period
    };
    let profile = context.profile();
    let protection = match settings.language {
        Language::Dutch => profile.dutch,
        Language::English => profile.english,
    };
    let mut words = vec![
        (texts.word_household, fill(texts.household_means, &days)),
        (texts.word_service, count.to_owned()),
        (texts.word_period, fill(moment, &days)),
        (texts.word_organisation, texts.organisation_means.to_owned()),
        (texts.word_protection, protection.to_owned()),
        (texts.word_share, texts.share_means.to_owned()),
        (texts.word_chance, texts.chance_means.to_owned()),
        (texts.word_linked, texts.linked_means.to_owned()),
    ];
    if context.is_incomplete() {
        words.push((texts.word_at_least, texts.at_least_means.to_owned()));
    }
    Section {
        id: "definitions",
        title: texts.definitions_title,
        blocks: vec![Block::Definitions(words)],
    }
}
