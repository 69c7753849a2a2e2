//! ▶ GATE: exact counts go in, publishable counts come out.

mod by_area;
mod cell;
mod headline;
mod held;
mod ladder;
mod nested;
mod order;
mod pooled;
mod population;
pub mod profile;
pub mod published;
mod rows;
mod unhidden;
mod within;

pub use profile::Profile;

use foldhash::{HashMap, HashMapExt};
use std::sync::Arc;

use crate::error::Result;
use crate::pseudonymous::cells::{ALL_CLIENTS, CellKey, Event, Facts, Names};
use crate::pseudonymous::measure::{Body, ExactCell, ExactTable, ExactTables};
pub use held::Held;
use nested::Nested;
pub use nested::Outcome;
use published::{PublishedTable, PublishedTables, Status};

/// The rules of protection.
#[derive(Debug, Clone)]
pub struct Rules {
    /// How every count is rounded or hidden.
    pub profile: Profile,
}

/// Protects all tables: each count by the rule of its cell, no part above its whole, then what is derived from
/// published counts, then the order of the rows. The exact counts are used up.
///
/// Under a profile that protects, which rows there are follows from the agreement and from published numbers only.
///
/// # Errors
/// When a rule cannot be kept (none of the present rules can fail).
pub fn protect(exact: ExactTables, rules: &Rules) -> Result<PublishedTables> {
    protect_held(exact, rules, Held::default()).map(|(tables, _)| tables)
}

/// As [`protect`], where some counts are held; beside it what became of each count.
///
/// # Errors
/// As [`protect`].
pub fn protect_held(
    mut exact: ExactTables,
    rules: &Rules,
    held: Held,
) -> Result<(PublishedTables, Vec<Outcome>)> {
    held::restore(&mut exact, &held);
    let (rule, mut drawn) = Nested::new(rules.profile.clone(), &exact, held);
    let (names, facts) = (Arc::new(exact.names), exact.facts);
    let tables = exact
        .tables
        .into_iter()
        .map(|table| protect_table(table, &names, &facts, &rule));
    let tables = PublishedTables::new(tables.collect(), rules.profile.clone());
    let printed = printed(&tables);
    // What stands in no table is not printed: persons of hidden households, rungs above a hidden one, areas of rare services.
    for one in &mut drawn {
        one.printed = printed.get(&one.key).copied();
    }
    Ok((tables, drawn))
}

/// What the tables print of each count.
fn printed(tables: &PublishedTables) -> HashMap<CellKey, u64> {
    let mut printed = HashMap::new();
    for table in tables.tables() {
        for row in table.rows() {
            let of_measure = match row.key.event {
                Event::Measure("client_records") => Some(ALL_CLIENTS),
                _ => None,
            };
            let keys = of_measure
                .into_iter()
                .chain(table.def().cell_keys(&row.key));
            let cells = keys
                .zip(&row.cells)
                .filter(|(_, cell)| cell.status() == Status::Rounded);
            printed.extend(cells.filter_map(|(key, cell)| Some((key, cell.value()?))));
        }
    }
    printed
}

/// Each count of the tables before anything is held: of those that somebody is in, and of who lives where all.
pub(super) fn counts(exact: &ExactTables) -> HashMap<CellKey, u64> {
    let rule = Nested::plain(Profile::K5);
    let cells = within::cells(exact, &|key, cell| {
        rule.publish(key, cell).value().is_some()
    });
    let count = |(key, cell): (CellKey, ExactCell)| (key, cell.count);
    cells.into_iter().map(count).collect()
}

fn protect_table(
    exact: ExactTable,
    names: &Arc<Names>,
    facts: &Facts,
    rule: &Nested,
) -> PublishedTable {
    let mut rows = match exact.body {
        Body::Ladders(form, ladders) => ladder::protect(form, &ladders, rule),
        Body::Rows(rows) => rows::protect(exact.def, rows, rule),
        Body::Population(rows) => population::protect(rows, facts, rule),
        Body::ByArea(rows, of_town) => by_area::protect(rows, &of_town, rule),
        Body::Pooled(of, rows) => pooled::protect(of, rows, rule),
        Body::Headline(counts) => headline::protect(exact.def.measures(), &counts, rule),
    };
    order::sort(exact.def, names, &mut rows);
    PublishedTable::new(exact.def, Arc::clone(names), rows)
}
