//! The linked town, some households at a time: for what does not fit in memory at once.

use std::ops::Range;

use super::address::Homes;
use super::clients::Clients;
use super::deciding::{decide, residents};
use super::linked::{LinkedTown, ProviderLinks};
use super::members::Members;
use super::packed::UseKey;
use super::room::Room;
use super::town::{Drawing, Joined, Resolved};
use crate::error::{Error, Result};
use crate::files::WholeFolder;
use crate::keys::ReleaseKey;
use crate::pseudonymous::handover::sort::{Place, Sorted, Sorter};
use crate::pseudonymous::handover::{
    Expected, HandoverSet, HouseholdColumns, RegisterPersonColumns,
};
use crate::vocabulary::{Progress, ProviderIx};

/// The file that takes uses, sealed, while they are sorted.
const USES: &str = "uses.spill";

/// A linked town that comes in parts: the households one behind the other, with their persons and uses.
pub struct Parts {
    persons: RegisterPersonColumns,
    households: HouseholdColumns,
    providers: Vec<ProviderLinks>,
    drawing: Drawing,
    /// By household.
    uses: Sorted,
    /// The first use of the next part.
    ahead: Option<UseKey>,
    /// The first household of the next part.
    next: usize,
    /// Households of a part, about.
    together: usize,
}

impl Parts {
    /// Links as [`link`](super::link) does. What does not fit in `room` is written to a file in `folder`, sealed under a key that is
    /// never written, and gone when this is.
    ///
    /// # Errors
    /// As [`link`](super::link), and when the disk refuses.
    pub fn link(
        handovers: &HandoverSet,
        expected: &Expected,
        release_key: Option<&ReleaseKey>,
        (room, folder): (Room, &WholeFolder),
        progress: &dyn Progress,
    ) -> Result<Self> {
        let mut clients = Clients::of(handovers)?;
        let (persons, households) = residents(&handovers.register, expected)?;
        let homes = Homes {
            persons: &persons,
            households: &households,
        };
        let within = (expected, room.tokens(), None);
        let (_, given_homes) = decide(handovers, &homes, &mut clients, within, progress)?;
        handovers.register.check_order()?;
        let drawing = Drawing::with(release_key);
        let total = handovers.providers.len() as u64;
        progress.begin("joining households and services", Some(total));
        let resolved = Resolved {
            clients: &clients,
            persons: &persons,
            draw_of: &|household| drawing.number(households.record_key[household.index()]),
            by_address: &expected.by_address,
            given_homes: &given_homes,
        };
        let mut sorter = Sorter::begin_at(Place::SealedIn(folder, USES), room.sorting());
        let mut providers = Vec::with_capacity(handovers.providers.len());
        for (index, handover) in handovers.providers.iter().enumerate() {
            let provider = (ProviderIx::at(index), handover);
            let joined = resolved.of_provider(provider, expected, None, progress)?;
            let Joined {
                packed,
                providers: links,
                ..
            } = joined;
            packed
                .iter()
                .try_for_each(|key| sorter.push(&[&key.bytes()]))?;
            providers.extend(links);
        }
        let mut uses = sorter.finish()?;
        let ahead = uses.next()?.and_then(use_of);
        progress.end();
        Ok(Self {
            together: room.households(),
            persons,
            households,
            providers,
            drawing,
            uses,
            ahead,
            next: 0,
        })
    }

    /// How many households there are.
    #[must_use]
    pub const fn households(&self) -> usize {
        self.households.kind.len()
    }

    /// What all parts have in common: areas and providers, and no household.
    #[must_use]
    pub fn outline(&self) -> LinkedTown {
        self.part(0..0, Vec::new())
    }

    /// The next households; nothing behind the last. Those that share a record key are in one part.
    ///
    /// # Errors
    /// When the disk refuses, or the user stops.
    pub fn next(&mut self, progress: &dyn Progress) -> Result<Option<LinkedTown>> {
        if self.next == self.households() {
            return Ok(None);
        }
        if progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        let keys = &self.households.record_key;
        let mut end = keys.len().min(self.next + self.together);
        while end < keys.len() && keys[end] == keys[end - 1] {
            end += 1;
        }
        let range = std::mem::replace(&mut self.next, end)..end;
        let mut uses = Vec::new();
        while let Some(one) = self.ahead.filter(|one| one.household() < end) {
            uses.push(one);
            self.ahead = self.uses.next()?.and_then(use_of);
        }
        Ok(Some(self.part(range, uses)))
    }

    /// All parts were taken; what was written is removed.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn end(self) -> Result<()> {
        self.uses.remove()
    }

    /// These households, with their uses, sorted.
    fn part(&self, range: Range<usize>, uses: Vec<UseKey>) -> LinkedTown {
        let members = Members::of(&self.persons, &range);
        let households = self.households.part(range);
        LinkedTown {
            draws: self.drawing.numbers(&households.record_key),
            nobody: self.drawing.nobody(),
            persons: members.persons(),
            uses: members.named(UseKey::merged(uses)),
            providers: self.providers.clone(),
            households,
            ..LinkedTown::default()
        }
    }
}

/// The use in a record.
fn use_of(record: &[u8]) -> Option<UseKey> {
    record.try_into().ok().map(UseKey::from_bytes)
}
