//! The numbers that a text says, names and days left out.

use std::collections::BTreeSet;

/// Parts of a text that are no numbers of the page, though they may hold digits: names and days.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    parts: BTreeSet<String>,
    /// The length of the longest, in bytes.
    longest: usize,
}

impl Known {
    pub(super) fn new(mut parts: BTreeSet<String>) -> Self {
        parts.retain(|part| part.chars().any(|c| c.is_ascii_digit()));
        let longest = parts.iter().map(String::len).max().unwrap_or(0);
        Self { parts, longest }
    }

    /// The numbers in a text, as they stand there: `1.234`, `2,5`.
    pub(super) fn numbers_in(&self, text: &str) -> Vec<String> {
        if !text.contains(char::is_numeric) {
            return Vec::new();
        }
        let mut parts: Vec<&str> = self.within(text).into_iter().collect();
        // The longest first, as one may be within another.
        parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
        let without = |text: String, part: &str| without(&text, part);
        numbers_in(&parts.into_iter().fold(text.to_owned(), without))
    }

    /// The parts that stand in a text as whole words. What lies between two ends of words is looked up: a country has
    /// thousands of names, and each text few words.
    fn within(&self, text: &str) -> BTreeSet<&str> {
        let gaps = text
            .char_indices()
            .filter(|(_, sign)| !sign.is_alphanumeric());
        let ends = gaps.clone().map(|(place, _)| place).chain([text.len()]);
        let ends: Vec<usize> = ends.collect();
        let starts = gaps.map(|(place, sign)| place + sign.len_utf8());
        let from = |start: usize| {
            let behind = ends.iter().skip_while(move |end| **end <= start);
            let near = behind.take_while(move |end| **end - start <= self.longest);
            near.filter_map(move |end| self.parts.get(&text[start..*end]))
        };
        let starts = [0].into_iter().chain(starts);
        starts.flat_map(from).map(String::as_str).collect()
    }
}

/// The numbers in a text; a dot or comma belongs to one when a digit is behind it.
pub(super) fn numbers_in(text: &str) -> Vec<String> {
    let mut numbers: Vec<String> = Vec::new();
    let mut before = ' ';
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let goes_on = before.is_numeric();
        if sign.is_numeric() {
            if !goes_on {
                numbers.push(String::new());
            }
            numbers
                .last_mut()
                .into_iter()
                .for_each(|number| number.push(sign));
            before = sign;
        } else if goes_on
            && matches!(sign, '.' | ',')
            && signs.peek().is_some_and(|next| next.is_numeric())
        {
            numbers
                .last_mut()
                .into_iter()
                .for_each(|number| number.push(sign));
        } else {
            before = sign;
        }
    }
    numbers
}

/// The text with a space in each place of a part that stands there as a whole word.
fn without(text: &str, part: &str) -> String {
    let (mut kept, mut rest) = (String::new(), text);
    while let Some(place) = rest.find(part) {
        let (before, behind) = (&rest[..place], &rest[place + part.len()..]);
        let last = kept.chars().chain(before.chars()).next_back();
        let is_word = |sign: Option<char>| sign.is_none_or(|sign| !sign.is_alphanumeric());
        kept.push_str(before);
        kept.push_str(if is_word(last) && is_word(behind.chars().next()) {
            " "
        } else {
            part
        });
        rest = behind;
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_stand() {
        let numbers = numbers_in("Of 68,960, 24.0% use 1 (or 2). 3+, <0.1 and 10–24; ½ ٣");
        let expected = ["68,960", "24.0", "1", "2", "3", "0.1", "10", "24", "½", "٣"];
        assert_eq!(numbers, expected);
    }

    #[test]
    fn a_name_with_a_digit_is_no_number_and_hides_none() {
        let known = ["Wmo 2015", "31 december 2026", "5", "2026", "(2)"];
        let known = Known::new(known.map(String::from).into());
        let numbers = known.numbers_in("Wmo 2015: 125 on 31 december 2026, xWmo 2015, 5");
        assert_eq!(numbers, ["125", "2015"]);
        assert_eq!(known.numbers_in("a (2), 2 of 20265; 2026"), ["2", "20265"]);
    }
}
