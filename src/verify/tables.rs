//! The tables of a release as text by column name; CSV and JSON must agree.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value as Json;

use super::files::LONGEST;
use super::layout::{ESTIMATED, Layout, PUBLIC};
use super::printing::Printing;
use super::{Verdict, json};
use crate::error::{Error, Result};
use crate::files::{read_plain, read_plain_text};

/// The last column of an internal release, and what it says in every row.
pub(super) const MARK: (&str, &str) = ("internal", "INTERNAL");

/// A table: one list of texts per row, in the order of the layout's columns; an empty text is a hidden number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub(super) layout: &'static Layout,
    pub(super) rows: Vec<Vec<String>>,
}

/// All tables of a release.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tables {
    pub(super) by_name: BTreeMap<&'static str, Table>,
    /// How counts are printed; `None` for an internal release, which holds them as they are.
    pub(super) printing: Option<Printing>,
}

impl Tables {
    /// How many rows are hidden, of so many that have a status; what repeats counts of other tables does not count twice.
    pub(super) fn hidden_of_rows(&self) -> (usize, usize) {
        let counted = self
            .by_name
            .values()
            .filter(|table| !ESTIMATED.contains(table.layout));
        let statuses = counted.flat_map(|table| {
            let status = |row| table.text(row, "status");
            table.rows.iter().map(move |row| status(row))
        });
        let statuses: Vec<&str> = statuses.filter(|status| !status.is_empty()).collect();
        let hidden = statuses.iter().filter(|status| **status == "hidden");
        (hidden.count(), statuses.len())
    }
}

impl Table {
    /// The text of a row in a column of the layout.
    pub(super) fn text<'a>(&self, row: &'a [String], column: &str) -> &'a str {
        let index = self.layout.columns.iter().position(|name| *name == column);
        index
            .and_then(|index| row.get(index))
            .map_or("", String::as_str)
    }

    /// The count of a row in a column; `None` when hidden.
    pub(super) fn count(&self, row: &[String], column: &str) -> Option<u64> {
        self.text(row, column).parse().ok()
    }

    /// How a problem names a row: by its keys.
    pub(super) fn name_row(&self, row: &[String]) -> String {
        format!(
            "{}: row {}",
            self.layout.name,
            row[..self.layout.keys].join(", ")
        )
    }
}

