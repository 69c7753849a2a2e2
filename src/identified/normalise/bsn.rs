//! A BSN from its text.

use super::cells::Cells;
use super::number::without_decimal_tail;
use crate::identified::settings::Field;
use crate::vocabulary::Rule;

/// The remainder that the eleven-test leaves for a real BSN.
const REAL: i32 = 0;
/// The remainder that made-up numbers leave, so that no real BSN is ever one of them.
const MADE_UP: i32 = 5;
/// What follows the digits of nine in the eleven-test: 9 to 2, then -1. Source: Logisch Ontwerp BSN.
const WEIGHTS: [i32; 9] = [9, 8, 7, 6, 5, 4, 3, 2, -1];

/// The BSN in `field`, 0 when it is empty or invalid; told, as is one of the public test range in the own BSN.
pub(super) fn read(cells: &mut Cells, field: Field, made_up: bool) -> u32 {
    let Some(text) = cells.get(field) else {
        return 0;
    };
    let Some(bsn) = parse(text, made_up) else {
        cells.tell(field, Rule::BsnInvalid);
        return 0;
    };
    if field == Field::Bsn && !made_up && is_of_test_range(bsn) {
        cells.tell(field, Rule::BsnTestRange);
    }
    bsn
}

/// The number in a text of 1 to 9 digits, apart from spaces, dots and dashes, that passes the eleven-test.
///
/// Lost leading zeros come back by themselves: the number is the same.
pub(super) fn parse(text: &str, made_up: bool) -> Option<u32> {
    let (mut number, mut digits) = (0, 0);
    for letter in without_decimal_tail(text).chars() {
        match letter.to_digit(10) {
            Some(_) if digits == 9 => return None,
            Some(digit) => {
                number = number * 10 + digit;
                digits += 1;
            }
            None if letter == '.' || letter == '-' || letter.is_whitespace() => {}
            None => return None,
        }
    }
    let remainder = if made_up { MADE_UP } else { REAL };
    (number > 0 && eleven_test(number) == remainder).then_some(number)
}

/// The remainder of the weighted sum of the nine digits by 11, from 0 to 10.
fn eleven_test(bsn: u32) -> i32 {
    let mut rest = bsn;
    let mut sum = 0;
    for weight in WEIGHTS.iter().rev() {
        sum += weight * i32::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
    }
    sum.rem_euclid(11)
}

/// The range set apart for tests, of which no BSN is ever given out.
pub(super) fn is_of_test_range(bsn: u32) -> bool {
    (999_900_006..=999_999_990).contains(&bsn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bsn_is_found_whatever_stands_between_its_digits() {
        for text in [
            "123456782",
            "1234.56.782",
            "123-456-782",
            "123 456\u{a0}782",
            "123456782.0",
            "123456782,00",
        ] {
            assert_eq!(parse(text, false), Some(123_456_782), "{text}");
        }
    }

    #[test]
    fn lost_zeros_come_back() {
        for text in ["010464554", "10464554", "10464554.0", "000000152", "152"] {
            assert!(parse(text, false).is_some(), "{text}");
        }
    }

    #[test]
    fn what_is_no_bsn_is_refused() {
        for text in [
            "123456783",
            "000000000",
            "0",
            "1234567820",
            "12345678X",
            "-",
            "NL123456782",
            "١٢٣",
        ] {
            assert_eq!(parse(text, false), None, "{text}");
        }
    }

    #[test]
    fn the_ends_of_the_test_range_pass_and_are_of_it() {
        for bsn in [999_900_006, 999_999_990] {
            assert!(eleven_test(bsn) == REAL && is_of_test_range(bsn));
        }
        assert!(!is_of_test_range(123_456_782));
    }

    proptest! {
        #[test]
        fn no_number_is_both_real_and_made_up(number in 1_u32..1_000_000_000) {
            let text = number.to_string();
            prop_assert!(parse(&text, false).is_none() || parse(&text, true).is_none());
        }

        #[test]
        fn a_single_wrong_digit_never_passes(number in 10_000_000_u32..999_999_999, place in 0_u32..8, by in 1_u32..9) {
            let power = 10_u32.pow(place);
            let digit = number / power % 10;
            let other = number - digit * power + (digit + by) % 10 * power;
            prop_assert!(eleven_test(number) != REAL || eleven_test(other) != REAL);
        }
    }
}
