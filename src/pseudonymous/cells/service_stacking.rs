//! How many services the households with a service have.

use super::names::KeyPart;
use super::table::{HOUSEHOLDS, STATUS, TableDef, key};

pub(super) static TABLE: TableDef = TableDef {
    name: "service_stacking",
    row: "a service, and how many services its households have",
    columns: &[
        key("service", KeyPart::Service),
        key("services", KeyPart::Number),
        HOUSEHOLDS,
        STATUS,
    ],
    measures: &[],
};
