//! The products and claims of all messages in, one use per allocation out.

use zeroize::{Zeroize, Zeroizing};

use super::super::person::Person;
use super::super::short::{Date, Short};
use super::claims::{Claim, Claims};
use crate::error::Result;
use crate::identified::settings::Field;

/// The place of a file among the files, by name.
pub(super) type FileRank = u32;

/// What a message does to its allocations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// 301.
    Grants,
    /// 305.
    Starts,
    /// 307.
    Stops,
    /// 323.
    Declares,
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
    /// `Code`: the product within its category.
    pub(super) code: Short<5>,
    /// `Ingangsdatum` of a grant, `Begindatum` of a start or stop.
    pub(super) start: Date,
    /// `Einddatum` of a grant or stop.
    pub(super) end: Date,
    /// `Toewijzingsdatum` of a grant.
    pub(super) granted: Date,
    /// `Toewijzingstijd` of a grant, to the second.
    pub(super) granted_at: Short<8>,
    /// Whether it takes back what was said before: `RedenWijziging` 13, `StatusAanlevering` 3.
    pub(super) is_deleted: bool,
}

/// An allocation after all messages, or a claim that belongs to none of them.
#[derive(Debug)]
pub(super) struct Allocation {
    /// `Categorie`.
    pub(super) service: Short<5>,
    /// `Code`.
    pub(super) code: Short<5>,
    /// First day; empty when no message says.
    pub(super) start: Date,
    /// Last day; empty when running.
    pub(super) end: Date,
    /// What is claimed for it, in cents; `None` when nothing is.
    pub(super) cents: Option<u64>,
    /// Whether it was started or stopped without a 301 among the messages.
    pub(super) lacks_grant: bool,
    client: usize,
    number: Short<16>,
}

/// How far messages were taken in, to go back to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    clients: usize,
    events: usize,
    claims: usize,
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
    clients: Vec<Person>,
    events: Vec<Event>,
    claims: Claims,
}

impl Allocations {
    /// How far it is.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            clients: self.clients.len(),
            events: self.events.len(),
            claims: self.claims.len(),
        }
    }

    /// Forgets what was taken since: a message that breaks off says nothing.
    pub(super) fn go_back(&mut self, mark: Mark) {
        self.clients.truncate(mark.clients);
        wipe(&mut self.events[mark.events..]);
        self.events.truncate(mark.events);
        self.claims.go_back(mark.claims);
    }

    /// Takes a client of a message and the products and claims that stand there.
    pub(super) fn add(
        &mut self,
        header: Header,
        file: FileRank,
        mut client: Person,
        products: &[Product],
        claims: &[Claim],
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
        for &claim in claims {
            self.claims.push(bsn, claim, number);
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
    /// A claim adds its amount to its allocation, says nothing of one that was never granted, and is a use of its own
    /// when no message brings its allocation.
    ///
    /// # Errors
    /// What `each` gives back.
    pub(super) fn for_each(
        mut self,
        each: &mut dyn FnMut(&Allocation, &Person) -> Result<()>,
    ) -> Result<()> {
        self.events
            .sort_unstable_by_key(|event| (event.key(), event.moment(), event.file, event.place));
        let mut merged = Vec::new();
        let mut keys = Zeroizing::new(Vec::with_capacity(self.events.len()));
        let mut outcomes = Vec::new();
        for events in self.events.chunk_by(|a, b| a.key() == b.key()) {
            keys.push(events[0].key());
            outcomes.push(merge(events, &mut merged));
        }
        for &(bsn, claim, client) in self.claims.standing().iter() {
            let at = keys.binary_search(&(bsn, claim.number, 0)).ok();
            let met = at.filter(|_| claim.number != Short::EMPTY);
            match met.map(|at| outcomes[at]) {
                Some(Outcome::Use(place)) => add(claim.cents, &mut merged[place]),
                Some(Outcome::NeverGranted) => {}
                Some(Outcome::Nothing) | None => merged.push(of_claim(&claim, client)),
            }
        }
        merged.sort_unstable_by_key(|one| {
            let client = &self.clients[one.client];
            let place = (client.file, client.line, one.client);
            (place, one.number, one.start, one.end, one.code)
        });
        for allocation in &merged {
            each(allocation, &self.clients[allocation.client])?;
        }
        Ok(())
    }
}

impl Event {
    /// What events of one allocation have in common. Without a number nothing says that two belong together, so each is
    /// known by its place.
    fn key(&self) -> (Short<16>, Short<16>, usize) {
        let number = self.product.number;
        let place = if number == Short::EMPTY {
            self.place
        } else {
            0
        };
        (self.bsn, number, place)
    }

    /// When it was decided, later ones greater. Of grants that is what the standard (invulinstructie IV013) goes by, since a
    /// message may be sent again on another day; of two at the same second, taking back is the later.
    fn moment(&self) -> (Date, Short<8>, Date, bool) {
        let (dated, product) = (self.header.dated, &self.product);
        match self.header.kind {
            Kind::Grants => (
                product.granted.or(dated),
                product.granted_at,
                dated,
                product.is_deleted,
            ),
            _ => (dated, Short::EMPTY, dated, false),
        }
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

/// What the events of an allocation come to.
#[derive(Debug, Clone, Copy)]
enum Outcome {
    /// A use, at this place.
    Use(usize),
    /// The grant was taken back: it never was.
    NeverGranted,
    /// Starts and stops that were taken back.
    Nothing,
}

/// Adds the allocation that a group of events (the latest last) leaves to `merged`.
fn merge(events: &[Event], merged: &mut Vec<Allocation>) -> Outcome {
    let latest = |kind| events.iter().rfind(|event| event.header.kind == kind);
    let standing = |kind| latest(kind).filter(|event| !event.product.is_deleted);
    let grant = latest(Kind::Grants);
    if grant.is_some_and(|event| event.product.is_deleted) {
        return Outcome::NeverGranted;
    }
    let (start, stop) = (standing(Kind::Starts), standing(Kind::Stops));
    let Some(source) = grant.or(start).or(stop) else {
        return Outcome::Nothing;
    };
    let start_of = |event: Option<&Event>| event.map_or(Date::EMPTY, |e| e.product.start);
    let end_of = |event: Option<&Event>| event.map_or(Date::EMPTY, |e| e.product.end);
    let code_of = |event: Option<&Event>| event.map_or(Short::EMPTY, |e| e.product.code);
    merged.push(Allocation {
        service: source.product.service,
        code: code_of(grant).or(code_of(start)).or(code_of(stop)),
        start: start_of(start).or(start_of(grant)).or(start_of(stop)),
        end: end_of(stop).or(end_of(grant)),
        cents: None,
        lacks_grant: grant.is_none(),
        client: source.client,
        number: source.product.number,
    });
    Outcome::Use(merged.len() - 1)
}

fn add(cents: u64, allocation: &mut Allocation) {
    let claimed = allocation.cents.unwrap_or(0);
    allocation.cents = Some(claimed.saturating_add(cents));
}

/// A claim whose allocation no message brings.
fn of_claim(claim: &Claim, client: usize) -> Allocation {
    Allocation {
        service: claim.service,
        code: claim.code,
        start: claim.start,
        end: claim.end,
        cents: Some(claim.cents),
        lacks_grant: false,
        client,
        number: claim.number,
    }
}
