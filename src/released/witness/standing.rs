//! Which numbers of a release stand since an earlier one, as its ledger says: what they were drawn for can have changed since.

use std::collections::HashSet;

use serde::Deserialize;

use crate::error::{Code, Error, Result};

/// The numbers of a release that are older than it.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// So many contributors at most can have joined or left a count since its number was drawn.
    pub(super) changes: i32,
    /// What older numbers count, in the words of the ledger; services and domains sorted.
    pub(super) older: HashSet<Vec<String>>,
}

/// What is used of the file.
#[derive(Deserialize)]
struct Ledger {
    hold: u64,
    before: Option<serde_json::Value>,
    releases: Vec<String>,
    numbers: Vec<Number>,
}

#[derive(Deserialize)]
struct Number {
    counts: Vec<String>,
    since: usize,
}

impl Standing {
    /// What the text of `ledger.json` says.
    ///
    /// # Errors
    /// When the text is no ledger.
    pub fn read(text: &str) -> Result<Self> {
        let ledger: Ledger = serde_json::from_str(text)
            .map_err(|_| Error::new(Code::InternalError, "ledger.json is not a ledger"))?;
        let is_older = |number: &Number| number.since + 1 < ledger.releases.len();
        let older = ledger.numbers.into_iter().filter(is_older);
        let changes = ledger.before.map_or(0, |_| ledger.hold.saturating_sub(1));
        Ok(Self {
            changes: super::span::number(changes),
            older: older.map(|number| in_order(number.counts)).collect(),
        })
    }
}

/// Services and domains sorted: tables name them in another order than the ledger.
fn in_order(mut counts: Vec<String>) -> Vec<String> {
    if let [_, _, _, kind, what @ ..] = counts.as_mut_slice()
        && ["pair", "set", "domains"].contains(&kind.as_str())
    {
        what.sort_unstable();
    }
    counts
}
