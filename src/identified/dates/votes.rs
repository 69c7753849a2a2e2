//! The order of day, month and year, by vote of the dates in a file.

use super::{DateText, Form, Part};
use crate::identified::settings::DateOrder;

/// What the dates of an extract say of their order.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) struct DateVotes {
    year_first: u64,
    day_first: u64,
    month_first: u64,
    /// Day and month could change places.
    either: u64,
}

impl DateVotes {
    /// Looks at a date. A month that is a word says nothing.
    pub(in crate::identified) fn add(&mut self, date: &DateText<'_>) {
        match date.form {
            Form::Parts([year, month, _]) if year.digits == 4 => {
                self.year_first += u64::from(month.value <= 12);
            }
            Form::Parts([first, second, year]) if matches!(year.digits, 2 | 4) => {
                match (first.value, second.value) {
                    (13..=31, 0..=12) => self.day_first += 1,
                    (0..=12, 13..=31) => self.month_first += 1,
                    (0..=12, 0..=12) => self.either += 1,
                    _ => {}
                }
            }
            Form::Digits(..) => {
                let is_date = |[year, month, day]: [Part; 3]| {
                    (1850..=2100).contains(&year.value) && month.value <= 12 && day.value <= 31
                };
                let is_day_first = |[day, month, year]: [Part; 3]| is_date([year, month, day]);
                if date.year_in_front().is_some_and(is_date) {
                    self.year_first += 1;
                } else if date.year_behind().is_some_and(is_day_first) {
                    self.day_first += 1;
                }
            }
            Form::Parts(_) | Form::Words(_) => {}
        }
    }

    /// Takes in what another file says.
    pub(in crate::identified) const fn add_all(&mut self, other: Self) {
        self.year_first += other.year_first;
        self.day_first += other.day_first;
        self.month_first += other.month_first;
        self.either += other.either;
    }

    /// The order that most dates have. One with its year in front is read in any order and has no say beside others,
    /// which would be lost. Month first must be proven by more dates than day first is; what stays open is day first,
    /// the Dutch habit.
    pub(in crate::identified) const fn decide(self) -> DateOrder {
        let are_others = self.day_first + self.month_first + self.either > 0;
        if self.year_first > 0 && !are_others {
            DateOrder::YearMonthDay
        } else if self.month_first > self.day_first {
            DateOrder::MonthDayYear
        } else {
            DateOrder::DayMonthYear
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(dates: &[&str]) -> DateOrder {
        let mut votes = DateVotes::default();
        for date in dates.iter().filter_map(|text| DateText::of(text)) {
            votes.add(&date);
        }
        votes.decide()
    }

    #[test]
    fn each_habit_is_recognised() {
        use DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};
        for (dates, order) in [
            (["2026-12-31", "1950-00-00"], YearMonthDay),
            (["19501231", "19680000"], YearMonthDay),
            (["31-12-2026", "01-02-1950"], DayMonthYear),
            (["1/2/1950", "31.1.2026"], DayMonthYear),
            (["31122026", "1022026"], DayMonthYear),
            (["00-00-1965", ""], DayMonthYear),
            (["12/31/2026", "1/2/1950"], MonthDayYear),
            (["2026-12-31 00:00:00", "2026-12-31T00:00"], YearMonthDay),
            (["12 31 2026", "1 2 1950"], MonthDayYear),
            (["19501231.0", "19680000,00"], YearMonthDay),
            (["12-31-2026 noon", "20 juni 2018"], DayMonthYear),
        ] {
            assert_eq!(decide(&dates), order, "{dates:?}");
        }
    }

    #[test]
    fn what_could_be_both_is_day_first() {
        assert_eq!(
            decide(&["01-02-1950", "03/04/2026"]),
            DateOrder::DayMonthYear
        );
        assert_eq!(decide(&[]), DateOrder::DayMonthYear);
    }

    #[test]
    fn dates_with_their_year_in_front_decide_only_where_there_are_no_others() {
        // They are read in any order, so they lose nothing; the others would lose all.
        for (other, order) in [
            ("31-12-2026", DateOrder::DayMonthYear),
            ("01-02-2026", DateOrder::DayMonthYear),
            ("12/31/2026", DateOrder::MonthDayYear),
        ] {
            assert_eq!(decide(&["1950-12-31", "19501231", other]), order);
        }
    }

    #[test]
    fn one_slip_does_not_turn_the_order() {
        assert_eq!(
            decide(&["12-31-2026", "30-11-2026", "31-10-2026"]),
            DateOrder::DayMonthYear
        );
    }
}
