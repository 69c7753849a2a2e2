//! The keyed digest of a typed, length-prefixed message (HMAC-SHA-256, RFC 2104).

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::Messages;
use super::lanes::{KeyedStates, vectors};

/// The first 128 bits of an HMAC-SHA-256, or absent (all zero).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest(u128);

impl Digest {
    /// No digest: the field was empty.
    pub const ABSENT: Self = Self(0);

    /// A digest from its 16 bytes, big endian.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }

    /// The 16 bytes, big endian.
    #[must_use]
    pub const fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// The digest as a number, to sort and partition by.
    #[must_use]
    pub const fn number(self) -> u128 {
        self.0
    }

    /// Whether there is a digest.
    #[must_use]
    pub const fn is_present(self) -> bool {
        self.0 != 0
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_present() {
            "[digest]"
        } else {
            "[no digest]"
        })
    }
}

/// A message under construction: each part is a type byte, its length (u32, big endian) and its bytes,
/// so that no two different lists of parts give the same bytes.
///
/// Wiped on drop; one message serves many digests through [`Message::clear`].
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Message {
    bytes: Vec<u8>,
    /// Where it begins, behind those that [`Messages`] closed.
    begin: usize,
}

impl Default for Message {
    fn default() -> Self {
        Self::new()
    }
}

impl Message {
    /// An empty message.
    #[must_use]
    pub fn new() -> Self {
        Self::with_room(4096)
    }

    /// An empty message with room for so many bytes.
    pub(super) fn with_room(bytes: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(bytes),
            begin: 0,
        }
    }

    /// Starts again, keeping the memory.
    pub fn clear(&mut self) {
        self.bytes.truncate(self.begin);
    }

    /// Adds a text part (type 1).
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.part(1, text.as_bytes())
    }

    /// Adds two texts as one text part, with nothing between them (type 1).
    pub fn joined(&mut self, first: &str, second: &str) -> &mut Self {
        self.joined_all(&[first, second])
    }

    /// Adds texts as one text part, with nothing between them (type 1).
    pub fn joined_all(&mut self, texts: &[&str]) -> &mut Self {
        self.begin_part(1, texts.iter().map(|text| text.len()).sum());
        let bytes = texts.iter().map(|text| text.as_bytes());
        bytes.for_each(|bytes| self.bytes.extend_from_slice(bytes));
        self
    }

    /// Adds a number part (type 2; 8 bytes, big endian).
    pub fn number(&mut self, number: u64) -> &mut Self {
        self.part(2, &number.to_be_bytes())
    }

    /// Adds a part of raw bytes (type 3).
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.part(3, bytes)
    }

    /// The encoded message.
    #[must_use]
    pub fn encoded(&self) -> &[u8] {
        &self.bytes[self.begin..]
    }

    /// Adds bytes that are no part.
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        make_room(&mut self.bytes, bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    /// Puts `end` behind the message, and so many zeros between that it is `length` bytes long; the next message
    /// begins behind it. Gives where it began.
    pub(super) fn close(&mut self, end: &[u8], length: usize) -> usize {
        let (begin, written) = (self.begin, self.encoded().len());
        make_room(&mut self.bytes, length - written);
        self.bytes.resize(begin + length - end.len(), 0);
        self.bytes.extend_from_slice(end);
        self.begin = self.bytes.len();
        begin
    }

    /// The messages that were closed, one behind the other.
    pub(super) fn closed(&self) -> &[u8] {
        &self.bytes[..self.begin]
    }

    /// Forgets the closed messages too.
    pub(super) fn restart(&mut self) {
        self.begin = 0;
        self.bytes.clear();
    }

    #[inline]
    fn part(&mut self, kind: u8, bytes: &[u8]) -> &mut Self {
        self.begin_part(kind, bytes.len());
        self.bytes.extend_from_slice(bytes);
        self
    }

    #[inline]
    fn begin_part(&mut self, kind: u8, length: usize) {
        make_room(&mut self.bytes, 1 + 4 + length);
        let [a, b, c, d] = u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes();
        self.bytes.extend_from_slice(&[kind, a, b, c, d]);
    }
}

/// Makes room for `more` bytes; what the bytes leave behind when they move is wiped, as it can be a name.
#[inline]
fn make_room(bytes: &mut Vec<u8>, more: usize) {
    if bytes.capacity() - bytes.len() < more {
        grow(bytes, more);
    }
}

#[cold]
fn grow(bytes: &mut Vec<u8>, more: usize) {
    let mut larger = Vec::with_capacity((bytes.len() + more) * 2);
    larger.extend_from_slice(bytes);
    std::mem::replace(bytes, larger).zeroize();
}

