//! A row in, a checked client record or findings out.

mod address;
mod age;
mod bsn;
mod cells;
mod date;
mod days;
#[cfg(test)]
mod hard_cases;
mod letters;
pub(super) mod looks;
mod name;
mod number;
mod prefix;
mod record;
mod residence;
mod room;
mod sex;

pub(super) use address::{HouseNumber, LONGEST_SUFFIX, write_postcode, write_suffix};
pub(super) use age::age_band;
pub(super) use record::{BirthDate, ClientRecord};

use cells::Cells;

use super::extract::RawRow;
use super::settings::{DateOrder, Field, ProjectTerms};
use crate::vocabulary::{Finding, Rule};

/// The most characters of a client number.
const LONGEST_CLIENT: usize = 200;

/// Checks and normalises the fields of a row into `record` (used again for every row).
///
/// Gives back the rule that leaves the row behind, if one does (not told to `finding`); a bad field is blanked and
/// told to `finding`.
pub(super) fn normalise_row(
    row: &RawRow,
    dates: DateOrder,
    terms: &ProjectTerms,
    record: &mut ClientRecord,
    finding: &mut dyn FnMut(Finding),
) -> Option<Rule> {
    let cells = &mut Cells::of(row, finding);
    record.clear();
    client(cells, &mut record.client);
    cells.copy(Field::Service, &mut record.service);
    cells.copy(Field::Product, &mut record.product);
    record.bsn = bsn::read(cells, Field::Bsn, terms.made_up);
    let last = terms.to.max(terms.reference_date);
    record.birth_date = days::birth_date(cells, dates, last);
    record.sex = sex::read(cells);
    name::read(cells, record);
    address::read(cells, record);
    of_the_register(cells, dates, terms, record);
    (record.start, record.end) = days::of_use(cells, dates);
    let ends_first = record
        .end
        .zip(record.start)
        .is_some_and(|(end, start)| end < start);
    ends_first.then_some(Rule::EndBeforeStart)
}

/// Reads the provider's own number; one too long to be a number is told.
fn client(cells: &mut Cells, client: &mut String) {
    let is_long = |text: &str| text.chars().nth(LONGEST_CLIENT).is_some();
    if cells.get(Field::Client).is_some_and(is_long) {
        cells.tell(Field::Client, Rule::ClientTooLong);
    } else {
        cells.copy(Field::Client, client);
    }
}

/// Reads the fields that only the register has.
fn of_the_register(
    cells: &mut Cells,
    dates: DateOrder,
    terms: &ProjectTerms,
    record: &mut ClientRecord,
) {
    cells.copy(Field::Household, &mut record.household);
    cells.copy(Field::HouseholdType, &mut record.household_type);
    cells.copy(Field::Wijk, &mut record.wijk);
    cells.copy(Field::Buurt, &mut record.buurt);
    record.partner_bsn = bsn::read(cells, Field::PartnerBsn, terms.made_up);
    record.parent_bsns =
        [Field::Parent1Bsn, Field::Parent2Bsn].map(|field| bsn::read(cells, field, terms.made_up));
    record.left = days::left(cells, dates);
    residence::read(cells, record);
}
