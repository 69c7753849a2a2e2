//! The tables of a release as the contract has them (section 5), listed by hand: `cells` may be wrong.

/// What the contract fixes of a table.
#[derive(Debug, PartialEq)]
pub(super) struct Layout {
    pub(super) name: &'static str,
    /// The columns, the keys first.
    pub(super) columns: &'static [&'static str],
    /// How many of the columns are keys.
    pub(super) keys: usize,
    /// The columns with counts; the first is the one that `status` speaks of.
    pub(super) counts: &'static [&'static str],
}

/// The tables of contract section 5.
pub(super) const LAYOUT: &[Layout] = &[
    Layout {
        name: "headline",
        columns: &["measure", "value", "status"],
        keys: 1,
        counts: &[],
    },
    Layout {
        name: "stacking",
        columns: &[
            "unit",
            "dimension",
            "level",
            "services",
            "households",
            "status",
            "share",
            "share_of_users",
        ],
        keys: 4,
        counts: &["households"],
    },
    Layout {
        name: "services",
        columns: &[
            "service",
            "name",
            "domain",
            "organisation",
            "persons",
            "households",
            "status",
            "share",
        ],
        keys: 1,
        counts: &["persons", "households"],
    },
    Layout {
        name: "service_stacking",
        columns: &["service", "services", "households", "status"],
        keys: 2,
        counts: &["households"],
    },
    Layout {
        name: "co_occurrence",
        columns: &[
            "service_a",
            "service_b",
            "households",
            "status",
            "share_of_a",
            "share_of_b",
            "expected",
            "lift",
            "significance",
            "expected_of_users",
            "lift_of_users",
            "significance_of_users",
        ],
        keys: 2,
        counts: &["households"],
    },
    Layout {
        name: "combinations",
        columns: &["services", "number", "households", "status"],
        keys: 1,
        counts: &["households"],
    },
    Layout {
        name: "domains",
        columns: &["domains", "households", "status"],
        keys: 1,
        counts: &["households"],
    },
    Layout {
        name: "organisations",
        columns: &["organisations", "households", "status"],
        keys: 1,
        counts: &["households"],
    },
    Layout {
        name: "areas",
        columns: &[
            "level",
            "area",
            "name",
            "households",
            "status",
            "households_1_or_more",
            "households_2_or_more",
            "households_3_or_more",
            "share_1_or_more",
            "share_2_or_more",
            "share_3_or_more",
        ],
        keys: 2,
        counts: &[
            "households",
            "households_1_or_more",
            "households_2_or_more",
            "households_3_or_more",
        ],
    },
    Layout {
        name: "linkage",
        columns: &[
            "provider",
            "records",
            "clients",
            "linked",
            "by_bsn",
            "by_combination",
            "by_spelling",
            "by_address",
            "ambiguous",
            "outside",
            "left",
            "not_found",
            "left_behind",
            "share_linked",
        ],
        keys: 1,
        counts: &[
            "records",
            "clients",
            "linked",
            "by_bsn",
            "by_combination",
            "by_spelling",
            "by_address",
            "ambiguous",
            "outside",
            "left",
            "not_found",
            "left_behind",
        ],
    },
];
