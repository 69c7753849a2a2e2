//! The names of a row, in canonical letters.
//!
//! A surname loses its prefix wherever it stands, so the prefix cells themselves are not needed. Where the partner's
//! name has no cell of its own it is taken out of the surname: `Jansen e/v de Vries` is Jansen, partner de Vries;
//! `de Vries geb. Jansen` is Jansen, partner de Vries; `de Vries-Jansen` too, as custom puts the partner's name first.
//! The order is no matter of weight: a client may be found by either name.

use super::cells::Cells;
use super::letters::write_words;
use super::prefix::{is_prefix, prefix_length};
use super::record::PersonName;
use crate::identified::settings::Field;
use crate::vocabulary::Rule;

/// The most characters that a cell with a name may have.
const LONGEST_NAME: usize = 200;

/// Words between two surnames, in lower case, and whether the partner's comes first.
const BETWEEN: [(&str, bool); 6] = [
    (" e/v ", false),
    (" e.v. ", false),
    (" ev ", false),
    (" geb. ", true),
    (" geb ", true),
    (" geboren ", true),
];

/// Reads surname, partner's surname, given name and initial into the empty fields of `name`.
pub(super) fn read(cells: &mut Cells, name: &mut PersonName) {
    let partner = name_cell(cells, Field::PartnerSurname);
    if let Some(text) = partner {
        write_surname(text, &mut name.partner_surname);
        tell_if_empty(cells, Field::PartnerSurname, text, &name.partner_surname);
    }
    if let Some(text) = name_cell(cells, Field::Surname) {
        write_surnames(text, name);
        tell_if_empty(cells, Field::Surname, text, &name.surname);
    }
    if let Some(text) = name_cell(cells, Field::GivenNames) {
        write_given_name(text, name);
        tell_if_empty(cells, Field::GivenNames, text, &name.initial);
    }
    if let Some(text) = name_cell(cells, Field::Initials) {
        write_initial(text, &mut name.initial);
        tell_if_empty(cells, Field::Initials, text, &name.initial);
    }
}

/// The text of a cell that can hold a name; too long a text is reported.
fn name_cell<'a>(cells: &mut Cells<'a>, field: Field) -> Option<&'a str> {
    let text = cells.get(field)?;
    // Bytes first: no text has more characters than bytes, and few names come so far.
    if text.len() > LONGEST_NAME && text.chars().count() > LONGEST_NAME {
        cells.tell(field, Rule::NameInvalid);
        return None;
    }
    Some(text)
}

fn tell_if_empty(cells: &mut Cells, field: Field, text: &str, written: &str) {
    if written.is_empty() && !text.is_empty() {
        cells.tell(field, Rule::NameInvalid);
    }
}

/// Writes the letters of a surname, without prefix and without what is behind a comma (`Berg, van den`).
fn write_surname(text: &str, surname: &mut String) {
    let before = text.split_once(',').map_or(text, |(before, _)| before);
    write_words(before, surname);
    if surname.is_empty() && before.len() < text.len() {
        write_words(text, surname);
    }
    if surname.contains(' ') {
        surname.drain(..prefix_length(surname));
        surname.retain(|letter| letter != ' ');
    }
}

/// Writes the own surname, and the partner's where it is merged into it.
fn write_surnames(text: &str, name: &mut PersonName) {
    let PersonName {
        surname,
        partner_surname,
        ..
    } = name;
    let Some((first, second, are_told)) = split(text, surname) else {
        return write_surname(text, surname);
    };
    if partner_surname.is_empty() {
        write_surname(first, partner_surname);
        return write_surname(second, surname);
    }
    // The partner's name is known: the own name is the other half, or else both are its own.
    write_surname(first, surname);
    if surname == partner_surname {
        return write_surname(second, surname);
    }
    write_surname(second, surname);
    if surname == partner_surname {
        write_surname(first, surname);
    } else if !are_told {
        write_surname(text, surname);
    }
}

/// The partner's surname and the own one in a text that holds both, and whether a word tells which is which. `words`
/// is room to work in.
fn split<'a>(text: &'a str, words: &mut String) -> Option<(&'a str, &'a str, bool)> {
    let between_words = if text.contains(' ') {
        &BETWEEN[..]
    } else {
        &[]
    };
    for &(between, partner_first) in between_words {
        if let Some((first, second)) = split_at_word(text, between) {
            return Some(if partner_first {
                (first, second, true)
            } else {
                (second, first, true)
            });
        }
    }
    let is_hyphen = |letter| matches!(letter, '-' | '\u{2010}'..='\u{2015}');
    let (first, second) = text.split_once(is_hyphen)?;
    let mut is_name = |half: &str| {
        write_words(half, words);
        words.len() > 1 && !is_prefix(words)
    };
    (is_name(first) && is_name(second)).then_some((first, second, false))
}

