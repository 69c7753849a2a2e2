//! A lost ledger, started again from what the last release of the series printed.

use std::path::Path;

use serde::Deserialize;

use super::file::Ledger;
use super::public::digest_of;
use super::releases::{Chain, Earlier, Restored, Then};
use crate::error::{Code, Error, Result};
use crate::files::read_plain_text;
use crate::pseudonymous::cells::CellKey;
use crate::vocabulary::Day;

/// The most bytes that a public half can have.
const LONGEST: u64 = 1 << 30;

/// The parts of `ledger.json` that say what was printed.
#[derive(Deserialize)]
struct Public {
    series: String,
    release_key: String,
    releases: Vec<String>,
    numbers: Vec<Number>,
}

#[derive(Deserialize)]
struct Number {
    counts: Vec<String>,
    printed: u64,
    since: u32,
}

impl Ledger {
    /// Goes on from what the release in `folder` printed; what is not in its `ledger.json` was hidden. `soft` is
    /// derived from the release key.
    ///
    /// # Errors
    /// When it has no public half of this series and release key.
    pub fn restore(&mut self, folder: &Path, soft: u64) -> Result<()> {
        let path = folder.join("ledger.json");
        let text = read_plain_text(&path, LONGEST).map_err(|e| Error::io(&path, "read", &e))?;
        let public = serde_json::from_str::<Public>(&text).ok();
        let restored = public.and_then(|public| {
            let own = (&self.releases.series, &self.releases.key);
            let is_own = (&public.series, &public.release_key) == own;
            is_own.then(|| chain(&public, &text, soft)).flatten()
        });
        self.releases = restored.ok_or_else(|| {
            let message = "not of a release of this series, under this release key";
            Error::at(Code::LedgerOther, &path, message)
        })?;
        Ok(())
    }
}

fn chain(public: &Public, text: &str, soft: u64) -> Option<Chain> {
    let last = public.releases.len().checked_sub(1)?;
    let earlier = |(index, release): (usize, &String)| {
        let is_last = index == last;
        Some(Earlier {
            public: if is_last {
                digest_of(text.as_bytes())
            } else {
                String::new()
            },
            definitions: None,
            incomplete: Vec::new(),
            reference_date: day_of(release)?,
            keep_until: None,
            households: None,
            cells: if is_last {
                cells(&public.numbers)
            } else {
                Vec::new()
            },
            release: release.clone(),
            comparable: None,
        })
    };
    let releases = public.releases.iter().enumerate().map(earlier);
    let restored = Restored {
        last: u32::try_from(last).ok()?,
        soft,
    };
    let is_known = |number: &Number| number.since <= restored.last;
    public.numbers.iter().all(is_known).then_some(())?;
    Some(Chain {
        releases: releases.collect::<Option<_>>()?,
        series: public.series.clone(),
        key: public.release_key.clone(),
        restored: Some(restored),
    })
}

fn cells(numbers: &[Number]) -> Vec<Then> {
    let then = |number: &Number| Then {
        cell: CellKey::of_parts(&number.counts),
        drawn: Some(number.printed),
        since: number.since,
        count: number.printed,
        range: [0, u64::MAX],
    };
    let mut cells: Vec<Then> = numbers.iter().map(then).collect();
    cells.sort_unstable();
    cells
}

/// The reference date in the name of a release: before its last eight digits.
fn day_of(release: &str) -> Option<Day> {
    let (before, _) = release.rsplit_once('-')?;
    Day::parse(before.get(before.len().checked_sub(10)?..)?)
}
