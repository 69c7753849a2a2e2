//! The sound of a surname: what is left when spellings of one sound are written alike and vowels go.
//!
//! Made for names as Dutch registers write them, and coarse: it stands in a token beside the birth date, so that names of
//! other people that sound alike hardly meet. `docs/method.md` has the same tables.

use zeroize::Zeroizing;

/// At the beginning of a name, the first that fits.
const AT_THE_BEGINNING: [(&str, &str); 9] = [
    ("EI", "I"),
    ("EY", "I"),
    ("AU", "O"),
    ("YA", "J"),
    ("YE", "J"),
    ("YI", "J"),
    ("YO", "J"),
    ("YU", "J"),
    ("Y", "I"),
];

/// Anywhere, the first that fits; another letter stays as it is.
const ANYWHERE: [(&str, &str); 17] = [
    ("SCH", "S"),
    ("CHR", "KR"),
    ("CH", "G"),
    ("CE", "SE"),
    ("CI", "SI"),
    ("CY", "SY"),
    ("DJ", "J"),
    ("DS", "TS"),
    ("DT", "T"),
    ("DZ", "TS"),
    ("PH", "F"),
    ("UW", "U"),
    ("C", "K"),
    ("Q", "K"),
    ("V", "F"),
    ("X", "KS"),
    ("Z", "S"),
];

/// The sound of a normalised surname; empty where the name is.
pub(super) fn sound(surname: &str) -> Zeroizing<String> {
    // One letter gives two at most, so the text never moves and leaves nothing behind.
    let mut sound = Zeroizing::new(String::with_capacity(2 * surname.len()));
    let (mut rest, mut before) = (surname, None);
    while !rest.is_empty() {
        let beginning: &[_] = match before {
            None => &AT_THE_BEGINNING,
            Some(_) => &[],
        };
        let mut rules = beginning.iter().chain(&ANYWHERE);
        let found = rules.find_map(|(written, sound)| Some((rest.strip_prefix(written)?, *sound)));
        let (behind, letters) = match found {
            _ if rest == "D" => ("", "T"),
            Some(found) => found,
            None => {
                let (letter, behind) = rest.split_at(rest.chars().next().map_or(1, char::len_utf8));
                (behind, letter)
            }
        };
        for letter in letters.chars() {
            add(letter, &mut before, &mut sound);
        }
        rest = behind;
    }
    sound
}

/// Adds a letter behind `before`: the first always, no vowel, and of equal letters in a row one. An H is as if it were not
/// there.
fn add(letter: char, before: &mut Option<char>, sound: &mut String) {
    match letter {
        _ if before.is_none() => sound.push(letter),
        'H' => return,
        'A' | 'E' | 'I' | 'J' | 'O' | 'U' | 'Y' => {}
        _ if *before != Some(letter) => sound.push(letter),
        _ => {}
    }
    *before = Some(letter);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_spellings_of_one_name_have_one_sound() {
        // Normalised: IJ is Y, prefixes and signs are gone.
        for names in [
            "JANSEN JANSSEN JANSZEN JANSON",
            "VISSER VISSCHER FISSER FISCHER",
            "VRIES FRIES VRIESCH",
            "MEYER MEIER MAIER MEIJR MEYR",
            "EYK EIK YK EYCK",
            "KUYPER KUIPER CUYPER KUYPERS",
            "HENDRIKS HENDRICKS HENDRIX HENDRIKX HENDRICKX",
            "DIRKS DIRKX DIRCKX",
            "BRANDT BRAND BRANT BRANTH",
            "BRANDS BRANDTS BRANTS",
            "SCHMIDT SCHMITT SMIT SMID SMITH",
            "BOS BOSCH BOSSCH",
            "NIEUWENHUYS NIEUENHUIS NIEUWENHUIZ",
            "BOUWMAN BOUMAN BAUMAN",
            "OUDSHOORN AUDSHOORN",
            "KOSTER COSTER",
            "CORNELISSEN KORNELISEN",
            "CHRISTIAANS KRISTIAANS",
            "QUAK KUAK",
            "THEUNISSEN TEUNISSEN",
            "PHILIPSEN FILIPSEN PHILLIPSEN",
            "ZWART SWART",
            "MATTHYSSEN MATHYSEN",
            "MOHAMED MOHAMMED MUHAMMAD MOUHAMET",
            "KHATTABI KATABI",
            "YILMAZ JILMAZ YILMAS",
            "YOUSFI JOESFI",
            "DJELLOUL JELLOUL",
            "CELIK SELIK",
            "GERRITSEN GERITSEN CHERRITSEN",
            "CHAHID GAHIT",
        ] {
            let mut sounds = BTreeMap::new();
            for name in names.split(' ').filter(|name| *name != "KUYPERS") {
                sounds.insert(sound(name).to_string(), name);
            }
            assert_eq!(sounds.len(), 1, "{sounds:?}");
        }
    }

    #[test]
    fn names_that_are_said_otherwise_have_other_sounds() {
        let names = "JANSEN JONKER VISSER VISSERS VRIES BERG BAKKER DEKKER DIJK SMIT SMEDES BOER BOS VOS MULDER KONING \
                     MEYER HENDRIKS DIRKS BRANDT BRANDS KUYPER KUYPERS POSTMA HOEKSTRA YILMAZ KAYA DEMIR AYDIN \
                     KHATTABI AMRANI BOUZID NGUYEN KOWALSKI SINGH HASSAN ALI OMAR UNAL OZTURK";
        let mut sounds = BTreeMap::new();
        for name in names.split_whitespace() {
            let other = sounds.insert(sound(name).to_string(), name);
            assert_eq!(other, None, "{name}");
        }
    }

    #[test]
    fn the_first_letter_stays_and_a_name_of_vowels_too() {
        for (name, expected) in [
            ("", ""),
            ("D", "T"),
            ("AA", "A"),
            ("HAAN", "HN"),
            ("UH", "U"),
            ("XAVIER", "KSFR"),
            ("YY", "I"),
            ("JJ", "J"),
            ("SCHRAVENDEEL", "SRFNDL"),
        ] {
            assert_eq!(*sound(name), expected, "{name}");
        }
    }
}
