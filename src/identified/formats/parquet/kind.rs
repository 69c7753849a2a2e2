//! What the cells of a Parquet column mean, and how they become text.

use std::fmt::Write as _;
use std::io::Write;

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::data_type::Int96;
use parquet::schema::types::ColumnDescriptor;
use zeroize::Zeroizing;

use crate::vocabulary::Day;
use crate::vocabulary::moment::{day_of_moment, day_of_seconds};

const SECONDS_OF_A_DAY: i64 = 86_400;

/// The day from which INT96 counts, as a number of days before 1 January 1970.
const JULIAN_EPOCH: i64 = 2_440_588;

/// The most digits that a fraction may have; no decimal of 128 bits has more.
const LONGEST_FRACTION: u32 = 38;

/// What a column holds, whatever the writer packs it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Whole or floating numbers, truths.
    Number,
    /// Whole numbers without a sign.
    Unsigned,
    /// Whole numbers of which the last `scale` digits are behind the point.
    Decimal {
        /// Digits behind the point.
        scale: u32,
    },
    /// Days since 1 January 1970.
    Day,
    /// Parts of a second since midnight.
    TimeOfDay {
        /// Parts in a second.
        in_a_second: i64,
    },
    /// Parts of a second since 1 January 1970.
    Time {
        /// Parts in a second.
        in_a_second: i64,
        /// Whether it is a moment, counted in Greenwich, and not what a clock on the wall said.
        is_moment: bool,
    },
    /// Sixteen bytes that tell things apart.
    Uuid,
    /// What has no text: bytes without a mark, an interval, a half float, a place on the map.
    Other,
}

impl Kind {
    /// The kind of a column; `is_of_java` tells that the file is of the library of Spark and Hive.
    ///
    /// Times in the old notations (INT96, converted types) do not say whether they have a zone. Spark and Hive write
    /// moments there, Impala and Arrow what the clock said; readers go by whoever wrote the file.
    pub(super) fn of(column: &ColumnDescriptor, is_of_java: bool) -> Self {
        let scale = u32::try_from(column.type_scale().max(0)).unwrap_or(u32::MAX);
        match column.logical_type_ref() {
            Some(logical) => Self::of_logical(logical),
            None if column.physical_type() == Type::INT96 => Self::Time {
                in_a_second: 1,
                is_moment: is_of_java,
            },
            None => Self::of_converted(column.converted_type(), column, scale, is_of_java),
        }
    }

    fn of_logical(logical: &LogicalType) -> Self {
        let in_a_second = |unit: &TimeUnit| match unit {
            TimeUnit::MILLIS => 1_000,
            TimeUnit::MICROS => 1_000_000,
            TimeUnit::NANOS => 1_000_000_000,
        };
        match logical {
            LogicalType::String | LogicalType::Enum | LogicalType::Json => Self::Text,
            LogicalType::Integer(whole) if whole.is_signed => Self::Number,
            LogicalType::Integer(_) => Self::Unsigned,
            LogicalType::Decimal(decimal) => Self::Decimal {
                scale: u32::try_from(decimal.scale).unwrap_or(u32::MAX),
            },
            LogicalType::Date => Self::Day,
            LogicalType::Time(time) => Self::TimeOfDay {
                in_a_second: in_a_second(&time.unit),
            },
            LogicalType::Timestamp(time) => Self::Time {
                in_a_second: in_a_second(&time.unit),
                is_moment: time.is_adjusted_to_u_t_c,
            },
            LogicalType::Uuid => Self::Uuid,
            _ => Self::Other,
        }
    }

    fn of_converted(
        converted: ConvertedType,
        column: &ColumnDescriptor,
        scale: u32,
        is_moment: bool,
    ) -> Self {
        let time = |in_a_second| Self::Time {
            in_a_second,
            is_moment,
        };
        match converted {
            ConvertedType::DECIMAL => Self::Decimal { scale },
            ConvertedType::DATE => Self::Day,
            ConvertedType::TIME_MILLIS => Self::TimeOfDay { in_a_second: 1_000 },
            ConvertedType::TIME_MICROS => Self::TimeOfDay {
                in_a_second: 1_000_000,
            },
            ConvertedType::TIMESTAMP_MILLIS => time(1_000),
            ConvertedType::TIMESTAMP_MICROS => time(1_000_000),
            ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64 => Self::Unsigned,
            ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Self::Text,
            // Bytes that are not marked as text may be anything.
            _ if matches!(
                column.physical_type(),
                Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY
            ) =>
            {
                Self::Other
            }
            _ => Self::Number,
        }
    }

