//! The tokens of a hand-over as its files have them: person by person, and of each column by column.

use super::content::Opened;
use super::layout::{PERSONS, TOKENS};
use super::piece::Piece;
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
        let broken = |rule| broken(&opened.whose, rule);
        tokens.fold_pieces(
            |_, piece| holders(&piece.numbers("row")?, &piece.numbers("column")?).map_err(broken),
            &mut |holders: Vec<Holder>| {
                let mut holders = holders.into_iter();
                holders
                    .try_for_each(|holder| next(&mut person, &rows, &mut filled, holder))
                    .map_err(broken)
            },
        )?;
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

    /// Whose each token is, from those of the person at this place on, and its column: in the order of the file.
    fn held(&self, first: usize) -> impl Iterator<Item = (usize, TokenColumn)> {
        let persons = (first..).zip(self.filled.iter().skip(first));
        persons.flat_map(|(person, filled)| filled.columns().map(move |column| (person, column)))
    }

    /// The columns in which each person has a token, in the order of the file.
    pub(super) fn filled(&self) -> &[FilledColumns] {
        &self.filled
    }

    /// Reads the tokens of pieces side by side with `read`: of each whose it is and its column. Gives `each` what that gave, in the
    /// order of the file. The tokens of a person may be in two pieces.
    pub(super) fn fold_pieces<T: Send>(
        &self,
        read: impl Fn(TokensOfPiece<'_>) -> Result<T> + Sync,
        each: &mut dyn FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let noted = self.filled.chunks(NOTED);
        let begins: Vec<usize> = noted
            .scan(0, |begin, persons| {
                let first = *begin;
                *begin += persons.iter().map(|one| one.count()).sum::<usize>();
                Some(first)
            })
            .collect();
        let read = |first, piece: &Piece<'_>| {
            let near = begins.partition_point(|begin| *begin <= first).max(1) - 1;
            let behind = first - begins.get(near).copied().unwrap_or(first);
            let tokens = piece.tokens("token")?.into_iter();
            let held = self.held(near * NOTED).skip(behind).zip(tokens);
            read(&mut held.map(|((person, column), token)| (person, column, token)))
        };
        self.tokens.fold_pieces(read, each)
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

/// A row number and the columns of tokens behind each other that have it.
type Holder = (u32, FilledColumns);

/// Whose the tokens of a piece are.
///
/// # Errors
/// The rule that they break.
fn holders(rows: &[u32], columns: &[u32]) -> std::result::Result<Vec<Holder>, &'static str> {
    let mut holders: Vec<Holder> = Vec::new();
    for (row, column) in rows.iter().zip(columns) {
        let column = TokenColumn::ALL.get(*column as usize);
        let column = *column.ok_or(
            "it has a token of an unknown column; all parties need one version of factlab",
        )?;
        match holders.last_mut() {
            Some((known, filled)) if known == row => *filled = with(*filled, column)?,
            _ => holders.push((*row, FilledColumns::default().with(column))),
        }
    }
    Ok(holders)
}

/// The columns and one more, which is behind them.
fn with(
    filled: FilledColumns,
    column: TokenColumn,
) -> std::result::Result<FilledColumns, &'static str> {
    if filled.last().is_some_and(|last| last >= column) {
        return Err("the tokens of a person are not sorted by column, or one occurs twice");
    }
    Ok(filled.with(column))
}

