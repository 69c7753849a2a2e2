//! Witnesses: made-up towns that give exactly the published tables.
//!
//! One of them says that the tables hold together; two, with a hidden count at its smallest and at its largest, that the
//! tables do not tell it. They are found from what is published and nothing else: tables, `run.json`, `ledger.json`.

mod cells;
mod exchanges;
mod file;
mod moves;
mod random;
mod search;
mod span;
mod standing;
mod start;
mod tables;
mod targets;
#[cfg(test)]
mod tests;
mod town;

pub use standing::Standing;

use crate::error::Result;
use crate::released::calculate::ReleaseTables;
use crate::released::runs::RunRecord;
use crate::vocabulary::{CountingRule, Progress};

/// The seed of all draws: the same tables have the same witnesses.
const SEED: u64 = 0;

/// So many times as long it looks where what is hidden is left open: nothing else is tried after it.
const PATIENCE: usize = 10;

/// Whether made-up towns go with a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Witnesses {
    /// None do.
    None,
    /// For each hidden count, with it at its smallest and at its largest.
    OfEachHidden,
}

impl Witnesses {
    /// Those of hidden counts, when they are asked for.
    #[must_use]
    pub const fn asked(is_asked: bool) -> Self {
        if is_asked {
            Self::OfEachHidden
        } else {
            Self::None
        }
    }
}

/// The text of `witness.json`: a town and, `for_each_hidden` count, how to change it so that the count is at an end of what it
/// can be. Where no town has all that is hidden small, what is hidden is left open. `None` for exact tables, for more than 128 services, and where no town is found.
///
/// # Errors
/// When the user stops.
pub fn witness(
    record: &RunRecord,
    tables: &ReleaseTables,
    standing: &Standing,
    for_each_hidden: bool,
    progress: &dyn Progress,
) -> Result<Option<String>> {
    let Some(rounding) = &record.profile.rounding else {
        return Ok(None);
    };
    let is_distinct = record.count == CountingRule::Distinct;
    let first = |is_open| {
        let cells = tables::cells(tables, rounding, standing, (is_distinct, is_open));
        let random = &mut random::Random::new(SEED, 0);
        let patience = if is_open { PATIENCE } else { 1 };
        let town = cells.map(|cells| search::first(cells, patience, random, progress));
        Ok(town.transpose()?.flatten())
    };
    progress.begin("making a town up", None);
    // Where no count is hidden for being small, those that are can be of any size.
    let closed = if rounding.hidden().is_some() {
        first(false)?
    } else {
        None
    };
    let is_open = closed.is_none();
    let town = if is_open { first(true)? } else { closed };
    progress.end();
    let Some(town) = town else {
        return Ok(None);
    };
    let reached = if for_each_hidden {
        targets::all(&town, SEED, progress)?
    } else {
        Vec::new()
    };
    file::text(&town, &reached, (&record.release, is_open)).map(Some)
}
