//! Whether a cell is a placeholder, a failed formula or a value.
//!
//! One notion for all columns (docs/method.md, section 2): the text is reduced to its letters and digits, and the kind of
//! column says which signs count there. What no list has is learnt from the column: see [`study`](super::study).

use unicode_normalization::UnicodeNormalization;

use crate::identified::settings::Field;

/// A cell that is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// It stands for an empty cell.
    Nothing,
    /// A last day of a use that says that it is not known: in a column that leaves no cell empty, a word for nothing.
    Unknown,
    /// A formula or look-up failed: what should be there is not known.
    Failed,
}

/// The kinds of columns that signs are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Initials,
    Date,
    /// A last day: of a use, or of living here.
    LastDay,
    /// A number with a form of its own: BSN, postcode, house number, address id.
    Number,
    /// A number that the supplier gives out: client, household.
    Identifier,
    /// House letter and addition.
    Addition,
    /// A code with a list of values.
    Code,
}

impl Column {
    pub(super) const fn of(field: Field) -> Self {
        match field {
            Field::Surname
            | Field::SurnamePrefix
            | Field::GivenNames
            | Field::PartnerSurname
            | Field::PartnerSurnamePrefix => Self::Name,
            Field::Initials => Self::Initials,
            Field::BirthDate | Field::Start => Self::Date,
            Field::End | Field::Left => Self::LastDay,
            Field::Bsn
            | Field::PartnerBsn
            | Field::Parent1Bsn
            | Field::Parent2Bsn
            | Field::Postcode
            | Field::HouseNumber
            | Field::AddressId
            | Field::Amount => Self::Number,
            Field::Client | Field::Household => Self::Identifier,
            Field::HouseLetter | Field::HouseNumberSuffix => Self::Addition,
            Field::Sex
            | Field::Service
            | Field::Product
            | Field::HouseholdType
            | Field::Wijk
            | Field::Buurt
            | Field::Secrecy
            | Field::AddressFunction => Self::Code,
        }
    }
}

/// Words for nothing in every column, as [`Key`] spells them; sorted, as the other lists are.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "anoniem", "geengegevens", "geenopgave", "geenwaarde", "inconnu", "keineangabe", "missing", "nadertebepalen",
    "nietbekend", "nietbeschikbaar", "nietgeregistreerd", "nietgevuld", "nietingevuld", "nietvantoepassing", "nodata",
    "nogniet", "nognietbekend", "nogonbekend", "notapplicable", "notavailable", "notknown", "novalue", "null", "onbek",
    "onbekend", "unbekannt", "undefined", "unknown",
];

/// Words that are surnames, given names or initials too, and so signs in the other columns only.
#[rustfmt::skip]
const WORDS_BUT_NAMES: &[&str] = &[
    "blanco", "blank", "empty", "geen", "leeg", "na", "nan", "nat", "nb", "nil", "nnb", "none", "ntb", "nvt", "onb",
    "tba", "tbd", "unk", "void", "zonder",
];

/// Words for a last day that has not come.
#[rustfmt::skip]
const RUNNING: &[&str] = &[
    "actief", "active", "current", "doorlopend", "geeneinddatum", "geeneinde", "heden", "infinity", "laufend", "loopt",
    "looptdoor", "lopend", "lopende", "nogactief", "noglopend", "onbepaald", "onbepaaldetijd", "oneindig", "ongoing",
    "open", "present", "running", "totheden", "voortdurend",
];

/// Words among those for nothing that say that there is something, and that it is not known.
#[rustfmt::skip]
const UNKNOWN: &[&str] = &[
    "inconnu", "nadertebepalen", "nb", "nietbekend", "nnb", "nognietbekend", "nogonbekend", "notknown", "ntb", "onb",
    "onbek", "onbekend", "tba", "tbd", "unbekannt", "unk", "unknown",
];

/// The most letters and digits of a sign.
const LONGEST: usize = 24;

/// The letters and digits of a text, in lower case and without marks: case, accents, white space, brackets, quotes, dots
/// and other signs make no difference.
pub(super) struct Key {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Key {
    /// `None` for a text with more letters and digits than a sign has, or with letters of another script.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut key = Self {
            bytes: [0; LONGEST],
            length: 0,
        };
        let is_put = if text.is_ascii() {
            key.put_ascii(text)
        } else {
            text.nfkd().all(|letter| key.put(letter))
        };
        is_put.then_some(key)
    }

    /// As [`Key::put`] for each letter, as nearly all cells are.
    fn put_ascii(&mut self, text: &str) -> bool {
        for byte in text.bytes().filter(u8::is_ascii_alphanumeric) {
            let Some(place) = self.bytes.get_mut(self.length) else {
                return false;
            };
            *place = byte.to_ascii_lowercase();
            self.length += 1;
        }
        true
    }

    fn put(&mut self, letter: char) -> bool {
        if !letter.is_alphanumeric() {
            return letter != char::REPLACEMENT_CHARACTER;
        }
        if !letter.is_ascii() || self.length == LONGEST {
            return false;
        }
        self.bytes[self.length] = u8::try_from(letter).map_or(0, |byte| byte.to_ascii_lowercase());
        self.length += 1;
        true
    }

    /// The letters and digits.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }

    fn is_all(&self, byte: u8) -> bool {
        self.bytes[..self.length].iter().all(|one| *one == byte)
    }

    fn is_among(&self, words: &[&str]) -> bool {
        words.binary_search(&self.as_str()).is_ok()
    }
}

