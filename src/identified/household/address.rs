//! An address as two numbers, equal for equal addresses.

use crate::identified::identifying::MayReveal;
use crate::identified::normalise::{ClientRecord, LONGEST_SUFFIX};

/// Stands for this room, which finds out who live together.
#[derive(Clone, Copy)]
pub(super) struct Household;

impl MayReveal for Household {}

/// An address in 16 bytes. Sorted, all addresses of one postcode and house number stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct CompactAddress {
    /// See [`place_key`]; or the nummeraanduiding with the highest bit set; 0 for no address.
    pub(super) place: u64,
    /// House letter and addition joined, as bytes; 0 for none.
    pub(super) suffix: u64,
}

const BY_ADDRESS_ID: u64 = 1 << 63;

const _: () = assert!(LONGEST_SUFFIX < 8, "letter and addition fit in eight bytes");

impl CompactAddress {
    /// The address of a record: postcode, number, letter and addition, or else the nummeraanduiding.
    pub(super) fn of(record: &ClientRecord) -> Self {
        let address = record.address.reveal(Household);
        let suffix = joined(&address.house_letter, &address.house_number_suffix);
        match place_key(&address.postcode, address.house_number) {
            Some(place) => Self { place, suffix },
            None => Self {
                place: address
                    .address_id
                    .parse()
                    .map_or(0, |id: u64| id | BY_ADDRESS_ID),
                suffix: 0,
            },
        }
    }

    /// Whether there is an address.
    pub(super) const fn is_known(self) -> bool {
        self.place != 0
    }

    /// The address without letter and addition.
    pub(super) const fn whole_number(self) -> Self {
        Self {
            place: self.place,
            suffix: 0,
        }
    }
}

/// Postcode and house number as one number under 2^40; `None` when either is unknown.
pub(super) fn place_key(postcode: &str, house_number: u32) -> Option<u64> {
    let [digits @ .., first, second] = postcode.as_bytes() else {
        return None;
    };
    let digits = digits.iter().fold(0, |sum, digit| {
        sum * 10 + u64::from(digit.wrapping_sub(b'0'))
    });
    let letter = |byte: &u8| u64::from(byte.wrapping_sub(b'A'));
    let postcode = (digits * 26 + letter(first)) * 26 + letter(second);
    (house_number > 0).then_some(postcode << 17 | u64::from(house_number))
}

/// Letter and addition joined, as a number; at most eight bytes count.
pub(super) fn joined(letter: &str, suffix: &str) -> u64 {
    let bytes = letter.bytes().chain(suffix.bytes()).take(8);
    bytes.fold(0, |joined, byte| joined << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_places_share_a_key() {
        let places = [
            ("1000AA", 1),
            ("1000AA", 99_999),
            ("1000AB", 1),
            ("1000BA", 1),
            ("1001AA", 1),
            ("9999ZZ", 99_999),
        ];
        let keys: Vec<_> = places
            .map(|(postcode, number)| place_key(postcode, number).unwrap())
            .into();
        assert!(keys.is_sorted() && keys.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(keys.iter().all(|key| *key < 1 << 40));
    }

    #[test]
    fn a_letter_is_the_same_in_either_cell() {
        assert_eq!(joined("A", "3"), joined("", "A3"));
        assert_ne!(joined("A", ""), joined("", ""));
        assert_eq!(place_key("", 10), None);
        assert_eq!(place_key("1506AB", 0), None);
    }
}
