//! Writes sorted records as the rows of a Parquet file, a row group at a time.

use super::layout::{self, Kind, Layout};
use super::sort::Sorter;
use super::table::{ROW_GROUP, TableWriter, Values};
use super::tokens::{TOKEN_BYTES, tick};
use crate::error::Result;
use crate::files::WholeFolder;
use crate::keys::Digest;
use crate::vocabulary::{Progress, When};

/// Writes the file `name` of `folder`, whose uses have the days and quarters in `told`; `put` puts the values of each record into its row.
pub(super) fn write_rows<'a, const N: usize>(
    folder: &WholeFolder,
    (name, told): (&str, When),
    records: Sorter<'_, N>,
    progress: &dyn Progress,
    mut put: impl FnMut(&[u8; N], &mut RowGroup<'a>) -> Result<()>,
) -> Result<()> {
    let layout = layout::of(name, told);
    let mut table = TableWriter::begin(folder, name, &layout)?;
    let mut records = records.finish()?;
    let mut seen = 0;
    loop {
        let rows = records.left(ROW_GROUP);
        let mut group = RowGroup::begin(&layout, rows);
        for _ in 0..rows {
            let Some(record) = records.next()? else { break };
            put(&record, &mut group)?;
            tick(&mut seen, progress)?;
        }
        table.write(&group.columns)?;
        if rows < ROW_GROUP {
            table.finish()?;
            return records.remove();
        }
    }
}

/// Rows under construction: the values of each are put in the order of the columns.
pub(super) struct RowGroup<'a> {
    columns: Vec<Values<'a>>,
    next: usize,
}

impl<'a> RowGroup<'a> {
    fn begin(layout: &Layout, rows: usize) -> Self {
        let column = |(_, kind): &(&str, Kind)| match kind {
            Kind::Token => Values::Tokens(Vec::with_capacity(rows)),
            Kind::Number => Values::Numbers(Vec::with_capacity(rows)),
            Kind::Key => Values::Keys(Vec::with_capacity(rows)),
            Kind::Word => Values::Words(Vec::with_capacity(rows)),
            Kind::Flag => Values::Flags(Vec::with_capacity(rows)),
        };
        Self {
            columns: layout.iter().map(column).collect(),
            next: 0,
        }
    }

    // A value of another kind than its column is left out: the file is refused then, as its columns differ in length.
    fn column(&mut self) -> &mut Values<'a> {
        let column = self.next;
        self.next = (column + 1) % self.columns.len();
        &mut self.columns[column]
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

    /// Puts the tokens of a person, each in a column.
    pub(super) fn tokens(&mut self, bytes: &[u8; TOKEN_BYTES]) {
        for token in bytes.as_chunks::<16>().0 {
            if let Values::Tokens(tokens) = self.column() {
                tokens.push(Digest::from_bytes(*token));
            }
        }
    }
}
