//! Year, month and day of a written date; 0 for an unknown part.

use super::number::{is_digits, without_decimal_tail};
use crate::identified::dates::PartialDate;
use crate::identified::dates::month;
use crate::identified::settings::DateOrder;
use crate::vocabulary::Day;
use crate::vocabulary::moment::{day_in_the_netherlands, seconds_in_greenwich};

/// Reads a date in `order` or with the year in front, between `-`, `/`, `.` or spaces or as eight digits, or with its
/// month as a word; a time behind it is skipped, and one with a zone gives the day in the Netherlands. A year has four
/// digits. `None` when it is no date.
pub(in crate::identified) fn parse(text: &str, order: DateOrder) -> Option<PartialDate> {
    if let Some(date) = of_ten(text.as_bytes(), order) {
        return Some(date);
    }
    if text.is_ascii()
        && let Some(date) = of_numbers(text, order)
    {
        return Some(date);
    }
    if !text.contains(char::is_alphabetic) {
        return None;
    }
    let named = month::parse(text).filter(|named| !named.is_short)?;
    PartialDate::possible(named.year, named.month, named.day).filter(|date| date.day > 0)
}

/// Ten characters such as `31-12-2026`, as nearly all dates have: nothing else needs to be looked for.
fn of_ten(text: &[u8], order: DateOrder) -> Option<PartialDate> {
    if text.len() != 10 {
        return None;
    }
    let are_between = |first: usize, second: usize| {
        text[first] == text[second] && matches!(text[first], b'-' | b'/')
    };
    if are_between(4, 7) {
        return written(&text[..4], &text[5..7], &text[8..]);
    }
    let (first, second, year) = (&text[..2], &text[3..5], &text[6..]);
    match order {
        DateOrder::DayMonthYear if are_between(2, 5) => written(year, second, first),
        DateOrder::MonthDayYear if are_between(2, 5) => written(year, first, second),
        _ => None,
    }
}

fn of_numbers(text: &str, order: DateOrder) -> Option<PartialDate> {
    let (text, time) = parted(text);
    let text = without_decimal_tail(text);
    let date = if is_digits(text) {
        compact(text, order)
    } else {
        separated(text, order)
    }?;
    let has_zone = time.contains(|sign: char| sign.is_ascii_alphabetic() || "+-".contains(sign));
    if has_zone && date.day > 0 {
        local(date, time)
    } else {
        Some(date)
    }
}

/// The date, and the time that is behind it and a `T` or space.
pub(super) fn parted(text: &str) -> (&str, &str) {
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

/// The day in the Netherlands of a date with a time and a zone.
fn local(date: PartialDate, time: &str) -> Option<PartialDate> {
    let (month, day) = (date.month.cast_signed(), date.day.cast_signed());
    let day = Day::of(date.year.cast_signed(), month, day)?;
    // The last day of the calendar has none behind it: it stands for no end.
    let day = day_in_the_netherlands(day, seconds_in_greenwich(time)?).unwrap_or(day);
    Some(PartialDate::of(day))
}

fn separated(text: &str, order: DateOrder) -> Option<PartialDate> {
    let mut parts = text.as_bytes().split(|byte| b"-/. ".contains(byte));
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    match (first.len(), order) {
        (4, _) => written(first, second, third),
        (_, DateOrder::DayMonthYear) => written(third, second, first),
        (_, DateOrder::MonthDayYear) => written(third, first, second),
        (_, DateOrder::YearMonthDay) => None,
    }
}

/// Eight digits; seven where the first zero of the day got lost.
fn compact(text: &str, order: DateOrder) -> Option<PartialDate> {
    let text = text.as_bytes();
    let in_front = || written(text.get(..4)?, text.get(4..6)?, text.get(6..8)?);
    let is_day_first = order == DateOrder::DayMonthYear;
    match (text.len(), order) {
        (8, DateOrder::YearMonthDay) => in_front(),
        (_, DateOrder::YearMonthDay) => None,
        (7 | 8, _) => {
            let (rest, year) = text.split_at(text.len() - 4);
            let (first, second) = rest.split_at(rest.len() - 2);
            let (day, month) = if is_day_first {
                (first, second)
            } else {
                (second, first)
            };
            // The month and day of a date with its year in front never make a year of our era, nor does most of a year
            // and a day of the year, as 2018171.
            let of_our_era =
                |date: &PartialDate| matches!(date.year, 0 | 1600..=2399 | 2999 | 9999);
            let behind = written(year, month, day).filter(of_our_era);
            behind.or_else(|| (text.len() == 8).then(in_front).flatten())
        }
        _ => None,
    }
}

/// The date of a year of four digits, and a month and day of one or two.
fn written(year: &[u8], month: &[u8], day: &[u8]) -> Option<PartialDate> {
    let part = |digits: &[u8]| match digits.len() {
        1 | 2 => u8::try_from(number(digits)?).ok(),
        _ => None,
    };
    let year = number(year).filter(|_| year.len() == 4)?;
    let (month, day) = (part(month)?, part(day)?);
    PartialDate::possible(year, month, day)
}

/// The number that digits are; `None` for other letters, and when it is too large.
fn number(digits: &[u8]) -> Option<u16> {
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    let mut digits = digits.iter().map(digit);
    digits.try_fold(0_u16, |number, digit| {
        number.checked_mul(10)?.checked_add(digit?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: DateOrder) -> Option<(u16, u8, u8)> {
        parse(text, order).map(|date| (date.year, date.month, date.day))
    }

    #[test]
    fn a_year_and_a_day_of_the_year_are_no_day_and_month() {
        for text in ["2018171", "2026032", "1999365"] {
            assert_eq!(compact(text, DateOrder::DayMonthYear), None, "{text}");
            assert_eq!(compact(text, DateOrder::MonthDayYear), None, "{text}");
        }
        for text in ["1031950", "1019999", "31122999"] {
            assert!(compact(text, DateOrder::DayMonthYear).is_some(), "{text}");
        }
    }

    #[test]
    fn a_date_is_read_in_the_given_order_and_with_its_year_in_front() {
        let last = Some((2026, 12, 31));
        for text in [
            "31-12-2026",
            "31/12/2026",
            "31.12.2026",
            "31122026",
            "2026-12-31",
            "20261231",
            "31-12-2026 00:00:00",
        ] {
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
        for text in ["2026-12-31", "20261231", "20261231.0", "2026-12-31+01:00"] {
            assert_eq!(
                read(text, DateOrder::YearMonthDay),
                last.filter(|_| !text.contains('+')),
                "{text}"
            );
        }
        assert_eq!(
            read("1-2-2026", DateOrder::DayMonthYear),
            Some((2026, 2, 1))
        );
        assert_eq!(read("1041965", DateOrder::DayMonthYear), Some((1965, 4, 1)));
        assert_eq!(
            read("20111220", DateOrder::DayMonthYear),
            Some((2011, 12, 20))
        );
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
        let texts = [
            "31-12-26",
            "29-02-2026",
            "32-01-2026",
            "01-13-2026",
            "15-00-1965",
            "00-13-1965",
            "12-31-2026",
            "1965",
            "01-1965",
            "23742",
            "1-1-2026 x",
            "31-12-2026-1",
            "een",
            "",
            "01-01-0000",
            "３1-12-2026",
            "+1-12-2026",
        ];
        for text in texts {
            assert_eq!(read(text, DateOrder::DayMonthYear), None, "{text}");
        }
        assert_eq!(read("31-12-2026", DateOrder::YearMonthDay), None);
        assert_eq!(read("1041965", DateOrder::YearMonthDay), None);
    }
}
