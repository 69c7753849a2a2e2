//! How many households have each service, by buurt where these are enough, else by wijk.

use super::names::KeyPart;
use super::table::{Counting, HOUSEHOLDS, STATUS, Subject, TableDef, Whole, key, share};

pub(super) static TABLE: TableDef = TableDef {
    name: "service_by_area",
    row: "a service in a buurt, or in a wijk where it is too rare for buurten",
    counted: Counting::ByArea(Subject::Service),
    columns: &[
        key("service", KeyPart::Service),
        key("level", KeyPart::AreaLevel),
        key("area", KeyPart::AreaCode),
        HOUSEHOLDS,
        STATUS,
        share("share", "households", Whole::Area),
    ],
};
