//! How many households have each need or right, per level, and how many of them nothing that answers it, or what they have a
//! right to; and how many have each need and service.

use super::exact::{ExactCell, ExactRow, add_to, merge_cells};
use super::household::Household;
use super::ladders::levels;
use super::plan::StackPlan;
use super::scene::Scene;
use crate::pseudonymous::cells::{CellKey, Event, Group, PartsOf, Unit};
use crate::vocabulary::{Dimension, ServiceIx};

/// Households of each need or right, and a part of them.
pub(super) struct Parts {
    of: PartsOf,
    by: Option<Dimension>,
    levels: usize,
    /// All households and their part, by need or right and then level.
    cells: Vec<[ExactCell; 2]>,
}

impl Parts {
    pub(super) fn new((of, by): (PartsOf, Option<Dimension>), scene: &Scene) -> Self {
        let listed = match of {
            PartsOf::Needs => scene.plan.needs.len(),
            PartsOf::Entitled => scene.plan.entitled.len(),
        };
        let levels = levels(scene, by);
        Self {
            of,
            by,
            levels,
            cells: vec![[ExactCell::default(); 2]; listed * levels],
        }
    }

    /// What it counts, by what.
    pub(super) const fn of(&self) -> (PartsOf, Option<Dimension>) {
        (self.of, self.by)
    }

    /// Counts a household.
    pub(super) fn see(&mut self, one: &Household, scene: &Scene) {
        if !one.is_private {
            return;
        }
        let level = one.level(self.by).min(self.levels - 1);
        for (place, is_part) in has(self.of, one, scene) {
            let [all, part] = &mut self.cells[place * self.levels + level];
            all.add(one.draw);
            if is_part {
                part.add(one.draw);
            }
        }
    }

    /// Adds what was counted elsewhere: of those with a need or right at a level, the part or the others.
    pub(super) fn take(&mut self, keys: &[usize], cell: ExactCell) -> bool {
        let [place, level, is_part] = *keys else {
            return false;
        };
        let index = place.saturating_mul(self.levels).saturating_add(level);
        let Some([all, part]) = self.cells.get_mut(index).filter(|_| level < self.levels) else {
            return false;
        };
        *all = all.and(cell);
        if is_part > 0 {
            *part = part.and(cell);
        }
        true
    }

    /// Adds the counts of another part of the town.
    pub(super) fn merge(&mut self, other: &Self) {
        let (ours, theirs) = (self.cells.as_flattened_mut(), other.cells.as_flattened());
        merge_cells(ours, theirs);
    }

    /// A row for each need or right, and each level that private households can be at.
    pub(super) fn rows(&self, scene: &Scene) -> Vec<ExactRow> {
        let row = |(index, cells): (usize, &[ExactCell; 2])| {
            let (place, level) = (index / self.levels, index % self.levels);
            let group = self.by.map(|dimension| Group { dimension, level });
            let (event, is_asked) = event(self.of, place, scene.plan);
            let row = ExactRow {
                key: CellKey {
                    unit: Unit::Household,
                    group,
                    event,
                },
                cells: cells.map(Some).to_vec(),
                is_open: !is_asked,
                is_asked,
                gate: None,
            };
            (!group.is_some_and(Group::is_institution)).then_some(row)
        };
        self.cells.iter().enumerate().filter_map(row).collect()
    }
}

/// Each need or right of a household by its place, and whether the household is in the part that is counted.
fn has(of: PartsOf, one: &Household, scene: &Scene) -> Vec<(usize, bool)> {
    let services = scene.plan.services.len();
    match of {
        PartsOf::Needs => {
            let is_without = |need: usize| {
                let answers = &scene.answers[need];
                !one.services.iter().any(|service| answers[service.index()])
            };
            let needs = one.needs.iter().map(|need| need.index() - services);
            needs.map(|need| (need, is_without(need))).collect()
        }
        PartsOf::Entitled => {
            let rights = scene.plan.entitled.iter().enumerate();
            let rights = rights.filter(|(_, [by, _])| one.set.contains(by.index()));
            rights
                .map(|(place, [_, to])| (place, one.set.contains(to.index())))
                .collect()
        }
    }
}

