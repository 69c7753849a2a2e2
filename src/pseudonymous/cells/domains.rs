//! Which exact combinations of laws or fields households have services of.

use super::names::KeyPart;
use super::table::{HOUSEHOLDS, STATUS, TableDef, key};

pub(super) static TABLE: TableDef = TableDef {
    name: "domains",
    row: "exactly these laws or fields, joined by `+`; `other` pools the rest",
    columns: &[key("domains", KeyPart::Set), HOUSEHOLDS, STATUS],
    measures: &[],
};