/// Reads the tables from CSV, JSON or both; without either there is nothing to calculate with.
pub(super) fn read(
    folder: &Path,
    layouts: &[&'static Layout],
    profile: &str,
    verdict: &mut Verdict,
) -> Result<Option<Tables>> {
    let printing = Printing::of(profile, verdict.is_internal);
    let csv = if folder.join("headline.csv").exists() {
        Some(read_csv(folder, layouts, printing.clone(), verdict))
    } else {
        None
    };
    let json = if folder.join("release.json").exists() {
        Some(read_json(folder, layouts, printing, verdict)?)
    } else {
        None
    };
    if let (Some(csv), Some(json)) = (&csv, &json) {
        for layout in layouts {
            if csv.by_name.get(layout.name) != json.by_name.get(layout.name) {
                verdict.object(format!("{}: CSV and JSON differ", layout.name));
            }
        }
    }
    if csv.is_none() && json.is_none() {
        verdict.object("the release has neither CSV nor JSON: its numbers cannot be recalculated");
    }
    Ok(csv.or(json))
}

fn read_csv(
    folder: &Path,
    layouts: &[&'static Layout],
    printing: Option<Printing>,
    verdict: &mut Verdict,
) -> Tables {
    let is_internal = verdict.is_internal;
    let mut by_name = BTreeMap::new();
    for layout in layouts {
        let name = format!("{}.csv", layout.name);
        let path = folder.join(&name);
        let Ok(bytes) = read_plain(&path, LONGEST) else {
            // The certificate has already shown that the file is missing.
            continue;
        };
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let mut expected: Vec<&str> = layout.columns.to_vec();
        if is_internal {
            expected.push(MARK.0);
        }
        if !reader
            .headers()
            .is_ok_and(|header| header.iter().eq(expected.iter().copied()))
        {
            verdict.object(format!("{name}: has the wrong columns"));
            continue;
        }
        let records: Vec<csv::Result<csv::StringRecord>> = reader.records().collect();
        if records.iter().any(std::result::Result::is_err) {
            verdict.object(format!("{name}: has a malformed row"));
        }
        let rows: Vec<Vec<String>> = records
            .into_iter()
            .flatten()
            .map(|record| record.iter().map(unguarded).map(str::to_owned).collect())
            .collect();
        if is_internal
            && rows
                .iter()
                .any(|row| row.last().is_none_or(|cell| cell != MARK.1))
        {
            verdict.object(format!("{name}: is not marked INTERNAL"));
        }
        let width = layout.columns.len();
        let rows = rows
            .into_iter()
            .map(|row| row.into_iter().take(width).collect())
            .collect();
        by_name.insert(layout.name, Table { layout, rows });
    }
    Tables { by_name, printing }
}

/// The text behind an apostrophe that keeps a spreadsheet from running it.
pub(super) fn unguarded(cell: &str) -> &str {
    // One apostrophe goes only: the text may have had some of its own.
    let behind = cell.trim_start_matches('\'');
    match cell.strip_prefix('\'') {
        Some(unguarded) if behind.starts_with(['=', '+', '-', '@', '\t', '\r']) => unguarded,
        _ => cell,
    }
}

fn read_json(
    folder: &Path,
    layouts: &[&'static Layout],
    printing: Option<Printing>,
    verdict: &mut Verdict,
) -> Result<Tables> {
    let path = folder.join("release.json");
    let text = read_plain_text(&path, LONGEST).map_err(|e| Error::io(&path, "read", &e))?;
    let mut by_name = BTreeMap::new();
    let is_internal = verdict.is_internal;
    let Some(json) = json::parse(&text) else {
        verdict.object("release.json: is not JSON, or gives a key twice");
        return Ok(Tables { by_name, printing });
    };
    let internal = json.get("internal").and_then(Json::as_bool);
    if internal.unwrap_or(false) != is_internal {
        verdict.object("release.json: `internal` differs from the certificate");
    }
    if json.get("release").and_then(Json::as_str) != Some(&verdict.release) {
        verdict.object("release.json: the name of the release differs from the certificate");
    }
    for layout in layouts {
        let rows = json
            .pointer(&format!("/tables/{}", layout.name))
            .and_then(Json::as_array);
        let Some(rows) = rows else {
            verdict.object(format!("release.json: table {} is missing", layout.name));
            continue;
        };
        let is_public = PUBLIC.iter().any(|public| public.layout == **layout);
        let row = |row: &Json| {
            layout
                .columns
                .iter()
                .map(|column| text_of(row.get(column), is_public))
                .collect()
        };
        let rows = rows.iter().map(row).collect::<Option<_>>();
        match rows {
            Some(rows) => {
                by_name.insert(layout.name, Table { layout, rows });
            }
            None => verdict.object(format!(
                "release.json: table {} has the wrong columns",
                layout.name
            )),
        }
    }
    Ok(Tables { by_name, printing })
}

/// The text that CSV has for a JSON value: counts and public numbers as they are, other numbers with 6 decimals.
fn text_of(value: Option<&Json>, is_public: bool) -> Option<String> {
    match value? {
        Json::Null => Some(String::new()),
        Json::String(text) => Some(text.clone()),
        Json::Number(number) if number.is_u64() => Some(number.to_string()),
        Json::Number(number) if is_public => number.as_f64().map(|number| number.to_string()),
        Json::Number(number) => number.as_f64().map(|number| format!("{number:.6}")),
        _ => None,
    }
}

/// The table called `name` with these rows, whose last cells may be left out; for tests.
#[cfg(test)]
pub(super) fn given<R: AsRef<[C]>, C: AsRef<str>>(name: &str, rows: &[R]) -> (&'static str, Table) {
    use super::layout::{AGREED, LAYOUT, TOLD};
    let agreed = AGREED.iter().chain(TOLD).map(|one| &one.layout);
    let public = PUBLIC.iter().map(|one| &one.layout);
    let layouts = LAYOUT.iter().chain(agreed).chain(public);
    let mut layouts = layouts.chain(ESTIMATED);
    let layout = layouts.find(|layout| layout.name == name).unwrap();
    let row = |row: &R| {
        let cells = row.as_ref().iter().map(|cell| cell.as_ref().to_owned());
        let cells = cells.chain(std::iter::repeat(String::new()));
        cells.take(layout.columns.len()).collect()
    };
    let rows = rows.iter().map(row).collect();
    (layout.name, Table { layout, rows })
}
