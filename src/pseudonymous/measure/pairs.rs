//! How many households have two services together, for every pair; the pair of a service with itself is its margin.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt};

use super::StackPlan;
use super::exact::{ExactCell, ExactRow, merge_cells};
use super::household::Household;
use crate::pseudonymous::cells::{CellKey, Event, Number, Unit};
use crate::vocabulary::ServiceIx;

/// Up to so many services every pair has a row: half a million rows, 16 MB of counts a part of the town.
/// Beyond, a table of all pairs is beyond reading and memory, and only published pairs have one.
const ALL_PAIRS_UP_TO: usize = 1000;

/// Households by pair.
pub(super) struct Pairs {
    services: usize,
    /// A cell for each pair, by the first service and then the second; empty where these are too many.
    all: Vec<ExactCell>,
    /// The pairs that occur, where `all` is empty.
    occurring: HashMap<[ServiceIx; 2], ExactCell>,
}

impl Pairs {
    pub(super) fn new(services: usize) -> Self {
        let all = if services <= ALL_PAIRS_UP_TO {
            services * services
        } else {
            0
        };
        Self {
            services,
            all: vec![ExactCell::default(); all],
            occurring: HashMap::new(),
        }
    }

    pub(super) fn see(&mut self, one: &Household) {
        if !one.is_private {
            return;
        }
        for (from, a) in one.services.iter().enumerate() {
            for b in &one.services[from..] {
                self.add([*a, *b], one.draw);
            }
        }
    }

    /// Adds a household of this draw to a pair, the first service before the second or the same.
    pub(super) fn add(&mut self, [a, b]: [ServiceIx; 2], draw: u64) {
        self.cell_mut([a, b]).add(draw);
    }

    fn cell_mut(&mut self, [a, b]: [ServiceIx; 2]) -> &mut ExactCell {
        if self.all.is_empty() {
            self.occurring.entry([a, b]).or_default()
        } else {
            &mut self.all[a.index() * self.services + b.index()]
        }
    }

    /// Adds what was counted elsewhere; whether there are such services.
    pub(super) fn take(&mut self, keys: &[usize], cell: ExactCell) -> bool {
        let [a, b] = *keys else { return false };
        let is_there = a <= b && b < self.services;
        if is_there {
            let ours = self.cell_mut([a, b].map(ServiceIx::at));
            *ours = ours.and(cell);
        }
        is_there
    }

    /// The households of a pair.
    pub(super) fn cell(&self, [a, b]: [ServiceIx; 2]) -> ExactCell {
        let all = self.all.get(a.index() * self.services + b.index());
        let cell = all.or_else(|| self.occurring.get(&[a, b]));
        cell.copied().unwrap_or_default()
    }

    /// Adds the counts of another part of the town.
    pub(super) fn merge(&mut self, other: Self) {
        merge_cells(&mut self.all, &other.all);
        for (pair, their) in other.occurring {
            let our = self.occurring.entry(pair).or_default();
            *our = our.and(their);
        }
    }

    /// A row for each, in the order of the agreement. A pair with a service that nobody brings has none, unless somebody
    /// does after all.
    pub(super) fn rows(&self, plan: &StackPlan) -> Vec<ExactRow> {
        let pairs = self.listed(self).into_iter();
        pairs
            .map(|(pair, is_open)| row(plan, pair, self.cell(pair), is_open))
            .collect()
    }

    /// The pairs that have a row when these and the others are shown, in the order of the agreement; and whether only what is
    /// published has one.
    pub(super) fn listed(&self, other: &Self) -> Vec<([ServiceIx; 2], bool)> {
        let pair_at = |index| [index / self.services, index % self.services].map(ServiceIx::at);
        let all = (0..self.all.len()).map(|index| (pair_at(index), false));
        let occurring = self.occurring.keys().chain(other.occurring.keys());
        let occurring: BTreeSet<_> = occurring.copied().collect();
        let occurring = occurring.into_iter().map(|pair| (pair, true));
        all.filter(|([a, b], _)| a <= b).chain(occurring).collect()
    }
}

/// The row of a pair that so many have; of a service with itself that of its margin.
pub(super) fn row(
    plan: &StackPlan,
    [a, b]: [ServiceIx; 2],
    cell: ExactCell,
    is_open: bool,
) -> ExactRow {
    let is_asked = plan.is_asked(a) && plan.is_asked(b);
    let event = if a == b {
        Event::Service(a, Number::All)
    } else {
        Event::Pair(a, b)
    };
    ExactRow {
        key: CellKey::town(Unit::Household, event),
        cells: vec![Some(cell)],
        is_open: is_open || !is_asked,
        is_asked,
        gate: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::exact::Body;
    use super::super::fixture::{Made, WMO, rows};
    use super::*;

    #[test]
    fn every_pair_has_a_row_and_a_service_with_itself_is_its_margin() {
        let table = Made::town().count("co_occurrence");
        let row = |pair: &str, count: u64| (pair.to_owned(), vec![count]);
        let expected = [
            row("bijstand bijstand", 1),
            row("bijstand schuld", 1),
            row("bijstand wmo", 1),
            row("schuld schuld", 1),
            row("schuld wmo", 1),
            row("wmo wmo", 3),
        ];
        assert_eq!(rows(&table), expected);
        assert_eq!(rows(&Made::empty().count("co_occurrence")).len(), 6);
    }

    #[test]
    fn the_way_for_very_many_services_counts_the_same() {
        let made = Made::town();
        let mut pairs = made.counted().pairs.unwrap();
        let counts = |pairs: &Pairs| {
            let rows = pairs.rows(&made.plan).into_iter();
            let cells = rows.map(|row| (row.key.services(), row.cells[0].unwrap()));
            let cells = cells.map(|(pair, cell)| (pair, cell.count, cell.draw));
            cells.filter(|(_, count, _)| *count > 0).collect::<Vec<_>>()
        };
        let expected = counts(&pairs);
        let sparse = pairs.all.drain(..).enumerate();
        let pair_at = |index| [index / 3, index % 3].map(ServiceIx::at);
        pairs.occurring = sparse.map(|(index, cell)| (pair_at(index), cell)).collect();
        assert_eq!(counts(&pairs), expected);
    }

    #[test]
    fn a_pair_with_a_service_that_nobody_brings_has_a_row_only_when_somebody_does() {
        let mut made = Made::empty();
        made.plan.missing = vec![true, false, false];
        let Body::Rows(rows) = made.count("co_occurrence").body else {
            panic!("no rows")
        };
        let open: Vec<_> = rows.iter().filter(|row| row.is_open).collect();
        assert_eq!((rows.len(), open.len()), (6, 3));
        assert!(
            open.iter()
                .all(|row| row.key.services().unwrap().contains(&WMO))
        );
    }
}
