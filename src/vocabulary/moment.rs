//! The day in the Netherlands of a moment with a time zone.

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Europe::Amsterdam;

use super::Day;

/// 1 January 1977: since then all tables of time zones agree on the Netherlands.
const TABLES_AGREE: i64 = 220_924_800;

/// The most that any table has the Netherlands ahead of Greenwich.
const FURTHEST_AHEAD: i64 = 2 * 3_600;

/// The day in the Netherlands, this many seconds after 1 January 1970 in Greenwich; `None` outside the years 1 to 9999.
///
/// A moment before 1977 is a day of birth that a program wrote as its midnight, 20 minutes to two hours ahead of
/// Greenwich: before 1940 by the time of Amsterdam or that of Brussels, later with a summer time that was or was not.
/// Two hours ahead it is that day by all of them.
pub(crate) fn day_of_moment(seconds: i64) -> Option<Day> {
    let ahead = if seconds < TABLES_AGREE {
        FURTHEST_AHEAD
    } else {
        let moment = DateTime::from_timestamp(seconds, 0)?.naive_utc();
        let offset = Amsterdam.offset_from_utc_datetime(&moment).fix();
        i64::from(offset.local_minus_utc())
    };
    day_of_seconds(seconds.checked_add(ahead)?)
}

/// The day of a time without a zone, in seconds after 1 January 1970; `None` outside the years 1 to 9999.
pub(crate) fn day_of_seconds(seconds: i64) -> Option<Day> {
    let days = seconds.div_euclid(86_400);
    let is_of_calendar = (-719_162..=2_932_896).contains(&days);
    i32::try_from(days)
        .ok()
        .filter(|_| is_of_calendar)
        .map(Day::from_number)
}

/// The day in the Netherlands of a text that is a day, a time and a zone, such as `2026-03-16T23:00:00.000Z`; `None` for
/// any other text.
pub(crate) fn day_of_text(text: &str) -> Option<Day> {
    let (day, time) = text.split_at_checked(10)?;
    day_in_the_netherlands(Day::parse(day)?, seconds_in_greenwich(time)?)
}

/// The day in the Netherlands, this many seconds after midnight of a day in Greenwich.
pub(crate) fn day_in_the_netherlands(day: Day, seconds: i64) -> Option<Day> {
    day_of_moment(i64::from(day.number()) * 86_400 + seconds)
}

/// The seconds after midnight in Greenwich of a time with a zone, ` 23:00:00.000 +01:00`; `None` for any other text.
pub(crate) fn seconds_in_greenwich(time: &str) -> Option<i64> {
    let time = time.trim_start_matches(['T', 't', ' ']);
    let end = time.find(|sign: char| !sign.is_ascii_digit() && !":.,".contains(sign))?;
    let (time, zone) = time.split_at(end);
    let mut parts = time.splitn(3, ':');
    // ISO 8601 has 24:00 for the end of a day, and a second 60 where one is inserted.
    let hours = number(parts.next()?, 24)?;
    let minutes = number(parts.next()?, 59)?;
    let seconds = match parts.next() {
        Some(seconds) => number(seconds.split(['.', ',']).next()?, 60)?,
        None => 0,
    };
    Some(hours * 3_600 + minutes * 60 + seconds - ahead_of_greenwich(zone.trim())?)
}

/// The seconds that a zone is ahead of Greenwich: `Z`, `UTC`, `GMT`, `+01:00`, `+0100`, `-5`. What is behind in square
/// brackets names the same zone again.
fn ahead_of_greenwich(zone: &str) -> Option<i64> {
    let zone = zone.split('[').next().unwrap_or(zone);
    let named = ["Z", "UTC", "GMT"].iter().find_map(|name| {
        let (begin, rest) = zone.split_at_checked(name.len())?;
        begin.eq_ignore_ascii_case(name).then_some(rest)
    });
    let offset = match named {
        Some("") => return Some(0),
        Some(rest) => rest,
        None => zone,
    };
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits = offset.strip_prefix(['+', '-'])?;
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None => digits.split_at_checked(2).unwrap_or((digits, "")),
    };
    let minutes = if minutes.is_empty() { "0" } else { minutes };
    Some(sign * (number(hours, 18)? * 3_600 + number(minutes, 59)? * 60))
}

/// The number that one or two digits are, up to `most`.
fn number(digits: &str, most: i64) -> Option<i64> {
    let are_digits =
        matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| are_digits)?;
    (number <= most).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<String> {
        day_of_text(text).map(|day| day.to_string())
    }

    #[test]
    fn midnight_in_the_netherlands_is_that_day_however_its_zone_is_written() {
        for text in [
            "1971-03-16T23:00:00Z",
            "1971-03-16T23:00:00.000Z",
            "1971-03-16 23:00:00,0000000 +00:00",
            "1971-03-17T00:00:00+0100",
            "1971-03-17T00:00+01",
            "1971-03-17T00:00:00+01:00[Europe/Amsterdam]",
            "1971-03-16 23:00:00 UTC",
            "1971-03-16T23:00:00 GMT+0000",
            "1971-03-16T18:00:00-05:00",
            "1971-03-16t23:00z",
        ] {
            assert_eq!(day(text).as_deref(), Some("1971-03-17"), "{text}");
        }
    }

    #[test]
    fn a_midnight_before_1977_is_that_day_by_any_table_of_time_zones() {
        for (text, local) in [
            ("2026-07-09T22:00:00Z", "2026-07-10"),
            ("2026-07-09T21:59:59Z", "2026-07-09"),
            ("1977-01-01T22:59:59Z", "1977-01-01"),
            // With and without the summer time that there was none of, in the war, by Brussels, by Amsterdam.
            ("1960-07-09T22:00:00Z", "1960-07-10"),
            ("1960-07-09T23:00:00Z", "1960-07-10"),
            ("1941-01-09T22:00:00Z", "1941-01-10"),
            ("1938-01-10T00:00:00Z", "1938-01-10"),
            ("1938-01-09T23:40:00Z", "1938-01-10"),
            ("1938-07-09T22:40:00Z", "1938-07-10"),
            ("1911-05-31T23:40:28Z", "1911-06-01"),
            ("1969-12-31T23:00:00Z", "1970-01-01"),
            ("9999-12-30T23:00:00Z", "9999-12-31"),
        ] {
            assert_eq!(day(text).as_deref(), Some(local), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_has_no_day() {
        for text in [
            "2026-03-16",
            "2026-03-16T23:00:00",
            "2026-03-16T25:00:00Z",
            "2026-03-16T23:00:00X",
            "2026-03-16T23:00:00+",
            "2026-03-16+02:00",
            "2026-02-30T00:00:00Z",
            "16-03-2026T23:00:00Z",
            "2026-03-1éT23:00Z",
            "9999-12-31T23:00:00Z",
            "",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
