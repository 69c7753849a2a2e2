//! ▶ GATE: exact counts go in, publishable counts come out.

mod by_area;
mod cell;
mod headline;
mod ladder;
mod nested;
mod order;
mod pooled;
mod population;
pub mod profile;
pub mod published;
mod rows;
mod within;

pub use profile::Profile;

use std::sync::Arc;

use crate::error::Result;
use crate::pseudonymous::cells::{Facts, Names};
use crate::pseudonymous::measure::{Body, ExactTable, ExactTables};
use nested::Nested;
use published::{PublishedTable, PublishedTables};

/// The rules of protection.
#[derive(Debug, Clone)]
pub struct Rules {
    /// How every count is rounded or hidden.
    pub profile: Profile,
}

/// Protects all tables: each count by the rule of its cell, no part above its whole, then what is derived from
/// published counts, then the order of the rows. The exact counts are used up. A step that looks at all tables together (class disclosure, an
/// audit, a ledger of earlier releases) belongs at the end of this function.
///
/// Under a profile that protects, which rows there are follows from the agreement and from published numbers only.
///
/// # Errors
/// When a rule cannot be kept (none of the present rules can fail).
pub fn protect(exact: ExactTables, rules: &Rules) -> Result<PublishedTables> {
    let rule = Nested::new(rules.profile.clone(), &exact);
    let (names, facts) = (Arc::new(exact.names), exact.facts);
    let tables = exact
        .tables
        .into_iter()
        .map(|table| protect_table(table, &names, &facts, &rule));
    Ok(PublishedTables::new(
        tables.collect(),
        rules.profile.clone(),
    ))
}

fn protect_table(
    exact: ExactTable,
    names: &Arc<Names>,
    facts: &Facts,
    rule: &Nested,
) -> PublishedTable {
    let mut rows = match exact.body {
        Body::Ladders(form, ladders) => ladder::protect(form, &ladders, rule),
        Body::Rows(rows) => rows::protect(rows, rule),
        Body::Population(rows) => population::protect(rows, facts, rule),
        Body::ByArea(rows, of_town) => by_area::protect(rows, &of_town, rule),
        Body::Pooled(of, rows, _) => pooled::protect(of, rows, rule),
        Body::Headline(counts) => headline::protect(exact.def.measures(), &counts, rule),
    };
    order::sort(exact.def, names, &mut rows);
    PublishedTable::new(exact.def, Arc::clone(names), rows)
}
