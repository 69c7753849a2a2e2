//! Checks `ledger.json`: that it is of this release, that its numbers are those of the tables, that `run.json` says what it cost,
//! and that it follows the release before, where that stands beside this one or was given too.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::files::LONGEST;
use super::printing::Printing;
use super::tables::Tables;
use super::{Verdict, json};
use crate::files::read_plain_text;
use crate::vocabulary::FileDigest;

/// What anybody can read in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ledger {
    release: String,
    series: String,
    release_key: String,
    hold: u64,
    pub(super) before: Option<Before>,
    restored: Option<String>,
    held: usize,
    releases: Vec<String>,
    numbers: Vec<Number>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Before {
    pub(super) release: String,
    sha256: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Number {
    counts: Vec<String>,
    printed: u64,
    since: usize,
}

/// The numbers that stand since an earlier release.
#[derive(Debug, Default)]
pub(super) struct Older {
    /// So many households at most can have joined or left since.
    pub(super) changes: i64,
    /// What they count; services and domains sorted.
    pub(super) names: HashSet<Vec<String>>,
}

/// What the ledger of a release says of its numbers; nothing where it cannot be read.
pub(super) fn older_numbers(folder: &Path) -> Older {
    let text = read_plain_text(&folder.join("ledger.json"), LONGEST);
    let parsed = text.ok().and_then(|text| json::parse(&text));
    let Some(ledger) = parsed.and_then(|json| serde_json::from_value::<Ledger>(json).ok()) else {
        return Older::default();
    };
    let last = ledger.releases.len();
    let older = ledger
        .numbers
        .into_iter()
        .filter(|number| number.since + 1 < last);
    let names = older.map(|number| {
        let mut words = number.counts;
        if words.len() > 4 && ["pair", "set", "domains"].contains(&words[3].as_str()) {
            words[4..].sort_unstable();
        }
        words
    });
    let hold = i64::try_from(ledger.hold).unwrap_or(i64::MAX);
    Older {
        changes: ledger.before.map_or(0, |_| hold.saturating_sub(1)),
        names: names.collect(),
    }
}

/// `utility` of `run.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Utility {
    rows: usize,
    hidden: usize,
    printed: usize,
    held: usize,
    oldest: Option<String>,
    restored: Option<String>,
    hold: u64,
    away: u64,
    error: Option<f64>,
}

/// `audit` of `run.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Audit {
    candidates: u64,
    organisations: usize,
    #[serde(rename = "public_totals")]
    _public_totals: usize,
}

/// To anyone a hidden count can be at least so many numbers.
const CANDIDATES: u64 = 4;

/// The fewest numbers of which an error is told.
const ENOUGH: usize = 500;

impl Ledger {
    pub(super) fn read(path: &Path) -> Option<Self> {
        let text = read_plain_text(path, LONGEST).ok()?;
        serde_json::from_value(json::parse(&text)?).ok()
    }

    /// The printed number of households in the whole town with so many services.
    pub(super) fn households(&self, services: &str) -> Option<u64> {
        let counts = ["household", "all", "all", "services", services];
        let number = self.numbers.iter().find(|number| number.counts == counts);
        number.map(|number| number.printed)
    }

    /// The release that a number stands since.
    fn since(&self, number: &Number) -> Option<&str> {
        self.releases.get(number.since).map(String::as_str)
    }
}

