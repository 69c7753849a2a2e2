//! `[[question]]`: what is asked decides what is counted, published and shown.

use std::collections::BTreeSet;

use super::mistakes::Located;
use super::section::Section;
use crate::pseudonymous::cells::{self, TABLES, TableDef};
use crate::released::calculate::UncountedTable;
use crate::released::estimates::ESTIMATED_TABLES;
use crate::released::places::PUBLIC_TABLES;
use crate::released::runs::QuestionRecord;
use crate::vocabulary::{Dimension, Dimensions};

/// Every release has these: what was brought together, and how much of it was found.
const ALWAYS: [&str; 5] = [
    "headline",
    "stacking",
    "services",
    "linkage",
    "linkage_quality",
];

/// The areas that a question can be asked of.
const LEVELS: [&str; 3] = ["gemeente", "wijk", "buurt"];

/// Reads each `[[question]]`; `counted` are the dimensions of `[measure]`.
pub(super) fn read_questions(
    sections: Vec<Section<'_>>,
    counted: Dimensions,
) -> Vec<QuestionRecord> {
    let one = |section| read_one(section, counted);
    sections.into_iter().filter_map(one).collect()
}

fn read_one(section: Section<'_>, counted: Dimensions) -> Option<QuestionRecord> {
    let ask = section.text("ask");
    let ask = section.required("ask", ask, "\"Wie gebruikt meer dan één voorziening?\"");
    let why = section.text("why").map(|text| text.value);
    let statistics = section.texts("statistics");
    let example = "[\"areas\", \"service_by_area\"]";
    let statistics = section.required("statistics", statistics, example);
    let known: Vec<&str> = statistics_known().collect();
    let statistics = words(&section, statistics.unwrap_or_default(), &known);
    let is_level = |word: &str| LEVELS.contains(&word);
    let groups = Dimension::ALL.map(|(word, _)| word).into_iter();
    let groups: Vec<&str> = groups.filter(|word| !is_level(word)).collect();
    let dimensions = section.texts("dimensions").unwrap_or_default();
    let dimensions = counted_words(&section, dimensions, &groups, counted);
    let levels = section.texts("levels").unwrap_or_default();
    let levels = counted_words(&section, levels, &LEVELS, counted);
    section.close();
    Some(QuestionRecord {
        ask: ask?.value,
        why,
        statistics,
        dimensions,
        levels,
    })
}

/// What a question can ask for: the tables of a release.
fn statistics_known() -> impl Iterator<Item = &'static str> {
    let counted = TABLES.iter().map(|table| table.name);
    counted.chain(uncounted().map(|table| table.name))
}

fn uncounted() -> impl Iterator<Item = &'static UncountedTable> {
    PUBLIC_TABLES.into_iter().chain(ESTIMATED_TABLES)
}

/// The words of a list that are known.
fn words(section: &Section<'_>, listed: Vec<Located<String>>, known: &[&str]) -> Vec<String> {
    let is_known = |text: &Located<String>| {
        let is_known = known.contains(&text.value.as_str());
        if !is_known {
            let message = format!("no question is answered by \"{}\"", text.value);
            section.mistake(
                text.spot,
                message,
                format!("it may be {}", known.join(", ")),
            );
        }
        is_known
    };
    let listed = listed.into_iter().filter(is_known);
    listed.map(|text| text.value).collect()
}

/// The same of dimensions, which `[measure]` must count by.
fn counted_words(
    section: &Section<'_>,
    listed: Vec<Located<String>>,
    known: &[&str],
    counted: Dimensions,
) -> Vec<String> {
    for text in &listed {
        let by = dimension(&text.value).filter(|by| !counted.has(*by));
        if by.is_some() {
            let message = format!(
                "a question asks by \"{}\", which is not counted",
                text.value
            );
            let hint = "add it to `dimensions` under [measure], or leave it out of the question";
            section.mistake(text.spot, message, hint);
        }
    }
    words(section, listed, known)
}

fn dimension(word: &str) -> Option<Dimension> {
    let found = Dimension::ALL.iter().find(|(known, _)| *known == word);
    found.map(|(_, by)| *by)
}

/// Whether a table is asked for, by itself or as what another is calculated from. Without questions every table is.
pub(super) fn asks_for(questions: &[QuestionRecord], table: &str) -> bool {
    let asked = questions.iter().flat_map(|question| &question.statistics);
    let mut asked: BTreeSet<&str> = asked.map(String::as_str).chain(ALWAYS).collect();
    let mut left: Vec<&str> = asked.iter().copied().collect();
    while let Some(next) = left.pop() {
        let more = rests_on(next).iter().filter(|one| asked.insert(one));
        left.extend(more);
    }
    questions.is_empty() || asked.contains(table)
}

/// The tables that one is calculated from, besides those of every release.
fn rests_on(name: &str) -> &'static [&'static str] {
    // Needs and rights are shown in the areas that are published.
    let is_by_area = ["needs", "reached"].contains(&name);
    if name == "overlap" {
        return &["co_occurrence"];
    }
    if is_by_area || cells::table(name).is_some_and(TableDef::shares_areas) {
        return &["areas"];
    }
    let found = uncounted().find(|table| table.name == name);
    found.map_or(&[], |table| table.rests_on)
}

/// The dimensions that questions ask by; all of `counted` without questions.
pub(super) fn dimensions(questions: &[QuestionRecord], counted: Dimensions) -> Dimensions {
    if questions.is_empty() {
        return counted;
    }
    let words = (questions.iter()).flat_map(|one| one.dimensions.iter().chain(&one.levels));
    words.filter_map(|word| dimension(word)).collect()
}
