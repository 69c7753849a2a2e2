//! Checks signals, approaches, and where to look first: what `run.json` allows, and what follows from other tables.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Verdict;
use super::tables::{Table, Tables};
use crate::vocabulary::Day;

/// What one person said is never shown.
const FEWEST_ROLES: u64 = 2;

pub(super) fn check(tables: &Tables, run: &Json, verdict: &mut Verdict) {
    if let Some(table) = tables.by_name.get("signals") {
        check_signals(tables, table, &run["signals"], verdict);
    }
    if let Some(table) = tables.by_name.get("approaches") {
        check_approaches(tables, table, verdict);
    }
    if let Some(table) = tables.by_name.get("look_first") {
        check_look_first(tables, table, &run["signals"]["themes"], verdict);
    }
}

fn check_signals(tables: &Tables, table: &Table, said: &Json, verdict: &mut Verdict) {
    let least = said["roles_at_least"].as_u64().unwrap_or(0);
    if least < FEWEST_ROLES {
        verdict.object("run.json: signals of fewer than two roles can be shown");
    }
    for row in &table.rows {
        let roles = table.count(row, "roles").unwrap_or(0);
        if roles < least.max(FEWEST_ROLES) {
            verdict.object(format!("{}, roles: fewer than agreed", table.name_row(row)));
        }
        if tenths(table.text(row, "direction")).is_none() {
            let row = table.name_row(row);
            verdict.object(format!(
                "{row}, direction: is no number from -2 to 2 with one decimal"
            ));
        }
        let area = [table.text(row, "level"), table.text(row, "area")];
        if !is_area(tables, |known| *known == area) {
            verdict.object(format!("{}: is of no wijk or buurt", table.name_row(row)));
        }
        if !said["themes"][table.text(row, "theme")].is_array() {
            verdict.object(format!(
                "{}: is of a theme that is not agreed on",
                table.name_row(row)
            ));
        }
    }
}

fn check_approaches(tables: &Tables, table: &Table, verdict: &mut Verdict) {
    for row in &table.rows {
        let area = table.text(row, "area");
        if !is_area(tables, |known| known[1] == area) {
            verdict.object(format!("{}: is of no wijk or buurt", table.name_row(row)));
        }
        let since = table.text(row, "since");
        let is_year = since.len() == 4 && since.bytes().all(|byte| byte.is_ascii_digit());
        if !(since.is_empty() || is_year || Day::parse(since).is_some()) {
            let row = table.name_row(row);
            verdict.object(format!("{row}, since: is neither a year nor a day"));
        }
    }
}

/// Whether a wijk or buurt of the release is the one.
fn is_area(tables: &Tables, is_it: impl Fn(&[&str; 2]) -> bool) -> bool {
    let areas = tables.by_name.get("areas").map(|table| &table.rows);
    let mut areas = areas.into_iter().flatten();
    areas.any(|row| row[0] != "gemeente" && row[1] != "unknown" && is_it(&[&row[0], &row[1]]))
}

/// A mean direction in tenths, from -20 to 20.
fn tenths(text: &str) -> Option<i64> {
    let tenths = text.parse::<f64>().ok()? * 10.0;
    (-20..=20_i32)
        .find(|whole| (f64::from(*whole) - tenths).abs() < 1e-9)
        .map(i64::from)
}

fn check_look_first(tables: &Tables, table: &Table, themes: &Json, verdict: &mut Verdict) {
    let Some(signals) = tables.by_name.get("signals") else {
        verdict.object("look_first: there are no signals to look for");
        return;
    };
    let same_keys = |(one, other): (&Vec<String>, &Vec<String>)| one[..3] == other[..3];
    if table.rows.len() != signals.rows.len()
        || !table.rows.iter().zip(&signals.rows).all(same_keys)
    {
        verdict.object("look_first: has other rows than signals");
        return;
    }
    let classes = classes(tables);
    let judged: Vec<(&str, &str, [i64; 2])> = signals
        .rows
        .iter()
        .map(|row| {
            let direction = tenths(signals.text(row, "direction")).unwrap_or(0);
            let of_use = of_use(row, themes, &classes);
            let (word, points) = match direction {
                15.. => ("++", 2),
                5..15 => ("+", 1),
                -4..5 => ("0", 0),
                -14..-4 => ("-", -1),
                _ => ("--", -2),
            };
            let of_need = i64::from(of_use == "low") - i64::from(of_use == "high");
            (of_use, word, [points + of_need, direction])
        })
        .collect();
    for (row, (of_use, word, place)) in table.rows.iter().zip(&judged) {
        let rank = 1 + judged.iter().filter(|(.., other)| other > place).count();
        for (column, expected) in [
            ("use", *of_use),
            ("signal", *word),
            ("rank", &rank.to_string()),
        ] {
            verdict.derived += 1;
            if table.text(row, column) != expected {
                let row = table.name_row(row);
                verdict.object(format!(
                    "{row}, {column}: does not follow from signals and expected"
                ));
            }
        }
    }
}

