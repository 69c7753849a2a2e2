//! How a date is written: one grammar for the votes on the order of day, month and year, and for the reading of rows.
//!
//! | form | such as |
//! |---|---|
//! | parts | `31-12-2026`, `2026/12/31`, `1.2.2026`, `31 12 26` |
//! | digits | `20261231`, `1041965`, `311226`, `43271.5` |
//! | words | `20 juni 2018`, `June 20th, 2018`, `20JUN18` |
//!
//! Behind the first two there may be a time, with a zone or without.

mod month;
mod partial_date;
mod votes;

pub(super) use partial_date::PartialDate;
pub(super) use votes::DateVotes;

use super::settings::DateOrder;
use crate::vocabulary::Day;
use crate::vocabulary::moment::{day_in_the_netherlands, seconds_in_greenwich};

/// The orders of the parts of a date.
pub(super) const ORDERS: [DateOrder; 3] = [
    DateOrder::DayMonthYear,
    DateOrder::MonthDayYear,
    DateOrder::YearMonthDay,
];

/// A text in the form of a date. Which day it is depends on the order in which its parts are read.
pub(in crate::identified) struct DateText<'a> {
    form: Form<'a>,
    time: &'a str,
}

enum Form<'a> {
    /// Three numbers, as they stand.
    Parts([Part; 3]),
    /// Digits, and those behind a decimal sign that a spreadsheet added: zeros, or the time of a day that is counted.
    Digits(&'a str, &'a str),
    /// Year, month and day, where the month is a word.
    Words([Part; 3]),
}

/// A number of a date, and how many digits it has.
#[derive(Clone, Copy, Default)]
struct Part {
    value: u16,
    digits: usize,
}

impl<'a> DateText<'a> {
    /// The form of a text; `None` when no order makes it a date.
    pub(in crate::identified) fn of(text: &'a str) -> Option<Self> {
        if text.is_ascii() {
            let (date, time) = parted(text);
            let in_parts = parts(date).map(Form::Parts);
            if let Some(form) = in_parts.or_else(|| in_digits(date)) {
                return Some(Self { form, time });
            }
        }
        let (year, month, day) = month::parse(text)?;
        let month = Part {
            value: month,
            digits: 2,
        };
        let form = Form::Words([Part::of(year)?, month, Part::of(day)?]);
        Some(Self { form, time: "" })
    }

    /// The date when its year has four digits, which may be in front in any order; one with a zone behind its time gives
    /// the day in the Netherlands.
    pub(in crate::identified) fn full(&self, order: DateOrder) -> Option<PartialDate> {
        let date = match self.form {
            Form::Parts(parts) if parts[0].digits == 4 => date(parts, 4),
            Form::Parts(parts) => date(by_year(parts, order), 4),
            Form::Digits(..) => self.compact(order),
            Form::Words(parts) => date(parts, 4).filter(|date| date.day > 0),
        }?;
        let is_of_zone = |sign: char| sign.is_ascii_alphabetic() || "+-".contains(sign);
        if date.day > 0 && self.time.contains(is_of_zone) {
            local(date, self.time)
        } else {
            Some(date)
        }
    }

    /// The date when its year has two digits, 0 to 99 in what is given back. Behind a word for the month it needs no order.
    pub(in crate::identified) fn short(&self, order: Option<DateOrder>) -> Option<PartialDate> {
        match self.form {
            Form::Parts(parts) => date(by_year(parts, order?), 2),
            Form::Digits(..) => {
                let digits = self.whole_digits().filter(|digits| digits.len() == 6)?;
                date(by_year(cut(digits, 2)?, order?), 2)
            }
            Form::Words(parts) => date(parts, 2),
        }
    }

    /// Whether its month is a word, so that the order of its parts is known.
    pub(in crate::identified) const fn has_words(&self) -> bool {
        matches!(self.form, Form::Words(_))
    }

    /// The bare number of five digits at most, which may count days; the time behind its decimal sign is left out.
    pub(in crate::identified) fn number(&self) -> Option<i32> {
        match self.form {
            Form::Digits(digits, _) if digits.len() < 6 && self.time.is_empty() => {
                digits.parse().ok()
            }
            _ => None,
        }
    }

