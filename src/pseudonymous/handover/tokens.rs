//! Tokens and numbers as bytes.

use crate::error::{Error, Result};
use crate::keys::Digest;
use crate::pseudonymous::{FilledColumns, Tokens};
use crate::vocabulary::Progress;

/// The tokens that are present: a bit per column in 8 bytes, and then 16 bytes for each.
pub(super) fn bytes(tokens: &Tokens) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(8 + 16 * Tokens::COLUMNS);
    bytes.extend([0; 8]);
    let mut filled = FilledColumns::default();
    for (column, token) in tokens.present() {
        filled = filled.with(column);
        bytes.extend(token.bytes());
    }
    bytes[..8].copy_from_slice(&filled.bits().to_be_bytes());
    bytes
}

/// Takes the tokens off `rest` that [`bytes`] gave.
pub(super) fn take_tokens(rest: &mut &[u8]) -> Tokens {
    let filled = FilledColumns::from_bits(u64::from_be_bytes(take(rest)));
    let mut tokens = Tokens::default();
    for column in filled.columns() {
        tokens.set(column, Digest::from_bytes(take(rest)));
    }
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
        progress.advance(OFTEN);
        if progress.is_interrupted() {
            return Err(Error::interrupted());
        }
    }
    Ok(())
}
