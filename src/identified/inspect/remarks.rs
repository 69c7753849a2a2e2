//! What to check about the mapping as a whole.

use super::column::Column;
use super::parts::{Draft, Services};
use crate::identified::settings::Field;

/// What is said of a table of persons without any use.
const MAY_BE_REGISTER: &str = "no services and no dates of use were found: is this the register? Then write [register] instead of [[provider]], and [register.columns]";

/// What is said where no last day is mapped.
const NO_END: &str =
    "no column of end dates was found: without `end`, every use counts as still running";

/// What is said where no first day is mapped.
const NO_START: &str = "no column of start dates was found: without `start`, every use counts as started before the period";

/// What is said where the last days are mapped and none is there.
const EMPTY_END: &str = "the column of end dates is empty: every use would count as still running";

/// What is said where the first days are mapped and none is there.
const EMPTY_START: &str =
    "the column of start dates is empty: every use would count as started before the period";

/// What the mapping as a whole asks for.
pub(super) fn remark(
    draft: &Draft,
    columns: &[Column],
    unread: Option<u64>,
    remarks: &mut Vec<String>,
) {
    let has = |field| draft.columns.iter().any(|one| one.field == field);
    let has_address = has(Field::Postcode) && has(Field::HouseNumber);
    if !has(Field::Bsn) && !has(Field::BirthDate) && !has_address && !has(Field::AddressId) {
        remarks.push("nothing was found to link clients by: that takes a BSN, a birth date with names, or an address".to_owned());
    }
    if columns.iter().any(|column| !column.is_shown) {
        remarks.push(
            "column names that could be a person's are not shown: count the columns from the left"
                .to_owned(),
        );
    }
    if !matches!(draft.services, Services::Register) {
        let days = [
            (Field::Start, NO_START, EMPTY_START),
            (Field::End, NO_END, EMPTY_END),
        ];
        for (field, absent, empty) in days {
            let column = draft.columns.iter().find(|one| one.field == field);
            let column = column.map(|mapped| columns.iter().find(|one| one.place == mapped.place));
            match column {
                None => remarks.push(absent.to_owned()),
                Some(Some(column)) if column.content.filled() == 0 => {
                    remarks.push(empty.to_owned());
                }
                Some(_) => {}
            }
        }
        let has_uses = [Field::Service, Field::Start, Field::End]
            .into_iter()
            .any(has);
        if !has_uses && has(Field::Bsn) && has(Field::BirthDate) && has_address {
            remarks.push(MAY_BE_REGISTER.to_owned());
        }
    }
    if let Services::Coded {
        has_others: true, ..
    } = draft.services
    {
        remarks.push("its service codes are not shown here: map each under [provider.services], or use them as the codes of the agreement".to_owned());
    }
    if unread.is_some_and(|unread| unread > 0) {
        remarks.push(
            "some rows have more or fewer cells than the header: `check` lists them".to_owned(),
        );
    }
}
