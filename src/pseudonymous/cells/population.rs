//! Who lives in the town and its areas, whatever they use.

use super::names::KeyPart;
use super::table::{Counting, HOUSEHOLDS, STATUS, TableDef, key};
use crate::vocabulary::Dimension::{AgeBand, Buurt, HouseholdSize, HouseholdType, Wijk};

pub(super) static TABLE: TableDef = TableDef {
    name: "population",
    row: "the households of an age band, type and size in the town, or of one of these in a wijk or buurt",
    counted: Counting::Population(&[
        &[AgeBand, HouseholdType, HouseholdSize],
        &[Wijk, AgeBand],
        &[Wijk, HouseholdType],
        &[Wijk, HouseholdSize],
        &[Buurt, AgeBand],
        &[Buurt, HouseholdType],
        &[Buurt, HouseholdSize],
    ]),
    columns: &[
        key("level", KeyPart::AreaLevel),
        key("area", KeyPart::AreaCode),
        key("dimension", KeyPart::Crossing),
        key("value", KeyPart::Values),
        HOUSEHOLDS,
        STATUS,
    ],
};
