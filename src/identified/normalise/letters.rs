//! The words of a text in the letters `A` to `Z`.

use unicode_normalization::UnicodeNormalization;

use super::reuse::empty_with_room;

/// No character becomes more letters and spaces than this for each of its bytes in UTF-8.
const MOST_LETTERS_PER_BYTE: usize = 2;

/// Writes the words of `text` into `words`: upper case, without marks, one space between words.
///
/// Text is decomposed (NFKD); letters without a decomposition are written as Dutch registers do (`ø` as O, `ß` as SS).
/// `ij`, `ĳ` and `ÿ` become Y, which they are exchanged for. White space, hyphens, apostrophes, dots and strokes part
/// words; other signs and digits fall away.
pub(super) fn write_words(text: &str, words: &mut String) {
    if text.is_ascii() {
        empty_with_room(words, text.len());
        text.bytes()
            .for_each(|byte| write_letter(char::from(byte), words));
    } else {
        empty_with_room(words, MOST_LETTERS_PER_BYTE * text.len());
        text.nfkd().for_each(|letter| write_letter(letter, words));
    }
    if words.ends_with(' ') {
        words.pop();
    }
}

fn write_letter(letter: char, words: &mut String) {
    match letter {
        // `ĳ` has come apart by now, and the marks of `íj́` have written nothing, so both end up here.
        'j' | 'J' if words.ends_with('I') => {
            words.pop();
            words.push('Y');
        }
        'a'..='z' | 'A'..='Z' => words.push(letter.to_ascii_uppercase()),
        _ if parts_words(letter) => {
            if !words.is_empty() && !words.ends_with(' ') {
                words.push(' ');
            }
        }
        _ => words.push_str(in_place_of(letter)),
    }
}

fn parts_words(letter: char) -> bool {
    let is_sign = matches!(letter, '-' | '\'' | '.' | ',' | '/' | '`' | '´');
    is_sign
        || letter.is_whitespace()
        || matches!(letter, '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201b}' | 'ʼ')
}

/// What stands for a letter that Unicode does not decompose; nothing for other signs.
const fn in_place_of(letter: char) -> &'static str {
    match letter {
        'ø' | 'Ø' => "O",
        'ł' | 'Ł' => "L",
        'đ' | 'Đ' | 'ð' | 'Ð' => "D",
        'ß' | 'ẞ' => "SS",
        'æ' | 'Æ' => "AE",
        'œ' | 'Œ' => "OE",
        'þ' | 'Þ' => "TH",
        'ħ' | 'Ħ' => "H",
        'ŧ' | 'Ŧ' => "T",
        'ŋ' | 'Ŋ' => "N",
        'ı' => "I",
        'ĸ' => "K",
        'ƒ' => "F",
        'ə' | 'Ə' => "E",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> String {
        let mut words = String::new();
        write_words(text, &mut words);
        words
    }

    #[test]
    fn letters_without_a_decomposition_have_one_of_ours() {
        assert_eq!(words("Bjørn Łoś Đurić Guðrún"), "BJORN LOS DURIC GUDRUN");
        assert_eq!(
            words("Weiß Kjær Œuvre Þór Ħal Ŧuŋ Işık"),
            "WEISS KJAER OEUVRE THOR HAL TUN ISIK"
        );
    }

    #[test]
    fn every_way_to_write_ij_gives_the_same() {
        for text in ["Meijer", "Meĳer", "Meÿer", "MEYER", "meíj́er", "MEĲER"] {
            assert_eq!(words(text), "MEYER", "{text}");
        }
    }

    #[test]
    fn no_character_of_unicode_outgrows_its_room() {
        for letter in '\0'..=char::MAX {
            let text = letter.to_string();
            let mut words = String::new();
            text.nfkd()
                .for_each(|letter| write_letter(letter, &mut words));
            assert!(
                words.len() <= MOST_LETTERS_PER_BYTE * text.len(),
                "{letter:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn nothing_but_letters_and_single_spaces_comes_out(text in "\\PC{0,40}") {
            let words = words(&text);
            prop_assert!(words.bytes().all(|byte| byte == b' ' || byte.is_ascii_uppercase()));
            prop_assert!(!words.contains("  ") && words.trim() == words);
        }

        #[test]
        fn words_stay_in_the_room_made_for_them(text in "\\PC{1,40}") {
            prop_assert!(words(&text).len() <= MOST_LETTERS_PER_BYTE * text.len());
        }

        #[test]
        fn words_are_their_own_words(text in "\\PC{0,40}") {
            let once = words(&text);
            prop_assert_eq!(words(&once), once);
        }
    }
}
