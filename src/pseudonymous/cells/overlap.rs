//! Whether two services are used together or one after the other.

use super::key::Overlap;
use super::names::KeyPart;
use super::table::{Counting, Counts, TableDef, count, key};

/// Both together are all who have the pair in the period.
pub(super) static TABLE: TableDef = TableDef {
    name: "overlap",
    row: "a pair of services, a before b",
    counted: Counting::Overlap,
    columns: &[
        key("service_a", KeyPart::Service),
        key("service_b", KeyPart::Other),
        count("together", Counts::Overlap(Overlap::Together)),
        count("one_after_other", Counts::Overlap(Overlap::Apart)),
    ],
};
