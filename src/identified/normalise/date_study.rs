//! What the dates of an extract together reveal: the order of two-digit years, columns of day numbers, and the meaning of
//! far days.

use super::bounds::{Bounds, is_no_end};
use super::far::{FarDays, FarHabits, bit, is_end_of_time};
use super::orders::{self, OrderVotes};
use crate::identified::dates::{DateText, ORDERS, PartialDate};
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
    columns: Vec<(Field, DateColumn)>,
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

struct DateColumn {
    bounds: Bounds,
    votes: OrderVotes,
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

impl DateColumn {
    /// Counts a bare number that can be a day.
    fn count_day(&mut self, number: i32) {
        if self.bounds.serial_day(number).is_some() {
            self.days += 1;
            self.is_from_1900 |= self.bounds.is_beyond(number);
        }
    }

    /// Reads a date in each order, and counts for which of them it speaks.
    fn read(&mut self, date: &DateText<'_>, order: DateOrder) -> Option<Read> {
        let [day_first, month_first, full] =
            [ORDERS[0], ORDERS[1], order].map(|order| date.full(order));
        let is_short = day_first.is_none() && month_first.is_none();
        let read = if is_short {
            self.read_short(date)?
        } else {
            self.votes.proven[0] += u64::from(month_first.is_none());
            self.votes.proven[1] += u64::from(day_first.is_none());
            [full; 3]
        };
        if let Some(date) = full.filter(|date| date.year >= self.bounds.far_year())
            && !is_end_of_time(date)
            && let Some(day) = date.earliest()
        {
            self.far.add(day.number());
        }
        let days = read.map(|date| date.filter(|date| date.day > 0)?.earliest());
        Some(Read { is_short, days })
    }

    fn read_short(&mut self, date: &DateText<'_>) -> Option<[Option<PartialDate>; 3]> {
        let read = ORDERS.map(|order| date.short(Some(order)));
        let is_no_end = read.iter().flatten().any(|date| is_no_end(*date));
        let says_nothing = date.has_words() || is_no_end || read.iter().all(Option::is_none);
        (!says_nothing).then(|| self.votes.add_short(read, self.bounds))
    }
}

impl<'a> DateStudy<'a> {
    /// Nothing is known but the order of dates with a year of four digits, which may be given.
    pub(super) const fn begin(order: DateOrder, is_given: bool, terms: &'a ProjectTerms) -> Self {
        Self {
            order,
            is_given,
            terms,
            columns: Vec::new(),
            row: [None, None],
            uses: 0,
            reversed: 0,
        }
    }

    /// Looks at a cell that is no placeholder.
    pub(super) fn add(&mut self, field: Field, date: Option<&DateText<'_>>) {
        let order = self.order;
        let column = self.column(field);
        column.dates += 1;
        let Some(date) = date else { return };
        if let Some(number) = date.number() {
            column.count_day(number);
        }
        let Some(read) = column.read(date, order) else {
            return;
        };
        match field {
            Field::Start => self.row[0] = Some(read),
            Field::End => self.row[1] = Some(read),
            _ => {}
        }
    }

    /// Compares the start and end of a row, and lets go of them.
    pub(super) fn end_row(&mut self) {
        let [Some(start), Some(end)] = [self.row[0].take(), self.row[1].take()] else {
            return;
        };
        let is_reversed = |order: usize| {
            let days = end.days[order].zip(start.days[order]);
            u64::from(days.is_some_and(|(end, start)| end < start))
        };
        for (field, read) in [(Field::Start, &start), (Field::End, &end)] {
            if read.is_short {
                let against = &mut self.column(field).votes.against;
                (0..ORDERS.len()).for_each(|order| against[order] += is_reversed(order));
            }
        }
        if !start.is_short && !end.is_short {
            self.uses += 1;
            self.reversed += is_reversed(0);
        }
    }

    fn column(&mut self, field: Field) -> &mut DateColumn {
        let known = self.columns.iter().position(|(one, _)| *one == field);
        let index = known.unwrap_or_else(|| {
            let column = DateColumn {
                bounds: Bounds::of(field, self.terms),
                votes: OrderVotes::default(),
                dates: 0,
                days: 0,
                is_from_1900: false,
                far: FarDays::default(),
            };
            self.columns.push((field, column));
            self.columns.len() - 1
        });
        &mut self.columns[index].1
    }

    /// The order of dates with a year of two digits, where only one is possible; the fields that count days; far days.
    pub(super) fn finish(self) -> DateHabits {
        let mut habits = DateHabits::default();
        let given = self.is_given.then_some(self.order);
        let columns = self.columns.iter();
        let votes: Vec<_> = columns
            .map(|(field, column)| (*field, &column.votes))
            .collect();
        for (field, order) in orders::decide(&votes, given) {
            match order {
                Some(order) => habits.short_years.push((field, order)),
                None => habits.doubts.push(format!(
                    "`{}`: dates with two-digit years cannot be read: more than one order of day, month and year is possible, or none",
                    field.name()
                )),
            }
        }
        let has_habit = |one: &DateColumn| {
            one.is_from_1900 && one.days >= DAYS_COUNTED && one.days * SHARE_COUNTED >= one.dates
        };
        let counted = self.columns.iter().filter(|(_, one)| has_habit(one));
        habits.serial_days = counted.fold(0, |bits, (field, _)| bits | bit(*field));
        habits.far = FarHabits::from_year(Bounds::of(Field::End, self.terms).far_year());
        let of_uses = |(field, _): &&(Field, DateColumn)| *field != Field::BirthDate;
        for (field, one) in self.columns.iter().filter(of_uses) {
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
            study.add(field, DateText::of(date).as_ref());
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
            for (field, text) in [
                (Field::BirthDate, "28-11-1971"),
                (Field::Start, start),
                (Field::End, end),
            ] {
                study.add(field, DateText::of(text).as_ref());
            }
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
