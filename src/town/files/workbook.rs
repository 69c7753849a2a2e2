//! Excel workbooks: numbers as numbers, days as days, the rest as text.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::error::{Code, Error, Result};
use crate::town::extracts::BETWEEN_CELLS;
use crate::town::providers::{Column, Provider};

/// The day on which every workbook was made, so it says: the same town has the same bytes.
const MADE: (u16, u8, u8) = (2027, 1, 4);

pub(super) struct Book {
    provider: &'static Provider,
    path: PathBuf,
    sheet: Worksheet,
    day: Format,
    rows: u32,
}

impl Book {
    /// A sheet with its headers.
    pub(super) fn begin(provider: &'static Provider, path: &Path) -> Result<Self> {
        let mut book = Self {
            provider,
            path: path.to_owned(),
            sheet: Worksheet::new(),
            day: Format::new().set_num_format("dd-mm-yyyy"),
            rows: 0,
        };
        for (place, (_, name)) in (0..).zip(provider.columns) {
            let written = book.sheet.write_string(0, place, *name).map(|_| ());
            written.map_err(|_| book.failed())?;
        }
        Ok(book)
    }

    /// How many rows are below the headers.
    pub(super) const fn rows(&self) -> usize {
        self.rows as usize
    }

    pub(super) fn put(&mut self, line: &str) -> Result<()> {
        self.rows += 1;
        let cells = line.split(BETWEEN_CELLS);
        for ((place, (column, _)), text) in (0..).zip(self.provider.columns).zip(cells) {
            if !text.is_empty() {
                self.write(place, *column, text)
                    .map_err(|_| self.failed())?;
            }
        }
        Ok(())
    }

    fn write(
        &mut self,
        place: u16,
        column: Column,
        text: &str,
    ) -> std::result::Result<(), XlsxError> {
        let (row, sheet) = (self.rows, &mut self.sheet);
        match column {
            Column::BsnNumber | Column::Number if text.parse::<u32>().is_ok() => {
                sheet.write_number(row, place, text.parse::<u32>().unwrap_or_default())?;
            }
            Column::Start | Column::End if day(text).is_some() => {
                let day = day(text).unwrap_or_default();
                sheet.write_datetime_with_format(row, place, &day, &self.day)?;
            }
            _ => {
                sheet.write_string(row, place, text)?;
            }
        }
        Ok(())
    }

    /// Writes the workbook: its one sheet with rows, and the empty one that many workbooks have.
    pub(super) fn finish(self) -> Result<()> {
        let failed = self.failed();
        let save = || -> std::result::Result<(), XlsxError> {
            let mut workbook = Workbook::new();
            let (year, month, day) = MADE;
            let made = ExcelDateTime::from_ymd(year, month, day)?;
            workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
            let mut sheet = self.sheet;
            sheet.set_name("Dossiers")?;
            workbook.push_worksheet(sheet);
            workbook.add_worksheet().set_name("Blad2")?;
            workbook.save(&self.path)
        };
        save().map_err(|_| failed)
    }

    fn failed(&self) -> Error {
        Error::new(
            Code::FileError,
            format!("{}: cannot write the workbook", self.path.display()),
        )
    }
}

/// `dd-mm-yyyy` as a day of Excel.
fn day(text: &str) -> Option<ExcelDateTime> {
    let mut parts = text.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    ExcelDateTime::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
