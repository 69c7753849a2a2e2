//! How many households have each service, by age, type and size of household, in the whole town.

use super::names::KeyPart;
use super::table::{Counting, HOUSEHOLDS, STATUS, TableDef, key};
use crate::vocabulary::Dimension;

const GROUPS: &[Dimension] = &[
    Dimension::AgeBand,
    Dimension::HouseholdType,
    Dimension::HouseholdSize,
];

pub(super) static TABLE: TableDef = TableDef {
    name: "service_by_group",
    row: "a service, and an age band, type or size of the households that have it",
    counted: Counting::ServiceByGroup(GROUPS),
    columns: &[
        key("service", KeyPart::Service),
        key("dimension", KeyPart::Dimension),
        key("value", KeyPart::Level),
        HOUSEHOLDS,
        STATUS,
    ],
};
