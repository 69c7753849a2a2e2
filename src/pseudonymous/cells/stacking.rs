//! How many services households and persons have, by where and in what households they live.

use super::names::KeyPart;
use super::table::{HOUSEHOLDS, STATUS, TableDef, Whole, key, share};

pub(super) static TABLE: TableDef = TableDef {
    name: "stacking",
    row: "a group of households or persons with so many services",
    columns: &[
        key("unit", KeyPart::Unit),
        key("dimension", KeyPart::Dimension),
        key("level", KeyPart::Level),
        key("services", KeyPart::Number),
        HOUSEHOLDS,
        STATUS,
        share("share", "households", Whole::Level),
        share("share_of_users", "households", Whole::UsersOfLevel),
    ],
    measures: &[],
};
