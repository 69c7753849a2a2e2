//! Writes `persons.parquet` and `tokens.parquet` from row numbers and tokens in any order: for the register, a provider and the second stage.

use super::layout::{PERSONS, TOKENS};
use super::rows::Rows;
use super::sort::Sorter;
use super::tokens::{self, number, take_tokens, tick};
use crate::error::Result;
use crate::files::WholeFolder;
use crate::pseudonymous::Tokens;
use crate::vocabulary::{Progress, When};

/// Bytes of the place of a person in the file.
const PLACE: usize = 16;

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
        let parts: [&[u8]; 3] = [&place, &tokens::bytes(known), &row.to_be_bytes()];
        self.persons.push(&parts)
    }

    /// How many there are.
    pub(in crate::pseudonymous) fn len(&self) -> u64 {
        self.persons.len()
    }

    /// Writes the files; `change` gets the tokens of each person, with the row number, before they are written.
    pub(in crate::pseudonymous) fn finish(
        self,
        change: &mut dyn FnMut(&mut Tokens, u32) -> Result<()>,
        progress: &dyn Progress,
    ) -> Result<()> {
        let mut persons = Rows::begin(self.folder, PERSONS, When::ALWAYS)?;
        let mut list = Rows::begin(self.folder, TOKENS, When::ALWAYS)?;
        let mut records = self.persons.finish()?;
        let mut seen = 0;
        while let Some(record) = records.next()? {
            let mut rest = &record[PLACE..];
            let mut known = take_tokens(&mut rest);
            let row = number(&mut rest);
            change(&mut known, row)?;
            persons.number(Some(row));
            persons.end_row()?;
            for (column, token) in known.present() {
                list.number(Some(row));
                list.number(Some(column as u32));
                list.token(token);
                list.end_row()?;
            }
            tick(&mut seen, progress)?;
        }
        persons.finish()?;
        list.finish()?;
        records.remove()
    }
}
