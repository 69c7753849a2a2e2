//! How many households each area has, and how many of them have 1, 2, 3 or more services.

use super::names::KeyPart;
use super::table::{Counting, Counts, HOUSEHOLDS, STATUS, TableDef, Whole, count, key, share};

const OF_ALL: Whole = Whole::Count("households");

pub(super) static TABLE: TableDef = TableDef {
    name: "areas",
    row: "the gemeente, a wijk or a buurt",
    counted: Counting::Areas,
    columns: &[
        key("level", KeyPart::AreaLevel),
        key("area", KeyPart::AreaCode),
        key("name", KeyPart::AreaName),
        HOUSEHOLDS,
        STATUS,
        count("households_1_or_more", Counts::AtLeast(1)),
        count("households_2_or_more", Counts::AtLeast(2)),
        count("households_3_or_more", Counts::AtLeast(3)),
        share("share_1_or_more", "households_1_or_more", OF_ALL),
        share("share_2_or_more", "households_2_or_more", OF_ALL),
        share("share_3_or_more", "households_3_or_more", OF_ALL),
    ],
};
