//! The report of a release against its tables: every number and every name, wherever it stands on the page.
//!
//! Tables, squares and sentences are compared place by place with what the tables of the release say. All other
//! texts, and the attributes that are read out, must say the numbers of their section, in its order. Nothing is
//! taken from the code that made the page but its style, which must be that of this version.

mod absent;
mod by_area;
mod changes;
mod composition;
mod corrected;
mod expected;
mod external;
mod facts;
mod forecast;
mod funnel;
mod grids;
mod html;
mod in_time;
mod linkage_quality;
mod loose;
mod named;
mod needs;
mod numbers;
mod pairs;
mod reach;
mod said;
mod signals;
mod stacker_types;
mod survey;
mod told;
mod upset;

use std::path::Path;

use serde_json::Value as Json;

use super::Verdict;
use super::files::LONGEST;
use super::tables::Tables;
use crate::files::read_plain_text;
pub(super) use changes::{incomplete, took_part};
use facts::Facts;
use html::Element;

/// Where the report is.
const NAME: &str = "report.html";

/// The sections of the page, in their order, with the statistics that they answer; that of corrected figures only where links have
/// probabilities, that of changes only where a release came before, those of pairs by composition, of expected use, surveys and later years only where anything is known of them,
/// those of needs and rights only where these have rows.
const SECTIONS: &[(&str, &str)] = &[
    ("headline", ""),
    ("corrected", ""),
    ("changes", ""),
    ("stacking", "stacking"),
    ("groups", "stacking"),
    ("organisations", "organisations"),
    ("services", "services"),
    ("flow", "flow"),
    ("external", "external"),
    ("pairs", "co_occurrence"),
    ("composition", "pairs_by_composition"),
    ("combinations", "combinations domains"),
    ("types", "stacker_types"),
    ("overlap", "overlap"),
    ("where", OF_AREAS),
    ("expected", "expected"),
    ("survey", "correlations survey"),
    ("reach", "facilities reach"),
    ("lacks", "facilities reach"),
    ("absent", "joining"),
    ("needs", "needs need_by_service"),
    ("reached", "reached"),
    ("signals", "signals"),
    ("look-first", "look_first"),
    ("approaches", "approaches"),
    ("forecast", "forecast"),
    ("wijken", OF_AREAS),
    ("linkage", ""),
    ("protection", ""),
    ("sources", ""),
    ("definitions", ""),
];

/// What is told of areas.
const OF_AREAS: &str =
    "areas service_by_area domain_by_area pair_by_area population figures facilities reach";

/// The sections that a page has: with questions, each section where it is asked for first.
fn expected_sections(facts: &Facts) -> Vec<&'static str> {
    let run = facts.run;
    let is_there = |(id, _): &&(&str, &str)| match *id {
        "changes" => !run["follows"].is_null(),
        "corrected" => corrected::is_there(facts),
        "composition" => composition::is_there(facts),
        "absent" => absent::is_there(facts),
        "expected" => expected::is_there(facts),
        "external" => external::is_there(facts),
        "survey" => survey::is_there(facts),
        "types" => stacker_types::is_there(facts),
        "forecast" => forecast::is_there(facts),
        "flow" | "overlap" => in_time::is_there(facts, id),
        "signals" | "look-first" | "approaches" => signals::is_there(facts, id),
        "needs" | "reached" => facts.rows(id).any(|row| row.text("level") == "gemeente"),
        _ => true,
    };
    let all: Vec<&(&str, &str)> = SECTIONS.iter().filter(is_there).collect();
    let Some(questions) = run["questions"].as_array() else {
        return all.iter().map(|(id, _)| *id).collect();
    };
    let (general, mut left): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(_, answers)| answers.is_empty());
    let (first, last) = general.split_at(general.len().saturating_sub(4));
    let mut sections = first.to_vec();
    for question in questions {
        let asked = question["statistics"].as_array().into_iter().flatten();
        let asked: Vec<&str> = asked.filter_map(Json::as_str).collect();
        let is_asked =
            |(_, answers): &&(&str, &str)| answers.split(' ').any(|one| asked.contains(&one));
        let (own, others) = left.into_iter().partition::<Vec<_>, _>(is_asked);
        sections.extend(own);
        left = others;
    }
    sections.extend(last);
    sections.into_iter().map(|(id, _)| *id).collect()
}

