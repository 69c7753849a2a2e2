//! GATE exact counts in, publishable counts out.

mod headline;
mod k5;
mod ladder;
mod nested;
mod order;
mod pooled;
pub mod published;
mod rows;
mod rule;
mod without;

use crate::error::Result;
use crate::pseudonymous::measure::{Body, ExactTable, ExactTables};
use nested::Nested;
use published::{PublishedTable, PublishedTables};
use rule::CellRule;

/// How counts are protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Below 8 hidden, 8 and 9 become 10, from 10 on keyed unbiased random rounding to a multiple of 5.
    K5,
    /// Exact counts, for internal use only.
    None,
}

impl Profile {
    /// The rule of the profile: a file and a line for each.
    fn rule(self) -> &'static dyn CellRule {
        match self {
            Self::K5 => &k5::K5,
            Self::None => &without::WithoutProtection,
        }
    }
}

/// The rules of protection.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// The profile.
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
    let rule = Nested::new(rules.profile.rule(), &exact);
    let tables = exact
        .tables
        .into_iter()
        .map(|table| protect_table(table, &rule));
    Ok(PublishedTables::new(tables.collect(), rule.is_internal()))
}

fn protect_table(exact: ExactTable, rule: &dyn CellRule) -> PublishedTable {
    let mut rows = match exact.body {
        Body::Ladders(form, ladders) => ladder::protect(form, &ladders, rule),
        Body::Rows(rows) => rows::protect(rows, rule),
        Body::Pooled(rows, _) => pooled::protect(rows, exact.def.keys().count(), rule),
        Body::Headline(counts) => headline::protect(exact.def.measures, &counts, rule),
    };
    order::sort(exact.def, &mut rows);
    PublishedTable::new(exact.def, rows)
}
