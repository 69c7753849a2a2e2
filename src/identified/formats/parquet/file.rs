//! An open Parquet file: columns by name, rows in batches.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::Repetition;
use parquet::column::reader::{ColumnReader, get_column_reader};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::schema::types::SchemaDescriptor;
use zeroize::Zeroizing;

use super::cells::{Cells, PIECE, Piece};
use super::kind::Kind;
use crate::columns::{Bounded, BoundedPages, Footer};
use crate::error::untrusted::without_panic;
use crate::error::{Code, Error, Result};
use crate::identified::source::file::open;

pub(super) struct ParquetFile {
    path: PathBuf,
    facts: ParquetMetaData,
    columns: Vec<Column>,
    rows: usize,
}

/// A column as it is in the schema, nested or not.
struct Column {
    name: Zeroizing<String>,
    /// Where its values stand and what they are; `None` for a nested column.
    leaf: Option<(usize, Kind)>,
}

impl ParquetFile {
    /// Opens a file and reads its footer.
    ///
    /// # Errors
    /// When it is missing, or its footer cannot be read.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mut file = open(path)?;
        let footer = Footer::read(&mut file).map_err(|e| Error::io(path, "read", &e))?;
        let Footer { facts, rows } = footer.ok_or_else(|| unreadable(path))?;
        let is_of_java = facts
            .file_metadata()
            .created_by()
            .is_some_and(|writer| writer.starts_with("parquet-mr"));
        Ok(Self {
            path: path.to_owned(),
            columns: columns(facts.file_metadata().schema_descr(), is_of_java),
            facts,
            rows,
        })
    }

    /// The names of its columns, in order.
    pub(super) fn names(&self) -> Vec<Zeroizing<String>> {
        let names = self.columns.iter().map(|column| column.name.clone());
        names.collect()
    }

    /// How many rows it has.
    pub(super) const fn rows(&self) -> usize {
        self.rows
    }

    /// Whether a column holds days or times, so that it needs no order of dates.
    pub(super) fn has_days(&self, column: usize) -> bool {
        let leaf = self.columns.get(column).and_then(|column| column.leaf);
        matches!(leaf, Some((_, Kind::Day | Kind::Time { .. })))
    }

    /// The first `most` rows of these columns, a piece at a time.
    pub(super) fn pieces(&self, columns: &[usize], most: usize) -> Result<Pieces<'_>> {
        Ok(Pieces {
            file: self,
            // Opened here and not before: a folder may hold more files than a program may keep open.
            bytes: Arc::new(Bounded(open(&self.path)?)),
            columns: columns.to_vec(),
            groups: self.facts.row_groups().iter(),
            readers: Vec::new(),
            left: 0,
            before: 0,
            most,
        })
    }

    /// What `read` gives; an error where it gives nothing or the library panics.
    fn within<T>(&self, read: impl FnOnce() -> Option<T>) -> Result<T> {
        without_panic(read)
            .flatten()
            .ok_or_else(|| unreadable(&self.path))
    }

    fn readers(
        &self,
        bytes: &Arc<Bounded<File>>,
        group: &RowGroupMetaData,
        columns: &[usize],
        rows: usize,
    ) -> Option<Vec<Option<(Kind, ColumnReader)>>> {
        let reader = |&column: &usize| {
            let Some((leaf, kind)) = self.columns.get(column)?.leaf else {
                return Some(None);
            };
            let chunk = group.columns().get(leaf)?;
            let pages = BoundedPages::of(Arc::clone(bytes), chunk, rows)?;
            let reader = get_column_reader(chunk.column_descr_ptr(), Box::new(pages));
            Some(Some((kind, reader)))
        };
        columns.iter().map(reader).collect()
    }
}

/// The rows of some columns of a file.
pub(super) struct Pieces<'a> {
    file: &'a ParquetFile,
    bytes: Arc<Bounded<File>>,
    columns: Vec<usize>,
    groups: std::slice::Iter<'a, RowGroupMetaData>,
    readers: Vec<Option<(Kind, ColumnReader)>>,
    /// The rows of the group that are not yet read.
    left: usize,
    before: usize,
    most: usize,
}

impl Pieces<'_> {
    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// When the file does not hold the rows that it announces.
    pub(super) fn next(&mut self) -> Result<Option<Piece>> {
        while self.left == 0 {
            let Some(group) = self.groups.next() else {
                return Ok(None);
            };
            let all = usize::try_from(group.num_rows()).unwrap_or(0);
            self.left = all.min(self.most.saturating_sub(self.before));
            if self.left > 0 {
                let (file, bytes, columns) = (self.file, &self.bytes, &self.columns);
                self.readers = file.within(|| file.readers(bytes, group, columns, all))?;
            }
        }
        let rows = self.left.min(PIECE);
        let readers = &mut self.readers;
        let columns = self.file.within(|| {
            let cells = readers.iter_mut().map(|reader| match reader {
                Some((kind, reader)) => Cells::read(*kind, reader, rows),
                None => Some(Cells::unread()),
            });
            cells.collect::<Option<Vec<_>>>()
        })?;
        let before = self.before;
        self.before += rows;
        self.left -= rows;
        Ok(Some(Piece {
            before,
            rows,
            columns,
        }))
    }
}

fn columns(schema: &SchemaDescriptor, is_of_java: bool) -> Vec<Column> {
    let fields = schema.root_schema().get_fields().iter();
    let mut columns: Vec<Column> = fields
        .map(|field| Column {
            name: Zeroizing::new(field.name().to_owned()),
            leaf: None,
        })
        .collect();
    for (leaf, described) in schema.columns().iter().enumerate() {
        let root = schema.get_column_root(leaf);
        let is_nested = !root.is_primitive()
            || root.get_basic_info().has_repetition()
                && root.get_basic_info().repetition() == Repetition::REPEATED;
        if let (false, Some(column)) =
            (is_nested, columns.get_mut(schema.get_column_root_idx(leaf)))
        {
            column.leaf = Some((leaf, Kind::of(described, is_of_java)));
        }
    }
    columns
}

/// The words of the library may quote a value and are not passed on.
fn unreadable(path: &Path) -> Error {
    Error::new(
        Code::ExtractUnreadable,
        format!("{}: cannot be read as Parquet", path.display()),
    )
    .hint("export it again, or as CSV")
}