/// Checks the ledger of the release in `folder`; the release before may stand beside it, or be one of `given`.
pub(super) fn check(
    (folder, given): (&Path, &[PathBuf]),
    tables: &Tables,
    run: &Json,
    verdict: &mut Verdict,
) {
    if verdict.is_internal {
        for field in ["utility", "audit", "follows"] {
            if !run[field].is_null() {
                verdict.object(format!("run.json: `{field}` is of a protected release"));
            }
        }
        return;
    }
    let Some(ledger) = Ledger::read(&folder.join("ledger.json")) else {
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
    let is_held = |number: &&Number| number.since + 1 < ledger.releases.len();
    if ledger.numbers.iter().filter(is_held).count() != ledger.held {
        verdict
            .object("ledger.json: `held` is not how many numbers stand since an earlier release");
    }
    check_numbers(&ledger, tables, verdict);
    check_utility(&ledger, tables, run, verdict);
    check_audit(run, verdict);
    if let Some(before) = &ledger.before {
        check_before(folder, given, (&ledger, before), verdict);
    }
}

/// What `run.json` says that protecting cost; only the error cannot be known from the files.
fn check_utility(ledger: &Ledger, tables: &Tables, run: &Json, verdict: &mut Verdict) {
    let Ok(told) = serde_json::from_value::<Utility>(run["utility"].clone()) else {
        return verdict.object("run.json: `utility` cannot be read");
    };
    let last = ledger.releases.len().saturating_sub(1);
    let since = ledger.numbers.iter().map(|number| number.since);
    let held: Vec<usize> = since.filter(|since| *since < last).collect();
    let oldest = held.iter().min().map(|since| &ledger.releases[*since]);
    let reach = tables.printing.as_ref().map_or(0, Printing::reach);
    let is_mean = |error: f64| {
        let tenths = error * 10.0;
        let furthest = (reach + ledger.hold) as f64;
        told.printed >= ENOUGH
            && (0.0..=furthest).contains(&error)
            && (tenths - tenths.round()).abs() < 1e-9
    };
    for (field, holds) in [
        ("rows", (told.hidden, told.rows) == tables.hidden_of_rows()),
        ("printed", told.printed == ledger.numbers.len()),
        ("held", told.held == held.len()),
        ("oldest", told.oldest.as_ref() == oldest),
        ("restored", told.restored == ledger.restored),
        ("hold", told.hold == ledger.hold),
        ("away", told.away == reach),
        ("error", told.error.is_none_or(is_mean)),
    ] {
        if !holds {
            verdict.object(format!(
                "run.json: `utility.{field}` is not as in the tables and ledger.json"
            ));
        }
    }
}

/// What `run.json` says of the audit: that it was made, and what it must have found.
fn check_audit(run: &Json, verdict: &mut Verdict) {
    let Ok(told) = serde_json::from_value::<Audit>(run["audit"].clone()) else {
        return verdict.object("run.json: `audit` cannot be read");
    };
    let parties = run["parties"].as_array().map_or(0, Vec::len);
    if told.candidates < CANDIDATES {
        verdict.object("run.json: `audit` leaves too little of a hidden count open");
    }
    if told.organisations >= parties.max(1) {
        verdict.object("run.json: `audit` names more organisations than there are");
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

/// The chain: the ledger of the release before is the one that this release followed, and what it printed stands since then
/// or is drawn anew.
fn check_before(
    folder: &Path,
    given: &[PathBuf],
    (ledger, before): (&Ledger, &Before),
    verdict: &mut Verdict,
) {
    if before.release.contains(['/', '\\']) || before.release.starts_with('.') {
        return verdict.object("ledger.json: the release before has no such name");
    }
    let path = found(&before.release, folder, given).map(|folder| folder.join("ledger.json"));
    let text = path
        .as_ref()
        .and_then(|path| read_plain_text(path, LONGEST).ok());
    verdict.follows = Some((before.release.clone(), text.is_some()));
    let (Some(path), Some(text)) = (path, text) else {
        return;
    };
    let digest = FileDigest::new(Sha256::digest(text.as_bytes()).into());
    if digest.to_string() != before.sha256 {
        return verdict.object(format!(
            "ledger.json: {} is not the release that this one follows: it was changed or made again",
            before.release
        ));
    }
    let Some(earlier) = Ledger::read(&path) else {
        return verdict.object(format!(
            "ledger.json: that of {} cannot be read",
            before.release
        ));
    };
    if !ledger.releases.starts_with(&earlier.releases) {
        return verdict.object(format!(
            "ledger.json: its releases are not those of {} and later ones",
            before.release
        ));
    }
    let stood: HashMap<_, _> = (earlier.numbers.iter())
        .map(|number| (&number.counts, earlier.since(number)))
        .collect();
    let is_other = |number: &&Number| {
        let (since, before) = (ledger.since(number), stood.get(&number.counts));
        since != Some(&ledger.release) && before.is_some_and(|before| *before != since)
    };
    let mut drawn: HashMap<&str, Option<HashSet<Vec<String>>>> = HashMap::new();
    for number in ledger.numbers.iter().filter(is_other) {
        // It can stand since a release that counts otherwise, if that printed it.
        let since = ledger.since(number).unwrap_or_default();
        let drawn = drawn
            .entry(since)
            .or_insert_with(|| drawn_in(since, folder, given));
        match drawn {
            None => verdict.follows = Some((before.release.clone(), false)),
            Some(drawn) if drawn.contains(&number.counts) => {}
            Some(_) => {
                return verdict.object(format!(
                    "ledger.json: a number stands since another release than in {}",
                    before.release
                ));
            }
        }
    }
}

/// What a release drew, where it stands beside this one or was given too.
fn drawn_in(release: &str, folder: &Path, given: &[PathBuf]) -> Option<HashSet<Vec<String>>> {
    let ledger = Ledger::read(&found(release, folder, given)?.join("ledger.json"))?;
    let last = ledger.releases.len().checked_sub(1)?;
    let own = ledger
        .numbers
        .into_iter()
        .filter(|number| number.since == last);
    Some(own.map(|number| number.counts).collect())
}

/// The folder of a release: one of those given, or beside this one.
pub(super) fn found(release: &str, folder: &Path, given: &[PathBuf]) -> Option<PathBuf> {
    let is_it = |folder: &&PathBuf| {
        let ledger = Ledger::read(&folder.join("ledger.json"));
        ledger.is_some_and(|ledger| ledger.release == release)
    };
    let is_name = !release.contains(['/', '\\']) && !release.starts_with('.');
    let beside = || Some(folder.parent()?.join(release));
    given
        .iter()
        .find(is_it)
        .cloned()
        .or_else(|| beside().filter(|_| is_name))
}