/// The class of each level, area and thing that has one.
fn classes(tables: &Tables) -> BTreeMap<[&str; 3], &str> {
    let Some(table) = tables.by_name.get("expected") else {
        return BTreeMap::new();
    };
    let all = table.rows.iter();
    all.map(|row| {
        (
            [0, 1, 2].map(|place| row[place].as_str()),
            table.text(row, "class"),
        )
    })
    .collect()
}

/// The lowest class of what a theme is about; of a wijk without a class, the lowest of its buurten.
fn of_use(row: &[String], themes: &Json, classes: &BTreeMap<[&str; 3], &str>) -> &'static str {
    let order = ["low", "as expected", "high"];
    let place = |class: &str| order.iter().position(|known| *known == class);
    let things = themes[&row[2]].as_array().into_iter().flatten();
    let mut lowest: Option<usize> = None;
    for thing in things.filter_map(Json::as_str) {
        let own = classes.get(&[row[0].as_str(), row[1].as_str(), thing]);
        let mut found: Vec<usize> = own.and_then(|class| place(class)).into_iter().collect();
        if found.is_empty() && row[0] == "wijk" {
            let begin = row[1].replacen("WK", "BU", 1);
            let buurten = classes.iter().filter(|([level, area, of], _)| {
                *level == "buurt"
                    && *of == thing
                    && begin.starts_with("BU")
                    && area.starts_with(&begin)
            });
            found.extend(buurten.filter_map(|(_, class)| place(class)));
        }
        lowest = lowest.into_iter().chain(found).min();
    }
    lowest.map_or("", |place| order[place])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tables::given;
    use super::*;

    fn problems(change: Option<(&str, usize, usize, &str)>) -> Vec<String> {
        let mut by_name = BTreeMap::from([
            given(
                "areas",
                &[&["wijk", "WK01"], &["wijk", "WK02"], &["wijk", "WK03"]],
            ),
            given(
                "expected",
                &[&[
                    "wijk",
                    "WK01",
                    "service=debts",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "low",
                ]],
            ),
            given(
                "signals",
                &[
                    &["wijk", "WK01", "Debts", "2", "0.5"],
                    &["wijk", "WK02", "Debts", "3", "1.5"],
                ],
            ),
            given(
                "look_first",
                &[
                    &["wijk", "WK01", "Debts", "low", "+", "2"],
                    &["wijk", "WK02", "Debts", "", "++", "1"],
                ],
            ),
            given(
                "approaches",
                &[&["WK01", "Early", "2024"], &["WK02", "Early", ""]],
            ),
        ]);
        if let Some((name, row, column, text)) = change {
            text.clone_into(&mut by_name.get_mut(name).unwrap().rows[row][column]);
        }
        let tables = Tables {
            by_name,
            printing: None,
        };
        let themes = json!({"Debts": ["service=debts"]});
        let run = json!({"signals": {"roles_at_least": 2, "themes": themes}});
        let mut verdict = Verdict::default();
        check(&tables, &run, &mut verdict);
        verdict.problems
    }

    #[test]
    fn signals_and_what_follows_from_them_are_found_out_when_they_are_changed() {
        assert_eq!(problems(None), [""; 0]);
        for change in [
            ("signals", 0, 1, "WK09"),
            ("signals", 0, 2, "Mrs Smith"),
            ("signals", 0, 3, "1"),
            ("signals", 0, 4, "0.55"),
            ("signals", 0, 4, "2.5"),
            ("look_first", 0, 3, "high"),
            ("look_first", 1, 3, "low"),
            ("look_first", 0, 4, "++"),
            ("look_first", 1, 5, "2"),
            ("look_first", 1, 1, "WK01"),
            ("approaches", 0, 0, "all"),
            ("approaches", 0, 2, "long ago"),
        ] {
            assert!(!problems(Some(change)).is_empty(), "{change:?}");
        }
    }
}
