//! Parts of messages as fixed-size records whose byte order is the order in which they are merged.
//!
//! A record holds no name and no number of a client: the BSN is a digest under a key of this reading.

use super::head::Kind;
use crate::identified::source::inline_text::{Date, Short};

/// The bytes of what a message says of an allocation.
const SAID: usize = 161;

/// The bytes of an allocation after all messages.
const MERGED: usize = 64;

/// A client in a file: the file by its rank, and how many clients of it come before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ClientPlace {
    pub(super) file: u32,
    /// Which of its clients.
    pub(super) client: u32,
}

/// What all that is said of one allocation has in common.
///
/// Without a number nothing says that two grants belong together, so each is known by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AllocationKey {
    /// A digest of the BSN.
    pub(super) bsn: u128,
    /// `ToewijzingNummer`, without leading zeros.
    pub(super) number: Short<16>,
    /// Zeros for what has a number, and for claims.
    pub(super) alone: [u32; 2],
}

/// What one message says of one allocation: that it is granted, started or stopped, or what is claimed for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Which of them.
    pub(super) kind: Kind,
    /// When it was decided: of one kind, the latest sorts last. Of grants that is what the standard (invulinstructie IV013)
    /// goes by, since a message may be sent again on another day. Empty for claims, as are the next two.
    pub(super) decided: Date,
    /// At which hour, to the second; of grants only.
    pub(super) hour: Short<8>,
    /// The date of the message.
    pub(super) dated: Date,
    /// Of two grants of the same second, the one that takes back is the later.
    pub(super) is_last: bool,
    /// `ReferentieNummer` of a claim.
    pub(super) reference: Short<20>,
    /// Whose it is.
    pub(super) whose: ClientPlace,
    /// Which product of all messages; 0 for claims.
    pub(super) index: u32,
    /// `VorigReferentieNummer` of a claim: the line that this one credits.
    pub(super) credited: Short<20>,
    /// `ToewijzingNummer`, without leading zeros.
    pub(super) number: Short<16>,
    /// `Categorie`.
    pub(super) service: Short<5>,
    /// `Code`.
    pub(super) code: Short<5>,
    /// First day.
    pub(super) start: Date,
    /// Last day.
    pub(super) end: Date,
    /// `Bedrag` of a claim, in cents.
    pub(super) cents: u64,
    /// Whether it takes back what was said before, or is a credit line.
    pub(super) takes_back: bool,
}

impl Said {
    /// A message of this kind says nothing yet of a client.
    pub(super) fn nothing(kind: Kind, whose: ClientPlace) -> Self {
        Self {
            kind,
            whose,
            ..Self::default()
        }
    }

    /// The record: all of one allocation together, of one kind the latest last.
    pub(super) fn packed(&self, key: &AllocationKey) -> [u8; SAID] {
        let mut to = Packer::new();
        to.put(&key.bsn.to_be_bytes());
        to.put(key.number.bytes());
        key.alone
            .iter()
            .for_each(|part| to.put(&part.to_be_bytes()));
        to.put(&[self.kind as u8]);
        to.put(self.decided.bytes());
        to.put(self.hour.bytes());
        to.put(self.dated.bytes());
        to.put(&[self.is_last.into()]);
        to.put(self.reference.bytes());
        to.place(self.whose);
        to.put(&self.index.to_be_bytes());
        to.put(self.credited.bytes());
        to.put(self.service.bytes());
        to.put(self.code.bytes());
        to.put(self.start.bytes());
        to.put(self.end.bytes());
        to.put(&self.cents.to_be_bytes());
        to.put(&[self.takes_back.into()]);
        to.bytes
    }

    /// What was packed.
    pub(super) fn unpacked(record: &[u8]) -> (AllocationKey, Self) {
        let mut from = Unpacker(record);
        let key = AllocationKey {
            bsn: u128::from_be_bytes(from.take()),
            number: from.short(),
            alone: [from.number(), from.number()],
        };
        let [kind] = from.take();
        let mut kinds = [Kind::Grants, Kind::Starts, Kind::Stops].into_iter();
        let said = Self {
            kind: kinds
                .find(|one| *one as u8 == kind)
                .unwrap_or(Kind::Declares),
            decided: from.short(),
            hour: from.short(),
            dated: from.short(),
            is_last: from.truth(),
            reference: from.short(),
            whose: from.place(),
            index: from.number(),
            credited: from.short(),
            number: key.number,
            service: from.short(),
            code: from.short(),
            start: from.short(),
            end: from.short(),
            cents: u64::from_be_bytes(from.take()),
            takes_back: from.truth(),
        };
        (key, said)
    }
}

