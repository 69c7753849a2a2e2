//! What the page says of who is absent, from table `joining`.

use super::facts::{Facts, Row};
use super::said::{Grid, Said};
use crate::vocabulary::Language;

/// Whether anybody is absent whose services count.
pub(super) fn is_there(facts: &Facts) -> bool {
    facts.rows("joining").next().is_some()
}

/// Each figure with the clients of the organisation, now, and at most.
pub(super) fn grids(facts: &Facts) -> Vec<Grid> {
    let line = |row: Row| {
        let id = row.text("organisation");
        let mut absent = facts.run["missing"].as_array().into_iter().flatten();
        let own = absent.find(|one| one["id"] == id);
        vec![
            Said::name(facts.organisation(id)),
            Said::count(facts, own.and_then(|one| one["clients"].as_u64())),
            Said::name(words(facts.language, row.text("measure"))),
            Said::count(facts, row.count("without")),
            Said::count(facts, row.count("at_most")),
        ]
    };
    let figures = facts.rows("joining");
    let figures = figures.filter(|row| row.text("measure") != "most_services");
    vec![figures.map(line).collect()]
}

/// What a figure is called.
fn words(language: Language, measure: &str) -> &'static str {
    match (language, measure) {
        (Language::Dutch, "households_1_or_more") => "Huishoudens met een voorziening",
        (Language::Dutch, "households_2_or_more") => "Huishoudens met twee of meer voorzieningen",
        (Language::Dutch, _) => "Huishoudens met drie of meer voorzieningen",
        (Language::English, "households_1_or_more") => "Households with a service",
        (Language::English, "households_2_or_more") => "Households with two or more services",
        (Language::English, _) => "Households with three or more services",
    }
}
