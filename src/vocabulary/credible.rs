//! Whether codes and names can be areas: catches a column mapped by mistake, and a forged hand-over.

use std::collections::BTreeSet;

use super::{Area, AreaIx, AreaLevel, is_visible};

/// The most characters of a code or a name.
const LONGEST: usize = 60;

/// From so many digits on, a text can be a BSN or a date. Own codes have fewer.
const TOO_MANY_DIGITS: usize = 7;

/// The most gemeenten of a project, unless it has more than 10,000 households in each (the country has 24,000). A
/// birth date or postcode reads as a code of CBS, with its first four digits as the gemeente.
const GEMEENTEN: usize = 20;
const HOUSEHOLDS_PER_GEMEENTE: usize = 10_000;

/// How many different areas a level can have: at least `own` or `cbs`, beyond that one per `households_per_area`.
struct Most {
    own: usize,
    cbs: usize,
    households_per_area: usize,
}

/// The country has 2,500 households to a wijk; Amsterdam, with 110 wijken, the most in one gemeente.
const WIJKEN: Most = Most {
    own: 20,
    cbs: 200,
    households_per_area: 50,
};

/// The country has 580 households to a buurt; Amsterdam, with about 520 buurten, the most in one gemeente.
const BUURTEN: Most = Most {
    own: 60,
    cbs: 600,
    households_per_area: 20,
};

/// What was expected of the `listed` wijken or buurten, where they cannot be areas of so many private households.
///
/// `lived_in` holds the places among `listed` where somebody lives: a lookup lists more areas of CBS than those.
#[must_use]
pub fn expected_of_areas(
    level: AreaLevel,
    listed: &[Area],
    lived_in: &BTreeSet<AreaIx>,
    households: usize,
) -> Option<String> {
    let most = match level {
        AreaLevel::Buurt => BUURTEN,
        AreaLevel::Wijk => WIJKEN,
    };
    if !listed
        .iter()
        .all(|area| is_credible(&area.code, &area.name))
    {
        return Some("a code of CBS (WK, BU or GM and its digits), or a text of at most 60 visible characters with fewer than 7 digits".to_owned());
    }
    let own = listed.iter().filter(|area| !is_of_cbs(&area.code)).count();
    let inhabited = || {
        let areas = lived_in.iter().filter_map(|area| listed.get(area.index()));
        areas
            .map(|area| area.code.as_str())
            .filter(|code| is_of_cbs(code))
    };
    let gemeenten: BTreeSet<&str> = inhabited().map(gemeente).collect();
    let room = households / most.households_per_area;
    if own > most.own.max(room) || inhabited().count() > most.cbs.max(room) {
        let each = most.households_per_area;
        return Some(format!("at most one area per {each} households"));
    }
    let is_too_wide = gemeenten.len() > GEMEENTEN.max(households / HOUSEHOLDS_PER_GEMEENTE);
    is_too_wide
        .then(|| "codes of CBS of at most 20 gemeenten, or one per 10,000 households".to_owned())
}

/// Whether code and name can be those of an area.
#[must_use]
pub fn is_credible(code: &str, name: &str) -> bool {
    let is_text = |text: &str| {
        let digits = text.chars().filter(|letter| letter.is_numeric()).count();
        let is_short = text.chars().count() <= LONGEST;
        digits < TOO_MANY_DIGITS && is_short && text.chars().all(is_visible)
    };
    let is_code = |text: &str| is_of_cbs(text) || is_text(text);
    is_code(code) && is_code(name)
}

/// Whether the text is a whole code of CBS: GM, WK or BU and the digits of its level.
fn is_of_cbs(text: &str) -> bool {
    let levels = [("GM", 4), ("WK", 6), ("BU", 8)];
    levels.into_iter().any(|(letters, length)| {
        text.get(..2).is_some_and(|first| first == letters) && is_cbs_code(&text[2..], length)
    })
}

/// Whether the text is a CBS code of `length` without its letters: four digits of the gemeente, then digits or letters.
#[must_use]
pub fn is_cbs_code(text: &str, length: usize) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    bytes.len() == length
        && bytes[..4].iter().all(is_digit)
        && bytes.iter().all(u8::is_ascii_alphanumeric)
}

/// The gemeente in a CBS code, such as `0479` in `WK047901`; empty for other codes.
#[must_use]
pub fn gemeente(code: &str) -> &str {
    let is_cbs = code.starts_with("WK") || code.starts_with("BU");
    let digits = code
        .get(2..6)
        .filter(|digits| is_cbs && digits.bytes().all(|b| b.is_ascii_digit()));
    digits.unwrap_or("")
}

