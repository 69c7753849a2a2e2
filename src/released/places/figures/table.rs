//! The table `figures`.

use crate::released::places::table::{PublicTable, count, number, text};

pub(in crate::released::places) static TABLE: PublicTable = PublicTable {
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
