//! The order of day, month and two-digit year in each column, from what all date columns reveal.

use super::bounds::Bounds;
use crate::identified::dates::{ORDERS, PartialDate};
use crate::identified::settings::{DateOrder, Field};

/// The dates that speak against an order before it is ruled out: fewer, or less than one in a hundred, may be slips.
const CONTRADICTIONS: u64 = 2;
/// The part of the dates that must look odd in an order, and how many times more than in another, to prefer the other.
const SHARE_ODD: u64 = 10;
const TIMES_MORE_ODD: u64 = 4;

/// The votes of one column.
#[derive(Debug, Default)]
pub(super) struct OrderVotes {
    /// Dates with a year of four digits that are one in this order and not in the other: day first, month first.
    pub(super) proven: [u64; 2],
    /// Dates with a year of two digits.
    pub(super) short: u64,
    /// Those that cannot be one in the order, or end before they start.
    pub(super) against: [u64; 3],
    /// Those of a use that would lie long before or after the project.
    odd: [u64; 3],
}

impl OrderVotes {
    /// Counts a date with a year of two digits as it reads in each order; gives those that are possible.
    pub(super) fn add_short(
        &mut self,
        read: [Option<PartialDate>; 3],
        bounds: Bounds,
    ) -> [Option<PartialDate>; 3] {
        self.short += 1;
        let mut possible = [None; 3];
        for (order, date) in read.into_iter().enumerate() {
            let is_possible = date.is_some_and(|date| bounds.allow(date));
            self.against[order] += u64::from(!is_possible);
            possible[order] = date.and_then(|date| bounds.with_century(date));
            let is_odd = possible[order].is_some_and(|date| bounds.is_odd(date));
            self.odd[order] += u64::from(is_odd);
        }
        possible
    }

    fn stands(&self, order: DateOrder) -> bool {
        let slips = (self.short / 100).max(CONTRADICTIONS - 1);
        self.against[index_of(order)] <= slips
    }

    /// The order that the dates with a year of two digits leave, with those of four digits in the same column.
    fn alone(&self) -> Left {
        let proven = of_proven(self.proven).filter(|order| self.stands(*order));
        let mut standing = ORDERS.into_iter().filter(|order| self.stands(*order));
        match (proven, standing.next(), standing.next(), standing.next()) {
            (Some(order), ..) | (None, Some(order), None, _) => Left::One(order),
            (None, Some(DateOrder::DayMonthYear), Some(DateOrder::MonthDayYear), None) => {
                Left::YearLast
            }
            (None, Some(order), Some(_), _) => self.less_odd(order),
            (None, None, ..) => Left::None,
        }
    }

    /// Between the year in front and the year behind, of which `last` is an order: that in which no date looks odd.
    fn less_odd(&self, last: DateOrder) -> Left {
        let is_preferred = |one: u64, other: u64| {
            other >= CONTRADICTIONS
                && other * SHARE_ODD >= self.short
                && one * TIMES_MORE_ODD <= other
        };
        let (behind, front) = (self.odd[index_of(last)], self.odd[2]);
        let both_last = self.stands(ORDERS[0]) && self.stands(ORDERS[1]);
        if is_preferred(front, behind) {
            Left::One(DateOrder::YearMonthDay)
        } else if !is_preferred(behind, front) {
            Left::Several
        } else if both_last {
            Left::YearLast
        } else {
            Left::One(last)
        }
    }
}

/// The orders that a column leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    One(DateOrder),
    /// Day and month could change places.
    YearLast,
    Several,
    None,
}

/// The order of each column with years of two digits; `None` where several, or none, are left. What a column leaves open
/// the agreement says. Else any date of the extract tells day from month, and only another year of two digits tells whether
/// the year is in front.
pub(super) fn decide(
    columns: &[(Field, &OrderVotes)],
    given: Option<DateOrder>,
) -> Vec<(Field, Option<DateOrder>)> {
    let short = || columns.iter().filter(|(_, votes)| votes.short > 0);
    let alone = short().filter_map(|(_, votes)| match votes.alone() {
        Left::One(order) => Some(order),
        _ => None,
    });
    let alone: Vec<DateOrder> = alone.collect();
    let of_short = match alone.as_slice() {
        [first, rest @ ..] if rest.iter().all(|order| order == first) => Some(*first),
        _ => None,
    };
    let proven = columns.iter().fold([0; 2], |sum, (_, votes)| {
        [sum[0] + votes.proven[0], sum[1] + votes.proven[1]]
    });
    let of_long = of_proven(proven);
    let order_of = |votes: &OrderVotes| {
        let stands = |order: &DateOrder| votes.stands(*order);
        let is_last = |order: &DateOrder| *order != DateOrder::YearMonthDay;
        match votes.alone() {
            Left::One(order) => Some(order),
            Left::YearLast => {
                let others = given.filter(is_last).or(of_long).or(of_short);
                others.filter(stands).filter(is_last)
            }
            Left::Several => given.or(of_short).filter(stands),
            Left::None => None,
        }
    };
    short()
        .map(|(field, votes)| (*field, order_of(votes)))
        .collect()
}

fn of_proven([day_first, month_first]: [u64; 2]) -> Option<DateOrder> {
    match (day_first > 0, month_first > 0) {
        (true, false) => Some(DateOrder::DayMonthYear),
        (false, true) => Some(DateOrder::MonthDayYear),
        _ => None,
    }
}

fn index_of(order: DateOrder) -> usize {
    ORDERS.iter().position(|one| *one == order).unwrap_or(0)
}
