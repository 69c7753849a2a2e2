//! The order and the span of years of the dates in a column.

use crate::identified::dates::{DateText, DateVotes, ORDERS};
use crate::identified::settings::DateOrder;

/// The decade at which counting begins.
const FIRST_YEAR: u16 = 1850;
/// The decades counted, to 2149.
const DECADES: usize = 30;

/// What the dates of a column say.
#[derive(Default)]
pub(super) struct Dates {
    valid: [u64; 3],
    decades: [u64; DECADES],
    votes: DateVotes,
}

impl Dates {
    /// Looks at a cell. Gives back its day as a number to compare with others, when it is a date of any order.
    pub(super) fn add(&mut self, cell: &str) -> Option<u32> {
        // Without this, every name would be tried as a date three times.
        if !cell.as_bytes().first().is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let written = DateText::of(cell)?;
        self.votes.add(&written);
        let mut day = None;
        for (count, order) in self.valid.iter_mut().zip(ORDERS) {
            if let Some(date) = written.full(order) {
                *count += 1;
                day = day.or(Some(date));
            }
        }
        let date = day.filter(|date| date.year >= FIRST_YEAR)?;
        let decade = usize::from((date.year - FIRST_YEAR) / 10);
        if let Some(count) = self.decades.get_mut(decade) {
            *count += 1;
        }
        Some(date.number())
    }

    /// What the dates say of their order.
    pub(super) const fn votes(&self) -> DateVotes {
        self.votes
    }

    /// How many are dates in this order.
    pub(super) fn valid(&self, order: DateOrder) -> u64 {
        let counts = ORDERS.iter().zip(self.valid);
        counts
            .filter(|(one, _)| **one == order)
            .map(|(_, count)| count)
            .sum()
    }

    /// How many are dates in the order in which most are.
    pub(super) fn most_valid(&self) -> u64 {
        self.valid.into_iter().max().unwrap_or_default()
    }

    /// Whether they spread as birth dates do: over five decades or more, a quarter of them 35 years old in 2025.
    pub(super) fn spread_as_births(&self) -> bool {
        let all: u64 = self.decades.iter().sum();
        // A decade with hardly any date in it may be a slip of the pen.
        let met = self.decades.iter().filter(|count| **count * 200 > all);
        let before_1990: u64 = self.decades[..14].iter().sum();
        all > 0 && met.count() >= 5 && before_1990 * 4 >= all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: &[&str]) -> Dates {
        let mut dates = Dates::default();
        for cell in cells {
            dates.add(cell);
        }
        dates
    }

    #[test]
    fn birth_dates_spread_and_starts_do_not() {
        let births = of(&[
            "17-03-1931",
            "05-11-1948",
            "01-01-1952",
            "31-12-1967",
            "2-2-1971",
            "3-3-1984",
            "4-4-1999",
            "5-5-2012",
        ]);
        assert!(births.spread_as_births());
        let starts = of(&["01-02-2021", "01-02-2019", "01-07-2024", "15-01-2025"]);
        assert!(!starts.spread_as_births());
        assert!(!Dates::default().spread_as_births());
    }

    #[test]
    fn dates_are_counted_in_each_order() {
        let dates = of(&["31-12-2026", "01-02-2026", "Jansen", "2026-01-02", "12345"]);
        assert_eq!(dates.valid(DateOrder::DayMonthYear), 3);
        assert_eq!(dates.valid(DateOrder::MonthDayYear), 2);
        assert_eq!(dates.valid(DateOrder::YearMonthDay), 1);
        assert_eq!(dates.most_valid(), 3);
        assert_eq!(dates.votes().decide(), DateOrder::DayMonthYear);
    }

    #[test]
    fn days_compare_as_they_follow_each_other() {
        let mut dates = Dates::default();
        let days = ["31-12-2025", "01-01-2026", "02-01-2026"].map(|cell| dates.add(cell));
        assert!(days[0] < days[1] && days[1] < days[2] && days[0].is_some());
    }
}
