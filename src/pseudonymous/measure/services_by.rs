//! How many households have each service, by a dimension: in each wijk, of each age band, …

use foldhash::{HashMap, HashMapExt};

use super::exact::{ExactCell, ExactRow, merge_cells};
use super::household::Household;
use super::ladders::levels;
use super::scene::Scene;
use crate::pseudonymous::cells::{CellKey, Event, Group, Number, Unit};
use crate::vocabulary::{Dimension, ServiceIx};

/// Up to so many services × levels each has a cell: 4 MB a part of the town. A country has thousands of buurten, and an
/// agreement may list thousands of services.
const ALL_UP_TO: usize = 1 << 18;

/// Households by service and level.
pub(super) struct ServicesBy {
    by: Dimension,
    levels: usize,
    /// A cell for each, by service and then level; empty where these are too many.
    all: Vec<ExactCell>,
    /// Those that occur, where `all` is empty.
    occurring: HashMap<(ServiceIx, usize), ExactCell>,
}

impl ServicesBy {
    pub(super) fn new(by: Dimension, scene: &Scene) -> Self {
        let levels = levels(scene, Some(by));
        let all = Some(scene.plan.services.len() * levels).filter(|all| *all <= ALL_UP_TO);
        Self {
            by,
            levels,
            all: vec![ExactCell::default(); all.unwrap_or(0)],
            occurring: HashMap::new(),
        }
    }

    /// The dimension.
    pub(super) const fn by(&self) -> Dimension {
        self.by
    }

    /// Counts a household.
    pub(super) fn see(&mut self, one: &Household) {
        if !one.is_private {
            return;
        }
        let level = one.level(Some(self.by)).min(self.levels - 1);
        for service in &one.services {
            let cell = if self.all.is_empty() {
                self.occurring.entry((*service, level)).or_default()
            } else {
                &mut self.all[service.index() * self.levels + level]
            };
            cell.add(one.draw);
        }
    }

    /// Adds the counts of another part of the town.
    pub(super) fn merge(&mut self, other: Self) {
        merge_cells(&mut self.all, &other.all);
        for (key, their) in other.occurring {
            let our = self.occurring.entry(key).or_default();
            *our = our.and(their);
        }
    }

    /// A row for each service of the agreement and each level that private households can be at.
    pub(super) fn rows(&self, scene: &Scene) -> Vec<ExactRow> {
        let services = scene.plan.all_services();
        let all = services.flat_map(|service| (0..self.levels).map(move |level| (service, level)));
        all.filter_map(|(service, level)| self.row(scene, service, level))
            .collect()
    }

    fn row(&self, scene: &Scene, service: ServiceIx, level: usize) -> Option<ExactRow> {
        let group = Group {
            dimension: self.by,
            level,
        };
        let is_asked = scene.plan.is_asked(service);
        let cell = self.all.get(service.index() * self.levels + level);
        let cell = cell.or_else(|| self.occurring.get(&(service, level)));
        let row = ExactRow {
            key: CellKey {
                unit: Unit::Household,
                group: Some(group),
                event: Event::Service(service, Number::All),
            },
            cells: vec![Some(cell.copied().unwrap_or_default())],
            is_open: !is_asked,
            is_asked,
            gate: None,
        };
        (!group.is_institution()).then_some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::super::exact::Body;
    use super::super::fixture::{Made, rows};
    use super::*;

    #[test]
    fn a_service_is_counted_in_the_groups_of_its_private_households() {
        let all = rows(&Made::town().count("service_by_group"));
        let found = all.iter().filter(|(_, counts)| counts[0] > 0);
        let found: Vec<_> = found
            .map(|(key, counts)| format!("{key} {}", counts[0]))
            .collect();
        let of_the_family = |service: &str| {
            [
                "age_band 25-44",
                "household_size 3",
                "household_type couple_children",
            ]
            .map(|group| format!("{service} {group} 1"))
        };
        let of_wmo = [
            "wmo age_band 25-44 3",
            "wmo household_size 1 1",
            "wmo household_size 2 1",
            "wmo household_size 3 1",
            "wmo household_type couple 1",
            "wmo household_type couple_children 1",
            "wmo household_type single 1",
        ];
        let expected = [of_the_family("bijstand"), of_the_family("schuld")].concat();
        let expected = expected.into_iter().chain(of_wmo.map(str::to_owned));
        assert_eq!(found, expected.collect::<Vec<_>>());
        assert!(!all.iter().any(|(key, _)| key.contains("institution")));
    }

    #[test]
    fn the_way_for_very_many_services_counts_the_same() {
        let made = Made::town();
        let counted = made.counted();
        let scene = Scene::new(&made.town, &made.plan);
        let by_type = counted.services_by(Dimension::HouseholdType).unwrap();
        let told = |services: &ServicesBy| {
            let rows = services.rows(&scene).into_iter();
            let cells = rows.map(|row| row.cells[0].unwrap());
            cells
                .map(|cell| (cell.count, cell.draw))
                .collect::<Vec<_>>()
        };
        let cells = by_type.all.iter().enumerate();
        let place = |at: usize| (ServiceIx::at(at / by_type.levels), at % by_type.levels);
        let occurring = cells.filter(|(_, cell)| cell.count > 0);
        let sparse = ServicesBy {
            all: Vec::new(),
            occurring: occurring.map(|(at, cell)| (place(at), *cell)).collect(),
            ..*by_type
        };
        assert_eq!(told(&sparse), told(by_type));
    }

    #[test]
    fn every_group_has_a_row_for_every_service_that_somebody_was_asked_for() {
        let mut made = Made::empty();
        made.plan.missing = vec![true, false, false];
        let Body::Rows(rows) = made.count("service_by_group").body else {
            panic!("no rows")
        };
        let open = rows.iter().filter(|row| row.is_open).count();
        assert_eq!((rows.len(), open), (3 * 18, 18));
    }
}
