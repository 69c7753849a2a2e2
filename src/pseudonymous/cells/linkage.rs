//! The outcomes of each provider's clients.

use super::key::Fate;
use super::names::KeyPart;
use super::table::{Column, Counting, Counts, TableDef, Whole, count, key, share};

pub(super) static TABLE: TableDef = TableDef {
    name: "linkage",
    row: "a provider",
    counted: Counting::Linkage,
    columns: &[
        key("provider", KeyPart::Provider),
        fate("records", Fate::Records),
        fate("clients", Fate::Any),
        fate("linked", Fate::Linked),
        fate("by_bsn", Fate::By("by_bsn")),
        fate("by_combination", Fate::By("by_combination")),
        fate("by_spelling", Fate::By("by_spelling")),
        fate("by_address", Fate::By("by_address")),
        fate("ambiguous", Fate::Not("ambiguous")),
        fate("outside", Fate::Not("outside")),
        fate("left", Fate::Not("left")),
        fate("not_found", Fate::Not("not_found")),
        fate("left_behind", Fate::LeftBehind),
        share("share_linked", "linked", Whole::Count("clients")),
    ],
};

const fn fate(name: &'static str, fate: Fate) -> Column {
    count(name, Counts::Fate(fate))
}
