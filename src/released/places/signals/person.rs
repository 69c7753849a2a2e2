//! Whether a column could point at people, by what its cells look like.
//!
//! One number that passes the eleven-test, or one postcode, is enough. Names, addresses and days of birth are a matter of
//! the whole column: half of its cells must look like them.

use std::collections::BTreeSet;

use crate::vocabulary::Day;

/// A day this many years before the reference date is no day of a signal.
pub(super) const OLDEST_YEARS: i32 = 3;

/// A name has no more words.
const LONGEST_NAME: usize = 5;

/// What a column is looked at for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Whatever could point at a person.
    All,
    /// Only what no word or code looks like: BSNs, postcodes and days of birth.
    NoShapes,
    /// Whatever could point at a person but days, which the column is for.
    NoDays,
}

/// The cells of a column.
#[derive(Default)]
pub(super) struct Cells<'a> {
    texts: BTreeSet<&'a str>,
}

impl<'a> Cells<'a> {
    pub(super) fn add(&mut self, text: &'a str) {
        let text = text.trim();
        if !text.is_empty() {
            self.texts.insert(text);
        }
    }

    /// What they look like, in words; `None` when they point at nobody.
    pub(super) fn personal(&self, look: Look, reference_date: Day) -> Option<&'static str> {
        let is_any = |is_one: fn(&str) -> bool| self.texts.iter().any(|text| is_one(text));
        let is_birth =
            |text: &str| day(text).is_some_and(|day| reference_date.age_of(day) >= OLDEST_YEARS);
        let has_shapes = look != Look::NoShapes;
        if is_any(has_bsn) {
            Some("numbers that pass the eleven-test, as a BSN does")
        } else if is_any(has_postcode) {
            Some("postcodes")
        } else if look != Look::NoDays && self.are_most(is_birth) {
            Some("days that look like birth dates")
        } else if has_shapes && self.are_names() {
            Some("what looks like names of people")
        } else if has_shapes && self.are_most(is_address) {
            Some("what looks like addresses")
        } else {
            None
        }
    }

    fn are_most(&self, is_one: impl Fn(&str) -> bool) -> bool {
        let found = self.texts.iter().filter(|text| is_one(text)).count();
        found > 0 && 2 * found >= self.texts.len()
    }

    /// Whether most look like names, and most of these begin with a word of their own: `Wijkteam Noord` and
    /// `Wijkteam Zuid` are no people.
    fn are_names(&self) -> bool {
        let names = self.texts.iter().filter(|text| is_name(text));
        let first: Vec<&str> = names.filter_map(|name| name.split(' ').next()).collect();
        let different: BTreeSet<&str> = first.iter().copied().collect();
        self.are_most(is_name) && 2 * different.len() > first.len()
    }
}

/// Whether a number of nine digits in a text passes the eleven-test, in groups too: `123.456.782`.
/// Source: Logisch Ontwerp BSN.
fn has_bsn(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut groups: Vec<(usize, &str)> = Vec::new();
    let mut start = 0;
    for part in text.split(|sign: char| !sign.is_ascii_digit()) {
        if !part.is_empty() {
            groups.push((start, part));
        }
        // What separates digits may be longer than a byte.
        start += part.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
    let is_joined = |[before, after]: [&(usize, &str); 2]| {
        let end = before.0 + before.1.len();
        after.0 == end + 1 && b" .-".contains(&bytes[end])
    };
    let is_bsn = |group: &[(usize, &str)]| {
        let digits: String = group.iter().map(|(_, digits)| *digits).collect();
        let lengths: Vec<usize> = group.iter().map(|(_, digits)| digits.len()).collect();
        let joined = group.windows(2).all(|two| is_joined([&two[0], &two[1]]));
        joined && [&[9][..], &[3, 3, 3], &[4, 2, 3]].contains(&&*lengths) && passes(&digits)
    };
    let windows = groups.windows(1).chain(groups.windows(3));
    windows.into_iter().any(is_bsn)
}

fn passes(digits: &str) -> bool {
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let digits = digits.bytes().map(|byte| i32::from(byte - b'0'));
    let sum: i32 = digits
        .clone()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    sum % 11 == 0 && digits.into_iter().any(|digit| digit > 0)
}

/// Whether a Dutch postcode stands in a text: four digits, and two capitals behind a space or none.
fn has_postcode(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    let is_edge = |place: Option<&char>| place.is_none_or(|sign| !sign.is_alphanumeric());
    (0..signs.len()).any(|start| {
        let before = start.checked_sub(1).and_then(|place| signs.get(place));
        let room = usize::from(signs.get(start + 4) == Some(&' '));
        let end = start + 6 + room;
        let is_one = signs.len() >= end
            && ('1'..='9').contains(&signs[start])
            && signs[start..start + 4].iter().all(char::is_ascii_digit)
            && signs[end - 2..end].iter().all(char::is_ascii_uppercase);
        is_one && is_edge(before) && is_edge(signs.get(end))
    })
}

/// Whether a text is built as the name of a person: words with a capital or initials, and short words between them.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let is_between = |word: &&str| {
        let letters = word.trim_start_matches(['\'', '’']);
        (1..=4).contains(&letters.len()) && letters.chars().all(char::is_lowercase)
    };
    let is_own = |word: &&str| is_capitalised(word) || is_initials(word);
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    (2..=LONGEST_NAME).contains(&words.len())
        && (is_own(first) || is_between(first))
        && is_own(last)
        && words.iter().all(|word| is_own(word) || is_between(word))
        && words.iter().any(|word| is_capitalised(word))
}

/// `Vries`, `Anne-Marie`, `D'Hont`: capitals only at the begin of a part, and small letters behind.
fn is_capitalised(word: &str) -> bool {
    let is_part = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
    };
    let mut parts = word.split(['-', '\'', '’']);
    parts.all(is_part) && word.chars().any(char::is_lowercase)
}

/// `J.P.` and `A.`.
fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|sign| *sign != '.');
    word.ends_with('.')
        && letters.clone().count() <= 4
        && letters.into_iter().all(char::is_uppercase)
}

/// Whether a text is a word with a capital, and a number behind: `Dorpsstraat 12a`, `Lange Dijk 3`.
fn is_address(text: &str) -> bool {
    let Some((street, number)) = text.rsplit_once(' ') else {
        return false;
    };
    let digits = number.trim_end_matches(|sign: char| sign.is_ascii_alphabetic());
    let is_number = (1..=5).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && number.len() - digits.len() <= 1;
    let is_street = street.chars().next().is_some_and(char::is_uppercase)
        && street.split(' ').count() <= LONGEST_NAME
        && street
            .chars()
            .all(|sign| sign.is_alphabetic() || " .'-".contains(sign));
    is_number && is_street
}

/// The day that a text is: `2026-03-01`, `1-3-2026`, `01/03/2026` or `20260301`.
pub(super) fn day(text: &str) -> Option<Day> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [year, month, day] = match parts[..] {
        [year, month, day] if year.len() == 4 => [year, month, day],
        [day, month, year] if year.len() == 4 => [year, month, day],
        [whole] if whole.len() == 8 && whole.is_ascii() => [&whole[..4], &whole[4..6], &whole[6..]],
        _ => return None,
    };
    Day::of(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}
