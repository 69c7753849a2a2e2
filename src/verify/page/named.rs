//! The names on the page outside tables, squares and sentences: of the project and its release, of what is missing, and
//! beside the drawing of the pairs.

use super::facts::{Facts, in_order, shortened};
use super::html::Element;
use crate::vocabulary::Day;

/// What is wrong with the names.
pub(super) fn problems(page: &Element, facts: &Facts) -> Vec<String> {
    let said = |field: &str| facts.run[field].as_str().unwrap_or_default();
    let mut problems = Vec::new();
    let mut require = |holds: bool, what: &str| {
        if !holds {
            problems.push(format!("does not give {what} as run.json does"));
        }
    };
    let project = said("project");
    let titles = [texts(page, "title", ""), texts(page, "p", "project")]
        .map(|texts| texts.into_iter().next());
    let [title, header] = titles.map(Option::unwrap_or_default);
    require(
        header == project && title.ends_with(&format!(" – {project}")),
        "the project",
    );
    let purposes = texts(page, "p", "purpose");
    let purpose = said("purpose");
    let is_purpose = |text: &String| !purpose.is_empty() && text.ends_with(&format!(": {purpose}"));
    require(
        purposes.iter().all(is_purpose) && purposes.is_empty() == purpose.is_empty(),
        "the purpose",
    );
    let foot = page
        .all("footer")
        .first()
        .map(|foot| foot.text())
        .unwrap_or_default();
    require(
        foot.contains(&format!(" {}. ", said("release"))),
        "the release",
    );
    require(foot.contains(&format!(" {}.", said("tool"))), "the version");
    let notices: String = page.all("aside").into_iter().map(Element::text).collect();
    let mentioned = missing(facts).into_iter().chain([said("accept_stage_1")]);
    require(
        mentioned.into_iter().all(|text| notices.contains(text)),
        "what is missing",
    );
    let protection = page
        .all("section")
        .into_iter()
        .filter(|section| section.attribute("id") == "protection");
    let protection: String = protection.map(Element::text).collect();
    let last_day = Day::parse(said("delete_after"))
        .map(|day| facts.language.day(day))
        .unwrap_or_default();
    let mentioned = [said("profile"), said("signs"), &last_day];
    require(
        mentioned.into_iter().all(|text| protection.contains(text)),
        "how it is protected",
    );
    let is_drawing = |drawing: &&Element| drawing.attribute("class") == "heat-map";
    for drawing in page.all("svg").into_iter().filter(is_drawing) {
        let (labels, domains) = beside_drawing(facts);
        let places: Vec<String> = (1..=labels.len()).map(|place| place.to_string()).collect();
        let beside = [
            ("label", &labels),
            ("domain", &domains),
            ("place", &places),
            ("place bottom", &places),
        ];
        let is_said = |(class, said): (&str, &Vec<String>)| texts(drawing, "text", class) == *said;
        require(
            beside.into_iter().all(is_said),
            "the services beside the drawing",
        );
    }
    problems
}

/// The texts of the elements of this name and class.
fn texts(page: &Element, name: &str, class: &str) -> Vec<String> {
    let all = page.all(name).into_iter();
    all.filter(|element| element.attribute("class") == class)
        .map(Element::text)
        .collect()
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

/// The labels of the rows, and the first of each domain.
fn beside_drawing(facts: &Facts) -> (Vec<String>, Vec<String>) {
    let services = in_order(facts);
    let codes = services.iter().map(|row| row.text("service_a"));
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
