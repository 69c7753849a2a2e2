//! An inverted index of tokens: who shares which kinds with whom.

use rayon::prelude::*;

use super::kinds::{self, Fields, KindSet};
use crate::error::{Error, Result};
use crate::pseudonymous::TokenColumn;
use crate::pseudonymous::handover::Handover;
use crate::pseudonymous::link::address::Homes;
use crate::pseudonymous::link::not_compared::{LeftOut, MOST_RESIDENTS};
use crate::vocabulary::{HouseholdIx, Progress, ResidentIx};

/// The tokens are split on their first bits, so that each part is sorted and joined by itself.
const PARTS: usize = 64;

/// A token of a row: its first 64 bits, which tell 40 million tokens of a kind apart but for one chance in 20,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    token: u64,
    kind: u8,
    row: u32,
}

impl Entry {
    /// Whether it is the same token of the same kind, of whatever row.
    fn is_of_same_token(&self, other: &Self) -> bool {
        (self.token, self.kind) == (other.token, other.kind)
    }
}

/// The tokens of a hand-over, or of rows of several.
#[derive(Default)]
pub(super) struct Index {
    /// Sorted by token, kind and row.
    parts: Vec<Vec<Entry>>,
    /// The kinds that each row carries.
    pub(super) carried: Vec<KindSet>,
    /// Whether each row has a token of the surname of a partner.
    pub(super) has_partner: Vec<bool>,
}

/// A client and a resident who share these kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    pub(super) client: u32,
    pub(super) resident: u32,
    pub(super) shared: KindSet,
}

impl Index {
    /// Of the clients of a provider.
    pub(super) fn of_clients(handover: &Handover, progress: &dyn Progress) -> Result<Self> {
        Self::read(handover, progress, &|_, row, found| found.push(row))
    }

    /// Of the residents. What one resident carries for a private household counts for all who live there.
    pub(super) fn of_residents(
        handover: &Handover,
        homes: &Homes<'_>,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let members = Members::of(homes);
        Self::read(handover, progress, &|kind, row, found| {
            if kinds::is_of_home(kind) {
                found.extend(members.with(homes, row));
            } else {
                found.push(row);
            }
        })
    }

    /// `rows` adds those that a token of a kind and row counts for.
    fn read(
        handover: &Handover,
        progress: &dyn Progress,
        rows: &(dyn Fn(u8, u32, &mut Vec<u32>) + Sync),
    ) -> Result<Self> {
        let (columns, kinds): (Vec<_>, Vec<_>) = kinds::columns().unzip();
        let mut carried = vec![KindSet::default(); handover.persons()];
        let mut has_partner = vec![false; handover.persons()];
        let mut parts = vec![Vec::new(); PARTS];
        let mut found = Vec::new();
        handover.for_each_tokens(&columns, &mut |first, piece| {
            if progress.is_interrupted() {
                return Err(Error::interrupted());
            }
            for ((tokens, kind), column) in piece.iter().zip(&kinds).zip(&columns) {
                for (token, row) in tokens.iter().zip(first..) {
                    if !token.is_present() {
                        continue;
                    }
                    let token = u64::try_from(token.number() >> 64).unwrap_or(0);
                    let part = &mut parts[usize::try_from(token >> 58).unwrap_or(0)];
                    has_partner[row] |= column.is_of_partner();
                    rows(*kind, u32::try_from(row).unwrap_or(u32::MAX), &mut found);
                    for row in found.drain(..) {
                        let kinds = &mut carried[row as usize];
                        *kinds = kinds.and(KindSet::of(*kind));
                        part.push(Entry {
                            token,
                            kind: *kind,
                            row,
                        });
                    }
                }
            }
            progress.advance(piece[0].len() as u64);
            Ok(())
        })?;
        parts.par_iter_mut().for_each(|part| {
            part.sort_unstable();
            // A token of one's own name that is also that of the partner.
            part.dedup();
        });
        Ok(Self {
            parts,
            carried,
            has_partner,
        })
    }

