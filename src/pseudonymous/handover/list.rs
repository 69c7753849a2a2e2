//! The tokens of a hand-over as its files have them: person by person, and of each column by column.

use super::content::Opened;
use super::layout::{PERSONS, TOKENS};
use super::promises::broken;
use super::table::TableReader;
use crate::error::{Code, Error, Result};
use crate::keys::Digest;
use crate::pseudonymous::{FilledColumns, TokenColumn};

/// Persons whose tokens are put in columns at once.
const TOGETHER: usize = 1 << 15;

/// So many persons apart it is noted where the tokens of one begin.
const NOTED: usize = 1 << 10;

/// What hears of a piece of columns of tokens: its first row number, and one list per column.
pub type EachTokens<'a> = dyn FnMut(usize, &[Vec<Digest>]) -> Result<()> + 'a;

/// Tokens of a piece of a file: whose each is, counted in the order of the file, and its column.
pub(in crate::pseudonymous) type TokensOfPiece<'a> =
    &'a mut dyn Iterator<Item = (usize, TokenColumn, Digest)>;

/// The persons of an envelope and which tokens each has; the tokens themselves stay in their file.
#[derive(Debug)]
pub(in crate::pseudonymous) struct TokenList {
    tokens: TableReader,
    rows: Vec<u32>,
    filled: Vec<FilledColumns>,
}

impl TokenList {
    /// Reads whose each token is, and checks it: of a person, in order, and once. 12 bytes of memory a person.
    pub(in crate::pseudonymous) fn of(opened: &Opened) -> Result<Self> {
        let table = |name: &str| {
            let content = opened.content(name).cloned().map(TableReader::new);
            content.ok_or_else(|| {
                let message = format!("{} has no {name}", opened.whose);
                Error::new(Code::HandoverIncomplete, message)
            })
        };
        let mut rows = Vec::new();
        table(PERSONS)?.for_each_piece(&mut |_, piece| {
            rows.extend(piece.numbers("row")?);
            Ok(())
        })?;
        let tokens = table(TOKENS)?;
        let mut filled = vec![FilledColumns::default(); rows.len()];
        let mut person = 0;
        tokens.for_each_piece(&mut |_, piece| {
            let numbers = |name| move || piece.numbers(name);
            let (of_rows, columns) = rayon::join(numbers("row"), numbers("column"));
            for (row, column) in of_rows?.into_iter().zip(columns?) {
                next(&mut person, &rows, &mut filled, (row, column))
                    .map_err(|rule| broken(&opened.whose, rule))?;
            }
            Ok(())
        })?;
        Ok(Self {
            tokens,
            rows,
            filled,
        })
    }

    /// The row numbers of the persons, in the order of the file.
    pub(in crate::pseudonymous) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Calls `each` with every token: whose it is, in the order of the file, and its column.
    pub(super) fn for_each(
        &self,
        mut each: impl FnMut(usize, TokenColumn, Digest) -> Result<()>,
    ) -> Result<()> {
        let mut held = self.held(0);
        self.tokens.for_each_piece(&mut |_, piece| {
            let tokens = piece.tokens("token")?.into_iter().zip(held.by_ref());
            for (token, (person, column)) in tokens {
                each(person, column, token)?;
            }
            Ok(())
        })
    }

    /// Whose each token is, from those of the person at this place on, and its column: in the order of the file.
    fn held(&self, first: usize) -> impl Iterator<Item = (usize, TokenColumn)> {
        let persons = (first..).zip(self.filled.iter().skip(first));
        persons.flat_map(|(person, filled)| filled.columns().map(move |column| (person, column)))
    }

    /// The columns in which each person has a token, in the order of the file.
    pub(super) fn filled(&self) -> &[FilledColumns] {
        &self.filled
    }

