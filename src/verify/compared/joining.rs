//! The rows of `joining`, from the tables of both releases, by `docs/compare.md`.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::definitions::is_set;
use super::side::Side;
use crate::verify::joining::highest;

pub(super) fn rows(a: &Side, b: &Side) -> Vec<Vec<String>> {
    let [before, after] = [a, b].map(|side| providers(&side.run));
    let what = [
        "from",
        "to",
        "reference_date",
        "count",
        "moment",
        "made_up",
        "series",
        "profile",
    ];
    let is_alike = what.iter().all(|field| a.run[field] == b.run[field]);
    let joined: Vec<&str> = after.difference(&before).copied().collect();
    let is_more = before.is_subset(&after) && codes(&a.run).is_subset(&codes(&b.run));
    if joined.is_empty() || !is_alike || !is_more {
        return Vec::new();
    }
    let gained = gained(a, b, &joined);
    let [figures_a, figures_b] = [a, b].map(|side| {
        let figure = |at_least: &str| headline(side, &format!("households{at_least}"));
        ["", "_1_or_more", "_2_or_more", "_3_or_more"].map(figure)
    });
    let text = |number: Option<u64>| number.map_or_else(String::new, |number| number.to_string());
    let row = |measure: String, numbers: [Option<u64>; 4]| {
        let words = [joined.join("+"), measure];
        let row = words.into_iter().chain(numbers.map(text));
        row.collect::<Vec<String>>()
    };
    let mut rows = Vec::new();
    for number in 1..4 {
        let own = figures_a[number];
        let users = own.filter(|_| number == 1).map(|own| own.max(largest(b)));
        let least = users.or(own);
        let most = gained.and_then(|gained| highest(&figures_a, number, gained, 1, true));
        let most = most.zip(least).map(|(most, least)| most.max(least));
        let measure = format!("households_{number}_or_more");
        rows.push(row(measure, [own, figures_b[number], least, most]));
    }
    let [most_a, most_b] = [a, b].map(|side| headline(side, "most_services"));
    rows.push(row("most_services".into(), [most_a, most_b, most_a, None]));
    let [pairs_a, pairs_b] = [a, b].map(pairs);
    rows.push(row("pairs".into(), [pairs_a, pairs_b, None, None]));
    rows
}

fn providers(run: &Json) -> BTreeSet<&str> {
    let parties = run["parties"].as_array().into_iter().flatten();
    let own = parties.filter(|one| !one["of_needs"].as_bool().unwrap_or(false));
    let ids = own.filter_map(|one| one["id"].as_str());
    ids.filter(|id| *id != "register").collect()
}

fn codes(run: &Json) -> BTreeSet<&str> {
    let services = run["services"].as_array().into_iter().flatten();
    services.filter_map(|one| one["code"].as_str()).collect()
}

fn headline(side: &Side, measure: &str) -> Option<u64> {
    let table = side.tables.by_name.get("headline")?;
    let row = table.rows.iter().find(|row| row[0] == measure)?;
    table.count(row, "value")
}

fn pairs(side: &Side) -> Option<u64> {
    let table = side.tables.by_name.get("co_occurrence")?;
    let shown = table.rows.iter();
    let shown = shown.filter(|row| row[0] != row[1] && table.count(row, "households").is_some());
    Some(shown.count() as u64)
}

/// The service that most households have.
fn largest(side: &Side) -> u64 {
    let table = side.tables.by_name.get("services");
    let rows = table.map_or(&[][..], |table| &table.rows[..]);
    let users = rows
        .iter()
        .filter_map(|row| table?.count(row, "households"));
    users.max().unwrap_or(0)
}

/// How often a household, or with `sum` a person, has a service more; `None` where a service is hidden that may have grown.
fn gained(a: &Side, b: &Side, joined: &[&str]) -> Option<u64> {
    let column = if b.run["count"] == "sum" {
        "persons"
    } else {
        "households"
    };
    let [of_a, of_b] = [a, b].map(|side| side.tables.by_name.get("services"));
    let of_b = of_b?;
    let mut gained = 0;
    for row in &of_b.rows {
        let before = of_a.and_then(|table| {
            let own = table.rows.iter().find(|one| one[0] == row[0])?;
            table.count(own, column)
        });
        match (before, of_b.count(row, column)) {
            (before, Some(now)) => gained += now.saturating_sub(before.unwrap_or(0)),
            (None, None) if cannot_grow(&a.run, &row[0], joined) => {}
            (_, None) => return None,
        }
    }
    Some(gained)
}

/// Whether the agreement of the first release knows all who joined, and that none of them brings a service.
fn cannot_grow(run: &Json, code: &str, joined: &[&str]) -> bool {
    let list = |field: &str| run[field].as_array().into_iter().flatten();
    let is_absent = |id: &&str| list("missing").any(|one| one["id"] == **id);
    let mut own = list("services").filter(|one| one["code"] == code);
    let is_whole = own.any(|one| !is_set(one, "missing") && !is_set(one, "partial"));
    is_whole && joined.iter().all(is_absent)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::verify::tables::{Tables, given};

    /// A release without `uwv` or with it, and the households of services `help` and `work`.
    fn side(is_with: bool, households: [&str; 2]) -> Side {
        let services = ["help", "work"].map(|code| {
            let is_partial = code == "work" && !is_with;
            json!({"code": code, "partial": is_partial})
        });
        let [absent, taking_part] = if is_with {
            [json!([]), json!([{"id": "wmo"}, {"id": "uwv"}])]
        } else {
            [json!([{"id": "uwv"}]), json!([{"id": "wmo"}])]
        };
        let row = |code, households| [code, "", "", "", "", households];
        let services_of = [row("help", households[0]), row("work", households[1])];
        let headline = [["households_1_or_more", "60"], ["households", "100"]];
        let by_name = BTreeMap::from([
            given("services", &services_of),
            given("headline", &headline),
        ]);
        Side {
            run: json!({"services": services, "parties": taking_part, "missing": absent}),
            tables: Tables {
                by_name,
                printing: None,
            },
        }
    }

    /// What `households_1_or_more` is at most.
    fn at_most(a: &Side, b: &Side) -> Option<String> {
        rows(a, b).first().map(|row| row[5].clone())
    }

    #[test]
    fn a_bound_needs_all_services_that_may_have_grown() {
        let of = |a, b| at_most(&side(false, a), &side(true, b)).unwrap();
        assert_eq!(of(["50", "30"], ["50", "45"]), "75");
        assert_eq!(of(["50", ""], ["50", "15"]), "75");
        assert_eq!(of(["", "30"], ["", "45"]), "75");
        assert_eq!(of(["50", "30"], ["", "45"]), "");
        assert_eq!(of(["50", ""], ["50", ""]), "");
        let mut unaware = side(false, ["", "30"]);
        unaware.run["missing"] = json!([]);
        let with = side(true, ["", "45"]);
        assert_eq!(at_most(&unaware, &with).unwrap(), "");
    }

    #[test]
    fn nobody_joined_where_a_service_or_the_profile_is_another() {
        let [without, mut with] = [false, true].map(|is_with| side(is_with, ["50", "30"]));
        with.run["profile"] = json!("nhs");
        assert_eq!(at_most(&without, &with), None);
        let mut with = side(true, ["50", "30"]);
        with.run["services"][0]["code"] = json!("care");
        assert_eq!(at_most(&without, &with), None);
    }
}
