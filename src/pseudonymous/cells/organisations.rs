//! How many organisations households with a service deal with.

use super::names::KeyPart;
use super::table::{HOUSEHOLDS, STATUS, TableDef, key};

pub(super) static TABLE: TableDef = TableDef {
    name: "organisations",
    row: "a number of organisations per household with a service",
    columns: &[key("organisations", KeyPart::Number), HOUSEHOLDS, STATUS],
    measures: &[],
};
