//! Hand-over columns as Parquet: only tokens, numbers, known words and flags.

use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use parquet::file::metadata::ParquetMetaData;
use rayon::prelude::*;

use super::content::Content;
use super::layout::{Kind, Layout};
use super::piece::{Piece, read_error};
use crate::columns::{Column, Footer, Packing, Part, Writer, leaf_of};
use crate::error::{Code, Error, Result, in_order};
use crate::files::{WholeFile, WholeFolder};
use crate::keys::Digest;

/// Rows of a row group: what a writer holds in memory and the least a reader takes at once.
pub(in crate::pseudonymous) const ROW_GROUP: usize = 1 << 17;

/// Rows a reader takes at once, the row groups among them side by side.
const PIECE: usize = 4 * ROW_GROUP;

/// Row groups per thread that are read before what was read of them is put together.
const SIDE_BY_SIDE: usize = 4;

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
    fn column(&self) -> Column {
        match self {
            Self::Tokens(tokens) => {
                let bytes = |token: &Digest| token.is_present().then(|| token.bytes());
                Column::digests(tokens.iter().map(bytes))
            }
            Self::Numbers(numbers) => Column::u32s(numbers.iter().copied()),
            Self::Keys(keys) => Column::u64s(keys.iter().copied().map(Some)),
            Self::Words(words) => Column::texts(words.iter().copied()),
            Self::Flags(flags) => Column::flags(flags.iter().copied()),
        }
    }
}

