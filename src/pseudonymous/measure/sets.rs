//! Which exact sets of services, or of their domains, households have.

use foldhash::{HashMap, HashMapExt};

use super::bitset::Bitset;
use super::exact::{ExactCell, ExactRow};
use super::household::Household;
use super::scene::Scene;
use super::sql::select::WORD;
use crate::pseudonymous::cells::{CellKey, Event, SetOf, Unit};
use crate::vocabulary::{DomainIx, ServiceIx};

/// Households by set, each household in one.
pub(super) struct Sets {
    of: SetOf,
    /// The domains of the household at hand.
    domains: Bitset,
    counts: HashMap<Bitset, ExactCell>,
}

impl Sets {
    pub(super) fn new(of: SetOf, scene: &Scene) -> Self {
        Self {
            of,
            domains: Bitset::of(scene.domains.len()),
            counts: HashMap::new(),
        }
    }

    /// What the sets are of.
    pub(super) const fn of(&self) -> SetOf {
        self.of
    }

    pub(super) fn see(&mut self, one: &Household, scene: &Scene) {
        if one.services.is_empty() || !one.is_private {
            return;
        }
        let set = match self.of {
            SetOf::Services => &one.set,
            SetOf::Domains => {
                self.domains.clear();
                for service in &one.services {
                    self.domains
                        .insert(scene.domain_of[service.index()].index());
                }
                &self.domains
            }
        };
        // Most households have a set that is known, which is not copied then.
        match self.counts.get_mut(set) {
            Some(cell) => cell.add(one.draw),
            None => self.counts.entry(set.clone()).or_default().add(one.draw),
        }
    }

    /// Adds what was counted elsewhere: the set is in words of bits. Whether all its members are there.
    pub(super) fn take(&mut self, words: &[usize], cell: ExactCell, scene: &Scene) -> bool {
        let universe = match self.of {
            SetOf::Services => scene.plan.services.len(),
            SetOf::Domains => scene.domains.len(),
        };
        let bits = |word: usize| (0..WORD).filter(move |bit| word >> bit & 1 == 1);
        let members = words.iter().enumerate();
        let members = members.flat_map(|(at, word)| bits(*word).map(move |bit| at * WORD + bit));
        let mut set = Bitset::of(universe);
        for member in members {
            if member >= universe {
                return false;
            }
            set.insert(member);
        }
        let ours = self.counts.entry(set).or_default();
        *ours = ours.and(cell);
        true
    }

    /// Adds the counts of another part of the town.
    pub(super) fn merge(&mut self, other: Self) {
        for (set, their) in other.counts {
            let our = self.counts.entry(set).or_default();
            *our = our.and(their);
        }
    }

    /// A row for each set that a household has.
    pub(super) fn rows(&self) -> Vec<ExactRow> {
        let mut counts: Vec<_> = self.counts.iter().collect();
        counts.sort_unstable_by_key(|(set, _)| *set);
        let event = |set: &Bitset| match self.of {
            SetOf::Services => Event::Set(set.iter().map(ServiceIx::at).collect()),
            SetOf::Domains => Event::Domains(set.iter().map(DomainIx::at).collect()),
        };
        let row = |(set, cell): (&Bitset, &ExactCell)| ExactRow {
            key: CellKey::town(Unit::Household, event(set)),
            cells: vec![Some(*cell)],
            is_open: true,
            is_asked: true,
            gate: None,
        };
        counts.into_iter().map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Made, rows};

    #[test]
    fn a_household_stands_in_exactly_one_combination() {
        let expected = [
            ("bijstand+schuld+wmo 3".to_owned(), vec![1]),
            ("wmo 1".to_owned(), vec![2]),
        ];
        assert_eq!(rows(&Made::town().count("combinations")), expected);
    }

    #[test]
    fn two_services_of_one_domain_are_one_domain() {
        let expected = [
            ("Participatiewet+Wmo".to_owned(), vec![1]),
            ("Wmo".to_owned(), vec![2]),
        ];
        assert_eq!(rows(&Made::town().count("domains")), expected);
    }
}