/// Notes that the next tokens are of the person with this row number.
///
/// # Errors
/// The rule that they break.
fn next(
    person: &mut usize,
    rows: &[u32],
    filled: &mut [FilledColumns],
    (row, more): Holder,
) -> std::result::Result<(), &'static str> {
    if rows.get(*person) != Some(&row) {
        // Somebody may have no token.
        let behind = rows.get(*person..).unwrap_or_default();
        let ahead = behind.iter().position(|one| *one == row);
        *person += ahead.ok_or(
            "a token is of nobody in it, or its tokens are not in the order of its persons",
        )?;
    }
    // Those of a person may be in two pieces.
    let known = &mut filled[*person];
    for column in more.columns() {
        *known = with(*known, column)?;
    }
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

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tempfile::TempDir;

    use super::*;
    use crate::files::{Existing, WholeFolder};
    use crate::pseudonymous::handover::content::Content;
    use crate::pseudonymous::handover::firsts::Firsts;
    use crate::pseudonymous::handover::layout;
    use crate::pseudonymous::handover::table::{TableWriter, Values};
    use crate::vocabulary::When;

    use TokenColumn::{AddressNumber, BirthAddress, Bsn};

    fn token(number: u128) -> Digest {
        Digest::from_bytes((number << 120).to_be_bytes())
    }

    /// Three persons and their tokens: row, column and token, in row groups.
    fn opened(folder: &WholeFolder, groups: &[&[(u32, TokenColumn, u128)]]) -> Opened {
        let begin =
            |name| TableWriter::begin(folder, name, &layout::of(name, When::ALWAYS)).unwrap();
        let mut persons = begin(PERSONS);
        let rows = [7, 3, 9].map(Some).to_vec();
        persons.write(&[Values::Numbers(rows)]).unwrap();
        persons.finish().unwrap();
        let mut tokens = begin(TOKENS);
        for group in groups {
            let rows = group.iter().map(|(row, ..)| Some(*row)).collect();
            let columns = group.iter().map(|(_, column, _)| Some(*column as u32));
            let digests = group.iter().map(|(.., number)| token(*number));
            let columns = [
                Values::Numbers(rows),
                Values::Numbers(columns.collect()),
                Values::Tokens(digests.collect()),
            ];
            tokens.write(&columns).unwrap();
        }
        tokens.finish().unwrap();
        let content = |name| (name, Content::Disk(folder.partial().join(name)));
        let manifest = json!({
            "canaries": {}, "checksum": "", "delivery": {"day": "2026-11-30", "id": "", "number": 1}, "envelope": "whole",
            "files": {}, "rows": {},
            "parties": {
                "project": "p", "provider": "wmo", "agreement": "", "key_id": "", "stage": 1,
                "tool": "", "normalisation": 1,
            },
        });
        Opened {
            whose: "the hand-over of wmo".into(),
            is_encrypted: false,
            manifest: serde_json::from_value(manifest).unwrap(),
            contents: [PERSONS, TOKENS].map(content).to_vec(),
        }
    }

    fn list(groups: &[&[(u32, TokenColumn, u128)]]) -> Result<(TokenList, WholeFolder, TempDir)> {
        let home = tempfile::tempdir().unwrap();
        let folder = WholeFolder::begin(&home.path().join("wmo"), Existing::Refuse).unwrap();
        let list = TokenList::of(&opened(&folder, groups))?;
        Ok((list, folder, home))
    }

    #[test]
    fn the_tokens_of_a_person_may_be_in_two_row_groups() {
        let groups: &[&[_]] = &[
            &[(7, Bsn, 1), (7, BirthAddress, 5)],
            &[(7, AddressNumber, 6), (3, BirthAddress, 2)],
            &[(3, AddressNumber, 4)],
        ];
        let (list, _folder, _home) = list(groups).unwrap();
        let counts: Vec<usize> = list.filled().iter().map(|one| one.count()).collect();
        assert_eq!(counts, [3, 2, 0]);
        let (mut read, mut firsts) = (Vec::new(), vec![0; 3]);
        let of_piece = |tokens: TokensOfPiece<'_>| Ok(tokens.collect::<Vec<_>>());
        list.fold_pieces(of_piece, &mut |piece: Vec<_>| {
            let mut piece = piece.into_iter();
            Firsts::of(&mut piece.clone(), false).note(&mut firsts);
            read.extend(piece.by_ref());
            Ok(())
        })
        .unwrap();
        let expected = [(0, Bsn, 1), (0, BirthAddress, 5), (0, AddressNumber, 6)];
        let expected = expected
            .into_iter()
            .chain([(1, BirthAddress, 2), (1, AddressNumber, 4)]);
        let expected = expected.map(|(person, column, number)| (person, column, token(number)));
        assert!(read.into_iter().eq(expected));
        assert_eq!(firsts, [1 << 40, 2 << 40, 0]);
        let mut pivoted = Vec::new();
        list.for_each_piece(&[Bsn, AddressNumber], &mut |_, piece| {
            pivoted = piece.to_vec();
            Ok(())
        })
        .unwrap();
        let absent = Digest::ABSENT;
        assert_eq!(pivoted[0], [token(1), absent, absent]);
        assert_eq!(pivoted[1], [token(6), token(4), absent]);
    }

    #[test]
    fn a_row_group_that_goes_back_is_refused() {
        let again: &[&[_]] = &[&[(7, Bsn, 1)], &[(7, Bsn, 2)]];
        let back: &[&[_]] = &[&[(7, BirthAddress, 1)], &[(7, Bsn, 2)]];
        let of_before: &[&[_]] = &[&[(7, Bsn, 1), (3, Bsn, 2)], &[(7, AddressNumber, 3)]];
        let of_nobody: &[&[_]] = &[&[(8, Bsn, 1)]];
        for groups in [again, back, of_before, of_nobody] {
            assert!(list(groups).is_err());
        }
    }
}
