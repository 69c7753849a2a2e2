//! The tables of a release, in one list: a file for each, with its rows, counts and shares.
//!
//! [`measure`](super::measure) fills them, [`protect`](super::protect) sorts them and zone 3 calculates, writes and reads
//! them by it; `docs/tables.md` is checked against it. The checks of `verify` and the truth of the made-up town have
//! lists of their own, or they would find nothing.

mod areas;
mod co_occurrence;
mod combinations;
mod domain_by_area;
mod domains;
mod flow;
mod headline;
mod key;
mod link_effect;
mod linkage;
mod linkage_quality;
mod linkage_thresholds;
mod names;
mod need_by_service;
mod needs;
mod organisations;
mod overlap;
mod pair_by_area;
mod population;
mod quality;
mod reached;
mod relations;
mod service_by_area;
mod service_by_group;
mod service_stacking;
mod services;
mod stacking;
mod table;
mod written;

pub use key::{CellKey, Event, Fate, Flow, Group, Number, Overlap, SetOf, Unit};
pub use names::{KeyPart, Names};
pub use quality::key as quality_key;
pub use relations::{ALL_CLIENTS, Cut, Facts};
pub use table::{
    Baseline, Bound, Chance, Column, Counting, Counts, Figure, Holds, LadderForm, LadderOf,
    Measure, PartsOf, ServiceFact, Subject, TableDef, Whole,
};

/// The tables, in the order of the contract.
pub static TABLES: [&TableDef; 23] = [
    &headline::TABLE,
    &stacking::TABLE,
    &services::TABLE,
    &service_stacking::TABLE,
    &co_occurrence::TABLE,
    &combinations::TABLE,
    &domains::TABLE,
    &organisations::TABLE,
    &areas::TABLE,
    &linkage::TABLE,
    &link_effect::TABLE,
    &linkage_thresholds::TABLE,
    &linkage_quality::TABLE,
    &population::TABLE,
    &service_by_group::TABLE,
    &service_by_area::TABLE,
    &domain_by_area::TABLE,
    &pair_by_area::TABLE,
    &needs::TABLE,
    &need_by_service::TABLE,
    &reached::TABLE,
    &flow::TABLE,
    &overlap::TABLE,
];

/// The table with this name.
#[must_use]
pub fn table(name: &str) -> Option<&'static TableDef> {
    TABLES.into_iter().find(|table| table.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line of a table in the documentation.
    fn line(table: &TableDef) -> String {
        let names = |holds: fn(&Column) -> bool| {
            let columns = table.columns.iter().filter(|column| holds(column));
            let names: Vec<_> = columns.map(|column| format!("`{}`", column.name)).collect();
            names.join(", ")
        };
        let keys = names(Column::is_key);
        let counts = names(|column| matches!(column.holds, Holds::Count(_) | Holds::Figure));
        let derived = names(Column::is_derived);
        let (name, row) = (table.name, table.row);
        format!("| `{name}` | {row}: {keys} | {counts} | {derived} |").replace("|  |", "| |")
    }

    #[test]
    fn the_documentation_lists_every_table_with_its_columns() {
        let documented = include_str!("../../../docs/tables.md");
        let counted = documented.split("## Public tables").next().unwrap();
        let lines = counted.lines().filter(|line| line.starts_with("| `"));
        let expected: Vec<_> = TABLES.into_iter().map(line).collect();
        assert_eq!(lines.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn keys_come_first_and_shares_are_of_counts_of_their_table() {
        for table in TABLES {
            let keys = table.keys().count();
            assert!(table.columns[..keys].iter().all(Column::is_key));
            for column in table.columns {
                if let Holds::Share(part, whole) = column.holds {
                    assert!(table.count(part).is_some(), "{}", column.name);
                    if let Whole::Count(whole) = whole {
                        assert!(table.count(whole).is_some(), "{}", column.name);
                    }
                }
            }
        }
    }
}
