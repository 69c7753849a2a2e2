//! The values of a column, a batch of rows at a time.

use std::slice::from_ref;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::ConvertedType;
use parquet::column::reader::get_column_reader;
use parquet::data_type::{ByteArray, ByteArrayType, DataType};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor};

use super::plain::{Taker, for_each_stored, is_known};
use super::values::{Fixed, Run, Words};
use super::{Bounded, BoundedPages, Kind};
use crate::error::untrusted::without_panic;

/// The values that are decoded at once.
const BATCH: usize = 1 << 13;

/// Rows of a row group that are behind each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) group: usize,
    /// The rows of the group that come before.
    pub(crate) skipped: usize,
    pub(crate) rows: usize,
}

/// Where the bytes of a file come from.
pub(crate) trait Source: Sync {
    /// So many bytes from a place on.
    fn bytes(&self, start: u64, length: usize) -> std::io::Result<Bytes>;
}

/// The place of a column among those of a row group; `None` unless the file has one of this name and kind that is not
/// nested.
pub(crate) fn leaf_of(schema: &SchemaDescriptor, name: &str, kind: Kind) -> Option<usize> {
    let is_it = |column: &Arc<ColumnDescriptor>| column.path().parts() == [name];
    let leaf = schema.columns().iter().position(is_it)?;
    let column = &schema.columns()[leaf];
    let (stated, earlier) = (column.logical_type_ref(), column.converted_type());
    // Writers from before there were logical types state a converted type only.
    let means = match kind.logical() {
        None => stated.is_none() && earlier == ConvertedType::NONE,
        Some(meant) => stated.map_or(
            earlier == ConvertedType::from(Some(meant.clone())),
            |stated| *stated == meant,
        ),
    };
    let is_flat = column.max_rep_level() == 0 && column.max_def_level() <= 1;
    let is_as_long = kind.length() < 0 || column.type_length() == kind.length();
    let is_stored_so = column.physical_type() == kind.physical() && is_as_long;
    (means && is_flat && is_stored_so).then_some(leaf)
}

/// Calls `each` with the values of some rows of a column, in order; `None` for an absent one.
///
/// # Errors
/// `None` when the file does not hold them.
pub(crate) fn for_each_value<T: DataType>(
    source: &dyn Source,
    facts: &ParquetMetaData,
    leaf: usize,
    part: Part,
    mut each: impl FnMut(Option<&T::T>),
) -> Option<()> {
    let read = || -> Option<()> {
        let group = facts.row_groups().get(part.group)?;
        let column = group.columns().get(leaf)?;
        let pages = pages(source, column, group.num_rows())?;
        let reader = get_column_reader(column.column_descr_ptr(), Box::new(pages));
        let mut reader = T::get_column_reader(reader)?;
        if reader.skip_records(part.skipped).ok()? != part.skipped {
            return None;
        }
        let (mut levels, mut values) = (Vec::new(), Vec::new());
        let mut left = part.rows;
        while left > 0 {
            let rows = left.min(BATCH);
            levels.clear();
            values.clear();
            let read = reader.read_records(rows, Some(&mut levels), None, &mut values);
            if read.ok()?.0 != rows {
                return None;
            }
            if levels.is_empty() {
                for value in &values {
                    each(Some(value));
                }
            } else {
                let mut present = values.iter();
                for level in &levels {
                    each(if *level > 0 { present.next() } else { None });
                }
            }
            left -= rows;
        }
        Some(())
    };
    without_panic(read).flatten()
}

/// As [`for_each_value`] for a column of values of `N` bytes, run by run; the values stay where they stand when they are packed as factlab
/// packs them. `bytes` gives those of a value of the library.
///
/// # Errors
/// `None` when the file does not hold them.
pub(crate) fn for_each_fixed<T: DataType, const N: usize>(
    source: &dyn Source,
    facts: &ParquetMetaData,
    (leaf, part): (usize, Part),
    bytes: impl Fn(&T::T) -> Option<[u8; N]>,
    mut each: impl FnMut(Run<'_, N>),
) -> Option<()> {
    let column = column(facts, leaf, part)?;
    if is_known(column.encodings()) {
        return take_each(source, facts, (leaf, part), &mut Fixed::new(each));
    }
    for_each_value::<T>(source, facts, leaf, part, |value| {
        match value.and_then(&bytes) {
            Some(value) => each(Run::Present(from_ref(&value))),
            None => each(Run::Absent(1)),
        }
    })
}

/// As [`for_each_value`] for a column of words, each turned into a value by `value`; `None` is a word that it does not know, or that is not
/// UTF-8. What it gives of a word may be kept for other rows.
///
/// # Errors
/// `None` when the file does not hold them.
pub(crate) fn for_each_word<T: Copy>(
    source: &dyn Source,
    facts: &ParquetMetaData,
    (leaf, part): (usize, Part),
    mut value: impl FnMut(Option<&str>) -> Option<T>,
    mut each: impl FnMut(Option<T>),
) -> Option<()> {
    let column = column(facts, leaf, part)?;
    if is_known(column.encodings()) {
        return take_each(source, facts, (leaf, part), &mut Words::new(value, each));
    }
    for_each_value::<ByteArrayType>(source, facts, leaf, part, |word| {
        let word = word.map(ByteArray::as_utf8).transpose().ok();
        each(word.and_then(&mut value));
    })
}

fn take_each(
    source: &dyn Source,
    facts: &ParquetMetaData,
    (leaf, part): (usize, Part),
    taker: &mut impl Taker,
) -> Option<()> {
    let rows = facts.row_groups().get(part.group)?.num_rows();
    let column = column(facts, leaf, part)?;
    let has_levels = column.column_descr().max_def_level() > 0;
    let read = || {
        let mut pages = pages(source, column, rows)?;
        for_each_stored(&mut pages, has_levels, (part.skipped, part.rows), taker)
    };
    without_panic(read).flatten()
}

fn column(facts: &ParquetMetaData, leaf: usize, part: Part) -> Option<&ColumnChunkMetaData> {
    facts.row_groups().get(part.group)?.columns().get(leaf)
}

type Pages = BoundedPages<SerializedPageReader<Bounded<Stretch>>>;

/// The pages of a column of a row group, whose bytes are read at once.
fn pages(source: &dyn Source, column: &ColumnChunkMetaData, rows: i64) -> Option<Pages> {
    let rows = usize::try_from(rows).ok()?;
    let (start, length) = column.byte_range();
    let bytes = source.bytes(start, usize::try_from(length).ok()?).ok()?;
    let stretch = Arc::new(Bounded(Stretch { start, bytes }));
    BoundedPages::of(stretch, column, rows)
}

/// Some bytes of a file, at their place.
struct Stretch {
    start: u64,
    bytes: Bytes,
}

impl Stretch {
    fn place(&self, start: u64) -> Result<u64> {
        start
            .checked_sub(self.start)
            .ok_or_else(|| ParquetError::EOF("before the column".into()))
    }
}

impl Length for Stretch {
    fn len(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }
}

impl ChunkReader for Stretch {
    type T = <Bytes as ChunkReader>::T;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        self.bytes.get_read(self.place(start)?)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.bytes.get_bytes(self.place(start)?, length)
    }
}
