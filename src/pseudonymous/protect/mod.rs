//! ▶ GATE: exact counts go in, publishable counts come out.

mod audit;
mod by_area;
mod cell;
mod class;
mod headline;
mod held;
mod ladder;
mod nested;
mod order;
mod parts;
mod pooled;
mod population;
pub mod profile;
pub mod published;
mod rows;
mod totals;
mod unhidden;
mod withheld;
mod within;

pub use profile::Profile;

use rayon::prelude::*;
use std::sync::Arc;

use crate::error::Result;
use crate::pseudonymous::cells::{ALL_CLIENTS, CellKey, Event, Facts, Names, Subject};
use crate::pseudonymous::measure::{Body, ExactCell, ExactTable, ExactTables};
pub use audit::CANDIDATES;
use audit::{Audit, Printed};
use cell::is_above_zero;
pub use held::{Held, HeldCount};
use nested::Nested;
pub use nested::Outcome;
use published::{Audited, PublishedRow, PublishedTable, PublishedTables, Status};
pub use totals::PublicTotal;
use withheld::Withheld;

/// The rules of protection.
#[derive(Debug, Clone)]
pub struct Rules {
    /// How every count is rounded or hidden.
    pub profile: Profile,
}

/// Protects all tables: each count by the rule of its cell, no part above its whole, none that tells of everyone in a group; then
/// what is derived from published counts, then the order of the rows. What the audit finds is repaired by hiding more. The exact
/// counts are used up.
///
/// Under a profile that protects, which rows there are follows from the agreement and from published numbers only.
///
/// # Errors
/// When a count can be worked out from others, and nothing is left to hide.
pub fn protect(exact: ExactTables, rules: &Rules) -> Result<PublishedTables> {
    protect_held(exact, rules, &Held::default(), &[]).map(|(tables, _)| tables)
}

/// As [`protect`], where some counts are held and everyone knows the totals of areas; beside it what became of each count.
///
/// # Errors
/// As [`protect`]; and when the totals are not of this town.
pub fn protect_held(
    mut exact: ExactTables,
    rules: &Rules,
    held: &Held,
    totals: &[PublicTotal],
) -> Result<(PublishedTables, Vec<Outcome>)> {
    held::restore(&mut exact, held);
    if rules.profile.rounding.is_some() {
        let bodies = exact.tables.iter_mut().map(|table| &mut table.body);
        for body in bodies {
            if let Body::ByArea(counts) = body {
                by_area::drop_rare_pairs(counts);
            }
        }
    }
    let names = Arc::new(exact.names.clone());
    let mut withheld = Withheld::default();
    loop {
        let (rule, cells) = Nested::new(&rules.profile, &exact, (held, &withheld));
        let tables = exact.tables.par_iter().cloned();
        let tables = tables.map(|table| protect_table(table, &names, &exact.facts, &rule));
        let mut tables = PublishedTables::new(tables.collect(), rules.profile.clone());
        let Some(rounding) = &rules.profile.rounding else {
            return Ok((tables, Vec::new()));
        };
        let telling = class::telling(&cells, &exact.facts, (&rule, held), rounding);
        if !telling.is_empty() {
            withheld.hide(telling);
            withheld.close(&cells, &exact.facts);
            continue;
        }
        let printed = printed(&tables);
        let known = totals::known(totals, &names, (&printed, &withheld), rounding)?;
        let audit = Audit::new(&exact, &printed, (held, &withheld), &known, rounding);
        let leaks = audit.leaks();
        if leaks.is_empty() {
            // Most pairs are shown by no area, hidden or not.
            let has_row = |key: &CellKey| {
                let is_pair = Subject::of(&key.event) == Some(Subject::Pair);
                !is_pair || key.group.is_none() || printed.contains_key(key)
            };
            let would_show = |(key, cell): &(&CellKey, &ExactCell)| {
                withheld.has(key) && has_row(key) && is_above_zero(rule.drawn(key, **cell))
            };
            tables.audited = Audited {
                withheld: cells.par_iter().filter(would_show).count() as u64,
                ..audit.audited()
            };
            tables.withheld = withheld.keys();
            let ranges = audit.ranges();
            let outcome = |(key, cell): (CellKey, ExactCell)| Outcome {
                drawn: rule.drawn(&key, cell).value(),
                count: cell.count,
                // What stands in no table is not printed: persons of hidden households, rungs above a hidden one, areas of rare services.
                printed: printed.get(&key).copied().flatten(),
                range: ranges.get(&key).copied().unwrap_or([0, u64::MAX]),
                key,
            };
            return Ok((tables, cells.into_par_iter().map(outcome).collect()));
        }
        if !withheld.hide(audit::repairs(&leaks)) {
            return Err(leaks[0].refuse(&names));
        }
        withheld.close(&cells, &exact.facts);
    }
}

/// What the tables print of each count, or that they hide it.
fn printed(tables: &PublishedTables) -> Printed {
    let of_table = |table: &PublishedTable| -> Vec<(CellKey, Option<u64>)> {
        let of_row = |row: &PublishedRow| {
            let of_measure = match row.key.event {
                Event::Measure("client_records") => Some(ALL_CLIENTS),
                _ => None,
            };
            let keys = (of_measure.into_iter()).chain(table.def().cell_keys(&row.key));
            let cells = keys
                .zip(&row.cells)
                .filter(|(_, cell)| matches!(cell.status(), Status::Rounded | Status::Hidden));
            cells
                .map(|(key, cell)| (key, cell.value()))
                .collect::<Vec<_>>()
        };
        table.rows().iter().flat_map(of_row).collect()
    };
    tables.tables().par_iter().flat_map_iter(of_table).collect()
}

/// Each count of the tables before anything is held: of those that somebody is in, and of who lives where all.
pub(super) fn counts(exact: &ExactTables) -> Vec<(CellKey, u64)> {
    let rule = Nested::plain(&Profile::K5);
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
    rule: &Nested<'_>,
) -> PublishedTable {
    let mut rows = match exact.body {
        Body::Ladders(form, ladders) => ladder::protect(form, &ladders, rule),
        Body::Rows(rows) => rows::protect(exact.def, rows, rule),
        Body::Population(rows) => population::protect(rows, facts, rule),
        Body::ByArea(counts) => by_area::protect(&counts, rule),
        Body::Parts(rows) => parts::protect(exact.def, rows, rule),
        Body::Pooled(of, rows) => pooled::protect(of, rows, rule),
        Body::Headline(counts) => headline::protect(exact.def.measures(), &counts, rule),
    };
    order::sort(exact.def, names, &mut rows);
    PublishedTable::new(exact.def, Arc::clone(names), rows)
}
