//! A text in, its beginning in place out: codes and numbers that need no memory of their own.

use zeroize::Zeroize;

/// A short text without memory of its own; what is longer is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Zeroize)]
pub(super) struct Short<const LENGTH: usize>([u8; LENGTH]);

impl<const LENGTH: usize> Short<LENGTH> {
    /// Nothing.
    pub(super) const EMPTY: Self = Self([0; LENGTH]);

    /// The beginning of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut short = Self::EMPTY;
        for (into, byte) in short.0.iter_mut().zip(text.trim().bytes()) {
            *into = byte;
        }
        short
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        let length = self.0.iter().position(|&byte| byte == 0).unwrap_or(LENGTH);
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }

    /// This text, or else another.
    pub(super) fn or(self, other: Self) -> Self {
        if self == Self::EMPTY { other } else { self }
    }
}

impl<const LENGTH: usize> Default for Short<LENGTH> {
    fn default() -> Self {
        Self::EMPTY
    }
}

/// A date as XML and JSON write it, without a time.
pub(super) type Date = Short<10>;
