//! A person of the register in, the number that stands for the person in a household's record key out.

use super::parts::as_number;
use crate::identified::normalise::ClientRecord;
use crate::keys::{Message, Messages, RecordKeys};

/// Persons whose record keys are made together: enough messages of each length to fill all lanes of the digests.
const TOGETHER: usize = 1024;

/// The record key of a person: over the BSN, or where there is none over birth date, surname, given name and
/// address. The record key of a household is the wrapping sum over its members, so their order does not matter.
pub(in crate::identified) fn person_record_key(
    keys: &RecordKeys<'_>,
    record: &ClientRecord,
    message: &mut Message,
) -> u64 {
    write(record, message);
    keys.record_key(message)
}

/// Makes the record keys of the persons of a register, many at a time.
pub(in crate::identified) struct PersonRecordKeys<'a> {
    keys: &'a RecordKeys<'a>,
    messages: Messages,
    rows: Vec<u32>,
}

impl<'a> PersonRecordKeys<'a> {
    /// A maker that has met nobody.
    pub(in crate::identified) fn new(keys: &'a RecordKeys<'a>) -> Self {
        Self {
            keys,
            messages: Messages::new(),
            rows: Vec::with_capacity(TOGETHER),
        }
    }

    /// Takes the person of a row. Once there are enough, `give` gets the row and the record key of each.
    pub(in crate::identified) fn add(
        &mut self,
        row: u32,
        record: &ClientRecord,
        give: &mut dyn FnMut(u32, u64),
    ) {
        self.messages.add(|message| {
            write(record, message);
            true
        });
        self.rows.push(row);
        if self.rows.len() == TOGETHER {
            self.finish(give);
        }
    }

    /// Gives the row and the record key of each person who waits for one.
    pub(in crate::identified) fn finish(&mut self, give: &mut dyn FnMut(u32, u64)) {
        let keys = self.keys.record_keys(&self.messages);
        self.messages.clear();
        let rows = self.rows.drain(..);
        rows.zip(keys).for_each(|(row, key)| give(row, key));
    }
}

fn write(record: &ClientRecord, message: &mut Message) {
    message.clear();
    if record.bsn == 0 {
        message
            .number(u64::from(as_number(record.birth_date)))
            .text(&record.surname)
            .text(&record.given_name)
            .text(&record.postcode)
            .number(u64::from(record.house_number))
            .joined(&record.house_letter, &record.house_number_suffix);
    } else {
        message.number(u64::from(record.bsn));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::ProjectSecret;

    fn household(members: &[ClientRecord], series: &str) -> u64 {
        let secret = ProjectSecret::from_bytes([7; 32]);
        let keys = RecordKeys::derive(&secret, series);
        let mut message = Message::new();
        members.iter().fold(0, |sum: u64, member| {
            sum.wrapping_add(person_record_key(&keys, member, &mut message))
        })
    }

    fn member(bsn: u32, given_name: &str) -> ClientRecord {
        let mut record = ClientRecord::default();
        record.bsn = bsn;
        record.given_name.push_str(given_name);
        record
    }

    #[test]
    fn the_order_of_the_members_does_not_matter() {
        let (one, other, third) = (member(1, "ANNA"), member(2, "BART"), member(0, "CEES"));
        let rising = household(&[one, other, third], "zaandorp");
        let (one, other, third) = (member(1, "ANNA"), member(2, "BART"), member(0, "CEES"));
        assert_eq!(rising, household(&[third, other, one], "zaandorp"));
    }

    #[test]
    fn every_row_gets_the_key_of_its_own_person() {
        let secret = ProjectSecret::from_bytes([7; 32]);
        let keys = RecordKeys::derive(&secret, "zaandorp");
        let mut together = PersonRecordKeys::new(&keys);
        let person = |row: u32| member(row % 3 * row, &format!("ANNA{row}"));
        let mut found = Vec::new();
        for row in 0..3000 {
            together.add(row, &person(row), &mut |row, key| found.push((row, key)));
        }
        together.finish(&mut |row, key| found.push((row, key)));
        let mut message = Message::new();
        let expected = (0..3000).map(|row| {
            let key = person_record_key(&keys, &person(row), &mut message);
            (row, key)
        });
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
