//! Tokens and numbers as bytes.

use crate::error::{Error, Result};
use crate::keys::Digest;
use crate::pseudonymous::{FilledColumns, TokenColumn, Tokens};
use crate::vocabulary::Progress;

/// Adds the tokens that are present to `bytes`: a bit per column in 8 bytes, and then 16 bytes for each.
pub(super) fn put_tokens(tokens: &Tokens, bytes: &mut Vec<u8>) {
    let begin = bytes.len();
    bytes.extend([0; 8]);
    let mut filled = FilledColumns::default();
    for (column, token) in tokens.present() {
        filled = filled.with(column);
        bytes.extend(token.bytes());
    }
    bytes[begin..begin + 8].copy_from_slice(&filled.bits().to_be_bytes());
}

/// Takes the tokens off `rest` that [`put_tokens`] put there; gives each with its column.
pub(super) fn take_each<'a>(
    rest: &mut &'a [u8],
) -> impl Iterator<Item = (TokenColumn, Digest)> + use<'a> {
    let filled = FilledColumns::from_bits(u64::from_be_bytes(take(rest)));
    let (tokens, behind) = rest.split_at(16 * filled.count());
    *rest = behind;
    let tokens = tokens.as_chunks().0.iter();
    let columns = filled.columns().zip(tokens);
    columns.map(|(column, token)| (column, Digest::from_bytes(*token)))
}

/// Takes the tokens off `rest` that [`put_tokens`] put there.
pub(super) fn take_tokens(rest: &mut &[u8]) -> Tokens {
    let mut tokens = Tokens::default();
    take_each(rest).for_each(|(column, token)| tokens.set(column, token));
    tokens
}

/// The first token that is present: what a hand-over is sorted by.
pub(in crate::pseudonymous) fn first(tokens: &Tokens) -> Digest {
    let first = tokens.present().next();
    first.map_or(Digest::ABSENT, |(_, token)| token)
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
        advance(OFTEN, progress)?;
    }
    Ok(())
}

/// Tells the listener of so many rows, and asks whether to stop.
pub(super) fn advance(rows: u64, progress: &dyn Progress) -> Result<()> {
    progress.advance(rows);
    if progress.is_interrupted() {
        return Err(Error::interrupted());
    }
    Ok(())
}
