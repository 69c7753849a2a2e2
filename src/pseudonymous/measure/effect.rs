//! How many clients of each provider are decisive: without whom their household would have fewer services.

use super::CountingRule;
use super::exact::{ExactCell, ExactRow, add_to, merge_cells};
use super::household::{Household, number_of};
use super::linkage::linked;
use super::scene::Scene;
use crate::pseudonymous::cells::{CellKey, Event, Fate, Unit};
use crate::pseudonymous::link::{ProviderLinks, Use};
use crate::vocabulary::ProviderIx;

/// The numbers of services that a client can be decisive for: 1, 2 and 3 or more.
const NUMBERS: usize = 3;

/// Per provider of the plan its decisive clients, by number of services.
pub(super) struct Effect(Vec<[ExactCell; NUMBERS]>);

impl Effect {
    pub(super) fn new(scene: &Scene) -> Self {
        let providers = scene.plan.providers.len();
        Self(vec![[ExactCell::default(); NUMBERS]; providers])
    }

    /// A client is the person of a provider, or all of its clients of whom only the household is known.
    pub(super) fn see(&mut self, one: &Household, rule: CountingRule) {
        if !one.is_private {
            return;
        }
        let client = |of: &Use| (of.person, of.provider);
        for (index, first) in one.uses.iter().enumerate() {
            let is_own = |of: &&Use| client(of) == client(first);
            if one.uses[..index].iter().any(|of| is_own(&of)) {
                continue;
            }
            let others = one.uses.iter().filter(|of| !is_own(of));
            let without = number_of(others, rule);
            for number in without + 1..=one.number.min(NUMBERS) {
                self.0[first.provider.index()][number - 1].add(one.draw);
            }
        }
    }

    /// Adds what was counted elsewhere: clients of a provider without whom a household has so many services of so many.
    pub(super) fn take(&mut self, keys: &[usize], cell: ExactCell) -> bool {
        let [provider, without, number] = *keys else {
            return false;
        };
        let is_there = provider < self.0.len() && without < number;
        let numbers = without + 1..=number.min(NUMBERS);
        is_there
            && numbers
                .into_iter()
                .all(|at| add_to(self.0[provider].get_mut(at - 1), cell))
    }

