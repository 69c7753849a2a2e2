//! Two releases beside each other: both numbers of each cell, and whether their difference is more than rounding and chance.

mod chance;
mod definitions;
mod joining;
mod record;
mod rows;
mod side;
#[cfg(test)]
mod tests;

pub use definitions::Definition;
pub use joining::Joining;
pub use record::{ComparisonRecord, SideRecord, write_comparison};
pub use rows::Line;
pub use side::Side;

use std::collections::BTreeSet;

use super::calculate::uncounted::{UncountedTable, decimal, text};
use super::calculate::{ReleaseTables, Table};
use super::estimates::joining::TABLE as JOINING;
use crate::error::{Code, Error, Result};
use definitions::Definitions;

static COMPARISON: UncountedTable = UncountedTable {
    name: "comparison",
    row: "a number that both releases have: of a table, of a row with these keys",
    columns: &[
        text("table"),
        text("key"),
        text("measure"),
        decimal("a"),
        decimal("b"),
        decimal("difference"),
        text("status"),
        text("beyond"),
    ],
    keys: 3,
    rests_on: &[],
};

static DEFINITIONS: UncountedTable = UncountedTable {
    name: "definitions",
    row: "what the two releases have otherwise",
    columns: &[text("what"), text("a"), text("b"), text("not_comparable")],
    keys: 1,
    rests_on: &[],
};

/// The tables of a comparison, as `docs/tables.md` lists them.
#[cfg(test)]
pub(in crate::released) static COMPARED_TABLES: [&UncountedTable; 3] =
    [&COMPARISON, &DEFINITIONS, &JOINING];

/// What two releases say beside each other. All follows from published cells.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The numbers that both have, in the order of the tables of the first.
    pub lines: Vec<Line>,
    /// What they have otherwise.
    pub definitions: Vec<Definition>,
    /// What organisations add that joined; empty where none did, or where the period is another.
    pub joining: Vec<Joining>,
    /// The ids of organisations that only the first has: given the other way round, the two say what these add.
    pub left: BTreeSet<String>,
    /// Whether the counts are exact and must stay inside.
    pub is_internal: bool,
}

impl Comparison {
    /// Compares two releases; `b` is the one that is looked at.
    ///
    /// # Errors
    /// When both are the same release, or one of them is internal and the other is not.
    pub fn of(a: Side, b: Side) -> Result<Self> {
        if a.run.release == b.run.release {
            let message = format!("both folders hold {}", a.run.release);
            return Err(Error::new(Code::UsageInvalid, message)
                .hint("give two releases: first the earlier or the other one, then the one that you look at"));
        }
        if a.tables.is_internal != b.tables.is_internal {
            let message = "one of the two releases is internal: its exact counts must not stand beside published ones";
            return Err(Error::new(Code::InternalOnly, message)
                .hint("compare two published releases, or two internal ones"));
        }
        let definitions = Definitions::of(a, b);
        Ok(Self {
            lines: rows::lines(a, b, &definitions),
            joining: joining::joining(a, b),
            left: joining::joined(b.run, a.run),
            definitions: definitions.list,
            is_internal: b.tables.is_internal,
        })
    }

    /// The tables of the folder of a comparison.
    #[must_use]
    pub fn tables(&self) -> ReleaseTables {
        let mut tables: Vec<Table> = vec![
            COMPARISON.with(self.lines.iter().map(Line::values).collect()),
            DEFINITIONS.with(self.definitions.iter().map(Definition::values).collect()),
        ];
        if !self.joining.is_empty() {
            tables.push(JOINING.with(self.joining.iter().map(Joining::values).collect()));
        }
        ReleaseTables {
            tables,
            is_internal: self.is_internal,
        }
    }

    /// How many numbers there are of each word: `more`, `less`, `same`; then those that are hidden, and those that are not
    /// comparable.
    #[must_use]
    pub fn counted(&self) -> [usize; 5] {
        let of = |is: fn(&Line) -> bool| self.lines.iter().filter(|line| is(line)).count();
        [
            of(|line| line.beyond == "more"),
            of(|line| line.beyond == "less"),
            of(|line| line.beyond == "same"),
            of(|line| line.status == "hidden"),
            of(|line| line.status != "hidden" && line.status != "compared"),
        ]
    }
}

#[cfg(test)]
mod documentation {
    use super::*;

    #[test]
    fn the_documentation_lists_every_table_of_a_comparison_with_its_columns() {
        let documented = include_str!("../../../docs/tables.md");
        let mut parts = documented.split("\n## ");
        let compared = parts.find(|part| part.starts_with("Tables of a comparison"));
        let lines = compared.unwrap().lines();
        let lines = lines.filter(|line| line.starts_with("| `"));
        let expected = COMPARED_TABLES.map(UncountedTable::documented);
        assert_eq!(lines.collect::<Vec<_>>(), expected);
    }
}
