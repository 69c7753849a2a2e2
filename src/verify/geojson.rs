//! Checks `areas.geojson`: each area says the numbers of the tables and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value as Json};

use super::files::LONGEST;
use super::tables::{MARK, Table, Tables};
use super::{Verdict, json};
use crate::files::read_plain_text;

/// Where the areas are.
const NAME: &str = "areas.geojson";

/// The columns that are no numbers of an area, and those that say which area a row is of.
const WORDS: [&str; 7] = ["level", "area", "name", "status", "unit", "year", "source"];

/// The numbers of an area as text, by the name of their property; empty where hidden.
type Numbers<'a> = BTreeMap<String, &'a str>;

pub(super) fn check(folder: &Path, tables: &Tables, verdict: &mut Verdict) {
    let path = folder.join(NAME);
    if !path.exists() {
        return;
    }
    let mut note = |problem: &str| verdict.object(format!("{NAME}: {problem}"));
    let text = read_plain_text(&path, LONGEST).ok();
    let Some(Json::Object(collection)) = text.and_then(|text| json::parse(&text)) else {
        note("is not JSON");
        return;
    };
    let features = collection.get("features").and_then(Json::as_array);
    let Some(features) = features.filter(|_| has_only(&collection, &["type", "features"])) else {
        note("is not a collection of areas that factlab writes");
        return;
    };
    let numbers = numbers(tables);
    let mut seen = BTreeSet::new();
    for feature in features {
        match problem(feature, &numbers, tables) {
            Some(problem) => note(&problem),
            None if !seen.insert(feature["id"].to_string()) => note("has an area twice"),
            None => {}
        }
    }
}

fn has_only(object: &Map<String, Json>, keys: &[&str]) -> bool {
    object.len() == keys.len() && keys.iter().all(|key| object.contains_key(*key))
}

/// What the tables say of each area, by level and code.
fn numbers(tables: &Tables) -> BTreeMap<[&str; 2], Numbers<'_>> {
    let mut numbers: BTreeMap<[&str; 2], Numbers> = BTreeMap::new();
    for table in tables.by_name.values() {
        let columns = table.layout.columns;
        if !columns.contains(&"level") || !columns.contains(&"area") {
            continue;
        }
        for row in &table.rows {
            let at = [table.text(row, "level"), table.text(row, "area")];
            numbers.entry(at).or_default().extend(of_row(table, row));
        }
    }
    numbers
}

fn of_row<'a>(table: &'a Table, row: &'a [String]) -> impl Iterator<Item = (String, &'a str)> {
    let layout = table.layout;
    let is_word = |column: &&&str| !WORDS.contains(*column);
    let told = layout.columns[..layout.keys].iter().filter(is_word);
    let told = told.map(|column| table.text(row, column));
    let told = std::iter::once("")
        .chain(told)
        .collect::<Vec<_>>()
        .join(".");
    let before = if layout.name == "areas" {
        String::new()
    } else {
        format!("{}.", layout.name)
    };
    let columns = layout.columns[layout.keys..].iter().filter(is_word);
    columns.map(move |column| (format!("{before}{column}{told}"), table.text(row, column)))
}

fn problem(
    feature: &Json,
    numbers: &BTreeMap<[&str; 2], Numbers>,
    tables: &Tables,
) -> Option<String> {
    let object = feature.as_object()?;
    let properties = object.get("properties").and_then(Json::as_object);
    let (Some(properties), true) = (
        properties,
        has_only(object, &["type", "id", "properties", "geometry"]),
    ) else {
        return Some("has a feature that is no area".into());
    };
    let text = |key: &str| {
        properties
            .get(key)
            .and_then(Json::as_str)
            .unwrap_or_default()
    };
    let (level, code) = (text("level"), text("code"));
    if feature["id"] != code || !is_border(&feature["geometry"]) {
        return Some(format!("{code}: is no area with borders"));
    }
    let nothing = Numbers::new();
    let own = numbers.get(&[level, code]).unwrap_or(&nothing);
    let mut left: BTreeSet<&String> = properties.keys().collect();
    for key in ["level", "code", "name"] {
        left.retain(|left| *left != key);
    }
    if tables.printing.is_none() {
        left.retain(|left| *left != MARK.0);
        if text(MARK.0) != MARK.1 {
            return Some(format!("{code}: is not marked {}", MARK.1));
        }
    }
    let is_said = |(key, number): (&String, &&str)| match properties.get(key) {
        Some(Json::Null) => number.is_empty(),
        Some(Json::Number(said)) => {
            let said = said.as_f64();
            said.is_some() && said == number.parse().ok()
        }
        _ => false,
    };
    let names: BTreeSet<&String> = own.keys().collect();
    (left != names || !own.iter().all(is_said))
        .then(|| format!("{code}: does not say what is published"))
}

/// Polygons in the Netherlands, in degrees of at most 7 decimals: no place for anything else.
fn is_border(geometry: &Json) -> bool {
    let Some(object) = geometry.as_object() else {
        return false;
    };
    let is_degree = |number: &Json, from: f64, to: f64| {
        let text = number.to_string();
        let decimals = text
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len());
        let number = number.as_f64();
        decimals <= 7 && number.is_some_and(|number| (from..=to).contains(&number))
    };
    let is_point = |point: &Json| {
        let point = point.as_array().map(Vec::as_slice);
        matches!(point, Some([east, north]) if is_degree(east, 3.0, 7.5) && is_degree(north, 50.5, 54.0))
    };
    let all = |list: &Json, is_good: &dyn Fn(&Json) -> bool| {
        list.as_array().is_some_and(|list| list.iter().all(is_good))
    };
    has_only(object, &["type", "coordinates"])
        && geometry["type"] == "MultiPolygon"
        && all(&geometry["coordinates"], &|polygon| {
            all(polygon, &|ring| all(ring, &is_point))
        })
}
