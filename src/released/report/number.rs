//! Numbers in, their text as a reader of the language writes them out.

use super::Language;
use crate::vocabulary::Day;

/// Writes numbers in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers(pub(super) Language);

const MONTHS_DUTCH: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Numbers {
    /// `68.960` or `68,960`.
    pub(super) fn count(self, count: u64) -> String {
        let separator = match self.0 {
            Language::Dutch => '.',
            Language::English => ',',
        };
        let digits = count.to_string();
        let mut text = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }

    /// `2,4` or `2.4`: a number from 0 to a thousand or so.
    pub(super) fn decimal(self, number: f64, decimals: usize) -> String {
        let text = format!("{number:.decimals$}");
        match self.0 {
            Language::Dutch => text.replace('.', ","),
            Language::English => text,
        }
    }

    /// A number to read at a glance: one decimal below 10, whole from there on.
    pub(super) fn about(self, number: f64) -> String {
        if number < 9.95 {
            return self.decimal(number, 1);
        }
        // Whole numbers print without an exponent, so their digits are their text.
        let whole = format!("{number:.0}").parse();
        whole.map_or_else(|_| self.decimal(number, 0), |whole| self.count(whole))
    }

    /// What a number can be: `2,1 tot 2,4`, or one number where both read alike.
    pub(super) fn span(self, (low, high): (f64, f64)) -> String {
        let (low, high) = (self.about(low), self.about(high));
        match self.0 {
            _ if low == high => low,
            Language::Dutch => format!("{low} tot {high}"),
            Language::English => format!("{low} to {high}"),
        }
    }

    /// A share from 0 to 1 as `24,0 %` or `24.0%`; the space does not break. Above zero it never reads as zero.
    pub(super) fn percent(self, share: f64, decimals: usize) -> String {
        let smallest = if decimals == 0 { 1.0 } else { 0.1 };
        let is_tiny = share > 0.0 && share * 100.0 < smallest / 2.0;
        let number = if is_tiny {
            format!("<{}", self.decimal(smallest, decimals))
        } else {
            self.decimal(share * 100.0, decimals)
        };
        match self.0 {
            Language::Dutch => format!("{number}\u{a0}%"),
            Language::English => format!("{number}%"),
        }
    }

    /// `31 december 2026` or `31 December 2026`.
    pub(super) fn day(self, day: Day) -> String {
        let (year, month, day) = day.parts();
        let months = match self.0 {
            Language::Dutch => MONTHS_DUTCH,
            Language::English => MONTHS_ENGLISH,
        };
        let place = usize::try_from(month - 1).unwrap_or_default();
        format!("{day} {} {year}", months[place])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUTCH: Numbers = Numbers(Language::Dutch);
    const ENGLISH: Numbers = Numbers(Language::English);

    #[test]
    fn thousands_are_set_apart_as_the_language_does() {
        assert_eq!(DUTCH.count(68_960), "68.960");
        assert_eq!(ENGLISH.count(1_234_567), "1,234,567");
        assert_eq!(DUTCH.count(960), "960");
        assert_eq!(DUTCH.count(0), "0");
        assert_eq!(DUTCH.about(1234.4), "1.234");
        assert_eq!(DUTCH.about(7.25), "7,2");
        assert_eq!(DUTCH.span((2.08, 2.41)), "2,1 tot 2,4");
        assert_eq!(ENGLISH.span((26.7, 27.2)), "27");
    }

    #[test]
    fn a_share_becomes_a_percentage() {
        assert_eq!(DUTCH.percent(0.24, 1), "24,0\u{a0}%");
        assert_eq!(ENGLISH.percent(0.24, 1), "24.0%");
        assert_eq!(DUTCH.percent(0.5949, 0), "59\u{a0}%");
        assert_eq!(DUTCH.percent(0.000_3, 1), "<0,1\u{a0}%");
        assert_eq!(ENGLISH.percent(0.0, 1), "0.0%");
    }

    #[test]
    fn a_day_is_written_out() {
        let day = Day::of(2026, 3, 1).unwrap();
        assert_eq!(DUTCH.day(day), "1 maart 2026");
        assert_eq!(ENGLISH.day(day), "1 March 2026");
    }
}
