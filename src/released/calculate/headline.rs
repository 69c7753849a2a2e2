//! The headline: counts of the whole town, their shares and the mean.

use super::share::{SMALLEST_DENOMINATOR, in_town, share};
use super::{Rows, Source, Value};
use crate::pseudonymous::cells::{Event, Figure, Measure, Number};
use crate::pseudonymous::protect::published::{Cell, PublishedTables, Status};

/// The rows, in the order of the contract. A share has the status of the count that it is the share of the whole of,
/// the mean that of the most services.
pub(super) fn rows(source: &Source, measures: &[Measure]) -> Rows {
    let cell = |measure: &'static str| {
        let mut rows = source.own.rows().iter();
        let row = rows.find(|row| row.key.event == Event::Measure(measure));
        row.map_or(Cell::HIDDEN, |row| row.cells[0])
    };
    let most = measures
        .iter()
        .find(|measure| measure.figure == Figure::Most);
    let status_of_most = most.map_or(Status::Hidden, |measure| cell(measure.name).status());
    let row = |measure: &Measure| match measure.figure {
        Figure::Share(part, whole) => {
            let (part, whole) = (cell(part), cell(whole));
            decimal(
                measure.name,
                share(part.value(), whole.value()),
                part.status(),
            )
        }
        Figure::Mean => decimal(measure.name, mean(source.all), status_of_most),
        figure => {
            let count = cell(measure.name);
            let value = match figure {
                Figure::Services => Value::Count(source.services() as u64),
                _ => Value::of(count),
            };
            vec![Value::text(measure.name), value, Value::status(count)]
        }
    };
    measures.iter().map(row).collect()
}

fn decimal(measure: &str, value: Option<f64>, status: Status) -> Vec<Value> {
    let status = if value.is_some() {
        status
    } else {
        Status::Hidden
    };
    vec![
        Value::text(measure),
        Value::decimal(value),
        Value::text(status.word()),
    ]
}

/// The mean number of services of households with a service: Σ (k or more) / (1 or more), over the published rungs
/// (each household is in as many rungs as it has services). Hidden under 100 users, as shares are.
fn mean(published: &PublishedTables) -> Option<f64> {
    let rung = |number: usize| in_town(published, Number::AtLeast(number))?.value();
    let users = rung(1).filter(|users| *users >= SMALLEST_DENOMINATOR)?;
    let sum: u64 = (1..).map_while(rung).sum();
    Some(sum as f64 / users as f64)
}
