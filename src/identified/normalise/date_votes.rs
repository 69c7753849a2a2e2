//! The dates of an extract in; in which order its years of two digits stand and which columns count days out.

use super::date;
use super::habits::bit;
use super::number::without_decimal_tail;
use super::short::{self, Bounds};
use crate::identified::settings::{DateOrder, Field, ProjectTerms};

/// The orders that dates are tried in.
const ORDERS: [DateOrder; 3] = [
    DateOrder::DayMonthYear,
    DateOrder::MonthDayYear,
    DateOrder::YearMonthDay,
];

/// The dates that speak against an order before it is ruled out: fewer, or less than one in a hundred, may be slips.
const CONTRADICTIONS: u64 = 2;
/// The cells that make a habit of counting days.
const DAYS_COUNTED: u64 = 2;
/// And the part of the dates of a column.
const SHARE_COUNTED: u64 = 10;

/// What the dates so far say.
pub(super) struct DateStudy<'a> {
    order: DateOrder,
    is_given: bool,
    terms: &'a ProjectTerms,
    /// Dates with a year of four digits that are one in this order and not in the other: day first, month first.
    proven: [u64; 2],
    short: u64,
    /// Dates with a year of two digits that cannot be one in the order.
    against: [u64; 3],
    counted: Vec<(Field, Counted)>,
}

#[derive(Clone, Copy, Default)]
struct Counted {
    dates: u64,
    days: u64,
    is_from_1900: bool,
}

impl<'a> DateStudy<'a> {
    /// Nothing is known but the order of dates with a year of four digits, which may be given.
    pub(super) const fn begin(order: DateOrder, is_given: bool, terms: &'a ProjectTerms) -> Self {
        Self {
            order,
            is_given,
            terms,
            proven: [0; 2],
            short: 0,
            against: [0; 3],
            counted: Vec::new(),
        }
    }

    /// Looks at a cell that is no sign of nothing.
    pub(super) fn add(&mut self, field: Field, text: &str) {
        let bounds = Bounds::of(field, self.terms);
        self.count_days(field, text, bounds);
        let [day_first, month_first, _] = ORDERS.map(|order| date::parse(text, order).is_some());
        match (day_first, month_first) {
            (true, false) => self.proven[0] += 1,
            (false, true) => self.proven[1] += 1,
            (true, true) => {}
            (false, false) => self.add_short(text, bounds),
        }
    }

    fn add_short(&mut self, text: &str, bounds: Bounds) {
        let read = ORDERS.map(|order| short::parse(text, order));
        if read.iter().flatten().any(|date| short::is_no_end(*date))
            || read.iter().all(Option::is_none)
        {
            return;
        }
        self.short += 1;
        for (against, date) in self.against.iter_mut().zip(read) {
            let is_possible = date.is_some_and(|date| bounds.allow(date));
            *against += u64::from(!is_possible);
        }
    }

    fn count_days(&mut self, field: Field, text: &str, bounds: Bounds) {
        let place = self.counted.iter().position(|(one, _)| *one == field);
        let place = place.unwrap_or_else(|| {
            self.counted.push((field, Counted::default()));
            self.counted.len() - 1
        });
        let counted = &mut self.counted[place].1;
        counted.dates += 1;
        if bounds.serial_day(text).is_some() {
            counted.days += 1;
            let number = without_decimal_tail(text).parse().unwrap_or_default();
            counted.is_from_1900 |= bounds.is_beyond(number);
        }
    }

    /// The order of dates with a year of two digits, where only one is possible; the fields, as bits, that count days.
    pub(super) fn finish(self) -> (Option<DateOrder>, u64) {
        let slips = (self.short / 100).max(CONTRADICTIONS - 1);
        let [day_first, month_first] = self.proven;
        let proven = match (day_first > 0, month_first > 0) {
            _ if self.is_given => Some(self.order),
            (true, false) => Some(DateOrder::DayMonthYear),
            (false, true) => Some(DateOrder::MonthDayYear),
            _ => None,
        };
        let stands = |(order, against): &(DateOrder, u64)| {
            *against <= slips && proven.is_none_or(|proven| proven == *order)
        };
        let mut standing = ORDERS.into_iter().zip(self.against).filter(stands);
        let order = standing
            .next()
            .filter(|_| self.short > 0 && standing.next().is_none());
        let has_habit = |one: &Counted| {
            one.is_from_1900 && one.days >= DAYS_COUNTED && one.days * SHARE_COUNTED >= one.dates
        };
        let counted = self.counted.iter().filter(|(_, one)| has_habit(one));
        let fields = counted.fold(0, |bits, (field, _)| bits | bit(*field));
        (order.map(|(order, _)| order), fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::example::terms;

    fn study(field: Field, dates: &[&str]) -> (Option<DateOrder>, u64) {
        let terms = terms();
        let mut study = DateStudy::begin(DateOrder::DayMonthYear, false, &terms);
        for date in dates {
            study.add(field, date);
        }
        study.finish()
    }

    #[test]
    fn years_of_two_digits_are_read_in_the_only_order_that_is_left() {
        let day_first = Some(DateOrder::DayMonthYear);
        let births = ["13-02-48", "28-11-71", "17-03-95", "01-02-10", "30/4/62"];
        assert_eq!(study(Field::BirthDate, &births).0, day_first);
        let month_first = ["02-13-48", "11-28-71", "03-17-95"];
        assert_eq!(
            study(Field::BirthDate, &month_first).0,
            Some(DateOrder::MonthDayYear)
        );
        let year_first = ["48-02-13", "71-11-28", "950317"];
        assert_eq!(
            study(Field::BirthDate, &year_first).0,
            Some(DateOrder::YearMonthDay)
        );
        // A year of four digits in the same extract tells what the others leave open.
        assert_eq!(
            study(Field::Start, &["20-06-18", "31-12-18", "20-06-2018"]).0,
            day_first
        );
    }

    #[test]
    fn what_two_orders_can_be_is_not_read() {
        assert_eq!(
            study(Field::Start, &["20-06-18", "20-06-18", "21-07-19"]).0,
            None
        );
        assert_eq!(study(Field::Start, &["01-02-03", "04-05-06"]).0, None);
        assert_eq!(study(Field::Start, &[]).0, None);
    }

    #[test]
    fn one_slip_decides_nothing() {
        // 31 June would leave the year in front as the only order, and turn every date.
        assert_eq!(
            study(Field::Start, &["20-06-18", "31-06-18", "21-07-19"]).0,
            None
        );
    }

    #[test]
    fn days_are_counted_from_1900_where_several_cells_do_so() {
        let end = bit(Field::End);
        assert_eq!(
            study(Field::End, &["43271", "43300.5", "20-06-2018"]).1,
            end
        );
        assert_eq!(study(Field::End, &["43271", "20-06-2018"]).1, 0);
        assert_eq!(study(Field::End, &["17702", "17703", "17704"]).1, 0);
        let births = bit(Field::BirthDate);
        assert_eq!(
            study(Field::BirthDate, &["43271", "17000", "29000"]).1,
            births
        );
        // Days since 1970 would do as well.
        assert_eq!(study(Field::BirthDate, &["12000", "17000", "15000"]).1, 0);
    }
}
