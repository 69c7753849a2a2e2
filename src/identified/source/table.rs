//! A file as a table: a header of names, and rows of cells. `inspect` looks at all its columns; an extract of such
//! tables fills our fields with the columns that the agreement maps.

use std::path::Path;
use std::sync::Arc;

use super::RawRow;
use super::broken_files::at;
use super::columns::{Found, Wanted, is_date};
use super::guard::unguarded;
use super::header::{Header, for_owner};
use super::rows::{Next, Reading, Rows, Surveyed};
use super::text::{TextFile, doubts};
use crate::error::{Code, Error, Result};
use crate::identified::dates::{DateText, DateVotes};
use crate::identified::settings::{DateOrder, Encoding, Field};
use crate::vocabulary::Rule;

/// A file as a table, whatever its columns are called.
pub(in crate::identified) trait Table: Sync {
    fn path(&self) -> &Path;

    /// Its name without its folder.
    fn name(&self) -> &str;

    /// The names of its columns; those of a person when the header is missing.
    fn header(&self) -> &Header;

    /// Whether a row stands below the header: a part of an extract may have none, an extract must.
    fn has_rows(&self) -> bool;

    /// How the file is written.
    fn habits(&self) -> Habits;

    /// Its format and how it is written, in words, to stand behind its name.
    fn words(&self) -> String;

    /// What to do when a wanted column is not in the header.
    fn advice(&self) -> String {
        "write the names under `columns` as in the file".to_owned()
    }

    /// What is said when none of the files has a row.
    fn no_rows(&self) -> &'static str {
        "has a header and no rows"
    }

    /// The file, where it is text.
    fn text(&self) -> Option<&TextFile> {
        None
    }

    /// Whether the names are the places of the columns in a line, because the file has no names.
    fn are_places(&self) -> bool {
        false
    }

    /// What the dates in these columns say of their order, by the beginning of the file.
    fn date_votes(&self, columns: &[usize]) -> Result<DateVotes> {
        let mut votes = DateVotes::default();
        let mut cells = self.cells(Purpose::Dates, columns)?;
        loop {
            match cells.next()? {
                Line::End => return Ok(votes),
                Line::Unread(..) => {}
                Line::Row(_) => {
                    for &column in columns {
                        let text = cells.cell(column, false).map(unguarded);
                        if let Some(date) = text.and_then(DateText::of) {
                            votes.add(&date);
                        }
                    }
                }
            }
        }
    }

    /// The rows below the header, for a reader of these columns.
    fn cells(&self, purpose: Purpose, columns: &[usize]) -> Result<Box<dyn Cells + '_>>;
}

/// What the rows of a table are read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) enum Purpose {
    /// The order of dates: the beginning is enough.
    Dates,
    /// What the columns hold.
    Look,
    /// Clients, and all that is to be said of how the rows were read.
    Rows,
}

/// A line of a table, by its number in the file, from 1.
pub(in crate::identified) enum Line {
    /// A row whose cells can be read.
    Row(u64),
    /// What is no row.
    Unread(u64, Rule),
    /// There are no more.
    End,
}

/// The rows of a table, one by one.
pub(in crate::identified) trait Cells: Send {
    /// Goes on to the next line.
    ///
    /// # Errors
    /// When the file cannot be read on.
    fn next(&mut self) -> Result<Line>;

    /// The text of a cell of the row, empty beyond the last; `None` for one that has no text. Where cells have kinds, a
    /// bare number in a column of days is the day that it stands for.
    fn cell(&mut self, column: usize, is_of_days: bool) -> Option<&str>;

    /// Fills a row; where a field has more than one column, the first that holds something counts.
    fn fill(&mut self, columns: &[(Field, usize)], row: &mut RawRow) {
        for (index, &(field, column)) in columns.iter().enumerate() {
            if is_filled(columns, index, row) {
                continue;
            }
            match self.cell(column, is_date(field)) {
                Some(text) => row.set(field, text),
                None => row.set_broken(field),
            }
        }
    }

