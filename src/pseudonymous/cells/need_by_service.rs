//! How many households have both a need and a service.

use super::names::KeyPart;
use super::table::{Counting, HOUSEHOLDS, STATUS, TableDef, key};

pub(super) static TABLE: TableDef = TableDef {
    name: "need_by_service",
    row: "a need and a service",
    counted: Counting::NeedByService,
    columns: &[
        key("need", KeyPart::Need),
        key("service", KeyPart::Service),
        HOUSEHOLDS,
        STATUS,
    ],
};
