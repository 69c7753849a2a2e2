//! Pairs of services in, problems out: shares, expected, lift and significance are calculated again.

use std::collections::HashMap;

use super::Verdict;
use super::derived::{compare, share};
use super::tables::{Table, Tables};

pub(super) fn check(tables: &Tables, verdict: &mut Verdict) {
    let Some(table) = tables.by_name.get("co_occurrence") else {
        return;
    };
    let all = all_households(tables);
    let margins = margins(table);
    let margin = |service: &String| margins.get(service.as_str()).copied();
    for row in &table.rows {
        let number = table.count(row, "households");
        let (a, b) = (margin(&row[0]), margin(&row[1]));
        if row[0] != row[1] {
            compare(table, row, "share_of_a", &share(number, a), verdict);
            compare(table, row, "share_of_b", &share(number, b), verdict);
            let expected = expected(a, b, all);
            compare(table, row, "expected", &text(expected), verdict);
            let lift = number.zip(expected).filter(|(_, expected)| *expected > 0.0);
            compare(
                table,
                row,
                "lift",
                &text(lift.map(|(n, expected)| n as f64 / expected)),
                verdict,
            );
        }
        if row[0] > row[1] {
            verdict.problems.push(format!(
                "{}: a pair stands the wrong way round",
                table.name_row(row)
            ));
        }
    }
    check_significance(table, &margins, all, tables.is_internal, verdict);
}

/// The class of every pair with four published numbers, made anew from their p: the smallest rate of false
/// discoveries at which a pair is one (Benjamini and Hochberg), from the largest p down.
fn check_significance(
    table: &Table,
    margins: &HashMap<&str, u64>,
    all: Option<u64>,
    is_internal: bool,
    verdict: &mut Verdict,
) {
    let mut pairs: Vec<(f64, f64, &Vec<String>)> = Vec::new();
    for row in &table.rows {
        let margin = |place: usize| margins.get(row[place].as_str()).copied();
        let numbers = (table.count(row, "households"), margin(0), margin(1), all);
        let tested = match numbers {
            (Some(both), Some(a), Some(b), Some(all)) if row[0] != row[1] => {
                distance([both, a, b, all], is_internal)
            }
            _ => None,
        };
        match tested {
            Some((distance, lift)) => {
                pairs.push((libm::erfc(distance.abs() / 2_f64.sqrt()), lift, row));
            }
            None => compare(table, row, "significance", "", verdict),
        }
    }
    pairs.sort_by(|one, other| one.0.total_cmp(&other.0));
    let tests = pairs.len() as f64;
    let mut rate = 1.0_f64;
    for (rank, (p, lift, row)) in pairs.iter().enumerate().rev() {
        rate = rate.min(p * tests / (rank as f64 + 1.0));
        compare(table, row, "significance", class(rate, *lift), verdict);
    }
}

/// Distance from chance in standard deviations, and lift; `numbers` are both, a, b, all. The rounding of each of the
/// four adds a variance of 4. `None` when chance leaves no room.
fn distance(numbers: [u64; 4], is_internal: bool) -> Option<(f64, f64)> {
    let [both, a, b, all] = numbers.map(|number| number as f64);
    let by_chance = a * b / all;
    let variance = by_chance * (1.0 - a / all) * (all - b) / (all - 1.0);
    let rounding = if is_internal { 0.0 } else { 4.0 * 4.0 };
    let has_room = a > 0.0 && b > 0.0 && a < all && b < all;
    has_room.then(|| {
        (
            (both - by_chance) / (variance + rounding).sqrt(),
            both / by_chance,
        )
    })
}

fn class(rate: f64, lift: f64) -> &'static str {
    if rate <= 0.01 && lift >= 2.0 {
        "++"
    } else if rate <= 0.05 && lift >= 1.2 {
        "+"
    } else if rate <= 0.01 && lift <= 0.5 {
        "--"
    } else if rate <= 0.05 && lift <= 1.0 / 1.2 {
        "-"
    } else {
        "0"
    }
}

fn all_households(tables: &Tables) -> Option<u64> {
    let table = tables.by_name.get("stacking")?;
    let row = table
        .rows
        .iter()
        .find(|row| row[..4] == ["household", "all", "all", "all"])?;
    table.count(row, "households")
}

/// The published number of households of each service.
fn margins(table: &Table) -> HashMap<&str, u64> {
    let margins = table.rows.iter().filter(|row| row[0] == row[1]);
    margins
        .filter_map(|row| Some((row[0].as_str(), table.count(row, "households")?)))
        .collect()
}

fn expected(a: Option<u64>, b: Option<u64>, all: Option<u64>) -> Option<f64> {
    let (a, b, all) = (a?, b?, all?);
    (all > 0).then(|| a as f64 * b as f64 / all as f64)
}

fn text(number: Option<f64>) -> String {
    number.map_or_else(String::new, |number| format!("{number:.6}"))
}
