//! How many organisations households with a service deal with.

use super::names::KeyPart;
use super::table::{Counting, HOUSEHOLDS, LadderForm, LadderOf, STATUS, TableDef, key};

pub(super) static TABLE: TableDef = TableDef {
    name: "organisations",
    row: "a number of organisations per household with a service",
    counted: Counting::Ladders(LadderForm::OfUsers, &[LadderOf::Organisations(None)]),
    columns: &[key("organisations", KeyPart::Number), HOUSEHOLDS, STATUS],
};
