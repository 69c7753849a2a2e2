//! Addresses of the made-up town: streets, flats, lettered houses, student houses and institutions.
//!
//! Every block has its own postcodes within each wijk, so that blocks never meet at an address.

use super::areas::{BUURTEN, WIJKEN, first_buurt, wijk_of_buurt};
use super::plan::BLOCKS_PER_DISTRICT;
use super::rng::Rng;

/// The first postcode of the town.
pub(super) const FIRST_POSTCODE: u64 = 1500;
/// Postcodes (four digits) from one district to the next.
pub(super) const POSTCODES_PER_DISTRICT: u64 = 60;
/// Postcodes (four digits) of a wijk.
const POSTCODES_PER_WIJK: u64 = 3;
/// Letters in use in postcodes.
const LETTERS: &[u8; 20] = b"ABCDEGHJKLMNPRSTVWXZ";
/// Letter pairs of a postcode in use: all but SA, SD and SS.
const PAIRS: u64 = 397;
/// Full postcodes that a block may use in a wijk.
const POSTCODES_OF_BLOCK: u64 = POSTCODES_PER_WIJK * PAIRS / BLOCKS_PER_DISTRICT;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Address {
    /// The four digits of the postcode.
    pub(super) digits: u16,
    /// The two letters of the postcode.
    pub(super) letters: [u8; 2],
    pub(super) number: u16,
    /// The house letter, 0 for none.
    pub(super) letter: u8,
    /// The addition: 0 for none, else a number; 100 and up stand for words.
    pub(super) suffix: u16,
    /// The buurt, as a place in the district.
    pub(super) buurt: u8,
}

/// How many additions are words.
const WORDS: u16 = 4;
/// The additions that are words.
const SUFFIX_WORDS: [&str; WORDS as usize] = ["HS", "BIS", "I", "II"];

impl Address {
    /// The postcode, `1234AB`.
    pub(super) fn postcode(&self) -> String {
        let [first, second] = self.letters.map(char::from);
        format!("{}{first}{second}", self.digits)
    }

    /// The same with the letter or the addition of a neighbour.
    pub(super) const fn next_door(self) -> Self {
        let (letter, suffix) = match (self.letter, self.suffix) {
            (0, word @ 100..) => (0, 100 + (word - 99) % WORDS),
            (0, number) => (0, number + 1),
            (letter, suffix) => (letter + 1, suffix),
        };
        Self {
            letter,
            suffix,
            ..self
        }
    }

    /// The house letter, empty for none.
    pub(super) fn letter(&self) -> String {
        match self.letter {
            0 => String::new(),
            letter => char::from(letter).to_string(),
        }
    }

    /// The addition, empty for none.
    pub(super) fn suffix(&self) -> String {
        match self.suffix {
            0 => String::new(),
            number if number < 100 => number.to_string(),
            word => SUFFIX_WORDS[usize::from(word - 100)].to_owned(),
        }
    }
}

/// Where the next dwelling of a buurt stands.
#[derive(Debug, Clone, Copy, Default)]
struct Street {
    address: Address,
    rooms_left: u16,
    dwellings_left: u16,
    kind: Dwelling,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Dwelling {
    #[default]
    House,
    Flat,
    Lettered,
}

/// The addresses of one block.
pub(super) struct Streets {
    district: u64,
    block_in_district: u64,
    used: [u64; WIJKEN.len()],
    wijk_of: [usize; BUURTEN],
    current: [Option<Street>; BUURTEN],
    student_houses: [Option<(Address, u16)>; BUURTEN],
}

impl Streets {
    /// The empty streets of a block.
    pub(super) fn new(block: u64) -> Self {
        Self {
            district: block / BLOCKS_PER_DISTRICT,
            block_in_district: block % BLOCKS_PER_DISTRICT,
            used: [0; WIJKEN.len()],
            wijk_of: wijk_of_buurt(),
            current: [None; BUURTEN],
            student_houses: [None; BUURTEN],
        }
    }

    /// The next free dwelling of a buurt.
    pub(super) fn dwelling(&mut self, buurt: usize, rng: &mut Rng) -> Address {
        let mut street = match self.current[buurt] {
            Some(street) if street.dwellings_left > 0 || self.is_full(buurt) => street,
            _ => self.street(buurt, rng),
        };
        let address = next_dwelling(&mut street, rng);
        self.current[buurt] = Some(street);
        address
    }

    /// A room in a student house: households of one that share an address.
    pub(super) fn student_room(&mut self, buurt: usize, rng: &mut Rng) -> Address {
        if let Some((address, rooms)) = self.student_houses[buurt]
            && rooms > 0
        {
            self.student_houses[buurt] = Some((address, rooms - 1));
            return address;
        }
        let address = self.dwelling(buurt, rng);
        let rooms = u16::try_from(rng.between(2, 5)).unwrap_or(2);
        self.student_houses[buurt] = Some((address, rooms));
        address
    }

