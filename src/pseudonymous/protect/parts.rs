//! Needs and rights: in the town, by group, and by the areas that the town has enough of them for.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use super::by_area::HOUSEHOLDS_PER_AREA;
use super::cell::is_above_zero;
use super::nested::{Nested, of_group};
use super::published::PublishedRow;
use super::rows;
use crate::pseudonymous::cells::{CellKey, TableDef};
use crate::pseudonymous::measure::{ExactCell, ExactRow};
use crate::vocabulary::Dimension;

/// The rows; those of no area as they are. Which there are of areas follows from published numbers: that in the town of what the
/// first count counts, and the areas whose households are published. Of exact counts all that is above zero.
pub(super) fn protect(def: &TableDef, rows: Vec<ExactRow>, rule: &Nested<'_>) -> Vec<PublishedRow> {
    let first = |row: &ExactRow| Some((def.cell_keys(&row.key).next()?, row.first()));
    let of_town = rows.iter().filter(|row| row.key.group.is_none());
    let of_town: HashMap<CellKey, ExactCell> = of_town.filter_map(first).collect();
    let (of_areas, others): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| area(row).is_some());
    let is_open = |row: &ExactRow| {
        row.gate
            .is_some_and(|gate| is_above_zero(rule.publish(&of_group(&row.key), gate)))
    };
    let of_areas: Vec<ExactRow> = of_areas.into_iter().filter(is_open).collect();
    let mut areas: BTreeMap<Dimension, BTreeSet<usize>> = BTreeMap::new();
    for group in of_areas.iter().filter_map(|row| row.key.group) {
        areas
            .entry(group.dimension)
            .or_default()
            .insert(group.level);
    }
    let has_enough = |households: u64, by| {
        let areas = areas.get(&by).map_or(0, BTreeSet::len) as u64;
        areas > 0 && households >= HOUSEHOLDS_PER_AREA * areas
    };
    let is_shown = |row: &ExactRow| {
        let in_town = CellKey {
            group: None,
            ..def.cell_keys(&row.key).next()?
        };
        let households = rule.publish(&in_town, *of_town.get(&in_town)?).value()?;
        Some(has_enough(households, area(row)?))
    };
    let publish = |row: ExactRow| {
        let cells = def.cell_keys(&row.key).zip(&row.cells);
        let cells = cells.map(|(key, cell)| rule.publish(&key, cell.unwrap_or_default()));
        let cells: Vec<_> = cells.collect();
        let is_there = if rule.is_internal() {
            cells.first().copied().is_some_and(is_above_zero)
        } else {
            is_shown(&row) == Some(true)
        };
        is_there.then_some(PublishedRow {
            key: row.key,
            cells,
        })
    };
    let of_areas = of_areas.into_iter().filter_map(publish);
    let others = rows::protect(def, others, rule).into_iter();
    others.chain(of_areas).collect()
}

/// The level of areas that a row is of.
fn area(row: &ExactRow) -> Option<Dimension> {
    let by = row.key.group?.dimension;
    matches!(by, Dimension::Wijk | Dimension::Buurt).then_some(by)
}
