//! The keyed digest of a typed, length-prefixed message (HMAC-SHA-256, RFC 2104).

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::Messages;
use super::lanes::{KeyedStates, vectors};
use super::random::fill_with_random_bytes;
use crate::error::Result;

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

    /// The first 64 bits.
    #[must_use]
    pub const fn beginning(self) -> u64 {
        (self.0 >> 64) as u64
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

/// A key ready to digest with: the two keyed states of HMAC are computed once.
#[derive(Clone)]
pub struct KeyedDigest {
    // For one message.
    mac: Hmac<Sha256>,
    // The same two states once more, for messages that are laid out in blocks.
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

    /// A random key of 32 bytes that is kept nowhere: its digests mean nothing after this run.
    ///
    /// # Errors
    /// When the operating system provides no random numbers.
    pub fn random() -> Result<Self> {
        let mut key = Zeroizing::new([0; 32]);
        fill_with_random_bytes(&mut *key)?;
        Ok(Self::new(&*key))
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
    /// Several times faster than one by one; some hundreds at a time are enough.
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
        for (at, blocks) in messages.blocks() {
            give(at, &self.states.digest(blocks));
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
