//! What became of the clients of each provider.

use super::table::{TableDef, Whole, count, key, share};

pub(super) static TABLE: TableDef = TableDef {
    name: "linkage",
    row: "a provider",
    columns: &[
        key("provider"),
        count("records"),
        count("clients"),
        count("linked"),
        count("by_bsn"),
        count("by_combination"),
        count("by_spelling"),
        count("by_address"),
        count("ambiguous"),
        count("outside"),
        count("left"),
        count("not_found"),
        count("left_behind"),
        share("share_linked", "linked", Whole::Count("clients")),
    ],
    measures: &[],
};
