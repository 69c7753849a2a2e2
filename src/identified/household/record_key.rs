//! The digest of a person, and the record key of a household from the digests of its members.

use super::address::Household;
use crate::identified::normalise::ClientRecord;
use crate::keys::{Message, Messages, RecordKeys};
use crate::vocabulary::RowIx;

/// What is made together: enough messages of each length to fill all lanes of the digests.
const TOGETHER: usize = 1024;

/// The first part of a household's message; a person's begins with a number.
const HOUSEHOLD: &str = "household";

/// Messages that wait for their digests, each with the index of what its digest belongs to.
struct Waiting<'a, Ix> {
    keys: &'a RecordKeys<'a>,
    digest: fn(&RecordKeys<'a>, &Messages) -> Vec<u64>,
    messages: Messages,
    indexes: Vec<Ix>,
}

impl<'a, Ix> Waiting<'a, Ix> {
    fn new(keys: &'a RecordKeys<'a>, digest: fn(&RecordKeys<'a>, &Messages) -> Vec<u64>) -> Self {
        Self {
            keys,
            digest,
            messages: Messages::new(),
            indexes: Vec::with_capacity(TOGETHER),
        }
    }

    fn add(&mut self, index: Ix, write: impl FnOnce(&mut Message), give: &mut dyn FnMut(Ix, u64)) {
        self.messages.add(|message| {
            write(message);
            true
        });
        self.indexes.push(index);
        if self.indexes.len() == TOGETHER {
            self.finish(give);
        }
    }

    fn finish(&mut self, give: &mut dyn FnMut(Ix, u64)) {
        let digests = (self.digest)(self.keys, &self.messages);
        self.messages.clear();
        let indexes = self.indexes.drain(..);
        indexes
            .zip(digests)
            .for_each(|(index, digest)| give(index, digest));
    }
}

/// Makes the digests of the persons of a register: over the BSN, or where there is none over birth date, surname, given
/// name and address.
pub(in crate::identified) struct PersonDigests<'a>(Waiting<'a, RowIx>);

impl<'a> PersonDigests<'a> {
    /// A maker that has met nobody.
    pub(in crate::identified) fn new(keys: &'a RecordKeys<'a>) -> Self {
        Self(Waiting::new(keys, RecordKeys::persons))
    }

    /// Takes the person of a row. Once there are enough, `give` gets the row and the digest of each.
    pub(in crate::identified) fn add(
        &mut self,
        row: RowIx,
        record: &ClientRecord,
        give: &mut dyn FnMut(RowIx, u64),
    ) {
        self.0.add(row, |message| write(record, message), give);
    }

    /// Gives the row and the digest of each person who waits for one.
    pub(in crate::identified) fn finish(&mut self, give: &mut dyn FnMut(RowIx, u64)) {
        self.0.finish(give);
    }
}

/// Makes the record keys of households: over the digests of all members, sorted, so that their order does not matter
/// and no key can be worked out from other keys.
pub(super) struct HouseholdRecordKeys<'a>(Waiting<'a, usize>);

impl<'a> HouseholdRecordKeys<'a> {
    /// A maker that has met no household.
    pub(super) fn new(keys: &'a RecordKeys<'a>) -> Self {
        Self(Waiting::new(keys, RecordKeys::households))
    }

    /// Takes a household by its members' digests, which it sorts. Once there are enough, `give` gets the index and the
    /// record key of each.
    pub(super) fn add(
        &mut self,
        index: usize,
        members: &mut [u64],
        give: &mut dyn FnMut(usize, u64),
    ) {
        members.sort_unstable();
        let write = |message: &mut Message| {
            message.text(HOUSEHOLD);
            for member in &*members {
                message.number(*member);
            }
        };
        self.0.add(index, write, give);
    }

    /// Gives the index and the record key of each household that waits for one.
    pub(super) fn finish(&mut self, give: &mut dyn FnMut(usize, u64)) {
        self.0.finish(give);
    }
}

