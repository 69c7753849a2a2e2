//! Published counts of pairs in; shares, expected number, lift and class out.

use std::collections::HashMap;

use super::share::{in_town, share};
use super::significance::{Pair, classes, expected};
use super::{Rows, Source, Value};
use crate::pseudonymous::protect::published::{Cell, PublishedRow, Status};

/// The rows. The pair of a service with itself is its margin: nothing is derived for it.
pub(super) fn rows(source: &Source) -> Rows {
    let published = source.own.rows();
    let margins = margins(published);
    let all = in_town(source.all, "household", "all");
    let pairs: Vec<Option<Pair>> = published
        .iter()
        .map(|row| pair(row, &margins, all))
        .collect();
    let classes = classes(&pairs);
    let row = |((row, pair), class): ((&PublishedRow, &Option<Pair>), Option<&str>)| {
        let cell = row.cells[0];
        let number_of = |cell: Option<Cell>| cell.and_then(Cell::value).filter(|_| !is_margin(row));
        let [a, b] = [0, 1].map(|key| number_of(margins.get(row.keys[key].as_str()).copied()));
        let by_chance = a
            .zip(b)
            .zip(number_of(all))
            .and_then(|((a, b), all)| expected(a, b, all));
        vec![
            Value::Text(row.keys[0].clone()),
            Value::Text(row.keys[1].clone()),
            Value::of(cell),
            Value::status(cell),
            Value::decimal(share(cell.value(), a)),
            Value::decimal(share(cell.value(), b)),
            Value::decimal(by_chance),
            Value::decimal(pair.as_ref().and_then(Pair::lift)),
            class.map_or(Value::Empty, |class| Value::Text(class.into())),
        ]
    };
    published.iter().zip(&pairs).zip(classes).map(row).collect()
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
    let rounded = cells
        .iter()
        .filter(|cell| cell.status() != Status::Exact)
        .count();
    Some(Pair {
        households: cells[0].value()?,
        margin_a: cells[1].value()?,
        margin_b: cells[2].value()?,
        all: cells[3].value()?,
        rounded: u8::try_from(rounded).unwrap_or(4),
    })
}
