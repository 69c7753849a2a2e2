//! Calculates table `pairs_by_composition` again, from the other tables as they are published; written again from
//! `docs/pairs.md`.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::super::Verdict;
use super::super::co_occurrence::{class, households, number_of_pairs};
use super::super::printing::Printing;
use super::super::tables::{Table, Tables};
use super::chance::dispersion;
use super::fitting::{Town, fit};
use super::{is_so, margins_of, object, total_of};

/// Below so many households by chance nothing is said of a pair, and of fewer pairs nothing of any.
const FEWEST: f64 = 10.0;
const FEWEST_PAIRS: usize = 10;

/// What professionals can say.
const VERDICTS: [&str; 3] = ["logical", "surprising", "unknown"];

/// Of a pair by chance: its expected number, its variance, and what rounding of the numbers behind it does.
type Chance = [f64; 3];

/// What must be said of a row: expected number, lift and class.
type Said = (Option<f64>, Option<f64>, &'static str);

pub(in crate::verify) fn check(tables: &Tables, run: &Json, verdict: &mut Verdict) {
    let Some(table) = tables.by_name.get("pairs_by_composition") else {
        return;
    };
    let counted = tables.by_name.get("co_occurrence");
    let counted = counted.into_iter().flat_map(|counted| &counted.rows);
    let counted: Vec<&Vec<String>> = counted.filter(|row| row[0] != row[1]).collect();
    // Services, households and status are those of the first columns there.
    if !counted
        .iter()
        .map(|row| &row[..4])
        .eq(table.rows.iter().map(|row| &row[..4]))
    {
        verdict.object("pairs_by_composition: does not count the pairs of co_occurrence");
        return;
    }
    for (row, (expected, lift, class)) in table.rows.iter().zip(said(tables, table)) {
        verdict.derived += 1;
        for (column, number) in [
            ("expected_by_composition", expected),
            ("lift_by_composition", lift),
        ] {
            if !is_so(table.text(row, column), number) {
                object(table, row, column, verdict);
            }
        }
        if table.text(row, "significance") != class {
            object(table, row, "significance", verdict);
        }
        let word = table.text(row, "verdict");
        let is_said = VERDICTS.contains(&word) && run["verdicts"].is_object();
        if !is_said && !word.is_empty() {
            let row = table.name_row(row);
            verdict.object(format!("{row}, verdict: nobody can have said that"));
        }
    }
}

/// What must be said of each row.
fn said(tables: &Tables, table: &Table) -> Vec<Said> {
    let chances = chances(tables, table);
    let count = |row: &Vec<String>| Some(table.count(row, "households")? as f64);
    let judged = |(row, chance): (&Vec<String>, &Option<Chance>)| {
        let chance = (*chance)?;
        (chance[0] >= FEWEST).then_some((count(row)?, chance))
    };
    let judged: Vec<Option<(f64, Chance)>> = table.rows.iter().zip(&chances).map(judged).collect();
    let Some(times) = middle(judged.iter().flatten().map(|(count, by)| count / by[0])) else {
        return vec![(None, None, ""); chances.len()];
    };
    let rounding = tables.printing.as_ref().map_or(0.0, Printing::variance);
    let distance = |(count, [expected, variance, moved]): (f64, Chance)| {
        let all = times * variance + rounding * (1.0 + times * times * moved);
        (all > 0.0).then(|| (count - times * expected) / all.sqrt())
    };
    let distances: Vec<Option<f64>> = judged.iter().map(|one| distance((*one)?)).collect();
    let known: Vec<f64> = distances.iter().flatten().copied().collect();
    let spread = if known.is_empty() {
        1.0
    } else {
        dispersion(&known).sqrt()
    };
    let mut ranked: Vec<(f64, usize)> = (distances.iter().enumerate())
        .filter_map(|(place, one)| {
            Some((libm::erfc((*one)?.abs() / spread / 2.0_f64.sqrt()), place))
        })
        .collect();
    ranked.sort_by(|one, other| one.0.total_cmp(&other.0));
    let expected = |chance: &Option<Chance>| chance.map(|[number, ..]| times * number);
    let mut all: Vec<Said> = chances
        .iter()
        .map(|one| (expected(one), None, ""))
        .collect();
    let (tests, mut rate) = (number_of_pairs(tables), 1.0_f64);
    for (rank, (p, place)) in ranked.iter().enumerate().rev() {
        rate = rate.min(p * tests / (rank as f64 + 1.0));
        if let Some((count, [number, ..])) = judged[*place] {
            let lift = count / (times * number);
            all[*place].1 = Some(lift);
            all[*place].2 = class(rate, lift);
        }
    }
    all
}

/// Half of the pairs go together more often; `None` of too few.
fn middle(times: impl Iterator<Item = f64>) -> Option<f64> {
    let mut sorted: Vec<f64> = times.collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.len() < FEWEST_PAIRS {
        return None;
    }
    let [low, high] = [sorted.len() - 1, sorted.len()].map(|twice| sorted[twice / 2]);
    Some(f64::midpoint(low, high)).filter(|middle| *middle > 0.0)
}

/// Of each pair what chance brings, where the households with a service are alike by age, type and size.
fn chances(tables: &Tables, table: &Table) -> Vec<Option<Chance>> {
    let town = Town::of(tables);
    let fitted = |what: &str, total: Option<u64>| {
        let margins = margins_of(tables, what);
        Some(fit(town.as_ref()?, &margins, total?))
    };
    let all = fitted("services=1+", households(tables, "1+"));
    let mut users: BTreeMap<&str, Option<Vec<f64>>> = BTreeMap::new();
    for code in table.rows.iter().flat_map(|row| &row[..2]) {
        users.entry(code).or_insert_with(|| {
            let what = format!("service={code}");
            fitted(&what, total_of(tables, &what))
        });
    }
    let of = |row: &Vec<String>| {
        let [a, b] = [0, 1].map(|place| users.get(row[place].as_str())?.as_ref());
        Some(by_chance(all.as_ref()?, a?, b?))
    };
    table.rows.iter().map(of).collect()
}

fn by_chance(all: &[f64], a: &[f64], b: &[f64]) -> Chance {
    let mut chance = [0.0; 3];
    for ((all, a), b) in all.iter().zip(a).zip(b).filter(|((all, _), _)| **all > 0.0) {
        let rest = |users: &f64| f64::max(all - users, 0.0) / all;
        chance[0] += a / all * b;
        chance[1] += a / all * b * rest(a) * rest(b);
    }
    for of in [all, a, b] {
        let total: f64 = of.iter().sum();
        chance[2] += if total > 0.0 {
            (chance[0] / total).powi(2)
        } else {
            0.0
        };
    }
    chance
}
