//! The rows of an `.xlsx` workbook, streamed; only shared texts stay in memory.

use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::PathBuf;

use calamine::{DataRef, Reader, SheetVisible, Xlsx};

use super::book::{Book, Broken, OnSheetRow};
use super::hidden::Hidden;
use super::row::SheetRow;
use super::xlsx_parts::Parts;
use crate::identified::source::file::{Source, open};

/// An Excel workbook since 2007.
pub(super) struct XlsxBook {
    book: Xlsx<BufReader<File>>,
    path: PathBuf,
    parts: Parts,
}

impl XlsxBook {
    pub(super) fn open(file: &Source) -> Result<Self, Broken> {
        let source = open(&file.path).map_err(Broken::Given)?;
        let book = Xlsx::new(BufReader::new(source)).map_err(|_| Broken::Damaged)?;
        Ok(Self {
            book,
            path: file.path.clone(),
            parts: Parts::of(&file.path).map_err(Broken::Given)?,
        })
    }
}

impl Book for XlsxBook {
    fn sheets(&self) -> Vec<String> {
        self.book.sheet_names()
    }

    fn hidden_sheets(&self) -> Vec<usize> {
        let sheets = self.book.sheets_metadata().iter();
        let hidden = sheets
            .enumerate()
            .filter(|(_, one)| one.visible != SheetVisible::Visible);
        hidden.map(|(place, _)| place).collect()
    }

    fn hidden(&mut self, sheet: usize) -> Result<Hidden, Broken> {
        self.parts.hidden(&self.path, sheet).map_err(Broken::Given)
    }

    fn for_each_row(&mut self, sheet: usize, each: &mut OnSheetRow<'_>) -> Result<(), Broken> {
        let is_1904 = self.book.has_1904_epoch();
        let names = self.book.sheet_names();
        let name = names.get(sheet).ok_or(Broken::Damaged)?;
        let mut cells = match self.book.worksheet_cells_reader(name) {
            Ok(cells) => cells,
            // A sheet that is a chart has no cells.
            Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(()),
            Err(_) => return Err(Broken::Damaged),
        };
        let mut row = SheetRow::new(is_1904);
        loop {
            let cell = cells.next_cell_with_formula_metadata();
            let Some(cell) = cell.map_err(|_| Broken::Damaged)? else {
                break;
            };
            let (at, column) = cell.pos;
            let number = u64::from(at) + 1;
            if number != row.number {
                if row.number > 0 && each(&row).map_err(Broken::Given)? == ControlFlow::Break(()) {
                    return Ok(());
                }
                row.begin(number);
            }
            let is_zero = self.parts.is_uncalculated && is_zero(&cell.value);
            if cell.formula.is_some() && (cell.value == DataRef::Empty || is_zero) {
                row.set_broken(column as usize);
            } else {
                set(&mut row, column as usize, &cell.value);
            }
        }
        if row.number > 0 {
            each(&row).map(|_| ()).map_err(Broken::Given)?;
        }
        Ok(())
    }
}

/// Whether this is what programs that do not calculate write for the result of a formula.
fn is_zero(value: &DataRef<'_>) -> bool {
    match value {
        DataRef::Int(number) => *number == 0,
        DataRef::Float(number) => *number == 0.0,
        DataRef::DateTime(day) => day.as_f64() == 0.0,
        _ => false,
    }
}

fn set(row: &mut SheetRow, column: usize, value: &DataRef<'_>) {
    match value {
        DataRef::Empty => {}
        DataRef::Int(number) => row.set_number(column, *number as f64),
        DataRef::Float(number) => row.set_number(column, *number),
        DataRef::String(text) => row.set_text(column, text),
        DataRef::SharedString(text) => row.set_text(column, text),
        DataRef::Bool(is_true) => row.set_text(column, if *is_true { "true" } else { "false" }),
        DataRef::DateTime(day) if day.is_datetime() => row.set_serial_day(column, day.as_f64()),
        DataRef::DateTimeIso(text) => row.set_iso_day(column, text),
        DataRef::DateTime(_) | DataRef::DurationIso(_) | DataRef::Error(_) => {
            row.set_broken(column);
        }
    }
}
