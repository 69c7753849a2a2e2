//! Tokens and numbers as records of a fixed size.

use crate::error::{Error, Result};
use crate::keys::Digest;
use crate::pseudonymous::{TokenColumn, Tokens};
use crate::vocabulary::Progress;

/// The bytes of the tokens of one person.
pub(in crate::pseudonymous) const TOKEN_BYTES: usize = 16 * Tokens::COLUMNS;

/// All tokens in the order of their columns, 16 bytes each; zero where absent.
pub(in crate::pseudonymous) fn bytes(tokens: &Tokens) -> [u8; TOKEN_BYTES] {
    let mut bytes = [0; TOKEN_BYTES];
    for (place, column) in bytes.chunks_exact_mut(16).zip(TokenColumn::ALL) {
        place.copy_from_slice(&tokens.get(*column).bytes());
    }
    bytes
}

/// The tokens that [`bytes`] gave.
pub(in crate::pseudonymous) fn from_bytes(bytes: &[u8; TOKEN_BYTES]) -> Tokens {
    let mut tokens = Tokens::default();
    let mut rest = &bytes[..];
    for column in TokenColumn::ALL {
        tokens.set(*column, Digest::from_bytes(take(&mut rest)));
    }
    tokens
}

/// The first token that is present: what a hand-over is sorted by.
pub(in crate::pseudonymous) fn first(tokens: &Tokens) -> Digest {
    let mut present = TokenColumn::ALL.iter().map(|column| tokens.get(*column));
    present
        .find(|token| token.is_present())
        .unwrap_or(Digest::ABSENT)
}

/// Puts the parts one behind the other; together they are as long as `record`.
pub(in crate::pseudonymous) fn fill(record: &mut [u8], parts: &[&[u8]]) {
    let mut rest = record;
    for part in parts {
        let (place, behind) = rest.split_at_mut(part.len());
        place.copy_from_slice(part);
        rest = behind;
    }
}

/// Takes the first `N` bytes off `rest`, which holds at least as many.
pub(in crate::pseudonymous) fn take<const N: usize>(rest: &mut &[u8]) -> [u8; N] {
    let mut taken = [0; N];
    let (first, behind) = rest.split_at(N);
    taken.copy_from_slice(first);
    *rest = behind;
    taken
}

/// Takes a 32-bit number off `rest`.
pub(in crate::pseudonymous) fn number(rest: &mut &[u8]) -> u32 {
    u32::from_be_bytes(take(rest))
}

/// Counts a row, and now and then tells the listener and asks whether to stop.
pub(in crate::pseudonymous) fn tick(seen: &mut u64, progress: &dyn Progress) -> Result<()> {
    const OFTEN: u64 = 4096;
    *seen += 1;
    if seen.is_multiple_of(OFTEN) {
        progress.advance(OFTEN);
        if progress.is_interrupted() {
            return Err(Error::interrupted());
        }
    }
    Ok(())
}
