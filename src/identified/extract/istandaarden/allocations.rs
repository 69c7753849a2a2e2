//! The products of all messages in, one use per allocation out.

use zeroize::Zeroize;

use super::client::Client;
use crate::error::Result;
use crate::identified::settings::Field;

/// The place of a file among the files, by name.
pub(super) type FileRank = u32;

/// A short text without memory of its own; what is longer is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Zeroize)]
pub(super) struct Short<const LENGTH: usize>([u8; LENGTH]);

impl<const LENGTH: usize> Short<LENGTH> {
    /// Nothing.
    pub(super) const EMPTY: Self = Self([0; LENGTH]);

    /// The beginning of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut short = Self::EMPTY;
        for (into, byte) in short.0.iter_mut().zip(text.trim().bytes()) {
            *into = byte;
        }
        short
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        let length = self.0.iter().position(|&byte| byte == 0).unwrap_or(LENGTH);
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }

    /// This text, or else another.
    pub(super) fn or(self, other: Self) -> Self {
        if self == Self::EMPTY { other } else { self }
    }
}

impl<const LENGTH: usize> Default for Short<LENGTH> {
    fn default() -> Self {
        Self::EMPTY
    }
}

/// A date as XML writes it, without a time zone.
pub(super) type Date = Short<10>;

/// What a message does to its allocations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// 301.
    Grants,
    /// 305.
    Starts,
    /// 307.
    Stops,
}

/// The head of a message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    /// What it does.
    pub(super) kind: Kind,
    /// Its date (`Dagtekening`).
    pub(super) dated: Date,
}

/// A product of a message: what is granted, started or stopped.
#[derive(Debug, Default, Clone, Copy, Zeroize)]
pub(super) struct Product {
    /// `ToewijzingNummer`, without leading zeros.
    pub(super) number: Short<16>,
    /// `Categorie`.
    pub(super) service: Short<5>,
    /// `Ingangsdatum` of a grant, `Begindatum` of a start or stop.
    pub(super) start: Date,
    /// `Einddatum` of a grant or stop.
    pub(super) end: Date,
    /// Whether it takes back what was said before: `RedenWijziging` 13, `StatusAanlevering` 3.
    pub(super) is_deleted: bool,
}

/// An allocation after all messages.
#[derive(Debug)]
pub(super) struct Allocation {
    /// `Categorie`.
    pub(super) service: Short<5>,
    /// First day; empty when no message says.
    pub(super) start: Date,
    /// Last day; empty when running.
    pub(super) end: Date,
    /// Whether a 301 is among the messages.
    pub(super) is_granted: bool,
    client: usize,
    number: Short<16>,
}

/// What one message says of one allocation.
#[derive(Clone, Copy)]
struct Event {
    bsn: Short<16>,
    product: Product,
    header: Header,
    file: FileRank,
    place: usize,
    client: usize,
}

/// All that the messages say; wiped on drop.
#[derive(Default)]
pub(super) struct Allocations {
    clients: Vec<Client>,
    events: Vec<Event>,
}

impl Allocations {
    /// Takes a client of a message and the products that stand there.
    pub(super) fn add(
        &mut self,
        header: Header,
        file: FileRank,
        mut client: Client,
        products: &[Product],
    ) {
        let bsn = Short::of(client.get(Field::Bsn).trim().trim_start_matches('0'));
        client.file = file;
        let number = self.clients.len();
        self.clients.push(client);
        for &product in products {
            let place = self.events.len();
            self.make_room();
            self.events.push(Event {
                bsn,
                product,
                header,
                file,
                place,
                client: number,
            });
        }
    }

    /// Makes room for one more event; what is left behind when they move is wiped.
    fn make_room(&mut self) {
        if self.events.len() < self.events.capacity() {
            return;
        }
        let mut larger = Vec::with_capacity(self.events.len().max(32) * 2);
        larger.extend_from_slice(&self.events);
        wipe(&mut self.events);
        self.events = larger;
    }

    /// Merges the messages and calls `each` with every allocation and its client, in the order of files and lines.
    ///
    /// # Errors
    /// What `each` gives back.
    pub(super) fn for_each(
        mut self,
        each: &mut dyn FnMut(&Allocation, &Client) -> Result<()>,
    ) -> Result<()> {
        self.events.sort_unstable_by_key(|event| {
            (
                event.bsn,
                event.product.number,
                event.header.dated,
                event.file,
                event.place,
            )
        });
        let same = |a: &Event, b: &Event| (a.bsn, a.product.number) == (b.bsn, b.product.number);
        let mut merged: Vec<_> = self.events.chunk_by(same).filter_map(merge).collect();
        merged.sort_unstable_by_key(|allocation| {
            let client = &self.clients[allocation.client];
            (
                client.file,
                client.line,
                allocation.client,
                allocation.number,
            )
        });
        for allocation in &merged {
            each(allocation, &self.clients[allocation.client])?;
        }
        Ok(())
    }
}

impl Drop for Allocations {
    fn drop(&mut self) {
        wipe(&mut self.events);
    }
}

fn wipe(events: &mut [Event]) {
    for event in events {
        event.bsn.zeroize();
        event.product.zeroize();
    }
}

/// The allocation that a group of events (the latest last) leaves; `None` when it was never granted or is taken back.
fn merge(events: &[Event]) -> Option<Allocation> {
    let latest = |kind| events.iter().rfind(|event| event.header.kind == kind);
    let standing = |kind| latest(kind).filter(|event| !event.product.is_deleted);
    let grant = latest(Kind::Grants);
    if grant.is_some_and(|event| event.product.is_deleted) {
        return None;
    }
    let (start, stop) = (standing(Kind::Starts), standing(Kind::Stops));
    let source = grant.or(start).or(stop)?;
    let start_of = |event: Option<&Event>| event.map_or(Date::EMPTY, |e| e.product.start);
    let end_of = |event: Option<&Event>| event.map_or(Date::EMPTY, |e| e.product.end);
    Some(Allocation {
        service: source.product.service,
        start: start_of(start).or(start_of(grant)).or(start_of(stop)),
        end: end_of(stop).or(end_of(grant)),
        is_granted: grant.is_some(),
        client: source.client,
        number: source.product.number,
    })
}
