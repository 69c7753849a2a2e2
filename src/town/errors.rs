//! A word as it should be in, the word as a hurried clerk typed it out.

use super::dice::Dice;

/// A name with one mistake: a letter lost, doubled or swapped with its neighbour, or spelled as it sounds.
pub(super) fn misspelled(name: &str, dice: &mut Dice) -> String {
    for (right, wrong) in [
        ("ij", "y"),
        ("ck", "k"),
        ("ph", "f"),
        ("ae", "aa"),
        ("uij", "ui"),
    ] {
        if name.contains(right) && dice.chance(0.6) {
            return name.replacen(right, wrong, 1);
        }
    }
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() < 4 {
        letters.extend(letters.last().copied());
        return letters.into_iter().collect();
    }
    let place = 1 + dice.below(letters.len() - 2);
    match dice.below(3) {
        0 => {
            letters.remove(place);
        }
        1 => letters.insert(place, letters[place]),
        _ => letters.swap(place, place + 1),
    }
    letters.into_iter().collect()
}

/// A BSN with one digit wrong, so that it fails the eleven-test.
pub(super) fn mistyped_bsn(bsn: u32, dice: &mut Dice) -> u32 {
    let unit = 10_u32.pow(u32::try_from(dice.below(8)).unwrap_or(0));
    let digit = bsn / unit % 10;
    bsn - digit * unit + (digit + 1 + u32::try_from(dice.below(8)).unwrap_or(0)) % 10 * unit
}

#[cfg(test)]
mod tests {
    use super::super::bsn::{made_up_bsn, remainder};
    use super::*;

    #[test]
    fn a_mistyped_bsn_is_never_a_made_up_or_a_real_one_of_the_same_remainder() {
        let mut dice = Dice::new(3, 0);
        for number in 0..2000 {
            let bsn = made_up_bsn(number, 3);
            assert_ne!(remainder(mistyped_bsn(bsn, &mut dice)), 5);
        }
    }

    #[test]
    fn a_misspelled_name_keeps_its_first_letter() {
        let mut dice = Dice::new(3, 1);
        for name in ["Jansen", "Dijkstra", "Kok", "Öztürk", "Al"] {
            let wrong = misspelled(name, &mut dice);
            assert_eq!(wrong.chars().next(), name.chars().next());
        }
    }
}
