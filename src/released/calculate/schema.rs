//! The tables of a release and their columns, in the order of the contract (section 5).

use super::table::{Column, ColumnKind};

use ColumnKind::{Count, Decimal, Status, Text};

const fn column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind }
}

const STATUS: Column = column("status", Status);
const HOUSEHOLDS: Column = column("households", Count);
const SHARE: Column = column("share", Decimal);

/// Every table: its name and its columns. The `value` of `headline` holds counts and shares.
pub const SCHEMA: &[(&str, &[Column])] = &[
    (
        "headline",
        &[column("measure", Text), column("value", Decimal), STATUS],
    ),
    (
        "stacking",
        &[
            column("unit", Text),
            column("dimension", Text),
            column("level", Text),
            column("services", Text),
            HOUSEHOLDS,
            STATUS,
            SHARE,
            column("share_of_users", Decimal),
        ],
    ),
    (
        "services",
        &[
            column("service", Text),
            column("name", Text),
            column("domain", Text),
            column("organisation", Text),
            column("persons", Count),
            HOUSEHOLDS,
            STATUS,
            SHARE,
        ],
    ),
    (
        "service_stacking",
        &[
            column("service", Text),
            column("services", Text),
            HOUSEHOLDS,
            STATUS,
        ],
    ),
    (
        "co_occurrence",
        &[
            column("service_a", Text),
            column("service_b", Text),
            HOUSEHOLDS,
            STATUS,
            column("share_of_a", Decimal),
            column("share_of_b", Decimal),
            column("expected", Decimal),
            column("lift", Decimal),
            column("significance", Text),
            column("expected_of_users", Decimal),
            column("lift_of_users", Decimal),
            column("significance_of_users", Text),
        ],
    ),
    (
        "combinations",
        &[
            column("services", Text),
            column("number", Count),
            HOUSEHOLDS,
            STATUS,
        ],
    ),
    ("domains", &[column("domains", Text), HOUSEHOLDS, STATUS]),
    (
        "organisations",
        &[column("organisations", Text), HOUSEHOLDS, STATUS],
    ),
    (
        "areas",
        &[
            column("level", Text),
            column("area", Text),
            column("name", Text),
            HOUSEHOLDS,
            STATUS,
            column("households_1_or_more", Count),
            column("households_2_or_more", Count),
            column("households_3_or_more", Count),
            column("share_1_or_more", Decimal),
            column("share_2_or_more", Decimal),
            column("share_3_or_more", Decimal),
        ],
    ),
    (
        "linkage",
        &[
            column("provider", Text),
            column("records", Count),
            column("clients", Count),
            column("linked", Count),
            column("by_bsn", Count),
            column("by_combination", Count),
            column("by_spelling", Count),
            column("by_address", Count),
            column("ambiguous", Count),
            column("outside", Count),
            column("left", Count),
            column("not_found", Count),
            column("left_behind", Count),
            column("share_linked", Decimal),
        ],
    ),
];
