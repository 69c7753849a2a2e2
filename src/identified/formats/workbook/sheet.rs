//! The sheet to read, the row of its header and the positions of the wanted columns.

use std::ops::ControlFlow;

use zeroize::Zeroizing;

use super::hidden::listed;
use super::open::Opened;
use super::row::{Kind, SheetRow};
use crate::error::{Code, Error, Result};
use crate::identified::settings::{ExtractFormat, Field};
use crate::identified::source::dates::DateVotes;
use crate::identified::source::file::Source;
use crate::identified::source::header::{Header, for_owner};
use crate::identified::source::header_row::{ROWS_FOR_HEADER, find_header};
use crate::identified::source::mapping::{find, is_date};
use crate::identified::source::table::Wanted;

/// The rows whose dates are looked at.
const ROWS_FOR_DATES: u64 = 10_000;

/// A sheet whose header is found.
pub(super) struct Sheet<'a> {
    pub(super) file: &'a Source,
    /// The sheet's place in the workbook, from 0.
    pub(super) place: usize,
    /// Its name, which may be that of a person.
    pub(super) name: String,
    /// The row of the header, from 1.
    pub(super) header: u64,
    /// The cells of the header.
    pub(super) names: Vec<Zeroizing<String>>,
    /// Where the fields stand, from 0.
    pub(super) columns: Vec<(Field, usize)>,
    /// What its dates that are text say of their order.
    pub(super) dates: DateVotes,
    /// Whether there is a row below the header.
    pub(super) has_rows: bool,
    kind: ExtractFormat,
    /// The sheets of the workbook.
    pub(super) sheets: usize,
    mistakes: Vec<String>,
    looks_like_data: bool,
}

impl<'a> Sheet<'a> {
    /// Finds the sheet (`given`, or the only one with rows) and in it the header.
    ///
    /// # Errors
    /// When the workbook cannot be read, or it is not clear which sheet is meant. Mistakes of the mapping are kept for
    /// [`Sheet::mistake`].
    pub(super) fn settle(
        file: &'a Source,
        given: Option<&str>,
        wanted: &[Wanted<'_>],
    ) -> Result<Self> {
        let mut book = Opened::open(file)?;
        let names = book.sheets();
        let place = match given {
            Some(given) => named(file, &names, given)?,
            None => only_with_rows(file, &mut book, names.len())?,
        };
        let (numbers, mut rows) = first_rows(&mut book, place)?;
        let chosen = find_header(&rows, wanted);
        let Some(&number) = numbers.get(chosen) else {
            return Err(empty(file, "the sheet has no rows"));
        };
        let header = rows.swap_remove(chosen);
        let (columns, mistakes) = find(&header, wanted);
        let mut sheet = Self {
            file,
            place,
            name: names.get(place).cloned().unwrap_or_default(),
            header: number,
            looks_like_data: header.looks_like_data(),
            names: header.into_names(),
            columns,
            dates: DateVotes::default(),
            has_rows: chosen + 1 < numbers.len(),
            kind: book.kind,
            sheets: names.len(),
            mistakes,
        };
        sheet.look_at_dates(&mut book)?;
        Ok(sheet)
    }

    fn look_at_dates(&mut self, book: &mut Opened<'_>) -> Result<()> {
        let dates: Vec<usize> = self
            .columns
            .iter()
            .filter_map(|&(field, place)| is_date(field).then_some(place))
            .collect();
        let (header, votes, mut seen) = (self.header, &mut self.dates, 0);
        book.for_each_row(self.place, &mut |row| {
            if row.number > header {
                seen += 1;
                for &place in &dates {
                    vote(row, place, votes);
                }
            }
            Ok(if seen < ROWS_FOR_DATES {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            })
        })
    }

    /// What is wrong with the mapping, in words.
    pub(super) fn mistake(&self) -> Option<String> {
        let mistakes = self.mistakes.join("; ");
        (!mistakes.is_empty()).then(|| format!("{}: {mistakes}", self.file.path.display()))
    }

    /// The names of its header, where `wanted` columns are looked for.
    pub(super) fn names_for_owner(&self, wanted: usize) -> Option<String> {
        for_owner(&self.names, self.columns.len(), wanted).filter(|_| !self.looks_like_data)
    }

    /// What to do about it.
    pub(super) fn advice(&self) -> String {
        let (row, sheet) = (self.header, self.place + 1);
        if self.looks_like_data {
            return format!(
                "row {row} of sheet {sheet} was taken for the header and looks like a row of data; the sheet needs a row with the names of the columns"
            );
        }
        format!(
            "row {row} of sheet {sheet} was taken for the header; write the names under `columns` as `factlab inspect` shows them"
        )
    }

    /// How it is read, in words.
    pub(super) fn words(&self) -> String {
        format!(
            "{}, sheet {} of {}",
            self.kind.word,
            self.place + 1,
            self.sheets
        )
    }
}

/// A day that the workbook holds as a day needs no order.
fn vote(row: &SheetRow, place: usize, votes: &mut DateVotes) {
    let is_written = match row.kind(place) {
        Kind::Text => true,
        Kind::Number(_) => row.bare_day(place).is_none(),
        Kind::Empty | Kind::Day | Kind::Broken => false,
    };
    if is_written {
        votes.add(row.text(place));
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
            &format!("has no sheet with the name that `sheet` gives ({count} in all)"),
        )
        .hint("write `sheet` as the name stands on its tab")
    })
}

/// The places of the sheets with a row below their header, and of those with no more than one row.
pub(super) fn by_rows(book: &mut Opened<'_>, sheets: usize) -> Result<(Vec<usize>, Vec<usize>)> {
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
            .failed(Code::ColumnsWrong, &format!("{} have rows, and nothing tells which one to read", listed(several)))
            .hint("name the one to read: sheet = \"…\", as it stands on its tab; the names are not shown here as they may name a person")),
    }
}

fn empty(file: &Source, what: &str) -> Error {
    file.failed(Code::ExtractEmpty, what)
        .hint("make the export again and look whether it holds rows")
}
