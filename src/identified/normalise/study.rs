//! Examines the first rows of an extract: placeholders that are in no list, two-digit years, days counted from 1900.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::additions::AdditionStudy;
use super::date_study::DateStudy;
use super::days;
use super::habits::{Habits, place_of};
use super::plausible::Trial;
use super::signs::{Column, Sign};
use crate::identified::dates::DateText;
use crate::identified::settings::{DateOrder, Field, ProjectTerms};
use crate::identified::source::RawRow;

/// A text that is in fewer rows than this tells nothing of its column.
const MANY_ROWS: u64 = 5;
/// And nor does one that is in less than this part of the rows.
const MANY_SHARE: u64 = 10;
/// Of an addition of one letter or digit, which many addresses have.
const MANY_SHARE_OF_SHORT: u64 = 4;

/// A value that stands for nothing is at so many times as many addresses as the next.
const OUTSTANDING: u64 = 3;

/// A surname at fewer addresses than this may be that of a few families.
const MANY_ADDRESSES: u64 = 10;

/// What the rows so far say of the columns.
pub(in crate::identified) struct Study<'a> {
    habits: Habits,
    terms: &'a ProjectTerms,
    fields: Vec<Field>,
    dates: DateStudy<'a>,
    /// By field: the cells that hold a placeholder.
    nothing: BTreeMap<Field, u64>,
    /// The fields with a cell that may be a value: a column without any is the wrong one, and teaches nothing.
    with_digits: BTreeSet<Field>,
    met: BTreeMap<(Field, u64), Met>,
    /// Words for an end that is not known, and the rows that have no cell there.
    unknown: BTreeMap<(Field, u64), u64>,
    no_end: u64,
    additions: HashSet<u64>,
    homes: AdditionStudy,
    addresses: HashSet<u64>,
    rows: u64,
    trial: Trial,
}

/// A text in a column.
struct Met {
    times: u64,
    is_value: bool,
    is_short: bool,
}

impl<'a> Study<'a> {
    /// A study of the columns that are mapped to `fields`; `order` is that of dates, `given` when the agreement says so.
    pub(in crate::identified) fn begin(
        fields: Vec<Field>,
        order: DateOrder,
        given: bool,
        terms: &'a ProjectTerms,
    ) -> Self {
        Self {
            habits: Habits::of(order),
            terms,
            fields,
            dates: DateStudy::begin(order, given, terms),
            nothing: BTreeMap::new(),
            with_digits: BTreeSet::new(),
            met: BTreeMap::new(),
            unknown: BTreeMap::new(),
            no_end: 0,
            additions: HashSet::new(),
            homes: AdditionStudy::default(),
            addresses: HashSet::new(),
            rows: 0,
            trial: Trial::new(),
        }
    }

    pub(in crate::identified) fn add(&mut self, row: &RawRow) {
        self.rows += 1;
        let address = address_of(row);
        self.addresses.insert(address);
        for place in 0..self.fields.len() {
            let field = self.fields[place];
            let Some(text) = row.get(field) else {
                continue;
            };
            match self.habits.sign(field, text) {
                Some(Sign::Nothing) if field == Field::Left && days::is_unknown_day(text) => {}
                Some(Sign::Nothing) => *self.nothing.entry(field).or_default() += 1,
                Some(Sign::Failed) => {}
                Some(Sign::Unknown) => self.add_unknown(field, text),
                None => self.add_value(field, text, address),
            }
        }
        self.dates.end_row();
        let place = row
            .get(Field::HouseNumber)
            .map(|number| hash(&(row.get(Field::Postcode), number)));
        self.homes.end_row(place, people_of(row));
        self.no_end += u64::from(row.get(Field::End).is_none());
    }

    /// A word for an unknown end, which a column may have for no end.
    fn add_unknown(&mut self, field: Field, text: &str) {
        if let Some(key) = place_of(field, text) {
            *self.unknown.entry((field, key)).or_default() += 1;
        }
    }

    fn add_value(&mut self, field: Field, text: &str, address: u64) {
        let column = Column::of(field);
        if matches!(column, Column::Date | Column::LastDay) {
            let date = DateText::of(text);
            self.dates.add(field, date.as_ref());
            let is_no_date = |date| days::is_no_date(field, &date, self.habits.order, self.terms);
            if date.is_some_and(is_no_date) {
                *self.nothing.entry(field).or_default() += 1;
            }
        }
        // Digits that fail a check say something all the same: a number that lost its end, a date that cannot be.
        let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
        if has_digit {
            self.with_digits.insert(field);
        }
        let is_told_apart = match column {
            Column::Addition => true,
            // What says something of a use must not be taken for a use that runs: such a row is rejected.
            Column::Date | Column::LastDay => field == Field::BirthDate && !has_digit,
            Column::Number => !has_digit,
            Column::Name => field == Field::Surname,
            Column::Initials | Column::Identifier | Column::Code => false,
        };
        if !is_told_apart {
            return;
        }
        let Some(key) = place_of(field, text) else {
            return;
        };
        if column == Column::Addition {
            self.homes.add(field, key, text);
        }
        if !is_by_address(field) || self.additions.insert(hash(&(key, address))) {
            let trial = &mut self.trial;
            let met = self.met.entry((field, key)).or_insert_with(|| Met {
                times: 0,
                is_value: has_digit || column == Column::Name || trial.is_value(field, text),
                is_short: text.chars().count() == 1,
            });
            met.times += 1;
        }
    }

