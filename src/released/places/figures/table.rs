//! The table `figures`.

use crate::released::calculate::uncounted::{UncountedTable, count, number, text};

pub(in crate::released::places) static TABLE: UncountedTable = UncountedTable {
    name: "figures",
    row: "a figure of an area",
    columns: &[
        text("level"),
        text("area"),
        text("indicator"),
        number("value"),
        text("unit"),
        count("year"),
        text("source"),
    ],
    keys: 3,
    rests_on: &["areas"],
};
