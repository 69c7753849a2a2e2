//! Verifies a comparison: its files, that it is of the two releases that it names, and every number, calculated again.

mod definitions;
mod joining;
mod numbers;
mod side;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::files::{Certificate, LONGEST, check_file, list};
use super::tables::{MARK, read, unguarded};
use super::{Verdict, json, layout};
use crate::error::Result;
use crate::files::{read_plain, read_plain_text};
use crate::vocabulary::FileDigest;
use side::Side;

const FILES: [&str; 6] = [
    "comparison.csv",
    "datapackage.json",
    "definitions.csv",
    "release.json",
    "report.html",
    "run.json",
];

/// The columns of both tables.
const COMPARISON: &[&str] = &[
    "table",
    "key",
    "measure",
    "a",
    "b",
    "difference",
    "status",
    "beyond",
];
const JOINING: &[&str] = &[
    "organisation",
    "measure",
    "without",
    "with",
    "at_least",
    "at_most",
];
/// There where organisations joined.
const JOINED: &str = "joining.csv";
const DEFINITIONS: &[&str] = &["what", "a", "b", "not_comparable"];

/// `run.json` of a comparison; `None` where the folder holds something else.
pub(super) fn run_of(folder: &Path) -> Option<Json> {
    let run = json::parse(&read_plain_text(&folder.join("run.json"), LONGEST).ok()?)?;
    run["comparison"].is_string().then_some(run)
}

/// Checks the comparison in `folder`; the releases may stand beside it, or be among `given`.
pub(super) fn check(
    (folder, given): (&Path, &[PathBuf]),
    (certificate, run): (&Certificate, &Json),
    verdict: &mut Verdict,
) -> Result<()> {
    check_files(folder, certificate, verdict)?;
    check_names(folder, certificate, run, verdict);
    let mut found = Vec::new();
    for side in ["a", "b"] {
        let Some(release) = find(&run[side], folder, given) else {
            continue;
        };
        match side_of(&release, &run[side], certificate.internal)? {
            Some(side) => found.push(side),
            None => verdict.object(format!(
                "run.json: {side} is not the release that was compared"
            )),
        }
    }
    let names = ["a", "b"].map(|side| run[side]["release"].as_str().unwrap_or_default().to_owned());
    verdict.compares = Some((names, found.len() == 2));
    if let [a, b] = &found[..] {
        let definitions = definitions::of(a, b);
        let expected = numbers::rows(a, b, &definitions);
        verdict.numbers += expected.len();
        hold(folder, "comparison", (COMPARISON, &expected), verdict);
        let rows: Vec<Vec<String>> = definitions.iter().map(|one| one.to_vec()).collect();
        hold(folder, "definitions", (DEFINITIONS, &rows), verdict);
        let rows = joining::rows(a, b);
        if !rows.is_empty() {
            hold(folder, "joining", (JOINING, &rows), verdict);
        } else if folder.join(JOINED).exists() {
            verdict.object("joining.csv: no organisation joined in one period");
        }
    }
    Ok(())
}

fn check_files(folder: &Path, certificate: &Certificate, verdict: &mut Verdict) -> Result<()> {
    let mut present = Vec::new();
    list(folder, "", &mut present)?;
    let listed = certificate.files.keys().cloned().chain(present);
    let all: BTreeSet<String> = listed.filter(|name| name != "certificate.json").collect();
    let is_there = all.contains(JOINED);
    let belonging = FILES.into_iter().chain(is_there.then_some(JOINED));
    let belonging: Vec<&str> = belonging.collect();
    for name in all
        .iter()
        .filter(|name| !belonging.contains(&name.as_str()))
    {
        verdict.object(format!("{name}: is not part of a comparison"));
    }
    for name in belonging {
        verdict.files += 1;
        verdict
            .problems
            .extend(check_file(folder, name, certificate));
    }
    Ok(())
}

fn check_names(folder: &Path, certificate: &Certificate, run: &Json, verdict: &mut Verdict) {
    let named = folder.file_name().map(|name| name.to_string_lossy());
    if named.is_some_and(|name| name != certificate.release.as_str()) {
        verdict.object("the folder does not have the name of the comparison");
    }
    let agrees = run["comparison"].as_str() == Some(&certificate.release)
        && run["tool"].as_str() == Some(&certificate.tool)
        && run["internal"].as_bool() == Some(certificate.internal);
    if !agrees {
        verdict.object("run.json: does not agree with certificate.json");
    }
    let digits = |side: &str| {
        let name = run[side]["release"].as_str().unwrap_or_default();
        let name = name.trim_end_matches("-internal");
        name.rsplit('-').next().unwrap_or_default().to_owned()
    };
    let ending = if certificate.internal {
        "-internal"
    } else {
        ""
    };
    if certificate.release != format!("compare-{}-{}{ending}", digits("a"), digits("b")) {
        verdict.object("run.json: the name of the comparison does not follow from its releases");
    }
}

