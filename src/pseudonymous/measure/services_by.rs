//! How many households have each service, by a dimension: in each wijk, of each age band, …

use foldhash::{HashMap, HashMapExt};

use super::exact::{ExactCell, ExactRow};
use super::household::Household;
use super::ladders::{level_of_household, levels};
use super::scene::Scene;
use crate::pseudonymous::cells::{CellKey, Event, Group, Number, Unit};
use crate::vocabulary::{Dimension, ServiceIx};

/// Households by service and level.
pub(super) struct ServicesBy {
    by: Dimension,
    levels: usize,
    /// Those that occur: a country has thousands of buurten, and an agreement may list thousands of services.
    cells: HashMap<(ServiceIx, usize), ExactCell>,
}

impl ServicesBy {
    pub(super) fn new(by: Dimension, scene: &Scene) -> Self {
        Self {
            by,
            levels: levels(scene, Some(by)),
            cells: HashMap::new(),
        }
    }

    /// The dimension.
    pub(super) const fn by(&self) -> Dimension {
        self.by
    }

    /// Counts a household.
    pub(super) fn see(&mut self, one: &Household, scene: &Scene) {
        if one.services.is_empty() || !one.is_private {
            return;
        }
        let level = level_of_household(scene, Some(self.by), one.index).min(self.levels - 1);
        for service in &one.services {
            let cell = self.cells.entry((*service, level)).or_default();
            cell.add(one.draw);
        }
    }

    /// Adds the counts of another part of the town.
    pub(super) fn merge(&mut self, other: Self) {
        for (key, their) in other.cells {
            let our = self.cells.entry(key).or_default();
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
        let cell = self.cells.get(&(service, level));
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
