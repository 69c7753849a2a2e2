//! Checks what stands beside the answers of a survey, and calculates table `correlations` again; written from `docs/survey.md`.

use std::collections::BTreeMap;

use rand::{Rng as _, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value as Json;

use super::Verdict;
use super::tables::{Table, Tables};

/// Below so many answers, or areas, nothing is said.
const ANSWERS: f64 = 30.0;
const AREAS: usize = 10;

/// How often areas change places, and which of these, sorted and counted from 1, are the ends of 95 of 100.
const CHANGES: usize = 999;
const FIRST: usize = 25;
const LAST: usize = 975;

/// With fewer as far as the areas themselves they change places more often: 100 times per row, or the next of these; less one.
const TOO_FEW: usize = 10;
const MORE: [usize; 4] = [2000, 5000, 10_000, 20_000];

/// The columns with numbers.
const NUMBERS: [&str; 5] = ["rho", "low", "high", "p", "q"];

/// What is said of a pair: areas, areas that are left out, and the numbers but q.
type Told = (usize, usize, [f64; 4]);

pub(super) fn check(tables: &Tables, run: &Json, verdict: &mut Verdict) {
    let Some(survey) = tables.by_name.get("survey") else {
        return;
    };
    check_survey(survey, tables, run, verdict);
    let Some(table) = tables.by_name.get("correlations") else {
        return;
    };
    let all = all(survey, tables);
    let found = table.rows.iter().map(|row| key(row));
    if !found.eq(all.iter().map(|(key, _)| key.clone())) {
        verdict.object("correlations: has other rows than questions and what is used");
        return;
    }
    let mut sorted: Vec<f64> = all.iter().map(|(_, (.., numbers))| numbers[3]).collect();
    sorted.sort_by(f64::total_cmp);
    for (row, (_, (areas, left_out, numbers))) in table.rows.iter().zip(&all) {
        for (column, number) in [("areas", areas), ("left_out", left_out)] {
            if table.text(row, column) != number.to_string() {
                object(table, row, column, verdict);
            }
        }
        let q = rate(&sorted, numbers[3]);
        for (column, number) in NUMBERS.into_iter().zip(numbers.iter().chain([&q])) {
            verdict.derived += 1;
            let said: Option<f64> = table.text(row, column).parse().ok();
            if said.is_none_or(|said| (said - number).abs() > 1.1e-6) {
                object(table, row, column, verdict);
            }
        }
    }
}

fn object(table: &Table, row: &[String], column: &str, verdict: &mut Verdict) {
    let row = table.name_row(row);
    verdict.object(format!(
        "{row}, {column}: does not follow from the published numbers"
    ));
}

fn key(row: &[String]) -> [String; 3] {
    [0, 1, 2].map(|place| row[place].clone())
}

/// The value of a figure, and its source, year and unit.
fn figure<'a>(tables: &'a Tables, row: &[String]) -> Option<(f64, [&'a str; 3])> {
    let figures = tables.by_name.get("figures")?;
    let own = figures.rows.iter().find(|own| own[..3] == row[..3])?;
    let value = figures.text(own, "value").parse().ok()?;
    Some((
        value,
        ["source", "year", "unit"].map(|column| figures.text(own, column)),
    ))
}

/// The ends of a share of so many answers by Wilson, in percent.
fn wilson(percentage: f64, answers: f64) -> [f64; 2] {
    let (share, z) = (percentage / 100.0, 1.959_963_984_540_054_f64);
    let root = (share * (1.0 - share) / answers + z * z / (4.0 * answers * answers)).sqrt();
    [-z, z].map(|z| 100.0 * (share + z * z / (2.0 * answers) + z * root) / (1.0 + z * z / answers))
}

/// Whether an interval is that of a margin, which is as far to both sides but where a percentage ends, or by Wilson; only of a
/// percentage the answers give one.
fn is_interval(value: f64, unit: &str, answers: Option<f64>, ends: [Option<f64>; 2]) -> bool {
    let is_percentage = unit == "%" && (0.0..=100.0).contains(&value);
    let sample = answers.filter(|_| is_percentage);
    let sample = sample.map(|answers| wilson(value, answers));
    let near = |a: f64, b: f64| (a - b).abs() < 2.1e-6;
    match ends {
        [None, None] => sample.is_none(),
        [Some(low), Some(high)] => {
            let [below, above] = [value - low, high - value];
            let is_cut = |end: f64, edge: f64| is_percentage && near(end, edge);
            let is_margin = near(below, above)
                || is_cut(low, 0.0) && above > below
                || is_cut(high, 100.0) && below > above;
            let is_sample = sample.is_some_and(|[from, to]| near(low, from) && near(high, to));
            (low..=high).contains(&value) && low < high && (is_margin || is_sample)
        }
        _ => false,
    }
}

/// Each row is that of a figure of a survey, whose value lies in its interval.
fn check_survey(survey: &Table, tables: &Tables, run: &Json, verdict: &mut Verdict) {
    for row in &survey.rows {
        let number = |column: &str| survey.text(row, column).parse::<f64>().ok();
        let is_of_survey = |file: &Json, [source, year, _]: [&str; 3]| {
            file["survey"] == true
                && file["source"].as_str() == Some(source)
                && file["year"]
                    .as_u64()
                    .map(|year| year.to_string())
                    .as_deref()
                    == Some(year)
                && !file["indicators"][&row[2]].is_null()
        };
        let mut files = run["figures"].as_array().into_iter().flatten();
        let is_so = figure(tables, row).is_some_and(|(value, of)| {
            let ends = ["low", "high"].map(number);
            is_interval(value, of[2], number("n"), ends) && files.any(|file| is_of_survey(file, of))
        });
        if !is_so || number("n").is_some_and(|answers| answers < 1.0) {
            verdict.object(format!("{}: is of no survey", survey.name_row(row)));
        }
    }
}

/// The shares that answers are compared with, by level, what and area.
fn shares(tables: &Tables) -> BTreeMap<[String; 2], BTreeMap<&str, f64>> {
    let mut shares: BTreeMap<[String; 2], BTreeMap<&str, f64>> = BTreeMap::new();
    let mut add = |level: &str, what: String, area, share: &str| {
        if let Ok(share) = share.parse() {
            let own = shares.entry([level.to_owned(), what]).or_default();
            own.insert(area, share);
        }
    };
    if let Some(areas) = tables.by_name.get("areas") {
        for row in &areas.rows {
            for number in ["1", "2"] {
                let share = areas.text(row, &format!("share_{number}_or_more"));
                add(
                    &row[0],
                    format!("services={number}+"),
                    row[1].as_str(),
                    share,
                );
            }
        }
    }
    if let Some(domains) = tables.by_name.get("domain_by_area") {
        for row in &domains.rows {
            let share = domains.text(row, "share");
            add(
                &row[1],
                format!("domain={}", row[0]),
                row[2].as_str(),
                share,
            );
        }
    }
    shares
}

/// Every pair of a question and what is used, at the levels below the gemeente.
fn all(survey: &Table, tables: &Tables) -> Vec<([String; 3], Told)> {
    let shares = shares(tables);
    let mut known = Vec::new();
    for level in ["wijk", "buurt"] {
        let rows = survey.rows.iter();
        let rows = rows.filter(|row| row[0] == level && row[1] != "unknown");
        let mut questions: BTreeMap<&str, Vec<&Vec<String>>> = BTreeMap::new();
        for row in rows {
            questions.entry(&row[2]).or_default().push(row);
        }
        for (question, rows) in questions {
            for ([of, what], by_area) in shares.iter().filter(|([of, _], _)| of == level) {
                let usable = rows.iter().filter(|row| {
                    let answers: Option<f64> = survey.text(row, "n").parse().ok();
                    answers.is_some_and(|answers| answers >= ANSWERS)
                });
                let pairs: Vec<(f64, f64)> = usable
                    .filter_map(|row| Some((figure(tables, row)?.0, *by_area.get(&*row[1])?)))
                    .collect();
                let key = [of.clone(), question.to_owned(), what.clone()];
                if is_enough(&pairs) {
                    known.push((key, rows.len() - pairs.len(), pairs));
                }
            }
        }
    }
    let rows = known.len();
    let told = |(key, left_out, pairs): ([String; 3], usize, Vec<(f64, f64)>)| {
        (key, (pairs.len(), left_out, numbers(&pairs, rows)))
    };
    known.into_iter().map(told).collect()
}

/// Whether there are enough areas, and both numbers differ among them.
fn is_enough(pairs: &[(f64, f64)]) -> bool {
    let differs = |one: fn(&(f64, f64)) -> f64| {
        let mut numbers = pairs.iter().map(one);
        let first = numbers.next();
        numbers.any(|number| Some(number) != first)
    };
    pairs.len() >= AREAS && differs(|pair| pair.0) && differs(|pair| pair.1)
}

/// The correlation of the ranks, the ends of what chance gives, and how often that is as far from 0.
fn numbers(pairs: &[(f64, f64)], rows: usize) -> [f64; 4] {
    let count = pairs.len();
    let (one, mut other): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let one = ranks(&one);
    other = ranks(&other);
    let middle = f64::midpoint(count as f64, 1.0);
    let around = |ranks: &[f64]| -> f64 { ranks.iter().map(|rank| (rank - middle).powi(2)).sum() };
    let scale = (around(&one) * around(&other)).sqrt();
    // Ranks are halves at most, so these sums are exact.
    let sum = |other: &[f64]| -> f64 {
        let both = one.iter().zip(other);
        both.map(|(a, b)| (a - middle) * (b - middle)).sum()
    };
    let own = sum(&other);
    let mut draws = ChaCha8Rng::seed_from_u64(1);
    let mut change = || {
        for place in (1..count).rev() {
            let draw = (u128::from(draws.next_u64()) * (place as u128 + 1)) >> 64;
            other.swap(place, usize::try_from(draw).unwrap_or(0));
        }
        sum(&other)
    };
    let mut changed: Vec<f64> = (0..CHANGES).map(|_| change()).collect();
    let mut times = CHANGES;
    let mut far = changed.iter().filter(|one| one.abs() >= own.abs()).count();
    if far < TOO_FEW {
        for size in MORE {
            if times + 1 < 100 * rows {
                times = size - 1;
            }
        }
        let more = (CHANGES..times).filter(|_| change().abs() >= own.abs());
        far += more.count();
    }
    changed.sort_by(f64::total_cmp);
    let ends = [FIRST, LAST].map(|place| changed[place - 1] / scale);
    let p = (far + 1) as f64 / (times + 1) as f64;
    [own / scale, ends[0], ends[1], p]
}

/// From 1 on; equals have the mean of their ranks.
fn ranks(numbers: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|a, b| numbers[*a].total_cmp(&numbers[*b]));
    let mut ranks = vec![0.0; numbers.len()];
    let mut begin = 0;
    for group in order.chunk_by(|a, b| numbers[*a].total_cmp(&numbers[*b]).is_eq()) {
        let end = begin + group.len();
        let rank = (begin + 1 + end) as f64 / 2.0;
        for place in group {
            ranks[*place] = rank;
        }
        begin = end;
    }
    ranks
}

