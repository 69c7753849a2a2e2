//! Calculates table `stacker_types` again, from the other tables as they are published; written from `docs/types.md`.

mod mixture;
mod shown;

use super::Verdict;
use super::tables::Tables;
use mixture::{Class, fitted};
use shown::Shown;

/// Types have at least so many households, and are rounded to this.
const FEWEST: f64 = 100.0;
const STEP: u64 = 10;

/// A row: type, households, services.
type Row = (String, f64, String);

pub(super) fn check(tables: &Tables, verdict: &mut Verdict) {
    let Some(table) = tables.by_name.get("stacker_types") else {
        return;
    };
    let rows = Shown::of(tables)
        .map(|shown| rows(&shown))
        .unwrap_or_default();
    let is_like = |(row, (name, households, services)): (&Vec<String>, &Row)| {
        let count = table.count(row, "households");
        // A number near the middle may be rounded either way.
        let is_near = count.is_some_and(|count| {
            count.is_multiple_of(STEP) && (count as f64 - households).abs() <= 0.51 * STEP as f64
        });
        row[0] == *name
            && is_near
            && table.text(row, "status") == "estimated"
            && table.text(row, "services") == services
    };
    verdict.derived += table.rows.len();
    if table.rows.len() != rows.len() || !table.rows.iter().zip(&rows).all(is_like) {
        verdict.object("stacker_types: does not follow from the published pairs");
    }
}

fn rows(shown: &Shown) -> Vec<Row> {
    let mixture = fitted(shown);
    if mixture.classes() < 2 {
        return Vec::new();
    }
    let mut types: Vec<(f64, String)> = Vec::new();
    for class in mixture.sizes(shown) {
        let (users, services) = telling(shown, &class);
        // No more than have one of these services.
        let households = f64::min(class.households, users - users % STEP as f64);
        if households >= FEWEST && !services.is_empty() {
            types.push((households, services));
        }
    }
    types.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let mut others = shown.stackers;
    let mut rows: Vec<Row> = Vec::new();
    for (number, (households, services)) in (1_u32..).zip(types) {
        others -= households;
        rows.push((number.to_string(), households, services));
    }
    if !rows.is_empty() {
        rows.push(("other".into(), f64::max(others, 0.0), String::new()));
    }
    rows
}

/// Services of a quarter of the class and of half as many again as usual, and the households with each of them together.
fn telling(shown: &Shown, class: &Class) -> (f64, String) {
    let mut found: Vec<(f64, &str)> = Vec::new();
    let mut users = 0.0;
    for ((code, all), own) in shown.codes.iter().zip(&shown.users).zip(&class.users) {
        let share = own / class.households;
        if share >= 0.25 && share * shown.stackers >= 1.5 * all {
            found.push((share, code));
            users += all;
        }
    }
    found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let codes: Vec<&str> = found.into_iter().map(|(_, code)| code).collect();
    (users, codes.join("+"))
}
