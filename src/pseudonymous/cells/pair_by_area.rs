//! How many households have two services together, by buurt where these are enough, else by wijk.

use super::names::KeyPart;
use super::table::{Counting, HOUSEHOLDS, STATUS, Subject, TableDef, Whole, key, share};

pub(super) static TABLE: TableDef = TableDef {
    name: "pair_by_area",
    row: "a pair of services, a before b, in a buurt, or in a wijk where it is too rare for buurten",
    counted: Counting::ByArea(Subject::Pair),
    columns: &[
        key("service_a", KeyPart::Service),
        key("service_b", KeyPart::Other),
        key("level", KeyPart::AreaLevel),
        key("area", KeyPart::AreaCode),
        HOUSEHOLDS,
        STATUS,
        share("share", "households", Whole::Area),
    ],
};
