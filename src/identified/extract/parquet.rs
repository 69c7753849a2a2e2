//! A Parquet file in, a row per row out, some thousands at a time.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use polars::prelude::{
    AnyValue, Column, DataFrame, DataType, ParallelStrategy, ParquetReader, SerReader, TimeUnit,
};
use zeroize::Zeroizing;

use super::dates::DateVotes;
use super::format::{Columns, Format, Habits, OnCells, Sink};
use super::header::Header;
use super::mapping::{find, is_date, wanted};
use super::source::{Source, open};
use super::{RawRow, Reading};
use crate::error::untrusted::without_panic;
use crate::error::{Error, Result};
use crate::identified::moment::{day_of_moment, day_of_seconds};
use crate::identified::settings::{ExtractFormat, ExtractSettings, Field};
use crate::vocabulary::Day;

/// The rows that are read at once.
const PIECE: usize = 1 << 14;

/// What a Parquet file begins and ends with.
const MARK: &[u8] = b"PAR1";

/// A Parquet file.
pub(super) struct Parquet;

impl Format for Parquet {
    fn kind(&self) -> ExtractFormat {
        ExtractFormat::Parquet
    }

    fn recognises(&self, file: &Source) -> bool {
        file.head().starts_with(MARK)
    }

    fn accepts(&self, _file: &Source, _looks: Option<ExtractFormat>) -> bool {
        false
    }

    fn survey(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Reading> {
        reading(settings, &settle(settings, files)?)
    }

    fn read(
        &self,
        settings: &ExtractSettings,
        files: &[Source],
        sink: &mut Sink<'_>,
    ) -> Result<Reading> {
        let tables = settle(settings, files)?;
        let reading = reading(settings, &tables)?;
        for table in &tables {
            table.read(sink)?;
        }
        Ok(reading)
    }

    fn columns(
        &self,
        _settings: &ExtractSettings,
        file: &Source,
    ) -> Result<Option<Box<dyn Columns>>> {
        let (names, rows) = look_at(&file.path)?;
        if rows == 0 {
            return Err(without_rows(file));
        }
        Ok(Some(Box::new(AllColumns {
            path: file.path.clone(),
            names,
            rows,
        })))
    }
}

/// A file whose columns are found.
struct Table<'a> {
    file: &'a Source,
    rows: usize,
    /// The columns that are read, without repetition.
    names: Vec<String>,
    /// Our fields, each with its place among these.
    fields: Vec<(Field, usize)>,
}

/// Finds the columns in every file, or tells all that is wrong with them.
fn settle<'a>(settings: &ExtractSettings, files: &'a [Source]) -> Result<Vec<Table<'a>>> {
    let wanted = wanted(settings)?;
    let (mut tables, mut wrong) = (Vec::new(), Vec::new());
    for file in files {
        let (all, rows) = look_at(&file.path)?;
        let (places, mistakes) = find(&Header::of(all.clone()), &wanted);
        if !mistakes.is_empty() {
            wrong.push(format!("{}: {}", file.path.display(), mistakes.join("; ")));
        }
        let mut names: Vec<String> = Vec::new();
        let mut fields = Vec::new();
        for (field, place) in places {
            let name = all[place].as_str();
            let known = names.iter().position(|one| one == name);
            fields.push((field, known.unwrap_or(names.len())));
            if known.is_none() {
                names.push(name.to_owned());
            }
        }
        tables.push(Table {
            file,
            rows,
            names,
            fields,
        });
    }
    if !wrong.is_empty() {
        return Err(Error::failed(wrong.join("\n"))
            .hint("write the names under `columns` as they stand in the file"));
    }
    match tables.first() {
        Some(first) if tables.iter().all(|table| table.rows == 0) => Err(without_rows(first.file)),
        _ => Ok(tables),
    }
}

fn without_rows(file: &Source) -> Error {
    file.failed("has no rows")
        .hint("make the export again and look whether it holds rows")
}

fn reading(settings: &ExtractSettings, tables: &[Table<'_>]) -> Result<Reading> {
    let mut votes = DateVotes::default();
    for table in tables {
        table.look_at_dates(&mut votes)?;
    }
    let dates = settings.dates.unwrap_or_else(|| votes.decide());
    let tell = |table: &Table<'_>| format!("{}: parquet, dates {}", table.file.name, dates.word());
    Ok(Reading {
        dates,
        detected: tables.iter().map(tell).collect(),
        doubts: Vec::new(),
    })
}

impl Table<'_> {
    /// Days need no order; dates that are text or digits vote.
    fn look_at_dates(&self, votes: &mut DateVotes) -> Result<()> {
        let dates: Vec<usize> = self
            .fields
            .iter()
            .filter_map(|&(field, place)| is_date(field).then_some(place))
            .collect();
        if dates.is_empty() || self.rows == 0 {
            return Ok(());
        }
        let piece = piece(&self.file.path, &self.names, 0, self.rows.min(PIECE))?;
        let mut text = Zeroizing::new(Vec::with_capacity(1024));
        for place in dates {
            let column = &piece.columns()[place];
            if matches!(column.dtype(), DataType::Date | DataType::Datetime(..)) {
                continue;
            }
            for row in 0..piece.height() {
                if let Some(text) = cell(column, row, &mut text) {
                    votes.add(text);
                }
            }
        }
        Ok(())
    }

    fn read(&self, sink: &mut Sink<'_>) -> Result<()> {
        let mut row = RawRow::new(&self.file.name);
        let mut text = Zeroizing::new(Vec::with_capacity(1024));
        let mut unsaid = self.file.size;
        for first in (0..self.rows).step_by(PIECE) {
            let rows = PIECE.min(self.rows - first);
            let piece = piece(&self.file.path, &self.names, first, rows)?;
            for place in 0..piece.height() {
                row.begin((first + place) as u64 + 1);
                for &(field, column) in &self.fields {
                    match cell(&piece.columns()[column], place, &mut text) {
                        Some(text) => row.set(field, text),
                        None => row.set_broken(field),
                    }
                }
                sink.row(&row)?;
            }
            let bytes = (self.file.size / (self.rows.div_ceil(PIECE) as u64)).min(unsaid);
            unsaid -= bytes;
            sink.advance(bytes)?;
        }
        sink.advance(unsaid)
    }
}

