//! The tables of a release as the contract has them (sections 5 and 7), listed by hand: `cells` may be wrong.

use serde_json::Value as Json;

use super::questions::asked;

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

/// The tables of contract sections 5 and 7.
#[rustfmt::skip]
pub(super) const LAYOUT: &[Layout] = &[
    Layout {
        name: "headline", keys: 1,
        columns: &["measure", "value", "status"],
        counts: &[],
    },
    Layout {
        name: "stacking", keys: 4,
        columns: &[
            "unit", "dimension", "level", "services", "households", "status", "share",
            "share_of_users",
        ],
        counts: &["households"],
    },
    Layout {
        name: "services", keys: 1,
        columns: &[
            "service", "name", "domain", "organisation", "persons", "households", "status", "share",
        ],
        counts: &["persons", "households"],
    },
    Layout {
        name: "service_stacking", keys: 2,
        columns: &["service", "services", "households", "status"],
        counts: &["households"],
    },
    Layout {
        name: "co_occurrence", keys: 2,
        columns: &[
            "service_a", "service_b", "households", "status", "share_of_a", "share_of_b",
            "expected", "lift", "significance", "expected_of_users", "lift_of_users",
            "significance_of_users",
        ],
        counts: &["households"],
    },
    Layout {
        name: "combinations", keys: 1,
        columns: &["services", "number", "households", "status"],
        counts: &["households"],
    },
    Layout {
        name: "domains", keys: 1,
        columns: &["domains", "households", "status"],
        counts: &["households"],
    },
    Layout {
        name: "organisations", keys: 1,
        columns: &["organisations", "households", "status"],
        counts: &["households"],
    },
    Layout {
        name: "areas", keys: 2,
        columns: &[
            "level", "area", "name", "households", "status", "households_1_or_more",
            "households_2_or_more", "households_3_or_more", "share_1_or_more", "share_2_or_more",
            "share_3_or_more",
        ],
        counts: &[
            "households", "households_1_or_more", "households_2_or_more", "households_3_or_more",
        ],
    },
    Layout {
        name: "linkage", keys: 1,
        columns: &[
            "provider", "records", "clients", "linked", "by_bsn", "by_combination", "by_spelling",
            "by_address", "ambiguous", "outside", "left", "not_found", "left_behind",
            "share_linked",
        ],
        counts: &[
            "records", "clients", "linked", "by_bsn", "by_combination", "by_spelling", "by_address",
            "ambiguous", "outside", "left", "not_found", "left_behind",
        ],
    },
    Layout {
        name: "link_effect", keys: 1,
        columns: &["provider", "linked", "decisive_1_or_more", "decisive_2_or_more", "decisive_3_or_more"],
        counts: &["linked", "decisive_1_or_more", "decisive_2_or_more", "decisive_3_or_more"],
    },
    Layout {
        name: "linkage_thresholds", keys: 1,
        columns: &["probability", "households_1_or_more", "households_2_or_more", "households_3_or_more"],
        counts: &["households_1_or_more", "households_2_or_more", "households_3_or_more"],
    },
    Layout {
        name: "linkage_quality", keys: 2,
        columns: &["provider", "group", "clients", "recall", "low", "high", "expected_false", "without_key", "linked", "held_out", "missed", "with_birth_date", "with_surname", "with_given_name", "with_address"],
        counts: &["clients", "expected_false", "without_key", "linked", "held_out", "missed", "with_birth_date", "with_surname",
            "with_given_name", "with_address"],
    },
    Layout {
        name: "population", keys: 4,
        columns: &["level", "area", "dimension", "value", "households", "status"],
        counts: &["households"],
    },
    Layout {
        name: "service_by_group", keys: 3,
        columns: &["service", "dimension", "value", "households", "status"],
        counts: &["households"],
    },
    Layout {
        name: "service_by_area", keys: 3,
        columns: &["service", "level", "area", "households", "status", "share"],
        counts: &["households"],
    },
    Layout {
        name: "domain_by_area", keys: 3,
        columns: &["domain", "level", "area", "households", "status", "share"],
        counts: &["households"],
    },
    Layout {
        name: "pair_by_area", keys: 4,
        columns: &["service_a", "service_b", "level", "area", "households", "status", "share"],
        counts: &["households"],
    },
];

