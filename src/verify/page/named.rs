//! The names on the page outside tables, squares and sentences: of the project and its release, of what is missing, and
//! beside the drawing of the pairs.

use serde_json::Value as Json;

use super::facts::{Facts, shortened};
use super::html::Element;
use super::pairs::Pair;
use crate::vocabulary::Day;

/// What is wrong with the names.
pub(super) fn problems(page: &Element, facts: &Facts, pairs: &[Pair]) -> Vec<String> {
    let said = [
        ("the project", gives_project(page, facts)),
        ("the purpose", gives_purpose(page, facts)),
        ("the period", gives_period(page, facts)),
        ("the release and its version", gives_release(page, facts)),
        ("what is missing", gives_missing(page, facts)),
        ("how it is protected", gives_protection(page, facts)),
        ("its sources", gives_sources(page, facts)),
        ("the release before", gives_release_before(page, facts)),
        ("the questions", gives_questions(page, facts)),
        (
            "the services beside the drawing",
            gives_services(page, facts, pairs),
        ),
    ];
    let wrong = said.into_iter().filter(|(_, is_given)| !is_given);
    wrong
        .map(|(what, _)| format!("does not give {what} as run.json does"))
        .collect()
}

fn said<'a>(facts: &Facts<'a>, field: &str) -> &'a str {
    facts.run[field].as_str().unwrap_or_default()
}

/// A day as the page writes it; nothing when there is none.
fn day(facts: &Facts, field: &str) -> String {
    let day = Day::parse(said(facts, field));
    day.map(|day| facts.language.day(day)).unwrap_or_default()
}

fn gives_project(page: &Element, facts: &Facts) -> bool {
    let project = said(facts, "project");
    let title = texts(page, "title", "").into_iter().next();
    let is_title = title.is_some_and(|title| title.ends_with(&format!(" – {project}")));
    is_title && texts(page, "p", "project") == [project]
}

fn gives_purpose(page: &Element, facts: &Facts) -> bool {
    let (purpose, given) = (said(facts, "purpose"), texts(page, "p", "purpose"));
    match &given[..] {
        [] => purpose.is_empty(),
        [text] => text.ends_with(&format!(": {purpose}")),
        _ => false,
    }
}

fn gives_period(page: &Element, facts: &Facts) -> bool {
    let period = texts(page, "p", "period").concat();
    let days = ["from", "to", "reference_date"].map(|field| day(facts, field));
    days.iter().all(|day| period.contains(day))
}

fn gives_release(page: &Element, facts: &Facts) -> bool {
    let foot: String = page.all("footer").into_iter().map(Element::text).collect();
    foot.contains(&format!(" {}. ", said(facts, "release")))
        && foot.contains(&format!(" {}.", said(facts, "tool")))
}

fn gives_missing(page: &Element, facts: &Facts) -> bool {
    let notices: String = page.all("aside").into_iter().map(Element::text).collect();
    let mut mentioned = missing(facts)
        .into_iter()
        .chain(accepted(facts))
        .chain([said(facts, "accept_stage_1")]);
    mentioned.all(|text| notices.contains(text))
}

fn gives_protection(page: &Element, facts: &Facts) -> bool {
    let section = text_of(page, "protection");
    let last_day = day(facts, "delete_after");
    let mentioned = [said(facts, "profile"), said(facts, "signs"), &last_day];
    mentioned.into_iter().all(|text| section.contains(text))
}

/// The text of a section.
fn text_of(page: &Element, id: &str) -> String {
    let sections = page.all("section").into_iter();
    let section = sections.filter(|section| section.attribute("id") == id);
    section.map(Element::text).collect()
}

