//! Parquet extracts, read some thousands of rows at a time.

mod cells;
mod file;
mod kind;
#[cfg(test)]
mod tests;

use std::path::Path;

use zeroize::Zeroizing;

use self::cells::{PIECE, Piece};
use self::file::{ParquetFile, Pieces};
use crate::columns;
use crate::error::Result;
use crate::identified::settings::{ExtractFormat, ExtractSettings, FileKind};
use crate::identified::source::columns::wanted;
use crate::identified::source::file::Source;
use crate::identified::source::format::{Fit, Format};
use crate::identified::source::header::Header;
use crate::identified::source::rows::Surveyed;
use crate::identified::source::table::{Cells, Habits, Line, MappedTables, Purpose, Table};

pub(super) const FORMAT: ExtractFormat =
    ExtractFormat::table("parquet", "a Parquet file", FileKind::Parquet);

pub(super) struct Parquet;

impl Format for Parquet {
    fn format(&self) -> ExtractFormat {
        FORMAT
    }

    fn probe(&self, file: &Source) -> Fit {
        Fit::sure_if(file.head().starts_with(columns::MARK))
    }

    fn open(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Box<dyn Surveyed>> {
        let wanted = wanted(settings)?;
        let mut tables: Vec<Box<dyn Table>> = Vec::with_capacity(files.len());
        for file in files {
            tables.push(Box::new(ParquetTable::open(file)?));
        }
        MappedTables::wanting(&wanted, tables, settings.dates)
    }

    fn tables(&self, file: &Source, _sheet: Option<&str>) -> Result<Vec<Box<dyn Table>>> {
        Ok(vec![Box::new(ParquetTable::open(file)?)])
    }
}

/// A file as a table.
struct ParquetTable {
    source: Source,
    file: ParquetFile,
    header: Header,
}

impl ParquetTable {
    fn open(source: &Source) -> Result<Self> {
        let file = ParquetFile::open(&source.path)?;
        Ok(Self {
            source: source.clone(),
            header: Header::of(file.names()),
            file,
        })
    }
}

impl Table for ParquetTable {
    fn path(&self) -> &Path {
        &self.source.path
    }

    fn name(&self) -> &str {
        &self.source.name
    }

    fn header(&self) -> &Header {
        &self.header
    }

    fn has_rows(&self) -> bool {
        self.file.rows() > 0
    }

    fn no_rows(&self) -> &'static str {
        "has no rows"
    }

    fn habits(&self) -> Habits {
        Habits::default()
    }

    fn words(&self) -> String {
        FORMAT.word.to_owned()
    }

    fn cells(&self, purpose: Purpose, columns: &[usize]) -> Result<Box<dyn Cells + '_>> {
        // Days need no order; dates that are text or digits vote.
        let is_read = |column: &usize| purpose != Purpose::Dates || !self.file.has_days(*column);
        let mut columns: Vec<usize> = columns.iter().copied().filter(is_read).collect();
        columns.sort_unstable();
        columns.dedup();
        let most = match purpose {
            Purpose::Dates if columns.is_empty() => 0,
            Purpose::Dates => PIECE,
            Purpose::Look | Purpose::Rows => usize::MAX,
        };
        let pieces = self.file.pieces(&columns, most)?;
        Ok(Box::new(ParquetRows {
            table: self,
            pieces,
            columns,
            piece: None,
            row: 0,
            text: Zeroizing::new(Vec::with_capacity(1024)),
            is_at_end: false,
        }))
    }
}

/// The rows of a file.
struct ParquetRows<'a> {
    table: &'a ParquetTable,
    pieces: Pieces<'a>,
    /// The columns that are read, in order.
    columns: Vec<usize>,
    piece: Option<Piece>,
    /// The row in the piece.
    row: usize,
    text: Zeroizing<Vec<u8>>,
    is_at_end: bool,
}

impl Cells for ParquetRows<'_> {
    fn next(&mut self) -> Result<Line> {
        self.row += 1;
        if self
            .piece
            .as_ref()
            .is_none_or(|piece| self.row >= piece.rows)
        {
            (self.piece, self.row) = (self.pieces.next()?, 0);
        }
        let Some(piece) = &self.piece else {
            self.is_at_end = true;
            return Ok(Line::End);
        };
        Ok(Line::Row((piece.before + self.row) as u64 + 1))
    }

    fn cell(&mut self, column: usize, _is_of_days: bool) -> Option<&str> {
        let index = self.columns.binary_search(&column).ok()?;
        let cells = &self.piece.as_ref()?.columns[index];
        cells.get(self.row, &mut self.text)
    }

    /// As many of the bytes as of the rows.
    fn bytes_read(&self) -> u64 {
        let size = self.table.source.size;
        let Some(piece) = self.piece.as_ref().filter(|_| !self.is_at_end) else {
            return if self.is_at_end { size } else { 0 };
        };
        let all = self.table.file.rows().max(1) as u128;
        let read = u128::from(size) * (piece.before + piece.rows) as u128 / all;
        u64::try_from(read).unwrap_or(size)
    }
}
