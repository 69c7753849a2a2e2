//! What every format implements, and where a reader puts what it reads.

use zeroize::Zeroizing;

use super::RawRow;
use super::file::Source;
use crate::error::{Error, Result};
use crate::identified::settings::{DateOrder, Encoding, ExtractFormat, ExtractSettings};
use crate::vocabulary::{Finding, Progress, Rule};

/// The rows after which the user is asked whether to go on.
const ROWS_BETWEEN_QUESTIONS: u64 = 4096;

/// A format of extracts; a new one is a file with this in it and a line in [`FORMATS`](crate::identified::formats::FORMATS).
pub(in crate::identified) trait Format: Sync {
    /// Its word, its name and its kind of files.
    fn format(&self) -> ExtractFormat;

    /// Whether a file is of this format, by how it begins.
    fn probe(&self, file: &Source) -> Fit;

    /// Settles all that can be settled before the rows are read.
    ///
    /// # Errors
    /// With all mistakes of the mapping at once.
    fn survey(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Reading>;

    /// Reads the whole extract into `sink`.
    ///
    /// # Errors
    /// As [`Format::survey`], when a file cannot be read to its end, and what the sink gives back.
    fn read(
        &self,
        settings: &ExtractSettings,
        files: &[Source],
        sink: &mut Sink<'_>,
    ) -> Result<Reading>;

    /// The names of the sheets with rows, where the format has sheets; they may name persons.
    ///
    /// # Errors
    /// When the file cannot be read as this format.
    fn sheets(&self, file: &Source) -> Result<Vec<String>> {
        let _ = file;
        Ok(Vec::new())
    }

    /// The file as a table with named columns, where the format has such: what `inspect` looks at. `None` for a format
    /// whose fields are its own.
    ///
    /// # Errors
    /// When the file cannot be read as this format.
    fn columns(
        &self,
        settings: &ExtractSettings,
        file: &Source,
    ) -> Result<Option<Box<dyn Columns>>> {
        let (_, _) = (settings, file);
        Ok(None)
    }
}

/// How one pass over an extract tells what it met.
#[derive(Clone)]
pub(in crate::identified) struct Reading {
    /// The order of the dates, given or detected.
    pub(in crate::identified) dates: DateOrder,
    /// What was detected or settled about each file, in words.
    pub(in crate::identified) detected: Vec<String>,
    /// What the user should look at, in sentences that begin with the file.
    pub(in crate::identified) doubts: Vec<String>,
}

/// Whether a file is of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) enum Fit {
    /// It is of another one.
    No,
    /// It is, when it is of no other.
    Maybe,
    /// It can be of no other.
    Sure,
}

impl Fit {
    /// Sure where the claim holds, or else no.
    pub(in crate::identified) const fn sure_if(is_it: bool) -> Self {
        if is_it { Self::Sure } else { Self::No }
    }
}

/// A file as a table, whatever its columns are called.
pub(in crate::identified) trait Columns {
    /// The names in the header, in the order of the file; wiped on drop, as they are those of a person when the header
    /// is missing.
    fn names(&self) -> &[Zeroizing<String>];

    /// How the file is written.
    fn habits(&self) -> Habits;

    /// Whether a row is below the header: a part of an extract may have none, an extract must.
    fn has_rows(&self) -> bool;

    /// What the user should look at, in sentences that begin with the file.
    fn doubts(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether the names are the places of the columns in a line, because the file has no names.
    fn are_places(&self) -> bool {
        false
    }

    /// As [`Columns::for_each`], for a table whose columns at `days` hold dates: where cells have kinds, a bare number
    /// among them is the day that it stands for.
    ///
    /// # Errors
    /// As [`Columns::for_each`].
    fn for_each_with_days(&self, days: &[usize], each: &mut OnCells<'_>) -> Result<u64> {
        let _ = days;
        self.for_each(each)
    }

    /// Calls `each` with the cells of every row below the header, as many as there are names; `None` for a cell that
    /// cannot be decoded. Rows of another width are skipped and counted: the number of those comes back.
    ///
    /// # Errors
    /// When the file cannot be read to its end, and what `each` gives back.
    fn for_each(&self, each: &mut OnCells<'_>) -> Result<u64>;
}

/// What receives the cells of a row.
pub(in crate::identified) type OnCells<'a> = dyn FnMut(&[Option<&str>]) -> Result<()> + 'a;

/// How a file is written, in the terms of the agreement; `None` where the format knows no such thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::identified) struct Habits {
    /// What is between cells.
    pub(in crate::identified) delimiter: Option<u8>,
    pub(in crate::identified) encoding: Option<Encoding>,
    /// The sheet that was read.
    pub(in crate::identified) sheet: Option<SheetRead>,
}

/// A sheet of a workbook: the one to read, or the only one with rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::identified) struct SheetRead {
    /// Its name, which may be that of a person.
    pub(in crate::identified) name: String,
    /// Its place, from 1.
    pub(in crate::identified) place: usize,
    /// The sheets of the workbook.
    pub(in crate::identified) sheets: usize,
    /// How many of them have rows.
    pub(in crate::identified) with_rows: usize,
}

/// What receives the findings of an extract.
pub(in crate::identified) type OnFinding<'a> = dyn FnMut(Finding) -> Result<()> + 'a;

/// What receives the rows of an extract, and passes on the findings in them.
pub(in crate::identified) type OnRow<'a> =
    dyn FnMut(&RawRow, &mut OnFinding<'_>) -> Result<()> + 'a;

/// Where a reader puts its rows, its findings and its progress.
pub(in crate::identified) struct Sink<'a> {
    finding: &'a mut OnFinding<'a>,
    each: &'a mut OnRow<'a>,
    progress: &'a dyn Progress,
    handed_on: u64,
    has_met_any: bool,
}

impl<'a> Sink<'a> {
    /// A sink that hands on to these.
    pub(in crate::identified) fn new(
        finding: &'a mut OnFinding<'a>,
        each: &'a mut OnRow<'a>,
        progress: &'a dyn Progress,
    ) -> Self {
        Self {
            finding,
            each,
            progress,
            handed_on: 0,
            has_met_any: false,
        }
    }

    /// Notes that the extract holds somebody, whatever comes of it.
    pub(in crate::identified) const fn meet(&mut self) {
        self.has_met_any = true;
    }

    /// Whether the extract held anybody: a row, a client of a message, or something that could not be read.
    pub(in crate::identified) const fn has_met_any(&self) -> bool {
        self.has_met_any
    }

    /// Hands on a row.
    pub(in crate::identified) fn row(&mut self, row: &RawRow) -> Result<()> {
        self.handed_on += 1;
        self.meet();
        if self.handed_on.is_multiple_of(ROWS_BETWEEN_QUESTIONS) {
            self.stop_if_asked()?;
        }
        (self.each)(row, self.finding)
    }

    /// Hands on a finding.
    pub(in crate::identified) fn finding(&mut self, finding: Finding) -> Result<()> {
        if finding.rule != Rule::MessageUnknown {
            self.meet();
        }
        (self.finding)(finding)
    }

    /// Says that `bytes` more of the extract were read.
    pub(in crate::identified) fn advance(&mut self, bytes: u64) -> Result<()> {
        self.progress.advance(bytes);
        self.stop_if_asked()
    }

    /// Fails when the user wants to stop.
    pub(in crate::identified) fn stop_if_asked(&self) -> Result<()> {
        if self.progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        Ok(())
    }
}
