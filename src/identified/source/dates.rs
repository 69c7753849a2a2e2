//! The order of day, month and year, by vote of the dates in a file.

use super::guard::unguarded;
use crate::identified::settings::DateOrder;

/// What the dates of an extract say of their order.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) struct DateVotes {
    year_first: u64,
    day_first: u64,
    month_first: u64,
    either: u64,
}

impl DateVotes {
    /// Looks at a date; a text that is not one says nothing.
    pub(in crate::identified) fn add(&mut self, text: &str) {
        match written(text) {
            Some(Written::YearFirst) => self.year_first += 1,
            Some(Written::DayFirst) => self.day_first += 1,
            Some(Written::MonthFirst) => self.month_first += 1,
            Some(Written::Either) => self.either += 1,
            None => {}
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

/// How one date is written.
#[derive(Debug, Clone, Copy)]
enum Written {
    YearFirst,
    DayFirst,
    MonthFirst,
    /// Day and month could change places.
    Either,
}

/// How a date is written; `None` when the text is no date.
fn written(text: &str) -> Option<Written> {
    let text = unguarded(text);
    let day = text.split([' ', 'T']).next().unwrap_or(text);
    let mut parts = day.split(['-', '/', '.']);
    let (first, second, third) = (parts.next()?, parts.next(), parts.next());
    match (second, third, parts.next()) {
        (None, ..) => written_in_digits(first),
        (Some(second), Some(third), None) => written_in_parts(first, second, third),
        _ => None,
    }
}

fn written_in_parts(first: &str, second: &str, third: &str) -> Option<Written> {
    let (a, b) = (number(first)?, number(second)?);
    number(third)?;
    if first.len() == 4 {
        return (b <= 12).then_some(Written::YearFirst);
    }
    if third.len() != 4 && third.len() != 2 {
        return None;
    }
    match (a, b) {
        (13..=31, 0..=12) => Some(Written::DayFirst),
        (0..=12, 13..=31) => Some(Written::MonthFirst),
        (0..=12, 0..=12) => Some(Written::Either),
        _ => None,
    }
}

/// Eight digits are `yyyymmdd` or `ddmmyyyy`; of seven, the leading zero of the day was lost.
fn written_in_digits(digits: &str) -> Option<Written> {
    let value = number(digits)?;
    let is_year = |year: u32| (1850..=2100).contains(&year);
    let year_first = digits.len() == 8
        && is_year(value / 10_000)
        && value / 100 % 100 <= 12
        && value % 100 <= 31;
    let day_first = matches!(digits.len(), 7 | 8)
        && value / 1_000_000 <= 31
        && value / 10_000 % 100 <= 12
        && is_year(value % 10_000);
    match (year_first, day_first) {
        (true, _) => Some(Written::YearFirst),
        (false, true) => Some(Written::DayFirst),
        _ => None,
    }
}

fn number(digits: &str) -> Option<u32> {
    let are_digits = digits.len() <= 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if are_digits {
        digits.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(dates: &[&str]) -> DateOrder {
        let mut votes = DateVotes::default();
        for date in dates {
            votes.add(date);
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
