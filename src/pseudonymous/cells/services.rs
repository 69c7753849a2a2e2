//! How many persons and households have each service.

use super::table::{
    HOUSEHOLDS, Holds, STATUS, ServiceFact, TableDef, Whole, column, count, key, share,
};

pub(super) static TABLE: TableDef = TableDef {
    name: "services",
    row: "a service",
    columns: &[
        key("service"),
        column("name", Holds::OfService(ServiceFact::Name)),
        column("domain", Holds::OfService(ServiceFact::Domain)),
        column("organisation", Holds::OfService(ServiceFact::Organisation)),
        count("persons"),
        HOUSEHOLDS,
        STATUS,
        share("share", "households", Whole::Households),
    ],
    measures: &[],
};
