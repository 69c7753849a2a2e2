//! How many of the households that surely have a right to a service use it.

use super::names::KeyPart;
use super::table::{Counting, Counts, PartsOf, STATUS, TableDef, Whole, count, key, share};
use crate::vocabulary::Dimension::{Buurt, Wijk};

pub(super) static TABLE: TableDef = TableDef {
    name: "reached",
    row: "a service that gives a right to another, in the gemeente, or in the wijken and buurten for which it is not too rare",
    counted: Counting::Parts(PartsOf::Entitled, &[Wijk, Buurt]),
    columns: &[
        key("entitlement", KeyPart::Entitlement),
        key("level", KeyPart::AreaLevel),
        key("area", KeyPart::AreaCode),
        count("households", Counts::By),
        STATUS,
        count("reached", Counts::Both),
        share("share", "reached", Whole::Count("households")),
    ],
};