/// How the codes of the buurten in a wijk begin: `BU047901` of `WK047901`, so that sorted codes have them behind each other. Of a code that is
/// no CBS code it is empty.
#[must_use]
pub fn beginning_of_buurten(wijk: &str) -> String {
    let digits = wijk.strip_prefix("WK");
    digits.map_or_else(String::new, |digits| format!("BU{digits}"))
}

/// Whether a buurt is in a wijk, by their codes: `BU04790101` is in `WK047901`.
#[must_use]
pub fn is_in_wijk(buurt: &str, wijk: &str) -> bool {
    let digits = buurt.strip_prefix("BU").zip(wijk.strip_prefix("WK"));
    digits.is_some_and(|(buurt, wijk)| buurt.starts_with(wijk))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_of_the_buurten_in_a_wijk_begin_alike() {
        let beginning = beginning_of_buurten("WK047901");
        assert_eq!(beginning, "BU047901");
        for (buurt, is_inside) in [("BU04790101", true), ("BU04790201", false), ("x", false)] {
            assert_eq!(is_in_wijk(buurt, "WK047901"), is_inside);
            assert_eq!(buurt.starts_with(&beginning), is_inside);
        }
        assert_eq!(beginning_of_buurten("centrum"), "");
    }

    fn is_refused(level: AreaLevel, codes: &[String], households: usize) -> bool {
        let area = |code: &String| Area {
            code: code.clone(),
            name: code.clone(),
        };
        let listed: Vec<Area> = codes.iter().map(area).collect();
        let lived_in = (0..codes.len()).map(AreaIx::at).collect();
        let expected = expected_of_areas(level, &listed, &lived_in, households);
        if let Some(words) = &expected {
            assert!(codes.iter().all(|code| !words.contains(code.as_str())));
        }
        expected.is_some()
    }

    fn numbered(count: usize, code: impl Fn(usize) -> String) -> Vec<String> {
        (0..count).map(code).collect()
    }

    #[test]
    fn areas_of_towns_and_villages_pass() {
        let wijken = numbered(19, |number| format!("WK0999{number:02}"));
        assert!(!is_refused(AreaLevel::Wijk, &wijken, 69_000));
        let buurten = numbered(50, |number| format!("BU099901{number:02}"));
        assert!(!is_refused(AreaLevel::Buurt, &buurten, 69_000));
        let amsterdam = numbered(520, |number| format!("BU0363A{number:03}"));
        assert!(!is_refused(AreaLevel::Buurt, &amsterdam, 900));
        let village = ["WK0".to_owned(), "WK1".to_owned()];
        assert!(!is_refused(AreaLevel::Wijk, &village, 60));
        let own = numbered(20, |number| format!("Wijk {number}"));
        assert!(!is_refused(AreaLevel::Wijk, &own, 1));
    }

    #[test]
    fn a_text_of_seven_digits_or_more_than_sixty_characters_is_no_area() {
        for code in ["123456782", "BU1234567", "19-03-1971", &"x".repeat(61)] {
            assert!(is_refused(AreaLevel::Buurt, &[code.to_owned()], 69_000));
        }
        assert!(!is_refused(AreaLevel::Buurt, &["x".repeat(60)], 69_000));
        let is_named = |name| is_credible("WK099901", name);
        assert!(!is_named("Oo\u{202e}st"));
        assert!(is_named("Oost") && !is_named("Oost 123456782"));
    }

    #[test]
    fn more_areas_of_ones_own_than_the_households_allow_are_no_areas() {
        let names = |count| numbered(count, |number| format!("Name{number:04}"));
        assert!(!is_refused(AreaLevel::Wijk, &names(100), 5_000));
        assert!(is_refused(AreaLevel::Wijk, &names(101), 5_000));
        assert!(is_refused(AreaLevel::Wijk, &names(21), 60));
        assert!(!is_refused(AreaLevel::Buurt, &names(60), 60));
        assert!(is_refused(AreaLevel::Buurt, &names(61), 60));
    }

    #[test]
    fn birth_dates_and_postcodes_that_read_as_codes_of_cbs_are_no_areas() {
        let dates = numbered(90, |number| format!("BU{}0317", 1930 + number));
        assert!(is_refused(AreaLevel::Buurt, &dates, 1_000));
        let postcodes = numbered(300, |number| {
            format!("WK15{:02}A{}", number / 20, number % 10)
        });
        assert!(is_refused(AreaLevel::Wijk, &postcodes, 2_000));
    }
}
