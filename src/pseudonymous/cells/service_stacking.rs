//! How many services the households with a service have.

use super::names::KeyPart;
use super::table::{Counting, HOUSEHOLDS, LadderForm, LadderOf, STATUS, TableDef, key};

pub(super) static TABLE: TableDef = TableDef {
    name: "service_stacking",
    row: "a service, and how many services its households have",
    counted: Counting::Ladders(LadderForm::BesideMargin, &[LadderOf::EachService]),
    columns: &[
        key("service", KeyPart::Service),
        key("services", KeyPart::Number),
        HOUSEHOLDS,
        STATUS,
    ],
};
