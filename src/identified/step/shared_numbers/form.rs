//! A row in, what it says of a person out; two of these in, whether they cannot be of one person.
//!
//! It holds hashes under a key of the run, and no name.

use std::hash::BuildHasher;

use foldhash::quality::RandomState;

use crate::identified::normalise::ClientRecord;

/// What a row says of the person; 0 for what it does not say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) bsn: u32,
    /// Year, month and day; all or none.
    pub(super) born: (u16, u8, u8),
    surnames: [u32; 2],
    given_name: u32,
    initial: u8,
    address: u32,
}

impl Form {
    pub(super) fn of(record: &ClientRecord, hasher: &RandomState) -> Self {
        let short = |hash: u64| u32::try_from(hash >> 32).unwrap_or(0).max(1);
        let name = |name: &String| match name.as_str() {
            "" => 0,
            name => short(hasher.hash_one(name)),
        };
        let birth = record.birth_date;
        // Letters and additions are spelt in many ways, and a row without them is not of another address.
        let address = match record.postcode.as_str() {
            "" => (record.address_id.as_str(), 0),
            postcode => (postcode, record.house_number),
        };
        Self {
            bsn: record.bsn,
            born: if birth.is_complete() {
                (birth.year, birth.month, birth.day)
            } else {
                (0, 0, 0)
            },
            surnames: [name(&record.surname), name(&record.partner_surname)],
            given_name: name(&record.given_name),
            initial: record.initial.bytes().next().unwrap_or(0),
            address: if address.0.is_empty() {
                0
            } else {
                short(hasher.hash_one(address))
            },
        }
    }

    /// Whether two rows cannot be of one person, their BSNs left aside (docs/method.md, section 5). What is not known
    /// contradicts nothing, and one difference is a slip, a marriage or a move.
    pub(super) fn is_of_another(self, other: Self) -> bool {
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
