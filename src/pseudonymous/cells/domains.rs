//! Which exact combinations of laws or fields households have services of.

use super::key::SetOf;
use super::names::KeyPart;
use super::table::{Counting, HOUSEHOLDS, STATUS, TableDef, key};

pub(super) static TABLE: TableDef = TableDef {
    name: "domains",
    row: "exactly these laws or fields, joined by `+`; `other` pools the rest",
    counted: Counting::Sets(SetOf::Domains),
    columns: &[key("domains", KeyPart::Set), HOUSEHOLDS, STATUS],
};
