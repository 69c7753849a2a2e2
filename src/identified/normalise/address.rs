//! The parts of an address, in canonical form.

use super::cells::Cells;
use super::number::{is_digits, without_decimal_tail};
use super::record::HomeAddress;
use crate::identified::settings::Field;
use crate::vocabulary::Rule;

/// The most characters of an addition. The BRP has at most 4; whole words such as `links` occur elsewhere.
pub(in crate::identified) const LONGEST_SUFFIX: usize = 6;

/// The digits of a BAG nummeraanduiding.
const ADDRESS_ID_DIGITS: usize = 16;

/// Reads postcode, house number, letter, addition and nummeraanduiding into the empty fields of `address`.
pub(super) fn read(cells: &mut Cells, address: &mut HomeAddress) {
    postcode(cells, &mut address.postcode);
    letter(cells, &mut address.house_letter);
    suffix(cells, &mut address.house_number_suffix);
    number(cells, address);
    address_id(cells, &mut address.address_id);
}

fn postcode(cells: &mut Cells, postcode: &mut String) {
    let Some(text) = cells.get(Field::Postcode) else {
        return;
    };
    if write_postcode(text, postcode) || text.starts_with("0000") {
        return;
    }
    cells.tell(Field::Postcode, Rule::PostcodeInvalid);
}

/// Writes `1234AB` into `postcode`; false, with nothing written, when the text is no Dutch postcode.
///
/// White space is skipped wherever it stands. The letters SA, SD and SS are not given out.
pub(in crate::identified) fn write_postcode(text: &str, postcode: &mut String) -> bool {
    postcode.clear();
    let letters = text.chars().filter(|letter| !letter.is_whitespace());
    postcode.extend(letters.take(7).map(|letter| letter.to_ascii_uppercase()));
    let is_postcode = match postcode.as_bytes() {
        [b'1'..=b'9', digits @ .., b'A'..=b'Z', b'A'..=b'Z'] => {
            digits.len() == 3 && digits.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    };
    let is_given_out = !["SA", "SD", "SS"].iter().any(|end| postcode.ends_with(end));
    if !(is_postcode && is_given_out) {
        postcode.clear();
    }
    is_postcode && is_given_out
}

fn letter(cells: &mut Cells, house_letter: &mut String) {
    let Some(text) = cells.get(Field::HouseLetter) else {
        return;
    };
    match text.trim_matches(is_separator).as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => {
            house_letter.push(char::from(letter.to_ascii_uppercase()));
        }
        _ => cells.tell(Field::HouseLetter, Rule::HouseLetterInvalid),
    }
}

fn suffix(cells: &mut Cells, suffix: &mut String) {
    let Some(text) = cells.get(Field::HouseNumberSuffix) else {
        return;
    };
    if !write_suffix(without_decimal_tail(text), suffix) {
        cells.tell(Field::HouseNumberSuffix, Rule::HouseNumberSuffixInvalid);
    }
}

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

/// Reads the house number; what is merged into it fills a letter or addition that has no cell of its own.
fn number(cells: &mut Cells, address: &mut HomeAddress) {
    let Some(text) = cells.get(Field::HouseNumber) else {
        return;
    };
    let Some(merged) = HouseNumber::parse(text) else {
        cells.tell(Field::HouseNumber, Rule::HouseNumberInvalid);
        return;
    };
    address.house_number = merged.number;
    if let (Some(letter), true) = (merged.letter, address.house_letter.is_empty()) {
        address.house_letter.push(letter);
    }
    let is_free = address.house_number_suffix.is_empty();
    if is_free && !write_suffix(merged.suffix, &mut address.house_number_suffix) {
        cells.tell(Field::HouseNumber, Rule::HouseNumberSuffixInvalid);
    }
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

fn is_separator(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '.' | ',' | '/' | '_')
}

fn address_id(cells: &mut Cells, address_id: &mut String) {
    let Some(text) = cells.get(Field::AddressId).map(without_decimal_tail) else {
        return;
    };
    let lost = ADDRESS_ID_DIGITS.saturating_sub(text.len());
    if !is_digits(text) || text.len() > ADDRESS_ID_DIGITS || lost > 1 {
        cells.tell(Field::AddressId, Rule::AddressIdInvalid);
    } else {
        // The codes of municipalities below 1000 begin with a zero, which a spreadsheet loses.
        address_id.push_str(&"0"[..lost]);
        address_id.push_str(text);
    }
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

    #[test]
    fn a_postcode_is_four_digits_and_two_letters() {
        let mut postcode = String::new();
        for text in ["1506AB", "1506 ab", " 1506\u{a0}AB ", "1 5 0 6 A B"] {
            assert!(write_postcode(text, &mut postcode), "{text}");
            assert_eq!(postcode, "1506AB");
        }
        for text in [
            "0506AB", "1506", "1506SA", "1506SD", "1506SS", "1506ABC", "B-1000", "15O6AB", "1506ÄB",
        ] {
            assert!(
                !write_postcode(text, &mut postcode) && postcode.is_empty(),
                "{text}"
            );
        }
    }
}
