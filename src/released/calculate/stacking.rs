//! Published counts by number of services in; the share of each level and of its users out.

use std::collections::HashMap;

use super::share::share;
use super::{Rows, Source, Value};
use crate::pseudonymous::protect::published::PublishedRow;

/// The published `all` and `1+` of a level.
#[derive(Default)]
struct Wholes {
    all: Option<u64>,
    users: Option<u64>,
}

/// The rows; `share_of_users` is of users only, so `all` and `0` have none.
pub(super) fn rows(source: &Source) -> Rows {
    let mut levels: HashMap<&[String], Wholes> = HashMap::new();
    for row in source.own.rows() {
        let (level, services) = split(row);
        let wholes = levels.entry(level).or_default();
        match services {
            "all" => wholes.all = row.cells[0].value(),
            "1+" => wholes.users = row.cells[0].value(),
            _ => {}
        }
    }
    let row = |row: &PublishedRow| {
        let (level, services) = split(row);
        let (cell, wholes) = (row.cells[0], &levels[level]);
        let users = wholes.users.filter(|_| !matches!(services, "all" | "0"));
        let mut values: Vec<Value> = row.keys.iter().cloned().map(Value::Text).collect();
        values.extend([
            Value::of(cell),
            Value::status(cell),
            Value::decimal(share(cell.value(), wholes.all)),
            Value::decimal(share(cell.value(), users)),
        ]);
        values
    };
    source.own.rows().iter().map(row).collect()
}

/// Unit, dimension and level; and the number of services.
fn split(row: &PublishedRow) -> (&[String], &str) {
    let (services, level) = row
        .keys
        .split_last()
        .map_or(("", &[][..]), |(s, l)| (s.as_str(), l));
    (level, services)
}
