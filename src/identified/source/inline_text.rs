//! The start of a text, stored in place, for codes and numbers without an allocation.

use zeroize::{Zeroize, Zeroizing};

use super::RawRow;
use crate::identified::settings::Field;
use crate::vocabulary::moment::day_of_text;

/// Stands where the bytes of a file are not of its encoding.
pub(in crate::identified) const BROKEN: &str = "\u{fffd}";

/// A short text without memory of its own; what is longer is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Zeroize)]
pub(in crate::identified) struct Short<const LENGTH: usize>([u8; LENGTH]);

impl<const LENGTH: usize> Short<LENGTH> {
    pub(in crate::identified) const EMPTY: Self = Self([0; LENGTH]);

    /// The beginning of a text. A moment that is longer is the day that it has in the Netherlands: cut off, it would be
    /// the day in Greenwich.
    pub(in crate::identified) fn of(text: &str) -> Self {
        let text = text.trim();
        let day = (text.len() > LENGTH).then(|| day_of_text(text)).flatten();
        let day = Zeroizing::new(day.map(|day| day.to_string()).unwrap_or_default());
        let text = if day.is_empty() { text } else { &day };
        let end = text.floor_char_boundary(LENGTH.min(text.len()));
        let mut short = Self::EMPTY;
        short.0[..end].copy_from_slice(&text.as_bytes()[..end]);
        short
    }

    /// Sets a field of a row to the text.
    pub(in crate::identified) fn set(&self, row: &mut RawRow, field: Field) {
        match self.as_str() {
            BROKEN => row.set_broken(field),
            text => row.set(field, text),
        }
    }

    pub(in crate::identified) fn as_str(&self) -> &str {
        let length = self.0.iter().position(|&byte| byte == 0).unwrap_or(LENGTH);
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }

    /// Its bytes, with zeros behind the text.
    pub(in crate::identified) const fn bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }

    /// What has these bytes.
    pub(in crate::identified) const fn from_bytes(bytes: [u8; LENGTH]) -> Self {
        Self(bytes)
    }

    /// This text, or else another.
    pub(in crate::identified) fn or(self, other: Self) -> Self {
        if self == Self::EMPTY { other } else { self }
    }
}

impl<const LENGTH: usize> Default for Short<LENGTH> {
    fn default() -> Self {
        Self::EMPTY
    }
}

/// A date as XML and JSON write it, without a time.
pub(in crate::identified) type Date = Short<10>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_its_day_in_the_netherlands() {
        assert_eq!(Date::of("2026-03-16T23:00:00Z").as_str(), "2026-03-17");
        assert_eq!(Date::of("2026-03-16T23:00:00").as_str(), "2026-03-16");
        assert_eq!(Date::of("2026-03-16+01:00").as_str(), "2026-03-16");
    }

    #[test]
    fn a_long_text_is_cut_off_between_two_characters() {
        assert_eq!(Short::<4>::of("abcé").as_str(), "abc");
        assert_eq!(Short::<5>::of("abcé").as_str(), "abcé");
        assert_eq!(Short::<5>::of(" abcéd").as_str(), "abcé");
    }
}
