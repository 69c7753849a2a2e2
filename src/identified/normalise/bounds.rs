//! What a date without its century, or a day counted from 1900, can be in a project.

use crate::identified::dates::PartialDate;
use crate::identified::settings::{Field, ProjectTerms};
use crate::vocabulary::Day;

/// The most years that somebody lives.
const LONGEST_LIFE: u16 = 110;
/// The years before the end of the period from which dates of uses are taken to be.
const YEARS_BACK: u16 = 60;
/// And after it to which they are: a century in all.
const YEARS_AHEAD: u16 = 100 - YEARS_BACK;
/// The years before and after it in which most of them are.
const COMMON_BEFORE: u16 = 20;
const COMMON_AFTER: u16 = 4;
/// The bare numbers that can be days: those below could be years.
const SERIAL_DAYS: std::ops::RangeInclusive<i32> = 2_101..=99_999;
/// Day 0 of workbooks, 30 December 1899, in days before 1 January 1970.
// Not the 31st: workbooks count a 29 February 1900 that never was, so only days from 1 March 1900 agree.
const DAY_0: i32 = 25_569;

/// What the other dates of a project say about a date: what its century can be, and whether a bare number is a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    first: i32,
    last: i32,
    year: u16,
    is_birth: bool,
}

impl Bounds {
    /// The days that a date of this field can be: of a birth the years that somebody lives, of a use a hundred years around the period.
    pub(super) fn of(field: Field, terms: &ProjectTerms) -> Self {
        let last_day = terms.to.max(terms.reference_date);
        let (year, ..) = last_day.parts();
        let of_year = |year: i32| {
            Day::of(i16::try_from(year).unwrap_or_default(), 1, 1).map_or(0, Day::number)
        };
        let is_birth = field == Field::BirthDate;
        let (first, last) = if is_birth {
            (
                of_year(i32::from(year) - i32::from(LONGEST_LIFE)),
                last_day.number() + 1,
            )
        } else {
            let first = i32::from(year) - i32::from(YEARS_BACK);
            (of_year(first), of_year(first + 100))
        };
        Self {
            first,
            last,
            year: year.cast_unsigned(),
            is_birth,
        }
    }

    fn hold(self, day: Day) -> bool {
        (self.first..self.last).contains(&day.number())
    }

    /// Gives a year of two digits its century; `None` when none or two are possible.
    pub(super) fn with_century(self, short: PartialDate) -> Option<PartialDate> {
        let mut possible = self.centuries(short);
        let is_open = !self.is_birth && is_no_end(short);
        let date = possible.next().filter(|_| !is_open)?;
        possible.next().is_none().then_some(date)
    }

    /// Whether a year of two digits can be of any century.
    pub(super) fn allow(self, short: PartialDate) -> bool {
        self.centuries(short).next().is_some()
    }

    fn centuries(self, short: PartialDate) -> impl Iterator<Item = PartialDate> {
        [1900, 2000].into_iter().filter_map(move |century| {
            let date = PartialDate {
                year: century + short.year,
                ..short
            };
            self.hold(date.earliest()?).then_some(date)
        })
    }

    /// The first year after all that a project can plan for.
    pub(super) const fn far_year(self) -> u16 {
        self.year + YEARS_AHEAD
    }

    /// Whether a date of a use lies so long before or after the project that few do.
    pub(super) fn is_odd(self, date: PartialDate) -> bool {
        let common = self.year - COMMON_BEFORE..=self.year + COMMON_AFTER;
        !self.is_birth && !common.contains(&date.year)
    }

    /// Whether a number cannot count the days since 1970, as other programs do.
    pub(super) const fn is_beyond(self, number: i32) -> bool {
        !self.is_birth || number >= self.last
    }

    /// The day that a bare number counts from 1900.
    pub(super) fn serial_day(self, number: i32) -> Option<Day> {
        let day = Day::from_number(number - DAY_0);
        (SERIAL_DAYS.contains(&number) && self.hold(day)).then_some(day)
    }
}

/// Whether it is 31-12-99, which some write for no end.
pub(super) const fn is_no_end(short: PartialDate) -> bool {
    matches!((short.year, short.month, short.day), (99, 12, 31))
}