/// A key ready to digest with: the two keyed states of HMAC are computed once.
#[derive(Clone)]
pub struct KeyedDigest {
    mac: Hmac<Sha256>,
    states: KeyedStates,
}

impl KeyedDigest {
    /// Prepares `key` (any length; 32 bytes in this program).
    #[must_use]
    pub fn new(key: &[u8]) -> Self {
        let mac = Hmac::new_from_slice(key);
        Self {
            mac: mac.unwrap_or_else(|_| unreachable!("HMAC takes any key")),
            states: KeyedStates::new(key),
        }
    }

    /// All 32 bytes of the HMAC-SHA-256 of `message`.
    #[must_use]
    pub fn full(&self, message: &[u8]) -> [u8; 32] {
        let mut mac = self.mac.clone();
        mac.update(message);
        mac.finalize().into_bytes().into()
    }

    /// The first 128 bits; never absent.
    #[must_use]
    pub fn digest(&self, message: &[u8]) -> Digest {
        digest_of(&self.full(message))
    }

    /// The [`KeyedDigest::digest`] of each of many messages, in their order; absent for one that is.
    ///
    /// Several times faster than one by one on a processor without instructions for SHA-256; some hundreds at a time
    /// are enough.
    #[must_use]
    pub fn digests(&self, messages: &Messages) -> Vec<Digest> {
        let mut digests = vec![Digest::ABSENT; messages.len()];
        self.each(messages, |at, full| digests[at] = digest_of(full));
        digests
    }

    /// The first 64 bits, big endian.
    #[must_use]
    pub fn number(&self, message: &[u8]) -> u64 {
        number_of(&self.full(message))
    }

    /// The [`KeyedDigest::number`] of each of many messages, in their order; 0 for one that is absent.
    #[must_use]
    pub fn numbers(&self, messages: &Messages) -> Vec<u64> {
        let mut numbers = vec![0; messages.len()];
        self.each(messages, |at, full| numbers[at] = number_of(full));
        numbers
    }

    /// Gives all bytes of the digest of each message that is not absent, with its place.
    fn each(&self, messages: &Messages, mut give: impl FnMut(usize, &[u8; 32])) {
        if let Some(vectors) = vectors() {
            return self.states.digest_all(vectors, messages, give);
        }
        for (at, message) in messages.present() {
            give(at, &self.full(message));
        }
    }
}

fn digest_of(full: &[u8; 32]) -> Digest {
    let mut first = [0; 16];
    first.copy_from_slice(&full[..16]);
    // A digest of zero would read as absent; it happens once in 2^128.
    Digest(u128::from_be_bytes(first).max(1))
}

fn number_of(full: &[u8; 32]) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&full[..8]);
    u64::from_be_bytes(first)
}

/// Both states are wiped by their crate; `wiped.rs` holds it to that.
impl ZeroizeOnDrop for KeyedDigest {}

impl fmt::Debug for KeyedDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[keyed digest]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(texts: &[String]) -> Vec<u8> {
        let mut message = Message::new();
        for text in texts {
            message.text(text);
        }
        message.encoded().to_vec()
    }

    proptest! {
        #[test]
        fn other_parts_never_give_the_same_message(
            one in prop::collection::vec("[ab]{0,3}", 0..4),
            other in prop::collection::vec("[ab]{0,3}", 0..4),
        ) {
            prop_assert_eq!(one == other, encoded(&one) == encoded(&other));
        }

        #[test]
        fn joined_texts_are_one_text(first in ".{0,9}", second in ".{0,9}") {
            let mut message = Message::new();
            message.joined(&first, &second);
            prop_assert_eq!(message.encoded(), encoded(&[format!("{first}{second}")]));
        }
    }

    #[test]
    fn a_message_that_moves_to_larger_memory_keeps_its_parts() {
        let texts = vec!["x".repeat(3_000); 5];
        let bytes = encoded(&texts);
        assert_eq!(bytes.len(), 5 * 3_005);
        assert!(bytes.chunks(3_005).all(|part| part == encoded(&texts[..1])));
    }

    #[test]
    fn a_text_a_number_and_bytes_are_told_apart_by_their_type() {
        let mut message = Message::new();
        message.text("8").number(8).bytes(&[8]);
        let parts = [
            &[1, 0, 0, 0, 1, b'8'][..],
            &[2, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 8],
            &[3, 0, 0, 0, 1, 8],
        ];
        assert_eq!(message.encoded(), parts.concat());
    }
}
