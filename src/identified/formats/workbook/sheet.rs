//! The sheet to read, the row of its header and the positions of the wanted columns.

use std::ops::ControlFlow;
use std::path::Path;

use zeroize::Zeroizing;

use super::hidden::{Hidden, Runs, doubt_on_sheets, listed};
use super::open::Opened;
use super::row::{Kind, SheetRow};
use crate::error::{Code, Error, Result};
use crate::identified::dates::{DateText, DateVotes};
use crate::identified::settings::{ExtractFormat, Field};
use crate::identified::source::columns::{Wanted, is_date};
use crate::identified::source::file::Source;
use crate::identified::source::guard::unguarded;
use crate::identified::source::header::Header;
use crate::identified::source::header_row::{ROWS_FOR_HEADER, find_header};
use crate::identified::source::push::{Pulled, Pushed};
use crate::identified::source::table::{Cells, Habits, Line, Purpose, SheetRead, Table};

/// The rows whose dates are looked at.
const ROWS_FOR_DATES: u64 = 10_000;

/// A sheet whose header is found.
pub(super) struct Sheet {
    file: Source,
    /// Its index in the workbook.
    index: usize,
    /// Its name, which may be that of a person.
    name: String,
    kind: ExtractFormat,
    /// The sheets of the workbook.
    sheets: usize,
    /// How many of them have rows; 0 where nobody asked.
    with_rows: usize,
    header: Header,
    /// The row of the header, from 1.
    header_row: u64,
    has_rows: bool,
    /// What the dates in the wanted columns say of their order, where they are text.
    dates: DateVotes,
}

impl Sheet {
    /// Finds the sheet (`given`, or the only one with rows) and in it the header.
    ///
    /// # Errors
    /// When the workbook cannot be read, or it is not clear which sheet is meant.
    pub(super) fn settle(
        file: &Source,
        given: Option<&str>,
        wanted: &[Wanted<'_>],
    ) -> Result<Self> {
        let mut book = Opened::open(file)?;
        let names = book.sheets();
        let index = match given {
            Some(given) => named(file, &names, given)?,
            None => only_with_rows(file, &mut book, names.len())?,
        };
        let (numbers, mut rows) = first_rows(&mut book, index)?;
        let chosen = find_header(&rows, wanted);
        let Some(&number) = numbers.get(chosen) else {
            return Err(empty(file, "the sheet has no rows"));
        };
        let mut sheet = Self {
            file: file.clone(),
            index,
            name: names.get(index).cloned().unwrap_or_default(),
            kind: book.kind,
            sheets: names.len(),
            with_rows: 0,
            header: rows.swap_remove(chosen),
            header_row: number,
            has_rows: chosen + 1 < numbers.len(),
            dates: DateVotes::default(),
        };
        sheet.look_at_dates(&mut book, wanted)?;
        Ok(sheet)
    }

    /// Sheets as tables for `inspect`: the one of this name, or each with rows.
    ///
    /// # Errors
    /// As [`Sheet::settle`].
    pub(super) fn all(file: &Source, given: Option<&str>) -> Result<Vec<Self>> {
        let mut book = Opened::open(file)?;
        let names = book.sheets();
        let (with_rows, _) = by_rows(&mut book, names.len())?;
        let settle = |given: Option<&str>| {
            let sheet = Self::settle(file, given, &[])?;
            let with_rows = with_rows.len();
            Ok(Self { with_rows, ..sheet })
        };
        match with_rows.as_slice() {
            several @ [_, _, ..] if given.is_none() => {
                let names = several.iter().filter_map(|&index| names.get(index));
                names.map(|name| settle(Some(name))).collect()
            }
            _ => Ok(vec![settle(given)?]),
        }
    }

    fn look_at_dates(&mut self, book: &mut Opened<'_>, wanted: &[Wanted<'_>]) -> Result<()> {
        let dates = wanted.iter().filter(|one| one.field.is_some_and(is_date));
        let dates: Vec<usize> = dates
            .filter_map(|one| self.header.find(one.name).index())
            .collect();
        if dates.is_empty() {
            return Ok(());
        }
        let (header, votes, mut seen) = (self.header_row, &mut self.dates, 0);
        book.for_each_row(self.index, &mut |row| {
            if row.number > header {
                seen += 1;
                for &column in &dates {
                    vote(row, column, votes);
                }
            }
            Ok(if seen < ROWS_FOR_DATES {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            })
        })
    }
}

