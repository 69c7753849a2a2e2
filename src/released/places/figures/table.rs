//! The table `figures`.

use crate::released::calculate::{Column, ColumnKind};
use crate::released::places::table::PublicTable;

const fn text(name: &'static str) -> Column {
    let kind = ColumnKind::Text;
    Column { name, kind }
}

pub(in crate::released::places) static TABLE: PublicTable = PublicTable {
    name: "figures",
    row: "a figure of an area",
    columns: &[
        text("level"),
        text("area"),
        text("indicator"),
        Column {
            name: "value",
            kind: ColumnKind::Number,
        },
        text("unit"),
        Column {
            name: "year",
            kind: ColumnKind::Count,
        },
        text("source"),
    ],
    keys: 3,
};
