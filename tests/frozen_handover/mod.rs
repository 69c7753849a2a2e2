//! Two hand-overs of one extract in, what both say out: without the numbers and tokens that are drawn anew for each.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::frame::{Column, Frame};

/// Names of columns and text of cells, row by row; a token in hexadecimal digits.
type Rows = Vec<Vec<(String, String)>>;

pub(crate) struct Handover {
    /// What the manifest says of the extract.
    manifest: String,
    /// Names and types of columns, and the rows, by file.
    tables: BTreeMap<String, (String, Rows)>,
}

pub(crate) fn read(place: &Path) -> Handover {
    let bytes = fs::read(place.join("manifest.json")).unwrap();
    let manifest: Json = serde_json::from_slice(&bytes).unwrap();
    let names = manifest["files"].as_object().unwrap().keys();
    let tables = names.map(|name| {
        let frame = Frame::open(&place.join(name));
        let columns = frame.columns.iter();
        let columns = columns.map(|column| format!("{} {}", column.name, column.kind));
        let columns = columns.collect::<Vec<_>>().join(", ");
        (name.clone(), (columns, rows(&frame)))
    });
    Handover {
        tables: tables.collect(),
        manifest: ["counts", "rows", "canaries", "area_names"]
            .map(|key| manifest[key].to_string())
            .join("\n"),
    }
}

fn rows(frame: &Frame) -> Rows {
    let cell = |column: &Column, row| (column.name.clone(), column.text(row));
    let row = |row| frame.columns.iter().map(move |column| cell(column, row));
    (0..frame.height())
        .map(|place| row(place).collect())
        .collect()
}

fn column_and_token(row: Vec<(String, String)>) -> (String, String) {
    let mut cells = row.into_iter().skip(1).map(|(_, text)| text);
    (cells.next().unwrap(), cells.next().unwrap())
}

/// The text of both, sorted. A row number stands for the tokens of its person, and the number of a household for its record
/// key; a token that only one of the two has was drawn.
pub(crate) fn said_by_both([one, other]: &[Handover; 2]) -> String {
    let tokens = |of: &Handover| of.tables["tokens.parquet"].1.clone();
    let there: BTreeSet<_> = tokens(other).into_iter().map(column_and_token).collect();
    let of_one = tokens(one);
    // Somebody may have no token.
    let persons = one.tables["persons.parquet"].1.iter();
    let mut stands_for: BTreeMap<_, String> = persons
        .map(|person| (("row", &person[0].1), String::new()))
        .collect();
    for row in &of_one {
        let token = column_and_token(row.clone());
        let said = stands_for.entry(("row", &row[0].1)).or_default();
        let drawn = (token.0.clone(), "drawn".to_owned());
        let (column, token) = if there.contains(&token) { token } else { drawn };
        write!(said, "{column} {token} ").unwrap();
    }
    for household in one
        .tables
        .get("households.parquet")
        .iter()
        .flat_map(|table| &table.1)
    {
        stands_for.insert(("household", &household[0].1), household[1].1.clone());
        stands_for.insert(("number", &household[0].1), String::new());
    }
    let mut said = one.manifest.clone();
    for (name, (columns, rows)) in &one.tables {
        let line = |row: &Vec<(String, String)>| {
            let cells = row.iter().map(|(column, text)| {
                let meant = stands_for.get(&(column.as_str(), text));
                if column == "token" {
                    ""
                } else {
                    meant.map_or(text.as_str(), String::as_str)
                }
            });
            cells.collect::<Vec<_>>().join(",")
        };
        let mut lines: Vec<_> = rows.iter().map(line).collect();
        lines.sort_unstable();
        write!(said, "\n{name} {columns}\n{}", lines.join("\n")).unwrap();
    }
    said
}
