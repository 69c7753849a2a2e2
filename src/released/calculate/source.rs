//! What a table is calculated from.

use super::table::Value;
use crate::pseudonymous::protect::published::{
    PublishedRow, PublishedTable, PublishedTables, Status,
};
use crate::vocabulary::{ProviderId, Service};

/// What the tables say besides counts: names and laws of services.
#[derive(Debug, Clone)]
pub struct CalculateSettings {
    /// The services, in the order of the agreement.
    pub services: Vec<Service>,
    /// For each service, the organisation to print: the agreed one, else the providers that hand it over, joined by `+`.
    pub organisations: Vec<String>,
    /// The providers, in the order of the agreement.
    pub providers: Vec<ProviderId>,
}

/// What a table is calculated from: its own published counts, those of the other tables, and the names.
pub(super) struct Source<'a> {
    pub(super) own: &'a PublishedTable,
    pub(super) all: &'a PublishedTables,
    pub(super) settings: &'a CalculateSettings,
}

impl Source<'_> {
    /// How many services somebody was asked for.
    pub(super) fn services(&self) -> usize {
        let listed = self
            .all
            .table("services")
            .map_or(&[][..], PublishedTable::rows);
        let is_asked = |row: &&PublishedRow| row.cells[0].status() != Status::Missing;
        listed.iter().filter(is_asked).count()
    }
}

/// The rows of a table, a value per column of the schema.
pub(super) type Rows = Vec<Vec<Value>>;
