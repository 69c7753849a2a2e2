//! Uses of clients in any order in, how rare the sets of services of a client are out.
//!
//! Whether a client lives outside and which tokens there are travel too and are not counted here.

use std::collections::HashMap;

use crate::keys::Digest;
use crate::pseudonymous::{Combinations, Rare};

/// Services by place in the agreement, each with the flags of its uses; sorted.
type Set = Vec<(u16, u8)>;

/// The set of each client, kept as the number of a set that many clients share: some 20 bytes a client.
#[derive(Default)]
pub(super) struct ServiceSets {
    set_of: HashMap<u64, u32>,
    sets: Vec<Set>,
    number_of: HashMap<Set, u32>,
    with: HashMap<(u32, u16, u8), u32>,
}

impl ServiceSets {
    /// No clients yet.
    pub(super) fn new() -> Self {
        Self {
            sets: vec![Set::new()],
            number_of: [(Set::new(), 0)].into(),
            ..Self::default()
        }
    }

    /// Adds a use of a client. `flags` of several uses of one service are joined.
    pub(super) fn add(&mut self, client: Digest, service: u16, flags: u8) {
        let client = u64::try_from(client.number() >> 64).unwrap_or(0);
        let set = self.set_of.get(&client).copied().unwrap_or(0);
        let with = match self.with.get(&(set, service, flags)) {
            Some(with) => *with,
            None => self.extend(set, service, flags),
        };
        self.set_of.insert(client, with);
    }

    /// The number of the set that `set` becomes.
    fn extend(&mut self, set: u32, service: u16, flags: u8) -> u32 {
        let mut services = self.sets[set as usize].clone();
        match services.binary_search_by_key(&service, |(one, _)| *one) {
            Ok(place) => services[place].1 |= flags,
            Err(place) => services.insert(place, (service, flags)),
        }
        let next = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        let with = *self.number_of.entry(services.clone()).or_insert(next);
        if with == next {
            self.sets.push(services);
        }
        self.with.insert((set, service, flags), with);
        with
    }

    /// How many clients there are.
    pub(super) fn clients(&self) -> u64 {
        self.set_of.len() as u64
    }

    /// How rare their sets are.
    pub(super) fn rare(&self) -> Rare {
        let mut combinations = Combinations::default();
        for set in self.set_of.values() {
            combinations.add(set);
        }
        combinations.rare()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_and_number_of_uses_do_not_matter() {
        let mut sets = ServiceSets::new();
        let client = |number: u8| Digest::from_bytes([number; 16]);
        for (number, service, flags) in [(1, 7, 1), (1, 8, 3), (1, 7, 2), (2, 8, 3), (2, 7, 3)] {
            sets.add(client(number), service, flags);
            sets.add(client(number), service, flags);
        }
        sets.add(client(3), 7, 3);
        let rare = sets.rare();
        assert_eq!((sets.clients(), rare.all_combinations), (3, 2));
        assert_eq!((rare.holders, rare.alone), (3, 1));
    }
}
