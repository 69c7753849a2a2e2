//! Checks `follows` of `run.json`: that it is the release before of `ledger.json`, and, where that release is there too, that it
//! printed these numbers and counted like this.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value as Json;

use super::files::LONGEST;
use super::ledger::{Ledger, found};
use super::page::{incomplete, took_part};
use super::printing::Printing;
use super::tables::Tables;
use super::{Verdict, json};
use crate::files::read_plain_text;
use crate::vocabulary::Day;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Follows {
    release: String,
    reference_date: String,
    then: Option<Then>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Then {
    from: String,
    to: String,
    count: String,
    moment: String,
    providers: Vec<String>,
    incomplete: Vec<String>,
    households: [Option<u64>; 4],
}

/// Checks the record in the run of `folder`; the release before may stand beside it, or be one of `given`.
pub(super) fn check(
    (folder, given): (&Path, &[PathBuf]),
    tables: &Tables,
    run: &Json,
    verdict: &mut Verdict,
) {
    let Some(ledger) = Ledger::read(&folder.join("ledger.json")) else {
        // Inside there is none; else that was said.
        return;
    };
    let follows = serde_json::from_value::<Option<Follows>>(run["follows"].clone());
    let Ok(follows) = follows else {
        return verdict.object("run.json: `follows` cannot be read");
    };
    let before = ledger.before.map(|before| before.release);
    if follows.as_ref().map(|follows| &follows.release) != before.as_ref() {
        verdict.object("run.json: `follows` is not the release before of ledger.json");
    }
    let Some(follows) = follows else {
        return;
    };
    let is_day = Day::parse(&follows.reference_date).is_some();
    let named = format!("-{}-", follows.reference_date);
    if !is_day || !follows.release.contains(&named) {
        verdict.object("run.json: `follows.reference_date` is not that of the release's name");
    }
    let Some(then) = &follows.then else {
        return;
    };
    if !can_be_printed(then.households, tables.printing.as_ref()) {
        verdict.object("run.json: `follows.then.households` cannot have been printed");
    }
    if let Some(earlier) = found(&follows.release, folder, given) {
        compare(&earlier, then, verdict);
    }
}

/// Whether the profile prints such numbers, and none above its whole.
fn can_be_printed(households: [Option<u64>; 4], printing: Option<&Printing>) -> bool {
    let is_printed = |count: u64| printing.is_none_or(|printing| printing.can_print(count, false));
    let shown: Vec<u64> = households.into_iter().flatten().collect();
    shown.is_sorted_by(|whole, part| whole >= part) && shown.into_iter().all(is_printed)
}

/// The release before, from its own files: what they do not hold cannot be compared.
fn compare(earlier: &Path, then: &Then, verdict: &mut Verdict) {
    if let Some(ledger) = Ledger::read(&earlier.join("ledger.json")) {
        for (services, said) in ["all", "1+", "2+", "3+"].iter().zip(then.households) {
            verdict.numbers += 1;
            if ledger.households(services) != said.filter(|households| *households > 0) {
                verdict.object(format!(
                    "run.json: `follows.then.households`, {services}, is not what the release before printed"
                ));
            }
        }
    }
    let text = read_plain_text(&earlier.join("run.json"), LONGEST);
    let Some(run) = text.ok().and_then(|text| json::parse(&text)) else {
        return;
    };
    for (field, said) in [
        ("from", &then.from),
        ("to", &then.to),
        ("count", &then.count),
        ("moment", &then.moment),
    ] {
        if run[field].as_str() != Some(said) {
            verdict.object(format!(
                "run.json: `follows.then.{field}` is not that of the release before"
            ));
        }
    }
    for (field, said, own) in [
        ("providers", &then.providers, took_part(&run)),
        ("incomplete", &then.incomplete, incomplete(&run)),
    ] {
        if *said != own {
            verdict.object(format!(
                "run.json: `follows.then.{field}` are not those of the release before"
            ));
        }
    }
}
