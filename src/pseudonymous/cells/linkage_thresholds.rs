//! What the headline would be, if links had to be surer.

use super::names::KeyPart;
use super::table::{Counting, Counts, TableDef, count, key};

pub(super) static TABLE: TableDef = TableDef {
    name: "linkage_thresholds",
    row: "a probability from which links are made",
    counted: Counting::Thresholds,
    columns: &[
        key("probability", KeyPart::Probability),
        count("households_1_or_more", Counts::AtLeast(1)),
        count("households_2_or_more", Counts::AtLeast(2)),
        count("households_3_or_more", Counts::AtLeast(3)),
    ],
};
