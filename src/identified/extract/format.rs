//! What every format of extracts can do, and where a reader puts what it reads.

use crate::error::{Error, Result};
use crate::identified::extract::text::TextFile;
use crate::identified::extract::{RawRow, Reading};
use crate::identified::settings::{ExtractFormat, ExtractSettings};
use crate::vocabulary::{Finding, Progress};

/// The rows after which the user is asked whether to go on.
const ROWS_BETWEEN_QUESTIONS: u64 = 4096;

/// A format of extracts; a new one is a file with this in it and a line in [`FORMATS`](super::FORMATS).
pub(super) trait Format: Sync {
    /// Its name in the agreement.
    fn kind(&self) -> ExtractFormat;

    /// Whether an extract that begins with these bytes is of this format.
    fn recognises(&self, head: &[u8]) -> bool;

    /// Settles all that can be settled before the rows are read.
    ///
    /// # Errors
    /// With all mistakes of the mapping at once.
    fn survey(&self, settings: &ExtractSettings, files: &[TextFile]) -> Result<Reading>;

    /// Reads the whole extract into `sink`.
    ///
    /// # Errors
    /// As [`Format::survey`], when a file cannot be read to its end, and what the sink gives back.
    fn read(
        &self,
        settings: &ExtractSettings,
        files: &[TextFile],
        sink: &mut Sink<'_>,
    ) -> Result<Reading>;
}

/// What receives the findings of an extract.
pub(super) type OnFinding<'a> = dyn FnMut(Finding) -> Result<()> + 'a;

/// What receives the rows of an extract, and passes on the findings in them.
pub(super) type OnRow<'a> = dyn FnMut(&RawRow, &mut OnFinding<'_>) -> Result<()> + 'a;

/// Where a reader puts its rows, its findings and its progress.
pub(super) struct Sink<'a> {
    finding: &'a mut OnFinding<'a>,
    each: &'a mut OnRow<'a>,
    progress: &'a dyn Progress,
    handed_on: u64,
}

impl<'a> Sink<'a> {
    /// A sink that hands on to these.
    pub(super) fn new(
        finding: &'a mut OnFinding<'a>,
        each: &'a mut OnRow<'a>,
        progress: &'a dyn Progress,
    ) -> Self {
        Self {
            finding,
            each,
            progress,
            handed_on: 0,
        }
    }

    /// Hands on a row.
    pub(super) fn row(&mut self, row: &RawRow) -> Result<()> {
        self.handed_on += 1;
        if self.handed_on.is_multiple_of(ROWS_BETWEEN_QUESTIONS) {
            self.stop_if_asked()?;
        }
        (self.each)(row, self.finding)
    }

    /// Hands on a finding.
    pub(super) fn finding(&mut self, finding: Finding) -> Result<()> {
        (self.finding)(finding)
    }

    /// Says that `bytes` more of the extract were read.
    pub(super) fn advance(&mut self, bytes: u64) -> Result<()> {
        self.progress.advance(bytes);
        self.stop_if_asked()
    }

    /// Fails when the user wants to stop.
    pub(super) fn stop_if_asked(&self) -> Result<()> {
        if self.progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        Ok(())
    }
}
