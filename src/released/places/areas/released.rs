//! The areas of a release: `areas.geojson`, with every published number of each area.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use foldhash::{HashMap, HashMapExt};
use geo::{LineString, MultiPolygon};
use rayon::prelude::*;
use serde_json::{Value as Json, json};

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
///
/// # Errors
/// What `put`, which gets it in pieces, gives back.
pub fn write(
    areas: &Areas,
    tables: &ReleaseTables,
    put: &mut dyn FnMut(&str) -> Result<()>,
) -> Result<()> {
    let rows = Rows::of(tables);
    let gemeenten = areas.of(Level::Gemeente).count();
    let feature = |area: &Area| {
        let own = [
            ("level", Json::from(area.level.word())),
            ("code", Json::from(area.code.as_str())),
            ("name", Json::from(area.name.as_str())),
        ];
        let centre = area.centre_in_metres().into_iter().flatten();
        let centre = ["centre_x", "centre_y"].into_iter().zip(centre);
        let centre = centre.map(|(name, number)| (name, Json::from(number)));
        // What was counted of the only gemeente stands under `all`.
        let is_all = area.level == Level::Gemeente && gemeenten == 1;
        let codes = [area.code.as_str(), "all"];
        let codes = codes.into_iter().take(1 + usize::from(is_all));
        let stamp = tables.is_internal.then(|| ("internal", "INTERNAL".into()));
        let own = own.into_iter().chain(centre).chain(stamp);
        let properties = rows.properties(area.level, codes, own);
        format!(
            "{{\"geometry\":{},\"id\":{},\"properties\":{properties},\"type\":\"Feature\"}}",
            json!({"type": "MultiPolygon", "coordinates": coordinates(&area.outline)}),
            Json::from(area.code.as_str()),
        )
    };
    put(&format!(
        "{{\"type\":\"FeatureCollection\",\"description\":\"{DESCRIPTION}\",\"features\":["
    ))?;
    let mut before = "\n";
    for areas in areas.0.chunks(TOGETHER) {
        let features: Vec<String> = areas.par_iter().map(feature).collect();
        for feature in features {
            put(&[before, &feature].concat())?;
            before = ",\n";
        }
    }
    put("\n]}\n")
}

/// Areas whose text is in memory at once: of a country that of all takes as much as the tables.
const TOGETHER: usize = 256;

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

/// A row, behind its kind.
type Row<'a> = (usize, &'a [Value]);

/// The rows with numbers of each area.
struct Rows<'a> {
    /// Those of an area, by its level and code.
    of_area: HashMap<(&'a str, &'a str), Vec<Row<'a>>>,
    /// By kind the columns with numbers: the place of each in a row, and of its name among all names.
    kinds: Vec<Vec<(usize, usize)>>,
    /// What a number can be called, sorted, and the same in quotes.
    names: Vec<(String, String)>,
}

impl<'a> Rows<'a> {
    fn of(tables: &'a ReleaseTables) -> Self {
        let mut of_area: HashMap<_, Vec<_>> = HashMap::new();
        let mut called = Vec::new();
        let tables = tables.tables.iter();
        for table in tables.filter(|one| !LEFT_OUT.contains(&one.name)) {
            let Some([level, area]) = columns(table) else {
                continue;
            };
            let telling = telling(table);
            let (mut kinds, mut told) = (HashMap::new(), String::new());
            for row in &table.rows {
                if let [Value::Text(level), Value::Text(area)] = [&row[level], &row[area]] {
                    told.clear();
                    for column in &telling {
                        if let Value::Text(text) = &row[*column] {
                            told.extend([".", text]);
                        }
                    }
                    let kind = kinds.get(&told).copied().unwrap_or_else(|| {
                        kinds.insert(told.clone(), called.len());
                        called.push(named(table, &told));
                        called.len() - 1
                    });
                    let own = of_area.entry((level.as_str(), area.as_str()));
                    own.or_default().push((kind, row.as_slice()));
                }
            }
        }
        let names: BTreeSet<&String> = called.iter().flatten().map(|(_, name)| name).collect();
        let quoted = |name: &String| (name.clone(), Json::from(name.as_str()).to_string());
        let names: Vec<(String, String)> = names.into_iter().map(quoted).collect();
        let place = |(column, name): (usize, String)| {
            let place = names.binary_search_by(|(one, _)| one.cmp(&name)).ok()?;
            Some((column, place))
        };
        let places = |kind: Vec<_>| kind.into_iter().filter_map(place).collect();
        Self {
            of_area,
            kinds: called.into_iter().map(places).collect(),
            names,
        }
    }

    /// What is said of an area, by name: each number of it, and what is given. Of two of one name the last is said.
    fn properties<'b>(
        &self,
        level: Level,
        codes: impl Iterator<Item = &'b str>,
        given: impl Iterator<Item = (&'static str, Json)>,
    ) -> String {
        let rows = codes.filter_map(|code| self.of_area.get(&(level.word(), code)));
        let mut numbers: Vec<(usize, &Value)> = rows
            .flatten()
            .flat_map(|(kind, row)| {
                let columns = self.kinds[*kind].iter();
                columns.map(|(column, name)| (*name, &row[*column]))
            })
            .collect();
        numbers.sort_by_key(|(name, _)| *name);
        let numbers = numbers.chunk_by(|one, next| one.0 == next.0);
        let mut numbers = numbers.filter_map(|alike| alike.last()).peekable();
        let given: BTreeMap<&str, Json> = given.collect();
        let mut text = String::from("{");
        let mut put = |quoted: &str, value: Json| {
            let before = if text.len() > 1 { "," } else { "" };
            // Writing to a text cannot fail.
            let _ = write!(text, "{before}{quoted}:{value}");
        };
        for (name, value) in given {
            while let Some((of, number)) = numbers.next_if(|(of, _)| *self.names[*of].0 < *name) {
                put(&self.names[*of].1, json_of(number));
            }
            numbers.next_if(|(of, _)| self.names[*of].0 == name);
            put(&Json::from(name).to_string(), value);
        }
        numbers.for_each(|(of, number)| put(&self.names[*of].1, json_of(number)));
        text + "}"
    }
}

fn columns(table: &Table) -> Option<[usize; 2]> {
    let [level, area] = KEYS.map(|key| table.column(key));
    Some([level?, area?])
}

/// The columns with what tells the rows of an area of a table apart.
fn telling(table: &Table) -> Vec<usize> {
    let is_told =
        |name: &str| !KEYS.contains(&name) && !["name", "status", "unit", "source"].contains(&name);
    let columns = table.columns.iter().enumerate();
    let told = columns.filter(|(_, column)| !column.is_number() && is_told(column.name));
    told.map(|(place, _)| place).collect()
}

/// The columns with counts and shares, and what each is called in a row. What tells the rows of an area apart is part of their names.
fn named(table: &Table, told: &str) -> Vec<(usize, String)> {
    let before = if table.name == "areas" {
        ["", ""]
    } else {
        [table.name, "."]
    };
    let before = before.concat();
    let numbers = table.columns.iter().enumerate();
    let numbers = numbers.filter(|(_, column)| column.is_number() && column.name != "year");
    numbers
        .map(|(place, column)| (place, format!("{before}{}{told}", column.name)))
        .collect()
}

fn json_of(number: &Value) -> Json {
    match number {
        Value::Count(count) => Json::from(*count),
        Value::Decimal(number) | Value::Number(number) => Json::from(*number),
        Value::Text(_) | Value::Empty => Json::Null,
    }
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
