//! How many households are at a level of each of some dimensions together: in this wijk, and of that type.

use sha2::{Digest, Sha256};

use super::exact::{ExactCell, ExactRow, add_to, merge_cells};
use super::household::Household;
use super::ladders::levels;
use super::scene::Scene;
use crate::pseudonymous::cells::{CellKey, Event, Group, KeyPart, Names, Unit};
use crate::vocabulary::Dimension;

/// What tells the rows of table `population` apart.
const KEYS: [KeyPart; 4] = [
    KeyPart::AreaLevel,
    KeyPart::AreaCode,
    KeyPart::Crossing,
    KeyPart::Values,
];

/// Households by the levels of these dimensions, the last one first: a cell for each, in rows of rows.
pub(super) struct Crossed {
    of: &'static [Dimension],
    levels: Vec<usize>,
    cells: Vec<ExactCell>,
}

impl Crossed {
    pub(super) fn new(of: &'static [Dimension], scene: &Scene) -> Self {
        let levels: Vec<usize> = of.iter().map(|by| levels(scene, Some(*by))).collect();
        Self {
            of,
            cells: vec![ExactCell::default(); levels.iter().product()],
            levels,
        }
    }

    /// The dimensions.
    pub(super) const fn of(&self) -> &'static [Dimension] {
        self.of
    }

    /// Counts a household.
    pub(super) fn see(&mut self, one: &Household) {
        if !one.is_private {
            return;
        }
        let index = self
            .of
            .iter()
            .zip(&self.levels)
            .fold(0, |index, (by, levels)| {
                let level = one.level(Some(*by));
                index * levels + level.min(levels - 1)
            });
        self.cells[index].add(one.draw);
    }

    /// Adds what was counted elsewhere; whether there are such levels.
    pub(super) fn take(&mut self, keys: &[usize], cell: ExactCell) -> bool {
        let levels = keys.iter().zip(&self.levels);
        let are_there = levels.clone().all(|(level, levels)| level < levels);
        let index = levels.fold(0, |index, (level, levels)| index * levels + level);
        are_there && add_to(self.cells.get_mut(index), cell)
    }

    /// Adds the counts of another part of the town.
    pub(super) fn merge(&mut self, other: &Self) {
        merge_cells(&mut self.cells, &other.cells);
    }

    /// A row for each cell, but not of institutions or of no known area; those of an area are behind its households.
    pub(super) fn rows(&self, scene: &Scene, names: &Names, areas: &[ExactCell]) -> Vec<ExactRow> {
        let row = |(index, cell): (usize, &ExactCell)| {
            let groups = self.groups(index);
            let (area, others) = match groups.split_first() {
                Some((area, others)) if area.is_area() => (Some(*area), others),
                _ => (None, &*groups),
            };
            let is_known = area.is_none_or(|area| area.level + 1 < self.levels[0]);
            let key = CellKey {
                unit: Unit::Household,
                group: area,
                event: Event::Groups(others.into()),
            };
            let cell = match cell.count {
                0 => empty(scene.town.nobody, &key, names),
                _ => *cell,
            };
            let is_there = is_known && !others.iter().any(|group| group.is_institution());
            is_there.then(|| ExactRow {
                key,
                cells: vec![Some(cell)],
                is_open: false,
                is_asked: true,
                gate: area.and_then(|area| areas.get(area.level).copied()),
            })
        };
        self.cells.iter().enumerate().filter_map(row).collect()
    }

    /// The levels of a cell.
    fn groups(&self, mut index: usize) -> Vec<Group> {
        let by = self.of.iter().zip(&self.levels).rev();
        let group = by.map(|(dimension, levels)| {
            let level = index % levels;
            index /= levels;
            Group {
                dimension: *dimension,
                level,
            }
        });
        let mut groups: Vec<Group> = group.collect();
        groups.reverse();
        groups
    }
}

/// Nobody, who has no household to draw by. Its draw is the first 64 bits (big endian) of SHA-256 over that of nobody (8 bytes, big
/// endian) and each part of its key behind a zero byte: as secret as the release key, and the same in every release.
fn empty(nobody: u64, key: &CellKey, names: &Names) -> ExactCell {
    let mut digest = Sha256::new().chain_update(nobody.to_be_bytes());
    for part in KEYS {
        digest.update([0]);
        digest.update(part.text(key, names));
    }
    let first = digest.finalize().into_iter().take(8);
    ExactCell {
        count: 0,
        draw: first.fold(0, |number, byte| number << 8 | u64::from(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::exact::Body;
    use super::super::fixture::{Made, rows};
    use crate::vocabulary::{Dimension, Dimensions};

    #[test]
    fn private_households_are_counted_by_all_their_levels() {
        let all = rows(&Made::town().count("population"));
        let found = all.iter().filter(|(_, counts)| counts[0] > 0);
        let found: Vec<_> = found
            .map(|(key, counts)| format!("{key} {}", counts[0]))
            .collect();
        let expected = [
            "buurt b1 age_band 25-44 2",
            "buurt b1 household_size 1 1",
            "buurt b1 household_size 3 1",
            "buurt b1 household_type couple_children 1",
            "buurt b1 household_type single 1",
            "buurt b2 age_band 25-44 1",
            "buurt b2 household_size 1 1",
            "buurt b2 household_type single 1",
            "gemeente all age_band/household_type/household_size 25-44/couple/2 1",
            "gemeente all age_band/household_type/household_size 25-44/couple_children/3 1",
            "gemeente all age_band/household_type/household_size 25-44/single/1 2",
            "wijk w1 age_band 25-44 2",
            "wijk w1 household_size 1 1",
            "wijk w1 household_size 3 1",
            "wijk w1 household_type couple_children 1",
            "wijk w1 household_type single 1",
            "wijk w2 age_band 25-44 1",
            "wijk w2 household_size 1 1",
            "wijk w2 household_type single 1",
        ];
        assert_eq!(found, expected);
        assert_eq!(all.len(), 6 * 6 * 6 + 4 * (6 + 6 + 6));
    }

    #[test]
    fn an_empty_count_draws_by_its_own_name_and_the_release_key() {
        let draws = |made: &Made| {
            let Body::Population(rows) = made.count("population").body else {
                panic!("no rows")
            };
            let cells = rows.into_iter().filter_map(|row| row.cells[0]);
            let empty = cells.filter(|cell| cell.count == 0);
            empty.map(|cell| cell.draw).collect::<Vec<_>>()
        };
        let mut made = Made::town();
        let before = draws(&made);
        let mut apart = before.clone();
        apart.sort_unstable();
        apart.dedup();
        assert_eq!(apart.len(), before.len());
        assert_eq!(draws(&made), before);
        made.town.nobody += 1;
        assert!(draws(&made).iter().all(|draw| !before.contains(draw)));
    }

    #[test]
    fn a_crossing_with_a_dimension_that_was_not_asked_for_is_left_out() {
        let mut made = Made::town();
        made.plan.dimensions = Dimensions::from_iter([Dimension::Wijk, Dimension::AgeBand]);
        assert_eq!(rows(&made.count("population")).len(), 2 * 6);
    }
}
