//! Writes sorted records as the rows of a Parquet file, a row group at a time.

use std::ops::Range;

use super::layout::{self, Kind, Layout};
use super::sort::Sorter;
use super::table::{ROW_GROUP, TableWriter, Values};
use super::tokens::tick;
use crate::error::Result;
use crate::files::WholeFolder;
use crate::keys::Digest;
use crate::vocabulary::{Progress, When};

/// Writes the file `name` of `folder`, whose uses have the days and quarters in `told`; `put` puts the values of each record into its row.
pub(super) fn write_rows<'a>(
    folder: &WholeFolder,
    (name, told): (&str, When),
    records: Sorter<'_>,
    progress: &dyn Progress,
    mut put: impl FnMut(&[u8], &mut Rows<'a>) -> Result<()>,
) -> Result<()> {
    let mut rows = Rows::begin(folder, name, told)?;
    let mut records = records.finish()?;
    let mut seen = 0;
    while let Some(record) = records.next()? {
        put(record, &mut rows)?;
        rows.end_row()?;
        tick(&mut seen, progress)?;
    }
    rows.finish()?;
    records.remove()
}

/// The row groups that are packed side by side, at most: more would take much memory.
const TOGETHER: usize = 4;

/// A file under construction: the values of each row are put in the order of the columns.
pub(super) struct Rows<'a> {
    table: TableWriter,
    layout: Layout,
    group: Vec<Values<'a>>,
    next: usize,
    /// Rows of the group that are whole.
    ended: usize,
    /// Row groups that wait to be packed.
    full: Vec<Vec<Values<'a>>>,
}

impl<'a> Rows<'a> {
    /// Begins the file `name` of `folder`, whose uses have the days and quarters in `told`.
    pub(super) fn begin(folder: &WholeFolder, name: &str, told: When) -> Result<Self> {
        let layout = layout::of(name, told);
        Ok(Self {
            table: TableWriter::begin(folder, name, &layout)?,
            group: empty(&layout),
            layout,
            next: 0,
            ended: 0,
            full: Vec::new(),
        })
    }

    /// All values of a row are put.
    pub(super) fn end_row(&mut self) -> Result<()> {
        self.end_rows(1)
    }

    /// Puts so many rows; `put` puts the values of a range of them, column by column.
    pub(super) fn put(&mut self, rows: usize, put: impl Fn(&mut Self, Range<usize>)) -> Result<()> {
        let mut begin = 0;
        while begin < rows {
            let end = rows.min(begin + ROW_GROUP - self.ended);
            put(self, begin..end);
            self.end_rows(end - begin)?;
            begin = end;
        }
        Ok(())
    }

    fn end_rows(&mut self, rows: usize) -> Result<()> {
        self.ended += rows;
        if self.ended == ROW_GROUP {
            self.ended = 0;
            let group = std::mem::replace(&mut self.group, empty(&self.layout));
            self.full.push(group);
            if self.full.len() >= TOGETHER.min(rayon::current_num_threads()) {
                self.write()?;
            }
        }
        Ok(())
    }

    fn write(&mut self) -> Result<()> {
        let full = std::mem::take(&mut self.full);
        self.table.write_groups(&full)
    }

    /// Completes the file.
    pub(super) fn finish(mut self) -> Result<()> {
        let rest = std::mem::take(&mut self.group);
        self.full.push(rest);
        self.write()?;
        self.table.finish()
    }

    // A value of another kind than its column is left out: the file is refused then, as its columns differ in length.
    fn column(&mut self) -> &mut Values<'a> {
        let column = self.next;
        self.next = (column + 1) % self.group.len();
        &mut self.group[column]
    }

    /// Puts a number, or none.
    pub(super) fn number(&mut self, number: Option<u32>) {
        if let Values::Numbers(numbers) = self.column() {
            numbers.push(number);
        }
    }

    /// Puts a key.
    pub(super) fn key(&mut self, key: u64) {
        if let Values::Keys(keys) = self.column() {
            keys.push(key);
        }
    }

    /// Puts a word, or none.
    pub(super) fn word(&mut self, word: Option<&'a str>) {
        if let Values::Words(words) = self.column() {
            words.push(word);
        }
    }

    /// Puts a flag.
    pub(super) fn flag(&mut self, flag: bool) {
        if let Values::Flags(flags) = self.column() {
            flags.push(flag);
        }
    }

    /// Puts the numbers of as many rows.
    pub(super) fn numbers(&mut self, all: &[u32]) {
        if let Values::Numbers(numbers) = self.column() {
            numbers.extend(all.iter().copied().map(Some));
        }
    }

    /// Puts the tokens of as many rows.
    pub(super) fn tokens(&mut self, all: &[Digest]) {
        if let Values::Tokens(tokens) = self.column() {
            tokens.extend_from_slice(all);
        }
    }
}

/// A row group without rows.
fn empty<'a>(layout: &Layout) -> Vec<Values<'a>> {
    let column = |(_, kind): &(&str, Kind)| match kind {
        Kind::Token => Values::Tokens(Vec::new()),
        Kind::Number | Kind::Repeated => Values::Numbers(Vec::new()),
        Kind::Key => Values::Keys(Vec::new()),
        Kind::Word => Values::Words(Vec::new()),
        Kind::Flag => Values::Flags(Vec::new()),
    };
    layout.iter().map(column).collect()
}
