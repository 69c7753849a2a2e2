//! What changed since the release before, from what `run.json` says of both.

use serde_json::Value as Json;

use super::facts::{Facts, share};
use super::said::{Grid, Said};
use crate::vocabulary::Day;

/// The most days by which the lengths of two periods that are compared differ.
const DAYS: i32 = 3;

/// The rows of the table; none where no release came before, or it counts something else.
pub(super) fn grid(facts: &Facts) -> Grid {
    let then = &facts.run["follows"]["then"];
    if !is_like(facts.run, then) {
        return Grid::new();
    }
    let now = ["all", "1+", "2+", "3+"].map(|services| facts.town(services));
    let then = [0, 1, 2, 3].map(|place| then["households"][place].as_u64());
    let count = |place: usize| {
        let (then, now): (Option<u64>, Option<u64>) = (then[place], now[place]);
        let away = then.zip(now).map(|(then, now)| {
            let number = facts.count(now.abs_diff(then));
            signed(now.cmp(&then), &number)
        });
        line([then, now].map(|count| Said::count(facts, count)), away)
    };
    let part = |place: usize, whole: usize| {
        let both = [then, now].map(|counts| share(counts[place], counts[whole]));
        let tenths = both.map(|share| share.map(tenths));
        let away = tenths[0].zip(tenths[1]).map(|(then, now)| {
            let number = facts.language.decimal(now.abs_diff(then) as f64 / 10.0, 1);
            signed(now.cmp(&then), &number)
        });
        line(both.map(|share| Said::percent(facts, share)), away)
    };
    vec![
        count(0),
        count(1),
        part(1, 0),
        count(2),
        part(2, 1),
        count(3),
        part(3, 1),
    ]
}

fn line([then, now]: [Said; 2], away: Option<String>) -> Vec<Said> {
    let away = away.map_or_else(Said::hidden, Said::written);
    vec![Said::label(&[]), then, now, away]
}

/// A share in tenths of a percent, from its printed digits.
fn tenths(share: f64) -> u64 {
    let digits = format!("{:.1}", share * 100.0).replace('.', "");
    digits.parse().unwrap_or_default()
}

fn signed(order: std::cmp::Ordering, number: &str) -> String {
    match order {
        std::cmp::Ordering::Greater => format!("+{number}"),
        std::cmp::Ordering::Less => format!("\u{2212}{number}"),
        std::cmp::Ordering::Equal => number.to_owned(),
    }
}

/// Whether a release counts what the one before did.
fn is_like(run: &Json, then: &Json) -> bool {
    let days = |of: &Json| {
        let [from, to] = ["from", "to"].map(|field| of[field].as_str().and_then(Day::parse));
        Some(to?.number() - from?.number())
    };
    let is_on_one_day = run["moment"] == "reference_date";
    let lengths = days(run).zip(days(then));
    let is_as_long = lengths.is_some_and(|(one, other)| (one - other).abs() <= DAYS);
    let is_same = |field: &str| run[field] == then[field];
    let took_part = [took_part(run), incomplete(run)];
    let listed = ["providers", "incomplete"].map(|field| words(&then[field], ""));
    is_same("count")
        && is_same("moment")
        && took_part == listed
        && (is_as_long || is_on_one_day && lengths.is_some())
}

/// The providers of a run, by id.
pub(in crate::verify) fn took_part(run: &Json) -> Vec<String> {
    let mut ids = words(&run["parties"], "id");
    ids.retain(|id| id != "register");
    ids
}

/// The services that are not whole, by code.
pub(in crate::verify) fn incomplete(run: &Json) -> Vec<String> {
    let services = run["services"].as_array().into_iter().flatten();
    let is_part = |one: &&Json| ["missing", "partial"].iter().any(|flag| one[flag] == true);
    let codes = services
        .filter(is_part)
        .filter_map(|one| one["code"].as_str());
    codes.map(String::from).collect()
}

/// The texts of a list, or those of a field of its objects.
fn words(list: &Json, field: &str) -> Vec<String> {
    let all = list.as_array().into_iter().flatten();
    let word = |one: &Json| match field {
        "" => one.as_str().map(String::from),
        field => one[field].as_str().map(String::from),
    };
    all.filter_map(word).collect()
}
