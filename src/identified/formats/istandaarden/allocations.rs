//! Merges the products and claims of all messages into one use per allocation, in bounded memory.
//!
//! What a message says of an allocation is a small record without a name; the records are sorted, on disk when they are
//! many, and those of one allocation merged. What comes of it is sorted once more by file and client, so that the
//! files can be read again and each client's uses be there when the client is.

use super::claims::standing_of;
use super::head::Kind;
use super::records::{Allocation, AllocationKey, ClientPlace, Said};
use crate::error::Result;
use crate::identified::source::inline_text::{Date, Short};
use crate::keys::KeyedDigest;
use crate::pseudonymous::handover::sort::{Place, Sorted, Sorter};

/// Bytes of memory for sorting what the messages say, and again for sorting what comes of it.
const BUDGET: usize = 24 << 20;

/// All that the messages say.
pub(super) struct Allocations {
    said: Sorter<'static>,
    budget: usize,
    key: KeyedDigest,
    products: u32,
}

impl Allocations {
    /// Nothing yet.
    pub(super) fn begin() -> Result<Self> {
        Self::begin_within(BUDGET)
    }

    /// Nothing yet; `budget` bytes of memory for each of the two sortings.
    fn begin_within(budget: usize) -> Result<Self> {
        Ok(Self {
            said: Sorter::begin_at(Place::Sealed, budget),
            budget,
            key: KeyedDigest::random()?,
            products: 0,
        })
    }

    /// Takes what a message says of a client of this BSN.
    pub(super) fn add(&mut self, bsn: &str, all: Vec<Said>) -> Result<()> {
        let bsn = bsn.trim().trim_start_matches('0');
        let bsn = self.key.digest(bsn.as_bytes()).number();
        for mut said in all {
            let (number, mut alone) = (said.number, [0; 2]);
            if said.kind != Kind::Declares {
                self.products += 1;
                said.index = self.products;
                if number == Short::EMPTY {
                    alone = [said.whose.file + 1, self.products];
                }
            }
            let key = AllocationKey { bsn, number, alone };
            self.said.push(&[&said.packed(&key)])?;
        }
        Ok(())
    }

    /// Merges what the files of which `is_used` is true say.
    ///
    /// A claim adds its amount to its allocation, says nothing of one that was never granted, and is a use of its own
    /// when no message brings its allocation.
    pub(super) fn merge(self, is_used: &[bool]) -> Result<Merged> {
        let mut merged = Sorter::begin_at(Place::Sealed, self.budget);
        let mut said = self.said.finish()?;
        let mut group = Group::default();
        while let Some(record) = said.next()? {
            let (key, one) = Said::unpacked(record);
            if is_used.get(one.whose.file as usize) != Some(&true) {
                continue;
            }
            if group.key != Some(key) {
                group.merge(&mut merged)?;
                group.key = Some(key);
            }
            match one.kind {
                Kind::Declares => group.claims.push(one),
                _ => group.events.push(one),
            }
        }
        group.merge(&mut merged)?;
        let rows = merged.finish()?;
        let mut merged = Merged { rows, next: None };
        merged.advance()?;
        Ok(merged)
    }
}

/// The uses, in the order of the files and of the clients in them.
pub(super) struct Merged {
    rows: Sorted,
    next: Option<Allocation>,
}

impl Merged {
    /// The file of the next use.
    pub(super) fn file(&self) -> Option<u32> {
        self.next.map(|next| next.whose.file)
    }

    /// The next use, when it is this client's.
    pub(super) fn take(&mut self, whose: ClientPlace) -> Result<Option<Allocation>> {
        let Some(next) = self.next.filter(|next| next.whose == whose) else {
            return Ok(None);
        };
        self.advance()?;
        Ok(Some(next))
    }

    fn advance(&mut self) -> Result<()> {
        self.next = self.rows.next()?.map(Allocation::unpacked);
        Ok(())
    }
}

/// All that is said of one allocation: of each kind the latest last.
#[derive(Default)]
struct Group {
    key: Option<AllocationKey>,
    events: Vec<Said>,
    claims: Vec<Said>,
}

