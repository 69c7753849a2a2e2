//! How many households have each service, domain or pair of services, by a dimension: in each wijk, of each age band, …

use foldhash::{HashMap, HashMapExt};

use super::exact::{ExactCell, ExactRow, merge_cells};
use super::household::Household;
use super::ladders::levels;
use super::scene::Scene;
use crate::pseudonymous::cells::{CellKey, Event, Group, Number, Subject, Unit};
use crate::vocabulary::{Dimension, DomainIx, ServiceIx};

/// Up to so many subjects × levels each has a cell: 4 MB a part of the town. A country has thousands of buurten, and an
/// agreement may list thousands of services.
const ALL_UP_TO: usize = 1 << 18;

/// Households by what they have and level.
pub(super) struct Having {
    of: Subject,
    by: Dimension,
    subjects: usize,
    levels: usize,
    services: usize,
    /// A cell for each, by subject and then level; empty where these are too many.
    all: Vec<ExactCell>,
    /// Those that occur, where `all` is empty.
    occurring: HashMap<(usize, usize), ExactCell>,
}

impl Having {
    pub(super) fn new(of: Subject, by: Dimension, scene: &Scene) -> Self {
        let levels = levels(scene, Some(by));
        let services = scene.plan.services.len();
        let subjects = match of {
            Subject::Service => services,
            Subject::Domain => scene.domains.len(),
            Subject::Pair => services * services,
        };
        let all = Some(subjects * levels).filter(|all| *all <= ALL_UP_TO);
        Self {
            of,
            by,
            subjects,
            levels,
            services,
            all: vec![ExactCell::default(); all.unwrap_or(0)],
            occurring: HashMap::new(),
        }
    }

    /// What is counted, and the dimension.
    pub(super) const fn of(&self) -> (Subject, Dimension) {
        (self.of, self.by)
    }

    /// Counts a household.
    pub(super) fn see(&mut self, one: &Household, scene: &Scene) {
        if !one.is_private {
            return;
        }
        let level = one.level(Some(self.by)).min(self.levels - 1);
        match self.of {
            Subject::Service => {
                for service in &one.services {
                    self.add(service.index(), level, one.draw);
                }
            }
            Subject::Domain => {
                for domain in scene.domains_of(&one.services) {
                    self.add(domain.index(), level, one.draw);
                }
            }
            Subject::Pair => {
                for (place, a) in one.services.iter().enumerate() {
                    for b in &one.services[place + 1..] {
                        self.add(a.index() * self.services + b.index(), level, one.draw);
                    }
                }
            }
        }
    }

    fn add(&mut self, subject: usize, level: usize, draw: u64) {
        self.cell(subject, level).add(draw);
    }

    fn cell(&mut self, subject: usize, level: usize) -> &mut ExactCell {
        if self.all.is_empty() {
            self.occurring.entry((subject, level)).or_default()
        } else {
            &mut self.all[subject * self.levels + level]
        }
    }

    /// Adds what was counted elsewhere; whether there is such a subject and level.
    pub(super) fn take(&mut self, keys: &[usize], cell: ExactCell) -> bool {
        let [subject, level] = *keys else {
            return false;
        };
        let is_there = subject < self.subjects && level < self.levels;
        if is_there {
            let ours = self.cell(subject, level);
            *ours = ours.and(cell);
        }
        is_there
    }

    /// Adds the counts of another part of the town.
    pub(super) fn merge(&mut self, other: Self) {
        merge_cells(&mut self.all, &other.all);
        for (key, their) in other.occurring {
            let our = self.occurring.entry(key).or_default();
            *our = our.and(their);
        }
    }

    /// Every count of somebody, in no order: subject and level, and how many.
    fn counts(&self) -> impl Iterator<Item = ((usize, usize), ExactCell)> {
        let all = self.all.iter().enumerate();
        let all = all.map(|(place, cell)| ((place / self.levels, place % self.levels), *cell));
        let occurring = self.occurring.iter().map(|(place, cell)| (*place, *cell));
        all.chain(occurring).filter(|(_, cell)| cell.count > 0)
    }

    fn event(&self, subject: usize) -> Event {
        match self.of {
            Subject::Service => Event::Service(ServiceIx::at(subject), Number::All),
            Subject::Domain => Event::Domain(DomainIx::at(subject)),
            Subject::Pair => {
                let [a, b] = [subject / self.services, subject % self.services];
                Event::Pair(ServiceIx::at(a), ServiceIx::at(b))
            }
        }
    }

    /// How many counts of somebody there are.
    pub(super) fn len(&self) -> usize {
        self.counts().count()
    }

    /// The counts by level that somebody is in, but not of those of no level that is known.
    pub(super) fn by_level(&self) -> impl Iterator<Item = (CellKey, ExactCell)> {
        let is_known = |((_, level), _): &((usize, usize), ExactCell)| level + 1 < self.levels;
        let key = |((subject, level), cell)| {
            let dimension = self.by;
            let group = Some(Group { dimension, level });
            let key = CellKey::town(Unit::Household, self.event(subject));
            (CellKey { group, ..key }, cell)
        };
        self.counts().filter(is_known).map(key)
    }

    /// The same of the whole town: all levels together.
    pub(super) fn in_town(&self) -> Vec<(CellKey, ExactCell)> {
        let mut town = vec![ExactCell::default(); self.subjects];
        for ((subject, _), cell) in self.counts() {
            town[subject] = town[subject].and(cell);
        }
        let town = town.into_iter().enumerate();
        let town = town.filter(|(_, cell)| cell.count > 0);
        town.map(|(subject, cell)| (CellKey::town(Unit::Household, self.event(subject)), cell))
            .collect()
    }

    /// Of services: a row for each of the agreement and each level that private households can be at.
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
        let cell = cell.or_else(|| self.occurring.get(&(service.index(), level)));
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
        let by_type = counted
            .having(Subject::Service, Dimension::HouseholdType)
            .unwrap();
        let told = |services: &Having| {
            let rows = services.rows(&scene).into_iter();
            let cells = rows.map(|row| row.cells[0].unwrap());
            cells
                .map(|cell| (cell.count, cell.draw))
                .collect::<Vec<_>>()
        };
        let cells = by_type.all.iter().enumerate();
        let place = |at: usize| (at / by_type.levels, at % by_type.levels);
        let occurring = cells.filter(|(_, cell)| cell.count > 0);
        let sparse = Having {
            all: Vec::new(),
            occurring: occurring.map(|(at, cell)| (place(at), *cell)).collect(),
            ..*by_type
        };
        assert_eq!(told(&sparse), told(by_type));
    }

    #[test]
    fn a_domain_counts_a_household_once_and_a_pair_who_has_both() {
        let of = |table| {
            let all = rows(&Made::town().count(table));
            let row = |(key, counts): &(String, Vec<u64>)| format!("{key} {}", counts[0]);
            all.iter().map(row).collect::<Vec<_>>()
        };
        let domains = [
            "Participatiewet buurt b1 1",
            "Participatiewet gemeente all 1",
            "Participatiewet wijk w1 1",
            "Wmo buurt b1 2",
            "Wmo gemeente all 3",
            "Wmo wijk w1 2",
        ];
        assert_eq!(of("domain_by_area"), domains);
        let pairs = ["bijstand schuld", "bijstand wmo", "schuld wmo"];
        let pairs = pairs.iter().flat_map(|pair| {
            ["buurt b1", "gemeente all", "wijk w1"].map(|area| format!("{pair} {area} 1"))
        });
        assert_eq!(of("pair_by_area"), pairs.collect::<Vec<_>>());
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