/// The names of the columns and the number of rows.
fn look_at(path: &Path) -> Result<(Vec<Zeroizing<String>>, usize)> {
    let mut reader = reader(path)?;
    let read = without_panic(|| Some((reader.num_rows().ok()?, reader.schema().ok()?)));
    let (rows, schema) = read.flatten().ok_or_else(|| unreadable(path))?;
    let names = schema
        .iter_names()
        .map(|name| Zeroizing::new(name.to_string()));
    Ok((names.collect(), rows))
}

fn reader(path: &Path) -> Result<ParquetReader<File>> {
    let file = open(path)?;
    // The shortest Parquet file: two marks, the length of the footer and a footer.
    if file.metadata().map_or(0, |data| data.len()) < 16 {
        return Err(unreadable(path));
    }
    Ok(ParquetReader::new(file))
}

/// Some rows of some columns.
fn piece(path: &Path, names: &[String], first: usize, rows: usize) -> Result<DataFrame> {
    let reader = reader(path)?
        .with_columns(Some(names.to_vec()))
        .with_slice(Some((first, rows)))
        .read_parallel(ParallelStrategy::None);
    let piece = without_panic(|| reader.finish().ok()).flatten();
    let piece = piece.ok_or_else(|| unreadable(path))?;
    let are_all_there = piece.height() == rows && piece.width() == names.len();
    if !are_all_there {
        return Err(unreadable(path));
    }
    // Columns in the order of the names, which need not be that of the file.
    piece.select(names).map_err(|_| unreadable(path))
}

/// The words of the library may quote a value and are not passed on.
fn unreadable(path: &Path) -> Error {
    Error::failed(format!("{}: cannot be read as Parquet", path.display()))
        .hint("make the export again with plain columns of text, numbers and dates, or as CSV")
}

/// A cell as text; empty for a null, `None` for what is no text, number, truth or day.
fn cell<'a>(column: &Column, row: usize, text: &'a mut Zeroizing<Vec<u8>>) -> Option<&'a str> {
    text.clear();
    // A value that all rows have is kept once, in an owned form.
    match column.get(row).ok()?.as_borrowed() {
        AnyValue::Null => {}
        AnyValue::String(value) => put(text, value),
        AnyValue::Date(days) => {
            write!(text, "{}", day_of_seconds(i64::from(days) * 86_400)?).ok()?;
        }
        AnyValue::Datetime(value, unit, zone) => {
            write!(text, "{}", day_of(value, unit, zone.is_some())?).ok()?;
        }
        AnyValue::Float32(value) => write!(text, "{value}").ok()?,
        AnyValue::Float64(value) => write!(text, "{value}").ok()?,
        value if value.is_integer() || value.is_boolean() => write!(text, "{value}").ok()?,
        _ => return None,
    }
    std::str::from_utf8(text).ok()
}

/// Fills memory that is wiped before it is given back.
fn put(text: &mut Zeroizing<Vec<u8>>, value: &str) {
    if text.capacity() < value.len() {
        *text = Zeroizing::new(Vec::with_capacity(2 * value.len()));
    }
    text.extend_from_slice(value.as_bytes());
}

/// The day of a time; that of the Netherlands for one with a zone, which is kept as the time in Greenwich.
fn day_of(value: i64, unit: TimeUnit, is_moment: bool) -> Option<Day> {
    let in_a_second = match unit {
        TimeUnit::Milliseconds => 1_000,
        TimeUnit::Microseconds => 1_000_000,
        TimeUnit::Nanoseconds => 1_000_000_000,
    };
    let seconds = value.div_euclid(in_a_second);
    if is_moment {
        day_of_moment(seconds)
    } else {
        day_of_seconds(seconds)
    }
}

/// All columns of a file.
struct AllColumns {
    path: PathBuf,
    names: Vec<Zeroizing<String>>,
    rows: usize,
}

impl Columns for AllColumns {
    fn names(&self) -> &[Zeroizing<String>] {
        &self.names
    }

    fn habits(&self) -> Habits {
        Habits::default()
    }

    fn for_each(&self, each: &mut OnCells<'_>) -> Result<u64> {
        let names: Vec<String> = self.names.iter().map(|name| name.to_string()).collect();
        for first in (0..self.rows).step_by(PIECE) {
            let piece = piece(&self.path, &names, first, PIECE.min(self.rows - first))?;
            let mut texts: Vec<_> = names
                .iter()
                .map(|_| Zeroizing::new(Vec::with_capacity(1024)))
                .collect();
            for row in 0..piece.height() {
                let columns = piece.columns().iter().zip(&mut texts);
                let cells: Vec<_> = columns
                    .map(|(column, text)| cell(column, row, text))
                    .collect();
                each(&cells)?;
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests;
