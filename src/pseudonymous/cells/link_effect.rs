//! How many services households would miss, were one linked client of a provider left out.

use super::key::Fate;
use super::names::KeyPart;
use super::table::{Column, Counting, Counts, TableDef, count, key};

pub(super) static TABLE: TableDef = TableDef {
    name: "link_effect",
    row: "a provider of services",
    counted: Counting::LinkEffect,
    columns: &[
        key("provider", KeyPart::Provider),
        count("linked", Counts::Fate(Fate::Linked)),
        decisive("decisive_1_or_more", 1),
        decisive("decisive_2_or_more", 2),
        decisive("decisive_3_or_more", 3),
    ],
};

const fn decisive(name: &'static str, number: usize) -> Column {
    count(name, Counts::Decisive(number))
}
