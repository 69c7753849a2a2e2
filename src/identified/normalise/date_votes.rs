//! What the dates of an extract together reveal: the order of two-digit years, columns of day numbers, and the meaning of
//! far days.

use super::date;
use super::far::{FarDays, FarHabits, bit, is_end_of_time};
use super::number::without_decimal_tail;
use super::orders::{self, ORDERS, OrderVotes};
use super::short_dates::{self, Bounds};
use crate::identified::settings::{DateOrder, Field, ProjectTerms};
use crate::vocabulary::Day;

/// The cells that make a habit of counting days.
const DAYS_COUNTED: u64 = 2;
/// And the part of the dates of a column.
const SHARE_COUNTED: u64 = 10;
/// The rows that end before they start that make the order of all dates a doubt, when they are most.
const MANY_REVERSED: u64 = 5;

/// What the dates so far say.
pub(super) struct DateStudy<'a> {
    order: DateOrder,
    is_given: bool,
    terms: &'a ProjectTerms,
    votes: Vec<(Field, OrderVotes)>,
    counted: Vec<(Field, Counted)>,
    /// The start and end of the row, as read in each order.
    row: [Option<Read>; 2],
    /// Rows of which start and end have years of four digits, and those that end before they start.
    uses: u64,
    reversed: u64,
}

/// A date of a use, as read in each order.
struct Read {
    is_short: bool,
    days: [Option<Day>; 3],
}

struct Counted {
    bounds: Bounds,
    dates: u64,
    days: u64,
    is_from_1900: bool,
    far: FarDays,
}

/// What the dates of an extract say.
#[derive(Debug, Default)]
pub(super) struct DateHabits {
    /// The order of years of two digits, by field.
    pub(super) short_years: Vec<(Field, DateOrder)>,
    /// The fields, as bits, that count days.
    pub(super) serial_days: u64,
    pub(super) far: FarHabits,
    /// What the user should look at.
    pub(super) doubts: Vec<String>,
}

impl Counted {
    fn within(bounds: Bounds) -> Self {
        Self {
            bounds,
            dates: 0,
            days: 0,
            is_from_1900: false,
            far: FarDays::default(),
        }
    }
}

impl<'a> DateStudy<'a> {
    /// Nothing is known but the order of dates with a year of four digits, which may be given.
    pub(super) const fn begin(order: DateOrder, is_given: bool, terms: &'a ProjectTerms) -> Self {
        Self {
            order,
            is_given,
            terms,
            votes: Vec::new(),
            counted: Vec::new(),
            row: [None, None],
            uses: 0,
            reversed: 0,
        }
    }

    /// Looks at a cell that is no placeholder.
    pub(super) fn add(&mut self, field: Field, text: &str) {
        let place = self.place_of(field);
        let bounds = self.counted[place].1.bounds;
        self.count_days(place, text, bounds);
        let votes = &mut self.votes[place].1;
        let day_first = date::parse(text, DateOrder::DayMonthYear);
        let month_first = date::parse(text, DateOrder::MonthDayYear);
        let date = match self.order {
            DateOrder::DayMonthYear => day_first,
            DateOrder::MonthDayYear => month_first,
            DateOrder::YearMonthDay => date::parse(text, self.order),
        };
        let (is_short, read) = match (day_first, month_first) {
            (None, None) => {
                let read = ORDERS.map(|order| short_dates::parse(text, order));
                if read
                    .iter()
                    .flatten()
                    .any(|date| short_dates::is_no_end(*date))
                    || read.iter().all(Option::is_none)
                {
                    return;
                }
                (true, votes.add_short(read, bounds))
            }
            (first, second) => {
                votes.proven[0] += u64::from(second.is_none());
                votes.proven[1] += u64::from(first.is_none());
                (false, [date; 3])
            }
        };
        let days = read.map(|date| date.filter(|date| date.day > 0)?.earliest());
        if let Some(date) =
            date.filter(|date| date.year >= bounds.far_year() && !is_end_of_time(*date))
            && let Some(day) = date.earliest()
        {
            self.counted[place].1.far.add(day.number());
        }
        match field {
            Field::Start => self.row[0] = Some(Read { is_short, days }),
            Field::End => self.row[1] = Some(Read { is_short, days }),
            _ => {}
        }
    }

    /// Compares the start and end of a row, and lets go of them.
    pub(super) fn end_row(&mut self) {
        let [Some(start), Some(end)] = [self.row[0].take(), self.row[1].take()] else {
            return;
        };
        let is_reversed = |place: usize| {
            let days = end.days[place].zip(start.days[place]);
            u64::from(days.is_some_and(|(end, start)| end < start))
        };
        for (field, read) in [(Field::Start, &start), (Field::End, &end)] {
            if read.is_short {
                let place = self.place_of(field);
                let against = &mut self.votes[place].1.against;
                (0..ORDERS.len()).for_each(|order| against[order] += is_reversed(order));
            }
        }
        if !start.is_short && !end.is_short {
            self.uses += 1;
            self.reversed += is_reversed(0);
        }
    }

