//! How many services households and persons have, by where and in what households they live.

use super::table::{HOUSEHOLDS, Holds, STATUS, TableDef, Whole, column, key, share};

const DIMENSIONS: &[&str] = &[
    "all",
    "wijk",
    "buurt",
    "age_band",
    "household_type",
    "household_size",
    "sex",
];

pub(super) static TABLE: TableDef = TableDef {
    name: "stacking",
    row: "a group of households or persons with so many services",
    columns: &[
        column("unit", Holds::Key(&["household", "person"])),
        column("dimension", Holds::Key(DIMENSIONS)),
        key("level"),
        key("services"),
        HOUSEHOLDS,
        STATUS,
        share("share", "households", Whole::Level),
        share("share_of_users", "households", Whole::UsersOfLevel),
    ],
    measures: &[],
};
