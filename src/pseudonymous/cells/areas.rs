//! How many households each area has, and how many of them have 1, 2, 3 or more services.

use super::table::{HOUSEHOLDS, Holds, STATUS, TableDef, Whole, column, count, key, share};

const OF_ALL: Whole = Whole::Count("households");

pub(super) static TABLE: TableDef = TableDef {
    name: "areas",
    row: "the gemeente, a wijk or a buurt",
    columns: &[
        column("level", Holds::Key(&["gemeente", "wijk", "buurt"])),
        key("area"),
        key("name"),
        HOUSEHOLDS,
        STATUS,
        count("households_1_or_more"),
        count("households_2_or_more"),
        count("households_3_or_more"),
        share("share_1_or_more", "households_1_or_more", OF_ALL),
        share("share_2_or_more", "households_2_or_more", OF_ALL),
        share("share_3_or_more", "households_3_or_more", OF_ALL),
    ],
    measures: &[],
};