/// The folder of a release: one of those given, or beside the comparison.
fn find(side: &Json, folder: &Path, given: &[PathBuf]) -> Option<PathBuf> {
    let release = side["release"].as_str()?;
    let is_it = |folder: &PathBuf| {
        let run = read_plain_text(&folder.join("run.json"), LONGEST).ok();
        let run = run.and_then(|text| json::parse(&text));
        run.is_some_and(|run| run["release"].as_str() == Some(release))
    };
    let is_name = !release.contains(['/', '\\']) && !release.starts_with('.');
    // `.` has no folder that it stands in.
    let whole = fs::canonicalize(folder).ok()?;
    let beside = whole.parent().map(|parent| parent.join(release));
    let beside = beside.filter(|_| is_name);
    given.iter().cloned().chain(beside).find(is_it)
}

/// The release, when it is the one whose digests are in the comparison.
fn side_of(folder: &Path, recorded: &Json, is_internal: bool) -> Result<Option<Side>> {
    let digest = |name: &str| {
        let bytes = read_plain(&folder.join(name), LONGEST).ok()?;
        Some(FileDigest::new(Sha256::digest(bytes).into()).to_string())
    };
    let is_it = |name: &str, field: &str| digest(name).as_deref() == recorded[field].as_str();
    if !is_it("run.json", "run") || !is_it("release.json", "tables") {
        return Ok(None);
    }
    let run = read_plain_text(&folder.join("run.json"), LONGEST).ok();
    let Some(run) = run.and_then(|text| json::parse(&text)) else {
        return Ok(None);
    };
    let mut own = Verdict {
        release: recorded["release"].as_str().unwrap_or_default().to_owned(),
        is_internal,
        ..Verdict::default()
    };
    let profile = run["profile"].as_str().unwrap_or_default();
    let tables = read(folder, &layout::of_release(&run), profile, &mut own)?;
    Ok(tables.map(|tables| Side { run, tables }))
}

/// Holds a table, in CSV and in JSON, against what was calculated.
fn hold(
    folder: &Path,
    name: &str,
    (columns, expected): (&[&str], &[Vec<String>]),
    verdict: &mut Verdict,
) {
    let file = format!("{name}.csv");
    let Some(rows) = csv_rows(&folder.join(&file), columns, verdict.is_internal) else {
        return verdict.object(format!("{file}: has the wrong columns, or a malformed row"));
    };
    let of_json = read_plain_text(&folder.join("release.json"), LONGEST).ok();
    let of_json = of_json.and_then(|text| json::parse(&text));
    if of_json.and_then(|json| json_rows(&json, name, columns)) != Some(rows.clone()) {
        verdict.object(format!("{name}: CSV and JSON differ"));
    }
    if rows.len() != expected.len() {
        let (found, many) = (rows.len(), expected.len());
        verdict.object(format!(
            "{file}: has {found} rows, and {many} follow from the releases"
        ));
    }
    for (row, expected) in rows.iter().zip(expected) {
        verdict.derived += 1;
        let wrong = columns.iter().zip(row.iter().zip(expected));
        let wrong = wrong.filter(|(_, (found, expected))| found != expected);
        for (column, (_, expected)) in wrong.take(1) {
            let row = row[..3.min(row.len())].join(", ");
            verdict.object(format!("{file}: row {row}: {column} is not \"{expected}\""));
        }
    }
}

fn csv_rows(path: &Path, columns: &[&str], is_internal: bool) -> Option<Vec<Vec<String>>> {
    let bytes = read_plain(path, LONGEST).ok()?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let mark = is_internal.then_some(MARK);
    let header = columns
        .iter()
        .copied()
        .chain(mark.map(|(column, _)| column));
    if !reader.headers().ok()?.iter().eq(header) {
        return None;
    }
    let row = |record: csv::Result<csv::StringRecord>| {
        let record = record.ok()?;
        let cells = record.iter().map(|cell| unguarded(cell).to_owned());
        let mut cells: Vec<String> = cells.collect();
        match mark {
            Some((_, word)) if cells.pop().as_deref() != Some(word) => None,
            _ => Some(cells),
        }
    };
    reader.records().map(row).collect()
}

/// The rows as CSV has them.
fn json_rows(json: &Json, name: &str, columns: &[&str]) -> Option<Vec<Vec<String>>> {
    let text = |value: &Json| match value {
        Json::Null => Some(String::new()),
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(match number.as_f64()? {
            whole if number.is_i64() || number.is_u64() => format!("{whole:.0}"),
            share => format!("{share:.6}"),
        }),
        _ => None,
    };
    let rows = json["tables"][name].as_array()?;
    let row = |row: &Json| {
        columns
            .iter()
            .map(|column| text(row.get(column)?))
            .collect()
    };
    rows.iter().map(row).collect()
}
