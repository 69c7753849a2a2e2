//! The rows of an `.xls` workbook (Excel before 2007).
//!
//! It is read by us, record by record, and never believed beyond the bytes that are there: calamine 0.38 lays a sheet out
//! as rows × columns, two numbers that it does not check, so a damaged file asks for 100 GB. Sources: MS-CFB and MS-XLS.

use std::io::Read;
use std::ops::ControlFlow;

use zeroize::Zeroizing;

use super::biff::{Cursor, Record, Records, Texts, is_day_of_all, kind, short_number, shows_a_day};
use super::book::{Book, Broken, OnSheetRow};
use super::compound::{Compound, u16_at, u32_at};
use super::hidden::Hidden;
use super::row::SheetRow;
use crate::error::Error;
use crate::identified::source::file::{Source, open};

/// The version of BIFF that Excel writes since 1997, in a record that begins something.
const BIFF8: u16 = 0x600;

/// The bit of a row's flags (`fDyZero`) and of a column's (`fHidden`) that hides it.
const ROW_IS_HIDDEN: u64 = 0x20;
const COLUMN_IS_HIDDEN: u64 = 1;

/// The bits of a sheet's state that hide it, by hand or by a macro.
const SHEET_IS_HIDDEN: u8 = 3;

/// The last two bytes of the result of a formula that is no number; the first then says what it is.
const NO_NUMBER: u16 = 0xffff;
const TEXT_FOLLOWS: u8 = 0;
const TRUTH: u8 = 1;
const ERROR: u8 = 2;
const EMPTY_TEXT: u8 = 3;

/// The bits of a formula's flags that ask for its result when the workbook is opened.
const ASKS_FOR_RESULT: u16 = 3;

/// What a sheet of the kind that has cells is marked with.
const WITH_CELLS: u8 = 0;

/// An Excel workbook of before 2007.
pub(super) struct XlsBook {
    stream: Zeroizing<Vec<u8>>,
    sheets: Vec<SheetEntry>,
    texts: Texts,
    /// Per format of a cell, whether its numbers are days.
    days: Vec<bool>,
    is_1904: bool,
    /// What is hidden of the sheet that was read.
    hidden: Hidden,
}

struct SheetEntry {
    name: String,
    begin: usize,
    kind: u8,
    is_hidden: bool,
}

impl XlsBook {
    pub(super) fn open(file: &Source) -> Result<Self, Broken> {
        let mut source = open(&file.path).map_err(Broken::Given)?;
        let room = usize::try_from(file.size).unwrap_or_default() + 1;
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        let read = source.by_ref().take(file.size).read_to_end(&mut bytes);
        read.map_err(|error| Broken::Given(Error::io(&file.path, "read", &error)))?;
        let compound = Compound::parse(&bytes).ok_or(Broken::Damaged)?;
        if compound.has("EncryptedPackage") {
            return Err(Broken::Locked);
        }
        if !compound.has("Workbook") {
            return Err(if compound.has("Book") {
                Broken::Old
            } else {
                Broken::NoWorkbook
            });
        }
        let stream = compound.stream("Workbook").ok_or(Broken::Damaged)?;
        Self::parse(stream)
    }

    fn parse(stream: Zeroizing<Vec<u8>>) -> Result<Self, Broken> {
        let mut book = Self {
            stream: Zeroizing::default(),
            sheets: Vec::new(),
            texts: Texts::default(),
            days: Vec::new(),
            is_1904: false,
            hidden: Hidden::default(),
        };
        let mut own_formats = Vec::new();
        let mut records = Records::from(&stream, 0);
        loop {
            let record = records.next()?;
            if record.kind == kind::EOF {
                break;
            }
            book.take(&record, &mut own_formats)?;
        }
        book.stream = stream;
        Ok(book)
    }

    /// Takes in what a record says of the whole workbook.
    fn take(
        &mut self,
        record: &Record<'_>,
        own_formats: &mut Vec<(u16, bool)>,
    ) -> Result<(), Broken> {
        let body = record.body();
        let half = |offset| u16_at(body, offset).ok_or(Broken::Damaged);
        match record.kind {
            kind::BOF if half(0)? != BIFF8 => return Err(Broken::Old),
            kind::FILE_PASS => return Err(Broken::Locked),
            kind::DATE_1904 => self.is_1904 = half(0)? == 1,
            kind::FORMAT => own_formats.push((half(0)?, shows_a_day(&text(record, 2, 2)?))),
            kind::XF => {
                let format = half(2)?;
                // Formats of the workbook stand before those of cells, so all of them are known here.
                let own = own_formats.iter().find(|(number, _)| *number == format);
                self.days
                    .push(own.map_or(is_day_of_all(format), |(_, is_day)| *is_day));
            }
            kind::BOUND_SHEET => self.sheets.push(SheetEntry {
                begin: u32_at(body, 0).ok_or(Broken::Damaged)? as usize,
                kind: *body.get(5).ok_or(Broken::Damaged)?,
                is_hidden: body.get(4).is_some_and(|state| state & SHEET_IS_HIDDEN > 0),
                name: text(record, 6, 1)?.to_string(),
            }),
            kind::SST => self.texts = Texts::read(record).ok_or(Broken::Damaged)?,
            _ => {}
        }
        Ok(())
    }
}

