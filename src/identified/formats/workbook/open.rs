//! An open workbook: its sheets and their rows, whatever its kind.

use std::ops::ControlFlow;

use super::book::{Book, Broken, OnSheetRow};
use super::container::{ODS, SAVE_AS_XLSX, XLS, damaged, examine, locked};
use super::hidden::Hidden;
use super::ods::OdsBook;
use super::xls::XlsBook;
use super::xlsx::XlsxBook;
use crate::error::{Code, Result};
use crate::identified::settings::ExtractFormat;
use crate::identified::source::file::Source;

pub(super) struct Opened<'a> {
    file: &'a Source,
    /// What it is, whatever its name says.
    pub(super) kind: ExtractFormat,
    book: Box<dyn Book>,
}

impl<'a> Opened<'a> {
    /// Opens a workbook, once it is sure that it fits.
    ///
    /// # Errors
    /// When it is not one, is locked, damaged, too large or a bomb.
    pub(super) fn open(file: &'a Source) -> Result<Self> {
        let kind = examine(file)?;
        let book = open(file, kind).map_err(|broken| error_of(file, broken))?;
        Ok(Self { file, kind, book })
    }

    /// The names of the sheets.
    pub(super) fn sheets(&self) -> Vec<String> {
        self.book.sheets()
    }

    /// The indices of the sheets that are hidden.
    pub(super) fn hidden_sheets(&self) -> Vec<usize> {
        self.book.hidden_sheets()
    }

    /// What of a sheet is hidden, once all of its rows were read.
    ///
    /// # Errors
    /// When the sheet cannot be read to its end.
    pub(super) fn hidden(&mut self, sheet: usize) -> Result<Hidden> {
        let hidden = self.book.hidden(sheet);
        hidden.map_err(|broken| error_of(self.file, broken))
    }

    /// Calls `each` with the rows of a sheet, empty ones left out, until it has seen enough.
    ///
    /// # Errors
    /// When the sheet cannot be read to its end, and what `each` gives back.
    pub(super) fn for_each_row(&mut self, sheet: usize, each: &mut OnSheetRow<'_>) -> Result<()> {
        let read = self.book.for_each_row(sheet, &mut |row| {
            if row.filled() == 0 {
                return Ok(ControlFlow::Continue(()));
            }
            each(row)
        });
        read.map_err(|broken| error_of(self.file, broken))
    }
}

fn open(file: &Source, kind: ExtractFormat) -> std::result::Result<Box<dyn Book>, Broken> {
    Ok(match kind {
        XLS => Box::new(XlsBook::open(file)?),
        ODS => Box::new(OdsBook::open(file)?),
        _ => Box::new(XlsxBook::open(file)?),
    })
}

fn error_of(file: &Source, broken: Broken) -> crate::error::Error {
    match broken {
        Broken::Damaged => damaged(file),
        Broken::Locked => locked(file),
        Broken::Old => file
            .failed(Code::ExtractFormat, "is a workbook from before 1997")
            .hint(SAVE_AS_XLSX),
        Broken::NoWorkbook => file
            .failed(Code::ExtractFormat, "is an Office document, not a workbook")
            .hint("use the file with the rows: a CSV or a workbook"),
        Broken::Given(error) => error,
    }
}
