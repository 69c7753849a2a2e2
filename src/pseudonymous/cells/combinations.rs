//! Which exact combinations of services households have.

use super::names::KeyPart;
use super::table::{HOUSEHOLDS, STATUS, TableDef, key};

pub(super) static TABLE: TableDef = TableDef {
    name: "combinations",
    row: "exactly these services, joined by `+`, and their number; `other` pools the rest",
    columns: &[
        key("services", KeyPart::Set),
        key("number", KeyPart::Size),
        HOUSEHOLDS,
        STATUS,
    ],
    measures: &[],
};