/// The text in a record from an offset on, its length in one or two bytes.
fn text(record: &Record<'_>, at: usize, length_bytes: u32) -> Result<Zeroizing<String>, Broken> {
    let bytes: usize = record.parts.iter().map(|part| part.len()).sum();
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes));
    let read = Cursor::new(record, at).text(length_bytes, &mut text);
    read.map(|()| text).ok_or(Broken::Damaged)
}

impl Book for XlsBook {
    fn sheets(&self) -> Vec<String> {
        self.sheets.iter().map(|sheet| sheet.name.clone()).collect()
    }

    fn hidden_sheets(&self) -> Vec<usize> {
        let sheets = self.sheets.iter().enumerate();
        let hidden = sheets.filter(|(_, sheet)| sheet.is_hidden);
        hidden.map(|(index, _)| index).collect()
    }

    fn hidden(&mut self, _sheet: usize) -> Result<Hidden, Broken> {
        Ok(std::mem::take(&mut self.hidden))
    }

    fn for_each_row(&mut self, sheet: usize, each: &mut OnSheetRow<'_>) -> Result<(), Broken> {
        let mut cells = Cells {
            book: self,
            row: SheetRow::new(self.is_1904),
            formula: None,
            is_calculated: self.is_calculated(sheet)?,
            hidden: Hidden::default(),
        };
        let ended = self.for_each_record(sheet, &mut |record| cells.take(record, each))?;
        if ended == ControlFlow::Continue(()) && cells.row.number > 0 {
            each(&cells.row).map(|_| ()).map_err(Broken::Given)?;
        }
        self.hidden = cells.hidden;
        Ok(())
    }
}

impl XlsBook {
    /// Calls `each` with the records of a sheet itself; how it ended comes back.
    fn for_each_record(
        &self,
        sheet: usize,
        each: &mut dyn FnMut(&Record<'_>) -> Result<ControlFlow<()>, Broken>,
    ) -> Result<ControlFlow<()>, Broken> {
        let sheet = self.sheets.get(sheet).ok_or(Broken::Damaged)?;
        if sheet.kind != WITH_CELLS {
            return Ok(ControlFlow::Break(()));
        }
        let mut records = Records::from(&self.stream, sheet.begin);
        let mut depth = 0;
        loop {
            let record = records.next()?;
            match record.kind {
                // Charts stand within a sheet as sheets of their own.
                kind::BOF => depth += 1,
                kind::EOF if depth <= 1 => return Ok(ControlFlow::Continue(())),
                kind::EOF => depth -= 1,
                _ if depth > 1 => {}
                _ if each(&record)? == ControlFlow::Break(()) => return Ok(ControlFlow::Break(())),
                _ => {}
            }
        }
    }

    /// Whether a formula of the sheet has a result. Programs that do not calculate leave the empty text for all of them.
    fn is_calculated(&self, sheet: usize) -> Result<bool, Broken> {
        let ended = self.for_each_record(sheet, &mut |record| {
            let is_result =
                |result: &[u8]| u16_at(result, 6) != Some(NO_NUMBER) || result[0] != EMPTY_TEXT;
            let result = (record.kind == kind::FORMULA)
                .then(|| record.body().get(6..14))
                .flatten();
            Ok(match result {
                Some(result) if is_result(result) => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            })
        })?;
        Ok(ended == ControlFlow::Break(()))
    }
}

/// The row that is being read.
struct Cells<'a> {
    book: &'a XlsBook,
    row: SheetRow,
    /// The column of a formula whose text is still to come.
    formula: Option<usize>,
    /// Whether the empty text is a result of a formula.
    is_calculated: bool,
    /// What was hidden so far.
    hidden: Hidden,
}

