//! Tables of the truth or of a release, or linked files in; counts by key out.

use std::collections::{BTreeMap, BTreeSet};

use factlab::pseudonymous::protect::published::PublishedTables;
use serde_json::Value as Json;

use crate::frame::Frame;
use crate::office::Office;

/// A table of JSON rows as key → counts; `keys` and `counts` name columns.
pub(crate) fn rows(
    table: &Json,
    keys: &[&str],
    counts: &[&str],
) -> BTreeMap<Vec<String>, Vec<u64>> {
    let rows = table.as_array().unwrap().iter().map(|row| {
        let key = keys.iter().map(|key| text(&row[*key])).collect();
        (
            key,
            counts
                .iter()
                .map(|count| row[*count].as_u64().unwrap_or(0))
                .collect::<Vec<_>>(),
        )
    });
    // Rows of zeros may be left out of a table.
    rows.filter(|(_, counts): &(_, Vec<u64>)| counts.iter().any(|count| *count > 0))
        .collect()
}

/// As [`rows`], of a table that came out of the gate.
pub(crate) fn published_rows(
    tables: &PublishedTables,
    name: &str,
    counts: &[&str],
) -> BTreeMap<Vec<String>, Vec<u64>> {
    let table = tables.table(name).unwrap();
    let places: Vec<_> = counts
        .iter()
        .map(|count| table.def().count(count).unwrap())
        .collect();
    let rows = table.rows().iter().map(|row| {
        let counts = places
            .iter()
            .map(|place| row.cells[*place].value().unwrap_or(0))
            .collect();
        (table.keys(row), counts)
    });
    rows.filter(|(_, counts): &(_, Vec<u64>)| counts.iter().any(|count| *count > 0))
        .collect()
}

/// A cell of JSON as it stands in a table.
pub(crate) fn text(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Private households by their number of distinct services, from the linked Parquet files alone.
pub(crate) fn count_links(office: &Office) -> BTreeMap<String, u64> {
    let households = Frame::open(&office.path("linked/households.parquet"));
    let kinds = households.column("type").texts();
    let private: BTreeSet<u32> = households
        .column("household")
        .u32s()
        .into_iter()
        .zip(kinds)
        .filter(|(_, kind)| *kind != Some("institution"))
        .map(|(number, _)| number)
        .collect();
    let uses = Frame::open(&office.path("linked/uses.parquet"));
    let households = uses.column("household").u32s();
    let in_period = uses.column("in_period").flags();
    let mut services: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
    for ((household, service), in_period) in households
        .into_iter()
        .zip(uses.column("service").texts())
        .zip(in_period)
    {
        let is_need = service == Some("achterstand");
        if in_period && !is_need && private.contains(&household) {
            services
                .entry(household)
                .or_default()
                .insert(service.unwrap());
        }
    }
    let mut counted = BTreeMap::from([("all".to_owned(), private.len() as u64)]);
    counted.insert("0".into(), (private.len() - services.len()) as u64);
    for services in services.values() {
        *counted.entry(services.len().to_string()).or_default() += 1;
    }
    counted
}
