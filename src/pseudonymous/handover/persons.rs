//! Writes `persons.parquet` from row numbers and tokens in any order: for the register, a provider and the second stage.

use super::layout::PERSONS;
use super::rows::write_rows;
use super::sort::Sorter;
use super::tokens::{self, TOKEN_BYTES, number, take};
use crate::error::Result;
use crate::files::WholeFolder;
use crate::pseudonymous::Tokens;
use crate::vocabulary::{Progress, When};

/// Place in the file, tokens, row number.
const PERSON: usize = 16 + TOKEN_BYTES + 4;

/// Takes persons and writes `persons.parquet`, sorted by the place that each is given.
pub(in crate::pseudonymous) struct PersonsWriter<'a> {
    folder: &'a WholeFolder,
    persons: Sorter<'a, PERSON>,
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
        place: [u8; 16],
        known: &Tokens,
        row: u32,
    ) -> Result<()> {
        let mut person = [0; PERSON];
        tokens::fill(
            &mut person,
            &[&place, &tokens::bytes(known), &row.to_be_bytes()],
        );
        self.persons.push(person)
    }

    /// How many there are.
    pub(in crate::pseudonymous) fn len(&self) -> u64 {
        self.persons.len()
    }

    /// Writes the file; `change` gets the tokens of each person, with the row number, before they are written.
    pub(in crate::pseudonymous) fn finish(
        self,
        change: &mut dyn FnMut(&mut [u8; TOKEN_BYTES], u32) -> Result<()>,
        progress: &dyn Progress,
    ) -> Result<()> {
        let persons = self.persons;
        write_rows(
            self.folder,
            (PERSONS, When::ALWAYS),
            persons,
            progress,
            |person, group| {
                let mut rest = &person[16..];
                let mut tokens = take(&mut rest);
                let row = number(&mut rest);
                change(&mut tokens, row)?;
                group.number(Some(row));
                group.tokens(&tokens);
                Ok(())
            },
        )
    }
}