    /// Calls `each` with the tokens of consecutive pieces, side by side: whose each is and its column, as [`TokenList::for_each`].
    /// What it gives back comes in the order of the file.
    pub(super) fn map_pieces<T: Send>(
        &self,
        each: impl Fn(TokensOfPiece<'_>) -> Result<T> + Sync,
    ) -> Result<Vec<T>> {
        let noted = self.filled.chunks(NOTED);
        let begins: Vec<usize> = noted
            .scan(0, |begin, persons| {
                let first = *begin;
                *begin += persons.iter().map(|one| one.count()).sum::<usize>();
                Some(first)
            })
            .collect();
        self.tokens.map_pieces(|first, piece| {
            let near = begins.partition_point(|begin| *begin <= first).max(1) - 1;
            let behind = first - begins.get(near).copied().unwrap_or(first);
            let tokens = piece.tokens("token")?.into_iter();
            let held = self.held(near * NOTED).skip(behind).zip(tokens);
            each(&mut held.map(|((person, column), token)| (person, column, token)))
        })
    }

    /// Calls `each` with consecutive pieces of columns of tokens: first row number of the piece, then one list per column;
    /// absent where a person has none.
    pub(in crate::pseudonymous) fn for_each_piece(
        &self,
        columns: &[TokenColumn],
        each: &mut EachTokens<'_>,
    ) -> Result<()> {
        let mut pivot = Pivot::of(columns, self.rows.len());
        // A person, and the number of its first token in the file.
        let (mut person, mut begin) = (0, 0);
        self.tokens.for_each_piece(&mut |first, piece| {
            let tokens = piece.tokens("token")?;
            let end = first + tokens.len();
            while begin < end
                && let Some(filled) = self.filled.get(person)
            {
                pivot.reach(person, each)?;
                for (place, column) in columns.iter().enumerate() {
                    let number = begin + filled.before(*column);
                    // The tokens of a person may be in two pieces.
                    if filled.has(*column) && (first..end).contains(&number) {
                        pivot.columns[place][person - pivot.first] = tokens[number - first];
                    }
                }
                if begin + filled.count() > end {
                    break;
                }
                begin += filled.count();
                person += 1;
            }
            Ok(())
        })?;
        pivot.reach(self.rows.len(), each)
    }
}

/// Notes that the next token is of the person with this row number and of the column with this number.
///
/// # Errors
/// The rule that it breaks.
fn next(
    person: &mut usize,
    rows: &[u32],
    filled: &mut [FilledColumns],
    (row, column): (u32, u32),
) -> std::result::Result<(), &'static str> {
    let column = TokenColumn::ALL.get(column as usize);
    let column = *column
        .ok_or("it has a token of an unknown column; all parties need one version of factlab")?;
    if rows.get(*person) != Some(&row) {
        // Somebody may have no token.
        let behind = rows.get(*person..).unwrap_or_default();
        let ahead = behind.iter().position(|one| *one == row);
        *person += ahead.ok_or(
            "a token is of nobody in it, or its tokens are not in the order of its persons",
        )?;
    }
    let known = &mut filled[*person];
    if known.last().is_some_and(|last| last >= column) {
        return Err("the tokens of a person are not sorted by column, or one occurs twice");
    }
    *known = known.with(column);
    Ok(())
}

/// Columns of tokens of some consecutive persons, to be filled.
struct Pivot {
    first: usize,
    persons: usize,
    columns: Vec<Vec<Digest>>,
}

impl Pivot {
    /// Of the first of so many persons, in these columns.
    fn of(columns: &[TokenColumn], persons: usize) -> Self {
        let absent = vec![Digest::ABSENT; TOGETHER.min(persons)];
        Self {
            first: 0,
            persons,
            columns: vec![absent; columns.len()],
        }
    }

    /// Gives `each` all persons that come before the piece with `person`, and goes on to that piece.
    fn reach(&mut self, person: usize, each: &mut EachTokens<'_>) -> Result<()> {
        while self.first < self.persons && person >= self.persons.min(self.first + TOGETHER) {
            each(self.first, &self.columns)?;
            self.first += TOGETHER;
            let left = self.persons.saturating_sub(self.first);
            for column in &mut self.columns {
                column.clear();
                column.resize(TOGETHER.min(left), Digest::ABSENT);
            }
        }
        Ok(())
    }
}
