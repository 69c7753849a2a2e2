//! The public half of the ledger, `ledger.json`: what is printed, since which release, and the release before.

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::entry::Entry;
use super::releases::Chain;
use crate::error::{Code, Error, Result};
use crate::pseudonymous::protect::Outcome;
use crate::vocabulary::FileDigest;

/// The file of a release.
#[derive(Serialize)]
struct Public<'a> {
    release: &'a str,
    series: &'a str,
    release_key: &'a str,
    /// The joiners and leavers that must differ before a number may change.
    hold: u64,
    before: Option<Before<'a>>,
    /// How many numbers stay as an earlier release printed them. How many hidden counts do would tell which have anybody in them.
    held: usize,
    /// The last of the releases whose ledger was lost, while a number stands since one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    restored: Option<&'a str>,
    /// The releases that numbers can stand since, this one last.
    releases: &'a [String],
    numbers: Vec<Line>,
}

#[derive(Serialize)]
struct Before<'a> {
    release: &'a str,
    /// SHA-256 of its `ledger.json`.
    sha256: &'a str,
}

#[derive(Serialize)]
struct Line {
    counts: Vec<String>,
    printed: u64,
    /// An index of `releases`.
    since: u32,
}

/// The text of the file, and its digest.
///
/// # Errors
/// When it cannot be written as JSON.
pub(super) fn public_half<'a>(releases: &Chain, entry: &'a Entry) -> Result<&'a (String, String)> {
    if let Some(known) = entry.public.get() {
        return Ok(known);
    }
    let history = &entry.history;
    let printed = |drawn: &Outcome| {
        let printed = drawn.printed.filter(|number| *number > 0)?;
        Some(Line {
            counts: history.parts(&drawn.key),
            printed,
            since: history.since(&drawn.key),
        })
    };
    let mut numbers: Vec<Line> = entry.drawn.par_iter().filter_map(printed).collect();
    numbers.par_sort_unstable_by(|one, other| one.counts.cmp(&other.counts));
    let is_held = |number: &&Line| number.since < history.index;
    let before = history.last.map(|last| {
        let last = &releases.releases[last as usize];
        Before {
            release: &last.release,
            sha256: &last.public,
        }
    });
    let public = Public {
        release: entry.release(),
        series: &releases.series,
        release_key: &releases.key,
        hold: history.hold,
        before,
        held: numbers.iter().filter(is_held).count(),
        restored: entry.restored(releases),
        releases: &history.releases,
        numbers,
    };
    let json = serde_json::to_string(&public)
        .map_err(|_| Error::new(Code::InternalError, "the ledger cannot be written as JSON"))?
        + "\n";
    let digest = digest_of(json.as_bytes());
    Ok(entry.public.get_or_init(|| (json, digest)))
}

/// SHA-256, in hexadecimal digits.
pub(super) fn digest_of(bytes: &[u8]) -> String {
    FileDigest::new(Sha256::digest(bytes).into()).to_string()
}
