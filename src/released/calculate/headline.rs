//! Published counts of the whole town in; the headline with its shares and mean out.

use super::share::{SMALLEST_DENOMINATOR, in_town, share};
use super::{Rows, Source, Value};
use crate::pseudonymous::protect::published::{Cell, PublishedTables, Status};

/// A derived row of the headline: the row that it follows, its name, and the rows it is the share of.
const SHARES: &[(&str, &str, &str)] = &[
    ("households_1_or_more", "share_1_or_more", "households"),
    (
        "households_2_or_more",
        "share_of_users_2_or_more",
        "households_1_or_more",
    ),
    (
        "households_3_or_more",
        "share_of_users_3_or_more",
        "households_1_or_more",
    ),
];

/// The rows, in the order of the contract. A share has the status of the count that it is the share of the whole of.
pub(super) fn rows(source: &Source) -> Rows {
    let cell = |measure: &str| {
        let mut rows = source.own.rows().iter();
        rows.find(|row| row.keys[0] == measure)
            .and_then(|row| row.cells.first().copied())
    };
    let number = |measure: &str| cell(measure).and_then(Cell::value);
    let mut rows = Rows::new();
    for published in source.own.rows() {
        let (measure, count) = (published.keys[0].as_str(), published.cells[0]);
        let value = match measure {
            "services" => Value::Count(source.services() as u64),
            _ => Value::of(count),
        };
        rows.push(vec![
            Value::Text(measure.into()),
            value,
            Value::status(count),
        ]);
        for (_, name, whole) in SHARES.iter().filter(|(after, ..)| *after == measure) {
            rows.push(decimal(
                name,
                share(count.value(), number(whole)),
                count.status(),
            ));
        }
        if measure == "most_services" {
            rows.push(decimal(
                "mean_services_of_users",
                mean(source.all),
                count.status(),
            ));
        }
    }
    rows
}

fn decimal(measure: &str, value: Option<f64>, status: Status) -> Vec<Value> {
    let status = if value.is_some() {
        status
    } else {
        Status::Hidden
    };
    vec![
        Value::Text(measure.into()),
        Value::decimal(value),
        Value::Text(status.word().into()),
    ]
}

/// The mean number of services of households with a service: Σ (k or more) / (1 or more), over the published rungs
/// (each household is in as many rungs as it has services). Hidden under 100 users, as shares are.
fn mean(published: &PublishedTables) -> Option<f64> {
    let rung = |number: u64| in_town(published, "household", &format!("{number}+"))?.value();
    let users = rung(1).filter(|users| *users >= SMALLEST_DENOMINATOR)?;
    let sum: u64 = (1..).map_while(rung).sum();
    Some(sum as f64 / users as f64)
}
