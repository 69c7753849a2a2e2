//! An address in one cell: which of its numbers is the house number, and whether that is certain.

use super::house_number::{HouseNumber, LONGEST_SUFFIX, is_separator};

/// What a cell with an address says of the house number.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reading<'a> {
    /// This is it.
    Certain(HouseNumber<'a>),
    /// It may be one or another.
    Doubted,
    /// It has none.
    Nothing,
}

/// Words that place an address near a house number, which is then not its own (`by` and `to` of LO3 11.50).
const NEAR: [&str; 5] = ["bij", "by", "t/o", "tegenover", "to"];

/// House numbers that can be a year in the name of a street: Plein 1945.
const YEARS: std::ops::RangeInclusive<u32> = 1500..=2099;

/// Reads the house number of a cell, and the postcode behind it, if any, as it is written.
pub(super) fn read(text: &str) -> (Reading<'_>, Option<&str>) {
    let mut behind = words(text).skip(1);
    let found = behind.find_map(|(place, _)| Some((place, leading_postcode(&text[place..])?.0)));
    let Some((place, postcode)) = found else {
        return (house_number(text), None);
    };
    match house_number(text[..place].trim_end_matches(is_separator)) {
        Reading::Certain(number) => (Reading::Certain(number), Some(postcode)),
        // The four digits can be the house number, and the letters its addition.
        Reading::Doubted | Reading::Nothing => (Reading::Doubted, None),
    }
}

/// The four digits and two letters that a text begins with, and the text behind them.
pub(super) fn leading_postcode(text: &str) -> Option<(&str, &str)> {
    let digits = text.find(|letter: char| !letter.is_ascii_digit())?;
    let behind = text[digits..].trim_start();
    let letters = behind.find(|letter: char| !letter.is_ascii_alphabetic());
    let letters = letters.unwrap_or(behind.len());
    let (code, rest) = text.split_at(text.len() - behind.len() + letters);
    let is_apart = rest.chars().next().is_none_or(is_separator);
    (digits == 4 && letters == 2 && is_apart).then_some((code, rest))
}

/// A postcode before the name of a place, and whether its letters cannot belong to the name.
pub(super) fn postcode_before_place(text: &str) -> Option<(&str, bool)> {
    let (code, place) = leading_postcode(text)?;
    let place = place.trim_matches(is_separator);
    let is_place =
        place.chars().any(char::is_alphabetic) && !place.contains(|c: char| c.is_numeric());
    // De Rijp is a place, and 1483 its four digits.
    let is_article = code.len() > 6 && code[4..].trim_start().eq_ignore_ascii_case("de");
    is_place.then_some((code, !is_article))
}

fn house_number(text: &str) -> Reading<'_> {
    let bare = HouseNumber::parse(text);
    let is_ordinal = bare.is_some() && begins_with_ordinal(text);
    let is_bare = |bare: &HouseNumber| !is_ordinal && !is_near_behind(bare.suffix);
    let bare = match bare {
        Some(bare) if fits(bare.suffix) && is_bare(&bare) => return Reading::Certain(bare),
        bare => bare,
    };
    let of_street = match behind_street(text) {
        Ok(readings) => readings,
        Err(Near) => return Reading::Doubted,
    };
    match (of_street, bare) {
        (Readings::None, None) => Reading::Nothing,
        // As in a column of its own, where what is behind the number is no addition.
        (Readings::None, Some(bare)) if is_bare(&bare) => Reading::Certain(bare),
        (Readings::One(number), None) => Reading::Certain(number),
        (Readings::One(number), Some(_)) if is_ordinal => Reading::Certain(number),
        _ => Reading::Doubted,
    }
}

/// The house numbers that an address may have behind the name of its street.
enum Readings<'a> {
    None,
    One(HouseNumber<'a>),
    /// Several, or one that can be something else.
    Doubted,
}

/// The number is that of another address.
struct Near;

/// Each number with a street before it, and an addition behind it or nothing, is a reading.
fn behind_street(text: &str) -> Result<Readings<'_>, Near> {
    let mut readings = Readings::None;
    for (place, word) in words(text).skip(1) {
        let before = &text[..place];
        if !word.starts_with(|letter: char| letter.is_ascii_digit()) || !is_street(before) {
            continue;
        }
        if is_near(words(before).last(), 2) {
            return Err(Near);
        }
        // Behind a comma the place follows, or an addition.
        let (line, behind) = text[place..]
            .split_once(',')
            .unwrap_or((&text[place..], ""));
        let Some(number) = HouseNumber::parse(line).filter(|number| fits(number.suffix)) else {
            continue;
        };
        let is_certain = !YEARS.contains(&number.number)
            && !has_name(number.suffix)
            && !is_near_behind(number.suffix)
            && (length(behind) == 0 || !fits(behind));
        readings = match readings {
            Readings::None if is_certain => Readings::One(number),
            _ => Readings::Doubted,
        };
    }
    Ok(readings)
}

