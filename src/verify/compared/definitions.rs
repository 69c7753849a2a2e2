//! What two releases have otherwise, read from their `run.json`, by `docs/compare.md`.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::side::Side;
use crate::vocabulary::Day;

/// `what`, `a`, `b`, `not_comparable`.
pub(super) type Definition = [String; 4];

const SERVICES: &str = "headline stacking areas service_stacking combinations domains organisations domain_by_area without_service link_effect linkage_thresholds";

pub(super) fn of(a: &Side, b: &Side) -> Vec<Definition> {
    let text = |field: &str| [a, b].map(|side| plain(&side.run[field]));
    let sets = |of: fn(&Json) -> BTreeSet<String>| [of(&a.run), of(&b.run)];
    let town = if is_other_town(a, b) {
        ("municipality", "counts")
    } else {
        ("series", "")
    };
    let periods =
        [a, b].map(|side| format!("{} {}", plain(&side.run["from"]), plain(&side.run["to"])));
    let periods = if lasts_as_long(a, b) {
        [String::new(), String::new()]
    } else {
        periods
    };
    let mut years = sets(years).map(|years| joined(&years));
    if years.contains(&String::new()) {
        years = [String::new(), String::new()];
    }
    let all = [
        ("made_up", text("made_up"), "all"),
        ("moment", text("moment"), "use"),
        ("period", periods, "use"),
        (town.0, text("series"), town.1),
        (
            "count",
            text("count"),
            "stacking headline areas link_effect linkage_thresholds",
        ),
        ("services", apart(&sets(as_counted)), SERVICES),
        ("missing", [a, b].map(|side| missing(&side.run)), SERVICES),
        (
            "domains",
            apart(&sets(|run| with(run, "services", "domain"))),
            "domains domain_by_area without_service",
        ),
        (
            "organisations",
            apart(&sets(|run| with(run, "services", "organisation"))),
            "organisations",
        ),
        (
            "providers",
            apart(&sets(|run| providers(run, false))),
            "client_records",
        ),
        (
            "providers_of_needs",
            apart(&sets(|run| providers(run, true))),
            "needs need_by_service",
        ),
        ("needs", apart(&sets(answers)), "without_service"),
        ("borders", years, "wijken buurten"),
        (
            "age_bands",
            [a, b].map(|side| items(&side.run["age_bands"], " ")),
            "",
        ),
        ("profile", text("profile"), ""),
    ];
    let differing = all.into_iter().filter(|(_, [a, b], _)| a != b);
    differing
        .map(|(what, [a, b], kept)| [what.into(), a, b, kept.into()])
        .collect()
}

/// The services that count differently in the two.
pub(super) fn other_services(a: &Side, b: &Side) -> BTreeSet<String> {
    let both = [whole(&a.run), whole(&b.run)];
    let apart = both[0].symmetric_difference(&both[1]);
    let mut other: BTreeSet<String> = apart.map(|(code, _)| code.clone()).collect();
    if missing(&a.run) != missing(&b.run) {
        for (run, whole) in [&a.run, &b.run].into_iter().zip(&both) {
            let known = list(run, "services").iter().map(|one| plain(&one["code"]));
            other.extend(known.filter(|code| whole.iter().all(|(own, _)| own != code)));
        }
    }
    other
}

fn list<'a>(run: &'a Json, field: &str) -> &'a [Json] {
    run[field].as_array().map_or(&[], Vec::as_slice)
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

fn items(value: &Json, between: &str) -> String {
    let all = value.as_array().into_iter().flatten().map(plain);
    all.collect::<Vec<_>>().join(between)
}

fn joined(set: &BTreeSet<String>) -> String {
    set.iter().cloned().collect::<Vec<_>>().join(" ")
}

fn apart([a, b]: &[BTreeSet<String>; 2]) -> [String; 2] {
    [a - b, b - a].map(|only| joined(&only))
}

fn lasts_as_long(a: &Side, b: &Side) -> bool {
    let is_day = |side: &Side| side.run["moment"] == "reference_date";
    let days = |side: &Side| {
        let day = |field: &str| Day::parse(side.run[field].as_str()?);
        Some(day("to")?.number() - day("from")?.number())
    };
    let apart = days(a).zip(days(b)).map(|(a, b)| (a - b).abs());
    (is_day(a) && is_day(b)) || apart.is_some_and(|days| days <= 3)
}

