//! The tokens of a hand-over as its files have them: person by person, and of each column by column.

use std::ops::Range;

use super::content::Opened;
use super::filled::Filled;
use super::holders::{Holders, Sorting, Walk, Walked};
use super::layout::{PERSONS, TOKENS};
use super::piece::Piece;
use super::promises::broken;
use super::table::TableReader;
use super::whose::{Place, TokensOfPiece};
use crate::error::{Code, Error, Result};
use crate::keys::Digest;
use crate::pseudonymous::TokenColumn;
use crate::vocabulary::ProviderId;

/// A range of the leading bits of a token, as persons are sorted by them.
pub(in crate::pseudonymous) type Leading = Range<u64>;

/// Persons whose tokens are put in columns at once.
const TOGETHER: usize = 1 << 15;

/// So many persons apart it is noted where the tokens of one begin.
const NOTED: usize = 1 << 10;

/// What hears of a piece of columns of tokens: its first row number, and one list per column.
pub type EachTokens<'a> = dyn FnMut(usize, &[Vec<Digest>]) -> Result<()> + 'a;

/// The persons of an envelope and which tokens each has; row numbers and tokens stay in their files.
#[derive(Debug)]
pub(in crate::pseudonymous) struct TokenList {
    whose: String,
    persons: TableReader,
    tokens: TableReader,
    filled: Filled,
    /// The number of the first token of every so many persons.
    begins: Vec<usize>,
    /// What the person is sorted by whose token is the first of each piece of the tokens.
    firsts: Vec<u64>,
    /// The rule of the order of persons that is broken, if any.
    disorder: Option<&'static str>,
}

impl TokenList {
    /// Reads whose each token is, and checks it: of a person, in order, and once. 2 bytes of memory a person.
    pub(in crate::pseudonymous) fn of(opened: &Opened) -> Result<Self> {
        let table = |name: &str| {
            let content = opened.content(name).cloned().map(TableReader::new);
            content.ok_or_else(|| {
                let message = format!("{} has no {name}", opened.whose);
                Error::new(Code::HandoverIncomplete, message)
            })
        };
        let (persons, tokens) = (table(PERSONS)?, table(TOKENS)?);
        let parties = &opened.manifest.parties;
        let of_register = parties.provider == ProviderId::REGISTER;
        let sorting = Sorting {
            of_register,
            by_person: !of_register && parties.stage == 1,
        };
        let rows = row_numbers(&persons)?;
        let mut walk = Walk::along(&rows, sorting);
        let broken = |rule| broken(&opened.whose, rule);
        tokens.fold_pieces(
            |_, piece| {
                let (rows, columns) = (piece.numbers("row")?, piece.numbers("column")?);
                let columns = (&*rows, &*columns, &*piece.tokens("token")?);
                Holders::of(columns, sorting.by_person).map_err(broken)
            },
            &mut |holders| walk.piece(holders).map_err(broken),
        )?;
        let Walked {
            filled,
            firsts,
            disorder,
        } = walk.end();
        let mut counted = 0;
        let mut begins = Vec::with_capacity(filled.len() / NOTED + 1);
        for (person, columns) in filled.iter().enumerate() {
            if person.is_multiple_of(NOTED) {
                begins.push(counted);
            }
            counted += columns.count();
        }
        Ok(Self {
            whose: opened.whose.clone(),
            persons,
            tokens,
            filled,
            begins,
            firsts,
            disorder,
        })
    }

    /// The row numbers of the persons, in the order of the file, read again.
    ///
    /// # Errors
    /// When the file cannot be read, or changed.
    pub(in crate::pseudonymous) fn rows(&self) -> Result<Vec<u32>> {
        let rows = row_numbers(&self.persons)?;
        if rows.len() == self.filled.len() {
            return Ok(rows);
        }
        let message = format!("{} changed while it was being read", self.whose);
        Err(Error::new(Code::HandoverChanged, message).hint("run the command again"))
    }

