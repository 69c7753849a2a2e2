//! Which fields a column name speaks for, and whether it may be shown.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use zeroize::Zeroizing;

pub(super) use super::lookup::{Meant, Sureness};
use super::lookup::{find, listed};
use super::synonyms::{ADMINISTRATIVE, ASIDES, BSN_WORDS, CHILD, OTHERS, PARTNER};
use crate::identified::settings::Field;

/// The most digits that a name may hold and still be shown: a year.
const MOST_DIGITS: usize = 4;

/// The field that a name speaks for, if it does.
pub(super) fn meant_by(name: &str) -> Option<Meant> {
    known_as(name).or_else(|| {
        let (field, sureness) = (Field::Bsn, Sureness::Within);
        names_a_bsn(&words(name)).then_some(Meant { field, sureness })
    })
}

/// Whether a word for a BSN is among the words, and none of somebody else; a child is often the client itself.
fn names_a_bsn(words: &[Zeroizing<String>]) -> bool {
    let mut has_bsn = false;
    let is_of_client = words.iter().all(|word| {
        let rest = BSN_WORDS
            .split_ascii_whitespace()
            .find_map(|bsn| word.strip_prefix(bsn).or_else(|| word.strip_suffix(bsn)));
        has_bsn |= rest.is_some();
        let other = rest.unwrap_or(word);
        holds(CHILD, other) || !(holds(OTHERS, other) || holds(PARTNER, other))
    });
    has_bsn && is_of_client
}

/// The field that a known name speaks for.
fn known_as(name: &str) -> Option<Meant> {
    let words = words(name);
    let whole = joined(&words);
    let found = find(&whole).or_else(|| find(&without_asides(&words)))?;
    let is_partners = has_one_of(&words, &whole, PARTNER);
    let fits = match found.field {
        Field::PartnerSurname
        | Field::PartnerSurnamePrefix
        | Field::PartnerBsn
        | Field::Parent1Bsn
        | Field::Parent2Bsn => true,
        Field::Client => !is_partners,
        _ => !is_partners && !has_one_of(&words, &whole, OTHERS),
    };
    fits.then_some(found)
}

/// Whether a name says that its column is of somebody else than the client.
pub(super) fn is_of_another(name: &str) -> bool {
    let words = words(name);
    let whole = joined(&words);
    has_one_of(&words, &whole, PARTNER) || has_one_of(&words, &whole, OTHERS)
}

/// Whether a name may be shown: it is a known one, or made of nothing but words of administrations and a year at most.
pub(super) fn is_plain(name: &str) -> bool {
    let words = words(name);
    let digits: usize = words.iter().map(|word| count_digits(word)).sum();
    let is_one_line = !name.chars().any(char::is_control);
    if words.is_empty() || digits > MOST_DIGITS || name.len() > 80 || !is_one_line {
        return false;
    }
    let letters = |word: &Zeroizing<String>| {
        let letters = word.chars().filter(|letter| !letter.is_ascii_digit());
        Zeroizing::new(letters.collect::<String>())
    };
    let is_known = |word: &Zeroizing<String>| is_compound(letters(word).as_str());
    known_as(name).is_some() || words.iter().all(is_known)
}

/// Whether a word of the name is one of administrations.
pub(super) fn has_known_word(name: &str) -> bool {
    words(name)
        .iter()
        .any(|word| word.len() > 1 && is_compound(word))
}

/// Whether a word is put together of known ones, with or without an `s` between them.
fn is_compound(word: &str) -> bool {
    if word.is_empty() || is_word(word) {
        return true;
    }
    let mut ends = word.char_indices().map(|(end, _)| end).skip(2);
    ends.any(|end| {
        let (first, rest) = word.split_at(end);
        let behind = rest.strip_prefix('s').unwrap_or(rest);
        rest.len() > 1 && is_word(first) && (is_compound(rest) || is_compound(behind))
    })
}

