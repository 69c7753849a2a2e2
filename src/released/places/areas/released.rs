//! The areas of a release: `areas.geojson`, with every published number of each area.

use std::collections::HashMap;
use std::path::Path;

use geo::{LineString, MultiPolygon};
use rayon::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::area::{Area, Areas};
use super::feature::{Collection, Feature, Geometry};
use super::level::Level;
use super::read::in_metres;
use crate::error::{Code, Error, Result};
use crate::files::read_plain_text;
use crate::released::calculate::{ReleaseTables, Table, Value};

/// No file of a release is longer, in bytes.
const LONGEST: u64 = 1 << 30;

/// The keys of a row that tell areas apart.
const KEYS: [&str; 2] = ["level", "area"];

/// What somebody who opens the file has to know.
const DESCRIPTION: &str = "a number that is null is hidden, and not 0";

/// `areas.geojson`: RFC 7946, degrees to 7 decimals, the outer border counter-clockwise. The properties of an area are
/// its `level`, `code` and `name`, a point inside it in whole metres of RD (`centre_x`, `centre_y`), and each number of it that the tables have: `share_1_or_more` of `areas`,
/// `service_by_area.share.wmo-hbh`; a hidden number is null.
#[must_use]
pub fn written(areas: &Areas, tables: &ReleaseTables) -> String {
    let rows = rows(tables);
    let gemeenten = areas.of(Level::Gemeente).count();
    let feature = |area: &Area| {
        let own = [
            ("level", area.level.word()),
            ("code", &area.code),
            ("name", &area.name),
        ];
        let own = own.map(|(key, text)| (key.to_owned(), Json::from(text)));
        let centre = area.centre_in_metres().into_iter().flatten();
        let centre = ["centre_x", "centre_y"].into_iter().zip(centre);
        let centre = centre.map(|(key, number)| (key.to_owned(), Json::from(number)));
        // What was counted of the only gemeente stands under `all`.
        let is_all = area.level == Level::Gemeente && gemeenten == 1;
        let codes = [area.code.as_str(), "all"];
        let codes = codes.into_iter().take(1 + usize::from(is_all));
        let rows = codes.filter_map(|code| rows.get(&(area.level.word(), code)));
        let numbers = rows.flatten().flat_map(|(table, row)| of_row(table, row));
        let stamp = tables
            .is_internal
            .then(|| ("internal".to_owned(), "INTERNAL".into()));
        let properties: Map<String, Json> = (own.into_iter().chain(centre))
            .chain(numbers)
            .chain(stamp)
            .collect();
        let feature = json!({
            "type": "Feature",
            "id": area.code,
            "properties": properties,
            "geometry": {"type": "MultiPolygon", "coordinates": coordinates(&area.outline)},
        });
        feature.to_string()
    };
    let features: Vec<String> = areas.0.par_iter().map(feature).collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\"description\":\"{DESCRIPTION}\",\"features\":[\n{}\n]}}\n",
        features.join(",\n")
    )
}

fn coordinates(outline: &MultiPolygon<f64>) -> Json {
    let ring = |ring: &LineString<f64>| -> Json {
        ring.coords()
            .map(|point| json!([point.x, point.y]))
            .collect()
    };
    let polygon = |polygon: &geo::Polygon<f64>| -> Json {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.map(ring).collect()
    };
    outline.iter().map(polygon).collect()
}

/// Tables with several rows of an area and thing, or six numbers for each count: the file would be twice as long, and the
/// area is a key to join them by.
const LEFT_OUT: [&str; 4] = ["expected", "signals", "look_first", "external"];

/// A row and its table.
type Row<'a> = (&'a Table, &'a [Value]);

/// The rows with numbers of each area, by its level and code.
fn rows(tables: &ReleaseTables) -> HashMap<(&str, &str), Vec<Row<'_>>> {
    let mut rows: HashMap<_, Vec<Row<'_>>> = HashMap::new();
    for table in tables
        .tables
        .iter()
        .filter(|one| !LEFT_OUT.contains(&one.name))
    {
        let Some([level, area]) = columns(table) else {
            continue;
        };
        for row in &table.rows {
            if let [Value::Text(level), Value::Text(area)] = [&row[level], &row[area]] {
                let own = rows.entry((level.as_str(), area.as_str())).or_default();
                own.push((table, row));
            }
        }
    }
    rows
}

fn columns(table: &Table) -> Option<[usize; 2]> {
    let [level, area] = KEYS.map(|key| table.column(key));
    Some([level?, area?])
}

/// The counts and shares of a row. What tells the rows of an area apart is part of their names.
fn of_row<'a>(
    table: &'a Table,
    row: &'a [Value],
) -> impl Iterator<Item = (String, Json)> + use<'a> {
    let of_kind = |is_number: bool| {
        let columns = table.columns.iter().zip(row);
        columns.filter(move |(column, _)| column.is_number() == is_number)
    };
    let is_told =
        |name: &str| !KEYS.contains(&name) && !["name", "status", "unit", "source"].contains(&name);
    let told = of_kind(false).filter(move |(column, _)| is_told(column.name));
    let told = told.filter_map(|(_, value)| match value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let behind: String = told.flat_map(|text| [".", text]).collect();
    let before = if table.name == "areas" {
        ["", ""]
    } else {
        [table.name, "."]
    };
    let before = before.concat();
    let numbers = of_kind(true).filter(|(column, _)| column.name != "year");
    numbers.map(move |(column, value)| {
        let number = match value {
            Value::Count(count) => Json::from(*count),
            Value::Decimal(number) | Value::Number(number) => Json::from(*number),
            Value::Text(_) | Value::Empty => Json::Null,
        };
        (format!("{before}{}{behind}", column.name), number)
    })
}

/// The areas of the release in `folder`; none where it has no `areas.geojson`.
///
/// # Errors
/// When the file cannot be read, or is not one that factlab writes.
pub fn read_released(folder: &Path) -> Result<Areas> {
    let file = folder.join("areas.geojson");
    if !file.exists() {
        return Ok(Areas::default());
    }
    let text = read_plain_text(&file, LONGEST).map_err(|error| Error::io(&file, "read", &error))?;
    let other = || {
        Error::at(
            Code::ReleaseUnreadable,
            &file,
            "is not in the format of a release",
        )
    };
    let collection: Collection = serde_json::from_str(&text).map_err(|_| other())?;
    let read = |feature: &Feature| {
        let properties = feature.properties.as_ref();
        let text = |key: &str| properties.and_then(|all| all.get(key)?.as_str());
        let outline = feature.geometry.as_ref().and_then(Geometry::polygons);
        let outline = outline.ok_or_else(other)?;
        Ok(Area {
            level: text("level").and_then(Level::from_word).ok_or_else(other)?,
            code: text("code").ok_or_else(other)?.to_owned(),
            name: text("name").ok_or_else(other)?.to_owned(),
            shape: in_metres(&outline)?,
            outline,
        })
    };
    let areas = collection.features.iter().map(read);
    Ok(Areas::new(areas.collect::<Result<_>>()?))
}
