//! A house number, and what may be merged into its cell.

use super::number::without_decimal_tail;

/// The most characters of an addition. The BRP has at most 4; whole words such as `links` occur elsewhere.
pub(in crate::identified) const LONGEST_SUFFIX: usize = 6;

/// Writes the letters and digits of an addition, in upper case; false, with nothing written, when they are too many.
pub(in crate::identified) fn write_suffix(text: &str, suffix: &mut String) -> bool {
    suffix.clear();
    let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
    suffix.extend(
        letters
            .take(LONGEST_SUFFIX + 1)
            .map(|byte| char::from(byte.to_ascii_uppercase())),
    );
    let fits = suffix.len() <= LONGEST_SUFFIX;
    if !fits {
        suffix.clear();
    }
    fits
}

/// A house number with what may be merged into it: digits, then one letter that stands alone, then the addition.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::identified) struct HouseNumber<'a> {
    /// 1 to 99999.
    pub(in crate::identified) number: u32,
    /// `A` to `Z`.
    pub(in crate::identified) letter: Option<char>,
    /// The rest, as written.
    pub(in crate::identified) suffix: &'a str,
}

impl<'a> HouseNumber<'a> {
    /// Takes a house number apart; `None` when it does not begin with a number from 1 to 99999.
    pub(in crate::identified) fn parse(text: &'a str) -> Option<Self> {
        let text = without_decimal_tail(text);
        let end = text.find(|letter: char| !letter.is_ascii_digit());
        let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
        let significant = digits.trim_start_matches('0');
        let number = (significant.len() <= 5).then(|| significant.parse().ok());
        let rest = rest.trim_start_matches(is_separator);
        let mut letters = rest.chars();
        let first = letters.next().filter(char::is_ascii_alphabetic);
        let is_alone = !letters.next().is_some_and(char::is_alphabetic);
        let letter = first.filter(|_| is_alone);
        Some(Self {
            number: number.flatten()?,
            letter: letter.map(|letter| letter.to_ascii_uppercase()),
            suffix: if letter.is_some() { &rest[1..] } else { rest },
        })
    }
}

pub(super) fn is_separator(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '.' | ',' | '/' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(u32, String, String)> {
        let number = HouseNumber::parse(text)?;
        let mut suffix = String::new();
        assert!(write_suffix(number.suffix, &mut suffix));
        Some((
            number.number,
            number.letter.map(String::from).unwrap_or_default(),
            suffix,
        ))
    }

    #[test]
    fn letter_and_addition_come_out_of_the_house_number() {
        let vectors = [
            ("10", (10, "", "")),
            ("00010", (10, "", "")),
            ("10.0", (10, "", "")),
            ("10A", (10, "A", "")),
            ("10-A", (10, "A", "")),
            ("10 a", (10, "A", "")),
            ("10 A 3", (10, "A", "3")),
            ("10a-3", (10, "A", "3")),
            ("12 bis", (12, "", "BIS")),
            ("12bis1", (12, "", "BIS1")),
            ("12 II", (12, "", "II")),
            ("12-14", (12, "", "14")),
            ("7 hoog", (7, "", "HOOG")),
            ("99999", (99_999, "", "")),
        ];
        for (text, (number, letter, suffix)) in vectors {
            assert_eq!(
                parts(text),
                Some((number, letter.into(), suffix.into())),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_house_number_is_refused() {
        for text in ["", "A10", "0", "100000", "-", "onbekend"] {
            assert_eq!(HouseNumber::parse(text), None, "{text}");
        }
    }
}