fn is_word(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let lists = [ADMINISTRATIVE, ASIDES, OTHERS, PARTNER];
        lists
            .iter()
            .flat_map(|list| list.split_ascii_whitespace())
            .collect()
    });
    WORDS.contains(word) || listed(word).is_some()
}

/// Whether a list of words parted by white space holds this one.
fn holds(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|one| one == word)
}

fn count_digits(word: &str) -> usize {
    word.bytes().filter(u8::is_ascii_digit).count()
}

/// The words of a name, in lower case and without marks; a capital behind a small letter begins a word.
pub(super) fn words(name: &str) -> Vec<Zeroizing<String>> {
    let mut words = Vec::new();
    let mut word = Zeroizing::new(String::with_capacity(name.len() * 2));
    let mut was_small = false;
    for letter in name.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        let begins = was_small && letter.is_uppercase();
        if (begins || !letter.is_alphanumeric()) && !word.is_empty() {
            words.push(word.clone());
            word.clear();
        }
        was_small = letter.is_lowercase();
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The words without those that say whose a column is, at both ends.
fn without_asides(words: &[Zeroizing<String>]) -> Zeroizing<String> {
    let is_aside = |word: &Zeroizing<String>| holds(ASIDES, word);
    let first = words.iter().position(|word| !is_aside(word));
    let last = words.iter().rposition(|word| !is_aside(word));
    let kept = first.zip(last).map(|(first, last)| &words[first..=last]);
    joined(kept.unwrap_or_default())
}

/// The words in one, in memory of their size.
pub(super) fn joined(words: &[Zeroizing<String>]) -> Zeroizing<String> {
    let length = words.iter().map(|word| word.len()).sum();
    let mut whole = Zeroizing::new(String::with_capacity(length));
    for word in words {
        whole.push_str(word);
    }
    whole
}

/// Short words must stand alone, for they are in others too.
fn has_one_of(words: &[Zeroizing<String>], whole: &str, list: &str) -> bool {
    let is_in = |one: &str| {
        words.iter().any(|word| word.as_str() == one) || (one.len() > 6 && whole.contains(one))
    };
    list.split_ascii_whitespace().any(is_in)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::synonyms::SYNONYMS;
    use super::*;

    fn field(name: &str) -> Option<Field> {
        meant_by(name).map(|meant| meant.field)
    }

    #[test]
    fn usual_names_are_recognised_however_they_are_written() {
        for (name, expected) in [
            ("Geb.datum", Field::BirthDate),
            ("GEBOORTEDATUM", Field::BirthDate),
            ("Datum geboorte", Field::BirthDate),
            ("geboorte_datum", Field::BirthDate),
            ("geboorteDatum", Field::BirthDate),
            ("Geboortedatum (dd-mm-jjjj)", Field::BirthDate),
            ("dob", Field::BirthDate),
            ("Date of birth", Field::BirthDate),
            ("BSN-nummer", Field::Bsn),
            ("BSN cliënt", Field::Bsn),
            ("Burgerservicenummer", Field::Bsn),
            ("Huisnr", Field::HouseNumber),
            ("Huisnr.", Field::HouseNumber),
            ("Toev", Field::HouseNumberSuffix),
            ("Huisnummer toevoeging", Field::HouseNumberSuffix),
            ("Huisletter", Field::HouseLetter),
            ("Ingangsdatum", Field::Start),
            ("Startdatum voorziening", Field::Start),
            ("Begindatum", Field::Start),
            ("Einddatum", Field::End),
            ("Datum einde", Field::End),
            ("Achternaam", Field::Surname),
            ("Geslachtsnaam", Field::Surname),
            ("client_achternaam", Field::Surname),
            ("surname", Field::Surname),
            ("Naam partner", Field::PartnerSurname),
            ("Geslachtsnaam partner", Field::PartnerSurname),
            ("Voorvoegsel partner", Field::PartnerSurnamePrefix),
            ("Tussenvoegsel", Field::SurnamePrefix),
            ("Voorv.", Field::SurnamePrefix),
            ("Roepnaam", Field::GivenNames),
            ("Voornamen", Field::GivenNames),
            ("Voorl", Field::Initials),
            ("PC", Field::Postcode),
            ("Postcode woonadres", Field::Postcode),
            ("zip", Field::Postcode),
            ("Product", Field::Service),
            ("Voorziening", Field::Service),
            ("Regeling", Field::Service),
            ("Cliëntnummer", Field::Client),
            ("Relatienr", Field::Client),
            ("M/V", Field::Sex),
        ] {
            assert_eq!(field(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn one_slip_of_the_pen_is_forgiven() {
        for (name, expected) in [
            ("Gebortedatum", Field::BirthDate),
            ("Achetrnaam", Field::Surname),
            ("Postcodes", Field::Postcode),
        ] {
            let meant = meant_by(name).unwrap();
            assert_eq!((meant.field, meant.sureness), (expected, Sureness::Near));
        }
        assert_eq!(field("Uitgangsdatum"), None);
        assert_eq!(field("Geboorteplaats"), None);
    }

    #[test]
    fn columns_of_another_are_not_the_clients() {
        for name in [
            "Achternaam contactpersoon",
            "Naam aanbieder",
            "Naam hulpverlener",
            "Geboortedatum partner",
            "Telefoon ouder",
        ] {
            assert_eq!(field(name), None, "{name}");
        }
        assert_eq!(field("BSN partner"), Some(Field::PartnerBsn));
    }

    #[test]
    fn a_name_with_bsn_in_it_is_one_unless_it_is_of_somebody_else() {
        for name in [
            "BSN kind",
            "BSNkind",
            "Burgerservicenr. cliënt",
            "BSN-nr jeugdige (verplicht)",
            "Uniek BSN",
            "clientBSN",
            "Oud sofinummer",
        ] {
            assert_eq!(field(name), Some(Field::Bsn), "{name}");
        }
        for name in [
            "BSN moeder",
            "ouder1BSN",
            "BSN partner 2",
            "BSN gezaghebbende",
            "bsn_voogd",
            "BSN ex-echtgenoot",
            "Absentie",
            "Sofie",
        ] {
            assert_ne!(field(name), Some(Field::Bsn), "{name}");
        }
        assert!(!is_plain("BSN Jansen") && is_plain("BSN kind"));
    }

    #[test]
    fn each_name_stands_under_one_field_and_is_written_plainly() {
        let names = SYNONYMS
            .iter()
            .flat_map(|(_, names)| names.split_ascii_whitespace());
        let mut all: Vec<&str> = names.collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "a name stands twice");
        let is_plain = |name: &&str| {
            name.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        assert!(all.iter().all(is_plain));
    }

    #[test]
    fn only_names_of_known_words_are_shown() {
        for name in [
            "Nummer",
            "Datum beschikking",
            "Buurt2025",
            "Reden beëindiging",
            "Productcode",
            "klant_id",
            "Aanmaakdatum_bestand",
            "Geb.datum",
        ] {
            assert!(is_plain(name), "{name}");
        }
        for name in [
            "Jansen",
            "Fjóla",
            "Kenmerk Jansen",
            "Naam: Jansen",
            "999990019",
            "BSN 999990019",
            "Datum 17-03-1971",
            "Adres 1507XY 12",
            "Geboren 1971-03-17",
            "",
            "BSN\nJansen",
            "Van den Berg",
        ] {
            assert!(!is_plain(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_name_is_taken_without_a_panic(name in "\\PC{0,40}") {
            let _ = (meant_by(&name), is_plain(&name), is_of_another(&name));
        }

        #[test]
        fn a_name_with_five_digits_is_never_shown(before in "[A-Za-z ]{0,9}", digits in "[0-9]{5,9}") {
            let name = format!("{before}{digits}");
            prop_assert!(!is_plain(&name));
        }
    }
}
