//! Uses of clients in any order in, how rare what travels of a client is out: its set of services, which columns of
//! tokens are filled, and whether it lives outside.

use std::collections::HashMap;

use crate::identified::pseudonymise::Use;
use crate::keys::Digest;
use crate::pseudonymous::handover::FilledOfClient;
use crate::pseudonymous::{Combinations, FilledColumns, Rare};

/// Services by place in the agreement, each with the flags of its uses; sorted.
type Set = Vec<(u16, u8)>;

/// What travels of each client, its set kept as the number of a set that many clients share: a client takes 32 bytes
/// and its share of an empty place, 80 at most.
#[derive(Default)]
pub(super) struct ServiceSets {
    clients: HashMap<u64, (u32, FilledOfClient)>,
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

    /// Adds a use of a client; the flags of several uses of one service are joined. Its row fills `columns`, and its
    /// address is outside the agreed postcodes or not.
    pub(super) fn add(
        &mut self,
        client: Digest,
        made: Use,
        columns: FilledColumns,
        is_outside: bool,
    ) {
        let client = u64::try_from(client.number() >> 64).unwrap_or(0);
        let (set, mut filled) = self.clients.get(&client).copied().unwrap_or_default();
        let flags = made.timing.flags();
        let with = match self.with.get(&(set, made.service, flags)) {
            Some(with) => *with,
            None => self.extend(set, made.service, flags),
        };
        filled.add(columns, made.timing.distance, is_outside);
        self.clients.insert(client, (with, filled));
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
        self.clients.len() as u64
    }

    /// How rare what travels of them is.
    pub(super) fn rare(&self) -> Rare {
        let mut combinations = Combinations::default();
        for (set, filled) in self.clients.values() {
            combinations.add(&(set, filled.is_outside(), filled.columns()));
        }
        combinations.rare()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::pseudonymise::Timing;
    use crate::pseudonymous::TokenColumn;

    fn client(number: u8) -> Digest {
        Digest::from_bytes([number; 16])
    }

    fn made(service: u16, flags: u8) -> Use {
        let timing = Timing {
            in_period: flags & 1 != 0,
            on_reference_date: flags & 2 != 0,
            distance: 0,
        };
        Use { service, timing }
    }

    #[test]
    fn the_order_and_number_of_uses_do_not_matter() {
        let mut sets = ServiceSets::new();
        let none = FilledColumns::default();
        for (number, service, flags) in [(1, 7, 1), (1, 8, 3), (1, 7, 2), (2, 8, 3), (2, 7, 3)] {
            sets.add(client(number), made(service, flags), none, false);
            sets.add(client(number), made(service, flags), none, false);
        }
        sets.add(client(3), made(7, 3), none, false);
        let rare = sets.rare();
        assert_eq!((sets.clients(), rare.all_combinations), (3, 2));
        assert_eq!((rare.holders, rare.alone), (3, 1));
    }

    #[test]
    fn who_lives_outside_or_lacks_a_token_has_another_combination() {
        let mut sets = ServiceSets::new();
        let bsn: FilledColumns = [TokenColumn::Bsn].into_iter().collect();
        for (number, columns, is_outside) in [
            (1, bsn, false),
            (2, bsn, false),
            (3, bsn, true),
            (4, FilledColumns::default(), false),
        ] {
            sets.add(client(number), made(7, 3), columns, is_outside);
        }
        let rare = sets.rare();
        assert_eq!((rare.all_combinations, rare.alone), (3, 2));
    }
}