impl Cells<'_> {
    fn take(
        &mut self,
        record: &Record<'_>,
        each: &mut OnSheetRow<'_>,
    ) -> Result<ControlFlow<()>, Broken> {
        match record.kind {
            kind::STRING => {
                if let Some(column) = self.formula.take() {
                    self.row.set_text(column, &text(record, 0, 2)?);
                }
                return Ok(ControlFlow::Continue(()));
            }
            kind::ROW | kind::COL_INFO => {
                // One that is cut short hides nothing.
                let _ = self.look_for_hidden(record);
                return Ok(ControlFlow::Continue(()));
            }
            kind::FORMULA
            | kind::MUL_RK
            | kind::RSTRING
            | kind::LABEL_SST
            | kind::NUMBER
            | kind::LABEL
            | kind::BOOL_ERR
            | kind::RK => {}
            _ => return Ok(ControlFlow::Continue(())),
        }
        let number = u64::from(u16_at(record.body(), 0).ok_or(Broken::Damaged)?) + 1;
        if number != self.row.number {
            if self.row.number > 0
                && each(&self.row).map_err(Broken::Given)? == ControlFlow::Break(())
            {
                return Ok(ControlFlow::Break(()));
            }
            self.row.begin(number);
        }
        self.formula = None;
        self.set(record).ok_or(Broken::Damaged)?;
        Ok(ControlFlow::Continue(()))
    }

    fn look_for_hidden(&mut self, record: &Record<'_>) -> Option<()> {
        let half = |offset| u16_at(record.body(), offset).map(u64::from);
        if record.kind == kind::ROW && half(12)? & ROW_IS_HIDDEN > 0 {
            self.hidden.rows.add(half(0)? + 1, 1);
        } else if record.kind == kind::COL_INFO && half(8)? & COLUMN_IS_HIDDEN > 0 {
            let (first, last) = (half(0)?, half(2)?);
            self.hidden
                .columns
                .add(first, (last + 1).saturating_sub(first));
        }
        Some(())
    }

    fn set(&mut self, record: &Record<'_>) -> Option<()> {
        let body = record.body();
        let column = usize::from(u16_at(body, 2)?);
        let format = u16_at(body, 4)?;
        match record.kind {
            kind::NUMBER => self.number(column, format, f64_at(body, 6)?),
            kind::RK => self.number(column, format, short_number(u32_at(body, 6)?)),
            kind::MUL_RK => {
                // Formats and numbers by turns; the last two bytes are the last column.
                let numbers = body.get(4..body.len().checked_sub(2)?)?.chunks_exact(6);
                for (column, cell) in (column..).zip(numbers) {
                    self.number(column, u16_at(cell, 0)?, short_number(u32_at(cell, 2)?));
                }
            }
            kind::LABEL_SST => self
                .row
                .set_text(column, self.book.texts.get(u32_at(body, 6)?)?),
            kind::LABEL | kind::RSTRING => self.row.set_text(column, &text(record, 6, 2).ok()?),
            kind::BOOL_ERR => self.truth_or_error(column, *body.get(6)?, *body.get(7)? == 1),
            _ => self.formula(column, format, body.get(6..14)?, u16_at(body, 14)?)?,
        }
        Some(())
    }

    fn number(&mut self, column: usize, format: u16, value: f64) {
        if self.book.days.get(usize::from(format)) == Some(&true) {
            self.row.set_serial_day(column, value);
        } else {
            self.row.set_number(column, value);
        }
    }

    fn truth_or_error(&mut self, column: usize, value: u8, is_error: bool) {
        match (is_error, value) {
            (true, _) => self.row.set_broken(column),
            (false, 0) => self.row.set_text(column, "false"),
            (false, _) => self.row.set_text(column, "true"),
        }
    }

    /// The result that was saved with a formula: a number, or what the first byte says.
    ///
    /// Programs that do not calculate leave 0 or the empty text, and ask for the formula to be calculated.
    fn formula(&mut self, column: usize, format: u16, result: &[u8], flags: u16) -> Option<()> {
        let is_asked = flags & ASKS_FOR_RESULT > 0;
        if u16_at(result, 6)? != NO_NUMBER {
            match f64_at(result, 0)? {
                0.0 if is_asked => self.row.set_broken(column),
                value => self.number(column, format, value),
            }
            return Some(());
        }
        match result[0] {
            EMPTY_TEXT if is_asked || !self.is_calculated => self.row.set_broken(column),
            TEXT_FOLLOWS => self.formula = Some(column),
            TRUTH | ERROR => self.truth_or_error(column, result[2], result[0] == ERROR),
            _ => {}
        }
        Some(())
    }
}

fn f64_at(bytes: &[u8], offset: usize) -> Option<f64> {
    let number = bytes.get(offset..offset.checked_add(8)?)?;
    Some(f64::from_le_bytes(number.try_into().ok()?))
}
