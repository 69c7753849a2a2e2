//! Tables in, problems out: columns, keys, statuses and the form of every number.

use std::collections::BTreeSet;

use super::Verdict;
use super::printing::{K5, Printing};
use super::tables::{Table, Tables};

/// What the contract fixes of a table.
#[derive(Debug, PartialEq)]
pub(super) struct Layout {
    /// The name.
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

pub(super) fn check(tables: &Tables, verdict: &mut Verdict) {
    for table in tables.by_name.values() {
        let mut keys = BTreeSet::new();
        for row in &table.rows {
            if !keys.insert(&row[..table.layout.keys]) {
                verdict
                    .problems
                    .push(format!("{} stands twice", table.name_row(row)));
            }
            check_row(table, row, tables.printing, verdict);
        }
    }
}

fn check_row(table: &Table, row: &[String], printing: Option<Printing>, verdict: &mut Verdict) {
    let is_internal = printing.is_none();
    for column in table.layout.counts {
        let text = table.text(row, column);
        verdict.numbers += 1;
        if text.is_empty() {
            continue;
        }
        match text.parse::<u64>() {
            Ok(count) if printing.is_none_or(|printing| printing.can_print(count)) => {}
            Ok(_) => {
                let Printing { base, smallest, .. } = printing.unwrap_or(K5);
                verdict.problems.push(format!(
                    "{}, {column}: is not a protected number (hidden, or a multiple of {base} from {smallest} on)",
                    table.name_row(row)
                ));
            }
            Err(_) => verdict
                .problems
                .push(format!("{}, {column}: is not a count", table.name_row(row))),
        }
    }
    if let (true, Some(first)) = (
        table.layout.columns.contains(&"status"),
        table.layout.counts.first(),
    ) {
        let status = table.text(row, "status");
        let is_empty = table.text(row, first).is_empty();
        let fits = match status {
            "hidden" => is_empty && !is_internal,
            "missing" => is_empty && table.layout.name == "services",
            "exact" => !is_empty && is_internal,
            "rounded" | "derived" => !is_empty && !is_internal,
            _ => false,
        };
        if !fits {
            verdict.problems.push(format!(
                "{}: the status does not fit the number",
                table.name_row(row)
            ));
        }
    }
}