/// What a row counts, and whether providers of this run bring it.
fn event(of: PartsOf, place: usize, plan: &StackPlan) -> (Event, bool) {
    match of {
        PartsOf::Needs => {
            let need = ServiceIx::at(plan.services.len() + place);
            (Event::Need(need), plan.is_asked(need))
        }
        PartsOf::Entitled => {
            let [by, to] = plan.entitled[place];
            let is_asked = plan.is_asked(by) && plan.is_asked(to);
            (Event::Entitled(by, to), is_asked)
        }
    }
}

/// Households by need and service: a cell for each, by need and then service.
pub(super) struct NeedByService {
    services: usize,
    cells: Vec<ExactCell>,
}

impl NeedByService {
    pub(super) fn new(scene: &Scene) -> Self {
        let (services, needs) = (scene.plan.services.len(), scene.plan.needs.len());
        Self {
            services,
            cells: vec![ExactCell::default(); services * needs],
        }
    }

    /// Counts a household.
    pub(super) fn see(&mut self, one: &Household) {
        if !one.is_private {
            return;
        }
        for need in &one.needs {
            let first = (need.index() - self.services) * self.services;
            for service in &one.services {
                self.cells[first + service.index()].add(one.draw);
            }
        }
    }

    /// Adds what was counted elsewhere; whether there is such a need and service.
    pub(super) fn take(&mut self, keys: &[usize], cell: ExactCell) -> bool {
        let [need, service] = *keys else { return false };
        let index = need.saturating_mul(self.services).saturating_add(service);
        service < self.services && add_to(self.cells.get_mut(index), cell)
    }

    /// Adds the counts of another part of the town.
    pub(super) fn merge(&mut self, other: &Self) {
        merge_cells(&mut self.cells, &other.cells);
    }

