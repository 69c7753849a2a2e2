//! Who has a service on the first and on the last day of the period, and who came and went in between.

use super::key::Flow;
use super::names::KeyPart;
use super::table::{Column, Counting, Counts, TableDef, count, key};

/// Those of the first day and those who came are all of the period; so are those of the last day and those who went.
pub(super) static TABLE: TableDef = TableDef {
    name: "flow",
    row: "a service",
    counted: Counting::Flow,
    columns: &[
        key("service", KeyPart::Service),
        flow("stock_first", Flow::First),
        flow("inflow", Flow::In),
        flow("outflow", Flow::Out),
        flow("stock_last", Flow::Last),
    ],
};

const fn flow(name: &'static str, flow: Flow) -> Column {
    count(name, Counts::Flow(flow))
}