    /// The rule of the order of persons that is broken, if any.
    pub(super) const fn disorder(&self) -> Option<&'static str> {
        self.disorder
    }

    /// The columns in which each person has a token, in the order of the file.
    pub(super) const fn filled(&self) -> &Filled {
        &self.filled
    }

    /// Ranges of what persons are sorted by, of about so many persons each and of whole pieces of the tokens; together they are all
    /// there is.
    pub(super) fn ranges(&self, persons: usize) -> Vec<Leading> {
        let of_piece = self.filled.len() / self.firsts.len().max(1);
        let pieces = (persons / of_piece.max(1)).max(1);
        let mut begins: Vec<u64> = self
            .firsts
            .iter()
            .step_by(pieces)
            .skip(1)
            .copied()
            .collect();
        begins.dedup();
        let ends = begins.iter().copied().chain([u64::MAX]);
        let begins = std::iter::once(0).chain(begins.iter().copied());
        begins.zip(ends).map(|(from, to)| from..to).collect()
    }

    /// Reads the tokens of pieces side by side with `read`, and gives `each` what that gave, in the order of the file. The tokens of a person may be in two pieces.
    pub(super) fn fold_pieces<T: Send>(
        &self,
        read: impl Fn(TokensOfPiece<'_>) -> Result<T> + Sync,
        each: &mut dyn FnMut(T) -> Result<()>,
    ) -> Result<()> {
        self.fold_some(0..usize::MAX, read, each)
    }

    /// The same of the pieces in which all are who are sorted by what is in `range`, and some others.
    pub(super) fn fold_range<T: Send>(
        &self,
        range: &Leading,
        read: impl Fn(TokensOfPiece<'_>) -> Result<T> + Sync,
        each: &mut dyn FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let end = self.firsts.partition_point(|first| *first < range.end);
        // The piece before the first that begins in the range may end in it.
        let begin = self.firsts.partition_point(|first| *first < range.start);
        self.fold_some(begin.saturating_sub(1)..end, read, each)
    }

    fn fold_some<T: Send>(
        &self,
        pieces: Range<usize>,
        read: impl Fn(TokensOfPiece<'_>) -> Result<T> + Sync,
        each: &mut dyn FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let read = |first, piece: &Piece<'_>| {
            let begins = &self.begins;
            let near = begins.partition_point(|begin| *begin <= first).max(1) - 1;
            let behind = first - begins.get(near).copied().unwrap_or(first);
            let mut place = Place::of(&self.filled, near * NOTED, behind);
            let mut made = Vec::new();
            piece.for_each_run_of_tokens("token", &mut |tokens| {
                made.push(read(place.tokens(tokens))?);
                Ok(())
            })?;
            Ok(made)
        };
        let mut each_of = |made: Vec<T>| made.into_iter().try_for_each(&mut *each);
        self.tokens.fold_some(pieces, read, &mut each_of)
    }

    /// Calls `each` with consecutive pieces of columns of tokens: first row number of the piece, then one list per column;
    /// absent where a person has none.
    pub(in crate::pseudonymous) fn for_each_piece(
        &self,
        columns: &[TokenColumn],
        each: &mut EachTokens<'_>,
    ) -> Result<()> {
        let mut pivot = Pivot::of(columns, self.filled.len());
        // A person, and the number of its first token in the file.
        let (mut person, mut begin) = (0, 0);
        self.tokens.for_each_piece(&mut |first, piece| {
            let tokens = piece.tokens("token")?;
            let end = first + tokens.len();
            while begin < end && person < self.filled.len() {
                let filled = self.filled.of(person);
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
        pivot.reach(self.filled.len(), each)
    }
}

/// The row numbers in `persons.parquet`.
fn row_numbers(persons: &TableReader) -> Result<Vec<u32>> {
    let mut rows = Vec::new();
    persons.for_each_piece(&mut |_, piece| {
        rows.extend(piece.numbers("row")?);
        Ok(())
    })?;
    Ok(rows)
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
    use crate::pseudonymous::FilledColumns;
    use crate::pseudonymous::handover::content::Content;
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
        let counts: Vec<usize> = list.filled().iter().map(FilledColumns::count).collect();
        assert_eq!(counts, [3, 2, 0]);
        let mut read = Vec::new();
        let of_piece = |tokens: TokensOfPiece<'_>| {
            assert_eq!(tokens.len(), tokens.each().count());
            Ok(tokens.each().collect::<Vec<_>>())
        };
        list.fold_pieces(of_piece, &mut |piece: Vec<_>| {
            read.extend(piece);
            Ok(())
        })
        .unwrap();
        let expected = [(0, Bsn, 1), (0, BirthAddress, 5), (0, AddressNumber, 6)];
        let expected = expected
            .into_iter()
            .chain([(1, BirthAddress, 2), (1, AddressNumber, 4)]);
        let expected = expected.map(|(person, column, number)| (person, column, token(number)));
        assert!(read.into_iter().eq(expected));
        // Small row groups are read as one piece.
        assert_eq!(list.firsts, [1 << 40]);
        // Who has no token is sorted by the row number, so the last is not behind the others.
        assert!(list.disorder().is_some());
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