    /// A row for each need and service that somebody was asked for.
    pub(super) fn rows(&self, plan: &StackPlan) -> Vec<ExactRow> {
        let all = plan.all_needs();
        let all = all.flat_map(|need| plan.all_services().map(move |one| (need, one)));
        let row = |((need, service), cell): ((ServiceIx, ServiceIx), &ExactCell)| {
            let is_asked = plan.is_asked(need) && plan.is_asked(service);
            ExactRow {
                key: CellKey::town(Unit::Household, Event::NeedWith(need, service)),
                cells: vec![Some(*cell)],
                is_open: !is_asked,
                is_asked,
                gate: None,
            }
        };
        all.zip(&self.cells).map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{BIJSTAND, Made, SCHULD, SCHULDEN, VERZUIM, W1, W2, WMO, rows};
    use super::super::{Body, Engine};
    use super::*;
    use crate::pseudonymous::protect::{Profile, Rules, protect};
    use crate::vocabulary::{HouseholdType, Silent};

    /// Two needs: the first in four households and answered by every service, the second in three and answered by bijstand and
    /// schuld only.
    fn town() -> Made {
        let mut made = Made::empty();
        made.household(HouseholdType::Single, W1, &[&[SCHULDEN, VERZUIM]], &[]);
        made.household(
            HouseholdType::Single,
            W1,
            &[&[WMO], &[SCHULDEN]],
            &[VERZUIM],
        );
        made.household(
            HouseholdType::Couple,
            W2,
            &[&[BIJSTAND, SCHULD, SCHULDEN], &[SCHULDEN]],
            &[],
        );
        made.household(
            HouseholdType::Couple,
            None,
            &[&[BIJSTAND]],
            &[SCHULDEN, VERZUIM],
        );
        made.household(HouseholdType::Institution, W1, &[&[SCHULDEN]], &[]);
        made
    }

    /// The rows above zero of a table, but those of an age or type.
    fn counts(table: &str) -> Vec<(String, Vec<u64>)> {
        let mut rows = rows(&town().count(table));
        rows.retain(|(key, counts)| {
            counts[0] > 0 && !key.contains("age_band") && !key.contains("household_type")
        });
        rows
    }

    fn row<const N: usize>(key: &str, counts: [u64; N]) -> (String, Vec<u64>) {
        (key.to_owned(), counts.to_vec())
    }

    #[test]
    fn a_need_counts_its_private_households_and_those_without_a_service_that_answers_it() {
        let expected = [
            row("schulden buurt b1", [2, 1]),
            row("schulden buurt b2", [1, 0]),
            row("schulden gemeente all", [4, 1]),
            row("schulden wijk w1", [2, 1]),
            row("schulden wijk w2", [1, 0]),
            row("verzuim buurt b1", [2, 2]),
            row("verzuim gemeente all", [3, 2]),
            row("verzuim wijk w1", [2, 2]),
        ];
        assert_eq!(counts("needs"), expected);
    }

    #[test]
    fn a_need_is_counted_by_age_and_type() {
        let all = rows(&town().count("needs"));
        let of = |key: &str| all.iter().find(|(one, _)| one == key).unwrap().1.clone();
        assert_eq!(of("schulden household_type single"), [2, 1]);
        assert_eq!(of("schulden household_type couple"), [2, 0]);
        assert_eq!(of("verzuim age_band 25-44"), [3, 2]);
        assert!(!all.iter().any(|(key, _)| key.contains("institution")));
    }

    #[test]
    fn households_are_counted_that_have_a_need_and_a_service() {
        let expected = [
            row("schulden bijstand", [2]),
            row("schulden schuld", [1]),
            row("schulden wmo", [1]),
            row("verzuim bijstand", [1]),
            row("verzuim wmo", [1]),
        ];
        assert_eq!(counts("need_by_service"), expected);
    }

    #[test]
    fn those_with_a_right_and_those_who_use_it_are_counted_by_area() {
        let expected = [
            row("bijstand>schuld buurt b2", [1, 1]),
            row("bijstand>schuld gemeente all", [2, 1]),
            row("bijstand>schuld wijk w2", [1, 1]),
            row("schuld>bijstand buurt b2", [1, 1]),
            row("schuld>bijstand gemeente all", [1, 1]),
            row("schuld>bijstand wijk w2", [1, 1]),
            row("wmo>schuld buurt b1", [1, 0]),
            row("wmo>schuld gemeente all", [1, 0]),
            row("wmo>schuld wijk w1", [1, 0]),
        ];
        assert_eq!(counts("reached"), expected);
    }

    #[test]
    fn a_need_counts_as_no_service_no_organisation_and_no_client_record() {
        let mut without = town();
        let services = without.plan.services.len();
        without
            .town
            .uses
            .retain(|key| key.unpack().service.index() < services);
        let told = |made: &Made| {
            let exact = made.town.count(&made.plan, &Silent).unwrap();
            let rules = Rules {
                profile: Profile::NONE,
            };
            let tables = protect(exact, &rules).unwrap().tables().to_vec();
            let others = tables.into_iter();
            let others = others.filter(|table| !table.def().name.contains("need"));
            others.collect::<Vec<_>>()
        };
        assert_eq!(told(&town()), told(&without));
        assert_eq!(told(&town()).len(), 21);
    }

    #[test]
    fn a_need_that_nobody_was_asked_for_has_a_row_only_when_somebody_brings_it() {
        let mut made = town();
        made.plan.missing[SCHULDEN.index()] = true;
        let Body::Parts(rows) = made.count("needs").body else {
            panic!("no rows")
        };
        let is_open = |row: &&ExactRow| row.is_open;
        let of = |need| {
            rows.iter()
                .filter(move |row| row.key.event == Event::Need(need))
        };
        assert!(of(SCHULDEN).all(|row| is_open(&row)) && !of(VERZUIM).any(|row| is_open(&row)));
    }
}
