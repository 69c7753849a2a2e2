//! What the words in an unknown column name suggest: a first or last day, another event, a letter.

use super::names::{is_of_another, joined, words};
use super::synonyms::SYNONYMS;
use crate::identified::settings::Field;

/// The shortest name that may abbreviate another.
const SHORTEST_ABBREVIATION: usize = 4;

/// What the words of a name lean to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lean {
    /// The first day of something.
    Start,
    /// The last day of something.
    End,
    /// Death or departure.
    Left,
    /// An event that is neither: an application, a change, a payment.
    Event,
    /// The letter of an address.
    Letter,
    /// What is of somebody else than the client.
    Another,
    /// Nothing: the name says no more than that it is a date, a column or a value.
    Nothing,
}

/// What is in words that lean somewhere: of five letters or more anywhere, of four at the beginning, of fewer alone.
const STEMS: [(Lean, &str); 5] = [
    (
        Lean::Left,
        "overl vertrek vertrok emigr uitschr uitgeschr gestorven decease death died departure moved",
    ),
    (
        Lean::Event,
        "aanvr beschik beslui meld gemeld mutat wijzig gewijzig aanmaak aangemaakt intake peil fact
         betaal control herzie herbeoord heronderzoek export bestand afgift registr geregistr huwelijk
         gehuwd inschr vestig creat update request decision invoice payment geldig verloop",
    ),
    (
        Lean::Start,
        "begin begon start ingang ingegaan aanvang vanaf sinds eerst instroom open geopend first since
         from in van",
    ),
    (
        Lean::End,
        "eind geeindigd stop laatst afsluit gesloten afgesloten sluit beeindig uitstroom until last
         closed stopt gestopt afgerond afloop afgelopen tot uit tm end",
    ),
    (Lean::Letter, "letter"),
];

/// Words that say nothing of what a column holds.
const GENERIC: &str =
    "datum data dat date dates dt dag day kolom column col veld field waarde value nr no x";

/// Words for a number that an organisation gives.
const NUMBERS: &str =
    "nummer nr no number id code key sleutel dossier dossiernummer zaak zaaknummer
    kenmerk referentie record volgnummer";

/// What the words of a name lean to; `None` for unknown words, and where they lean to a first and a last day.
pub(super) fn lean(name: &str) -> Option<Lean> {
    let words = words(name);
    if is_of_another(name) {
        return Some(Lean::Another);
    }
    if words.iter().all(|word| says_nothing(word)) {
        return Some(Lean::Nothing);
    }
    let has = |stems: &str| {
        let begins = |word: &str| {
            stems.split_ascii_whitespace().any(|stem| match stem.len() {
                0..4 => word == stem,
                4 => word.starts_with(stem),
                _ => word.contains(stem),
            })
        };
        words.iter().any(|word| begins(word))
    };
    let mut found = STEMS.iter().filter(|(_, stems)| has(stems));
    let (first, _) = *found.next()?;
    let is_both = first == Lean::Start && found.any(|(other, _)| *other == Lean::End);
    (!is_both).then_some(first)
}

/// Whether a word of the name says that the column numbers something, such as files.
pub(super) fn is_number(name: &str) -> bool {
    let is_one = |word: &str| NUMBERS.split_ascii_whitespace().any(|one| one == word);
    words(name).iter().any(|word| is_one(word))
}

/// Whether a word is a number, or one for a date, a column or a value.
fn says_nothing(word: &str) -> bool {
    let word = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
    word.len() <= 1 || GENERIC.split_ascii_whitespace().any(|one| one == word)
}

/// The fields of which a name may be an abbreviation: one of their names begins with it.
pub(super) fn abbreviated(name: &str) -> Vec<Field> {
    let whole = joined(&words(name));
    if whole.len() < SHORTEST_ABBREVIATION || is_of_another(name) {
        return Vec::new();
    }
    let begins = |names: &str| {
        names
            .split_ascii_whitespace()
            .any(|one| one.starts_with(whole.as_str()))
    };
    let found = SYNONYMS.iter().filter(|(_, names)| begins(names));
    found.map(|(field, _)| *field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lean_to_a_first_or_a_last_day_or_to_another_event() {
        for (name, expected) in [
            ("Eerste bezoek", Some(Lean::Start)),
            ("laatste_gesprek", Some(Lean::End)),
            ("Opgestart", Some(Lean::Start)),
            ("laatste_contact", Some(Lean::Another)),
            ("In zorg", Some(Lean::Start)),
            ("Uit zorg", Some(Lean::End)),
            ("Gesloten op", Some(Lean::End)),
            ("Traject geopend", Some(Lean::Start)),
            ("Datum laatste wijziging", Some(Lean::Event)),
            ("Aanvraagdatum", Some(Lean::Event)),
            ("Overleden of vertrokken op", Some(Lean::Left)),
            ("Letter", Some(Lean::Letter)),
            ("van - tot", None),
            ("Instelling", Some(Lean::Another)),
            ("Zorgsoort", None),
            ("Datum 3", Some(Lean::Nothing)),
            ("kolom7 ", Some(Lean::Nothing)),
            ("10-59", Some(Lean::Nothing)),
            ("Datum contactpersoon", Some(Lean::Another)),
        ] {
            assert_eq!(lean(name), expected, "{name}");
        }
    }

    #[test]
    fn an_abbreviation_is_of_every_field_whose_names_begin_so() {
        assert_eq!(
            abbreviated("GESL"),
            [Field::Sex, Field::Surname, Field::PartnerSurname]
        );
        assert_eq!(abbreviated("GES"), []);
        assert_eq!(abbreviated("Maatregel"), []);
    }
}