    /// Its digits, when only zeros are behind their decimal sign.
    fn whole_digits(&self) -> Option<&'a str> {
        match self.form {
            Form::Digits(digits, decimals) if decimals.bytes().all(|digit| digit == b'0') => {
                Some(digits)
            }
            _ => None,
        }
    }

    /// Eight digits with the year in front.
    fn year_in_front(&self) -> Option<[Part; 3]> {
        cut(self.whole_digits().filter(|digits| digits.len() == 8)?, 4)
    }

    /// Eight digits with the year behind; seven where the first zero got lost.
    fn year_behind(&self) -> Option<[Part; 3]> {
        let digits = self.whole_digits()?;
        matches!(digits.len(), 7 | 8).then(|| cut(digits, digits.len() - 6))?
    }

    fn compact(&self, order: DateOrder) -> Option<PartialDate> {
        let in_front = || date(self.year_in_front()?, 4);
        if order == DateOrder::YearMonthDay {
            return in_front();
        }
        // The month and day of a date with its year in front never make a year of our era, nor does most of a year and
        // a day of the year, as 2018171.
        let is_of_our_era = |date: &PartialDate| matches!(date.year, 0 | 1600..=2399 | 2999 | 9999);
        let behind = date(by_year(self.year_behind()?, order), 4).filter(is_of_our_era);
        behind.or_else(in_front)
    }
}

impl Part {
    /// The number of one digit to four.
    fn of(digits: &str) -> Option<Self> {
        let value = (are_digits(digits) && digits.len() <= 4).then(|| digits.parse().ok())??;
        let digits = digits.len();
        Some(Self { value, digits })
    }
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The date, and the time that is behind it and a `T` or space.
fn parted(text: &str) -> (&str, &str) {
    // The shortest date, `1-1-2026`, has eight characters; a space before that parts day from month.
    let Some(start) = text.get(8..).and_then(|rest| rest.find(['T', 't', ' '])) else {
        return (text, "");
    };
    let (date, time) = (&text[..8 + start], &text[9 + start..]);
    let half = time.len().saturating_sub(2);
    let time = match time.get(half..) {
        Some(end) if end.eq_ignore_ascii_case("am") || end.eq_ignore_ascii_case("pm") => {
            &time[..half]
        }
        _ => time,
    };
    let is_time = |byte: u8| byte.is_ascii_digit() || b" :.,".contains(&byte);
    if time.bytes().all(is_time) || seconds_in_greenwich(time).is_some() {
        (date, time)
    } else {
        (text, "")
    }
}

fn parts(text: &str) -> Option<[Part; 3]> {
    let mut split = text.split(['-', '/', '.', ' ']).map(Part::of);
    let parts = [split.next()??, split.next()??, split.next()??];
    split.next().is_none().then_some(parts)
}

fn in_digits(text: &str) -> Option<Form<'_>> {
    let (digits, decimals) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    (are_digits(digits) && are_digits(decimals)).then_some(Form::Digits(digits, decimals))
}

/// The first digits, then two, then the rest.
fn cut(digits: &str, first: usize) -> Option<[Part; 3]> {
    let (first, rest) = digits.split_at(first);
    let (second, third) = rest.split_at(2);
    Some([Part::of(first)?, Part::of(second)?, Part::of(third)?])
}

/// Parts in this order as year, month and day.
const fn by_year([first, second, third]: [Part; 3], order: DateOrder) -> [Part; 3] {
    match order {
        DateOrder::DayMonthYear => [third, second, first],
        DateOrder::MonthDayYear => [third, first, second],
        DateOrder::YearMonthDay => [first, second, third],
    }
}

/// The date of a year of so many digits, and a month and day of one or two.
fn date([year, month, day]: [Part; 3], digits: usize) -> Option<PartialDate> {
    if year.digits != digits || month.digits > 2 || day.digits > 2 {
        return None;
    }
    // A leap year in one century is one in the other: 1900 alone is not, and nobody was born on its 29 February.
    let century = if digits == 2 { 2000 } else { 0 };
    let (month, day) = (
        u8::try_from(month.value).ok()?,
        u8::try_from(day.value).ok()?,
    );
    let date = PartialDate::possible(century + year.value, month, day)?;
    Some(PartialDate {
        year: year.value,
        ..date
    })
}

