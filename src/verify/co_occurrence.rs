//! Checks pairs of services: recalculates shares, expected, lift and significance.

use std::collections::HashMap;

use super::Verdict;
use super::chance::of_printed;
use super::derived::{compare, share};
use super::printing::Printing;
use super::tables::{Table, Tables};

/// What pairs are compared with: the row of `stacking`, and the columns that say how they differ from it.
const BASELINES: [(&str, [&str; 3]); 2] = [
    ("all", ["expected", "lift", "significance"]),
    (
        "1+",
        [
            "expected_of_users",
            "lift_of_users",
            "significance_of_users",
        ],
    ),
];

pub(super) fn check(tables: &Tables, verdict: &mut Verdict) {
    let Some(table) = tables.by_name.get("co_occurrence") else {
        return;
    };
    let margins = margins(table);
    for row in &table.rows {
        if row[0] != row[1] {
            let number = table.count(row, "households");
            for (service, column) in row.iter().zip(["share_of_a", "share_of_b"]) {
                let whole = margins.get(service.as_str()).copied();
                compare(table, row, column, &share(number, whole), verdict);
            }
        }
        if row[0] > row[1] {
            verdict.object(format!(
                "{}: a pair is in the wrong order",
                table.name_row(row)
            ));
        }
    }
    for (rung, columns) in BASELINES {
        let all = households(tables, rung);
        check_lift(table, &margins, all, columns, verdict);
        check_significance(tables, table, &margins, all, columns[2], verdict);
    }
}

fn check_lift(
    table: &Table,
    margins: &HashMap<&str, u64>,
    all: Option<u64>,
    columns: [&str; 3],
    verdict: &mut Verdict,
) {
    let margin = |service: &String| margins.get(service.as_str()).copied();
    for row in table.rows.iter().filter(|row| row[0] != row[1]) {
        let number = table.count(row, "households");
        let expected = expected(margin(&row[0]), margin(&row[1]), all);
        compare(table, row, columns[0], &text(expected), verdict);
        let lift = number.zip(expected).filter(|(_, expected)| *expected > 0.0);
        let lift = lift.map(|(number, expected)| number as f64 / expected);
        compare(table, row, columns[1], &text(lift), verdict);
    }
}

/// The class of every pair with four published numbers, made anew from their p: the smallest rate of false
/// discoveries at which a pair is one among all pairs of services (Benjamini and Hochberg), from the largest p down.
fn check_significance(
    tables: &Tables,
    table: &Table,
    margins: &HashMap<&str, u64>,
    all: Option<u64>,
    column: &str,
    verdict: &mut Verdict,
) {
    let mut pairs: Vec<(f64, f64, &Vec<String>)> = Vec::new();
    for row in &table.rows {
        let margin = |place: usize| margins.get(row[place].as_str()).copied();
        let numbers = (table.count(row, "households"), margin(0), margin(1), all);
        let tested = match numbers {
            (Some(both), Some(a), Some(b), Some(all)) if row[0] != row[1] => {
                tested([both, a, b, all], tables.printing.as_ref())
            }
            _ => None,
        };
        match tested {
            Some((p, lift)) => pairs.push((p, lift, row)),
            None => compare(table, row, column, "", verdict),
        }
    }
    pairs.sort_by(|one, other| one.0.total_cmp(&other.0));
    let tests = number_of_pairs(tables);
    let mut rate = 1.0_f64;
    for (rank, (p, lift, row)) in pairs.iter().enumerate().rev() {
        rate = rate.min(p * tests / (rank as f64 + 1.0));
        compare(table, row, column, class(rate, *lift), verdict);
    }
}

/// Of all services that somebody was asked for.
pub(super) fn number_of_pairs(tables: &Tables) -> f64 {
    let asked = tables.by_name.get("services").map_or(0, |services| {
        let rows = services.rows.iter();
        rows.filter(|row| services.text(row, "status") != "missing")
            .count()
    });
    // Pairs that could not be tested count too, or the others would look more certain than they are.
    asked as f64 * (asked as f64 - 1.0) / 2.0
}

/// The p of a pair, and its lift; `numbers` are both, a, b, all. Rounded numbers must be far from chance by the normal
/// distribution, with the variance of the rounding of each number times the square of what it moves, and by what
/// would be printed of chance. `None` when chance leaves no room.
fn tested(numbers: [u64; 4], printing: Option<&Printing>) -> Option<(f64, f64)> {
    let [both, a, b, all] = numbers.map(|number| number as f64);
    let has_room = a > 0.0 && b > 0.0 && a < all && b < all;
    if !has_room {
        return None;
    }
    let by_chance = a * b / all;
    let exact = of_printed(numbers, printing);
    let p = if let Some(printing) = printing {
        let variance = by_chance * (1.0 - a / all) * (all - b) / (all - 1.0);
        let moved = [1.0, a / all, b / all, by_chance / all];
        let rounding: f64 = moved
            .iter()
            .map(|slope| printing.variance() * slope * slope)
            .sum();
        let distance = (both - by_chance).abs() / (variance + rounding).sqrt();
        exact.max(libm::erfc(distance / 2_f64.sqrt()))
    } else {
        exact
    };
    Some((p, both / by_chance))
}

pub(super) fn class(rate: f64, lift: f64) -> &'static str {
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

/// A step of the whole town.
pub(super) fn households(tables: &Tables, rung: &str) -> Option<u64> {
    let table = tables.by_name.get("stacking")?;
    let row = table
        .rows
        .iter()
        .find(|row| row[..4] == ["household", "all", "all", rung])?;
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
