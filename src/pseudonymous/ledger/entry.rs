//! A release that was protected, as the ledger will remember it.

use super::history::History;
use super::releases::{Earlier, Then};
use crate::pseudonymous::protect::Outcome;

/// A release: what held in it, and what became of each count.
pub struct Entry {
    pub(super) history: History,
    pub(super) drawn: Vec<Outcome>,
}

impl Entry {
    /// Of a history and what was drawn with it.
    #[must_use]
    pub const fn new(history: History, drawn: Vec<Outcome>) -> Self {
        Self { history, drawn }
    }

    /// The release.
    pub(super) fn release(&self) -> &str {
        self.history.releases.last().map_or("", String::as_str)
    }

    pub(super) fn earlier(self, public: String) -> Earlier {
        let then = |drawn| self.history.then(drawn);
        let mut cells: Vec<Then> = self.drawn.iter().map(then).collect();
        cells.sort_unstable();
        Earlier {
            release: self.release().to_owned(),
            public,
            definitions: self.history.definitions,
            households: Some(self.history.households),
            cells,
        }
    }
}
