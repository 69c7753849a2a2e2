//! Whether two rows cannot be of one person: what they say of it, as hashes under a key of the run.

use std::hash::{BuildHasher, Hash};

use foldhash::quality::RandomState;

use super::record::{ClientRecord, Normalising};

/// What a row says of the person; 0 for what it does not say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::identified) struct Likeness {
    /// The hash of the BSN.
    bsn: u64,
    /// Year, month and day; all or none.
    born: (u16, u8, u8),
    surnames: [u32; 2],
    given_name: u32,
    initial: u8,
    address: u32,
}

impl Likeness {
    pub(in crate::identified) fn of(record: &ClientRecord, hasher: &RandomState) -> Self {
        // 0 is kept for what is absent.
        let short = |hash: u64| u32::try_from(hash >> 32).unwrap_or(0).max(1);
        let or_zero = |text: &str| match text {
            "" => 0,
            text => short(hasher.hash_one(text)),
        };
        let (name, address) = (
            record.name.reveal(Normalising),
            record.address.reveal(Normalising),
        );
        let birth = record.birth_date.reveal(Normalising);
        // Letters and additions are spelt in many ways, and a row without them is not of another address.
        let home = match address.postcode.as_str() {
            "" => (address.address_id.as_str(), 0),
            postcode => (postcode, address.house_number),
        };
        Self {
            bsn: record.bsn_hash(hasher).unwrap_or(0),
            born: if birth.is_complete() {
                (birth.year, birth.month, birth.day)
            } else {
                (0, 0, 0)
            },
            surnames: [or_zero(&name.surname), or_zero(&name.partner_surname)],
            given_name: or_zero(&name.given_name),
            initial: name.initial.bytes().next().unwrap_or(0),
            address: if home.0.is_empty() {
                0
            } else {
                short(hasher.hash_one(home))
            },
        }
    }

    /// The hashes of two BSNs, when the two rows have different ones.
    pub(in crate::identified) fn two_bsns(self, other: Self) -> Option<[u64; 2]> {
        let (one, two) = (self.bsn.min(other.bsn), self.bsn.max(other.bsn));
        (one > 0 && one != two).then_some([one, two])
    }

    pub(in crate::identified) const fn has_bsn(&self) -> bool {
        self.bsn > 0
    }

    pub(in crate::identified) const fn has_birth_date(&self) -> bool {
        self.born.0 > 0
    }

    /// Whether two rows cannot be of one person, their BSNs left aside (docs/method.md, section 5). What is not known
    /// contradicts nothing, and one difference is a slip, a marriage or a move.
    pub(in crate::identified) fn is_of_another(self, other: Self) -> bool {
        let differ = |one: u32, two: u32| one > 0 && two > 0 && one != two;
        let (is_called_otherwise, is_named_otherwise) = (
            differ(self.initial.into(), other.initial.into()),
            self.has_surname() && other.has_surname() && !self.shares_a_surname(other),
        );
        let has_another_given_name =
            is_called_otherwise || differ(self.given_name, other.given_name);
        let has_moved = differ(self.address, other.address);
        let parts = self.parts_of_birth_that_differ(other);
        let has_no_name_in_common = !self.shares_a_surname(other)
            && (self.given_name == 0 || self.given_name != other.given_name);
        is_named_otherwise && parts > Some(0)
            || has_another_given_name && parts > Some(1)
            || has_no_name_in_common && has_moved && parts > Some(1)
            || is_named_otherwise && is_called_otherwise && (has_moved || parts != Some(0))
    }

    fn has_surname(self) -> bool {
        self.surnames != [0; 2]
    }

    fn shares_a_surname(self, other: Self) -> bool {
        let known = |name: &&u32| **name > 0;
        let mut surnames = self.surnames.iter().filter(known);
        surnames.any(|name| other.surnames.contains(name))
    }

    /// How many of year, month and day differ; day and month the other way round are one. `None` where a birth date is
    /// not known.
    fn parts_of_birth_that_differ(self, other: Self) -> Option<u8> {
        let ((year, month, day), (year_2, month_2, day_2)) = (self.born, other.born);
        if year == 0 || year_2 == 0 {
            return None;
        }
        let of_day = match (month == month_2, day == day_2) {
            (true, true) => 0,
            (false, false) if (month, day) != (day_2, month_2) => 2,
            _ => 1,
        };
        Some(u8::from(year != year_2) + of_day)
    }
}

impl ClientRecord {
    /// The hash of the client number, if there is one.
    pub(in crate::identified) fn client_hash(&self, hasher: &RandomState) -> Option<u64> {
        let is_known = self.client.is_known();
        is_known.then(|| hasher.hash_one(&self.client))
    }

    /// The hash of the BSN, if there is one.
    pub(in crate::identified) fn bsn_hash(&self, hasher: &RandomState) -> Option<u64> {
        let is_known = self.bsn.is_known();
        is_known.then(|| hasher.hash_one(&self.bsn).max(1))
    }

    /// What clients are told apart by where they are only counted; it can be hashed and not read.
    pub(in crate::identified) fn likeness(&self) -> impl Hash {
        let surname = &self.name.reveal(Normalising).surname;
        let house_number = self.address.reveal(Normalising).house_number;
        (
            &self.client,
            &self.bsn,
            &self.birth_date,
            surname,
            house_number,
        )
    }
}