    /// Adds the counts of another part of the town.
    pub(super) fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.0.iter_mut().zip(&other.0) {
            merge_cells(ours, theirs);
        }
    }

    /// A row for each provider of services; none where links have no probabilities.
    pub(super) fn rows(&self, scene: &Scene) -> Vec<ExactRow> {
        let plan = scene.plan;
        let row = |(index, links): (usize, &ProviderLinks)| {
            let mut providers = plan.providers.iter();
            let of_plan = providers.position(|id| *id == links.provider)?;
            let is_of_services = !plan.of_needs.contains(&links.provider);
            let event = Event::Fate(ProviderIx::at(index), Fate::Linked);
            // A client whose services are of two homes can be decisive for both, and is one of those linked.
            let linked = linked(links);
            let of_linked = |cell| std::cmp::min_by_key(cell, linked, |one| one.count);
            let cells = [linked].into_iter().chain(self.0[of_plan].map(of_linked));
            is_of_services.then(|| ExactRow {
                key: CellKey::town(Unit::Client, event),
                cells: cells.map(Some).collect(),
                is_open: false,
                is_asked: true,
                gate: None,
            })
        };
        let providers = scene.town.providers.iter().enumerate();
        let providers = providers.filter(|_| !scene.town.quality.is_empty());
        providers.filter_map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{BIJSTAND, Made, SCHULD, W1, WMO, rows};
    use super::*;
    use crate::pseudonymous::link::UseKey;
    use crate::vocabulary::{HouseholdType, ServiceIx};

    /// The decisive clients of loket, which brings wmo, and of dienst, which brings the others.
    fn decisive(made: &Made) -> [Vec<u64>; 2] {
        let mut weighed = Made {
            town: made.town.clone(),
            plan: made.plan.clone(),
        };
        let mut links = made.town.providers[0].clone();
        links.provider = made.plan.providers[1].clone();
        weighed.town.providers.push(links);
        weighed.weigh_links();
        let table = rows(&weighed.count("link_effect"));
        let of = |id: &str| table.iter().find(|(name, _)| name == id).unwrap().1[1..].to_vec();
        ["loket", "dienst"].map(of)
    }

    #[test]
    fn a_client_is_decisive_where_nobody_else_brings_what_it_brings() {
        let mut made = Made::empty();
        made.household(HouseholdType::Single, W1, &[&[WMO]], &[]);
        assert_eq!(decisive(&made), [[1, 0, 0], [0, 0, 0]]);
        // Both bring one of two.
        made.household(HouseholdType::Single, W1, &[&[WMO, SCHULD]], &[]);
        assert_eq!(decisive(&made), [[1, 1, 0], [0, 1, 0]]);
        // Bijstand is brought by two persons, wmo at the address by one.
        let couple: &[&[ServiceIx]] = &[&[BIJSTAND], &[BIJSTAND, SCHULD]];
        made.household(HouseholdType::Couple, W1, couple, &[WMO]);
        assert_eq!(decisive(&made), [[1, 1, 1], [0, 1, 1]]);
    }

    #[test]
    fn no_more_clients_are_decisive_than_are_linked() {
        let mut made = Made::empty();
        for _ in 0..5 {
            made.household(HouseholdType::Single, W1, &[&[WMO]], &[]);
        }
        // Four are linked: the services of one are of two homes.
        assert_eq!(decisive(&made), [[4, 0, 0], [0, 0, 0]]);
    }

    #[test]
    fn one_client_can_take_a_household_below_several_numbers() {
        let mut made = Made::empty();
        let family: &[&[ServiceIx]] = &[&[BIJSTAND, SCHULD], &[WMO]];
        made.household(HouseholdType::Couple, W1, family, &[]);
        assert_eq!(decisive(&made), [[0, 0, 1], [0, 1, 1]]);
    }

    #[test]
    fn where_members_are_added_up_each_brings_its_own() {
        let mut made = Made::empty();
        let couple: &[&[ServiceIx]] = &[&[BIJSTAND], &[BIJSTAND]];
        made.household(HouseholdType::Couple, W1, couple, &[]);
        assert_eq!(decisive(&made), [[0, 0, 0], [0, 0, 0]]);
        made.plan.count = CountingRule::Sum;
        assert_eq!(decisive(&made), [[0, 0, 0], [0, 2, 0]]);
    }

    #[test]
    fn an_institution_has_clients_and_none_is_decisive() {
        let mut made = Made::empty();
        made.household(HouseholdType::Institution, W1, &[&[WMO]], &[]);
        assert_eq!(decisive(&made), [[0, 0, 0], [0, 0, 0]]);
    }

    /// Counts what is left when each client is left out in turn.
    #[test]
    fn as_many_are_decisive_as_households_fall_when_each_client_is_left_out() {
        let made = Made::town();
        let at_least = |made: &Made| -> Vec<u64> {
            let ladder = made.counted().of_households();
            let count = |number: usize| ladder.get(number).map_or(0, |cell| cell.count);
            (1..=NUMBERS).map(count).collect()
        };
        let whole = at_least(&made);
        let mut fallen = [[0; NUMBERS]; 2];
        let mut clients: Vec<_> = made.town.uses.iter().map(|key| key.unpack()).collect();
        clients.dedup_by_key(|of| (of.household, of.person, of.provider));
        let mut seen = Vec::new();
        for of in clients {
            let client = (of.household, of.person, of.provider);
            if seen.contains(&client) {
                continue;
            }
            seen.push(client);
            let mut without = Made {
                town: made.town.clone(),
                plan: made.plan.clone(),
            };
            let is_other = |key: &UseKey| {
                let one = key.unpack();
                (one.household, one.person, one.provider) != client
            };
            without.town.uses.retain(is_other);
            for (number, left) in at_least(&without).into_iter().enumerate() {
                fallen[of.provider.index()][number] += whole[number] - left;
            }
        }
        assert_eq!(decisive(&made), fallen.map(Vec::from));
    }
}
