//! The dates of a row in, checked: birth, use, departure.

use super::BirthDate;
use super::cells::Cells;
use super::date::{Written, parse};
use super::number::is_zeros;
use crate::identified::settings::{DateOrder, Field};
use crate::vocabulary::{Day, Rule};

/// The year before which nobody alive was born.
const FIRST_BIRTH_YEAR: u16 = 1850;

/// The birth date of the row, of which parts may be unknown; all unknown when it is empty, no date or impossible.
pub(super) fn birth_date(cells: &mut Cells, order: DateOrder, last: Day) -> BirthDate {
    let Some(text) = cells.get(Field::BirthDate) else {
        return BirthDate::default();
    };
    let Some(Written { year, month, day }) = parse(text, order) else {
        cells.tell(Field::BirthDate, Rule::BirthDateInvalid);
        return BirthDate::default();
    };
    let birth = BirthDate { year, month, day };
    let is_later = birth.earliest().is_some_and(|day| day > last);
    if is_later || (1..FIRST_BIRTH_YEAR).contains(&year) {
        cells.tell(Field::BirthDate, Rule::BirthDateImpossible);
        return BirthDate::default();
    }
    birth
}

/// First and last day of the use; `None` when empty or no whole date.
pub(super) fn of_use(cells: &mut Cells, order: DateOrder) -> (Option<Day>, Option<Day>) {
    let start = whole_day(cells, Field::Start, Rule::StartInvalid, order);
    let end = whole_day(cells, Field::End, Rule::EndInvalid, order);
    (start, end)
}

fn whole_day(cells: &mut Cells, field: Field, rule: Rule, order: DateOrder) -> Option<Day> {
    let text = cells.get(field)?;
    let date = parse(text, order).filter(|date| date.day > 0);
    if date.is_none() {
        cells.tell(field, rule);
    }
    let Written { year, month, day } = date?;
    day_of(year, month, day)
}

/// The day of death or departure: the earliest that it can be where parts are unknown.
///
/// Eight zeros are the BRP's word for a day that came but is not known: the first of all days. Zeros between signs
/// are what a database writes for nothing: `None`.
pub(super) fn left(cells: &mut Cells, order: DateOrder) -> Option<Day> {
    let text = cells.get(Field::Left)?;
    let Some(Written { year, month, day }) = parse(text, order) else {
        cells.tell(Field::Left, Rule::LeftInvalid);
        return None;
    };
    match year {
        0 if is_zeros(text) => Some(Day::from_number(i32::MIN)),
        0 => None,
        _ => day_of(year, month.max(1), day.max(1)),
    }
}

fn day_of(year: u16, month: u8, day: u8) -> Option<Day> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Day::of(i16::try_from(year).ok()?, month, day)
}
