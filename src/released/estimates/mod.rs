//! What published counts imply: tables that follow from published cells and public figures, and from nothing else.

mod cells;
mod corrected;
mod correlations;
pub mod expected;
mod forecast;
pub mod joining;
mod look_first;
mod pairs;
mod ranks;
mod spread;
mod strata;
mod types;
mod users;

use super::calculate::{ReleaseTables, Table, UncountedTable};
use super::places::signals::{Themes, Verdicts};
use crate::pseudonymous::protect::profile::Rounding;
use crate::vocabulary::CountingRule;
use joining::Absent;
use rayon::prelude::*;
pub(super) use spread::dispersion;
use users::Town;

/// The tables, in the order in which they follow the others; a new one is a file, and a line here and in [`estimates`].
pub static ESTIMATED_TABLES: [&UncountedTable; 8] = [
    &expected::TABLE,
    &pairs::TABLE,
    &correlations::TABLE,
    &look_first::TABLE,
    &forecast::TABLE,
    &joining::TABLE,
    &types::TABLE,
    &corrected::TABLE,
];

/// What estimates need besides tables.
pub struct EstimateSettings<'a> {
    /// The rounding of the counts; `None` for exact ones.
    pub rounding: Option<&'a Rounding>,
    /// With signals, which services and domains their themes are about.
    pub themes: Option<&'a Themes>,
    /// What professionals say of pairs.
    pub verdicts: &'a Verdicts,
    /// The providers of services that the release is without.
    pub absent: &'a [Absent],
    /// How services are counted.
    pub count: CountingRule,
}

/// Makes a table, where its public figures are there.
type Make<'a> = dyn Fn() -> Option<Table> + Sync + 'a;

/// What the tables of a release imply: those that `asks_for` names, and where their public figures are there.
pub fn estimates(
    tables: &ReleaseTables,
    settings: &EstimateSettings,
    asks_for: impl Fn(&str) -> bool,
) -> Vec<Table> {
    let (town, rounding) = (Town::of(tables), settings.rounding);
    let town = town.as_ref();
    let make: [(&UncountedTable, &Make<'_>); 7] = [
        (&expected::TABLE, &|| {
            Some(expected::table(tables, town, rounding))
        }),
        (&pairs::TABLE, &|| {
            Some(pairs::table(tables, town, rounding, settings.verdicts))
        }),
        (&correlations::TABLE, &|| correlations::table(tables)),
        (&forecast::TABLE, &|| forecast::table(tables, rounding)),
        (&joining::TABLE, &|| {
            joining::table(tables, settings.absent, settings.count)
        }),
        (&types::TABLE, &|| types::table(tables, rounding)),
        (&corrected::TABLE, &|| {
            Some(corrected::table(tables, rounding))
        }),
    ];
    let asked: Vec<_> = make.iter().filter(|(of, _)| asks_for(of.name)).collect();
    let mut all: Vec<Table> = asked.par_iter().filter_map(|(_, make)| make()).collect();
    let of = |table: &UncountedTable| all.iter().position(|one| one.name == table.name);
    if let (Some(expected), Some(themes)) = (of(&expected::TABLE), settings.themes)
        && asks_for(look_first::TABLE.name)
    {
        let look_first = look_first::table(tables, &all[expected], themes);
        all.push(look_first);
    }
    let place = |table: &Table| (ESTIMATED_TABLES.iter()).position(|one| one.name == table.name);
    all.sort_by_key(place);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_lists_every_estimated_table_with_its_columns() {
        let documented = include_str!("../../../docs/tables.md");
        let mut parts = documented.split("\n## ");
        let estimated = parts.find(|part| part.starts_with("Estimated tables"));
        let lines = estimated.unwrap().lines();
        let lines = lines.filter(|line| line.starts_with("| `"));
        let expected = ESTIMATED_TABLES.map(UncountedTable::documented);
        assert_eq!(lines.collect::<Vec<_>>(), expected);
    }
}