    /// By household whether it shares its postcode and house number with another: the register tells an address of at most two
    /// households, so one whose members tell none shares it too.
    pub(super) fn shares_number(&self, homes: &Homes<'_>) -> Vec<bool> {
        let number = kinds::number_of(TokenColumn::AddressNumber);
        let home = |row: u32| homes.home_of(ResidentIx::at(row as usize));
        let mut shares = vec![false; homes.households.kind.len()];
        for (row, carried) in (0..).zip(&self.carried) {
            if let Some(home) = home(row)
                && carried.fields().have(Fields::ADDRESS)
            {
                shares[home.index()] = true;
            }
        }
        for part in &self.parts {
            let of_token = part.chunk_by(Entry::is_of_same_token);
            for entries in of_token.filter(|entries| Some(entries[0].kind) == number) {
                let mut found = entries.iter().filter_map(|entry| home(entry.row));
                if let Some(first) = found.next()
                    && found.all(|other| other == first)
                {
                    shares[first.index()] = false;
                }
            }
        }
        shares
    }

    /// Adds the rows of a hand-over that are wanted, behind those that are there.
    pub(super) fn add(
        &mut self,
        handover: &Handover,
        progress: &dyn Progress,
        is_wanted: &(dyn Fn(u32) -> bool + Sync),
    ) -> Result<()> {
        let more = Self::read(handover, progress, &|_, row, found| {
            found.extend(is_wanted(row).then_some(row));
        })?;
        // Where each row that is wanted comes to stand.
        let mut places = Vec::new();
        for (row, carried) in (0..).zip(&more.carried) {
            places.push(u32::try_from(self.carried.len()).unwrap_or(u32::MAX));
            self.carried.extend(is_wanted(row).then_some(*carried));
        }
        self.parts.resize(PARTS, Vec::new());
        self.parts
            .par_iter_mut()
            .zip(more.parts)
            .for_each(|(part, more)| {
                part.extend(more.into_iter().map(|one| Entry {
                    row: places[one.row as usize],
                    ..one
                }));
                part.sort_unstable();
            });
        Ok(())
    }

    /// Every so many rows of it, to be looked for in the whole; what they carry stays behind.
    pub(super) fn each(&self, step: u32) -> Self {
        let is_in = |entry: &&Entry| entry.row.is_multiple_of(step);
        let part = |part: &Vec<Entry>| part.iter().filter(is_in).copied().collect();
        Self {
            parts: self.parts.par_iter().map(part).collect(),
            carried: Vec::new(),
            has_partner: Vec::new(),
        }
    }

    /// Drops the tokens, which take most of the memory.
    pub(super) fn forget_tokens(&mut self) {
        self.parts = Vec::new();
    }

    /// The fields that anybody in it has.
    pub(super) fn fields(&self) -> Fields {
        let kinds = self.carried.par_iter().copied();
        kinds.reduce(KindSet::default, KindSet::and).fields()
    }

    /// How many tokens of each kind too many carry, by kind.
    pub(super) fn left_out(&self) -> Vec<LeftOut> {
        let of_part = |part: &Vec<Entry>| {
            let mut tokens = [0; kinds::COUNT];
            let of_one = part.chunk_by(Entry::is_of_same_token);
            for carriers in of_one.filter(|carriers| carriers.len() > MOST_RESIDENTS) {
                tokens[usize::from(carriers[0].kind)] += 1;
            }
            tokens
        };
        let tokens = self.parts.par_iter().map(of_part).reduce(
            || [0; kinds::COUNT],
            |one, other| std::array::from_fn(|kind| one[kind] + other[kind]),
        );
        let left_out = (0..).zip(tokens).filter(|(_, tokens)| *tokens > 0);
        let left_out = left_out.map(|(kind, tokens)| LeftOut {
            kind: kinds::name(kind),
            tokens,
        });
        left_out.collect()
    }