    /// The bytes of the file that are read by now.
    fn bytes_read(&self) -> u64;

    /// What only the rows could tell, once they have ended, of a file and the columns that are read.
    fn doubts(&mut self, _file: &str, _columns: &[(Field, usize)]) -> Vec<String> {
        Vec::new()
    }
}

/// Whether the field of a column is filled by the column before it.
pub(in crate::identified) fn is_filled(
    columns: &[(Field, usize)],
    index: usize,
    row: &RawRow,
) -> bool {
    let field = columns[index].0;
    let is_again = index > 0 && columns[index - 1].0 == field;
    is_again && (row.get(field).is_some() || row.is_broken(field))
}

/// How a file is written, in the terms of the agreement; `None` where the format knows no such thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::identified) struct Habits {
    /// What stands between cells.
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
    /// Its number, from 1.
    pub(in crate::identified) place: usize,
    /// The sheets of the workbook.
    pub(in crate::identified) sheets: usize,
    /// How many of them have rows.
    pub(in crate::identified) with_rows: usize,
}

/// Where the wanted columns of each table are, in the order wanted.
///
/// # Errors
/// With all mistakes of the mapping in all files, or when no file has a row.
pub(in crate::identified) fn find_columns<'a>(
    tables: impl Iterator<Item = (&'a dyn Table, &'a [Wanted<'a>])> + Clone,
) -> Result<Vec<Vec<Option<usize>>>> {
    let (mut all, mut mistakes, mut first_wrong) = (Vec::new(), Vec::new(), None);
    for (table, wanted) in tables.clone() {
        let header = table.header();
        let found: Vec<Found> = wanted.iter().map(|one| header.find(one.name)).collect();
        let columns: Vec<_> = found.iter().map(|found| found.index()).collect();
        let wrong = wanted.iter().zip(&found);
        let wrong: Vec<_> = wrong
            .filter_map(|(wanted, found)| found.mistake(wanted))
            .collect();
        if !wrong.is_empty() {
            mistakes.push(format!("{}: {}", table.path().display(), wrong.join("; ")));
            let known = columns.iter().flatten().count();
            let names = for_owner(header, known, columns.len());
            let names = names.filter(|_| !header.looks_like_data());
            first_wrong.get_or_insert_with(|| (table.advice(), names));
        }
        all.push(columns);
    }
    if let Some((advice, names)) = first_wrong {
        return Err(Error::new(Code::ColumnsWrong, mistakes.join("\n"))
            .hint(advice)
            .for_owner(names));
    }
    let mut tables = tables.map(|(table, _)| table);
    if let Some(first) = tables.next()
        && !first.has_rows()
        && !tables.any(Table::has_rows)
    {
        let what = first.no_rows();
        return Err(Error::new(
            Code::ExtractEmpty,
            format!("{}: {what}", first.path().display()),
        ));
    }
    Ok(all)
}

/// A table and the columns that fill our fields.
pub(in crate::identified) struct MappedTable {
    pub(in crate::identified) table: Box<dyn Table>,
    /// Its columns, by field.
    pub(in crate::identified) columns: Vec<(Field, usize)>,
}

/// An extract of tables.
pub(in crate::identified) struct MappedTables {
    tables: Vec<MappedTable>,
    reading: Reading,
}

impl MappedTables {
    /// The extract of these tables, of which the same columns are wanted.
    ///
    /// # Errors
    /// As [`find_columns`], and when a file cannot be read.
    pub(in crate::identified) fn wanting(
        wanted: &[Wanted<'_>],
        tables: Vec<Box<dyn Table>>,
        dates: Option<DateOrder>,
    ) -> Result<Box<dyn Surveyed>> {
        let found = find_columns(tables.iter().map(|table| (&**table, wanted)))?;
        let fields = wanted.iter().map(|one| one.field);
        let mapped = tables.into_iter().zip(found).map(|(table, columns)| {
            let columns = fields.clone().zip(columns);
            let columns = columns.filter_map(|(field, column)| field.zip(column));
            MappedTable {
                table,
                columns: columns.collect(),
            }
        });
        Self::of(mapped.collect(), dates)
    }

    /// The extract of these tables; `dates` is the order that the agreement gives.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub(in crate::identified) fn of(
        tables: Vec<MappedTable>,
        dates: Option<DateOrder>,
    ) -> Result<Box<dyn Surveyed>> {
        let mut votes = DateVotes::default();
        for MappedTable { table, columns } in tables.iter().filter(|_| dates.is_none()) {
            let columns = columns.iter().filter(|(field, _)| is_date(*field));
            let columns: Vec<usize> = columns.map(|&(_, column)| column).collect();
            if !columns.is_empty() {
                votes.add_all(table.date_votes(&columns)?);
            }
        }
        let reading = reading(
            tables.iter().map(|one| &*one.table),
            dates.unwrap_or_else(|| votes.decide()),
        );
        Ok(Box::new(Self { tables, reading }))
    }
}

/// What is known of tables whose dates have this order.
pub(in crate::identified) fn reading<'a>(
    tables: impl Iterator<Item = &'a dyn Table> + Clone,
    dates: DateOrder,
) -> Reading {
    let tell = |table: &dyn Table| {
        let (name, words) = (table.name(), table.words());
        format!("{name}: {words}, dates {}", dates.word())
    };
    Reading {
        dates,
        detected: tables.clone().map(tell).collect(),
        doubts: doubts(tables.filter_map(Table::text)),
    }
}

