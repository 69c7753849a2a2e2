//! Questions about columns that neither name nor content decides. A question is better than a plausible wrong block.

use std::fmt::Write;

use super::column::Column;
use super::content::Content;
use super::few_codes::MOST_CODES;
use super::proposal::Proposal;
use super::stems::{Lean, is_number};
use crate::identified::settings::Field;

/// Fewer rows say little of how often a value returns.
const FEW_ROWS: u64 = 20;

/// Asks about each column that may hold what no column was found for.
pub(super) fn ask(columns: &[Column], rows: u64, is_register: bool, proposal: &mut Proposal) {
    for place in 0..columns.len() {
        let column = &columns[place];
        let is_free = proposal.columns[place].field.is_none() && column.is_usable;
        // What its name says, another column says better.
        if !is_free || column.meant.is_some() || column.content.looks_like_dates() {
            continue;
        }
        let known = of_abbreviation(column).or_else(|| of_address(columns, place, rows, proposal));
        let mut fields = of_content(column, rows, is_register);
        // What its name and place say makes it no name or number; letters may be codes of services all the same.
        let may_be_codes = matches!(known, Some(Field::HouseLetter | Field::HouseNumberSuffix));
        fields.retain(|field| known.is_none() || (may_be_codes && *field == Field::Service));
        for field in known.into_iter().chain(fields) {
            proposal.ask(&[place], field);
        }
    }
}

/// The field that a name abbreviates, where the cells agree with one of them more than with the others.
pub(super) fn of_abbreviation(column: &Column) -> Option<Field> {
    let share = |field: &Field| {
        let orders = column.content.dates.votes().decide();
        column
            .content
            .share_valid(*field, orders)
            .unwrap_or_default()
    };
    let mut fit = column.abbreviates.iter().filter(|field| share(field) > 0.9);
    match (fit.next(), fit.next()) {
        (Some(only), None) => Some(*only),
        _ => None,
    }
}

/// House numbers are behind postcodes; letters and additions behind house numbers, in the rows of some.
fn of_address(columns: &[Column], place: usize, rows: u64, proposal: &Proposal) -> Option<Field> {
    let before = proposal.likely(place.checked_sub(1)?)?;
    let content = &columns[place].content;
    let is_of_some = content.filled() * 4 < rows * 3;
    let is_letter = columns[place].lean == Some(Lean::Letter);
    match before {
        Field::Postcode if content.are(|shapes| shapes.small_numbers) => Some(Field::HouseNumber),
        _ if !is_of_some => None,
        Field::HouseNumber if is_letter || content.are(|shapes| shapes.single_letters) => {
            Some(Field::HouseLetter)
        }
        Field::HouseNumber | Field::HouseLetter if content.are(|shapes| shapes.short) => {
            Some(Field::HouseNumberSuffix)
        }
        _ => None,
    }
}

/// What the cells alone could be: names, the number that an organisation gives its clients, services.
fn of_content(column: &Column, rows: u64, is_register: bool) -> Vec<Field> {
    let content = &column.content;
    if content.filled() == 0 || content.looks_like().is_some() {
        return Vec::new();
    }
    if content.are(|shapes| shapes.prefixes) {
        return vec![Field::SurnamePrefix];
    }
    if content.are(|shapes| shapes.initials) {
        return vec![Field::Initials];
    }
    let mut fields = Vec::new();
    let says_nothing = !column.is_plain || column.is_generic();
    let is_numbered = says_nothing || is_number(column.name());
    let hardly_returns = content.distinct.count() > MOST_CODES || !returns(content, 3);
    let is_in_every_row = content.filled() * 100 >= rows * 99;
    if hardly_returns && !column.is_of_another() {
        if says_nothing && content.are(|shapes| shapes.names) {
            fields.extend([Field::Surname, Field::GivenNames]);
        }
        if is_numbered && is_in_every_row && content.are(|shapes| shapes.references) {
            fields.push(Field::Client);
        }
    }
    if are_kinds(content, rows) {
        fields.push(if is_register {
            Field::HouseholdType
        } else {
            Field::Service
        });
    }
    fields
}

/// Whether a few texts return in the rows of many clients: the services; in the register, the kinds of household.
fn are_kinds(content: &Content, rows: u64) -> bool {
    let is_few = (2..=MOST_CODES).contains(&content.distinct.count());
    is_few && content.filled() * 2 >= rows && returns(content, 2)
}

/// Whether a value is in `times` rows on average; of a few rows, whether any returns.
fn returns(content: &Content, times: u64) -> bool {
    let distinct = content.distinct.count() as u64;
    if content.filled() < FEW_ROWS {
        distinct < content.filled()
    } else {
        distinct * times <= content.filled()
    }
}

/// What a column holds and what is asked about it, to follow its name.
pub(super) fn question(fields: &[Field], column: &Column) -> String {
    let values = column.content.distinct.count();
    let asked = |field: &Field| match field {
        Field::Service => (format!("{values} values"), "the services?"),
        Field::HouseholdType => (format!("{values} values"), "the household type?"),
        Field::Start => ("dates".to_owned(), "the first day of use?"),
        Field::End => ("dates".to_owned(), "the last day of use?"),
        Field::BirthDate => ("dates".to_owned(), "the date of birth?"),
        Field::Left => ("rare dates".to_owned(), "of death or departure?"),
        Field::Client => ("nearly all different".to_owned(), "your client number?"),
        Field::Surname => ("many names".to_owned(), "the surname?"),
        Field::GivenNames => ("many names".to_owned(), "the given names?"),
        Field::SurnamePrefix => ("few words".to_owned(), "the prefix of the surname?"),
        Field::Initials => ("letters with dots".to_owned(), "the initials?"),
        Field::HouseNumber => ("behind the postcode".to_owned(), "the house number?"),
        Field::HouseLetter => ("behind the house number".to_owned(), "its letter?"),
        Field::HouseNumberSuffix => ("behind the house number".to_owned(), "its addition?"),
        other => ("by its name".to_owned(), other.name()),
    };
    let mut text = String::new();
    let mut before = String::new();
    for (holds, question) in fields.iter().map(asked) {
        if holds == before {
            let _ = write!(text, " {question}");
        } else {
            let and = if before.is_empty() { "" } else { " or " };
            let _ = write!(text, "{and}{holds}: {question}");
            before = holds;
        }
    }
    text
}