/// A table that counts what only some agreements have.
pub(super) struct Agreed {
    /// The field of `run.json`, a list that is not empty then.
    pub(super) given_by: &'static str,
    pub(super) layout: Layout,
}

/// The tables of needs and rights, in the order in which they follow those of all releases.
#[rustfmt::skip]
pub(super) const AGREED: &[Agreed] = &[
    Agreed {
        given_by: "needs",
        layout: Layout {
            name: "needs", keys: 3,
            columns: &["need", "level", "area", "households", "status", "without_service", "share"],
            counts: &["households", "without_service"],
        },
    },
    Agreed {
        given_by: "needs",
        layout: Layout {
            name: "need_by_service", keys: 2,
            columns: &["need", "service", "households", "status"],
            counts: &["households"],
        },
    },
    Agreed {
        given_by: "entitled",
        layout: Layout {
            name: "reached", keys: 3,
            columns: &[
                "entitlement", "level", "area", "households", "status", "reached", "share",
            ],
            counts: &["households", "reached"],
        },
    },
];

/// The tables that count days and quarters of uses, behind those; each is given by a word of the list `told`.
#[rustfmt::skip]
pub(super) const TOLD: &[Agreed] = &[
    Agreed {
        given_by: "flow",
        layout: Layout {
            name: "flow", keys: 1,
            columns: &["service", "stock_first", "inflow", "outflow", "stock_last"],
            counts: &["stock_first", "inflow", "outflow", "stock_last"],
        },
    },
    Agreed {
        given_by: "succession",
        layout: Layout {
            name: "overlap", keys: 2,
            columns: &["service_a", "service_b", "together", "one_after_other"],
            counts: &["together", "one_after_other"],
        },
    },
];

/// A public table: a release has it when a field of its `run.json` says where the rows come from.
pub(super) struct Public {
    /// The field of `run.json`, a list.
    pub(super) given_by: &'static str,
    pub(super) layout: Layout,
    /// The columns with numbers.
    pub(super) numbers: &'static [&'static str],
}

/// The public tables of contract section 7, in the order in which they follow the others.
#[rustfmt::skip]
pub(super) const PUBLIC: &[Public] = &[
    Public {
        given_by: "figures",
        layout: Layout {
            name: "figures", keys: 3,
            columns: &["level", "area", "indicator", "value", "unit", "year", "source"],
            counts: &[],
        },
        numbers: &["value", "year"],
    },
    Public {
        given_by: "figures",
        layout: Layout {
            name: "survey", keys: 3,
            columns: &["level", "area", "indicator", "n", "low", "high"],
            counts: &[],
        },
        numbers: &["n", "low", "high"],
    },
    Public {
        given_by: "forecast",
        layout: Layout {
            name: "population_ahead", keys: 2,
            columns: &["year", "age_band", "persons", "source"],
            counts: &[],
        },
        numbers: &["year", "persons"],
    },
    Public {
        given_by: "norm",
        layout: Layout {
            name: "norm", keys: 4,
            columns: &[
                "what", "age_band", "household_type", "household_size", "rate", "source",
            ],
            counts: &[],
        },
        numbers: &["rate"],
    },
    Public {
        given_by: "facilities",
        layout: Layout {
            name: "facilities", keys: 4,
            columns: &["type", "name", "x", "y", "capacity", "opening"],
            counts: &[],
        },
        numbers: &["x", "y", "capacity"],
    },
    Public {
        given_by: "travel",
        layout: Layout {
            name: "travel", keys: 3,
            columns: &["area", "type", "name", "minutes"],
            counts: &[],
        },
        numbers: &["minutes"],
    },
    Public {
        given_by: "facilities",
        layout: Layout {
            name: "reach", keys: 5,
            columns: &[
                "level", "area", "facility_type", "target", "distance_m", "target_households",
                "nearest_m", "within_d", "share_within_d", "access", "mismatch",
            ],
            counts: &[],
        },
        numbers: &[
            "target_households", "nearest_m", "within_d", "share_within_d", "access", "mismatch",
        ],
    },
    Public {
        given_by: "signals",
        layout: Layout {
            name: "signals", keys: 3,
            columns: &["level", "area", "theme", "roles", "direction"],
            counts: &[],
        },
        numbers: &["roles", "direction"],
    },
    Public {
        given_by: "approaches",
        layout: Layout {
            name: "approaches", keys: 2,
            columns: &["area", "approach", "since"],
            counts: &[],
        },
        numbers: &[],
    },
    Public {
        given_by: "external",
        layout: Layout {
            name: "external", keys: 4,
            columns: &[
                "level", "area", "services", "unit", "ours", "external", "difference", "beyond",
                "reasons",
            ],
            counts: &[],
        },
        numbers: &["ours", "external", "difference"],
    },
];

