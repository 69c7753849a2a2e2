//! The dates of a row, checked: birth, use, departure.

use super::bounds::Bounds;
use super::cells::{Cells, Unreadable};
use super::number::is_zeros;
use crate::identified::dates::{DateText, PartialDate};
use crate::identified::settings::{DateOrder, Field, ProjectTerms};
use crate::vocabulary::{Day, Rule};

/// The year before which nobody alive was born.
const FIRST_BIRTH_YEAR: u16 = 1850;

/// Days that programs write for no date: where their calendars begin.
const NO_DAYS: [(u16, u8, u8); 9] = [
    (1, 1, 1),
    (1582, 10, 15),
    (1601, 1, 1),
    (1753, 1, 1),
    (1800, 1, 1),
    (1899, 12, 30),
    (1899, 12, 31),
    (1900, 1, 0),
    (1900, 1, 1),
];

/// And where their clocks begin, or what is typed to fill a field; somebody can be born then, and no use of today ends then.
const NO_LAST_DAYS: [(u16, u8, u8); 5] = [
    (1111, 11, 11),
    (1911, 11, 11),
    (1960, 1, 1),
    (1970, 1, 1),
    (1980, 1, 1),
];

/// The years before the period in which a use or a departure can lie: 1 January of an older one is where a calendar begins.
const OLDEST_USE: i16 = 100;

/// The birth date of the row, of which parts may be unknown; all unknown when it is empty, no date or impossible.
pub(super) fn birth_date(cells: &mut Cells, terms: &ProjectTerms) -> PartialDate {
    let Some(text) = cells.get(Field::BirthDate) else {
        return PartialDate::default();
    };
    let Some(birth) = read(cells, Field::BirthDate, text, terms) else {
        cells.tell(Field::BirthDate, Rule::BirthDateInvalid);
        return PartialDate::default();
    };
    if is_among(&NO_DAYS, birth) {
        return PartialDate::default();
    }
    let last = terms.to.max(terms.reference_date);
    let is_later = birth.earliest().is_some_and(|day| day > last);
    if is_later || (1..FIRST_BIRTH_YEAR).contains(&birth.year) {
        cells.tell(Field::BirthDate, Rule::BirthDateImpossible);
        return PartialDate::default();
    }
    birth
}

/// A first or last day of a use; `None` for no such day.
///
/// # Errors
/// When something is there that is no whole date: whether the use was within the period is not known.
pub(super) fn of_use(
    cells: &mut Cells,
    field: Field,
    terms: &ProjectTerms,
) -> Result<Option<Day>, Unreadable> {
    let Some(text) = cells.get_known(field)? else {
        return Ok(None);
    };
    let date = read(cells, field, text, terms);
    let date = date.filter(|date| date.day > 0 || is_no_day(*date, terms));
    let date = date.ok_or(Unreadable)?;
    Ok(date.earliest().filter(|_| !is_no_day(date, terms)))
}

/// The day of death or departure: the earliest that it can be where parts are unknown.
///
/// Eight zeros are the BRP's word for a day that came but is not known: the first of all days. `00-00-0000` is how
/// databases write NULL. Who left before they were born did not leave.
pub(super) fn left(cells: &mut Cells, birth: PartialDate, terms: &ProjectTerms) -> Option<Day> {
    if cells.as_written(Field::Left).is_some_and(is_unknown_day) {
        return Some(Day::from_number(i32::MIN));
    }
    let text = cells.get(Field::Left)?;
    let Some(date) = read(cells, Field::Left, text, terms) else {
        cells.tell(Field::Left, Rule::LeftInvalid);
        return None;
    };
    let day = date.earliest().filter(|_| !is_no_day(date, terms))?;
    let days = date.latest().zip(birth.earliest());
    if days.is_some_and(|(left, birth)| left < birth) {
        cells.tell(Field::Left, Rule::LeftBeforeBirth);
        return None;
    }
    Some(day)
}

/// Whether a date of departure is the BRP's word for a day that came and is not known.
pub(super) fn is_unknown_day(text: &str) -> bool {
    text.len() == 8 && is_zeros(text)
}

/// Reads a date as its column is written.
fn read(cells: &Cells, field: Field, text: &str, terms: &ProjectTerms) -> Option<PartialDate> {
    let (habits, written) = (cells.habits(), DateText::of(text)?);
    if let Some(date) = written.full(habits.order) {
        return (!habits.far.is_slip(field, date)).then_some(date);
    }
    let bounds = Bounds::of(field, terms);
    if let Some(short) = written.short(habits.short_order(field)) {
        return bounds.with_century(short);
    }
    let number = written.number().filter(|_| habits.counts_days(field))?;
    bounds.serial_day(number).map(PartialDate::of)
}

/// Whether it is a day that programs write for no date.
pub(super) fn is_no_date(
    field: Field,
    date: &DateText<'_>,
    order: DateOrder,
    terms: &ProjectTerms,
) -> bool {
    date.full(order).is_some_and(|date| match field {
        Field::BirthDate => is_among(&NO_DAYS, date),
        _ => is_no_day(date, terms),
    })
}

fn is_no_day(date: PartialDate, terms: &ProjectTerms) -> bool {
    let is_old = || {
        let (year, ..) = terms.from.parts();
        i16::try_from(date.year).is_ok_and(|written| written < year - OLDEST_USE)
    };
    let begins_a_year = (date.month, date.day) == (1, 1);
    let is_empty = date == PartialDate::default();
    is_empty
        || (begins_a_year && is_old())
        || is_among(&NO_DAYS, date)
        || is_among(&NO_LAST_DAYS, date)
}

fn is_among(days: &[(u16, u8, u8)], date: PartialDate) -> bool {
    days.contains(&date.parts())
}
