//! Days far after the project: which of them mean "no end", and which are typing errors.

use std::collections::{BTreeMap, HashSet};

use crate::identified::dates::PartialDate;
use crate::identified::settings::Field;

/// Where calendars of programs end.
const LAST_DAYS: [(u16, u8, u8); 3] = [(2079, 6, 6), (2262, 4, 11), (4712, 12, 31)];

/// The cells that make a day a sign of its column, and a part of the dates that they must be.
const MANY_ALIKE: u64 = 2;
const SHARE_ALIKE: u64 = 100;
/// The days of their own that make it a habit to look far ahead, and the part of the dates that they must be.
const MANY_APART: u64 = 5;
const SHARE_APART: u64 = 10;

/// The far days of one column.
#[derive(Debug, Default)]
pub(super) struct FarDays(BTreeMap<i32, u64>);

/// What far days of an extract mean; without a study of its columns all stand as they are.
#[derive(Debug, Clone, Default)]
pub(super) struct FarHabits {
    /// The fields, as bits, in which a far day is a slip unless it is known.
    strict: u64,
    known: HashSet<(Field, i32)>,
    first_year: u16,
}

impl FarDays {
    /// Counts a far day.
    pub(super) fn add(&mut self, day: i32) {
        *self.0.entry(day).or_default() += 1;
    }
}

impl FarHabits {
    /// Nothing is learnt; a day is far from this year on.
    pub(super) fn from_year(first_year: u16) -> Self {
        Self {
            first_year,
            ..Self::default()
        }
    }

    /// Learns from the far days of a column that holds so many dates.
    pub(super) fn learn(&mut self, field: Field, far: &FarDays, dates: u64) {
        let is_sign = |times: u64| times >= MANY_ALIKE && times * SHARE_ALIKE >= dates;
        let signs = far.0.iter().filter(|(_, times)| is_sign(**times));
        self.known.extend(signs.map(|(day, _)| (field, *day)));
        let apart: u64 = far.0.values().filter(|times| !is_sign(**times)).sum();
        if apart < MANY_APART || apart * SHARE_APART < dates {
            self.strict |= bit(field);
        }
    }

    /// Whether a far day of this field is a slip of the one who typed it.
    pub(super) fn is_slip(&self, field: Field, date: PartialDate) -> bool {
        let day = || date.earliest().map(|day| (field, day.number()));
        self.strict & bit(field) != 0
            && date.year >= self.first_year
            && !is_end_of_time(date)
            && day().is_some_and(|day| !self.known.contains(&day))
    }
}

/// The bit of a field.
pub(super) const fn bit(field: Field) -> u64 {
    1 << (field as u32)
}

/// Whether nobody types this day for another: year 9999, the turn of a century, and where calendars end.
pub(super) fn is_end_of_time(date: PartialDate) -> bool {
    match (date.year % 100, date.month, date.day) {
        (99, 12, 31) | (0, 1, 1) => true,
        _ => date.year == 9999 || LAST_DAYS.contains(&date.parts()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_slip(days: &[(u16, u8, u8)], near: u64, date: (u16, u8, u8)) -> bool {
        let written = |(year, month, day)| PartialDate { year, month, day };
        let mut far = FarDays::default();
        for day in days {
            far.add(written(*day).earliest().unwrap().number());
        }
        let mut habits = FarHabits::from_year(2066);
        habits.learn(Field::End, &far, near + days.len() as u64);
        habits.is_slip(Field::End, written(date))
    }

    #[test]
    fn a_far_day_that_stands_alone_is_a_slip() {
        for day in [(2916, 5, 31), (2109, 12, 31), (9018, 6, 30)] {
            assert!(is_slip(&[day], 30, day));
            assert!(is_slip(&[], 30, day));
        }
    }

    #[test]
    fn a_far_day_that_a_column_repeats_is_its_sign_of_no_end() {
        let sign = (2078, 12, 31);
        assert!(!is_slip(&[sign, sign, (2916, 5, 31)], 30, sign));
        assert!(is_slip(&[sign, sign, (2916, 5, 31)], 30, (2916, 5, 31)));
        // Two in a thousand are the same slip twice.
        assert!(is_slip(&[sign, sign], 1000, sign));
    }

    #[test]
    fn the_ends_of_time_are_never_slips() {
        for day in [(9999, 12, 31), (2999, 12, 31), (2100, 1, 1), (2079, 6, 6)] {
            assert!(!is_slip(&[], 30, day));
        }
    }

    #[test]
    fn a_column_that_looks_far_ahead_keeps_its_days() {
        let days: Vec<_> = (1..=9)
            .map(|month| (2080 + u16::from(month), month, 3))
            .collect();
        assert!(!is_slip(&days, 30, days[0]));
        assert!(is_slip(&days, 300, days[0]));
    }
}
