//! The persons of an envelope and the keys of the second stage in, the same persons under new tokens and in a new order out.

use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::folder::WholeFolder;
use crate::keys::{Digest, Messages, StageKeys};
use crate::pseudonymous::handover::found::Opened;
use crate::pseudonymous::handover::layout::{self, PERSONS};
use crate::pseudonymous::handover::sort::{BUDGET, Sorted, Sorter};
use crate::pseudonymous::handover::tokens::{
    self, TOKEN_BYTES, TokenRows, fill, number, take, tick,
};
use crate::pseudonymous::handover::{Piece, ROW_GROUP, TableReader, TableWriter, Values};
use crate::pseudonymous::{TokenColumn, Tokens};
use crate::vocabulary::Progress;

/// Tokens that are digested together: enough to fill all lanes.
const TOGETHER: usize = 1024;

/// What travels with the tokens: row or household number, and three places in lists.
const BESIDE: usize = 4 + 3;
/// First token, tokens, what travels with them.
const PERSON: usize = 16 + TOKEN_BYTES + BESIDE;

/// Writes `persons.parquet` of the second stage into `folder`; gives the number of persons.
///
/// The persons are sorted by their new tokens, which are as random as the key, so their old order is gone.
pub(super) fn rekey(
    opened: &Opened,
    keys: &StageKeys,
    folder: &WholeFolder,
    progress: &dyn Progress,
) -> Result<u64> {
    let content = opened.content(PERSONS).ok_or_else(|| unread(opened))?;
    let of_register = opened.is_of_register();
    let layout = layout::of(PERSONS, of_register);
    let names: Vec<&str> = layout.iter().map(|(name, _)| *name).collect();
    let mut words = Words::default();
    let mut sorter = Sorter::begin(folder, "persons.spill", BUDGET);
    let mut seen = 0;
    TableReader::new(content.clone()).for_each_piece(&names, &mut |_, piece| {
        let columns = second_stage(piece, keys)?;
        let beside = if of_register {
            words.of_register(piece)?
        } else {
            of_provider(piece)?
        };
        for (row, beside) in beside.into_iter().enumerate() {
            sorter.push(person(&columns, row, beside))?;
            tick(&mut seen, progress)?;
        }
        Ok(())
    })?;
    let persons = sorter.len();
    let table = TableWriter::begin(folder, PERSONS, &layout)?;
    write(sorter.finish()?, &words, of_register, table, progress)?;
    Ok(persons)
}

fn unread(opened: &Opened) -> Error {
    Error::refused(format!("{} has no {PERSONS}", opened.whose)).hint("ask for the hand-over again")
}

/// The columns of tokens, each under the key of its kind.
fn second_stage(piece: &Piece<'_>, keys: &StageKeys) -> Result<Vec<Vec<Digest>>> {
    let names: Vec<&str> = TokenColumn::ALL.iter().map(|one| one.name()).collect();
    let mut columns = piece.all_tokens(&names)?;
    columns.iter_mut().enumerate().for_each(|(place, column)| {
        column
            .par_chunks_mut(TOGETHER)
            .for_each_init(Messages::new, |messages, tokens| {
                keys.digest_all(place, tokens, messages);
            });
    });
    Ok(columns)
}

fn person(columns: &[Vec<Digest>], row: usize, beside: [u8; BESIDE]) -> [u8; PERSON] {
    let mut known = Tokens::default();
    for (column, tokens) in TokenColumn::ALL.iter().zip(columns) {
        known.set(*column, tokens[row]);
    }
    let mut bytes = [0; PERSON];
    let first = tokens::first(&known).bytes();
    fill(&mut bytes, &[&first, &tokens::bytes(&known), &beside]);
    bytes
}

fn beside(number: u32, places: [u8; 3]) -> [u8; BESIDE] {
    let mut bytes = [0; BESIDE];
    fill(&mut bytes, &[&number.to_be_bytes(), &places]);
    bytes
}

fn of_provider(piece: &Piece<'_>) -> Result<Vec<[u8; BESIDE]>> {
    let rows = piece.numbers("row")?.into_iter();
    let outside = piece.flags("outside")?;
    let of = |(row, outside)| beside(row, [u8::from(outside), 0, 0]);
    Ok(rows.zip(outside).map(of).collect())
}

/// The age bands and the sexes met so far; both are a handful of words.
#[derive(Default)]
struct Words {
    bands: List,
    sexes: List,
}

impl Words {
    fn of_register(&mut self, piece: &Piece<'_>) -> Result<Vec<[u8; BESIDE]>> {
        let households = piece.numbers("household")?;
        let bands = piece.words("age_band", |word| self.bands.place(word?))?;
        let sexes = piece.words("sex", |word| self.sexes.place(word?))?;
        let left = piece.flags("left")?;
        let rows = 0..piece.rows();
        let of = |row: usize| {
            let places = [bands[row], sexes[row], u8::from(left[row])];
            beside(households[row], places)
        };
        Ok(rows.map(of).collect())
    }
}

#[derive(Default)]
struct List(Vec<String>);

impl List {
    /// The place of a word; `None` when there are more words than any agreement has.
    fn place(&mut self, word: &str) -> Option<u8> {
        let known = self.0.iter().position(|one| one == word);
        let place = known.unwrap_or_else(|| {
            self.0.push(word.to_owned());
            self.0.len() - 1
        });
        u8::try_from(place).ok()
    }

    fn word(&self, place: u8) -> Option<&str> {
        self.0.get(usize::from(place)).map(String::as_str)
    }
}

/// The columns of a row group under construction.
#[derive(Default)]
struct Group<'a> {
    numbers: Vec<Option<u32>>,
    bands: Vec<Option<&'a str>>,
    sexes: Vec<Option<&'a str>>,
    flags: Vec<bool>,
}

impl<'a> Group<'a> {
    fn push(&mut self, beside: &[u8], words: &'a Words, of_register: bool) {
        let mut rest = beside;
        let number = number(&mut rest);
        let [first, second, third] = take(&mut rest);
        if of_register {
            self.numbers.push((number != u32::MAX).then_some(number));
            self.bands.push(words.bands.word(first));
            self.sexes.push(words.sexes.word(second));
            self.flags.push(third != 0);
        } else {
            self.numbers.push(Some(number));
            self.flags.push(first != 0);
        }
    }

    /// In the order of the file.
    fn into_columns(self, known: TokenRows, of_register: bool) -> Vec<Values<'a>> {
        let mut columns: Vec<Values<'a>> = known.into_columns().collect();
        if of_register {
            columns.extend([
                Values::Numbers(self.numbers),
                Values::Words(self.bands),
                Values::Words(self.sexes),
            ]);
        } else {
            columns.insert(0, Values::Numbers(self.numbers));
        }
        columns.push(Values::Flags(self.flags));
        columns
    }
}

fn write(
    mut persons: Sorted<PERSON>,
    words: &Words,
    of_register: bool,
    mut table: TableWriter,
    progress: &dyn Progress,
) -> Result<()> {
    loop {
        let mut known = TokenRows::with_room(persons.left(ROW_GROUP));
        let mut group = Group::default();
        while group.numbers.len() < ROW_GROUP {
            let Some(person) = persons.next()? else { break };
            let mut rest = &person[16..];
            known.push(&take(&mut rest));
            group.push(rest, words, of_register);
        }
        if progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        let is_last = group.numbers.len() < ROW_GROUP;
        table.write(group.into_columns(known, of_register))?;
        if is_last {
            table.finish()?;
            return persons.remove();
        }
    }
}
