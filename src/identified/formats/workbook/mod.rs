//! Workbooks (`.xlsx`, `.xls` or `.ods`, whatever the name): the rows of one sheet.

mod biff;
mod book;
mod compound;
mod container;
mod hidden;
mod ods;
mod ods_sheet;
mod open;
mod row;
mod sheet;
#[cfg(test)]
mod tests;
mod xls;
mod xlsx;
mod xlsx_parts;

use std::ops::ControlFlow;
use std::path::PathBuf;

use zeroize::Zeroizing;

pub(super) use self::container::{ODS, XLS, XLSX};

use self::hidden::{Runs, doubt_on_sheets};
use self::open::Opened;
use self::row::{Kind, SheetRow};
use self::sheet::Sheet;
use crate::error::{Code, Error, Result};
use crate::identified::settings::{ExtractFormat, ExtractSettings, Field};
use crate::identified::source::dates::DateVotes;
use crate::identified::source::file::Source;
use crate::identified::source::format::{Columns, Fit, Format, Habits, OnCells, SheetRead, Sink};
use crate::identified::source::guard::unguarded;
use crate::identified::source::mapping::is_date;
use crate::identified::source::{RawRow, Reading, mapping};

/// A workbook; the three kinds are read alike, and a name or `format` that says another of the three does no harm.
pub(super) struct Workbook(pub(super) ExtractFormat);

impl Format for Workbook {
    fn format(&self) -> ExtractFormat {
        self.0
    }

    fn probe(&self, file: &Source) -> Fit {
        Fit::sure_if(container::likely_kind(file) == Some(self.0))
    }

    fn survey(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Reading> {
        Ok(reading(settings, &settle(settings, files)?))
    }

    fn read(
        &self,
        settings: &ExtractSettings,
        files: &[Source],
        sink: &mut Sink<'_>,
    ) -> Result<Reading> {
        let sheets = settle(settings, files)?;
        let mut reading = reading(settings, &sheets);
        for sheet in &sheets {
            reading.doubts.extend(read_sheet(sheet, sink)?);
            sink.advance(sheet.file.size)?;
        }
        Ok(reading)
    }

    fn sheets(&self, file: &Source) -> Result<Vec<String>> {
        let mut book = Opened::open(file)?;
        let names = book.sheets();
        let (places, _) = sheet::by_rows(&mut book, names.len())?;
        let name = |place| names.get(place).cloned();
        Ok(places.into_iter().filter_map(name).collect())
    }

    fn columns(
        &self,
        settings: &ExtractSettings,
        file: &Source,
    ) -> Result<Option<Box<dyn Columns>>> {
        let with_rows = self.sheets(file)?.len();
        let sheet = Sheet::settle(file, settings.sheet.as_deref(), &[])?;
        Ok(Some(Box::new(SheetColumns {
            path: file.path.clone(),
            names: sheet.names,
            place: sheet.place,
            header: sheet.header,
            has_rows: sheet.has_rows,
            read: SheetRead {
                name: sheet.name,
                place: sheet.place + 1,
                sheets: sheet.sheets,
                with_rows,
            },
        })))
    }
}

/// Finds sheet, header and columns in every file.
fn settle<'a>(settings: &ExtractSettings, files: &'a [Source]) -> Result<Vec<Sheet<'a>>> {
    let wanted = mapping::wanted(settings)?;
    let settle = |file| Sheet::settle(file, settings.sheet.as_deref(), &wanted);
    let sheets = files.iter().map(settle).collect::<Result<Vec<_>>>()?;
    let wrong: Vec<_> = sheets.iter().filter_map(Sheet::mistake).collect();
    if let Some(first) = sheets.iter().find(|sheet| sheet.mistake().is_some()) {
        return Err(Error::new(Code::ColumnsWrong, wrong.join("\n"))
            .hint(first.advice())
            .for_owner(first.names_for_owner(wanted.len())));
    }
    if let Some(first) = sheets.first()
        && !sheets.iter().any(|sheet| sheet.has_rows)
    {
        return Err(without_rows(first.file));
    }
    Ok(sheets)
}

fn without_rows(file: &Source) -> Error {
    file.failed(Code::ExtractEmpty, "has a header and no rows")
        .hint("make the export again and look whether it holds rows")
}

fn reading(settings: &ExtractSettings, sheets: &[Sheet<'_>]) -> Reading {
    let mut votes = DateVotes::default();
    for sheet in sheets {
        votes.add_all(sheet.dates);
    }
    let dates = settings.dates.unwrap_or_else(|| votes.decide());
    let tell = |sheet: &Sheet<'_>| {
        format!(
            "{}: {}, dates {}",
            sheet.file.name,
            sheet.words(),
            dates.word()
        )
    };
    Reading {
        dates,
        detected: sheets.iter().map(tell).collect(),
        doubts: Vec::new(),
    }
}

/// Reads the rows; what the user does not see of them comes back in sentences.
fn read_sheet(sheet: &Sheet<'_>, sink: &mut Sink<'_>) -> Result<Vec<String>> {
    let name = &sheet.file.name;
    let mut book = Opened::open(sheet.file)?;
    let (mut row, mut rows) = (RawRow::new(name), Runs::default());
    book.for_each_row(sheet.place, &mut |cells| {
        if cells.number > sheet.header {
            rows.add(cells.number, 1);
            row.begin(cells.number);
            for &(field, place) in &sheet.columns {
                set(&mut row, field, cells, place);
            }
            sink.row(&row)?;
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let hidden = book.hidden(sheet.place)?;
    let mut doubts = hidden.doubts(name, &rows, &sheet.columns);
    doubts.extend(doubt_on_sheets(name, &book.hidden_sheets(), sheet.place));
    Ok(doubts)
}

fn set(row: &mut RawRow, field: Field, cells: &SheetRow, place: usize) {
    if cells.kind(place) == Kind::Broken {
        row.set_broken(field);
        return;
    }
    let day = is_date(field).then(|| cells.bare_day(place)).flatten();
    match day {
        Some(day) => row.set(field, &day),
        None => row.set(field, cells.text(place)),
    }
}

/// A sheet as a table.
struct SheetColumns {
    path: PathBuf,
    names: Vec<Zeroizing<String>>,
    place: usize,
    header: u64,
    has_rows: bool,
    read: SheetRead,
}

impl Columns for SheetColumns {
    fn names(&self) -> &[Zeroizing<String>] {
        &self.names
    }

    fn habits(&self) -> Habits {
        Habits {
            sheet: Some(self.read.clone()),
            ..Habits::default()
        }
    }

    fn has_rows(&self) -> bool {
        self.has_rows
    }

    fn for_each(&self, each: &mut OnCells<'_>) -> Result<u64> {
        self.for_each_with_days(&[], each)
    }

    fn for_each_with_days(&self, days: &[usize], each: &mut OnCells<'_>) -> Result<u64> {
        let file = Source::open(&self.path)?;
        Opened::open(&file)?.for_each_row(self.place, &mut |cells| {
            if cells.number > self.header {
                let bare: Vec<_> = days.iter().map(|&place| cells.bare_day(place)).collect();
                let text = |place| {
                    (cells.kind(place) != Kind::Broken).then(|| unguarded(cells.text(place)))
                };
                let mut texts: Vec<_> = (0..self.names.len()).map(text).collect();
                for (&place, day) in days.iter().zip(&bare) {
                    if let Some(day) = day {
                        texts[place] = Some(day);
                    }
                }
                each(&texts)?;
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(0)
    }
}
