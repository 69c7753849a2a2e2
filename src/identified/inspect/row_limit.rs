//! How many rows an inspection reads.

use crate::error::{Error, Result};
use crate::vocabulary::Progress;

/// The rows that are looked at, over the files of an extract: more say nothing new.
const MOST_ROWS: u64 = 200_000;

/// The rows after which the user is asked whether to go on.
const ROWS_BETWEEN_QUESTIONS: u64 = 4096;

/// Counts rows, and says when there are enough.
pub(super) struct RowLimit<'a> {
    pub(super) rows: u64,
    progress: &'a dyn Progress,
}

impl<'a> RowLimit<'a> {
    pub(super) const fn new(progress: &'a dyn Progress) -> Self {
        Self { rows: 0, progress }
    }

    /// Counts a row; false when there are rows enough.
    pub(super) fn count(&mut self) -> Result<bool> {
        if self.rows.is_multiple_of(ROWS_BETWEEN_QUESTIONS) && self.progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        if self.rows == MOST_ROWS {
            return Ok(false);
        }
        self.rows += 1;
        self.progress.advance(1);
        Ok(true)
    }
}