/// Each public file has a line that names it, its year and its licence; borders have a year where it is known.
fn gives_sources(page: &Element, facts: &Facts) -> bool {
    let sections = page.all("section").into_iter();
    let lines = sections.filter(|section| section.attribute("id") == "sources");
    let lines = lines.flat_map(|section| section.all("li"));
    let lines: Vec<String> = lines.map(Element::text).collect();
    let files = |list: &str| facts.run[list].as_array().into_iter().flatten();
    let mut files = files("figures")
        .chain(files("facilities"))
        .chain(files("forecast"))
        .chain(files("norm"))
        .chain(files("external"))
        .chain(files("borders"));
    files.all(|file| {
        let year = file["year"].as_u64().map(|year| year.to_string());
        let parts = [
            file["source"].as_str(),
            file["licence"].as_str(),
            year.as_deref(),
        ];
        let is_of = |line: &String| parts.iter().flatten().all(|part| line.contains(part));
        lines.iter().any(is_of)
    })
}

/// Each question is the heading of a chapter, with why it is asked, in the order in which they were agreed.
fn gives_questions(page: &Element, facts: &Facts) -> bool {
    let questions = facts.run["questions"].as_array().into_iter().flatten();
    let asked = questions.map(|one| {
        let [ask, why] = ["ask", "why"].map(|field| one[field].as_str().unwrap_or_default());
        (ask.to_owned(), why.to_owned())
    });
    let chapters = page.with_class("div", "chapter").into_iter();
    let chapters = chapters.filter(|one| one.attribute("id").starts_with("question-"));
    let said = chapters.map(|one| {
        let heading = one.all("h2").first().map(|heading| heading.text());
        (heading.unwrap_or_default(), texts(one, "p", "why").concat())
    });
    said.eq(asked)
}

fn gives_release_before(page: &Element, facts: &Facts) -> bool {
    let follows = &facts.run["follows"];
    let day = follows["reference_date"].as_str().and_then(Day::parse);
    let day = day.map(|day| facts.language.day(day));
    let said = text_of(page, "changes");
    let parts = [follows["release"].as_str(), day.as_deref()];
    parts.iter().flatten().all(|part| said.contains(part))
}

fn gives_services(page: &Element, facts: &Facts, pairs: &[Pair]) -> bool {
    let (labels, domains) = beside_drawing(facts, pairs);
    let places: Vec<String> = (1..=labels.len()).map(|place| place.to_string()).collect();
    let beside = [
        ("label", &labels),
        ("domain", &domains),
        ("place", &places),
        ("place bottom", &places),
    ];
    let mut drawings = page.with_class("svg", "heat-map").into_iter();
    drawings.all(|drawing| {
        let is_said =
            |(class, said): &(&str, &Vec<String>)| texts(drawing, "text", class) == **said;
        beside.iter().all(is_said)
    })
}

/// The texts of the elements of this name and class.
pub(super) fn texts(page: &Element, name: &str, class: &str) -> Vec<String> {
    let all = page.with_class(name, class).into_iter();
    all.map(Element::text).collect()
}

/// The names of what the run had to do without.
fn missing<'a>(facts: &Facts<'a>) -> Vec<&'a str> {
    let providers = facts.run["missing"].as_array().into_iter().flatten();
    let providers = providers.filter_map(|one| one["id"].as_str());
    let services = facts
        .rows("services")
        .filter(|row| row.text("status") == "missing");
    let services = services.map(|row| facts.service(row.text("service")));
    providers
        .map(|id| facts.organisation(id))
        .chain(services)
        .collect()
}

/// The names of those whose unusual hand-over was accepted.
fn accepted<'a>(facts: &Facts<'a>) -> impl Iterator<Item = &'a str> {
    let ids = facts.run["accepted"].as_array().into_iter().flatten();
    ids.filter_map(Json::as_str)
        .map(|id| facts.organisation(id))
}

/// The labels of the rows, and the first of each domain.
fn beside_drawing(facts: &Facts, pairs: &[Pair]) -> (Vec<String>, Vec<String>) {
    let services = pairs.iter().filter(|pair| pair.is_itself());
    let codes = services.map(|pair| pair.codes[0]);
    let names = codes.clone().map(|code| facts.service(code));
    let labels = names.map(|name| shortened(name).unwrap_or_else(|| name.to_owned()));
    let mut domains: Vec<String> = codes
        .map(|code| {
            facts
                .of_service(code, "domain")
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    let labels = labels.collect();
    domains.dedup();
    (labels, domains)
}