    /// An address with a postcode of its own, for an institution.
    pub(super) fn institution(&mut self, buurt: usize, rng: &mut Rng) -> Address {
        let street = self.street(buurt, rng);
        Address {
            number: 1,
            letter: 0,
            suffix: 0,
            ..street.address
        }
    }

    fn is_full(&self, buurt: usize) -> bool {
        self.used[self.wijk_of[buurt]] + 1 >= POSTCODES_OF_BLOCK
    }

    /// A new street with the next postcode of the block in this wijk.
    fn street(&mut self, buurt: usize, rng: &mut Rng) -> Street {
        let wijk = self.wijk_of[buurt];
        let slot = self.block_in_district * POSTCODES_OF_BLOCK + self.used[wijk];
        self.used[wijk] += 1;
        let digits = FIRST_POSTCODE
            + self.district * POSTCODES_PER_DISTRICT
            + wijk as u64 * POSTCODES_PER_WIJK
            + slot / PAIRS;
        let kind = match rng.unit() {
            draw if draw < WIJKEN[wijk].flats => Dwelling::Flat,
            draw if draw > 0.95 => Dwelling::Lettered,
            _ => Dwelling::House,
        };
        let address = Address {
            digits: u16::try_from(digits).unwrap_or(9999),
            letters: letters(slot % PAIRS),
            number: if rng.chance(0.5) { 1 } else { 2 },
            buurt: u8::try_from(buurt).unwrap_or(0),
            ..Address::default()
        };
        let dwellings_left = u16::try_from(rng.between(12, 26)).unwrap_or(12);
        Street {
            address,
            rooms_left: 0,
            dwellings_left,
            kind,
        }
    }
}

/// Steps to the next dwelling of a street and gives it.
fn next_dwelling(street: &mut Street, rng: &mut Rng) -> Address {
    street.dwellings_left = street.dwellings_left.saturating_sub(1);
    let address = &mut street.address;
    if street.rooms_left > 0 {
        street.rooms_left -= 1;
        match street.kind {
            Dwelling::Lettered => address.letter += 1,
            _ => address.suffix += 1,
        }
        return *address;
    }
    // A street is one side of it: all numbers odd, or all even.
    address.number += 2;
    (address.letter, address.suffix) = (0, 0);
    match street.kind {
        Dwelling::House if rng.chance(0.01) => {
            // HS, and BIS for the one room that is left.
            address.suffix = 100;
            street.rooms_left = 1;
        }
        Dwelling::House => {}
        Dwelling::Flat => {
            address.suffix = 1;
            street.rooms_left = u16::try_from(rng.between(5, 11)).unwrap_or(5);
        }
        Dwelling::Lettered => {
            address.letter = b'A';
            street.rooms_left = u16::try_from(rng.between(1, 4)).unwrap_or(1);
        }
    }
    *address
}

/// The letters of the postcode with this number, below [`PAIRS`].
fn letters(number: u64) -> [u8; 2] {
    let is_used = |pair: &[u8; 2]| !matches!(pair, b"SA" | b"SD" | b"SS");
    let pairs = LETTERS
        .iter()
        .flat_map(|first| LETTERS.iter().map(move |second| [*first, *second]));
    let place = usize::try_from(number).unwrap_or(0);
    pairs.filter(is_used).nth(place).unwrap_or(*b"ZZ")
}

/// The buurten of a wijk, as places in the district.
pub(super) fn buurten_of(wijk: usize) -> std::ops::Range<usize> {
    let first = first_buurt(wijk);
    first..first + WIJKEN[wijk].buurten
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_dwellings_of_neighbouring_blocks_share_an_address() {
        let mut seen = BTreeSet::new();
        for block in [0, 1, 16, 17] {
            let (mut streets, mut rng) = (Streets::new(block), Rng::new(5, block));
            for number in 0..4096 {
                let address = streets.dwelling(number % BUURTEN, &mut rng);
                let full = (
                    address.postcode(),
                    address.number,
                    address.letter(),
                    address.suffix(),
                );
                assert!(seen.insert(full));
            }
        }
    }

    #[test]
    fn postcodes_never_end_in_letters_that_are_not_issued() {
        let all: BTreeSet<_> = (0..PAIRS).map(letters).collect();
        assert_eq!(all.len() as u64, PAIRS);
        assert!(
            [b"SA", b"SD", b"SS"]
                .iter()
                .all(|pair| !all.contains(*pair))
        );
    }
}