/// The share of false discoveries where all with this p or a smaller one are discoveries: Benjamini and Hochberg.
fn rate(sorted: &[f64], p: f64) -> f64 {
    let tests = sorted.len() as f64;
    let from = sorted.partition_point(|one| *one < p);
    let ranked = (from + 1..).zip(&sorted[from..]);
    ranked
        .map(|(rank, p)| p * tests / rank as f64)
        .fold(1.0, f64::min)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tables::given;
    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    /// Twelve wijken where the mark falls as more is used, and an unknown one.
    fn problems(change: Option<(&str, usize, usize, &str)>) -> Vec<String> {
        let codes: Vec<String> = (10..22).map(|number| format!("WK{number}")).collect();
        let (mut figures, mut survey, mut areas) = (Vec::new(), Vec::new(), Vec::new());
        for (place, code) in codes.iter().enumerate() {
            let mark = format!("{}", 8.0 - place as f64 / 10.0);
            figures.push(row(&[
                "wijk", code, "Mark", &mark, "number", "2026", "Town",
            ]));
            let ends = [-1.0, 1.0].map(|margin| format!("{}", 8.0 - place as f64 / 10.0 + margin));
            survey.push(row(&["wijk", code, "Mark", "50", &ends[0], &ends[1]]));
            let share = format!("{:.6}", 0.1 + place as f64 / 100.0);
            areas.push(row(&["wijk", code, "", "", "", "", "", "", &share]));
        }
        let found = ["wijk", "Mark", "services=1+", "12", "0", "-1.000000"];
        let pairs: Vec<(f64, f64)> = (0..12)
            .map(|place| (f64::from(-place), f64::from(place)))
            .collect();
        let [_, low, high, _] = numbers(&pairs, 1).map(|one| format!("{one:.6}"));
        let mut found = row(&found);
        found.extend([low, high, "0.001000".into(), "0.001000".into()]);
        let mut by_name = BTreeMap::from([
            given("figures", &figures),
            given("survey", &survey),
            given("areas", &areas),
            given("correlations", &[found]),
        ]);
        if let Some((name, row, column, text)) = change {
            text.clone_into(&mut by_name.get_mut(name).unwrap().rows[row][column]);
        }
        let tables = Tables {
            by_name,
            printing: None,
        };
        let file = json!({"survey": true, "source": "Town", "year": 2026, "indicators": {"Mark": "number"}});
        let mut verdict = Verdict::default();
        check(&tables, &json!({ "figures": [file] }), &mut verdict);
        verdict.problems
    }

    #[test]
    fn a_correlation_or_a_margin_that_does_not_follow_is_found_out() {
        assert_eq!(problems(None), [""; 0]);
        for change in [
            ("survey", 0, 3, "29"),
            ("survey", 0, 3, "0.5"),
            ("survey", 0, 4, "8.5"),
            ("survey", 0, 4, "7.5"),
            ("survey", 0, 5, ""),
            ("survey", 0, 2, "Other"),
            ("figures", 0, 6, "Else"),
            ("figures", 3, 3, "2"),
            ("areas", 0, 8, ""),
            ("correlations", 0, 2, "services=2+"),
            ("correlations", 0, 3, "13"),
            ("correlations", 0, 4, "1"),
            ("correlations", 0, 5, "-0.990000"),
            ("correlations", 0, 6, "-0.900000"),
            ("correlations", 0, 8, "0.002000"),
            ("correlations", 0, 9, "0.002000"),
        ] {
            assert!(!problems(Some(change)).is_empty(), "{change:?}");
        }
    }

    /// Wilson of nobody of ten: 27.753279986 %.
    #[test]
    fn an_interval_is_that_of_a_margin_or_of_a_share_and_has_a_width() {
        let is = |value, unit, ends: [Option<f64>; 2]| is_interval(value, unit, Some(10.0), ends);
        let of = |low, high| [Some(low), Some(high)];
        assert!(is(0.0, "%", of(0.0, 27.75328)) && is(0.0, "%", of(0.0, 4.0)));
        assert!(is(7.0, "number", of(6.5, 7.5)) && is(7.0, "number", [None, None]));
        assert!(!is(0.0, "%", of(0.0, 0.0)) && !is(0.0, "%", [None, None]));
        assert!(!is(7.0, "number", of(6.5, 7.6)) && !is(7.0, "number", of(7.0, 7.0)));
        assert!(!is(50.0, "%", of(40.0, 75.0)));
    }

    #[test]
    fn rates_of_false_discoveries_never_fall_as_p_rises() {
        // 0.01 · 3 / 1, 0.02 · 3 / 2, 0.5 · 3 / 3.
        let sorted = [0.01, 0.02, 0.5];
        let rates = sorted.map(|p| rate(&sorted, p));
        assert!((rates[0] - 0.03).abs() < 1e-12 && (rates[1] - 0.03).abs() < 1e-12);
        assert!((rates[2] - 0.5).abs() < 1e-12);
        assert_eq!(ranks(&[3.0, 1.0, 3.0]), [2.5, 1.0, 2.5]);
    }
}