    /// Whom each row of `clients` shares what with, sorted.
    pub(super) fn pairs(&self, clients: &Self) -> Vec<Pair> {
        let parts = self.parts.par_iter().zip(&clients.parts);
        let mut pairs: Vec<Pair> = parts
            .flat_map_iter(|(residents, clients)| joined(residents, clients))
            .collect();
        pairs.par_sort_unstable();
        pairs.dedup_by(|later, kept| {
            let is_same = (later.client, later.resident) == (kept.client, kept.resident);
            if is_same {
                kept.shared = kept.shared.and(later.shared);
            }
            is_same
        });
        pairs
    }
}

/// The pairs of one part.
fn joined(residents: &[Entry], clients: &[Entry]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut rest = residents;
    for sought in clients.chunk_by(Entry::is_of_same_token) {
        let first = sought[0];
        let is_before = |one: &Entry| (one.token, one.kind) < (first.token, first.kind);
        rest = &rest[partition(rest, is_before)..];
        let of_token = rest.iter().take_while(|one| first.is_of_same_token(one));
        let found = of_token.count();
        if found > MOST_RESIDENTS {
            continue;
        }
        for client in sought {
            pairs.extend(rest[..found].iter().map(|resident| Pair {
                client: client.row,
                resident: resident.row,
                shared: KindSet::of(first.kind),
            }));
        }
    }
    pairs
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

/// Who lives in each household.
struct Members {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Members {
    fn of(homes: &Homes<'_>) -> Self {
        let mut starts = vec![0; homes.households.kind.len() + 1];
        let persons = || (0..).zip((0..homes.persons.household.len()).map(ResidentIx::at));
        let living = || {
            persons()
                .filter_map(|(row, person): (u32, _)| Some((row, homes.home_of(person)?.index())))
        };
        living().for_each(|(_, home)| starts[home + 1] += 1);
        for home in 1..starts.len() {
            starts[home] += starts[home - 1];
        }
        let mut rows = vec![0; *starts.last().unwrap_or(&0) as usize];
        let mut next = starts.clone();
        for (row, home) in living() {
            rows[next[home] as usize] = row;
            next[home] += 1;
        }
        Self { starts, rows }
    }

    /// All who live with this one; of an institution the one alone.
    fn with(&self, homes: &Homes<'_>, row: u32) -> impl Iterator<Item = u32> {
        let home = homes
            .private_home_of(ResidentIx::at(row as usize))
            .map(HouseholdIx::index);
        let all = home.map_or(&[][..], |home| {
            &self.rows[self.starts[home] as usize..self.starts[home + 1] as usize]
        });
        let alone = home.is_none().then_some(row);
        all.iter().copied().chain(alone)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn index(rows: &[Vec<(u8, u64)>]) -> Index {
        let mut parts = vec![Vec::new(); PARTS];
        for (row, tokens) in (0..).zip(rows) {
            for (kind, token) in tokens {
                parts[0].push(Entry {
                    token: *token,
                    kind: *kind,
                    row,
                });
            }
        }
        parts[0].sort_unstable();
        parts[0].dedup();
        Index {
            parts,
            carried: Vec::new(),
            has_partner: Vec::new(),
        }
    }

    /// Compared one by one.
    fn slowly(residents: &[Vec<(u8, u64)>], clients: &[Vec<(u8, u64)>]) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (client, sought) in (0..).zip(clients) {
            for (resident, carried) in (0..).zip(residents) {
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
            prop_assert_eq!(index(&residents).pairs(&index(&clients)), slowly(&residents, &clients));
        }
    }

    #[test]
    fn a_token_of_too_many_residents_is_left_out() {
        let residents = vec![vec![(1, 7)]; MOST_RESIDENTS + 1];
        let found = |residents: &[_]| index(residents).pairs(&index(&[vec![(1, 7)]])).len();
        assert_eq!(found(&residents), 0);
        assert_eq!(found(&residents[1..]), MOST_RESIDENTS);
        let told = index(&residents).left_out();
        assert_eq!(told.iter().map(|one| one.tokens).collect::<Vec<_>>(), [1]);
        assert!(index(&residents[1..]).left_out().is_empty());
    }
}
