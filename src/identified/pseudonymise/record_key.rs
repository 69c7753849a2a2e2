//! A person of the register in, the number that stands for the person in a household's record key out.

use super::parts::as_number;
use crate::identified::normalise::ClientRecord;
use crate::keys::{Message, RecordKeys};

/// The record key of a person: over the BSN, or where there is none over birth date, surname, given name and
/// address. The record key of a household is the wrapping sum over its members, so their order does not matter.
pub(in crate::identified) fn person_record_key(
    keys: &RecordKeys<'_>,
    record: &ClientRecord,
    message: &mut Message,
) -> u64 {
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
    keys.record_key(message)
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