/// An allocation after all messages, or a claim that belongs to none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Allocation {
    /// Whose it is.
    pub(super) whose: ClientPlace,
    /// `ToewijzingNummer`, without leading zeros.
    pub(super) number: Short<16>,
    /// First day; empty when no message says.
    pub(super) start: Date,
    /// Last day; empty when running.
    pub(super) end: Date,
    pub(super) code: Short<5>,
    /// `Categorie`.
    pub(super) service: Short<5>,
    /// What is claimed for it, in cents; `None` when nothing is.
    pub(super) cents: Option<u64>,
    /// Whether it was started or stopped without a 301 among the messages.
    pub(super) lacks_grant: bool,
}

impl Allocation {
    /// The record, in the order of files and clients.
    pub(super) fn packed(&self) -> [u8; MERGED] {
        let mut to = Packer::new();
        to.place(self.whose);
        to.put(self.number.bytes());
        to.put(self.start.bytes());
        to.put(self.end.bytes());
        to.put(self.code.bytes());
        to.put(self.service.bytes());
        to.put(&self.cents.unwrap_or(0).to_be_bytes());
        to.put(&[self.cents.is_some().into()]);
        to.put(&[self.lacks_grant.into()]);
        to.bytes
    }

    /// What was packed.
    pub(super) fn unpacked(record: &[u8]) -> Self {
        let mut from = Unpacker(record);
        let whose = from.place();
        let (number, start, end, code, service) = (
            from.short(),
            from.short(),
            from.short(),
            from.short(),
            from.short(),
        );
        let cents = u64::from_be_bytes(from.take());
        Self {
            whose,
            number,
            start,
            end,
            code,
            service,
            cents: from.truth().then_some(cents),
            lacks_grant: from.truth(),
        }
    }
}

/// Fills a record from its front; the lengths of the parts are fixed, and their sum is the record's at most.
struct Packer<const LENGTH: usize> {
    bytes: [u8; LENGTH],
    at: usize,
}

impl<const LENGTH: usize> Packer<LENGTH> {
    const fn new() -> Self {
        Self {
            bytes: [0; LENGTH],
            at: 0,
        }
    }

    fn put(&mut self, part: &[u8]) {
        self.bytes[self.at..self.at + part.len()].copy_from_slice(part);
        self.at += part.len();
    }

    fn place(&mut self, place: ClientPlace) {
        self.put(&place.file.to_be_bytes());
        self.put(&place.client.to_be_bytes());
    }
}

/// Takes the parts of a record from its front.
struct Unpacker<'a>(&'a [u8]);

impl Unpacker<'_> {
    fn take<const LENGTH: usize>(&mut self) -> [u8; LENGTH] {
        let mut part = [0; LENGTH];
        let (first, rest) = self.0.split_at(LENGTH);
        part.copy_from_slice(first);
        self.0 = rest;
        part
    }

    fn short<const LENGTH: usize>(&mut self) -> Short<LENGTH> {
        Short::from_bytes(self.take())
    }

    fn number(&mut self) -> u32 {
        u32::from_be_bytes(self.take())
    }

    fn truth(&mut self) -> bool {
        self.take::<1>() != [0]
    }

    fn place(&mut self) -> ClientPlace {
        ClientPlace {
            file: self.number(),
            client: self.number(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: AllocationKey = AllocationKey {
        bsn: u128::MAX - 1,
        number: Short::from_bytes(*b"1234567890123456"),
        alone: [1, 2],
    };
    fn something() -> Said {
        let whose = ClientPlace { file: 3, client: 7 };
        Said {
            number: KEY.number,
            ..Said::nothing(Kind::Declares, whose)
        }
    }

    #[test]
    fn what_is_packed_comes_back() {
        let said = Said {
            reference: Short::of("a reference of twenty"),
            index: 9,
            credited: Short::of("another of twenty ch."),
            service: Short::of("12345"),
            code: Short::of("abcde"),
            start: Short::of("2026-01-01"),
            end: Short::of("2026-12-31"),
            cents: u64::MAX,
            takes_back: true,
            ..something()
        };
        assert_eq!(Said::unpacked(&said.packed(&KEY)), (KEY, said));
        let allocation = Allocation {
            whose: said.whose,
            number: Short::of("9"),
            start: said.start,
            end: Short::EMPTY,
            code: said.code,
            service: said.service,
            cents: Some(0),
            lacks_grant: true,
        };
        assert_eq!(Allocation::unpacked(&allocation.packed()), allocation);
    }

    #[test]
    fn of_one_allocation_the_grant_decided_last_sorts_last() {
        let grant = |day: &str, hour: &str, is_last| {
            let (decided, hour) = (Short::of(day), Short::of(hour));
            let said = Said {
                decided,
                hour,
                is_last,
                ..something()
            };
            said.packed(&KEY)
        };
        let in_order = [
            grant("2026-01-01", "10:00:00", true),
            grant("2026-01-01", "11:00:00", false),
            grant("2026-01-01", "11:00:00", true),
            grant("2026-02-01", "09:00:00", false),
        ];
        assert!(in_order.is_sorted());
    }
}