impl Surveyed for MappedTables {
    fn reading(&self) -> &Reading {
        &self.reading
    }

    fn rows(&self) -> Result<Box<dyn Rows + '_>> {
        Ok(Box::new(MappedRows {
            tables: self.tables.iter(),
            open: None,
            bytes_before: 0,
            doubts: Vec::new(),
        }))
    }
}

/// The rows of the tables of an extract, one table after the other.
struct MappedRows<'a> {
    tables: std::slice::Iter<'a, MappedTable>,
    open: Option<OpenTable<'a>>,
    bytes_before: u64,
    doubts: Vec<String>,
}

struct OpenTable<'a> {
    name: Arc<str>,
    columns: &'a [(Field, usize)],
    cells: Box<dyn Cells + 'a>,
}

impl Rows for MappedRows<'_> {
    fn next(&mut self, row: &mut RawRow) -> Result<Next> {
        loop {
            let Some(OpenTable {
                name,
                columns,
                cells,
            }) = &mut self.open
            else {
                let Some(MappedTable { table, columns }) = self.tables.next() else {
                    return Ok(Next::End);
                };
                let read: Vec<usize> = columns.iter().map(|&(_, column)| column).collect();
                self.open = Some(OpenTable {
                    name: Arc::from(table.name()),
                    columns,
                    cells: table.cells(Purpose::Rows, &read)?,
                });
                continue;
            };
            match cells.next()? {
                Line::Row(number) => {
                    row.begin_in(name, number);
                    cells.fill(columns, row);
                    return Ok(Next::Row);
                }
                Line::Unread(number, rule) => {
                    return Ok(Next::Finding(at(name.clone(), number, rule)));
                }
                Line::End => {
                    self.doubts.extend(cells.doubts(name, columns));
                    self.bytes_before += cells.bytes_read();
                    self.open = None;
                }
            }
        }
    }

    fn bytes_read(&self) -> u64 {
        let open = self.open.as_ref();
        self.bytes_before + open.map_or(0, |open| open.cells.bytes_read())
    }

    fn doubts(&mut self) -> Vec<String> {
        std::mem::take(&mut self.doubts)
    }
}
