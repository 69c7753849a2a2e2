//! A town of four buurten, side by side, two to a wijk; and files with its facilities.

use std::collections::BTreeMap;
use std::path::Path;

use geo::{Coord, Rect};

use crate::error::Result;
use crate::released::calculate::{Column, ColumnKind, ReleaseTables, Table, Value};
use crate::released::places::areas::{Area, Areas, Level};
use crate::released::places::reach::{FacilitiesFile, Reach, ReachSettings, Target};

/// The south-west corner of the town, in metres of RD.
pub(super) const CORNER: [f64; 2] = [116_000.0, 494_000.0];

/// The side of a buurt, in metres.
pub(super) const SIDE: f64 = 1000.0;

/// Buurten 01 to 04 from west to east; two to a wijk.
pub(super) const CODES: [&str; 4] = ["BU04790101", "BU04790102", "BU04790201", "BU04790202"];

pub(super) fn square(level: Level, code: &str, from: f64, to: f64) -> Area {
    let corner = |x: f64, y: f64| Coord {
        x: CORNER[0] + x * SIDE,
        y: CORNER[1] + y * SIDE,
    };
    let shape = Rect::new(corner(from, 0.0), corner(to, 1.0))
        .to_polygon()
        .into();
    Area {
        level,
        code: code.into(),
        name: code.into(),
        outline: geo::MultiPolygon::new(Vec::new()),
        shape,
    }
}

pub(super) fn areas() -> Areas {
    let buurten = CODES.into_iter().zip(0_u8..);
    let buurten = buurten.map(|(code, place)| {
        let from = f64::from(place);
        square(Level::Buurt, code, from, from + 1.0)
    });
    let wijken = [
        square(Level::Wijk, "WK047901", 0.0, 2.0),
        square(Level::Wijk, "WK047902", 2.0, 4.0),
    ];
    Areas::new(buurten.chain(wijken).collect())
}

/// A table of texts and one count, the last; `-` is hidden.
pub(super) fn table(name: &'static str, columns: &[&'static str], rows: &[&[&str]]) -> Table {
    let kind = |place: usize| {
        if place + 1 == columns.len() {
            ColumnKind::Count
        } else {
            ColumnKind::Text
        }
    };
    let value = |place: usize, text: &str| match kind(place) {
        ColumnKind::Count => text.parse().map_or(Value::Empty, Value::Count),
        _ => Value::text(text),
    };
    let row = |row: &&[&str]| {
        row.iter()
            .enumerate()
            .map(|(place, text)| value(place, text))
            .collect()
    };
    Table {
        name,
        columns: (columns.iter().enumerate())
            .map(|(place, name)| Column {
                name,
                kind: kind(place),
            })
            .collect(),
        rows: rows.iter().map(row).collect(),
    }
}

/// Each buurt has 100 households; of 75 and older are 10, 20, 30 and a hidden number.
pub(super) fn tables() -> ReleaseTables {
    let all = [
        ["gemeente", "all", "400"],
        ["wijk", "WK047901", "200"],
        ["wijk", "WK047902", "200"],
        ["buurt", CODES[0], "100"],
        ["buurt", CODES[1], "100"],
        ["buurt", CODES[2], "100"],
        ["buurt", CODES[3], "100"],
    ];
    let old = [
        ["wijk", "WK047901", "age_band", "75+", "30"],
        ["wijk", "WK047902", "age_band", "75+", "35"],
        ["buurt", CODES[0], "age_band", "75+", "10"],
        ["buurt", CODES[1], "age_band", "75+", "20"],
        ["buurt", CODES[2], "age_band", "75+", "30"],
        ["buurt", CODES[3], "age_band", "75+", "-"],
    ];
    let all: Vec<&[&str]> = all.iter().map(|row| &row[..]).collect();
    let old: Vec<&[&str]> = old.iter().map(|row| &row[..]).collect();
    ReleaseTables {
        tables: vec![
            table("areas", &["level", "area", "households"], &all),
            table(
                "population",
                &["level", "area", "dimension", "value", "households"],
                &old,
            ),
        ],
        is_internal: false,
    }
}

pub(super) fn file(folder: &Path, name: &str, text: &str) -> FacilitiesFile {
    std::fs::write(folder.join(name), text).unwrap();
    FacilitiesFile {
        path: folder.join(name),
        shown: name.into(),
        kind: None,
        target: Target::Everyone,
        distances_m: vec![600],
        columns: BTreeMap::new(),
        source: None,
    }
}

pub(super) fn straight() -> ReachSettings {
    ReachSettings {
        detour: 1.0,
        costs: Vec::new(),
        addresses: None,
    }
}

pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Count(count) => count.to_string(),
        Value::Number(number) | Value::Decimal(number) => number.to_string(),
        Value::Empty => String::new(),
    }
}

/// The rows of each table, and the findings.
pub(super) fn placed(
    files: &[FacilitiesFile],
    settings: &ReachSettings,
) -> Result<(Vec<Vec<String>>, Vec<String>)> {
    let mut reach = Reach::read(files, settings)?;
    let (all, findings) = reach.placed(&areas(), &tables());
    let line = |row: &Vec<Value>| row.iter().map(text).collect::<Vec<_>>().join("|");
    let all = all
        .iter()
        .map(|table| table.rows.iter().map(line).collect());
    Ok((
        all.collect(),
        findings.iter().map(ToString::to_string).collect(),
    ))
}

/// The findings about one file of facilities.
pub(super) fn findings(text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    placed(&[file(folder.path(), "f.csv", text)], &straight())
        .unwrap()
        .1
}

/// The row of an area.
pub(super) fn row<'a>(rows: &'a [String], area: &str) -> &'a str {
    let is_of = |row: &&String| row.split('|').nth(1) == Some(area);
    rows.iter().find(is_of).unwrap()
}