/// The tables that follow from the others, in the order in which they come after them.
#[rustfmt::skip]
pub(super) const ESTIMATED: &[Layout] = &[
    Layout {
        name: "expected", keys: 3,
        columns: &[
            "level", "area", "what", "households", "status", "expected", "ratio", "low", "high",
            "ratio_smoothed", "class",
        ],
        counts: &["households"],
    },
    Layout {
        name: "pairs_by_composition", keys: 2,
        columns: &[
            "service_a", "service_b", "households", "status", "expected_by_composition",
            "lift_by_composition", "significance", "verdict",
        ],
        counts: &["households"],
    },
    Layout {
        name: "correlations", keys: 3,
        columns: &[
            "level", "indicator", "what", "areas", "left_out", "rho", "low", "high", "p", "q",
        ],
        counts: &[],
    },
    Layout {
        name: "look_first", keys: 3,
        columns: &["level", "area", "theme", "use", "signal", "rank"],
        counts: &[],
    },
    Layout {
        name: "forecast", keys: 2,
        columns: &["service", "year", "low", "persons", "high"],
        counts: &[],
    },
    Layout {
        name: "joining", keys: 2,
        columns: &["organisation", "measure", "without", "with", "at_least", "at_most"],
        counts: &[],
    },
    Layout {
        name: "stacker_types", keys: 1,
        columns: &["type", "households", "status", "services"],
        counts: &[],
    },
    Layout {
        name: "corrected", keys: 1,
        columns: &["measure", "raw", "corrected", "low", "high"],
        counts: &[],
    },
];

/// The tables that a release with this `run.json` has.
pub(super) fn of_release(run: &Json) -> Vec<&'static Layout> {
    let is_given = |field: &str| match &run[field] {
        Json::Array(list) => !list.is_empty(),
        other => other.is_object(),
    };
    let is_told = |word: &str| {
        let mut told = run["told"].as_array().into_iter().flatten();
        told.any(|one| one == word)
    };
    let told = TOLD.iter().filter(|one| is_told(one.given_by));
    let agreed = AGREED.iter().filter(|one| is_given(one.given_by));
    let agreed = agreed.chain(told);
    let public = PUBLIC.iter().filter(|one| is_given(one.given_by));
    let agreed = agreed.map(|one| &one.layout);
    let mut files = run["figures"].as_array().into_iter().flatten();
    let has_survey = files.any(|file| file["survey"] == true);
    let public = public.map(|one| &one.layout);
    let public = public.filter(|table| has_survey || table.name != "survey");
    let asked = asked(run);
    let is_asked = |layout: &&Layout| asked.is_empty() || asked.contains(layout.name);
    let counted = LAYOUT.iter().chain(agreed).filter(is_asked);
    let estimated = ESTIMATED.iter().filter(is_asked);
    let estimated = estimated.filter(|table| match table.name {
        "look_first" => is_given("signals"),
        "forecast" => is_given("forecast"),
        "correlations" => has_survey,
        "joining" => absent(run).next().is_some(),
        _ => true,
    });
    counted.chain(public).chain(estimated).collect()
}

/// The providers of services that the release is without.
pub(super) fn absent(run: &Json) -> impl Iterator<Item = &Json> {
    let missing = run["missing"].as_array().into_iter().flatten();
    missing.filter(|one| one["of_needs"] != true)
}