/// Checks `report.html`, where the release has one.
pub(super) fn check(
    (folder, areas): (&Path, Option<&Json>),
    tables: &Tables,
    run: &Json,
    verdict: &mut Verdict,
) {
    let path = folder.join(NAME);
    if !path.exists() {
        return;
    }
    let mut note = |problem: &str| verdict.object(format!("{NAME}: {problem}"));
    let text = read_plain_text(&path, LONGEST).ok();
    let Some(page) = text.and_then(|text| html::parse(&text)) else {
        note("is not a page that factlab writes");
        return;
    };
    let Some(facts) = Facts::new(tables, run) else {
        note("run.json gives it no language");
        return;
    };
    for problem in problems(&page, &facts, areas) {
        note(&problem);
    }
}

fn problems(page: &Element, facts: &Facts, areas: Option<&Json>) -> Vec<String> {
    let sections = page.all("section");
    let section = |id: &str| {
        let found = sections
            .iter()
            .find(|section| section.attribute("id") == id);
        found.copied()
    };
    let mut problems = Vec::new();
    let ids = sections.iter().map(|section| section.attribute("id"));
    if !ids.eq(expected_sections(facts)) {
        problems.push("holds other sections than it should".into());
    }
    for (id, grids) in grids::GRIDS {
        let grids = grids(facts);
        problems.extend(section(id).and_then(|section| table_problem(id, section, &grids)));
    }
    let (known, pairs) = (facts.known(), pairs::read(facts, page));
    if let Some(section) = section("pairs") {
        problems.extend(pairs::problems(&pairs, &known, section));
    }
    if section("where").is_some() {
        problems.extend(by_area::problems(page, facts, areas));
    }
    if let Some(section) = section("composition") {
        problems.extend(composition::problem(section, facts));
    }
    if let Some(section) = section("types") {
        problems.extend(stacker_types::problem(section, facts));
    }
    if let Some(section) = section("forecast") {
        problems.extend(forecast::problem(section, facts));
    }
    if let Some(section) = section("combinations") {
        problems.extend(upset::problem(section, facts));
    }
    if let Some(section) = section("expected") {
        problems.extend(funnel::problem(section, facts));
    }
    problems.extend(loose::problems(page, facts, &known, &pairs));
    problems.extend(named::problems(page, facts, &pairs));
    problems
}

/// The first thing that is wrong in the tables of a section.
fn table_problem(id: &str, section: &Element, grids: &[said::Grid]) -> Option<String> {
    let tables = section.all("tbody");
    let grids: Vec<&said::Grid> = grids.iter().filter(|grid| !grid.is_empty()).collect();
    if tables.len() != grids.len() {
        return Some(format!("section {id} has other tables than the release"));
    }
    for (place, (table, grid)) in (1..).zip(tables.iter().zip(grids)) {
        let lines: Vec<Vec<&Element>> = table
            .all("tr")
            .iter()
            .map(|line| line.elements().collect())
            .collect();
        if lines.len() != grid.len() {
            return Some(format!(
                "section {id}, table {place} has another number of rows"
            ));
        }
        for (row, (line, said)) in (1..).zip(lines.iter().zip(grid)) {
            let differs = |(cell, said): (&&Element, &said::Said)| !said.is_in(cell);
            if line.len() != said.len() || line.iter().zip(said).any(differs) {
                return Some(format!(
                    "section {id}, table {place}, row {row} does not say what is published"
                ));
            }
        }
    }
    None
}
