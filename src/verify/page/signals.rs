//! What the page says of signals and approaches, from their tables.

use std::collections::BTreeMap;

use super::facts::{Facts, Row};
use super::html::Element;
use super::named::texts;
use super::said::{Grid, Said};

/// The list of where to look first is not longer.
const LISTED: usize = 25;

/// A wijk stands out by so many standard deviations.
const FAR: f64 = 1.5;

/// Whether a release has the table of one of these sections.
pub(super) fn is_there(facts: &Facts, section: &str) -> bool {
    let name = section.replace('-', "_");
    facts.tables.by_name.contains_key(&*name)
}

/// Every signal.
pub(super) fn signals(facts: &Facts) -> Vec<Grid> {
    let line = |row: Row| {
        let direction: f64 = row.text("direction").parse().unwrap_or(f64::NAN);
        vec![
            super::expected::area(facts, &row),
            Said::name(row.text("theme")),
            Said::count(facts, row.count("roles")),
            Said::written(facts.language.decimal(direction, 1)),
        ]
    };
    vec![facts.rows("signals").map(line).collect()]
}

/// The signals of trouble, in the order of their rank.
pub(super) fn look_first(facts: &Facts) -> Vec<Grid> {
    let mut found: Vec<Row> = facts
        .rows("look_first")
        .filter(|row| ["+", "++"].contains(&row.text("signal")))
        .collect();
    found.sort_by_key(|row| row.count("rank"));
    let line = |row: Row| {
        vec![
            super::expected::area(facts, &row),
            Said::name(row.text("theme")),
            Said::label(&[]),
            Said::label(&[]),
            Said::count(facts, row.count("rank")),
        ]
    };
    vec![found.into_iter().take(LISTED).map(line).collect()]
}

/// The wijken where much comes together with what runs there; and all approaches.
pub(super) fn approaches(facts: &Facts) -> Vec<Grid> {
    let of_wijken = |table: &str, column: &str, indicator: Option<&str>| {
        let rows = facts
            .rows(table)
            .filter(|row| row.cells[0] == "wijk" && row.cells[1] != "unknown");
        let rows = rows.filter(|row| indicator.is_none_or(|one| row.text("indicator") == one));
        let numbers =
            rows.filter_map(|row| Some((row.cells[1].as_str(), row.text(column).parse().ok()?)));
        standing_out(numbers.collect())
    };
    let stacking = of_wijken("areas", "share_2_or_more", None);
    let incomes = of_wijken("figures", "value", Some("low_income_share"));
    let mut burdened = Grid::new();
    for (wijk, share) in &stacking {
        let Some(income) = incomes.get(wijk) else {
            continue;
        };
        let mut runs: Vec<&str> = facts
            .rows("approaches")
            .filter(|row| is_within(row.text("area"), wijk))
            .map(|row| row.text("approach"))
            .collect();
        runs.sort_unstable();
        runs.dedup();
        burdened.push(vec![
            Said::name(facts.wijk(wijk).unwrap_or(wijk)),
            Said::percent(facts, Some(*share)),
            Said::percent(facts, Some(income / 100.0)),
            if runs.is_empty() {
                Said::label(&[])
            } else {
                Said::name(&runs.join(", "))
            },
        ]);
    }
    let line = |row: Row| {
        let code = row.text("area");
        let mut own = facts.rows("areas").filter(|area| area.cells[1] == code);
        let name = own.next().map_or("", |area| area.text("name"));
        [
            if name.is_empty() { code } else { name },
            row.text("approach"),
            row.text("since"),
        ]
        .map(Said::name)
        .to_vec()
    };
    vec![burdened, facts.rows("approaches").map(line).collect()]
}

/// A wijk is in itself, and so are its buurten.
fn is_within(area: &str, wijk: &str) -> bool {
    let digits = wijk.strip_prefix("WK").unwrap_or("-");
    let is_buurt = area.len() == 10
        && area
            .strip_prefix("BU")
            .is_some_and(|own| own.starts_with(digits));
    area == wijk || is_buurt
}

fn standing_out(numbers: BTreeMap<&str, f64>) -> BTreeMap<&str, f64> {
    let count = numbers.len() as f64;
    let mean = numbers.values().sum::<f64>() / count;
    let variance = numbers
        .values()
        .map(|one| (one - mean).powi(2))
        .sum::<f64>()
        / count;
    let mut high = numbers;
    high.retain(|_, one| (*one - mean) / variance.sqrt() >= FAR);
    high
}

/// Whether the profile of a wijk names the themes that are signalled there, and no line where there are none.
pub(super) fn is_line(profile: &Element, facts: &Facts, code: &str) -> bool {
    let own = facts
        .rows("look_first")
        .filter(|row| row.cells[0] == "wijk" && row.cells[1] == code);
    let themes: Vec<&str> = own.map(|row| row.text("theme")).collect();
    match &texts(profile, "p", "signals")[..] {
        [] => themes.is_empty(),
        [line] => {
            let named = themes.iter().map(|theme| format!("{theme} ("));
            !themes.is_empty()
                && named.into_iter().all(|name| line.contains(&name))
                && line.matches(" (").count() >= themes.len()
        }
        _ => false,
    }
}
