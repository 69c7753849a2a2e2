//! The parts of an address, in canonical form.

use super::cells::Cells;
use super::house_number::{is_separator, write_suffix};
use super::number::{is_digits, without_decimal_tail};
use super::record::HomeAddress;
use super::street::{self, Reading};
use crate::identified::settings::Field;
use crate::vocabulary::Rule;

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
    let rule = match street::postcode_before_place(text) {
        Some((code, true)) if write_postcode(code, postcode) => return,
        Some((_, false)) => Rule::AddressUnclear,
        _ => Rule::PostcodeInvalid,
    };
    cells.tell(Field::Postcode, rule);
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

/// Reads the house number; what is merged into it fills a letter, addition or postcode that has no cell of its own.
fn number(cells: &mut Cells, address: &mut HomeAddress) {
    let Some(text) = cells.get(Field::HouseNumber) else {
        return;
    };
    let (merged, code) = match street::read(text) {
        (Reading::Certain(merged), code) => (merged, code),
        (Reading::Doubted, _) => return cells.tell(Field::HouseNumber, Rule::AddressUnclear),
        (Reading::Nothing, _) => return cells.tell(Field::HouseNumber, Rule::HouseNumberInvalid),
    };
    if let (Some(code), true) = (code, address.postcode.is_empty()) {
        write_postcode(code, &mut address.postcode);
    }
    address.house_number = merged.number;
    if let (Some(letter), true) = (merged.letter, address.house_letter.is_empty()) {
        address.house_letter.push(letter);
    }
    let is_free = address.house_number_suffix.is_empty();
    if is_free && !write_suffix(merged.suffix, &mut address.house_number_suffix) {
        cells.tell(Field::HouseNumber, Rule::HouseNumberSuffixInvalid);
    }
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
