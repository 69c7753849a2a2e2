//! Published counts of pairs in; shares, and expected number, lift and class beside two baselines out.

use std::collections::HashMap;

use super::share::{in_town, share};
use super::significance::{Pair, classes, expected};
use super::{Rows, Source, Value};
use crate::pseudonymous::protect::published::{Cell, PublishedRow, Status};

/// The rows. The pair of a service with itself is its margin: nothing is derived for it.
///
/// Among all households everything meets everything more often than by chance, as who uses one service uses more:
/// the second baseline is households with a service.
pub(super) fn rows(source: &Source) -> Rows {
    let published = source.own.rows();
    let margins = margins(published);
    let services = source.services();
    let tests = services * services.saturating_sub(1) / 2;
    let baselines = ["all", "1+"].map(|rung| {
        let all = in_town(source.all, "household", rung);
        beside(published, &margins, all, tests)
    });
    let row = |(place, row): (usize, &PublishedRow)| {
        let cell = row.cells[0];
        let margin = |key: usize| margins.get(row.keys[key].as_str()).copied();
        let share_of = |key: usize| {
            let whole = margin(key).and_then(Cell::value);
            Value::decimal(share(cell.value(), whole.filter(|_| !is_margin(row))))
        };
        let mut values: Vec<Value> = row.keys.iter().cloned().map(Value::Text).collect();
        values.extend([
            Value::of(cell),
            Value::status(cell),
            share_of(0),
            share_of(1),
        ]);
        values.extend(baselines.iter().flat_map(|derived| derived[place].clone()));
        values
    };
    published.iter().enumerate().map(row).collect()
}

/// Per row expected number, lift and class beside a baseline.
fn beside(
    rows: &[PublishedRow],
    margins: &HashMap<&str, Cell>,
    all: Option<Cell>,
    tests: usize,
) -> Vec<[Value; 3]> {
    let pairs: Vec<Option<Pair>> = rows.iter().map(|row| pair(row, margins, all)).collect();
    let by_chance = |row: &PublishedRow| {
        let margin = |key: usize| margins.get(row.keys[key].as_str())?.value();
        expected(margin(0)?, margin(1)?, all?.value()?).filter(|_| !is_margin(row))
    };
    let derived = |((row, pair), class): ((_, &Option<Pair>), Option<&str>)| {
        [
            Value::decimal(by_chance(row)),
            Value::decimal(pair.as_ref().and_then(Pair::lift)),
            class.map_or(Value::Empty, |class| Value::Text(class.into())),
        ]
    };
    let classes = classes(&pairs, tests);
    rows.iter().zip(&pairs).zip(classes).map(derived).collect()
}

fn is_margin(row: &PublishedRow) -> bool {
    row.keys[0] == row.keys[1]
}

/// The published number of households of each service.
fn margins(rows: &[PublishedRow]) -> HashMap<&str, Cell> {
    let margins = rows.iter().filter(|row| is_margin(row));
    margins
        .map(|row| (row.keys[0].as_str(), row.cells[0]))
        .collect()
}

/// The four counts of a pair; `None` for a margin, or when one of the four is hidden.
fn pair(row: &PublishedRow, margins: &HashMap<&str, Cell>, all: Option<Cell>) -> Option<Pair> {
    if is_margin(row) {
        return None;
    }
    let margin = |key: usize| margins.get(row.keys[key].as_str()).copied();
    let cells = [row.cells[0], margin(0)?, margin(1)?, all?];
    Some(Pair {
        households: cells[0].value()?,
        margin_a: cells[1].value()?,
        margin_b: cells[2].value()?,
        all: cells[3].value()?,
        is_rounded: cells.iter().any(|cell| cell.status() != Status::Exact),
    })
}
