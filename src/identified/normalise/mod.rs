//! Turns a row into a checked client record, or findings.

mod additions;
mod address;
mod age;
mod bounds;
mod bsn;
mod cells;
mod date_study;
mod days;
mod far;
mod habits;
#[cfg(test)]
mod hard_cases;
mod house_number;
mod letters;
mod likeness;
mod name;
#[cfg(test)]
mod nothing_and_something;
mod number;
mod orders;
pub(super) mod plausible;
mod prefix;
mod record;
mod residence;
mod reuse;
mod sex;
mod signs;
mod street;
mod study;

pub(super) use address::write_postcode;
pub(super) use age::age_band;
pub(super) use habits::Habits;
pub(super) use house_number::{HouseNumber, LONGEST_SUFFIX, write_suffix};
pub(super) use likeness::Likeness;
#[cfg(test)]
pub(super) use record::Fields;
pub(super) use record::{ClientRecord, Relatives};
pub(super) use study::Study;

use cells::Cells;
use record::Normalising;

use super::settings::{Field, ProjectTerms};
use super::source::RawRow;
use crate::vocabulary::{Finding, Rule};

/// The most characters of a client number.
const LONGEST_CLIENT: usize = 200;

/// Checks and normalises the fields of a row into `record` (used again for every row).
///
/// Gives back the rule that leaves the row behind and the field that breaks it, if one does (not told to `finding`); a bad
/// field is blanked and told to `finding`.
pub(super) fn normalise_row(
    row: &RawRow,
    habits: &Habits,
    terms: &ProjectTerms,
    record: &mut ClientRecord,
    finding: &mut dyn FnMut(Finding),
) -> Option<(Field, Rule)> {
    let cells = &mut Cells::of(row, habits, finding);
    record.clear();
    client(cells, record);
    cells.copy_as_written(Field::Service, &mut record.service);
    cells.copy_as_written(Field::Product, &mut record.product);
    bsn_and_birth_date(cells, terms, record);
    record.sex = sex::read(cells);
    name_and_address(cells, record);
    of_the_register(cells, terms, record);
    dates_of_use(cells, terms, record)
}

/// Normalises what a row says of the person alone, as [`normalise_row`] does, into `record`; tells no findings.
pub(super) fn normalise_person(
    row: &RawRow,
    habits: &Habits,
    terms: &ProjectTerms,
    record: &mut ClientRecord,
) {
    let mut untold = |_: Finding| {};
    let cells = &mut Cells::of(row, habits, &mut untold);
    record.clear();
    client(cells, record);
    bsn_and_birth_date(cells, terms, record);
    name_and_address(cells, record);
    residence::read(cells, record);
}

/// Reads the first and last day of the use, which leave the row behind when they cannot be read or are in the wrong order.
fn dates_of_use(
    cells: &mut Cells,
    terms: &ProjectTerms,
    record: &mut ClientRecord,
) -> Option<(Field, Rule)> {
    let start = days::of_use(cells, Field::Start, terms);
    let end = days::of_use(cells, Field::End, terms);
    record.start = start.unwrap_or(None);
    record.end = end.unwrap_or(None);
    let ends_first = record
        .end
        .zip(record.start)
        .is_some_and(|(end, start)| end < start);
    match (start, end) {
        (Err(_), _) => Some((Field::Start, Rule::DateUnreadable)),
        (_, Err(_)) => Some((Field::End, Rule::DateUnreadable)),
        _ => ends_first.then_some((Field::End, Rule::EndBeforeStart)),
    }
}

/// Reads the provider's own number; one too long to be a number is reported.
fn client(cells: &mut Cells, record: &mut ClientRecord) {
    let is_long = |text: &str| text.chars().nth(LONGEST_CLIENT).is_some();
    let number = cells.get(Field::Client);
    if number.is_some_and(is_long) {
        cells.tell(Field::Client, Rule::ClientTooLong);
    } else {
        cells::write(number, record.client.reveal_mut(Normalising));
    }
}

fn bsn_and_birth_date(cells: &mut Cells, terms: &ProjectTerms, record: &mut ClientRecord) {
    *record.bsn.reveal_mut(Normalising) = bsn::read(cells, Field::Bsn, terms.made_up);
    *record.birth_date.reveal_mut(Normalising) = days::birth_date(cells, terms);
}

fn name_and_address(cells: &mut Cells, record: &mut ClientRecord) {
    name::read(cells, record.name.reveal_mut(Normalising));
    address::read(cells, record.address.reveal_mut(Normalising));
}

/// Reads the fields that only the register has.
fn of_the_register(cells: &mut Cells, terms: &ProjectTerms, record: &mut ClientRecord) {
    cells.copy(Field::Household, &mut record.household);
    cells.copy_as_written(Field::HouseholdType, &mut record.household_type);
    cells.copy(Field::Wijk, &mut record.wijk);
    cells.copy(Field::Buurt, &mut record.buurt);
    let mut bsn = |field| bsn::read(cells, field, terms.made_up);
    *record.relatives.reveal_mut(Normalising) = Relatives {
        partner: bsn(Field::PartnerBsn),
        parents: [bsn(Field::Parent1Bsn), bsn(Field::Parent2Bsn)],
    };
    record.left = days::left(cells, *record.birth_date.reveal(Normalising), terms);
    residence::read(cells, record);
}