/// Whether a text can be the name of a street, perhaps with a number in it: it has a word, and does not end in the letter of a
/// house number or in a sign that joins two numbers.
fn is_street(text: &str) -> bool {
    let text = text.trim_end();
    let has_word =
        words(text).any(|(_, word)| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
    let mut last = words(text).map(|(_, word)| word).rev();
    let is_letter = last
        .next()
        .is_some_and(|word| length(word) == 1 && word.chars().any(char::is_alphabetic));
    let is_behind_number = last
        .next()
        .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    has_word && !text.ends_with(['-', '/']) && !(is_letter && is_behind_number)
}

/// Whether a text begins as `2e Dorpsstraat` does.
fn begins_with_ordinal(text: &str) -> bool {
    let mut words = words(text).map(|(_, word)| word);
    let first = words.next().unwrap_or_default();
    let ending = first.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_ordinal = ["e", "de", "ste"]
        .iter()
        .any(|one| ending.eq_ignore_ascii_case(one));
    is_ordinal
        && words
            .next()
            .is_some_and(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2)
}

/// Whether a word of the text is written as a name: Ede.
fn has_name(text: &str) -> bool {
    words(text).any(|(_, word)| {
        let mut letters = word.chars();
        let is_first = letters.next().is_some_and(char::is_uppercase);
        is_first && length(word) > 2 && letters.all(char::is_lowercase)
    })
}

fn is_near(word: Option<(usize, &str)>, least: usize) -> bool {
    let is_one = |word: &str| NEAR.iter().any(|near| near.eq_ignore_ascii_case(word));
    word.is_some_and(|(_, word)| word.len() >= least && is_one(word))
}

/// Behind a number, two letters are an addition.
fn is_near_behind(text: &str) -> bool {
    is_near(words(text).next(), 3)
}

/// Whether a text is no longer than an addition may be.
fn fits(text: &str) -> bool {
    length(text) <= LONGEST_SUFFIX
}

fn length(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_alphanumeric).count()
}

/// The words of a text, parted by white space and commas, with where they begin.
fn words(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    let words = text.split(|letter: char| letter.is_whitespace() || letter == ',');
    let start = text.as_ptr() as usize;
    words
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - start, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Number, letter, addition and postcode: `?` where the reading is in doubt, empty where there is none.
    fn read_of(text: &str) -> String {
        let (reading, postcode) = read(text);
        let postcode = postcode.unwrap_or_default().to_uppercase().replace(' ', "");
        match reading {
            Reading::Doubted => "?".into(),
            Reading::Nothing => String::new(),
            Reading::Certain(number) => {
                let letter = number.letter.map(String::from).unwrap_or_default();
                let mut suffix = String::new();
                super::super::house_number::write_suffix(number.suffix, &mut suffix);
                format!("{}|{letter}|{suffix}|{postcode}", number.number)
            }
        }
    }

    #[test]
    fn a_house_number_is_read_where_only_one_can_be_meant() {
        for (text, read) in [
            ("Dorpsstraat 12", "12|||"),
            ("Dorpsstraat 12 B", "12|B||"),
            ("Dorpsstraat 12B-3", "12|B|3|"),
            ("Dorpsstraat 12 B 2", "12|B|2|"),
            ("Dorpsstraat 12-14", "12||14|"),
            ("Dorpsstraat 12 - 14", "12||14|"),
            ("Dorpsstraat 12 hs", "12||HS|"),
            ("Dorpsstraat 12 B, 1515 HX Zaandam", "12|B||1515HX"),
            ("Dorpsstraat 12 1515hx", "12|||1515HX"),
            ("12 B, 1515 HX", "12|B||1515HX"),
            ("Dorpsstraat 12, Zaandam", "12|||"),
            ("2e Dorpsstraat 12-14", "12||14|"),
            ("1ste Kade 5", "5|||"),
            ("Kanaalweg W 12", "12|||"),
            ("Van 't Hoffstraat 3 bis", "3||BIS|"),
            ("1e hs", "1|E|HS|"),
            ("12 bis 3", "12||BIS3|"),
        ] {
            assert_eq!(read_of(text), read, "{text}");
        }
    }

    #[test]
    fn where_two_can_be_meant_none_is_read() {
        for text in [
            "Plein 1945 3",
            "Plein 1945",
            "Laan van 1813 5 hs",
            "Plein 40-45 12",
            "3 Oktoberstraat 5",
            "Dorpsstraat 12 3",
            "Dorpsstraat 12 Ede",
            "Dorpsstraat 12, Ede",
            "Dorpsstraat, 1515 HX Zaandam",
            "Kade 3515 HX",
            "Dorpsstraat t/o 5",
            "tegenover 5",
            "t/o 5",
            "12 tegenover",
            "2e Dorpsstraat",
        ] {
            assert_eq!(read_of(text), "?", "{text}");
        }
    }

    #[test]
    fn what_has_no_house_number_has_none() {
        for text in ["", "Dorpsstraat", "A 12", "Dorpsstraat 12 tegenover", "-"] {
            assert_eq!(read_of(text), "", "{text}");
        }
    }

    #[test]
    fn a_postcode_stands_before_a_place_and_its_letters_are_not_the_beginning_of_it() {
        let code = postcode_before_place;
        assert_eq!(code("1515 HX Zaandam"), Some(("1515 HX", true)));
        assert_eq!(code("1483DE De Rijp"), Some(("1483DE", true)));
        assert_eq!(code("1483 de Rijp"), Some(("1483 de", false)));
        for text in [
            "1515 HX",
            "1515 Zaandam",
            "1515 HX 12",
            "Zaandam 1515 HX",
            "",
        ] {
            assert_eq!(code(text), None, "{text}");
        }
    }
}
