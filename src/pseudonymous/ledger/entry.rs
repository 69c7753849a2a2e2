//! A release that was protected, as the ledger will remember it.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::history::History;
use super::releases::{Chain, Earlier, Then};
use crate::pseudonymous::protect::Outcome;
use crate::vocabulary::Comparable;

/// A release: what was held in it, and what became of each count.
pub struct Entry {
    pub(super) history: History,
    pub(super) drawn: Vec<Outcome>,
    comparable: Comparable,
    /// The text of its public half and the digest of that, made when they are asked for first.
    pub(super) public: OnceLock<(String, String)>,
}

/// An error is published over at least this many numbers: the error of all others then hides that of any one.
const ENOUGH: usize = 500;

/// What protecting cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// How many counts are printed.
    pub printed: u64,
    /// How many of them stand as an earlier release printed them.
    pub held: u64,
    /// The earliest of those releases.
    pub oldest: Option<String>,
    /// The root mean square error, to one decimal; `None` where there are too few numbers.
    pub error: Option<f64>,
}

impl Entry {
    /// Puts together a history, what was drawn with it, and what the next release is compared with.
    #[must_use]
    pub const fn new(history: History, drawn: Vec<Outcome>, comparable: Comparable) -> Self {
        Self {
            history,
            drawn,
            comparable,
            public: OnceLock::new(),
        }
    }

    /// Its name.
    pub(super) fn release(&self) -> &str {
        self.history.releases.last().map_or("", String::as_str)
    }

    /// What protecting cost, over all counts together, so that it tells nothing of a single one.
    #[must_use]
    pub fn cost(&self) -> Cost {
        let printed = self.drawn.iter().filter_map(|drawn| {
            let number = drawn.printed.filter(|number| *number > 0)?;
            Some((self.history.since(&drawn.key), number.abs_diff(drawn.count)))
        });
        let printed: Vec<(u32, u64)> = printed.collect();
        let stand = printed.iter().map(|(since, _)| *since);
        let held: Vec<u32> = stand.filter(|since| *since < self.history.index).collect();
        let oldest = held.iter().min().map(|since| *since as usize);
        let squares: u64 = printed.iter().map(|(_, away)| away * away).sum();
        let error = (squares as f64 / printed.len() as f64).sqrt();
        Cost {
            printed: printed.len() as u64,
            held: held.len() as u64,
            oldest: oldest.and_then(|since| self.history.releases.get(since).cloned()),
            error: (printed.len() >= ENOUGH).then(|| (error * 10.0).round() / 10.0),
        }
    }

    /// The last release before the ledger was lost, as long as a number stands since then.
    pub(super) fn restored(&self, releases: &Chain) -> Option<&str> {
        let mut since = self.drawn.iter().filter(|drawn| drawn.printed > Some(0));
        let restored = releases.restored.as_ref()?;
        let stands = since.any(|drawn| self.history.since(&drawn.key) <= restored.last);
        let last = self.history.releases.get(restored.last as usize);
        last.filter(|_| stands).map(String::as_str)
    }

    pub(super) fn earlier(self, public: String) -> Earlier {
        let then = |drawn| self.history.then(drawn);
        let mut cells: Vec<Then> = self.drawn.par_iter().map(then).collect();
        cells.par_sort_unstable();
        Earlier {
            release: self.release().to_owned(),
            public,
            definitions: Some(self.history.definitions),
            reference_date: self.history.reference_date,
            keep_until: self.history.keep_until,
            incomplete: self.history.incomplete,
            households: Some(self.history.households),
            cells,
            comparable: Some(self.comparable),
        }
    }
}