    /// Writes a whole number; `None` when it is not one of this kind.
    pub(super) fn whole(self, value: i64, bits: u32, text: &mut Zeroizing<Vec<u8>>) -> Option<()> {
        match self {
            Self::Number => write!(text, "{value}").ok(),
            Self::Unsigned => {
                // They are kept in numbers with a sign; widened to 64 bits, that sign must go.
                let mask = u64::MAX >> (64 - bits);
                write!(text, "{}", value.cast_unsigned() & mask).ok()
            }
            Self::Decimal { scale } => decimal(value.into(), scale, text),
            Self::Day => write!(
                text,
                "{}",
                day_of(value.checked_mul(SECONDS_OF_A_DAY)?, false)?
            )
            .ok(),
            // Rounded down, or a time before 1970 would fall on the day after its own.
            Self::TimeOfDay { in_a_second } => time_of_day(value.div_euclid(in_a_second), text),
            Self::Time {
                in_a_second,
                is_moment,
            } => write!(
                text,
                "{}",
                day_of(value.div_euclid(in_a_second), is_moment)?
            )
            .ok(),
            Self::Text | Self::Uuid | Self::Other => None,
        }
    }

    /// Writes the day of an INT96: a Julian day, and the nanoseconds of it.
    pub(super) fn julian(self, value: Int96, text: &mut Zeroizing<Vec<u8>>) -> Option<()> {
        let Self::Time { is_moment, .. } = self else {
            return None;
        };
        let &[low, high, days] = value.data() else {
            return None;
        };
        let nanoseconds = (u64::from(high) << 32 | u64::from(low)).cast_signed();
        // Some writers fill the day as a number with a sign, for dates before the year -4713.
        let midnight = (i64::from(days.cast_signed()) - JULIAN_EPOCH) * SECONDS_OF_A_DAY;
        let seconds = midnight.checked_add(nanoseconds.div_euclid(1_000_000_000))?;
        write!(text, "{}", day_of(seconds, is_moment)?).ok()
    }

    /// Writes a floating number; one that says "not a number" is how programs of tables write nothing.
    pub(super) fn floating(self, value: f64, text: &mut Zeroizing<Vec<u8>>) -> Option<()> {
        match self {
            Self::Number if value.is_nan() => Some(()),
            Self::Number if value.is_finite() => write!(text, "{value}").ok(),
            _ => None,
        }
    }

    pub(super) fn bytes(self, value: &[u8], text: &mut Zeroizing<Vec<u8>>) -> Option<()> {
        match self {
            Self::Text => {
                std::str::from_utf8(value).ok()?;
                put(text, value);
                Some(())
            }
            Self::Decimal { scale } => decimal(two_s_complement(value)?, scale, text),
            Self::Uuid => uuid(value, text),
            _ => None,
        }
    }
}

/// Fills memory that is wiped before it is given back.
fn put(text: &mut Zeroizing<Vec<u8>>, value: &[u8]) {
    if text.capacity() < value.len() {
        *text = Zeroizing::new(Vec::with_capacity(2 * value.len()));
    }
    text.extend_from_slice(value);
}

/// The number that bytes are, the highest first; `None` beyond 128 bits.
fn two_s_complement(bytes: &[u8]) -> Option<i128> {
    let first = *bytes.first()?;
    let sign = if first < 0x80 { 0 } else { 0xff };
    let (beyond, bytes) = bytes.split_at(bytes.len().saturating_sub(16));
    let mut number = [sign; 16];
    number[16 - bytes.len()..].copy_from_slice(bytes);
    let number = i128::from_be_bytes(number);
    // Bytes beyond 128 bits may only repeat the sign.
    let fits = beyond.iter().all(|&byte| byte == sign) && (number < 0) == (sign != 0);
    fits.then_some(number)
}

/// A decimal number, exact, without zeros that end its fraction: a BSN that a database keeps as 123456782.00 is its digits.
fn decimal(value: i128, scale: u32, text: &mut Zeroizing<Vec<u8>>) -> Option<()> {
    if scale > LONGEST_FRACTION {
        return None;
    }
    let unit = 10_u128.pow(scale);
    let (whole, mut fraction) = (value.unsigned_abs() / unit, value.unsigned_abs() % unit);
    let mut digits = scale as usize;
    while digits > 0 && fraction % 10 == 0 {
        fraction /= 10;
        digits -= 1;
    }
    let sign = if value < 0 { "-" } else { "" };
    if digits == 0 {
        return write!(text, "{sign}{whole}").ok();
    }
    write!(text, "{sign}{whole}.{fraction:0digits$}").ok()
}

/// A time of day; midnight at the end of a day is 24:00:00.
fn time_of_day(seconds: i64, text: &mut Zeroizing<Vec<u8>>) -> Option<()> {
    let is_of_a_day = (0..=SECONDS_OF_A_DAY).contains(&seconds);
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    let written = write!(text, "{hours:02}:{minutes:02}:{:02}", seconds % 60).ok();
    written.filter(|()| is_of_a_day)
}

fn uuid(bytes: &[u8], text: &mut Zeroizing<Vec<u8>>) -> Option<()> {
    if bytes.len() != 16 {
        return None;
    }
    let mut digits = Zeroizing::new(String::with_capacity(36));
    for (place, byte) in bytes.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            digits.push('-');
        }
        write!(digits, "{byte:02x}").ok()?;
    }
    put(text, digits.as_bytes());
    Some(())
}

