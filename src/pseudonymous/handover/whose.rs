//! Whose the tokens of a piece of a hand-over are, and in which columns.

use super::filled::Filled;
use crate::keys::Digest;
use crate::pseudonymous::{FilledColumns, TokenColumn};

/// A place among the tokens of a file.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The columns of all persons.
    filled: &'a Filled,
    /// Whose the token is, and how many of this person stand before it.
    person: usize,
    before: usize,
}

impl<'a> Place<'a> {
    /// So many tokens behind the first of a person.
    pub(super) fn of(filled: &'a Filled, person: usize, behind: usize) -> Self {
        let mut place = Self {
            filled,
            person,
            before: 0,
        };
        place.pass(behind);
        place
    }

    /// These tokens from here on; it is behind them then.
    pub(super) fn tokens<'b>(&mut self, tokens: &'b [[u8; 16]]) -> TokensOfPiece<'b>
    where
        'a: 'b,
    {
        let place = *self;
        self.pass(tokens.len());
        TokensOfPiece { place, tokens }
    }

    fn pass(&mut self, tokens: usize) {
        self.before += tokens;
        while self.person < self.filled.len() {
            let count = self.filled.of(self.person).count();
            if self.before < count {
                break;
            }
            self.before -= count;
            self.person += 1;
        }
    }
}

/// Tokens of a piece of a file, and whose they are.
#[derive(Clone, Copy)]
pub(in crate::pseudonymous) struct TokensOfPiece<'a> {
    /// Where the first stands.
    place: Place<'a>,
    tokens: &'a [[u8; 16]],
}

/// Tokens of a person that are in a piece.
pub(in crate::pseudonymous) struct TokensOfPerson<'a> {
    /// Counted in the order of the file.
    pub(in crate::pseudonymous) person: usize,
    /// Their columns, in the order of the tokens.
    pub(in crate::pseudonymous) columns: FilledColumns,
    tokens: &'a [[u8; 16]],
}

impl<'a> TokensOfPiece<'a> {
    /// How many tokens there are.
    pub(in crate::pseudonymous) const fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The tokens of each person, in the order of the file.
    pub(in crate::pseudonymous) fn persons(self) -> impl Iterator<Item = TokensOfPerson<'a>> {
        let mut left = self;
        std::iter::from_fn(move || {
            if left.tokens.is_empty() {
                return None;
            }
            let Place {
                filled,
                person,
                before,
            } = left.place;
            if person >= filled.len() {
                return None;
            }
            let columns = filled.of(person).behind(before).first(left.tokens.len());
            let (tokens, rest) = left.tokens.split_at(columns.count());
            left = Self {
                place: Place {
                    person: person + 1,
                    before: 0,
                    filled,
                },
                tokens: rest,
            };
            Some(TokensOfPerson {
                person,
                columns,
                tokens,
            })
        })
    }

    /// Each token, whose it is and its column, in the order of the file.
    pub(in crate::pseudonymous) fn each(
        self,
    ) -> impl Iterator<Item = (usize, TokenColumn, Digest)> {
        self.persons().flat_map(|one| {
            let tokens = one.each();
            tokens.map(move |(column, token)| (one.person, column, token))
        })
    }
}

impl<'a> TokensOfPerson<'a> {
    /// Each token and its column.
    pub(in crate::pseudonymous) fn each(
        &self,
    ) -> impl Iterator<Item = (TokenColumn, Digest)> + use<'a> {
        let tokens = self.tokens.iter().map(|bytes| Digest::from_bytes(*bytes));
        self.columns.columns().zip(tokens)
    }

    /// The token of a column, if it is here.
    pub(in crate::pseudonymous) fn token(&self, column: TokenColumn) -> Option<Digest> {
        if !self.columns.has(column) {
            return None;
        }
        let bytes = self.tokens.get(self.columns.before(column))?;
        Some(Digest::from_bytes(*bytes))
    }
}
