//! How many services households and people have, by area and type of household.

use super::names::KeyPart;
use super::table::{
    Counting, HOUSEHOLDS, LadderForm, LadderOf, STATUS, TableDef, Whole, key, share,
};
use crate::vocabulary::Dimension;

const LADDERS: &[LadderOf] = &[
    LadderOf::Households(None),
    LadderOf::Households(Some(Dimension::Wijk)),
    LadderOf::Households(Some(Dimension::Buurt)),
    LadderOf::Households(Some(Dimension::AgeBand)),
    LadderOf::Households(Some(Dimension::HouseholdType)),
    LadderOf::Households(Some(Dimension::HouseholdSize)),
    LadderOf::Persons(None),
    LadderOf::Persons(Some(Dimension::Wijk)),
    LadderOf::Persons(Some(Dimension::AgeBand)),
    LadderOf::Persons(Some(Dimension::Sex)),
];

pub(super) static TABLE: TableDef = TableDef {
    name: "stacking",
    row: "a group of households or persons with so many services",
    counted: Counting::Ladders(LadderForm::WithAll, LADDERS),
    columns: &[
        key("unit", KeyPart::Unit),
        key("dimension", KeyPart::Dimension),
        key("level", KeyPart::Level),
        key("services", KeyPart::Number),
        HOUSEHOLDS,
        STATUS,
        share("share", "households", Whole::Level),
        share("share_of_users", "households", Whole::UsersOfLevel),
    ],
};
