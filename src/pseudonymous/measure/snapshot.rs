//! Each household as it was counted, so that a later release can tell who joined and who left a count.

use std::fmt;
use std::path::Path;
use std::slice;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::ser::{Error as _, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::StackPlan;
use super::counted::{Contributions, Counted};
use super::household::Households;
use super::records::{Cursor, Piece, no_record};
use super::scene::Scene;
use crate::error::Result;
use crate::pseudonymous::cells::CellKey;
use crate::pseudonymous::handover::Store;
use crate::pseudonymous::link::LinkedTown;

/// Bytes of packed households that are kept in one piece, about: a list of all would move when it grows.
const TOGETHER: usize = 1 << 20;

/// The most bytes that the length of a record takes.
const LENGTH: usize = 5;

/// The households of a town as they were counted, by record key, packed: some 45 bytes each, in memory or in a sealed file without
/// a name. Personal data.
#[derive(Clone, Default)]
pub struct Snapshot {
    households: usize,
    pieces: Vec<Piece>,
    store: Option<Arc<Store>>,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[households]")
    }
}

impl PartialEq for Snapshot {
    fn eq(&self, other: &Self) -> bool {
        let are_equal = || -> Result<bool> {
            let (mut ours, mut theirs) = (self.cursor()?, other.cursor()?);
            while ours.record() == theirs.record() {
                if ours.record().is_none() {
                    return Ok(true);
                }
                ours.advance()?;
                theirs.advance()?;
            }
            Ok(false)
        };
        are_equal().unwrap_or(false)
    }
}

impl Eq for Snapshot {}

impl Serialize for Snapshot {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.households))?;
        let mut cursor = self.cursor().map_err(S::Error::custom)?;
        while let Some(record) = cursor.record() {
            list.serialize_element(&record)?;
            cursor.advance().map_err(S::Error::custom)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for Snapshot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Packing;

        impl<'de> Visitor<'de> for Packing {
            type Value = Snapshot;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("households")
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                mut list: A,
            ) -> std::result::Result<Snapshot, A::Error> {
                let mut snapshot = Snapshot::default();
                while let Some(one) = list.next_element()? {
                    snapshot.push(&one).map_err(A::Error::custom)?;
                }
                Ok(snapshot)
            }
        }

        deserializer.deserialize_seq(Packing)
    }
}

impl LinkedTown {
    /// The households as a plan counts them; they stand by record key.
    ///
    /// # Errors
    /// When one cannot be packed, which is a fault of the program.
    pub fn snapshot(&self, plan: &StackPlan) -> Result<Snapshot> {
        let scene = Scene::new(self, plan);
        let households = self.households.kind.len();
        let parts = (rayon::current_num_threads() * 4).clamp(1, households / 4096 + 1);
        let begin = |part| self.first_of_key(households * part / parts);
        let part = |part| {
            let mut visited = Households::of(&scene, begin(part)..begin(part + 1));
            let mut snapshot = Snapshot::default();
            let mut namesakes: Vec<Counted> = Vec::new();
            while let Some(one) = visited.next(|_| ()) {
                let one = Counted::of(one, &scene);
                let before = namesakes.first();
                if before.is_some_and(|before| before.record_key != one.record_key) {
                    snapshot.push_all(&mut namesakes)?;
                }
                namesakes.push(one);
            }
            snapshot.push_all(&mut namesakes)?;
            Ok(snapshot)
        };
        let parts = (0..parts).into_par_iter().map(part);
        let parts = parts.collect::<Result<Vec<Snapshot>>>()?;
        let mut all = Snapshot::default();
        for part in parts {
            all.households += part.households;
            all.pieces.extend(part.pieces);
        }
        Ok(all)
    }

    /// The first household from this one on that does not share its record key with the one before.
    fn first_of_key(&self, from: usize) -> usize {
        let keys = &self.households.record_key;
        let is_first = |place: &usize| *place == 0 || keys[*place] != keys[*place - 1];
        (from..keys.len()).find(is_first).unwrap_or(keys.len())
    }
}

