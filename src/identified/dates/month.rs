//! Dates with the month as a word: `20-jun-2018`, `20 juni 2018`, `Jun 20, 2018`, `20JUN18`.

use unicode_normalization::UnicodeNormalization;

/// The months in Dutch, English and German; three letters or more of one are enough.
const MONTHS: [&[&str]; 12] = [
    &["januari", "january", "januar", "jaenner"],
    &["februari", "february", "februar"],
    &["maart", "mrt", "march", "maerz", "marz"],
    &["april"],
    &["mei", "may", "mai"],
    &["juni", "june"],
    &["juli", "july"],
    &["augustus", "august"],
    &["september"],
    &["oktober", "october"],
    &["november"],
    &["december", "dezember"],
];

/// The days of the week in the same languages; two letters or more of one are skipped in front.
#[rustfmt::skip]
const WEEKDAYS: &[&str] = &[
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "montag", "dienstag", "mittwoch", "freitag", "samstag", "sonntag",
];

/// What may be behind the number of a day.
const ORDINALS: &[&str] = &["e", "de", "ste", "st", "nd", "rd", "th"];

/// The most letters of a word of a date.
const LONGEST: usize = 12;

/// The year, month and day of a date whose month is a word; a time behind it is skipped. The year has two digits, and is
/// last then, or four; the day has one or two.
pub(super) fn parse(text: &str) -> Option<(&str, u16, &str)> {
    let (mut numbers, mut month, mut words) = (Vec::with_capacity(2), None, 0);
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        if !rest[..start].chars().all(parts) {
            return None;
        }
        rest = &rest[start..];
        let is_number = rest.starts_with(|letter: char| letter.is_ascii_digit());
        let same = |letter: char| letter.is_alphanumeric() && letter.is_ascii_digit() == is_number;
        let end = rest.find(|letter| !same(letter)).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        if numbers.len() == 2 && month.is_some() {
            return is_time(rest).then(|| named(&numbers, month?)).flatten();
        }
        if is_number {
            numbers.push(part);
        } else {
            let found = month_of(part);
            let is_passed_over = (words == 0 && is_weekday(part)) || is_ordinal(part, &numbers);
            match (found, month) {
                _ if is_passed_over && found.is_none() => {}
                (Some(_), None) => month = found,
                _ => return None,
            }
            words += 1;
        }
        rest = behind;
    }
    let ends_well = rest.chars().all(parts);
    ends_well.then(|| named(&numbers, month?)).flatten()
}

fn named<'a>(numbers: &[&'a str], month: u16) -> Option<(&'a str, u16, &'a str)> {
    let &[first, second] = numbers else {
        return None;
    };
    let (year, day) = if first.len() == 4 {
        (first, second)
    } else {
        (second, first)
    };
    let is_date = matches!(year.len(), 2 | 4) && matches!(day.len(), 1 | 2);
    is_date.then_some((year, month, day))
}

fn parts(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '/' | '.' | ',' | '\'' | '’')
}

/// Whether a text is a time of day and nothing else, its zone included.
fn is_time(text: &str) -> bool {
    let is_of_time = |byte: u8| byte.is_ascii_digit() || b"T :.,+-ZaApPmMuUrR".contains(&byte);
    text.contains(':') && text.bytes().all(is_of_time)
}

fn month_of(word: &str) -> Option<u16> {
    let word = plain(word)?;
    let is_it = |names: &&[&str]| names.iter().any(|name| name.starts_with(&word));
    let index = (word.len() >= 3).then(|| MONTHS.iter().position(is_it))??;
    u16::try_from(index + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    plain(word)
        .is_some_and(|word| word.len() >= 2 && WEEKDAYS.iter().any(|day| day.starts_with(&word)))
}

fn is_ordinal(word: &str, numbers: &[&str]) -> bool {
    numbers.len() == 1
        && ORDINALS
            .iter()
            .any(|ordinal| ordinal.eq_ignore_ascii_case(word))
}

/// A word in small letters without marks; `None` when it is longer than any word of a date.
fn plain(word: &str) -> Option<String> {
    let letters = word.nfkd().filter(char::is_ascii_alphabetic);
    let plain: String = letters
        .take(LONGEST)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    (plain.len() < LONGEST).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(u16, u16, u16)> {
        let (year, month, day) = parse(text)?;
        Some((year.parse().unwrap(), month, day.parse().unwrap()))
    }

    #[test]
    fn a_month_by_its_name_or_the_beginning_of_it_is_read() {
        #[rustfmt::skip]
        let texts = [
            "20-jun-2018", "20 juni 2018", "20 JUNI 2018", "juni 20, 2018", "20JUN2018",
            "wo 20 juni 2018", "Wednesday, June 20, 2018", "20. Juni 2018", "20 jun. 2018",
            "20e juni 2018", "June 20th 2018", "2018-jun-20", "20/jun/2018 14:05",
            "Jun 20 2018 12:00AM", "20 juni 2018 14:30 uur",
        ];
        for text in texts {
            assert_eq!(read(text), Some((2018, 6, 20)), "{text}");
        }
        assert_eq!(read("1 mrt 2020"), Some((2020, 3, 1)));
        assert_eq!(read("1. März 2020"), Some((2020, 3, 1)));
        assert_eq!(read("3-mei-2020"), Some((2020, 5, 3)));
        assert_eq!(read("31 okt 1999"), Some((1999, 10, 31)));
    }

    #[test]
    fn a_year_of_two_digits_stands_last() {
        assert_eq!(parse("20-JUN-18"), Some(("18", 6, "20")));
        assert_eq!(read("20 juni '18"), Some((18, 6, 20)));
    }

    #[test]
    fn what_holds_more_or_less_than_a_day_is_refused() {
        #[rustfmt::skip]
        let texts = [
            "juni 2018", "20 juni", "20 juni 2018 tot 21 juni 2019", "20 ju 2018", "medio juni 2018",
            "20 juni 20188", "20 juni 018", "20 6 2018", "voor 20 juni 2018", "20 juni 2018?",
            "jun jun 20 2018", "",
        ];
        for text in texts {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
