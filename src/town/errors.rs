//! The mistakes of a hurried clerk in a word, number, date or address.

use super::addresses::Address;
use super::people::Birth;
use super::rates::Rates;
use super::rng::Rng;

/// Something that was written down otherwise than the register has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mistake {
    /// The address where the client lived before.
    OldAddress,
    /// Letter or addition of the address.
    Addition,
    /// The spelling of the surname.
    Surname,
    /// The surname of a former partner.
    FormerName,
    /// The surname of the partner.
    PartnerName,
    /// The given name.
    CallName,
    /// The birth date.
    Birth,
    /// The BSN: missing, mistyped or another's.
    Bsn,
}

impl Mistake {
    const ALL: [(Self, &'static str); 8] = [
        (Self::OldAddress, "old_address"),
        (Self::Addition, "addition"),
        (Self::Surname, "surname"),
        (Self::FormerName, "former_name"),
        (Self::PartnerName, "partner_name"),
        (Self::CallName, "call_name"),
        (Self::Birth, "birth"),
        (Self::Bsn, "bsn"),
    ];
}

/// What was written down otherwise of one client, a bit per mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Mistakes(u8);

impl Mistakes {
    /// Adds one where it happened.
    pub(super) fn note(&mut self, mistake: Mistake, happened: bool) {
        self.0 |= u8::from(happened) << mistake as u8;
    }

    /// Their words, joined by `+`.
    pub(super) fn words(self) -> String {
        let made = Mistake::ALL
            .iter()
            .filter(|(one, _)| self.0 >> *one as u8 & 1 == 1);
        made.map(|(_, word)| *word).collect::<Vec<_>>().join("+")
    }
}

/// The birth date as known; of a few only the year, or 1 January, or day and month swapped, or one part wrong.
pub(super) fn birth_as_known(
    birth: Birth,
    first_of_january: f64,
    rates: &Rates,
    rng: &mut Rng,
) -> Birth {
    let year_only = rates.birth_year_only;
    let january = year_only + first_of_january;
    match rng.unit() {
        draw if draw < year_only => Birth {
            month: 0,
            day: 0,
            ..birth
        },
        draw if draw < january => Birth {
            month: 1,
            day: 1,
            ..birth
        },
        draw if draw < january + rates.birth_swapped && birth.day != 0 && birth.day <= 12 => {
            Birth {
                year: birth.year,
                month: birth.day,
                day: birth.month,
            }
        }
        _ if rng.may(rates.birth_part_wrong) => with_a_part_wrong(birth, rng),
        _ => birth,
    }
}

/// One part of a date replaced by another that is possible; a part that is not known stays so.
fn with_a_part_wrong(birth: Birth, rng: &mut Rng) -> Birth {
    let step = |part: u8, parts: usize, rng: &mut Rng| {
        let moved = usize::from(part) - 1 + 1 + rng.below(parts - 1);
        u8::try_from(moved % parts + 1).unwrap_or(1)
    };
    match rng.below(3) {
        0 if birth.day != 0 => Birth {
            day: step(birth.day, 28, rng),
            ..birth
        },
        1 if birth.month != 0 => Birth {
            month: step(birth.month, 12, rng),
            ..birth
        },
        _ => Birth {
            year: birth.year - 1,
            ..birth
        },
    }
}

/// An address of which letter and addition were left out, or are those of a neighbour.
pub(super) fn addition_as_known(address: Address, rates: &Rates, rng: &mut Rng) -> Address {
    if (address.letter, address.suffix) == (0, 0) {
        return address;
    }
    if rng.may(rates.addition_missing) {
        return Address {
            letter: 0,
            suffix: 0,
            ..address
        };
    }
    if rng.may(rates.addition_wrong) {
        return address.next_door();
    }
    address
}

/// A name with one mistake: a letter lost, doubled or swapped with its neighbour, or spelled as it sounds.
pub(super) fn misspelled(name: &str, rng: &mut Rng) -> String {
    for (right, wrong) in [
        ("ij", "y"),
        ("ck", "k"),
        ("ph", "f"),
        ("ae", "aa"),
        ("uij", "ui"),
    ] {
        if name.contains(right) && rng.chance(0.6) {
            return name.replacen(right, wrong, 1);
        }
    }
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() < 4 {
        letters.extend(letters.last().copied());
        return letters.into_iter().collect();
    }
    let place = 1 + rng.below(letters.len() - 2);
    match rng.below(3) {
        0 => {
            letters.remove(place);
        }
        1 => letters.insert(place, letters[place]),
        _ => letters.swap(place, place + 1),
    }
    letters.into_iter().collect()
}

/// A BSN with one digit wrong, so that it fails the eleven-test.
pub(super) fn mistyped_bsn(bsn: u32, rng: &mut Rng) -> u32 {
    let unit = 10_u32.pow(u32::try_from(rng.below(8)).unwrap_or(0));
    let digit = bsn / unit % 10;
    bsn - digit * unit + (digit + 1 + u32::try_from(rng.below(8)).unwrap_or(0)) % 10 * unit
}

#[cfg(test)]
mod tests {
    use super::super::bsn::{made_up_bsn, remainder};
    use super::*;

    #[test]
    fn a_mistyped_bsn_is_never_a_made_up_or_a_real_one_of_the_same_remainder() {
        let mut rng = Rng::new(3, 0);
        for number in 0..2000 {
            let bsn = made_up_bsn(number, 3);
            assert_ne!(remainder(mistyped_bsn(bsn, &mut rng)), 5);
        }
    }

    #[test]
    fn a_misspelled_name_keeps_its_first_letter() {
        let mut rng = Rng::new(3, 1);
        for name in ["Jansen", "Dijkstra", "Kok", "Öztürk", "Al"] {
            let wrong = misspelled(name, &mut rng);
            assert_eq!(wrong.chars().next(), name.chars().next());
        }
    }
}