/// Writes a Parquet file piece by piece; each piece becomes a row group.
pub(in crate::pseudonymous) struct TableWriter {
    writer: Writer<BufWriter<Remembering>>,
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
        let layout = layout.iter().map(|(name, kind)| (*name, kind.stored()));
        let file = BufWriter::with_capacity(1 << 18, file);
        let writer = Writer::begin(file, layout, Packing::Plain);
        Ok(Self {
            writer: writer.map_err(|_| write_error(&path, &failure))?,
            failure,
            path,
        })
    }

    /// Writes a row group: as many values in each column, the columns in the order of the layout.
    pub(in crate::pseudonymous) fn write(&mut self, columns: &[Values<'_>]) -> Result<()> {
        self.write_groups(&[columns])
    }

    /// Writes row groups, side by side.
    pub(super) fn write_groups<'a>(
        &mut self,
        groups: &[impl AsRef<[Values<'a>]> + Sync],
    ) -> Result<()> {
        let columns = groups
            .par_iter()
            .map(|group| group.as_ref().par_iter().map(Values::column).collect());
        let groups: Vec<Vec<Column>> = columns.collect();
        self.writer
            .write_groups(&groups)
            .map_err(|_| write_error(&self.path, &self.failure))
    }

    /// Completes the file.
    pub(in crate::pseudonymous) fn finish(self) -> Result<()> {
        self.writer
            .finish()
            .map_err(|_| write_error(&self.path, &self.failure))
    }
}

/// The words of the library are not passed on: only what the disk says.
fn write_error(path: &Path, failure: &Failure) -> Error {
    match failure.get() {
        Some(kind) => Error::io(path, "write", &io::Error::from(*kind)),
        None => Error::new(
            Code::InternalError,
            format!("{}: cannot write as Parquet", path.display()),
        ),
    }
}

/// A Parquet file to read.
#[derive(Debug)]
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

    fn footer(&self) -> Result<Footer> {
        let footer = Footer::read(&mut self.content.reader()?);
        let footer = footer.map_err(|e| Error::io(self.path(), "read", &e))?;
        footer.ok_or_else(|| read_error(self.path()))
    }

    /// How many rows the file has.
    pub(in crate::pseudonymous) fn rows(&self) -> Result<u64> {
        Ok(self.footer()?.rows as u64)
    }

    /// Whether the file holds nothing beside its columns but the schema in the words of Arrow.
    pub(in crate::pseudonymous) fn is_bare(&self) -> Result<bool> {
        let footer = self.footer()?;
        let beside = footer.facts.file_metadata().key_value_metadata();
        let mut beside = beside.into_iter().flatten();
        Ok(beside.all(|entry| entry.key == "ARROW:schema"))
    }

    /// Whether the columns are exactly those of `layout`.
    pub(in crate::pseudonymous) fn has(&self, layout: &Layout) -> Result<bool> {
        let footer = self.footer()?;
        let schema = footer.facts.file_metadata().schema_descr();
        let is_there = |(leaf, (name, kind)): (usize, &(&'static str, Kind))| {
            leaf_of(schema, name, kind.stored()) == Some(leaf)
        };
        let is_as_many = schema.num_columns() == layout.len();
        Ok(is_as_many && layout.iter().enumerate().all(is_there))
    }

    /// Calls `each` with consecutive pieces of the file: the first row number of the piece and the piece.
    pub(in crate::pseudonymous) fn for_each_piece(
        &self,
        each: &mut dyn FnMut(usize, &Piece<'_>) -> Result<()>,
    ) -> Result<()> {
        let footer = self.footer()?;
        let mut pieces = self.pieces(&footer, PIECE).into_iter();
        pieces.try_for_each(|(first, piece)| each(first, &piece))
    }

    /// Reads row groups side by side, some at a time, with `read`, and gives `each` what that gave, in their order.
    pub(in crate::pseudonymous) fn fold_pieces<T: Send>(
        &self,
        read: impl Fn(usize, &Piece<'_>) -> Result<T> + Sync,
        each: &mut dyn FnMut(T) -> Result<()>,
    ) -> Result<()> {
        self.fold_some(0..usize::MAX, read, each)
    }

    /// The same of some of the pieces of a row group's rows, by their place among all.
    pub(super) fn fold_some<T: Send>(
        &self,
        wanted: Range<usize>,
        read: impl Fn(usize, &Piece<'_>) -> Result<T> + Sync,
        each: &mut dyn FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let footer = self.footer()?;
        let pieces = self.pieces(&footer, ROW_GROUP);
        let wanted = wanted.start.min(pieces.len())..wanted.end.min(pieces.len());
        let wanted = pieces.get(wanted).unwrap_or_default();
        for some in wanted.chunks(SIDE_BY_SIDE * rayon::current_num_threads()) {
            let read = some.par_iter().map(|(first, piece)| read(*first, piece));
            in_order(read)?.into_iter().try_for_each(&mut *each)?;
        }
        Ok(())
    }

    /// The rows in pieces of no more than `most`, each with the number of its first.
    fn pieces<'a>(&'a self, footer: &'a Footer, most: usize) -> Vec<(usize, Piece<'a>)> {
        let mut next = 0;
        let piece = |parts: Vec<Part>| {
            let rows = parts.iter().map(|part| part.rows).sum();
            let first = next;
            next += rows;
            let piece = Piece {
                content: &self.content,
                facts: &footer.facts,
                parts,
                rows,
            };
            (first, piece)
        };
        pieces(&footer.facts, most).into_iter().map(piece).collect()
    }
}

/// The rows of a file in pieces of no more than `most`, and of row groups as far as they are no larger.
fn pieces(facts: &ParquetMetaData, most: usize) -> Vec<Vec<Part>> {
    let (mut pieces, mut rows) = (Vec::<Vec<Part>>::new(), most);
    for (group, told) in facts.row_groups().iter().enumerate() {
        let all = usize::try_from(told.num_rows()).unwrap_or(0);
        for skipped in (0..all).step_by(most) {
            let part = Part {
                group,
                skipped,
                rows: most.min(all - skipped),
            };
            rows += part.rows;
            if let Some(piece) = pieces.last_mut().filter(|_| rows <= most) {
                piece.push(part);
            } else {
                rows = part.rows;
                pieces.push(vec![part]);
            }
        }
    }
    pieces
}
