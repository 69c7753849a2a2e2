//! What persons are sorted by: their first tokens, read a piece of the file at a time.

use super::list::TokensOfPiece;
use super::promises::broken;
use crate::error::Result;
use crate::keys::Digest;
use crate::pseudonymous::TokenColumn;

/// Leaves 48 of the 128 bits of a token.
const LATER_BITS: u32 = 80;

/// Of a piece: what its persons are sorted by, and the tokens of their BSNs.
pub(super) struct Firsts {
    /// Whose the first token is, and its first 48 bits.
    of_persons: Vec<(usize, u64)>,
    /// The first and the last token of a BSN.
    bsns: Option<(Digest, Digest)>,
    /// Whether two of them that follow each other are equal.
    has_equal_bsns: bool,
}

impl Firsts {
    /// Of these tokens; `without_home` passes over those of a home.
    pub(super) fn of(tokens: TokensOfPiece<'_>, without_home: bool) -> Self {
        let mut read = Self {
            of_persons: Vec::new(),
            bsns: None,
            has_equal_bsns: false,
        };
        for (person, column, token) in tokens {
            let is_known = read
                .of_persons
                .last()
                .is_some_and(|(last, _)| *last == person);
            let first = u64::try_from(token.number() >> LATER_BITS).unwrap_or(0);
            if !is_known && first != 0 && !(without_home && column.is_of_home()) {
                read.of_persons.push((person, first));
            }
            if column == TokenColumn::Bsn {
                let (first, last) = read.bsns.unwrap_or((token, Digest::ABSENT));
                read.has_equal_bsns |= last == token;
                read.bsns = Some((first, token));
            }
        }
        read
    }

    /// Refuses the token of a BSN that stands twice; persons are sorted by them, so equal ones are neighbours. `before` is the last
    /// of the pieces before.
    pub(super) fn refuse_equal_bsns(&self, before: &mut Digest, whose: &str) -> Result<()> {
        let Some((first, last)) = self.bsns else {
            return Ok(());
        };
        if self.has_equal_bsns || first == *before {
            return Err(broken(whose, "two persons share a BSN"));
        }
        *before = last;
        Ok(())
    }

    /// Puts what the persons are sorted by in its places, unless a piece before had it: the tokens of a person may be in two.
    pub(super) fn note(self, firsts: &mut [u64]) {
        for (person, first) in self.of_persons {
            if firsts[person] == 0 {
                firsts[person] = first;
            }
        }
    }
}
