//! How many households have a service when, and two services together or one after the other.

use super::StackPlan;
use super::exact::{ExactCell, ExactRow, add_to, merge_cells};
use super::household::Household;
use super::pairs::{Pairs, row};
use crate::pseudonymous::cells::{CellKey, Event, Number, Unit};
use crate::vocabulary::{ServiceIx, When};

/// Households of each service: on the first day, not yet, no longer, on the last day.
pub(super) struct Flow([Vec<ExactCell>; 4]);

impl Flow {
    pub(super) fn new(services: usize) -> Self {
        Self(std::array::from_fn(|_| {
            vec![ExactCell::default(); services]
        }))
    }

    pub(super) fn see(&mut self, one: &Household) {
        if !one.is_private {
            return;
        }
        for service in &one.services {
            let when = one.when(*service);
            let [first, last] = [When::ON_FIRST_DAY, When::ON_LAST_DAY].map(|bit| when.meets(bit));
            let counts = [first, !first, !last, last];
            for (cells, _) in self.0.iter_mut().zip(counts).filter(|(_, counts)| *counts) {
                cells[service.index()].add(one.draw);
            }
        }
    }

    /// Adds what was counted elsewhere, of a service on the first and on the last day or not.
    pub(super) fn take(&mut self, keys: &[usize], cell: ExactCell) -> bool {
        let [service, first, last] = *keys else {
            return false;
        };
        let [first, last] = [first, last].map(|on| on > 0);
        let counts = [first, !first, !last, last];
        let mut cells = self.0.iter_mut().zip(counts).filter(|(_, counts)| *counts);
        cells.all(|(cells, _)| add_to(cells.get_mut(service), cell))
    }

    /// Adds the counts of another part of the town.
    pub(super) fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.0.iter_mut().zip(&other.0) {
            merge_cells(ours, theirs);
        }
    }

    /// A row for each service.
    pub(super) fn rows(&self, plan: &StackPlan) -> Vec<ExactRow> {
        let [first, later, ..] = &self.0;
        let row = |service: ServiceIx| {
            let place = service.index();
            ExactRow {
                key: CellKey::town(Unit::Household, Event::Service(service, Number::All)),
                cells: self.0.iter().map(|cells| Some(cells[place])).collect(),
                is_open: false,
                is_asked: plan.is_asked(service),
                gate: Some(first[place].and(later[place])),
            }
        };
        plan.all_services().map(row).collect()
    }
}

/// Households of each pair of services: together, or one after the other.
pub(super) struct Overlap {
    together: Pairs,
    apart: Pairs,
}

impl Overlap {
    pub(super) fn new(services: usize) -> Self {
        let [together, apart] = [(); 2].map(|()| Pairs::new(services));
        Self { together, apart }
    }

    pub(super) fn see(&mut self, one: &Household) {
        if !one.is_private {
            return;
        }
        for (from, a) in one.services.iter().enumerate() {
            let quarters = one.when(*a).and(When::QUARTERS);
            for b in &one.services[from + 1..] {
                let pairs = if one.when(*b).meets(quarters) {
                    &mut self.together
                } else {
                    &mut self.apart
                };
                pairs.add([*a, *b], one.draw);
            }
        }
    }

    /// Adds what was counted elsewhere, of a pair together or not.
    pub(super) fn take(&mut self, keys: &[usize], cell: ExactCell) -> bool {
        match keys {
            [pair @ .., 0] => self.apart.take(pair, cell),
            [pair @ .., _] => self.together.take(pair, cell),
            [] => false,
        }
    }

    /// Adds the counts of another part of the town.
    pub(super) fn merge(&mut self, other: Self) {
        self.together.merge(other.together);
        self.apart.merge(other.apart);
    }

    /// A row for each pair, as table `co_occurrence` has them.
    pub(super) fn rows(&self, plan: &StackPlan) -> Vec<ExactRow> {
        let with_both = |(pair, is_open)| {
            let cells = [&self.together, &self.apart].map(|pairs| pairs.cell(pair));
            let all = cells[0].and(cells[1]);
            ExactRow {
                cells: cells.map(Some).into(),
                gate: Some(all),
                ..row(plan, pair, all, is_open)
            }
        };
        let pairs = self.together.listed(&self.apart).into_iter();
        let others = pairs.filter(|([a, b], _)| a != b);
        others.map(with_both).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{BIJSTAND, Made, SCHULD, W1, WMO, rows};
    use super::*;
    use crate::vocabulary::HouseholdType;

    /// Three households: one with schuld all year and bijstand in the first quarter, one with both in the second quarter,
    /// bijstand by two members, and one with wmo that came in the third and stays.
    fn town() -> Made {
        let mut made = Made::empty();
        made.household(HouseholdType::Single, W1, &[&[BIJSTAND, SCHULD]], &[]);
        made.household(
            HouseholdType::Couple,
            W1,
            &[&[BIJSTAND, SCHULD], &[BIJSTAND]],
            &[],
        );
        made.household(HouseholdType::Single, W1, &[&[WMO]], &[]);
        made.household(HouseholdType::Institution, W1, &[&[BIJSTAND, SCHULD]], &[]);
        let [one, two, three, four] = When::IN_QUARTER;
        made.change_uses(|index, one_use| {
            let told = match index {
                0 => When::ON_FIRST_DAY.or(one),
                1 => When::FLOW.or(When::QUARTERS),
                2 | 3 => two,
                4 => When::ON_LAST_DAY.or(four),
                5 => When::ON_LAST_DAY.or(three).or(four),
                _ => When::default(),
            };
            one_use.when = When::IN_PERIOD.or(told);
        });
        made
    }

    fn row<const N: usize>(key: &str, counts: [u64; N]) -> (String, Vec<u64>) {
        (key.to_owned(), counts.to_vec())
    }

    #[test]
    fn whoever_has_a_service_was_there_or_came_and_stays_or_went() {
        // First day, came, went, last day. Of the second household bijstand ends the year, by its second member.
        let expected = [
            row("bijstand", [1, 1, 1, 1]),
            row("schuld", [1, 1, 1, 1]),
            row("wmo", [0, 1, 0, 1]),
        ];
        assert_eq!(rows(&town().count("flow")), expected);
    }

    #[test]
    fn a_pair_is_together_in_one_quarter_or_one_after_the_other() {
        let mut made = town();
        let expected = [
            row("bijstand schuld", [2, 0]),
            row("bijstand wmo", [0, 0]),
            row("schuld wmo", [0, 0]),
        ];
        assert_eq!(rows(&made.count("overlap")), expected);
        made.change_uses(|index, one_use| {
            if index == 1 {
                one_use.when = When::IN_PERIOD.or(When::IN_QUARTER[3]);
            }
        });
        assert_eq!(
            rows(&made.count("overlap"))[0],
            row("bijstand schuld", [1, 1])
        );
    }

    #[test]
    fn what_a_service_or_a_pair_adds_up_to_is_in_the_other_tables() {
        let made = town();
        let all = rows(&made.count("co_occurrence"));
        let of = |key: &str| all.iter().find(|(one, _)| one == key).unwrap().1[0];
        for (service, counts) in rows(&made.count("flow")) {
            let all = of(&format!("{service} {service}"));
            assert_eq!([counts[0] + counts[1], counts[2] + counts[3]], [all; 2]);
        }
        for (pair, counts) in rows(&made.count("overlap")) {
            assert_eq!(counts[0] + counts[1], of(&pair));
        }
    }
}