/// What a cell is when it is no value; `text` has no white space around it and is not empty.
pub(super) fn sign(field: Field, text: &str) -> Option<Sign> {
    if has_failed(text) {
        return Some(Sign::Failed);
    }
    // No sign has any of these digits, and most cells that are values do.
    if begins_as_no_sign(text) || text.bytes().any(|byte| matches!(byte, b'1'..=b'8')) {
        return None;
    }
    let key = Key::of(text)?;
    if field == Field::End && says_unknown(text, &key) {
        return Some(Sign::Unknown);
    }
    is_nothing(Column::of(field), text, &key).then_some(Sign::Nothing)
}

/// Whether its beginning tells that the text is a value, as that of most names does: one letter is no sign, and two that
/// stand side by side are the first of a word that is listed, or crosses.
fn begins_as_no_sign(text: &str) -> bool {
    match text.as_bytes() {
        [only] | [only, b'.'] => only.is_ascii_alphabetic(),
        [first, second, ..] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
            BEGINNINGS[letter(*first)] & (1 << letter(*second)) == 0
        }
        _ => false,
    }
}

/// By first letter of a sign, the second letters as bits.
const BEGINNINGS: [u32; 26] = {
    let mut beginnings = [0; 26];
    beginnings[letter(b'x')] |= 1 << letter(b'x');
    let lists = [WORDS, WORDS_BUT_NAMES, RUNNING, UNKNOWN];
    let mut list = 0;
    while list < lists.len() {
        let mut word = 0;
        while word < lists[list].len() {
            let bytes = lists[list][word].as_bytes();
            beginnings[letter(bytes[0])] |= 1 << letter(bytes[1]);
            word += 1;
        }
        list += 1;
    }
    beginnings
};

/// The place of a letter in the alphabet.
const fn letter(byte: u8) -> usize {
    (byte.to_ascii_lowercase() - b'a') as usize
}

fn says_unknown(text: &str, key: &Key) -> bool {
    key.is_among(UNKNOWN) || (key.length == 0 && text.contains('?'))
}

fn is_nothing(column: Column, text: &str, key: &Key) -> bool {
    if key.length == 0 {
        return true;
    }
    match key.bytes[0] {
        b'0' if key.is_all(b'0') => column != Column::Code,
        b'9' if key.is_all(b'9') => match column {
            Column::Date | Column::LastDay => key.length > 1,
            Column::Number => key.length > 3,
            _ => false,
        },
        b'x' if key.is_all(b'x') => match column {
            Column::Code => false,
            Column::Addition | Column::Initials => key.length > 2,
            _ => key.length > 1,
        },
        // What databases write for NULL.
        b'n' if text == "\\N" => true,
        b'0'..=b'9' => false,
        _ => is_word(column, key),
    }
}

fn is_word(column: Column, key: &Key) -> bool {
    if key.is_among(WORDS) {
        return true;
    }
    match column {
        Column::Name | Column::Initials => false,
        Column::LastDay => key.is_among(WORDS_BUT_NAMES) || key.is_among(RUNNING),
        _ => key.is_among(WORDS_BUT_NAMES),
    }
}

/// Whether the text is what a spreadsheet shows of a formula that failed, was never calculated, or did not fit its cell.
fn has_failed(text: &str) -> bool {
    match text.as_bytes() {
        [b'#', rest @ ..] => {
            rest.first().is_some_and(u8::is_ascii_alphabetic)
                || (!rest.is_empty() && rest.iter().all(|byte| *byte == b'#'))
        }
        [b'=' | b'@', next, ..] => next.is_ascii_alphabetic() || matches!(next, b'(' | b'+' | b'-'),
        [b'e' | b'E' | b'f' | b'F', ..] => is_error_number(text),
        // The first byte of the replacement character in UTF-8.
        [0xef, ..] => text
            .chars()
            .all(|letter| letter == char::REPLACEMENT_CHARACTER),
        _ => false,
    }
}

/// Whether the text is an error by its number, such as `Err:502` or `Fout 2042`.
fn is_error_number(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = text.split_at(letters);
    let is_word = ["err", "error", "fout", "fehler"]
        .iter()
        .any(|one| one.eq_ignore_ascii_case(word));
    let digits = rest.trim_start_matches([':', ' ', '.']);
    // LibreOffice numbers its errors with three digits, Excel in its macros with four.
    is_word && matches!(digits.len(), 3 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_lists_are_these() {
        let method = include_str!("../../../docs/method.md");
        for (name, words) in [
            ("signs", WORDS),
            ("signs-but-names", WORDS_BUT_NAMES),
            ("signs-of-a-last-day", RUNNING),
            ("signs-of-an-unknown-end", UNKNOWN),
        ] {
            let (_, after) = method.split_once(&format!("```{name}\n")).unwrap();
            let (block, _) = after.split_once("\n```").unwrap();
            let published: Vec<&str> = block.split(',').map(str::trim).collect();
            assert_eq!(published, words, "{name}");
            assert!(words.iter().all(|word| word.len() <= LONGEST));
            assert!(words.is_sorted(), "{name}");
        }
    }

    #[test]
    fn every_word_is_its_own_key_and_begins_as_a_sign() {
        for word in [WORDS, WORDS_BUT_NAMES, RUNNING, UNKNOWN].concat() {
            assert_eq!(Key::of(word).unwrap().as_str(), word);
            assert!(!begins_as_no_sign(word) && !begins_as_no_sign(&word.to_uppercase()));
            assert!(sign(Field::End, word).is_some(), "{word}");
        }
        assert!(!begins_as_no_sign("XXX") && !begins_as_no_sign("?"));
        assert!(begins_as_no_sign("Jansen") && begins_as_no_sign("X."));
    }
}
