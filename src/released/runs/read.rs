//! Reads a release back, for `report` and `compare`.

use std::path::Path;

use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::record::RunRecord;
use crate::error::{Code, Error, Result};
use crate::files::read_plain_text;
use crate::pseudonymous::cells::TABLES;
use crate::released::calculate::{Column, ColumnKind, ReleaseTables, Table, Value};
use crate::released::estimates::ESTIMATED_TABLES;
use crate::released::places::PUBLIC_TABLES;
use crate::vocabulary::FileDigest;

/// Reads `run.json` and `release.json` of a release.
///
/// # Errors
/// When a file is missing or does not have the form of the contract; the error names it.
pub fn read_release(folder: &Path) -> Result<(RunRecord, ReleaseTables)> {
    release(folder, &texts(folder)?)
}

/// The same of a release as it was written, with the SHA-256 of both files.
///
/// # Errors
/// As [`read_release`], and when its certificate says otherwise of one of them.
pub fn read_certified(folder: &Path) -> Result<(RunRecord, ReleaseTables, [FileDigest; 2])> {
    let texts = texts(folder)?;
    let path = folder.join("certificate.json");
    let certificate: Json = serde_json::from_str(&read(&path)?).map_err(|_| unlike(&path))?;
    let files = certificate.get("files").ok_or_else(|| unlike(&path))?;
    let digests = texts
        .each_ref()
        .map(|text| FileDigest::new(Sha256::digest(text).into()));
    for (name, digest) in FILES.iter().zip(digests) {
        if files[name] != digest.to_string() {
            let what = "is not the file that was written, so nothing is compared";
            return Err(Error::at(Code::ReleaseInvalid, &folder.join(name), what)
                .hint("`factlab verify` lists all problems; ask for the release again"));
        }
    }
    let (record, tables) = release(folder, &texts)?;
    Ok((record, tables, digests))
}

const FILES: [&str; 2] = ["run.json", "release.json"];

fn texts(folder: &Path) -> Result<[String; 2]> {
    let [run, tables] = FILES.map(|name| read(&folder.join(name)));
    Ok([run?, tables?])
}

fn release(folder: &Path, [run, tables]: &[String; 2]) -> Result<(RunRecord, ReleaseTables)> {
    let record: RunRecord = serde_json::from_str(run).map_err(|_| no_release(run, folder))?;
    let path = folder.join("release.json");
    let json: Json = serde_json::from_str(tables).map_err(|_| unlike(&path))?;
    let tables = json
        .get("tables")
        .and_then(Json::as_object)
        .ok_or_else(|| unlike(&path))?;
    // A release has the tables that its agreement asked for.
    let counted = TABLES
        .into_iter()
        .filter(|def| tables.contains_key(def.name))
        .map(|def| (def.name, Column::of(def)));
    let uncounted = PUBLIC_TABLES
        .into_iter()
        .chain(ESTIMATED_TABLES)
        .filter(|other| tables.contains_key(other.name))
        .map(|other| (other.name, other.columns.to_vec()));
    let tables = counted
        .chain(uncounted)
        .map(|(name, columns)| table(name, columns, tables).ok_or_else(|| unlike(&path)))
        .collect::<Result<_>>()?;
    let is_internal = json
        .get("internal")
        .and_then(Json::as_bool)
        .unwrap_or(false);
    Ok((
        record,
        ReleaseTables {
            tables,
            is_internal,
        },
    ))
}

/// No file of a release is longer, in bytes.
const LONGEST: u64 = 1 << 30;

fn read(path: &Path) -> Result<String> {
    read_plain_text(path, LONGEST).map_err(|e| {
        let error = Error::io(path, "read", &e);
        if path.ends_with("release.json") {
            return error.hint(
                "the report is made from release.json: add \"json\" to the formats and run again",
            );
        }
        error.hint("give the folder of a release: it has run.json and certificate.json")
    })
}

/// Why `run.json` is not that of a release: that of a comparison says what it is.
fn no_release(run: &str, folder: &Path) -> Error {
    let run: Json = serde_json::from_str(run).unwrap_or_default();
    if run.get("comparison").is_none() {
        return unlike(&folder.join("run.json"));
    }
    let what = "is a comparison of two releases, and no release";
    Error::at(Code::ReleaseUnreadable, folder, what)
        .hint("give the folder of one of the two; the run.json of the comparison has their names")
}

fn unlike(path: &Path) -> Error {
    Error::new(
        Code::ReleaseUnreadable,
        format!("{} is not in the format of a release", path.display()),
    )
    .hint("`factlab verify` checks whether the files are the ones that were written")
}

fn table(name: &'static str, columns: Vec<Column>, tables: &Map<String, Json>) -> Option<Table> {
    let rows = tables.get(name)?.as_array()?;
    let rows = rows.iter().map(|row| {
        let row = row.as_object()?;
        columns
            .iter()
            .map(|column| value(*column, row.get(column.name)?))
            .collect()
    });
    Some(Table {
        name,
        rows: rows.collect::<Option<_>>()?,
        columns,
    })
}

fn value(column: Column, json: &Json) -> Option<Value> {
    match (column.kind, json) {
        (_, Json::Null) => Some(Value::Empty),
        (ColumnKind::Text | ColumnKind::Status, Json::String(text)) => Some(Value::text(text)),
        (ColumnKind::Number, Json::Number(number)) => number.as_f64().map(Value::number),
        (ColumnKind::Count, Json::Number(number)) => number.as_u64().map(Value::Count),
        // The headline mixes counts and shares in one column.
        (ColumnKind::Decimal, Json::Number(number)) => Some(number.as_u64().map_or_else(
            || number.as_f64().map_or(Value::Empty, Value::Decimal),
            Value::Count,
        )),
        _ => None,
    }
}
