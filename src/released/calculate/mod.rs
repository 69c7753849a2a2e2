//! The tables of a release: shares, lift and significance as pure functions of published counts.

mod co_occurrence;
mod decimals;
mod headline;
mod hypergeometric;
mod recall;
mod share;
mod significance;
mod source;
mod table;
pub(in crate::released) mod uncounted;

pub(in crate::released) use decimals::{finite, rounded, six_decimals};
pub(in crate::released) use share::{SMALLEST_DENOMINATOR, published_share};
pub(in crate::released) use significance::{class as significance, false_discovery_rates};
pub use source::CalculateSettings;
pub use table::{Column, ColumnKind, ReleaseTables, Table, Value};
pub use uncounted::UncountedTable;

use std::iter::repeat_with;

use rayon::prelude::*;

use crate::pseudonymous::cells::{self, Counting, Holds, KeyPart, ServiceFact};
use crate::pseudonymous::protect::published::{PublishedTable, PublishedTables};
use source::{Rows, Source};

/// Adds every derived column of the contract. Knows no count but published ones, so nothing hidden can return in a
/// share or a lift; the rows keep the order of the published tables.
#[must_use]
pub fn calculate(published: &PublishedTables, settings: &CalculateSettings) -> ReleaseTables {
    let table = |own: &PublishedTable| {
        let source = Source {
            own,
            all: published,
            settings,
        };
        Table {
            name: own.def().name,
            columns: Column::of(own.def()),
            rows: match own.def().counted {
                Counting::Headline(measures) => headline::rows(&source, measures),
                _ => rows(&source),
            },
        }
    };
    ReleaseTables {
        tables: published.tables().par_iter().map(table).collect(),
        is_internal: published.is_internal(),
    }
}

fn rows(source: &Source) -> Rows {
    let columns = source.own.def().columns;
    // Not `vec![…; …]`: its clones have no room.
    let row = || Vec::with_capacity(columns.len());
    let mut rows: Rows = repeat_with(row).take(source.own.rows().len()).collect();
    for column in columns {
        for (row, value) in rows.iter_mut().zip(values(source, column)) {
            row.push(value);
        }
    }
    rows
}

/// What a column holds, a value per row.
fn values(source: &Source, column: &cells::Column) -> Vec<Value> {
    let rows = source.own.rows().iter();
    let count = source.own.def().count(column.name).unwrap_or(0);
    let text = |part| rows.clone().map(move |row| source.own.text(part, row));
    match column.holds {
        Holds::Key(KeyPart::Size) => text(KeyPart::Size)
            .map(|size| size.parse().map_or(Value::Empty, Value::Count))
            .collect(),
        Holds::Key(part) => text(part).map(Value::text).collect(),
        Holds::OfService(fact) => text(KeyPart::Service)
            .map(|code| of_service(source.settings, &code, fact))
            .collect(),
        Holds::Count(_) | Holds::Figure => rows.map(|row| Value::of(row.cells[count])).collect(),
        Holds::Status => rows.map(|row| Value::status(row.cells[0])).collect(),
        Holds::Share(part, whole) => share::column(source.own, source.all, part, whole),
        Holds::Chance(chance, baseline) => co_occurrence::column(source, chance, baseline),
        Holds::Recall(bound) => recall::column(source, bound),
    }
}

/// Name, domain or organisation of a service of the agreement.
fn of_service(settings: &CalculateSettings, code: &str, fact: ServiceFact) -> Value {
    let mut services = settings.services.iter();
    let index = services.position(|service| service.code.as_str() == code);
    let text = index.and_then(|index| match fact {
        ServiceFact::Name => Some(&settings.services[index].name),
        ServiceFact::Domain => Some(&settings.services[index].domain),
        ServiceFact::Organisation => settings.organisations.get(index),
    });
    text.map_or(Value::Empty, Value::text)
}
