//! Writes `persons.parquet` and `tokens.parquet` from row numbers and tokens in any order: for the register, a provider and the second stage.

use super::layout::{PERSONS, TOKENS};
use super::rows::Rows;
use super::sort::Sorter;
use super::sorted::Piece;
use super::tokens::{advance, number, put_tokens, take_each};
use crate::error::Result;
use crate::files::WholeFolder;
use crate::keys::Digest;
use crate::pseudonymous::{TokenColumn, Tokens};
use crate::vocabulary::{Progress, When};

/// Bytes of the place of a person in the file, and of the row number.
const PLACE: usize = 16;
const ROW: usize = 4;

/// Takes persons and writes `persons.parquet` and `tokens.parquet`, sorted by the place that each is given.
pub(in crate::pseudonymous) struct PersonsWriter<'a> {
    folder: &'a WholeFolder,
    /// Place in the file, tokens, row number.
    persons: Sorter<'a>,
}

impl<'a> PersonsWriter<'a> {
    /// A writer into `folder` that holds about `budget` bytes.
    pub(in crate::pseudonymous) fn begin(folder: &'a WholeFolder, budget: usize) -> Self {
        Self {
            folder,
            persons: Sorter::begin(folder, "persons.spill", budget),
        }
    }

    /// Takes a person.
    pub(in crate::pseudonymous) fn push(
        &mut self,
        place: [u8; PLACE],
        known: &Tokens,
        row: u32,
    ) -> Result<()> {
        self.persons.push_with(|record| {
            record.extend_from_slice(&place);
            put_tokens(known, record);
            record.extend_from_slice(&row.to_be_bytes());
        })
    }

    /// How many there are.
    pub(in crate::pseudonymous) fn len(&self) -> u64 {
        self.persons.len()
    }

    /// Writes the files; what stands in a row of a token is what `change` makes of row number, column and token.
    pub(in crate::pseudonymous) fn finish(
        self,
        change: &Change<'_>,
        progress: &dyn Progress,
    ) -> Result<()> {
        let mut persons = Rows::begin(self.folder, PERSONS, When::ALWAYS)?;
        let mut list = Rows::begin(self.folder, TOKENS, When::ALWAYS)?;
        let mut records = self.persons.finish()?;
        records.map_pieces(
            |piece| Part::of(&piece, change),
            |part| {
                part.put(&mut persons, &mut list)?;
                advance(part.persons.len() as u64, progress)
            },
        )?;
        persons.finish()?;
        list.finish()?;
        records.remove()
    }
}

/// Gives the token that is written in the place of one.
pub(in crate::pseudonymous) type Change<'a> =
    dyn Fn(u32, TokenColumn, Digest) -> Result<Digest> + Sync + 'a;

/// What some persons add to the two files: row numbers; and row number, column and token of each token.
#[derive(Default)]
struct Part {
    persons: Vec<u32>,
    rows: Vec<u32>,
    columns: Vec<u32>,
    tokens: Vec<Digest>,
}

impl Part {
    fn of(piece: &Piece, change: &Change<'_>) -> Result<Self> {
        let mut part = Self::default();
        for record in piece.records() {
            let (known, mut row) = record.split_at(record.len() - ROW);
            let row = number(&mut row);
            part.persons.push(row);
            for (column, token) in take_each(&mut &known[PLACE..]) {
                part.rows.push(row);
                part.columns.push(column as u32);
                part.tokens.push(change(row, column, token)?);
            }
        }
        Ok(part)
    }

    fn put(&self, persons: &mut Rows<'_>, list: &mut Rows<'_>) -> Result<()> {
        persons.put(self.persons.len(), |to, rows| {
            to.numbers(&self.persons[rows]);
        })?;
        list.put(self.tokens.len(), |to, rows| {
            to.numbers(&self.rows[rows.clone()]);
            to.numbers(&self.columns[rows.clone()]);
            to.tokens(&self.tokens[rows]);
        })
    }
}
