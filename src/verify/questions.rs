//! Which tables a release has because its questions ask for them.

use std::collections::BTreeSet;

use serde_json::Value as Json;

/// The tables that the questions of a release ask for, with those that these are calculated from; none without questions.
pub(super) fn asked(run: &Json) -> BTreeSet<&str> {
    let questions = run["questions"].as_array().into_iter().flatten();
    let mut asked: BTreeSet<&str> = questions
        .flat_map(|one| one["statistics"].as_array().into_iter().flatten())
        .filter_map(Json::as_str)
        .collect();
    if run["questions"].is_null() {
        return asked;
    }
    let of_areas = [
        "service_by_area",
        "domain_by_area",
        "pair_by_area",
        "needs",
        "reached",
        "figures",
        "signals",
        "approaches",
        "look_first",
        "population_ahead",
        "forecast",
        "survey",
        "correlations",
        "external",
    ];
    let of_reach = ["reach", "facilities", "travel"];
    if of_reach.iter().any(|table| asked.contains(table)) {
        asked.extend(["areas", "population", "service_by_area"]);
    }
    if asked.contains("look_first") {
        asked.insert("expected");
    }
    if asked.contains("pairs_by_composition") {
        asked.extend(["co_occurrence", "population", "service_by_group"]);
    }
    if asked.contains("expected") {
        asked.extend([
            "service_by_area",
            "domain_by_area",
            "population",
            "service_by_group",
        ]);
    }
    if asked.contains("correlations") {
        asked.insert("domain_by_area");
    }
    if asked.contains("norm") {
        asked.insert("population");
    }
    if asked.contains("forecast") {
        asked.insert("service_by_group");
    }
    if asked.contains("stacker_types") {
        asked.extend(["co_occurrence", "service_stacking"]);
    }
    if asked.contains("corrected") {
        asked.extend(["link_effect", "linkage_quality"]);
    }
    if asked.contains("overlap") {
        asked.insert("co_occurrence");
    }
    if of_areas.iter().any(|table| asked.contains(table)) {
        asked.insert("areas");
    }
    asked.extend([
        "headline",
        "stacking",
        "services",
        "linkage",
        "linkage_quality",
    ]);
    asked
}
