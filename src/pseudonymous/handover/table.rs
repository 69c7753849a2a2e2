//! Columns in, a Parquet file out, and back: only tokens, numbers, words of ours and flags.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use polars::io::mmap::MmapBytesReader;
use polars::prelude::{
    BatchedWriter, BinaryChunkedBuilder, Column, DataFrame, DataType, Field, IntoColumn, NamedFrom,
    ParallelStrategy, ParquetCompression, ParquetReader, ParquetWriter, Schema, SerReader, Series,
    StatisticsOptions,
};
use rayon::prelude::*;

use super::content::Content;
use super::promises::broken;
use crate::error::untrusted::without_panic;
use crate::error::{Error, Result};
use crate::folder::{WholeFile, WholeFolder};
use crate::keys::Digest;

/// Rows of a row group: what a writer holds in memory and the least a reader takes at once.
pub(in crate::pseudonymous) const ROW_GROUP: usize = 1 << 17;

/// Rows a reader takes at once.
const PIECE: usize = 4 * ROW_GROUP;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pseudonymous) enum Kind {
    /// 16 bytes, or null.
    Token,
    /// An unsigned 32-bit number, or null.
    Number,
    /// An unsigned 64-bit number.
    Key,
    /// A word or code of ours, or null.
    Word,
    /// True or false.
    Flag,
}

impl Kind {
    const fn data_type(self) -> DataType {
        match self {
            Self::Token => DataType::Binary,
            Self::Number => DataType::UInt32,
            Self::Key => DataType::UInt64,
            Self::Word => DataType::String,
            Self::Flag => DataType::Boolean,
        }
    }
}

/// The names and kinds of the columns of a file, in order.
pub(in crate::pseudonymous) type Layout = Vec<(&'static str, Kind)>;

/// The values of a column for some rows.
pub(in crate::pseudonymous) enum Values<'a> {
    /// Of kind token.
    Tokens(Vec<Digest>),
    /// Of kind number.
    Numbers(Vec<Option<u32>>),
    /// Of kind key.
    Keys(Vec<u64>),
    /// Of kind word.
    Words(Vec<Option<&'a str>>),
    /// Of kind flag.
    Flags(Vec<bool>),
}

impl Values<'_> {
    fn into_column(self, name: &str) -> Column {
        match self {
            Self::Tokens(tokens) => {
                let mut column = BinaryChunkedBuilder::new(name.into(), tokens.len());
                for token in tokens {
                    column.append_option(token.is_present().then(|| token.bytes()));
                }
                column.finish().into_column()
            }
            Self::Numbers(numbers) => column(name, numbers),
            Self::Keys(keys) => column(name, keys),
            Self::Words(words) => column(name, words),
            Self::Flags(flags) => column(name, flags),
        }
    }
}

fn column<T, P: ?Sized>(name: &str, values: T) -> Column
where
    Series: NamedFrom<T, P>,
{
    Series::new(name.into(), values).into_column()
}

/// Writes a Parquet file piece by piece; each piece becomes a row group.
pub(in crate::pseudonymous) struct TableWriter {
    writer: BatchedWriter<BufWriter<Remembering>>,
    names: Vec<&'static str>,
    failure: Failure,
    path: PathBuf,
}

/// What the disk said when it refused: Parquet errors pass on no more than a text of it.
type Failure = Arc<OnceLock<io::ErrorKind>>;

/// A file that remembers why it failed.
struct Remembering {
    file: WholeFile,
    failure: Failure,
}

