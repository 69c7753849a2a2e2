//! What the rows of a client number or a BSN say of a person, and whether they can be of one.

use std::collections::hash_map::Entry;

use foldhash::HashMap;
use foldhash::quality::RandomState;

use crate::identified::normalise::{ClientRecord, Likeness};

/// The forms of name, birth date and address that one person can have in an extract who is known by nothing firmer.
const MOST_FORMS: usize = 5;

/// The different BSNs of an extract that are looked at, so that memory does not grow with it.
const MOST_BSNS: usize = 1 << 18;

/// What a row says of a person, and the hashes of its client number and BSN.
pub(super) struct Said {
    pub(super) form: Likeness,
    pub(super) client: Option<u64>,
    pub(super) bsn: Option<u64>,
}

impl Said {
    pub(super) fn of(record: &ClientRecord, hasher: &RandomState) -> Self {
        Self {
            form: Likeness::of(record, hasher),
            client: record.client_hash(hasher),
            bsn: record.bsn_hash(hasher),
        }
    }
}

#[derive(Default)]
pub(super) struct Forms {
    pub(super) of_clients: FormsByNumber,
    pub(super) of_bsns: FormsByNumber,
}

/// What the rows of each number say of the person: most say the same.
#[derive(Default)]
pub(super) struct FormsByNumber {
    first: HashMap<u64, Likeness>,
    others: HashMap<u64, Vec<Likeness>>,
}

/// How a row goes with the earlier ones of its number.
#[derive(PartialEq, Eq)]
pub(super) enum Seen {
    /// It says what one of them said, or nothing that tells two persons.
    OfOne,
    Another,
}

impl FormsByNumber {
    /// Whether there is room for what is said of a BSN.
    pub(super) fn looks_at(&self, number: u64) -> bool {
        self.first.len() < MOST_BSNS || self.first.contains_key(&number)
    }

    /// Takes in a row, unless it cannot be of one person with an earlier one of the number.
    pub(super) fn take(
        &mut self,
        number: u64,
        form: Likeness,
        mut is_of_another: impl FnMut(Likeness, Likeness) -> bool,
    ) -> Seen {
        let first = match self.first.entry(number) {
            Entry::Occupied(first) => *first.get(),
            Entry::Vacant(place) => {
                place.insert(form);
                return Seen::OfOne;
            }
        };
        let others = self.others.get(&number);
        let known = || std::iter::once(&first).chain(others.into_iter().flatten());
        if known().any(|one| *one == form) {
            return Seen::OfOne;
        }
        if known().any(|one| is_of_another(form, *one)) {
            return Seen::Another;
        }
        let others = self.others.entry(number).or_default();
        if others.len() < MOST_FORMS {
            others.push(form);
        }
        Seen::OfOne
    }

    /// Whether a number has as many forms as one person has only who is known by something firmer, as those of a client
    /// number with a BSN are.
    pub(super) fn are_many(&self, number: u64, is_firm: fn(&Likeness) -> bool) -> bool {
        let others = self.others.get(&number);
        others.is_some_and(|others| {
            others.len() >= MOST_FORMS && !others.iter().chain(self.first.get(&number)).any(is_firm)
        })
    }

    pub(super) fn forget(&mut self, number: u64) {
        self.first.remove(&number);
        self.others.remove(&number);
    }
}
