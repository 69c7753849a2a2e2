//! How many people and households have each service.

use super::key::Unit;
use super::names::KeyPart;
use super::table::{
    Counting, Counts, Holds, STATUS, ServiceFact, TableDef, Whole, column, count, key, share,
};

pub(super) static TABLE: TableDef = TableDef {
    name: "services",
    row: "a service",
    counted: Counting::Services,
    columns: &[
        key("service", KeyPart::Service),
        column("name", Holds::OfService(ServiceFact::Name)),
        column("domain", Holds::OfService(ServiceFact::Domain)),
        column("organisation", Holds::OfService(ServiceFact::Organisation)),
        count("persons", Counts::Row),
        count("households", Counts::Of(Unit::Household)),
        STATUS,
        share("share", "households", Whole::Households),
    ],
};