    fn place_of(&mut self, field: Field) -> usize {
        let place = self.votes.iter().position(|(one, _)| *one == field);
        place.unwrap_or_else(|| {
            self.votes.push((field, OrderVotes::default()));
            let bounds = Bounds::of(field, self.terms);
            self.counted.push((field, Counted::within(bounds)));
            self.votes.len() - 1
        })
    }

    fn count_days(&mut self, place: usize, text: &str, bounds: Bounds) {
        let counted = &mut self.counted[place].1;
        counted.dates += 1;
        if bounds.serial_day(text).is_some() {
            counted.days += 1;
            let number = without_decimal_tail(text).parse().unwrap_or_default();
            counted.is_from_1900 |= bounds.is_beyond(number);
        }
    }

    /// The order of dates with a year of two digits, where only one is possible; the fields that count days; far days.
    pub(super) fn finish(self) -> DateHabits {
        let mut habits = DateHabits::default();
        let given = self.is_given.then_some(self.order);
        for (field, order) in orders::decide(&self.votes, given) {
            match order {
                Some(order) => habits.short_years.push((field, order)),
                None => habits.doubts.push(format!(
                    "`{}`: dates with two-digit years cannot be read: more than one order of day, month and year is possible, or none",
                    field.name()
                )),
            }
        }
        let has_habit = |one: &Counted| {
            one.is_from_1900 && one.days >= DAYS_COUNTED && one.days * SHARE_COUNTED >= one.dates
        };
        let counted = self.counted.iter().filter(|(_, one)| has_habit(one));
        habits.serial_days = counted.fold(0, |bits, (field, _)| bits | bit(*field));
        habits.far = FarHabits::from_year(Bounds::of(Field::End, self.terms).far_year());
        let of_uses = |(field, _): &&(Field, Counted)| *field != Field::BirthDate;
        for (field, one) in self.counted.iter().filter(of_uses) {
            habits.far.learn(*field, &one.far, one.dates);
        }
        if self.reversed >= MANY_REVERSED && self.reversed * 2 > self.uses {
            habits.doubts.push(format!(
                "`end`: {} of {} rows end before they start: are start and end swapped, or day, month and year?",
                self.reversed, self.uses
            ));
        }
        habits
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
        let habits = study.finish();
        let order = habits.short_years.first().map(|(_, order)| *order);
        (order, habits.serial_days)
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

    /// The order of the ends, and the doubts, of an extract with these births, starts and ends.
    fn order_of_ends(rows: &[[&str; 2]]) -> (Option<DateOrder>, Vec<String>) {
        let terms = terms();
        let mut study = DateStudy::begin(DateOrder::DayMonthYear, false, &terms);
        for [start, end] in rows {
            study.add(Field::BirthDate, "28-11-1971");
            study.add(Field::Start, start);
            study.add(Field::End, end);
            study.end_row();
        }
        let habits = study.finish();
        let of_end = |(field, _): &&(Field, DateOrder)| *field == Field::End;
        let order = habits.short_years.iter().find(of_end);
        (order.map(|(_, order)| *order), habits.doubts)
    }

    #[test]
    fn a_column_has_the_order_in_which_it_ends_after_the_starts() {
        let rows = [
            ["20-06-2018", "18-12-05"],
            ["01-02-2019", "20-06-30"],
            ["15-03-2020", "21-01-09"],
        ];
        let (order, doubts) = order_of_ends(&rows);
        assert_eq!((order, doubts.len()), (Some(DateOrder::YearMonthDay), 0));
        let rows = rows.map(|[start, _]| [start, "05-12-21"]);
        let (order, doubts) = order_of_ends(&rows);
        assert_eq!((order, doubts.len()), (Some(DateOrder::DayMonthYear), 0));
    }

    #[test]
    fn a_column_has_the_order_in_which_its_days_lie_about_the_project() {
        let rows = [["01-02-2024", "31-12-24"], ["01-03-2025", "31-12-25"]];
        assert_eq!(order_of_ends(&rows).0, Some(DateOrder::DayMonthYear));
        let rows = [["01-02-2024", "24-12-31"], ["01-03-2025", "25-12-31"]];
        assert_eq!(order_of_ends(&rows).0, Some(DateOrder::YearMonthDay));
    }

    #[test]
    fn a_column_with_a_form_of_its_own_that_leaves_two_orders_is_a_doubt() {
        let rows = [["20-06-2018", "18-06-20"], ["21-06-2018", "19-07-21"]];
        let (order, doubts) = order_of_ends(&rows);
        assert_eq!(order, None);
        assert!(
            doubts.len() == 1 && doubts[0].starts_with("`end`"),
            "{doubts:?}"
        );
    }

    #[test]
    fn ends_before_their_starts_in_most_rows_are_told_once() {
        let doubts = order_of_ends(&[["20-06-2018", "20-05-2018"]; 5]).1;
        assert!(
            doubts.len() == 1 && doubts[0].contains("5 of 5"),
            "{doubts:?}"
        );
        assert!(
            order_of_ends(&[["20-06-2018", "20-05-2018"]; 4])
                .1
                .is_empty()
        );
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