fn is_other_town(a: &Side, b: &Side) -> bool {
    let codes = |side: &Side| -> BTreeSet<(String, String)> {
        let table = side.tables.by_name.get("areas");
        let rows = table.into_iter().flat_map(|table| &table.rows);
        let known = rows.filter(|row| row[0] != "gemeente" && row[1] != "unknown");
        known.map(|row| (row[0].clone(), row[1].clone())).collect()
    };
    let [of_a, of_b] = [codes(a), codes(b)];
    let mut levels = of_a.iter().map(|(level, _)| level);
    let has_one_in_both = levels.any(|level| of_b.iter().any(|(other, _)| other == level));
    let is_apart = if has_one_in_both {
        of_a.is_disjoint(&of_b)
    } else {
        let [of_a, of_b] = [&of_a, &of_b].map(gemeenten);
        !of_a.is_empty() && !of_b.is_empty() && of_a.is_disjoint(&of_b)
    };
    a.run["series"] != b.run["series"] && is_apart
}

/// The four digits of the gemeente in codes of CBS.
fn gemeenten(codes: &BTreeSet<(String, String)>) -> BTreeSet<&str> {
    let digits = codes.iter().filter_map(|(_, code)| {
        let digits = code
            .strip_prefix("WK")
            .or_else(|| code.strip_prefix("BU"))?;
        digits.get(..4)
    });
    digits
        .filter(|four| four.bytes().all(|byte| byte.is_ascii_digit()))
        .collect()
}

/// Whether a service is missing, partial or by address.
pub(super) fn is_set(service: &Json, field: &str) -> bool {
    service[field].as_bool() == Some(true)
}

/// The services that are counted whole, each with whether by address.
fn whole(run: &Json) -> BTreeSet<(String, bool)> {
    let services = list(run, "services").iter();
    let whole = services.filter(|one| !is_set(one, "missing") && !is_set(one, "partial"));
    whole
        .map(|one| (plain(&one["code"]), is_set(one, "by_address")))
        .collect()
}

fn as_counted(run: &Json) -> BTreeSet<String> {
    let word = |(code, is_by_address)| {
        if is_by_address {
            format!("{code}=address")
        } else {
            code
        }
    };
    whole(run).into_iter().map(word).collect()
}

fn missing(run: &Json) -> String {
    let ids = list(run, "missing").iter().map(|one| plain(&one["id"]));
    ids.collect::<Vec<_>>().join(" ")
}

fn providers(run: &Json, of_needs: bool) -> BTreeSet<String> {
    let parties = list(run, "parties").iter();
    let own = parties.filter(|one| one["of_needs"].as_bool().unwrap_or(false) == of_needs);
    let ids = own.map(|one| plain(&one["id"]));
    ids.filter(|id| id != "register").collect()
}

fn with(run: &Json, of: &str, field: &str) -> BTreeSet<String> {
    let all = list(run, of).iter().filter(|one| !one[field].is_null());
    all.map(|one| format!("{}={}", plain(&one["code"]), plain(&one[field])))
        .collect()
}

fn answers(run: &Json) -> BTreeSet<String> {
    let needs = list(run, "needs").iter();
    needs
        .map(|one| {
            format!(
                "{}={}",
                plain(&one["code"]),
                items(&one["answered_by"], "+")
            )
        })
        .collect()
}

fn years(run: &Json) -> BTreeSet<String> {
    let borders = list(run, "borders").iter();
    let years = borders.map(|one| plain(&one["year"]));
    years.filter(|year| !year.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::verify::tables::{Tables, given};

    fn side(series: &str, areas: &[[&str; 2]]) -> Side {
        Side {
            run: json!({"series": series}),
            tables: Tables {
                by_name: BTreeMap::from([given("areas", areas)]),
                printing: None,
            },
        }
    }

    #[test]
    fn wijken_of_one_gemeente_and_buurten_of_another_are_of_two_towns() {
        let wijken = side("one", &[["gemeente", "gemeente"], ["wijk", "WK047901"]]);
        let of = |code| is_other_town(&wijken, &side("two", &[["buurt", code]]));
        assert!(of("BU03630101"));
        assert!(!of("BU04790101") && !of("unknown") && !of("BU01"));
        assert!(!is_other_town(
            &wijken,
            &side("two", &[["gemeente", "gemeente"]])
        ));
    }
    #[test]
    fn a_service_that_counts_for_other_households_is_another() {
        let side = |by_address: bool| Side {
            run: json!({"services": [{"code": "verblijf", "by_address": by_address}, {"code": "wmo"}]}),
            ..side("one", &[])
        };
        let other = |by_address| other_services(&side(false), &side(by_address));
        assert_eq!(other(true), BTreeSet::from(["verblijf".to_owned()]));
        assert!(other(false).is_empty());
    }
}
