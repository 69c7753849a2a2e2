//! Which exact combinations of services households have.

use super::table::{HOUSEHOLDS, Holds, STATUS, TableDef, column, key};

pub(super) static TABLE: TableDef = TableDef {
    name: "combinations",
    row: "exactly these services, joined by `+`, and their number; `other` pools the rest",
    columns: &[
        key("services"),
        column("number", Holds::NumberKey),
        HOUSEHOLDS,
        STATUS,
    ],
    measures: &[],
};