    /// What the columns say, and in words what the user should look at.
    pub(in crate::identified) fn finish(self) -> (Habits, Vec<String>) {
        let (mut habits, rows) = (self.habits, self.rows);
        let dates = self.dates.finish();
        (habits.short_years, habits.serial_days) = (dates.short_years, dates.serial_days);
        habits.far = dates.far;
        let no_end = self.no_end + self.nothing.get(&Field::End).copied().unwrap_or_default();
        let nothing = self.nothing.iter();
        let mut doubts: Vec<String> = nothing
            .filter_map(|(field, times)| doubt_placeholders(*field, *times, rows))
            .collect();
        doubts.extend(dates.doubts);
        for ((field, key), times) in self.unknown {
            if times >= MANY_ROWS && times * MANY_SHARE >= rows && times > no_end {
                habits.learnt.insert(key);
                doubts.push(format!(
                    "`{}`: one word for unknown occurs in {times} of {rows} rows, more than are empty, and is read as empty",
                    field.name()
                ));
            }
        }
        let addresses = self.addresses.len() as u64;
        let suspects = self.homes.suspects();
        let values = self.met.iter().filter(|(_, met)| met.is_value);
        let commonest = two_commonest(values.map(|((field, _), met)| (*field, met.times)));
        // Values that come in a series, as `hs`, `1` and `2` in a city of flats, stand for themselves.
        let stands_out = |field: Field, times: u64| {
            let two = commonest.get(&field);
            two.is_some_and(|[most, next]| times == *most && next * OUTSTANDING <= times)
        };
        for ((field, key), met) in self.met {
            let name = field.name();
            let (all, places) = if is_by_address(field) {
                (addresses, "addresses")
            } else {
                (rows, "rows")
            };
            let times = met.times;
            let is_suspect = met.is_value && suspects.contains(&(field, key));
            if !is_suspect && (times < MANY_ROWS || times * met.share(field) < all) {
                continue;
            }
            let is_addition = Column::of(field) == Column::Addition;
            if !met.is_value && (is_addition || self.with_digits.contains(&field)) {
                habits.learnt.insert(key);
                doubts.push(format!(
                    "`{name}`: one invalid text occurs in {times} of {all} {places} and is read as empty"
                ));
            } else if is_addition && (is_suspect || stands_out(field, times)) {
                doubts.push(format!(
                    "`{name}`: one value occurs at {times} of {all} {places}: does it mean that there is no addition?"
                ));
            } else if field == Field::Surname && times >= MANY_ADDRESSES && stands_out(field, times)
            {
                doubts.push(format!(
                    "`{name}`: one value occurs at {times} of {all} {places}: does it mean that the name is unknown?"
                ));
            }
        }
        (habits, doubts)
    }
}

/// What is said of placeholders in a column, when there are many; in names, initials and codes they are common.
fn doubt_placeholders(field: Field, times: u64, rows: u64) -> Option<String> {
    let column = Column::of(field);
    let is_common = matches!(column, Column::Name | Column::Initials | Column::Code);
    (!is_common && times >= MANY_ROWS).then(|| {
        format!(
            "`{}`: {times} of {rows} rows hold a placeholder (such as -, 0 or NULL; in a date also 1-1-1900), read as empty",
            field.name()
        )
    })
}

/// Per column how often its commonest value occurs and how often the next, 0 where there is none.
fn two_commonest(values: impl Iterator<Item = (Field, u64)>) -> BTreeMap<Field, [u64; 2]> {
    let mut commonest: BTreeMap<Field, [u64; 2]> = BTreeMap::new();
    for (field, times) in values {
        let [most, next] = commonest.entry(field).or_default();
        *next = times.min(*most).max(*next);
        *most = times.max(*most);
    }
    commonest
}

impl Met {
    /// The text is in one of so many rows, or more, to be reported.
    const fn share(&self, field: Field) -> u64 {
        match Column::of(field) {
            Column::Addition if self.is_short && self.is_value => MANY_SHARE_OF_SHORT,
            _ => MANY_SHARE,
        }
    }
}

/// Whether a text counts once at each address: a family, or the rows of one client, say it once.
fn is_by_address(field: Field) -> bool {
    field == Field::Surname || Column::of(field) == Column::Addition
}

/// Where a row says that somebody lives, as a number.
fn address_of(row: &RawRow) -> u64 {
    let fields = [Field::Postcode, Field::HouseNumber, Field::AddressId];
    hash(&fields.map(|field| row.get(field)))
}

/// Whose row it is: of a household, or of whoever bears a name or number.
fn people_of(row: &RawRow) -> u64 {
    let fields = [Field::Household, Field::Surname, Field::Bsn, Field::Client];
    hash(&fields.into_iter().find_map(|field| row.get(field)))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