impl Table for Sheet {
    fn path(&self) -> &Path {
        &self.file.path
    }

    fn name(&self) -> &str {
        &self.file.name
    }

    fn header(&self) -> &Header {
        &self.header
    }

    fn has_rows(&self) -> bool {
        self.has_rows
    }

    fn habits(&self) -> Habits {
        let sheet = SheetRead {
            name: self.name.clone(),
            place: self.index + 1,
            sheets: self.sheets,
            with_rows: self.with_rows,
        };
        Habits {
            sheet: Some(sheet),
            ..Habits::default()
        }
    }

    fn words(&self) -> String {
        let (word, number) = (self.kind.word, self.index + 1);
        format!("{word}, sheet {number} of {}", self.sheets)
    }

    fn advice(&self) -> String {
        let (row, sheet) = (self.header_row, self.index + 1);
        if self.header.looks_like_data() {
            return format!(
                "row {row} of sheet {sheet} was read as the header but looks like a row of data; the sheet needs a row with the names of the columns"
            );
        }
        format!(
            "row {row} of sheet {sheet} was read as the header; write the names under `columns` as `factlab inspect` shows them"
        )
    }

    fn date_votes(&self, _columns: &[usize]) -> Result<DateVotes> {
        Ok(self.dates)
    }

    fn cells(&self, purpose: Purpose, _columns: &[usize]) -> Result<Box<dyn Cells + '_>> {
        let (file, index, header) = (self.file.clone(), self.index, self.header_row);
        let pushed = Pushed::begin(move |to| {
            let (mut book, mut rows) = (Opened::open(&file)?, Runs::default());
            book.for_each_row(index, &mut |row| {
                if row.number > header {
                    rows.add(row.number, 1);
                    to.push(row.clone())?;
                }
                Ok(ControlFlow::Continue(()))
            })?;
            if purpose != Purpose::Rows {
                return Ok(None);
            }
            Ok(Some(Unseen {
                read: index,
                rows,
                hidden: book.hidden(index)?,
                hidden_sheets: book.hidden_sheets(),
            }))
        })?;
        Ok(Box::new(SheetRows {
            size: self.file.size,
            pushed,
            row: SheetRow::new(false),
            day: None,
            is_at_end: false,
            unseen: None,
        }))
    }
}

/// What of a sheet and its workbook a user does not see.
struct Unseen {
    /// The sheet that was read.
    read: usize,
    /// Its rows that were read.
    rows: Runs,
    hidden: Hidden,
    hidden_sheets: Vec<usize>,
}

/// The rows of a sheet.
struct SheetRows {
    /// The bytes of the file.
    size: u64,
    pushed: Pushed<SheetRow, Option<Unseen>>,
    row: SheetRow,
    day: Option<Zeroizing<String>>,
    is_at_end: bool,
    unseen: Option<Unseen>,
}

impl Cells for SheetRows {
    fn next(&mut self) -> Result<Line> {
        loop {
            match self.pushed.next()? {
                Pulled::Item(row) => {
                    self.row = row;
                    return Ok(Line::Row(self.row.number));
                }
                Pulled::Pause => {}
                Pulled::Done(unseen) => {
                    self.unseen = unseen.flatten();
                    self.is_at_end = true;
                    return Ok(Line::End);
                }
            }
        }
    }

