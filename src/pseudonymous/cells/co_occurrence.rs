//! How many households have two services together.

use super::names::KeyPart;
use super::table::{
    Baseline, Chance, Counting, HOUSEHOLDS, Holds, STATUS, TableDef, Whole, column, key, share,
};

pub(super) static TABLE: TableDef = TableDef {
    name: "co_occurrence",
    row: "a pair of services, a before b; a with itself is the margin",
    counted: Counting::Pairs,
    columns: &[
        key("service_a", KeyPart::Service),
        key("service_b", KeyPart::Other),
        HOUSEHOLDS,
        STATUS,
        share("share_of_a", "households", Whole::Margin(0)),
        share("share_of_b", "households", Whole::Margin(1)),
        column("expected", Holds::Chance(Chance::Expected, Baseline::All)),
        column("lift", Holds::Chance(Chance::Lift, Baseline::All)),
        column(
            "significance",
            Holds::Chance(Chance::Significance, Baseline::All),
        ),
        column(
            "expected_of_users",
            Holds::Chance(Chance::Expected, Baseline::Users),
        ),
        column(
            "lift_of_users",
            Holds::Chance(Chance::Lift, Baseline::Users),
        ),
        column(
            "significance_of_users",
            Holds::Chance(Chance::Significance, Baseline::Users),
        ),
    ],
};
