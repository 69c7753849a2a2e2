//! Types of stackers: households with two or more services that have much the same ones, by a latent class analysis of the
//! published pairs of services.

mod classes;
mod given;
mod sizes;
#[cfg(test)]
mod tests;

use crate::pseudonymous::protect::profile::Rounding;
use crate::released::calculate::uncounted::{UncountedTable, count, text};
use crate::released::calculate::{ReleaseTables, Table, Value};
use classes::best;
use given::Given;
use sizes::{Size, sizes};

pub(super) static TABLE: UncountedTable = UncountedTable {
    name: "stacker_types",
    row: "a type of households with two or more services",
    columns: &[
        text("type"),
        count("households"),
        text("status"),
        text("services"),
    ],
    keys: 1,
    rests_on: &["co_occurrence", "service_stacking"],
};

/// Smaller types are among the others.
const FEWEST: f64 = 100.0;

/// Sizes are estimates: they are rounded to this.
const STEP: f64 = 10.0;

/// A service describes a type when so many of its households have it, and so many times as many as of all.
const LIKELY: f64 = 0.25;
const ABOVE: f64 = 1.5;

/// The table, the largest type first and the others last; without rows where no types can be told. `None` where the tables
/// that it rests on are not there.
pub(super) fn table(tables: &ReleaseTables, rounding: Option<&Rounding>) -> Option<Table> {
    for name in TABLE.rests_on {
        tables.table(name)?;
    }
    let rows = Given::of(tables, rounding).map(|given| rows(&given));
    Some(TABLE.with(rows.unwrap_or_default()))
}

fn rows(given: &Given) -> Vec<Vec<Value>> {
    let classes = best(given);
    if classes.pairs.len() == 1 {
        return Vec::new();
    }
    let sizes = sizes(given, &classes).into_iter();
    let mut types: Vec<(f64, String)> = sizes
        .map(|size| described(given, &size))
        .filter(|(households, services)| *households >= FEWEST && !services.is_empty())
        .collect();
    types.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    if types.is_empty() {
        return Vec::new();
    }
    let others = given.stackers - types.iter().map(|(households, _)| households).sum::<f64>();
    let row = |name: String, households: f64, services: Value| {
        let status = Value::text("estimated");
        vec![Value::text(name), rounded(households), status, services]
    };
    let numbered = (1..).zip(types);
    let numbered = numbered.map(|(number, (households, services))| {
        row(number.to_string(), households, Value::text(services))
    });
    numbered
        .chain([row("other".into(), others.max(0.0), Value::Empty)])
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of households"
)]
fn rounded(households: f64) -> Value {
    Value::Count(((households / STEP).round() * STEP) as u64)
}

/// The households of a type, no more than have one of the services that describe it, and the codes of these, the most
/// frequent first.
fn described(given: &Given, size: &Size) -> (f64, String) {
    let is_telling = |place: &usize| {
        let share = size.users[*place] / size.households;
        share >= LIKELY && share >= ABOVE * given.users[*place] / given.stackers
    };
    let mut places: Vec<usize> = (0..given.services.len()).filter(is_telling).collect();
    places.sort_by(|a, b| size.users[*b].total_cmp(&size.users[*a]));
    let codes: Vec<&str> = places.iter().map(|place| given.services[*place]).collect();
    let with_one: f64 = places.iter().map(|place| given.users[*place]).sum();
    let most = (with_one / STEP).floor() * STEP;
    (size.households.min(most), codes.join("+"))
}
