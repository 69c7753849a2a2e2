//! Parts of messages as fixed-size records whose byte order is the order in which they are merged.
//!
//! A record holds no name and no number of a client: the BSN is a digest under a key of this reading.

use super::claims::Claim;
use super::client::Product;
use super::head::Kind;
use crate::identified::source::inline_text::{Date, Short};

/// The bytes of what a message says of an allocation.
pub(super) const SAID: usize = 132;

/// The bytes of an allocation after all messages.
pub(super) const MERGED: usize = 64;

/// A client in a file: the file by its rank, and how many clients of it come before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// What one message says of one allocation.
#[derive(Debug, Clone, Copy)]
pub(super) enum Said {
    /// That it is granted, started or stopped.
    Event(Event),
    /// What is claimed for it.
    Claim(Claim, ClientPlace),
}

/// A grant, a start or a stop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event {
    /// Which of them.
    pub(super) kind: Kind,
    /// When it was decided; see [`Event::of`].
    pub(super) moment: (Date, Short<8>, Date, bool),
    /// Whose it is.
    pub(super) whose: ClientPlace,
    /// Which product of the file.
    pub(super) place: u32,
    /// `Categorie`.
    pub(super) service: Short<5>,
    pub(super) code: Short<5>,
    /// First day.
    pub(super) start: Date,
    /// Last day.
    pub(super) end: Date,
    /// Whether it takes back what was said before.
    pub(super) is_deleted: bool,
}

impl Event {
    /// What a product of a message says. `moment` is later for what was decided later. Of grants that is what the standard
    /// (invulinstructie IV013) goes by, since a message may be sent again on another day; of two at the same second,
    /// taking back is the later.
    pub(super) fn of(
        kind: Kind,
        dated: Date,
        product: &Product,
        whose: ClientPlace,
        place: u32,
    ) -> Self {
        let moment = match kind {
            Kind::Grants => (
                product.granted.or(dated),
                product.granted_at,
                dated,
                product.is_deleted,
            ),
            _ => (dated, Short::EMPTY, dated, false),
        };
        Self {
            kind,
            moment,
            whose,
            place,
            service: product.service,
            code: product.code,
            start: product.start,
            end: product.end,
            is_deleted: product.is_deleted,
        }
    }
}

impl Said {
    /// The file that says it.
    pub(super) const fn file(&self) -> u32 {
        match self {
            Self::Event(event) => event.whose.file,
            Self::Claim(_, whose) => whose.file,
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
        match self {
            Self::Event(event) => {
                let (granted, hour, dated, deleted) = event.moment;
                to.put(&[event.kind as u8]);
                to.put(granted.bytes());
                to.put(hour.bytes());
                to.put(dated.bytes());
                to.put(&[deleted.into()]);
                to.place(event.whose);
                to.put(&event.place.to_be_bytes());
                to.put(event.service.bytes());
                to.put(event.code.bytes());
                to.put(event.start.bytes());
                to.put(event.end.bytes());
                to.put(&[event.is_deleted.into()]);
            }
            Self::Claim(claim, whose) => {
                to.put(&[Kind::Declares as u8]);
                to.put(claim.reference.bytes());
                to.place(*whose);
                to.put(claim.credited.bytes());
                to.put(claim.service.bytes());
                to.put(claim.code.bytes());
                to.put(claim.start.bytes());
                to.put(claim.end.bytes());
                to.put(&claim.cents.to_be_bytes());
                to.put(&[claim.is_credit.into()]);
            }
        }
        to.bytes
    }

    /// What was packed.
    pub(super) fn unpacked(record: &[u8; SAID]) -> (AllocationKey, Self) {
        let mut from = Unpacker(record);
        let key = AllocationKey {
            bsn: u128::from_be_bytes(from.take()),
            number: from.short(),
            alone: [from.number(), from.number()],
        };
        let [kind] = from.take();
        let kind = [Kind::Grants, Kind::Starts, Kind::Stops]
            .into_iter()
            .find(|one| *one as u8 == kind);
        let Some(kind) = kind else {
            let (reference, whose) = (from.short(), from.place());
            let claim = Claim {
                reference,
                credited: from.short(),
                number: key.number,
                service: from.short(),
                code: from.short(),
                start: from.short(),
                end: from.short(),
                cents: u64::from_be_bytes(from.take()),
                is_credit: from.truth(),
            };
            return (key, Self::Claim(claim, whose));
        };
        let event = Event {
            kind,
            moment: (from.short(), from.short(), from.short(), from.truth()),
            whose: from.place(),
            place: from.number(),
            service: from.short(),
            code: from.short(),
            start: from.short(),
            end: from.short(),
            is_deleted: from.truth(),
        };
        (key, Self::Event(event))
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
    pub(super) fn unpacked(record: &[u8; MERGED]) -> Self {
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

    const WHOSE: ClientPlace = ClientPlace { file: 3, client: 7 };

    fn key() -> AllocationKey {
        AllocationKey {
            bsn: u128::MAX - 1,
            number: Short::of("1234567890123456"),
            alone: [1, 2],
        }
    }

    #[test]
    fn what_is_packed_comes_back() {
        let claim = Claim {
            reference: Short::of("a reference of twenty"),
            credited: Short::of("another of twenty ch."),
            number: key().number,
            service: Short::of("12345"),
            code: Short::of("abcde"),
            start: Short::of("2026-01-01"),
            end: Short::of("2026-12-31"),
            cents: u64::MAX,
            is_credit: true,
        };
        let (back, said) = Said::unpacked(&Said::Claim(claim, WHOSE).packed(&key()));
        assert_eq!(back, key());
        assert!(matches!(said, Said::Claim(one, whose) if one == claim && whose == WHOSE));
        let allocation = Allocation {
            whose: WHOSE,
            number: Short::of("9"),
            start: Short::of("2026-01-01"),
            end: Short::EMPTY,
            code: Short::of("45A48"),
            service: Short::of("45"),
            cents: Some(0),
            lacks_grant: true,
        };
        assert_eq!(Allocation::unpacked(&allocation.packed()), allocation);
    }

    #[test]
    fn of_one_allocation_the_grant_decided_last_sorts_last() {
        let event = |granted: &str, hour: &str, is_deleted| {
            let product = Product {
                granted: Short::of(granted),
                granted_at: Short::of(hour),
                is_deleted,
                ..Product::default()
            };
            let dated = Short::of("2026-05-05");
            Said::Event(Event::of(Kind::Grants, dated, &product, WHOSE, 9)).packed(&key())
        };
        let inorder = [
            event("2026-01-01", "10:00:00", true),
            event("2026-01-01", "11:00:00", false),
            event("2026-01-01", "11:00:00", true),
            event("2026-02-01", "09:00:00", false),
            event("", "00:00:00", false),
        ];
        assert!(inorder.is_sorted());
    }
}
