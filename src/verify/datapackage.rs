//! `datapackage.json` describes the tables that are there, and says nothing else.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value as Json, json};

use super::files::LONGEST;
use super::layout::PUBLIC;
use super::tables::{MARK, Table, Tables};
use super::{Verdict, json};
use crate::files::read_plain_text;

const NAME: &str = "datapackage.json";

/// What the words of a description come from.
const PAGES: [&str; 2] = [
    include_str!("../../docs/tables.md"),
    include_str!("../../docs/columns.md"),
];

/// Checks `datapackage.json`, where the release has one.
pub(super) fn check(folder: &Path, tables: &Tables, run: &Json, verdict: &mut Verdict) {
    let path = folder.join(NAME);
    if !path.exists() {
        return;
    }
    let package = read_plain_text(&path, LONGEST).ok();
    let Some(package) = package.and_then(|text| json::parse(&text)) else {
        verdict.object(format!("{NAME}: is not JSON, or gives a key twice"));
        return;
    };
    let resources = package["resources"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let words = words();
    if resources.len() != tables.by_name.len() {
        verdict.object(format!("{NAME}: does not list the tables of the release"));
    }
    for resource in resources {
        let name = resource["name"].as_str().unwrap_or_default();
        let table = tables.by_name.get(name);
        let is_so = |table: &Table| describes(resource, table, verdict.is_internal, &words);
        if !table.is_some_and(is_so) {
            verdict.object(format!("{NAME}: `{name}` is not the table that is there"));
        }
    }
    if begin(&package) != expected(run, &verdict.release, verdict.is_internal) {
        verdict.object(format!("{NAME}: does not agree with run.json"));
    }
}

/// The package without its tables.
fn begin(package: &Json) -> Json {
    let mut package = package.clone();
    if let Some(fields) = package.as_object_mut() {
        fields.remove("resources");
    }
    package
}

/// What a package says besides its tables.
fn expected(run: &Json, release: &str, is_internal: bool) -> Json {
    let said = |field: &str| run[field].as_str().unwrap_or_default();
    let title = format!(
        "{}: {} to {}, households on {}",
        said("project"),
        said("from"),
        said("to"),
        said("reference_date")
    );
    let mut package = json!({
        "profile": "tabular-data-package", "name": release, "title": title, "description": said("purpose"),
    });
    let files = PUBLIC
        .iter()
        .filter_map(|public| run[public.given_by].as_array());
    let text = |file: &Json, field: &str| file[field].as_str().unwrap_or_default().to_owned();
    let source = |file| (text(file, "source"), text(file, "licence"));
    let named = files
        .flatten()
        .map(source)
        .filter(|(title, _)| !title.is_empty());
    let sources: BTreeSet<_> = named.collect();
    if !sources.is_empty() {
        let source = |(title, licence)| json!({"title": title, "licence": licence});
        package["sources"] = sources.into_iter().map(source).collect();
    }
    if is_internal {
        package["internal"] = super::xlsx::BANNER.into();
    }
    package
}

/// Whether a resource is the description of a table: its columns in their order, each of a type that its cells have.
fn describes(resource: &Json, table: &Table, is_internal: bool, words: &BTreeSet<String>) -> bool {
    let name = table.layout.name;
    let schema = &resource["schema"];
    let keys: Vec<Json> = (schema["primaryKey"].as_array().into_iter().flatten())
        .cloned()
        .collect();
    let fields = schema["fields"].as_array().map_or(&[][..], Vec::as_slice);
    let columns = table.layout.columns.iter().copied();
    let columns: Vec<&str> = columns.chain(is_internal.then_some(MARK.0)).collect();
    let again = json!({
        "profile": "tabular-data-resource",
        "name": name,
        "path": format!("{name}.csv"),
        "title": title(name),
        "description": resource["description"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""], "primaryKey": keys},
    });
    let is_key = |(place, key): (usize, &Json)| {
        table
            .layout
            .columns
            .get(place)
            .is_some_and(|name| key == name)
    };
    *resource == again
        && is_documented(&resource["description"], words)
        && keys.len() >= table.layout.keys
        && keys.iter().enumerate().all(is_key)
        && fields.len() == columns.len()
        && columns
            .iter()
            .zip(fields)
            .enumerate()
            .all(|(place, (name, field))| {
                let cells = table.rows.iter().filter_map(|row| row.get(place));
                is_column(field, name, words)
                    && is_of_type(&field["type"], cells)
                    && (!table.layout.counts.contains(name) || field["type"] == "integer")
            })
}

fn is_column(field: &Json, name: &str, words: &BTreeSet<String>) -> bool {
    let mut again = json!({
        "name": name, "title": title(name), "type": field["type"], "description": field["description"],
    });
    if let Some(unit) = field.get("unit") {
        again["unit"] = unit.clone();
    }
    let is_known = |text: Option<&Json>| text.is_none_or(|text| is_documented(text, words));
    *field == again && is_known(field.get("description")) && is_known(field.get("unit"))
}

/// Whether every cell that is not empty can be read as the type says.
fn is_of_type<'a>(kind: &Json, cells: impl Iterator<Item = &'a String>) -> bool {
    let mut cells = cells.filter(|cell| !cell.is_empty());
    match kind.as_str() {
        Some("integer") => cells.all(|cell| cell.parse::<u64>().is_ok()),
        Some("number") => cells.all(|cell| cell.parse::<f64>().is_ok()),
        Some("string") => true,
        _ => false,
    }
}

fn is_documented(text: &Json, words: &BTreeSet<String>) -> bool {
    text.as_str().is_some_and(|text| words.contains(text))
}

/// The cells of the tables of both pages, and what a row is.
fn words() -> BTreeSet<String> {
    let cells = PAGES
        .iter()
        .flat_map(|page| page.lines())
        .flat_map(|line| line.split('|'));
    let mut words: BTreeSet<String> = cells.map(|cell| cell.trim().to_owned()).collect();
    let rows: Vec<String> = (words.iter())
        .filter_map(|cell| cell.rsplit_once(": "))
        .map(|(row, _)| format!("A row is {}.", row.replace('`', "")))
        .collect();
    words.extend(rows);
    words
}

/// `share_of_users` as `Share of users`.
fn title(name: &str) -> String {
    let mut letters = name.replace('_', " ");
    if let Some(first) = letters.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    letters
}