/// The day in the Netherlands of a date with a time and a zone.
fn local(date: PartialDate, time: &str) -> Option<PartialDate> {
    let (month, day) = (date.month.cast_signed(), date.day.cast_signed());
    let day = Day::of(date.year.cast_signed(), month, day)?;
    // The last day of the calendar has none behind it: it stands for no end.
    let day = day_in_the_netherlands(day, seconds_in_greenwich(time)?).unwrap_or(day);
    Some(PartialDate::of(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: DateOrder) -> Option<(u16, u8, u8)> {
        Some(DateText::of(text)?.full(order)?.parts())
    }

    #[test]
    fn a_year_and_a_day_of_the_year_are_no_day_and_month() {
        for text in ["2018171", "2026032", "1999365"] {
            assert_eq!(read(text, DateOrder::DayMonthYear), None, "{text}");
            assert_eq!(read(text, DateOrder::MonthDayYear), None, "{text}");
        }
        for text in ["1031950", "1019999", "31122999"] {
            assert!(read(text, DateOrder::DayMonthYear).is_some(), "{text}");
        }
    }

    #[test]
    fn a_date_is_read_in_the_given_order_and_with_its_year_in_front() {
        let last = Some((2026, 12, 31));
        #[rustfmt::skip]
        let texts = [
            "31-12-2026", "31/12/2026", "31.12.2026", "31122026", "2026-12-31", "20261231",
            "31-12-2026 00:00:00",
        ];
        for text in texts {
            assert_eq!(read(text, DateOrder::DayMonthYear), last, "{text}");
        }
        for text in [
            "12/31/2026",
            "12312026",
            "2026-12-31T00:00:00Z",
            "20261231",
            "2026/12/31",
        ] {
            assert_eq!(read(text, DateOrder::MonthDayYear), last, "{text}");
        }
        for text in ["2026-12-31", "20261231", "20261231.0"] {
            assert_eq!(read(text, DateOrder::YearMonthDay), last, "{text}");
        }
        for (text, date) in [
            ("1-2-2026", Some((2026, 2, 1))),
            ("1041965", Some((1965, 4, 1))),
            ("20111220", Some((2011, 12, 20))),
            ("2026-12-31+01:00", None),
        ] {
            assert_eq!(read(text, DateOrder::DayMonthYear), date, "{text}");
        }
    }

    #[test]
    fn a_time_with_a_zone_gives_the_day_in_the_netherlands() {
        let order = DateOrder::DayMonthYear;
        for text in [
            "1971-03-16T23:00:00.000Z",
            "16-3-1971 23:00:00 +00:00",
            "1971-03-17T00:00:00+0100",
            "17/03/1971 12:00",
            "1971-03-16T23:00:00Z[UTC]",
        ] {
            assert_eq!(read(text, order), Some((1971, 3, 17)), "{text}");
        }
        assert_eq!(read("1938-01-09T23:40:00Z", order), Some((1938, 1, 10)));
        for text in [
            "1971-03-16T25:00Z",
            "1971-03-16T23:00+",
            "1971-03-16T23:00X",
        ] {
            assert_eq!(read(text, order), None, "{text}");
        }
        assert_eq!(read("1965-00-00T23:00:00Z", order), Some((1965, 0, 0)));
    }

    #[test]
    fn unknown_parts_are_0() {
        let order = DateOrder::DayMonthYear;
        for text in [
            "00-00-1965",
            "19650000",
            "1965-00-00",
            "00001965",
            "0-0-1965",
        ] {
            assert_eq!(read(text, order), Some((1965, 0, 0)), "{text}");
        }
        assert_eq!(read("19950200", order), Some((1995, 2, 0)));
        assert_eq!(read("00000000", order), Some((0, 0, 0)));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        #[rustfmt::skip]
        let texts = [
            "31-12-26", "29-02-2026", "32-01-2026", "01-13-2026", "15-00-1965", "00-13-1965",
            "12-31-2026", "1965", "01-1965", "23742", "1-1-2026 x", "31-12-2026-1", "een", "",
            "01-01-0000", "３1-12-2026", "+1-12-2026",
        ];
        for text in texts {
            assert_eq!(read(text, DateOrder::DayMonthYear), None, "{text}");
        }
        assert_eq!(read("31-12-2026", DateOrder::YearMonthDay), None);
        assert_eq!(read("1041965", DateOrder::YearMonthDay), None);
    }

    #[test]
    fn a_year_of_two_digits_stands_where_the_order_has_it() {
        let read = |text, order| {
            let date = DateText::of(text).filter(|date| date.full(order).is_none());
            date?.short(Some(order)).map(PartialDate::parts)
        };
        for (text, order, date) in [
            ("20-6-18", DateOrder::DayMonthYear, Some((18, 6, 20))),
            ("20 06 18", DateOrder::DayMonthYear, Some((18, 6, 20))),
            ("06/20/18", DateOrder::MonthDayYear, Some((18, 6, 20))),
            ("180620", DateOrder::YearMonthDay, Some((18, 6, 20))),
            ("200618.0", DateOrder::DayMonthYear, Some((18, 6, 20))),
            ("20-06-18 12:00", DateOrder::DayMonthYear, Some((18, 6, 20))),
            ("20-JUN-18", DateOrder::YearMonthDay, Some((18, 6, 20))),
            ("29-02-00", DateOrder::DayMonthYear, Some((0, 2, 29))),
            ("20-06-18", DateOrder::MonthDayYear, None),
            ("8-6-20", DateOrder::YearMonthDay, None),
            ("20-06-2018", DateOrder::YearMonthDay, None),
            ("200618.5", DateOrder::DayMonthYear, None),
        ] {
            assert_eq!(read(text, order), date, "{text}");
        }
    }

    #[test]
    fn a_bare_number_may_count_days() {
        let number = |text| DateText::of(text)?.number();
        assert_eq!(
            (number("43271"), number("43271.5")),
            (Some(43271), Some(43271))
        );
        for text in ["123456", "43271.", ".5", "43271 12:00", "4-3-2", "-43271"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
