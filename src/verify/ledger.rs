//! Checks `ledger.json`: that it is of this release, that its numbers are those of the tables, and that it follows the release
//! before, where that stands beside this one.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::files::LONGEST;
use super::tables::Tables;
use super::{Verdict, json};
use crate::files::read_plain_text;
use crate::vocabulary::FileDigest;

/// What anybody can read in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ledger {
    release: String,
    series: String,
    release_key: String,
    #[serde(rename = "hold")]
    _hold: u64,
    before: Option<Before>,
    #[serde(rename = "held")]
    _held: u64,
    releases: Vec<String>,
    numbers: Vec<Number>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Before {
    release: String,
    sha256: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Number {
    counts: Vec<String>,
    printed: u64,
    since: usize,
}

pub(super) fn check(folder: &Path, tables: &Tables, run: &Json, verdict: &mut Verdict) {
    if verdict.is_internal {
        return;
    }
    let text = read_plain_text(&folder.join("ledger.json"), LONGEST);
    let parsed = text.ok().and_then(|text| json::parse(&text));
    let Some(ledger) = parsed.and_then(|json| serde_json::from_value::<Ledger>(json).ok()) else {
        return verdict.object("ledger.json: cannot be read");
    };
    for (name, value) in [
        ("release", &ledger.release),
        ("series", &ledger.series),
        ("release_key", &ledger.release_key),
    ] {
        if run[name].as_str() != Some(value) {
            verdict.object(format!("ledger.json: `{name}` is not that of run.json"));
        }
    }
    if ledger.releases.last() != Some(&ledger.release) {
        verdict.object("ledger.json: the release is not the last of its list");
    }
    check_numbers(&ledger, tables, verdict);
    if let Some(before) = &ledger.before {
        check_before(folder, before, verdict);
    }
}

/// The numbers of households and persons by their services are those of `stacking`.
fn check_numbers(ledger: &Ledger, tables: &Tables, verdict: &mut Verdict) {
    let Some(stacking) = tables.by_name.get("stacking") else {
        return;
    };
    let key = |row: &[String]| {
        let columns = ["unit", "dimension", "level", "services"];
        columns.map(|column| stacking.text(row, column).to_owned())
    };
    let count = |row: &Vec<String>| Some((key(row), stacking.count(row, "households")?));
    let printed: HashMap<_, _> = stacking.rows.iter().filter_map(count).collect();
    let mut found = 0;
    for number in &ledger.numbers {
        verdict.numbers += 1;
        if number.since >= ledger.releases.len() {
            verdict.object("ledger.json: a number stands since no release of the list");
        }
        if let [unit, dimension, level, kind, services] = number.counts.as_slice()
            && kind == "services"
            && unit != "client"
        {
            found += 1;
            let key = [unit, dimension, level, services].map(Clone::clone);
            if printed.get(&key) != Some(&number.printed) {
                let [unit, dimension, level, services] = key;
                verdict.object(format!(
                    "ledger.json: {unit}, {dimension}, {level}, {services} is not as in stacking"
                ));
            }
        }
    }
    let is_drawn = |(key, count): &(&[String; 4], &u64)| {
        **count > 0 && (key[3] == "all" || key[3].ends_with('+'))
    };
    if found != printed.iter().filter(is_drawn).count() {
        verdict.object("ledger.json: a number of stacking is missing");
    }
}

/// The chain: the ledger of the release before is the one that this release followed.
fn check_before(folder: &Path, before: &Before, verdict: &mut Verdict) {
    let Some(beside) = folder.parent() else {
        return;
    };
    if before.release.contains(['/', '\\']) || before.release.starts_with('.') {
        return verdict.object("ledger.json: the release before has no such name");
    }
    let path = beside.join(&before.release).join("ledger.json");
    if let Ok(text) = read_plain_text(&path, LONGEST) {
        let digest = FileDigest::new(Sha256::digest(text.as_bytes()).into());
        if digest.to_string() != before.sha256 {
            verdict.object(format!(
                "ledger.json: {} is not the release that this one follows: it was changed or made again",
                before.release
            ));
        }
    }
}
