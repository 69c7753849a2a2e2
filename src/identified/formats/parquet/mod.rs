//! Parquet extracts, read some thousands of rows at a time.

mod cells;
mod file;
mod kind;
#[cfg(test)]
mod tests;

use zeroize::Zeroizing;

use self::file::ParquetFile;
use crate::columns;
use crate::error::{Code, Error, Result};
use crate::identified::settings::{ExtractFormat, ExtractSettings, Field, FileKind};
use crate::identified::source::dates::DateVotes;
use crate::identified::source::file::Source;
use crate::identified::source::format::{Columns, Fit, Format, Habits, OnCells, Sink};
use crate::identified::source::header::{Header, for_owner};
use crate::identified::source::mapping::{find, is_date, wanted};
use crate::identified::source::{RawRow, Reading};

/// The rows that are read at once.
const PIECE: usize = 1 << 14;

/// A Parquet file.
pub(super) const FORMAT: ExtractFormat =
    ExtractFormat::table("parquet", "a Parquet file", FileKind::Parquet);

/// Reads [`FORMAT`].
pub(super) struct Parquet;

impl Format for Parquet {
    fn format(&self) -> ExtractFormat {
        FORMAT
    }

    fn probe(&self, file: &Source) -> Fit {
        Fit::sure_if(file.head().starts_with(columns::MARK))
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
        let columns = ParquetFile::open(&file.path)?;
        Ok(Some(Box::new(AllColumns {
            names: columns.names(),
            file: columns,
        })))
    }
}

/// A file whose columns are found.
struct Table<'a> {
    source: &'a Source,
    file: ParquetFile,
    /// The places of the columns that are read, without repetition.
    columns: Vec<usize>,
    /// Our fields, each with its place among these.
    fields: Vec<(Field, usize)>,
}

/// Finds the columns in every file, or tells all that is wrong with them.
fn settle<'a>(settings: &ExtractSettings, files: &'a [Source]) -> Result<Vec<Table<'a>>> {
    let wanted = wanted(settings)?;
    let (mut tables, mut wrong, mut names) = (Vec::new(), Vec::new(), None);
    for source in files {
        let file = ParquetFile::open(&source.path)?;
        let (places, mistakes) = find(&Header::of(file.names()), &wanted);
        if !mistakes.is_empty() {
            names = names.or_else(|| for_owner(&file.names(), places.len(), wanted.len()));
            wrong.push(format!(
                "{}: {}",
                source.path.display(),
                mistakes.join("; ")
            ));
        }
        let mut columns: Vec<usize> = Vec::new();
        let mut fields = Vec::new();
        for (field, place) in places {
            let known = columns.iter().position(|&one| one == place);
            fields.push((field, known.unwrap_or(columns.len())));
            if known.is_none() {
                columns.push(place);
            }
        }
        tables.push(Table {
            source,
            file,
            columns,
            fields,
        });
    }
    if !wrong.is_empty() {
        return Err(Error::new(Code::ColumnsWrong, wrong.join("\n"))
            .for_owner(names)
            .hint("write the names under `columns` as they stand in the file"));
    }
    match tables.first() {
        Some(first) if tables.iter().all(|table| table.file.rows() == 0) => {
            Err(without_rows(first.source))
        }
        _ => Ok(tables),
    }
}

fn without_rows(file: &Source) -> Error {
    file.failed(Code::ExtractEmpty, "has no rows")
        .hint("make the export again and look whether it holds rows")
}

fn reading(settings: &ExtractSettings, tables: &[Table<'_>]) -> Result<Reading> {
    let mut votes = DateVotes::default();
    for table in tables {
        table.look_at_dates(&mut votes)?;
    }
    let dates = settings.dates.unwrap_or_else(|| votes.decide());
    let tell =
        |table: &Table<'_>| format!("{}: parquet, dates {}", table.source.name, dates.word());
    Ok(Reading {
        dates,
        detected: tables.iter().map(tell).collect(),
        doubts: Vec::new(),
    })
}

impl Table<'_> {
    /// Days need no order; dates that are text or digits vote.
    fn look_at_dates(&self, votes: &mut DateVotes) -> Result<()> {
        let mut dates: Vec<usize> = Vec::new();
        for &(field, place) in &self.fields {
            let column = self.columns[place];
            if is_date(field) && !self.file.has_days(column) {
                dates.push(column);
            }
        }
        if dates.is_empty() {
            return Ok(());
        }
        let mut text = Zeroizing::new(Vec::with_capacity(1024));
        self.file.for_each_piece(&dates, PIECE, &mut |piece| {
            for cells in &piece.columns {
                for row in 0..piece.rows {
                    if let Some(text) = cells.get(row, &mut text) {
                        votes.add(text);
                    }
                }
            }
            Ok(())
        })
    }

    fn read(&self, sink: &mut Sink<'_>) -> Result<()> {
        let mut row = RawRow::new(&self.source.name);
        let mut text = Zeroizing::new(Vec::with_capacity(1024));
        let all = self.file.rows() as u64;
        let mut said = 0;
        self.file
            .for_each_piece(&self.columns, usize::MAX, &mut |piece| {
                for place in 0..piece.rows {
                    row.begin((piece.before + place) as u64 + 1);
                    for &(field, column) in &self.fields {
                        match piece.columns[column].get(place, &mut text) {
                            Some(text) => row.set(field, text),
                            None => row.set_broken(field),
                        }
                    }
                    sink.row(&row)?;
                }
                let read = u128::from(self.source.size) * (piece.before + piece.rows) as u128;
                let read = u64::try_from(read / u128::from(all.max(1))).unwrap_or(said);
                sink.advance(read - said)?;
                said = read;
                Ok(())
            })?;
        sink.advance(self.source.size - said)
    }
}

/// All columns of a file.
struct AllColumns {
    names: Vec<Zeroizing<String>>,
    file: ParquetFile,
}

impl Columns for AllColumns {
    fn names(&self) -> &[Zeroizing<String>] {
        &self.names
    }

    fn habits(&self) -> Habits {
        Habits::default()
    }

    fn has_rows(&self) -> bool {
        self.file.rows() > 0
    }

    fn for_each(&self, each: &mut OnCells<'_>) -> Result<u64> {
        let all: Vec<usize> = (0..self.names.len()).collect();
        let mut texts: Vec<_> = all
            .iter()
            .map(|_| Zeroizing::new(Vec::with_capacity(1024)))
            .collect();
        self.file.for_each_piece(&all, usize::MAX, &mut |piece| {
            for row in 0..piece.rows {
                let columns = piece.columns.iter().zip(&mut texts);
                let cells: Vec<_> = columns.map(|(cells, text)| cells.get(row, text)).collect();
                each(&cells)?;
            }
            Ok(())
        })?;
        Ok(0)
    }
}
