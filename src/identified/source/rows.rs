//! An extract whose files are settled, and its rows, pulled one by one.

use super::RawRow;
use crate::error::Result;
use crate::identified::settings::DateOrder;
use crate::vocabulary::Finding;

/// What is known of an extract before its rows are read.
#[derive(Clone)]
pub(in crate::identified) struct Reading {
    /// The order of the dates, given or detected.
    pub(in crate::identified) dates: DateOrder,
    /// What was detected or settled about each file, in words.
    pub(in crate::identified) detected: Vec<String>,
    /// What the user should look at, in sentences that begin with the file.
    pub(in crate::identified) doubts: Vec<String>,
}

/// An extract whose encodings, columns and dates are settled.
pub(in crate::identified) trait Surveyed: Sync {
    fn reading(&self) -> &Reading;

    /// Its rows, from the first; as often as they are asked for.
    fn rows(&self) -> Result<Box<dyn Rows + '_>>;
}

/// What comes next of an extract.
pub(in crate::identified) enum Next {
    /// A row, which is filled.
    Row,
    /// What cannot be handed on as a row.
    Finding(Finding),
    /// Nothing yet: time to ask whether the user wants to stop.
    Pause,
    /// Nothing more.
    End,
}

/// The rows of an extract, in order.
pub(in crate::identified) trait Rows: Send {
    /// Goes on to what comes next; `row` is used again.
    ///
    /// # Errors
    /// When a file cannot be read to its end.
    fn next(&mut self, row: &mut RawRow) -> Result<Next>;

    /// The bytes of the files that are read by now.
    fn bytes_read(&self) -> u64;

    /// Whether the extract held somebody of whom neither a row nor a finding came.
    fn has_met_any(&self) -> bool {
        false
    }

    /// What only the rows could tell, once they have ended, as [`Reading::doubts`].
    fn doubts(&mut self) -> Vec<String> {
        Vec::new()
    }
}
