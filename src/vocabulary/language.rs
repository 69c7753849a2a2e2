//! The languages of pages and screens, and how each writes numbers and days.

use serde::{Deserialize, Serialize};

use super::Day;

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Language {
    /// Dutch.
    #[default]
    #[serde(rename = "nl")]
    Dutch,
    /// English.
    #[serde(rename = "en")]
    English,
}

const MONTHS_DUTCH: &str =
    "januari februari maart april mei juni juli augustus september oktober november december";
const MONTHS_ENGLISH: &str =
    "January February March April May June July August September October November December";

impl Language {
    /// The languages and the words for them in the agreement and in HTML.
    pub const WORDS: [(&'static str, Self); 2] = [("nl", Self::Dutch), ("en", Self::English)];

    /// `nl` or `en`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        Self::WORDS[self as usize].0
    }

    /// The language with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let mut words = Self::WORDS.into_iter();
        let found = words.find(|(known, _)| *known == word);
        found.map(|(_, language)| language)
    }

    /// `68.960` or `68,960`.
    #[must_use]
    pub fn count(self, count: u64) -> String {
        let separator = match self {
            Self::Dutch => '.',
            Self::English => ',',
        };
        let digits = count.to_string();
        let mut text = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }

    /// `2,4` or `2.4`: a number from 0 to a thousand or so.
    #[must_use]
    pub fn decimal(self, number: f64, decimals: usize) -> String {
        let text = format!("{number:.decimals$}");
        match self {
            Self::Dutch => text.replace('.', ","),
            Self::English => text,
        }
    }

    /// `-1.234,5` or `-1,234.5`: any number.
    #[must_use]
    pub fn number(self, number: f64, decimals: usize) -> String {
        let text = format!("{:.decimals$}", number.abs());
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        // Too long to be a count: as it stands.
        let whole = whole
            .parse()
            .map_or_else(|_| whole.to_owned(), |whole| self.count(whole));
        let is_zero = text.chars().all(|sign| matches!(sign, '0' | '.'));
        let minus = if number < 0.0 && !is_zero { "-" } else { "" };
        let comma = match self {
            Self::Dutch => ',',
            Self::English => '.',
        };
        if part.is_empty() {
            format!("{minus}{whole}")
        } else {
            format!("{minus}{whole}{comma}{part}")
        }
    }

    /// A number to read at a glance: one decimal below 10, whole from there on.
    #[must_use]
    pub fn about(self, number: f64) -> String {
        // From 9.95 on, one decimal would read `10.0`.
        if number < 9.95 {
            return self.decimal(number, 1);
        }
        // Whole numbers print without an exponent, so their digits are their text.
        let whole = format!("{number:.0}").parse();
        whole.map_or_else(|_| self.decimal(number, 0), |whole| self.count(whole))
    }

    /// What a number can be: `2,1 tot 2,4`, or one number where both read alike.
    #[must_use]
    pub fn span(self, (low, high): (f64, f64)) -> String {
        let (low, high) = (self.about(low), self.about(high));
        match self {
            _ if low == high => low,
            Self::Dutch => format!("{low} tot {high}"),
            Self::English => format!("{low} to {high}"),
        }
    }

    /// A share from 0 to 1 as `24,0 %` or `24.0%`; the space does not break. Above zero it never reads as zero.
    #[must_use]
    pub fn percent(self, share: f64, decimals: usize) -> String {
        let smallest = if decimals == 0 { 1.0 } else { 0.1 };
        let is_tiny = share > 0.0 && share * 100.0 < smallest / 2.0;
        let number = if is_tiny {
            format!("<{}", self.decimal(smallest, decimals))
        } else {
            self.decimal(share * 100.0, decimals)
        };
        match self {
            Self::Dutch => format!("{number}\u{a0}%"),
            Self::English => format!("{number}%"),
        }
    }

    /// From one share to another, as `99,7–99,9 %` or `99.7–99.9%`.
    #[must_use]
    pub fn percent_range(self, [low, high]: [f64; 2], decimals: usize) -> String {
        let [low, high] = [low, high].map(|share| self.percent(share, decimals));
        format!("{}–{high}", low.trim_end_matches(['\u{a0}', '%']))
    }

    /// A change as `+12 %`, `-3%` or `0 %`, in whole per cent; 0.12 is 12 % more.
    #[must_use]
    pub fn change(self, share: f64) -> String {
        let number = self.number(share * 100.0, 0);
        let plus = if share > 0.0 && number != "0" {
            "+"
        } else {
            ""
        };
        match self {
            Self::Dutch => format!("{plus}{number}\u{a0}%"),
            Self::English => format!("{plus}{number}%"),
        }
    }

    /// `31 december 2026` or `31 December 2026`.
    #[must_use]
    pub fn day(self, day: Day) -> String {
        let (year, month, day) = day.parts();
        let months = match self {
            Self::Dutch => MONTHS_DUTCH,
            Self::English => MONTHS_ENGLISH,
        };
        let index = usize::try_from(month - 1).unwrap_or_default();
        let month = months.split(' ').nth(index).unwrap_or_default();
        format!("{day} {month} {year}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use Language::{Dutch, English};

    #[test]
    fn thousands_are_set_apart_as_the_language_does() {
        assert_eq!(Dutch.count(68_960), "68.960");
        assert_eq!(English.count(1_234_567), "1,234,567");
        assert_eq!(Dutch.count(960), "960");
        assert_eq!(Dutch.count(0), "0");
        assert_eq!(Dutch.number(-1_234_567.25, 1), "-1.234.567,2");
        assert_eq!(English.number(-0.04, 1), "0.0");
        assert_eq!(Dutch.number(999.0, 0), "999");
        assert_eq!(Dutch.about(1234.4), "1.234");
        assert_eq!(Dutch.about(7.25), "7,2");
        assert_eq!(Dutch.span((2.08, 2.41)), "2,1 tot 2,4");
        assert_eq!(English.span((26.7, 27.2)), "27");
    }

    #[test]
    fn a_share_becomes_a_percentage() {
        assert_eq!(Dutch.percent(0.24, 1), "24,0\u{a0}%");
        assert_eq!(English.percent(0.24, 1), "24.0%");
        assert_eq!(Dutch.percent(0.5949, 0), "59\u{a0}%");
        assert_eq!(Dutch.percent(0.000_3, 1), "<0,1\u{a0}%");
        assert_eq!(English.percent(0.0, 1), "0.0%");
        let range = [0.24, 0.265];
        assert_eq!(Dutch.percent_range(range, 1), "24,0–26,5\u{a0}%");
        assert_eq!(English.percent_range(range, 1), "24.0–26.5%");
        assert_eq!(Dutch.change(0.124), "+12\u{a0}%");
        assert_eq!(English.change(-0.031), "-3%");
        assert_eq!(
            [0.001, -0.001].map(|share| English.change(share)),
            ["0%", "0%"]
        );
    }

    #[test]
    fn a_day_is_written_out() {
        let day = Day::of(2026, 3, 1).unwrap();
        assert_eq!(Dutch.day(day), "1 maart 2026");
        assert_eq!(English.day(day), "1 March 2026");
    }
}