/// The record key of one household by its members.
pub(in crate::identified) fn record_key(keys: &RecordKeys<'_>, members: &[ClientRecord]) -> u64 {
    let mut digests = Vec::new();
    let mut persons = PersonDigests::new(keys);
    let mut keep = |_, digest| digests.push(digest);
    for member in members {
        persons.add(RowIx::at(0), member, &mut keep);
    }
    persons.finish(&mut keep);
    let mut key = 0;
    let mut households = HouseholdRecordKeys::new(keys);
    let mut keep = |_, made| key = made;
    households.add(0, &mut digests, &mut keep);
    households.finish(&mut keep);
    key
}

fn write(record: &ClientRecord, message: &mut Message) {
    if record.bsn.is_known() {
        message.number(u64::from(*record.bsn.reveal(Household)));
        return;
    }
    let (name, address) = (
        record.name.reveal(Household),
        record.address.reveal(Household),
    );
    message
        .number(u64::from(record.birth_date.reveal(Household).number()))
        .text(&name.surname)
        .text(&name.given_name)
        .text(&address.postcode)
        .number(u64::from(address.house_number))
        .joined(&address.house_letter, &address.house_number_suffix);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::normalise::Fields;
    use crate::keys::ProjectSecret;

    fn household(members: &[ClientRecord], series: &str) -> u64 {
        let secret = ProjectSecret::from_bytes([7; 32]);
        record_key(&RecordKeys::derive(&secret, series), members)
    }

    fn member(bsn: u32, given_name: &str) -> ClientRecord {
        Fields {
            bsn,
            given_name,
            ..Fields::default()
        }
        .record()
    }

    fn digest(keys: &RecordKeys<'_>, person: &ClientRecord) -> u64 {
        let mut messages = Messages::new();
        messages.add(|message| {
            write(person, message);
            true
        });
        keys.persons(&messages)[0]
    }

    #[test]
    fn the_order_of_the_members_does_not_matter() {
        let (one, other, third) = (member(1, "ANNA"), member(2, "BART"), member(0, "CEES"));
        let rising = household(&[one, other, third], "zaandorp");
        let (one, other, third) = (member(1, "ANNA"), member(2, "BART"), member(0, "CEES"));
        assert_eq!(rising, household(&[third, other, one], "zaandorp"));
    }

    #[test]
    fn who_lives_alone_has_a_household_key_that_is_not_the_persons_digest() {
        let secret = ProjectSecret::from_bytes([7; 32]);
        let keys = RecordKeys::derive(&secret, "zaandorp");
        let person = member(1, "ANNA");
        let alone = digest(&keys, &person);
        assert_ne!(record_key(&keys, &[person]), alone);
    }

    #[test]
    fn every_row_gets_the_digest_of_its_own_person() {
        let secret = ProjectSecret::from_bytes([7; 32]);
        let keys = RecordKeys::derive(&secret, "zaandorp");
        let mut together = PersonDigests::new(&keys);
        let person = |row: RowIx| member(row.number() % 3 * row.number(), &format!("ANNA{row:?}"));
        let mut found = Vec::new();
        let rows = || (0..3000).map(RowIx::at);
        for row in rows() {
            together.add(row, &person(row), &mut |row, key| found.push((row, key)));
        }
        together.finish(&mut |row, key| found.push((row, key)));
        let expected = rows().map(|row| (row, digest(&keys, &person(row))));
        assert!(found.into_iter().eq(expected));
    }

    #[test]
    fn a_changed_name_keeps_the_key_of_who_has_a_bsn() {
        let key = |bsn, name| household(&[member(bsn, name)], "zaandorp");
        assert_eq!(key(1, "ANNA"), key(1, "ANNE"));
        assert_ne!(key(0, "ANNA"), key(0, "ANNE"));
    }

    #[test]
    fn another_series_or_another_member_gives_another_key() {
        let key = household(&[member(1, "")], "zaandorp");
        assert_ne!(key, household(&[member(1, "")], "waterland"));
        assert_ne!(key, household(&[member(1, ""), member(2, "")], "zaandorp"));
    }
}