    fn cell(&mut self, column: usize, is_of_days: bool) -> Option<&str> {
        if self.row.kind(column) == Kind::Broken {
            return None;
        }
        self.day = is_of_days.then(|| self.row.bare_day(column)).flatten();
        match &self.day {
            Some(day) => Some(day),
            None => Some(self.row.text(column)),
        }
    }

    fn bytes_read(&self) -> u64 {
        if self.is_at_end { self.size } else { 0 }
    }

    fn doubts(&mut self, file: &str, columns: &[(Field, usize)]) -> Vec<String> {
        let Some(unseen) = &self.unseen else {
            return Vec::new();
        };
        let mut doubts = unseen.hidden.doubts(file, &unseen.rows, columns);
        doubts.extend(doubt_on_sheets(file, &unseen.hidden_sheets, unseen.read));
        doubts
    }
}

/// A day that the workbook holds as a day needs no order.
fn vote(row: &SheetRow, place: usize, votes: &mut DateVotes) {
    let is_written = match row.kind(place) {
        Kind::Text => true,
        Kind::Number(_) => row.bare_day(place).is_none(),
        Kind::Empty | Kind::Day | Kind::Broken => false,
    };
    if is_written && let Some(date) = DateText::of(unguarded(row.text(place))) {
        votes.add(&date);
    }
}

/// The rows that may be the header, with their numbers, and one more: below the last of them there may be rows.
fn first_rows(book: &mut Opened<'_>, place: usize) -> Result<(Vec<u64>, Vec<Header>)> {
    let (mut numbers, mut rows) = (Vec::new(), Vec::new());
    book.for_each_row(place, &mut |row| {
        let cell = |column| Zeroizing::new(row.text(column).to_owned());
        numbers.push(row.number);
        rows.push(Header::of((0..row.width()).map(cell).collect()));
        Ok(if rows.len() <= ROWS_FOR_HEADER {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        })
    })?;
    Ok((numbers, rows))
}

/// The sheet of this name: as written, else without regard to case and outer white space.
fn named(file: &Source, names: &[String], given: &str) -> Result<usize> {
    let loose = |name: &str| name.trim().to_lowercase();
    let exact = names.iter().position(|name| name == given);
    let found = exact.or_else(|| names.iter().position(|name| loose(name) == loose(given)));
    found.ok_or_else(|| {
        let count = names.len();
        file.failed(
            Code::ColumnsWrong,
            &format!("has no sheet of the name that `sheet` gives ({count} in all)"),
        )
        .hint("copy the name from the tab of the sheet")
    })
}

/// The places of the sheets with a row below their header, and of those with no more than one row.
fn by_rows(book: &mut Opened<'_>, sheets: usize) -> Result<(Vec<usize>, Vec<usize>)> {
    let (mut with_rows, mut with_header) = (Vec::new(), Vec::new());
    for place in 0..sheets {
        let mut rows = 0;
        book.for_each_row(place, &mut |_| {
            rows += 1;
            Ok(if rows < 2 {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            })
        })?;
        match rows {
            0 => {}
            1 => with_header.push(place),
            _ => with_rows.push(place),
        }
    }
    Ok((with_rows, with_header))
}

/// The only sheet that has a row below its header.
fn only_with_rows(file: &Source, book: &mut Opened<'_>, sheets: usize) -> Result<usize> {
    let (with_rows, with_header) = by_rows(book, sheets)?;
    match (with_rows.as_slice(), with_header.as_slice()) {
        ([only], _) | ([], [only]) => Ok(*only),
        ([], []) => Err(empty(file, "has no rows in any sheet")),
        ([], _) => Err(empty(file, "has a header and no rows in more than one sheet")),
        (several, _) => Err(file
            .failed(Code::ColumnsWrong, &format!("{} have rows, and the agreement does not say which to read", listed(several)))
            .hint("set sheet = \"…\" to the name on its tab; the names are not shown here because they may be of people")),
    }
}

fn empty(file: &Source, what: &str) -> Error {
    file.failed(Code::ExtractEmpty, what)
}