/// The day of a time in seconds; that of the Netherlands for a moment, which is kept as the time in Greenwich.
fn day_of(seconds: i64, is_moment: bool) -> Option<Day> {
    if is_moment {
        day_of_moment(seconds)
    } else {
        day_of_seconds(seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl Fn(&mut Zeroizing<Vec<u8>>) -> Option<()>) -> Option<String> {
        let mut text = Zeroizing::new(Vec::new());
        write(&mut text)?;
        String::from_utf8(text.to_vec()).ok()
    }

    #[test]
    fn a_day_beyond_the_calendar_is_none() {
        let of = |value| text(|text| Kind::Day.whole(value, 64, text));
        assert_eq!(of(-719_162).as_deref(), Some("0001-01-01"));
        assert_eq!(of(2_932_896).as_deref(), Some("9999-12-31"));
        let beyond = [i64::MIN, -719_163, 2_932_897, i64::MAX];
        assert!(beyond.into_iter().all(|days| of(days).is_none()));
    }

    /// `9999-12-31`, which many systems write for an open end, lies outside what nanoseconds in 64 bits can count.
    #[test]
    fn an_int96_is_a_day_of_the_whole_calendar() {
        for (day, seconds, is_moment, expected) in [
            (2_932_896, 0, false, Some("9999-12-31")),
            (-719_162, 0, false, Some("0001-01-01")),
            (20_634, 22 * 3_600, false, Some("2026-06-30")),
            (20_634, 22 * 3_600, true, Some("2026-07-01")),
            (-1, 86_399, false, Some("1969-12-31")),
            (2_932_897, 0, false, None),
        ] {
            let nanoseconds: u64 = seconds * 1_000_000_000;
            let mut value = Int96::new();
            let days = u32::try_from(day + JULIAN_EPOCH).unwrap();
            value.set_data(
                u32::try_from(nanoseconds & 0xffff_ffff).unwrap(),
                u32::try_from(nanoseconds >> 32).unwrap(),
                days,
            );
            let kind = Kind::Time {
                in_a_second: 1,
                is_moment,
            };
            assert_eq!(text(|text| kind.julian(value, text)).as_deref(), expected);
        }
    }

    #[test]
    fn a_decimal_is_exact_whatever_holds_it() {
        let of = |bytes: &[u8], scale| text(|text| Kind::Decimal { scale }.bytes(bytes, text));
        assert_eq!(
            of(&[0x07, 0x5b, 0xcd, 0x0e], 0).as_deref(),
            Some("123456782")
        );
        assert_eq!(of(&[0xff, 0xff, 0xfb, 0x2e], 2).as_deref(), Some("-12.34"));
        assert_eq!(of(&[0x04, 0xb0], 2).as_deref(), Some("12"));
        assert_eq!(of(&[5], 3).as_deref(), Some("0.005"));
        let mut wide = [0; 32];
        wide[31] = 7;
        assert_eq!(of(&wide, 0).as_deref(), Some("7"));
        assert_eq!(of(&[0xff; 32], 0).as_deref(), Some("-1"));
        wide[0] = 1;
        assert_eq!((of(&wide, 0), of(&[], 0), of(&[1], 99)), (None, None, None));
        let whole = |value, scale| text(|text| Kind::Decimal { scale }.whole(value, 64, text));
        assert_eq!(whole(i64::MIN, 1).as_deref(), Some("-922337203685477580.8"));
        assert_eq!(whole(100, 2).as_deref(), Some("1"));
    }

    #[test]
    fn numbers_without_a_sign_have_none() {
        let of = |value, bits| text(|text| Kind::Unsigned.whole(value, bits, text));
        assert_eq!(of(-1, 32).as_deref(), Some("4294967295"));
        assert_eq!(of(-1, 64).as_deref(), Some("18446744073709551615"));
        assert_eq!(of(200, 32).as_deref(), Some("200"));
    }

    #[test]
    fn times_of_day_and_marks_are_written_out_and_what_is_no_number_is_nothing() {
        let time = |value| {
            let kind = Kind::TimeOfDay { in_a_second: 1_000 };
            text(|text| kind.whole(value, 32, text))
        };
        assert_eq!(time(48_605_999).as_deref(), Some("13:30:05"));
        assert_eq!((time(-1), time(86_401_000)), (None, None));
        let mark = text(|text| Kind::Uuid.bytes(&[0xab; 16], text));
        let expected = "abababab-abab-abab-abab-abababababab";
        assert_eq!(mark.as_deref(), Some(expected));
        let number = |value| text(|text| Kind::Number.floating(value, text));
        assert_eq!(
            (number(12.0).as_deref(), number(7.5).as_deref()),
            (Some("12"), Some("7.5"))
        );
        assert_eq!(
            (number(f64::NAN).as_deref(), number(f64::INFINITY)),
            (Some(""), None)
        );
    }
}
