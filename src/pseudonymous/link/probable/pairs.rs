//! Who shares which kinds with whom.

use rayon::prelude::*;

use super::index::{Entry, Index};
use super::kinds::KindSet;
use crate::pseudonymous::link::not_compared::MOST_RESIDENTS;

/// Clients whose pairs are put in order together: few enough that these stay near the processor.
const TOGETHER: u32 = 1 << 14;

/// A client and a resident who share these kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::pseudonymous::link) struct Pair {
    pub(in crate::pseudonymous::link) client: u32,
    pub(in crate::pseudonymous::link) resident: u32,
    pub(in crate::pseudonymous::link) shared: KindSet,
}

impl Pair {
    /// Client and resident.
    pub(in crate::pseudonymous::link) const fn who(&self) -> (u32, u32) {
        (self.client, self.resident)
    }
}

impl Index {
    /// Whom each row of `clients` shares what with, as far as client and resident `can_meet`: sorted, in stretches that are put in order side
    /// by side.
    pub(super) fn pairs(
        &self,
        clients: &Self,
        can_meet: impl Fn(u32, u32) -> bool + Sync,
    ) -> Vec<Vec<Pair>> {
        let parts = self.parts.par_iter().zip(&clients.parts);
        let joined: Vec<Vec<Vec<Met>>> = parts
            .map(|(residents, clients)| joined(residents, clients, &can_meet))
            .collect();
        let stretches = joined.iter().map(Vec::len).max().unwrap_or(0);
        let pairs = |stretch: usize| {
            let parts = joined.iter().filter_map(|part| part.get(stretch));
            let mut met = parts.map(Vec::as_slice).collect::<Vec<_>>().concat();
            met.sort_unstable();
            let first = u32::try_from(stretch).unwrap_or(0) * TOGETHER;
            let of_pair = met.chunk_by(|one, next| one.pair() == next.pair());
            of_pair.map(|met| Met::all_of_pair(met, first)).collect()
        };
        (0..stretches).into_par_iter().map(pairs).collect()
    }
}

/// A client and a resident who share this kind: the number of the client in its stretch, then that of the resident in 32 bits and
/// the kind in 8.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Met(u64);

impl Met {
    fn new(client: u32, resident: u32, kind: u8) -> Self {
        Self(u64::from(client % TOGETHER) << 40 | u64::from(resident) << 8 | u64::from(kind))
    }

    /// Client and resident.
    const fn pair(self) -> u64 {
        self.0 >> 8
    }

    /// What all of one pair make of it; `first` is the first client of the stretch.
    fn all_of_pair(all: &[Self], first: u32) -> Pair {
        let pair = all[0].pair();
        let kinds = all.iter().map(|one| KindSet::of((one.0 & 0xff) as u8));
        Pair {
            client: first + (pair >> 32) as u32,
            resident: (pair & 0xffff_ffff) as u32,
            shared: kinds.fold(KindSet::default(), KindSet::and),
        }
    }
}

/// Who meets whom in one part, by stretch.
fn joined(
    residents: &[Entry],
    clients: &[Entry],
    can_meet: impl Fn(u32, u32) -> bool,
) -> Vec<Vec<Met>> {
    let mut met = Vec::new();
    let mut rest = residents;
    for sought in clients.chunk_by(Entry::is_of_same_token) {
        let first = sought[0];
        rest = &rest[partition(rest, |one| one.token() < first.token())..];
        let is_it = |one: &&Entry| one.is_of_same_token(&first);
        let found = rest.iter().take_while(is_it).count();
        if found > MOST_RESIDENTS {
            continue;
        }
        for client in sought.iter().map(|one| one.row()) {
            let residents = rest[..found].iter().map(|one| one.row());
            let residents = residents.filter(|resident| can_meet(client, *resident));
            let stretch = (client / TOGETHER) as usize;
            if met.len() <= stretch {
                met.resize(stretch + 1, Vec::new());
            }
            met[stretch].extend(residents.map(|one| Met::new(client, one, first.kind())));
        }
    }
    met
}

/// As `partition_point`, fast where it is near the beginning: of two lists that are gone through together.
fn partition<T>(list: &[T], is_before: impl Fn(&T) -> bool) -> usize {
    let mut step = 1;
    while step < list.len() && is_before(&list[step]) {
        step *= 2;
    }
    let (low, high) = (step / 2, list.len().min(step + 1));
    low + list[low..high].partition_point(is_before)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::index::PARTS;
    use super::*;

    /// So far apart that they come in several stretches.
    fn numbered(rows: &[Vec<(u8, u64)>]) -> impl Iterator<Item = (u32, &Vec<(u8, u64)>)> {
        (0..).step_by(9_973).zip(rows)
    }

    fn index(rows: &[Vec<(u8, u64)>]) -> Index {
        let mut parts = vec![Vec::new(); PARTS];
        for (row, tokens) in numbered(rows) {
            for (kind, token) in tokens {
                parts[0].push(Entry::new(*token, *kind, row));
            }
        }
        parts[0].sort_unstable();
        parts[0].dedup();
        Index { parts }
    }

    /// Compared one by one.
    fn slowly(residents: &[Vec<(u8, u64)>], clients: &[Vec<(u8, u64)>]) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (client, sought) in numbered(clients) {
            for (resident, carried) in numbered(residents) {
                let same = sought.iter().filter(|one| carried.contains(one));
                let shared = same.fold(KindSet::default(), |all, (kind, _)| {
                    all.and(KindSet::of(*kind))
                });
                if !shared.is_empty() {
                    pairs.push(Pair {
                        client,
                        resident,
                        shared,
                    });
                }
            }
        }
        pairs
    }

    proptest! {
        #[test]
        fn all_who_share_a_token_are_found_with_all_they_share(
            residents in prop::collection::vec(prop::collection::vec((0_u8..4, 0_u64..12), 0..6), 0..20),
            clients in prop::collection::vec(prop::collection::vec((0_u8..4, 0_u64..12), 0..6), 0..20),
        ) {
            prop_assert_eq!(index(&residents).pairs(&index(&clients), |_, _| true).concat(), slowly(&residents, &clients));
        }
    }

    #[test]
    fn a_token_of_too_many_residents_is_left_out() {
        let residents = vec![vec![(1, 7)]; MOST_RESIDENTS + 1];
        let found = |residents: &[_]| {
            index(residents)
                .pairs(&index(&[vec![(1, 7)]]), |_, _| true)
                .concat()
                .len()
        };
        assert_eq!(found(&residents), 0);
        assert_eq!(found(&residents[1..]), MOST_RESIDENTS);
        let told = index(&residents).left_out();
        assert_eq!(told.iter().map(|one| one.tokens).collect::<Vec<_>>(), [1]);
        assert!(index(&residents[1..]).left_out().is_empty());
    }
}
