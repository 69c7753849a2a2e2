//! An Excel workbook of before 2007 in, its rows out.

use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;

use calamine::{Data, Reader, Xls, XlsError};

use super::book::{Book, Broken, OnSheetRow};
use super::row::SheetRow;
use crate::identified::extract::source::{Source, open};

/// An Excel workbook of before 2007.
pub(super) struct XlsBook {
    book: Xls<BufReader<File>>,
}

impl XlsBook {
    /// Opens the workbook.
    pub(super) fn open(file: &Source) -> Result<Self, Broken> {
        let source = open(&file.path).map_err(Broken::Given)?;
        let book = Xls::new(BufReader::new(source)).map_err(|error| match error {
            XlsError::Password => Broken::Locked,
            _ => Broken::Damaged,
        })?;
        Ok(Self { book })
    }
}

impl Book for XlsBook {
    fn sheets(&self) -> Vec<String> {
        self.book.sheet_names()
    }

    fn for_each_row(&mut self, sheet: usize, each: &mut OnSheetRow<'_>) -> Result<(), Broken> {
        let is_1904 = self.book.has_1904_epoch();
        let names = self.book.sheet_names();
        let name = names.get(sheet).ok_or(Broken::Damaged)?;
        let range = self
            .book
            .worksheet_range(name)
            .map_err(|_| Broken::Damaged)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut row = SheetRow::new(is_1904);
        for (number, cells) in (u64::from(first_row) + 1..).zip(range.rows()) {
            row.begin(number);
            for (column, value) in (first_column as usize..).zip(cells) {
                set(&mut row, column, value);
            }
            if each(&row).map_err(Broken::Given)? == ControlFlow::Break(()) {
                return Ok(());
            }
        }
        Ok(())
    }
}

fn set(row: &mut SheetRow, column: usize, value: &Data) {
    match value {
        Data::Empty => {}
        Data::Int(number) => row.set_number(column, *number as f64),
        Data::Float(number) => row.set_number(column, *number),
        Data::String(text) => row.set_text(column, text),
        Data::Bool(is_true) => row.set_text(column, if *is_true { "true" } else { "false" }),
        Data::DateTime(day) if day.is_datetime() => row.set_serial_day(column, day.as_f64()),
        Data::DateTimeIso(text) => row.set_iso_day(column, text),
        Data::DateTime(_) | Data::DurationIso(_) | Data::Error(_) => row.set_broken(column),
    }
}
