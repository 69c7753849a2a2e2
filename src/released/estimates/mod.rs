//! What published counts imply: tables that follow from published cells and public figures, and from nothing else.

mod cells;
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
pub(super) use spread::dispersion;
use users::Town;

/// The tables, in the order in which they follow the others; a new one is a file, and a line here and in [`estimates`].
pub static ESTIMATED_TABLES: [&UncountedTable; 7] = [
    &expected::TABLE,
    &pairs::TABLE,
    &correlations::TABLE,
    &look_first::TABLE,
    &forecast::TABLE,
    &joining::TABLE,
    &types::TABLE,
];

/// What the tables of a release imply, by the rounding of its counts; `None` for exact ones. With signals, `themes` says
/// which services and domains they are about; correlations need a survey, and a forecast the population of later
/// years. `verdicts` is what professionals say of pairs. `absent` are the providers of services that the release is without, and how
/// services are counted.
#[must_use]
pub fn estimates(
    tables: &ReleaseTables,
    rounding: Option<&Rounding>,
    themes: Option<&Themes>,
    verdicts: &Verdicts,
    (absent, count): (&[Absent], CountingRule),
) -> Vec<Table> {
    let town = Town::of(tables);
    let expected = expected::table(tables, town.as_ref(), rounding);
    let look_first = themes.map(|themes| look_first::table(tables, &expected, themes));
    let pairs = pairs::table(tables, town.as_ref(), rounding, verdicts);
    let forecast = forecast::table(tables, rounding);
    let correlations = correlations::table(tables);
    let joining = joining::table(tables, absent, count);
    let all = [expected, pairs].into_iter().chain(correlations);
    let all = all.chain(look_first).chain(forecast).chain(joining);
    all.chain(types::table(tables, rounding)).collect()
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
