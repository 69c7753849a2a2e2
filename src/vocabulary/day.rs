//! A day of the Gregorian calendar.

use std::fmt;

use jiff::civil::Date;

/// A day, in days since 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Day {
    /// The day of `year` (0 to 9999), `month` (1 to 12) and `day` (1 to 31); `None` when the calendar has no such day.
    #[must_use]
    pub fn of(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().and_then(Self::from_date)
    }

    /// The day written as `yyyy-mm-dd`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut signs = text.bytes().enumerate();
        let is_at_its_place = |(index, byte): (usize, u8)| match index {
            4 | 7 => byte == b'-',
            // `parse` below would take a sign in front of a part.
            _ => byte.is_ascii_digit(),
        };
        if text.len() != 10 || !signs.all(is_at_its_place) {
            return None;
        }
        Self::of(
            text.get(..4)?.parse().ok()?,
            text.get(5..7)?.parse().ok()?,
            text.get(8..)?.parse().ok()?,
        )
    }

    /// The day that lies `days` after 1 January 1970.
    #[must_use]
    pub const fn from_number(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1 January 1970.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    #[must_use]
    pub fn parts(self) -> (i16, i8, i8) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }

    /// The whole years from `birth` to this day, negative when `birth` is later.
    ///
    /// Who was born on 29 February has a birthday on 1 March in other years.
    #[must_use]
    pub fn age_of(self, birth: Self) -> i32 {
        let (year, month, day) = self.parts();
        let (birth_year, birth_month, birth_day) = birth.parts();
        let had_birthday = (month, day) >= (birth_month, birth_day);
        i32::from(year) - i32::from(birth_year) - i32::from(!had_birthday)
    }

    fn from_date(date: Date) -> Option<Self> {
        let span = date.since(EPOCH).ok()?;
        Some(Self(span.get_days()))
    }

    fn date(self) -> Date {
        use jiff::ToSpan;
        EPOCH.checked_add(self.0.days()).unwrap_or(EPOCH)
    }
}

super::as_text!(Day, "a day as yyyy-mm-dd");

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_survives_being_written_and_read() {
        for text in ["1899-12-31", "1970-01-01", "2024-02-29", "2026-12-31"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn days_that_the_calendar_lacks_are_refused() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "26-01-01",
            "+026-01-01",
            "2026-+1-01",
            "",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_leap_day_birthday_falls_on_1_march() {
        let birth = Day::parse("1996-02-29").unwrap();
        assert_eq!(Day::parse("2017-02-28").unwrap().age_of(birth), 20);
        assert_eq!(Day::parse("2017-03-01").unwrap().age_of(birth), 21);
    }
}
