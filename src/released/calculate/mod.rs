//! Publishable counts in, the tables of a release out: shares, lift, significance as pure functions of published numbers.

mod areas;
mod co_occurrence;
mod headline;
mod hypergeometric;
mod linkage;
mod plain;
pub mod schema;
mod services;
mod share;
mod significance;
mod stacking;
mod table;

pub use table::{Column, ColumnKind, ReleaseTables, Table, Value};

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
struct Source<'a> {
    own: &'a PublishedTable,
    all: &'a PublishedTables,
    settings: &'a CalculateSettings,
}

impl Source<'_> {
    /// How many services somebody was asked for.
    fn services(&self) -> usize {
        let listed = self
            .all
            .table("services")
            .map_or(&[][..], PublishedTable::rows);
        let is_asked = |row: &&PublishedRow| row.cells[0].status() != Status::Missing;
        listed.iter().filter(is_asked).count()
    }
}

/// The rows of a table, a value per column of the schema.
type Rows = Vec<Vec<Value>>;

/// What calculates a table.
type Calculation = fn(&Source) -> Rows;

/// The tables, in the order of the contract: a line for each.
const TABLES: &[(&str, Calculation)] = &[
    ("headline", headline::rows),
    ("stacking", stacking::rows),
    ("services", services::rows),
    ("service_stacking", plain::rows),
    ("co_occurrence", co_occurrence::rows),
    ("combinations", plain::rows),
    ("domains", plain::rows),
    ("organisations", plain::rows),
    ("areas", areas::rows),
    ("linkage", linkage::rows),
];

/// Adds every derived column of the contract. Knows no count but published ones, so nothing hidden can return in a
/// share or a lift; the rows keep the order of the published tables.
#[must_use]
pub fn calculate(published: &PublishedTables, settings: &CalculateSettings) -> ReleaseTables {
    let table = |(name, rows): &(&'static str, Calculation)| {
        let (_, columns) = schema::SCHEMA.iter().find(|(of, _)| of == name)?;
        let source = Source {
            own: published.table(name)?,
            all: published,
            settings,
        };
        Some(Table {
            name,
            columns: columns.to_vec(),
            rows: rows(&source),
        })
    };
    ReleaseTables {
        tables: TABLES.iter().filter_map(table).collect(),
        is_internal: published.is_internal(),
    }
}