impl Write for Remembering {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).inspect_err(|error| {
            self.failure.get_or_init(|| error.kind());
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TableWriter {
    /// Begins the file `name` of `folder`.
    pub(in crate::pseudonymous) fn begin(
        folder: &WholeFolder,
        name: &str,
        layout: &Layout,
    ) -> Result<Self> {
        let file = folder.file(name)?;
        let path = file.path().to_owned();
        let failure = Failure::default();
        let file = Remembering {
            file,
            failure: failure.clone(),
        };
        let field =
            |(name, kind): &(&'static str, Kind)| Field::new((*name).into(), kind.data_type());
        let schema: Schema = layout.iter().map(field).collect();
        // Digests do not compress, and their least and greatest tell nothing.
        let writer = ParquetWriter::new(BufWriter::with_capacity(1 << 18, file))
            .with_compression(ParquetCompression::Uncompressed)
            .with_statistics(StatisticsOptions::empty())
            .batched(&schema)
            .map_err(|_| write_error(&path, &failure))?;
        Ok(Self {
            writer,
            names: layout.iter().map(|(name, _)| *name).collect(),
            failure,
            path,
        })
    }

    /// Writes a row group: as many values in each column, the columns in the order of the layout.
    pub(in crate::pseudonymous) fn write(&mut self, columns: Vec<Values<'_>>) -> Result<()> {
        let columns: Vec<Column> = self
            .names
            .par_iter()
            .zip(columns)
            .map(|(name, values)| values.into_column(name))
            .collect();
        DataFrame::new_infer_height(columns)
            .and_then(|rows| match rows.height() {
                0 => Ok(()),
                _ => self.writer.write_batch(&rows),
            })
            .map_err(|_| write_error(&self.path, &self.failure))
    }

    /// Completes the file.
    pub(in crate::pseudonymous) fn finish(self) -> Result<()> {
        self.writer
            .finish()
            .map(|_| ())
            .map_err(|_| write_error(&self.path, &self.failure))
    }
}

/// Polars' words may quote data; only what the disk says is passed on.
fn write_error(path: &Path, failure: &Failure) -> Error {
    match failure.get() {
        Some(kind) => Error::io(path, "write", &io::Error::from(*kind)),
        None => Error::failed(format!("{}: cannot write as Parquet", path.display())),
    }
}

fn read_error(path: &Path) -> Error {
    Error::refused(format!("{}: cannot be read as Parquet", path.display()))
        .hint("ask for the hand-over again")
}

/// A Parquet file to read.
pub(in crate::pseudonymous) struct TableReader {
    content: Content,
}

impl TableReader {
    /// The file `content`; its digest was checked before.
    pub(in crate::pseudonymous) const fn new(content: Content) -> Self {
        Self { content }
    }

    fn path(&self) -> &Path {
        self.content.path()
    }

    fn open(&self) -> Result<ParquetReader<Box<dyn MmapBytesReader>>> {
        let reader = self.content.reader()?;
        // The shortest Parquet file: two marks, the length of the footer and a footer.
        if self.content.size().unwrap_or(0) < 16 {
            return Err(read_error(self.path()));
        }
        Ok(ParquetReader::new(reader))
    }

    /// How many rows the file has.
    pub(in crate::pseudonymous) fn rows(&self) -> Result<u64> {
        let mut opened = self.open()?;
        let rows = without_panic(|| opened.num_rows().ok()).flatten();
        let rows = rows.ok_or_else(|| read_error(self.path()))?;
        Ok(rows as u64)
    }

    /// Whether the file holds nothing beside its columns but the schema in the words of Arrow.
    pub(in crate::pseudonymous) fn is_bare(&self) -> Result<bool> {
        let mut opened = self.open()?;
        let metadata = without_panic(|| opened.get_metadata().ok().cloned()).flatten();
        let metadata = metadata.ok_or_else(|| read_error(self.path()))?;
        let beside = metadata.key_value_metadata().as_deref().unwrap_or_default();
        Ok(beside.iter().all(|entry| entry.key == "ARROW:schema"))
    }

    /// Whether the columns are exactly those of `layout`.
    pub(in crate::pseudonymous) fn has(&self, layout: &Layout) -> Result<bool> {
        let mut opened = self.open()?;
        let schema = without_panic(|| opened.schema().ok()).flatten();
        let schema = schema.ok_or_else(|| read_error(self.path()))?;
        let found = schema
            .iter_values()
            .map(|field| (field.name.as_str(), DataType::from_arrow_field(field)));
        let expected = layout.iter().map(|(name, kind)| (*name, kind.data_type()));
        Ok(found.eq(expected))
    }

    /// Calls `each` with consecutive pieces of the columns `names`: the first row number of the piece and the piece.
    pub(in crate::pseudonymous) fn for_each_piece(
        &self,
        names: &[&str],
        each: &mut dyn FnMut(usize, &Piece<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut opened = self.open()?;
        let metadata = without_panic(|| opened.get_metadata().ok().cloned()).flatten();
        let metadata = metadata.ok_or_else(|| read_error(self.path()))?;
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut first = 0;
        while first < metadata.num_rows {
            let rows = PIECE.min(metadata.num_rows - first);
            let mut reader = self.open()?;
            reader.set_metadata(metadata.clone());
            let reader = reader
                .with_columns(Some(names.clone()))
                .with_slice(Some((first, rows)))
                .read_parallel(ParallelStrategy::RowGroups);
            let frame = without_panic(|| reader.finish().ok()).flatten();
            let frame = frame.ok_or_else(|| read_error(self.path()))?;
            if frame.height() != rows {
                return Err(read_error(self.path()));
            }
            each(
                first,
                &Piece {
                    frame: &frame,
                    path: self.path(),
                },
            )?;
            first += rows;
        }
        Ok(())
    }
}

/// Some rows of some columns, as they were read.
pub(in crate::pseudonymous) struct Piece<'a> {
    frame: &'a DataFrame,
    path: &'a Path,
}

impl Piece<'_> {
    /// How many rows it has.
    pub(in crate::pseudonymous) fn rows(&self) -> usize {
        self.frame.height()
    }

    fn column(&self, name: &str) -> Result<&Column> {
        self.frame.column(name).map_err(|_| read_error(self.path))
    }

    /// A column of tokens; absent where null.
    pub(in crate::pseudonymous) fn tokens(&self, name: &str) -> Result<Vec<Digest>> {
        let column = self.column(name)?;
        let column = column.binary().map_err(|_| read_error(self.path))?;
        let mut tokens = Vec::with_capacity(column.len());
        for array in column.downcast_iter() {
            for value in array {
                tokens.push(match value.map(<[u8; 16]>::try_from) {
                    None => Digest::ABSENT,
                    Some(Ok(bytes)) if bytes == [0; 16] => {
                        return Err(self.breaks(name, "holds a token of zeros"));
                    }
                    Some(Ok(bytes)) => Digest::from_bytes(bytes),
                    Some(Err(_)) => return Err(read_error(self.path)),
                });
            }
        }
        Ok(tokens)
    }

    /// Several columns of tokens.
    pub(in crate::pseudonymous) fn all_tokens(&self, names: &[&str]) -> Result<Vec<Vec<Digest>>> {
        names.par_iter().map(|name| self.tokens(name)).collect()
    }

    /// A column of numbers; none is null.
    pub(in crate::pseudonymous) fn numbers(&self, name: &str) -> Result<Vec<u32>> {
        let column = self.column(name)?;
        let column = column.u32().map_err(|_| read_error(self.path))?;
        let numbers = column.iter().collect::<Option<_>>();
        numbers.ok_or_else(|| self.breaks(name, "is empty in a row"))
    }

    /// A column of numbers; `u32::MAX` where null.
    pub(in crate::pseudonymous) fn optional_numbers(&self, name: &str) -> Result<Vec<u32>> {
        let column = self.column(name)?;
        let column = column.u32().map_err(|_| read_error(self.path))?;
        Ok(column
            .iter()
            .map(|number| number.unwrap_or(u32::MAX))
            .collect())
    }

    /// A column of keys; none is null.
    pub(in crate::pseudonymous) fn keys(&self, name: &str) -> Result<Vec<u64>> {
        let column = self.column(name)?;
        let column = column.u64().map_err(|_| read_error(self.path))?;
        let keys = column.iter().collect::<Option<_>>();
        keys.ok_or_else(|| self.breaks(name, "is empty in a row"))
    }

    /// A column of flags; none is null.
    pub(in crate::pseudonymous) fn flags(&self, name: &str) -> Result<Vec<bool>> {
        let column = self.column(name)?;
        let column = column.bool().map_err(|_| read_error(self.path))?;
        let flags = column.iter().collect::<Option<_>>();
        flags.ok_or_else(|| self.breaks(name, "is empty in a row"))
    }

    fn breaks(&self, name: &str, rule: &str) -> Error {
        let place = self.path.display();
        broken(&place.to_string(), &format!("column `{name}` {rule}"))
    }

    /// A column of words, each turned into a value by `value`; a word it does not know is refused.
    pub(in crate::pseudonymous) fn words<T>(
        &self,
        name: &str,
        mut value: impl FnMut(Option<&str>) -> Option<T>,
    ) -> Result<Vec<T>> {
        let column = self.column(name)?;
        let column = column.str().map_err(|_| read_error(self.path))?;
        let values = column.iter().map(&mut value);
        values.collect::<Option<_>>().ok_or_else(|| {
            let place = self.path.display();
            Error::refused(format!(
                "{place}: column `{name}` holds a word that was not agreed"
            ))
            .hint("ask for the hand-over again, made with the agreement as it is now")
        })
    }
}
