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

/// What the tables of a release imply: those that `asks_for` names, and where their public figures are there.
pub fn estimates(
    tables: &ReleaseTables,
    settings: &EstimateSettings,
    asks_for: impl Fn(&str) -> bool,
) -> Vec<Table> {
    let (town, rounding) = (Town::of(tables), settings.rounding);
    let is_asked = |table: &UncountedTable| asks_for(table.name);
    let mut all = Vec::new();
    if is_asked(&expected::TABLE) {
        all.push(expected::table(tables, town.as_ref(), rounding));
    }
    if is_asked(&pairs::TABLE) {
        let (town, verdicts) = (town.as_ref(), settings.verdicts);
        all.push(pairs::table(tables, town, rounding, verdicts));
    }
    if is_asked(&correlations::TABLE) {
        all.extend(correlations::table(tables));
    }
    if let (true, Some(themes)) = (is_asked(&look_first::TABLE), settings.themes) {
        let expected = all.iter().find(|one| one.name == expected::TABLE.name);
        let look_first = expected.map(|expected| look_first::table(tables, expected, themes));
        all.extend(look_first);
    }
    if is_asked(&forecast::TABLE) {
        all.extend(forecast::table(tables, rounding));
    }
    if is_asked(&joining::TABLE) {
        all.extend(joining::table(tables, settings.absent, settings.count));
    }
    if is_asked(&types::TABLE) {
        all.extend(types::table(tables, rounding));
    }
    if is_asked(&corrected::TABLE) {
        all.push(corrected::table(tables, rounding));
    }
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