impl Group {
    /// Adds what it comes to, and is empty then.
    fn merge(&mut self, merged: &mut Sorter<'_>) -> Result<()> {
        let Some(key) = self.key.take() else {
            return Ok(());
        };
        let mut outcome = outcome(key.number, &self.events);
        let has_number = key.number != Short::EMPTY;
        for claim in standing_of(&self.claims) {
            match &mut outcome {
                Outcome::Use(allocation) if has_number => {
                    let claimed = allocation.cents.unwrap_or(0);
                    allocation.cents = Some(claimed.saturating_add(claim.cents));
                }
                Outcome::NeverGranted if has_number => {}
                _ => merged.push(&[&of_claim(&claim).packed()])?,
            }
        }
        if let Outcome::Use(allocation) = outcome {
            merged.push(&[&allocation.packed()])?;
        }
        self.events.clear();
        self.claims.clear();
        Ok(())
    }
}

/// What the events of an allocation come to.
enum Outcome {
    Use(Allocation),
    /// The grant was taken back: it never was.
    NeverGranted,
    /// No events, or starts and stops that were taken back.
    Nothing,
}

fn outcome(number: Short<16>, events: &[Said]) -> Outcome {
    let latest = |kind| events.iter().rfind(|event| event.kind == kind);
    let standing = |kind| latest(kind).filter(|event| !event.takes_back);
    let grant = latest(Kind::Grants);
    if grant.is_some_and(|event| event.takes_back) {
        return Outcome::NeverGranted;
    }
    let (start, stop) = (standing(Kind::Starts), standing(Kind::Stops));
    let Some(source) = grant.or(start).or(stop) else {
        return Outcome::Nothing;
    };
    let start_of = |event: Option<&Said>| event.map_or(Date::EMPTY, |e| e.start);
    let end_of = |event: Option<&Said>| event.map_or(Date::EMPTY, |e| e.end);
    let code_of = |event: Option<&Said>| event.map_or(Short::EMPTY, |e| e.code);
    Outcome::Use(Allocation {
        whose: source.whose,
        number,
        start: start_of(start).or(start_of(grant)).or(start_of(stop)),
        end: end_of(stop).or(end_of(grant)),
        code: code_of(grant).or(code_of(start)).or(code_of(stop)),
        service: source.service,
        cents: None,
        lacks_grant: grant.is_none(),
    })
}

/// A claim whose allocation no message brings.
const fn of_claim(claim: &Said) -> Allocation {
    Allocation {
        whose: claim.whose,
        number: claim.number,
        start: claim.start,
        end: claim.end,
        code: claim.code,
        service: claim.service,
        cents: Some(claim.cents),
        lacks_grant: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The uses of 500 clients whose grants stand in file 1 and whose starts in files 0 and 2, of which 2 breaks off.
    fn uses(budget: usize) -> Vec<(ClientPlace, String, String)> {
        let mut allocations = Allocations::begin_within(budget).unwrap();
        for file in 0..3 {
            for client in 0..500 {
                let kind = [Kind::Grants, Kind::Starts][usize::from(file != 1)];
                let said = Said {
                    number: Short::of(&format!("{}", client % 7)),
                    service: Short::of("01"),
                    start: Short::of(&format!("2026-0{}-01", file + 1)),
                    ..Said::nothing(kind, ClientPlace { file, client })
                };
                let added = allocations.add(&format!("{client:09}"), vec![said]);
                added.unwrap();
            }
        }
        let mut merged = allocations.merge(&[true, true, false]).unwrap();
        let mut uses = Vec::new();
        for client in 0..500 {
            let whose = ClientPlace { file: 1, client };
            while let Some(one) = merged.take(whose).unwrap() {
                let start = one.start.as_str().to_owned();
                uses.push((one.whose, start, one.number.as_str().to_owned()));
            }
        }
        assert_eq!(merged.file(), None);
        uses
    }

    #[test]
    fn the_uses_are_the_same_whatever_the_memory_and_nothing_is_taken_of_a_file_that_breaks_off() {
        let all = uses(1 << 20);
        assert_eq!(all.len(), 500);
        assert!(all.iter().all(|(_, start, _)| start == "2026-01-01"));
        assert_eq!(all[8].2, "1");
        for budget in [0, 1_000, 20_000] {
            assert_eq!(uses(budget), all);
        }
    }
}
