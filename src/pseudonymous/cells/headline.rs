//! The few numbers at the top of a release.

use super::names::KeyPart;
use super::table::{Counting, Figure, Holds, Measure, STATUS, TableDef, column, key};

const MEASURES: &[Measure] = &[
    measure("households", Figure::Households(0)),
    measure("households_1_or_more", Figure::Households(1)),
    measure(
        "share_1_or_more",
        Figure::Share("households_1_or_more", "households"),
    ),
    measure("households_2_or_more", Figure::Households(2)),
    measure(
        "share_of_users_2_or_more",
        Figure::Share("households_2_or_more", "households_1_or_more"),
    ),
    measure("households_3_or_more", Figure::Households(3)),
    measure(
        "share_of_users_3_or_more",
        Figure::Share("households_3_or_more", "households_1_or_more"),
    ),
    measure("most_services", Figure::Most),
    measure("mean_services_of_users", Figure::Mean),
    measure("persons", Figure::Persons(0)),
    measure("persons_with_service", Figure::Persons(1)),
    measure("client_records", Figure::ClientRecords),
    measure("services", Figure::Services),
    measure("organisations", Figure::Organisations),
];

pub(super) static TABLE: TableDef = TableDef {
    name: "headline",
    row: "a measure",
    counted: Counting::Headline(MEASURES),
    columns: &[
        key("measure", KeyPart::Measure),
        column("value", Holds::Figure),
        STATUS,
    ],
};

const fn measure(name: &'static str, figure: Figure) -> Measure {
    Measure { name, figure }
}