/// The text before and behind `word`, which is ASCII and in lower case.
fn split_at_word<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let mut windows = text.as_bytes().windows(word.len());
    let start = windows.position(|window| window.eq_ignore_ascii_case(word.as_bytes()))?;
    Some((text.get(..start)?, text.get(start + word.len()..)?))
}

/// Writes the first given name and its initial; a hyphenated name is one name, a single letter is only an initial.
fn write_given_name(text: &str, name: &mut PersonName) {
    let parts_names = |letter: char| letter == ',' || letter.is_whitespace();
    let first = text.split(parts_names).next().unwrap_or(text);
    write_initial(first, &mut name.initial);
    if first.contains('.') {
        return;
    }
    let given_name = &mut name.given_name;
    write_words(first, given_name);
    given_name.retain(|letter| letter != ' ');
    if given_name.len() == 1 {
        given_name.clear();
    }
}

/// Writes the first letter that remains of `text`.
///
/// Th, Ph and Ch count as T, P and C. I and Y are one initial: whether `IJ` is one letter or two is unknown.
fn write_initial(text: &str, initial: &mut String) {
    initial.clear();
    let mut letters = text.char_indices();
    while let (true, Some((start, letter))) = (initial.is_empty(), letters.next()) {
        write_words(&text[start..start + letter.len_utf8()], initial);
    }
    // One letter can be written as two, as `æ` is.
    initial.truncate(1);
    if initial == "Y" {
        initial.replace_range(.., "I");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surnames(text: &str, partner: &str) -> (String, String) {
        let mut name = PersonName::default();
        name.partner_surname.push_str(partner);
        write_surnames(text, &mut name);
        (name.surname.clone(), name.partner_surname.clone())
    }

    #[test]
    fn the_partners_name_comes_out_of_the_surname() {
        let both = ("JANSEN".to_owned(), "VRIES".to_owned());
        for text in [
            "Jansen e/v de Vries",
            "JANSEN E.V. DE VRIES",
            "de Vries geb. Jansen",
            "de Vries-Jansen",
            "Vries – Jansen",
            "de Vries\u{2011}Jansen",
        ] {
            assert_eq!(surnames(text, ""), both, "{text}");
        }
        for text in ["de Vries-Jansen", "Jansen-de Vries", "Jansen"] {
            assert_eq!(surnames(text, "VRIES"), both, "{text}");
        }
        assert_eq!(surnames("Jansen-Bakker", "VRIES").0, "JANSENBAKKER");
        assert_eq!(surnames("Jansen e/v Bakker", "VRIES").0, "JANSEN");
        assert_eq!(surnames("Bakker geb. Jansen", "VRIES").0, "JANSEN");
    }

    #[test]
    fn a_prefix_with_a_hyphen_is_no_name_of_a_partner() {
        assert_eq!(surnames("El-Amrani", ""), ("AMRANI".into(), String::new()));
        assert_eq!(
            surnames("'s-Gravesande", ""),
            ("GRAVESANDE".into(), String::new())
        );
    }

    #[test]
    fn the_first_given_name_counts() {
        let given = |text: &str| {
            let mut name = PersonName::default();
            write_given_name(text, &mut name);
            (name.given_name.clone(), name.initial.clone())
        };
        assert_eq!(given("Jan Pieter"), ("JAN".into(), "J".into()));
        assert_eq!(given("Anne-Marie Louise"), ("ANNEMARIE".into(), "A".into()));
        assert_eq!(given("IJsbrand"), ("YSBRAND".into(), "I".into()));
        assert_eq!(given("J.P."), (String::new(), "J".into()));
        assert_eq!(given("Q"), (String::new(), "Q".into()));
        assert_eq!(given("Jan\u{202f}Pieter"), ("JAN".into(), "J".into()));
        for text in ["'Ali", "’Ali", "ʼAli", "ʻAli"] {
            assert_eq!(given(text), ("ALI".into(), "A".into()), "{text}");
        }
    }
}
