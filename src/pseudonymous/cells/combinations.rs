//! Which exact combinations of services households have.

use super::key::SetOf;
use super::names::KeyPart;
use super::table::{Counting, HOUSEHOLDS, STATUS, TableDef, key};

pub(super) static TABLE: TableDef = TableDef {
    name: "combinations",
    row: "exactly these services, joined by `+`, and their number; `other` pools the rest",
    counted: Counting::Sets(SetOf::Services),
    columns: &[
        key("services", KeyPart::Set),
        key("number", KeyPart::Size),
        HOUSEHOLDS,
        STATUS,
    ],
};