impl Snapshot {
    /// None yet, to be kept in a sealed file in a folder that has no name and vanishes with this.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn stored_in(folder: &Path) -> Result<Self> {
        Ok(Self {
            store: Some(Arc::new(Store::begin_in(folder)?)),
            ..Self::default()
        })
    }

    /// Adds households whose keys come later, which are in memory.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn add(&mut self, later: Self) -> Result<()> {
        self.households += later.households;
        for piece in later.pieces {
            self.pieces.push(match (&self.store, piece) {
                (Some(store), Piece::Here(bytes)) => Piece::There(store.put(&bytes)?),
                (_, piece) => piece,
            });
        }
        Ok(())
    }

    /// Adds a household behind all others.
    fn push(&mut self, one: &Counted) -> Result<()> {
        let record = postcard::to_allocvec(one).map_err(no_record)?;
        let length = record.len() + LENGTH;
        let has_room = |piece: &Vec<u8>| piece.len() + length <= piece.capacity();
        if !matches!(self.pieces.last(), Some(Piece::Here(piece)) if has_room(piece)) {
            let piece = Vec::with_capacity(length.max(TOGETHER));
            self.pieces.push(Piece::Here(piece));
        }
        let Some(Piece::Here(piece)) = self.pieces.last_mut() else {
            return Ok(());
        };
        let mut length = [0; LENGTH];
        let number = u32::try_from(record.len()).unwrap_or(u32::MAX);
        piece.extend_from_slice(postcard::to_slice(&number, &mut length).map_err(no_record)?);
        piece.extend(record);
        self.households += 1;
        Ok(())
    }

    /// Adds households of one record key, in an order that no file decides.
    fn push_all(&mut self, namesakes: &mut Vec<Counted>) -> Result<()> {
        namesakes.sort_unstable();
        namesakes.drain(..).try_for_each(|one| self.push(&one))
    }

    /// At the first household.
    fn cursor(&self) -> Result<Cursor<'_>> {
        Cursor::over(&self.pieces, self.store.as_deref())
    }

    /// Of each of so many services the private households with it, by record key.
    ///
    /// # Errors
    /// When they cannot be read back.
    pub(in crate::pseudonymous) fn users(&self, services: usize) -> Result<Vec<Vec<u64>>> {
        let store = self.store.as_deref();
        let of_piece = |piece| {
            let mut users = vec![Vec::new(); services];
            let mut cursor = Cursor::over(slice::from_ref(piece), store)?;
            while let Some(record) = cursor.record() {
                let one = record.counted()?;
                for service in one.services.iter().filter(|_| one.is_private) {
                    users[usize::from(*service)].push(one.record_key);
                }
                cursor.advance()?;
            }
            Ok(users)
        };
        let pieces = self.pieces.par_iter().map(of_piece);
        let pieces = pieces.collect::<Result<Vec<Vec<Vec<u64>>>>>()?;
        let of_service = |service: usize| {
            let of_pieces: Vec<&[u64]> = pieces.iter().map(|users| &*users[service]).collect();
            of_pieces.concat()
        };
        Ok((0..services).into_par_iter().map(of_service).collect())
    }

    /// Of each count, how many joined and left since `then`, together. A household that changed in what is counted of it
    /// leaves the counts that it is no longer in, and joins others; of persons each one counts.
    ///
    /// # Errors
    /// When they cannot be read back.
    pub(in crate::pseudonymous) fn changes_since(
        &self,
        then: &Self,
        plan: &StackPlan,
    ) -> Result<HashMap<CellKey, u64>> {
        let contributions = Contributions::of(plan);
        let (mut then, mut now) = (then.cursor()?, self.cursor()?);
        let (mut changes, mut of_one) = (HashMap::new(), HashMap::new());
        loop {
            let (is_then, is_now) = match (then.record(), now.record()) {
                (None, None) => return Ok(changes),
                (Some(a), Some(b)) => (a.key <= b.key, b.key <= a.key),
                (a, b) => (a.is_some(), b.is_some()),
            };
            let before = then.record().filter(|_| is_then);
            let after = now.record().filter(|_| is_now);
            if before != after {
                for (household, sign) in [(before, 1_i64), (after, -1)] {
                    let household = household.map(|one| one.counted()).transpose()?;
                    for key in household.iter().flat_map(|one| contributions.keys(one)) {
                        *of_one.entry(key).or_insert(0) += sign;
                    }
                }
            }
            for (key, difference) in of_one.drain() {
                if difference != 0 {
                    *changes.entry(key).or_insert(0) += difference.unsigned_abs();
                }
            }
            if is_then {
                then.advance()?;
            }
            if is_now {
                now.advance()?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{BIJSTAND, Made, SCHULD, W1, WMO};
    use super::*;
    use crate::vocabulary::HouseholdType;

    fn snapshot(households: usize) -> (Snapshot, StackPlan) {
        let mut made = Made::empty();
        for number in 0..households {
            let services = [SCHULD, BIJSTAND, WMO];
            let (own, others) = services.split_at(number % 4 % 3);
            made.household(
                HouseholdType::Couple,
                W1,
                &[own, &[]],
                &others[number % 2..],
            );
        }
        for (key, number) in made.town.households.record_key.iter_mut().zip(1..) {
            *key = number / 2;
        }
        (made.town.snapshot(&made.plan).unwrap(), made.plan)
    }

    #[test]
    fn in_a_file_without_a_name_the_households_are_the_same() {
        let home = tempfile::tempdir().unwrap();
        let (here, plan) = snapshot(40_000);
        let mut there = Snapshot::stored_in(home.path()).unwrap();
        there.add(here.clone()).unwrap();
        assert!(here == there && here != snapshot(39_999).0);
        assert!(
            there
                .pieces
                .iter()
                .all(|piece| matches!(piece, Piece::There(_)))
        );
        assert_eq!(here.users(9).unwrap(), there.users(9).unwrap());
        assert!(there.changes_since(&here, &plan).unwrap().is_empty());
        let [bytes, stored] = [&here, &there].map(|one| postcard::to_allocvec(one).unwrap());
        assert!(bytes == stored);
        assert!(postcard::from_bytes::<Snapshot>(&bytes).unwrap() == there);
        #[cfg(unix)]
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn households_that_share_a_record_key_stand_in_an_order_of_their_own() {
        let (here, _) = snapshot(9_000);
        let mut cursor = here.cursor().unwrap();
        let mut all = Vec::new();
        while let Some(record) = cursor.record() {
            all.push(record.counted().unwrap());
            cursor.advance().unwrap();
        }
        assert_eq!(all.len(), 9_000);
        assert!(all.is_sorted());
        // A ledger holds each as postcard writes it.
        assert!(postcard::to_allocvec(&here).unwrap() == postcard::to_allocvec(&all).unwrap());
    }

    #[test]
    fn users_of_many_pieces_stand_by_record_key() {
        let (here, _) = snapshot(60_000);
        assert!(here.pieces.len() > 1);
        let users = here.users(9).unwrap();
        assert_eq!(users.iter().filter(|keys| !keys.is_empty()).count(), 3);
        assert!(users.iter().all(|keys| keys.is_sorted()));
        let bytes = postcard::to_allocvec(&here).unwrap();
        let one_by_one: Vec<Counted> = postcard::from_bytes(&bytes).unwrap();
        let services: usize = one_by_one.iter().map(|one| one.services.len()).sum();
        assert_eq!(users.iter().map(Vec::len).sum::<usize>(), services);
    }
}
