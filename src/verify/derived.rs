//! Recalculates every share from published counts, and checks that tables agree.

use std::collections::HashMap;

use super::Verdict;
use super::tables::{Table, Tables};

/// The smallest denominator of a published share.
const SMALLEST_DENOMINATOR: u64 = 100;

pub(super) fn check(tables: &Tables, verdict: &mut Verdict) {
    let Some(stacking) = tables.by_name.get("stacking") else {
        return;
    };
    let steps = Steps::of(stacking, tables.printing.is_none());
    check_stacking(stacking, &steps, verdict);
    check_headline(tables, &steps, verdict);
    let all = steps.town("household", "all");
    if let Some(table) = tables.by_name.get("services") {
        for row in &table.rows {
            compare(
                table,
                row,
                "share",
                &share(table.count(row, "households"), all),
                verdict,
            );
        }
    }
    if let Some(table) = tables.by_name.get("areas") {
        for row in &table.rows {
            let households = table.count(row, "households");
            for number in ["1", "2", "3"] {
                let part = table.count(row, &format!("households_{number}_or_more"));
                let column = format!("share_{number}_or_more");
                compare(table, row, &column, &share(part, households), verdict);
            }
            if table.text(row, "level") == "gemeente" && households != all {
                verdict.object("areas: the gemeente differs from table stacking");
            }
        }
    }
    check_same(tables, verdict);
    if let Some(table) = tables.by_name.get("linkage") {
        for row in &table.rows {
            let expected = share(table.count(row, "linked"), table.count(row, "clients"));
            compare(table, row, "share_linked", &expected, verdict);
        }
    }
}

/// Linked clients and the households of the headline stand in two tables.
fn check_same(tables: &Tables, verdict: &mut Verdict) {
    let number = |name: &str, key: &str, column: &str| {
        let table = tables.by_name.get(name)?;
        let row = table.rows.iter().find(|row| row[0] == key)?;
        Some(table.text(row, column).to_owned())
    };
    let mut same = |what: String, here: Option<String>, there: Option<String>| {
        verdict.derived += 1;
        if here.is_some() && here != there {
            verdict.object(format!("{what}: differs from the same number elsewhere"));
        }
    };
    if let Some(table) = tables.by_name.get("link_effect") {
        for row in &table.rows {
            let linked = number("linkage", &row[0], "linked");
            let here = Some(table.text(row, "linked").to_owned());
            same(table.name_row(row), here, linked);
        }
    }
    for least in ["1", "2", "3"] {
        let measure = format!("households_{least}_or_more");
        let here = number("linkage_thresholds", "0.5", &measure);
        let what = format!("linkage_thresholds, {measure}");
        same(what, here, number("headline", &measure, "value"));
    }
}

/// A share from published counts, as text with 6 decimals; empty where the contract leaves it empty.
pub(super) fn share(part: Option<u64>, whole: Option<u64>) -> String {
    match (part, whole) {
        (Some(part), Some(whole)) if whole >= SMALLEST_DENOMINATOR && part <= whole => {
            format!("{:.6}", part as f64 / whole as f64)
        }
        _ => String::new(),
    }
}

/// Notes a problem where a derived column is not what it should be.
pub(super) fn compare(
    table: &Table,
    row: &[String],
    column: &str,
    expected: &str,
    verdict: &mut Verdict,
) {
    verdict.derived += 1;
    if table.text(row, column) != expected {
        verdict.object(format!(
            "{}, {column}: does not follow from the published numbers",
            table.name_row(row)
        ));
    }
}

/// The published numbers of stacking by unit, dimension, level and services.
struct Steps<'a> {
    numbers: HashMap<[&'a str; 4], Option<u64>>,
    /// In an internal release a step without a row is a step on which nobody stands.
    absent: Option<u64>,
}

impl<'a> Steps<'a> {
    fn of(stacking: &'a Table, is_internal: bool) -> Self {
        let key = |row: &'a Vec<String>| [0, 1, 2, 3].map(|place| row[place].as_str());
        let number = |row| stacking.count(row, "households");
        let rows = stacking.rows.iter();
        Self {
            numbers: rows.map(|row| (key(row), number(row))).collect(),
            absent: is_internal.then_some(0),
        }
    }

    fn at(&self, key: [&str; 4]) -> Option<u64> {
        *self.numbers.get(&key).unwrap_or(&self.absent)
    }

    /// A step of the whole town.
    fn town(&self, unit: &str, services: &str) -> Option<u64> {
        self.at([unit, "all", "all", services])
    }

    /// The published cumulative steps of all households, from `1+` on.
    fn households(&self) -> Vec<u64> {
        let step = |number: u32| self.town("household", &format!("{number}+"));
        (1..)
            .map_while(|number| step(number).filter(|households| *households > 0))
            .collect()
    }
}

fn check_stacking(table: &Table, steps: &Steps<'_>, verdict: &mut Verdict) {
    for row in &table.rows {
        let of_level = |services| steps.at([&row[0], &row[1], &row[2], services]);
        let number = table.count(row, "households");
        compare(
            table,
            row,
            "share",
            &share(number, of_level("all")),
            verdict,
        );
        let counts_users = !matches!(row[3].as_str(), "all" | "0");
        let of_users = if counts_users {
            share(number, of_level("1+"))
        } else {
            String::new()
        };
        compare(table, row, "share_of_users", &of_users, verdict);
    }
}

fn check_headline(tables: &Tables, steps: &Steps<'_>, verdict: &mut Verdict) {
    let Some(table) = tables.by_name.get("headline") else {
        return;
    };
    let published = |services: &str| steps.town("household", services);
    let text = |count: Option<u64>| count.map_or_else(String::new, |count| count.to_string());
    let (all, users) = (published("all"), published("1+"));
    let expected = [
        ("households", text(all)),
        ("households_1_or_more", text(users)),
        ("share_1_or_more", share(users, all)),
        ("households_2_or_more", text(published("2+"))),
        ("share_of_users_2_or_more", share(published("2+"), users)),
        ("households_3_or_more", text(published("3+"))),
        ("share_of_users_3_or_more", share(published("3+"), users)),
        ("most_services", text(most(steps))),
        ("mean_services_of_users", mean(steps)),
        ("persons", text(steps.town("person", "all"))),
        ("persons_with_service", text(steps.town("person", "1+"))),
    ];
    for (measure, value) in expected {
        verdict.derived += 1;
        let row = table.rows.iter().find(|row| row[0] == measure);
        if row.is_none_or(|row| table.text(row, "value") != value) {
            verdict.object(format!(
                "headline: row {measure} does not follow from stacking"
            ));
        }
    }
}

fn most(steps: &Steps<'_>) -> Option<u64> {
    let most = steps.households().len() as u64;
    if most > 0 { Some(most) } else { steps.absent }
}

/// Σ (k or more) / (1 or more): every household counts once for each of its services.
fn mean(steps: &Steps<'_>) -> String {
    let steps = steps.households();
    match steps.first() {
        Some(users) if *users >= SMALLEST_DENOMINATOR => {
            format!("{:.6}", steps.iter().sum::<u64>() as f64 / *users as f64)
        }
        _ => String::new(),
    }
}
