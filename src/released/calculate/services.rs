//! Published counts per service in; names, law, organisation and share of all households out.

use super::share::{all_households, share};
use super::{Rows, Source, Value};
use crate::pseudonymous::protect::published::PublishedRow;

/// The rows; `status` is that of `persons`.
pub(super) fn rows(source: &Source) -> Rows {
    let all = all_households(source.all);
    let row = |row: &PublishedRow| {
        let (persons, households) = (row.cells[0], row.cells[1]);
        let [name, domain, organisation] = words(source, &row.keys[0]);
        vec![
            Value::Text(row.keys[0].clone()),
            name,
            domain,
            organisation,
            Value::of(persons),
            Value::of(households),
            Value::status(persons),
            Value::decimal(share(households.value(), all)),
        ]
    };
    source.own.rows().iter().map(row).collect()
}

/// Name, domain and organisation of a service of the agreement.
fn words(source: &Source, code: &str) -> [Value; 3] {
    let services = &source.settings.services;
    let Some(place) = services
        .iter()
        .position(|service| service.code.as_str() == code)
    else {
        return [Value::Empty, Value::Empty, Value::Empty];
    };
    let organisation = source.settings.organisations.get(place);
    [
        Value::Text(services[place].name.clone()),
        Value::Text(services[place].domain.clone()),
        organisation.map_or(Value::Empty, |name| Value::Text(name.clone())),
    ]
}
