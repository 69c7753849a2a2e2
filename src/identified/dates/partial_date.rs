//! A date of which parts may be unknown.

use zeroize::Zeroize;

use crate::vocabulary::Day;

/// All 0, or a year from 1 to 9999 of which the day, or month and day, may be 0 for unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Zeroize)]
pub(in crate::identified) struct PartialDate {
    pub(in crate::identified) year: u16,
    pub(in crate::identified) month: u8,
    pub(in crate::identified) day: u8,
}

impl PartialDate {
    pub(in crate::identified) const UNKNOWN: Self = Self {
        year: 0,
        month: 0,
        day: 0,
    };

    /// The date of these parts, when a calendar has it.
    pub(in crate::identified) fn possible(year: u16, month: u8, day: u8) -> Option<Self> {
        let date = Self { year, month, day };
        is_possible(date).then_some(date)
    }

    /// The date of a day in the years 1 to 9999.
    pub(in crate::identified) fn of(day: Day) -> Self {
        let (year, month, day) = day.parts();
        Self {
            year: year.cast_unsigned(),
            month: month.cast_unsigned(),
            day: day.cast_unsigned(),
        }
    }

    pub(in crate::identified) const fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// `yyyymmdd`, 00 for unknown parts.
    pub(in crate::identified) fn number(self) -> u32 {
        u32::from(self.year) * 10_000 + u32::from(self.month) * 100 + u32::from(self.day)
    }

    /// Whether year, month and day are known.
    pub(in crate::identified) const fn is_complete(self) -> bool {
        self.year > 0 && self.month > 0 && self.day > 0
    }

    /// The first day that it can be; `None` without a year.
    pub(in crate::identified) fn earliest(self) -> Option<Day> {
        self.with_parts(1, 1)
    }

    /// The last day that it can be; `None` without a year.
    pub(in crate::identified) fn latest(self) -> Option<Day> {
        [31, 30, 29, 28]
            .into_iter()
            .find_map(|last| self.with_parts(12, last))
    }

    /// The day with this month and day of the month where they are not known.
    fn with_parts(self, month: u8, day: u8) -> Option<Day> {
        let year = i16::try_from(self.year).ok().filter(|year| *year > 0)?;
        let known = |part: u8, or: u8| i8::try_from(if part > 0 { part } else { or }).ok();
        Day::of(year, known(self.month, month)?, known(self.day, day)?)
    }
}

/// Whether a calendar has the day, or the month or year where the rest is unknown.
fn is_possible(date: PartialDate) -> bool {
    match date {
        PartialDate {
            month: 0, day: 0, ..
        } => true,
        PartialDate { year: 0, .. }
        | PartialDate {
            month: 0 | 13.., ..
        } => false,
        PartialDate { year, month, day } => day <= days_in_month(year, month),
    }
}

/// The number of days of a month of the Gregorian calendar; 0 for a month that is not one.
fn days_in_month(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u8::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}
