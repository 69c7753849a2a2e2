//! How many households have a service of each domain, in the town and by buurt where these are enough, else by wijk.

use super::names::KeyPart;
use super::table::{Counting, HOUSEHOLDS, STATUS, Subject, TableDef, Whole, key, share};

pub(super) static TABLE: TableDef = TableDef {
    name: "domain_by_area",
    row: "a law or field in the gemeente, and in a buurt, or in a wijk where it is too rare for buurten",
    counted: Counting::ByArea(Subject::Domain),
    columns: &[
        key("domain", KeyPart::Domain),
        key("level", KeyPart::AreaLevel),
        key("area", KeyPart::AreaCode),
        HOUSEHOLDS,
        STATUS,
        share("share", "households", Whole::Area),
    ],
};
