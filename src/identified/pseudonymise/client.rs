//! Digests that group the rows of one client; they mean nothing after this run.

use zeroize::ZeroizeOnDrop;

use super::parts::Gate;
use super::timing::Use;
use crate::error::Result;
use crate::identified::normalise::ClientRecord;
use crate::keys::{Digest, KeyedDigest, Message, Messages};
use crate::pseudonymous::{Person, Pseudonym};
use crate::vocabulary::{Day, ServiceIx};

/// A random key made for one run: what spills to disk under it can be tied to nothing once the run is over.
#[derive(ZeroizeOnDrop)]
pub(in crate::identified) struct RunKey(KeyedDigest);

/// What a message is about; its first part.
#[derive(Clone, Copy)]
enum About {
    ClientNumber = 1,
    Bsn = 2,
    Fields = 3,
    Row = 4,
}

impl RunKey {
    /// A new random key.
    pub(super) fn new() -> Result<Self> {
        KeyedDigest::random().map(Self)
    }

    /// The digest of a message.
    pub(super) fn digest(&self, message: &Message) -> Digest {
        self.0.digest(message.encoded())
    }

    /// The client of each row: the provider's number, else the BSN, else all identifying fields.
    pub(super) fn clients(
        &self,
        records: &[ClientRecord],
        messages: &mut Messages,
    ) -> Vec<Pseudonym<Person>> {
        messages.clear();
        for record in records {
            messages.add(|message| {
                write_client(record, message);
                true
            });
        }
        let digests = self.0.digests(messages).into_iter();
        digests.map(Pseudonym::new).collect()
    }

    /// Each row: all normalised fields, the service and the dates. Equal rows give equal numbers.
    pub(super) fn rows(
        &self,
        records: &[ClientRecord],
        uses: &[Use],
        messages: &mut Messages,
    ) -> Vec<u64> {
        messages.clear();
        for (record, made) in records.iter().zip(uses) {
            messages.add(|message| {
                write_row(record, made.service, message);
                true
            });
        }
        self.0.numbers(messages)
    }
}

fn write_client(record: &ClientRecord, message: &mut Message) {
    if record.client.is_known() {
        begin(About::ClientNumber, message).text(record.client.reveal(Gate));
    } else if record.bsn.is_known() {
        begin(About::Bsn, message).number(u64::from(*record.bsn.reveal(Gate)));
    } else {
        add_fields(record, begin(About::Fields, message));
    }
}

/// Numbers, then the length of each text, then the texts: short, as every row is digested.
fn write_row(record: &ClientRecord, service: ServiceIx, message: &mut Message) {
    message.clear();
    let day =
        |day: Option<Day>| day.map_or(u64::MAX, |day| u64::from(day.number().cast_unsigned()));
    let (name, address) = (record.name.reveal(Gate), record.address.reveal(Gate));
    let birth = record.birth_date.reveal(Gate);
    let numbers = [
        About::Row as u32,
        record.sex.map_or(0, |sex| 1 + sex as u32),
        u32::from(service.number()),
        birth.number(),
        address.house_number,
        *record.bsn.reveal(Gate),
    ];
    let days = [record.start, record.end].map(day);
    let texts = [
        record.client.reveal(Gate).as_str(),
        &name.surname,
        &name.partner_surname,
        &name.given_name,
        &name.initial,
        &address.postcode,
        &address.house_letter,
        &address.house_number_suffix,
        &address.address_id,
    ];
    // A message of 4 GB and more would be refused long before.
    let lengths = texts.map(|text| u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
    message
        .bytes(numbers.map(u32::to_be_bytes).as_flattened())
        .bytes(days.map(u64::to_be_bytes).as_flattened())
        .bytes(lengths.as_flattened())
        .joined_all(&texts);
}

fn begin(about: About, message: &mut Message) -> &mut Message {
    message.clear();
    message.number(about as u64)
}

/// All identifying fields but the client number and the BSN.
fn add_fields(record: &ClientRecord, message: &mut Message) {
    let (name, address) = (record.name.reveal(Gate), record.address.reveal(Gate));
    message
        .number(u64::from(record.birth_date.reveal(Gate).number()))
        .text(record.sex.map_or("", |sex| sex.word()))
        .text(&name.surname)
        .text(&name.partner_surname)
        .text(&name.given_name)
        .text(&name.initial)
        .text(&address.postcode)
        .number(u64::from(address.house_number))
        .text(&address.house_letter)
        .text(&address.house_number_suffix)
        .text(&address.address_id);
}

#[cfg(test)]
mod tests {
    use super::super::Timing;
    use super::*;
    use crate::identified::normalise::Fields;
    use crate::vocabulary::When;

    fn record(client: &str, bsn: u32, surname: &str) -> ClientRecord {
        Fields {
            client,
            bsn,
            surname,
            ..Fields::default()
        }
        .record()
    }

    fn client(key: &RunKey, record: &ClientRecord) -> Pseudonym<Person> {
        key.clients(std::slice::from_ref(record), &mut Messages::new())[0]
    }

    fn row(key: &RunKey, record: ClientRecord, service: u16) -> u64 {
        let distance = 0;
        let timing = Timing {
            when: When::ALWAYS,
            distance,
        };
        let service = ServiceIx::new(service);
        let made = Use { service, timing };
        key.rows(&[record], &[made], &mut Messages::new())[0]
    }

    #[test]
    fn rows_are_of_one_client_by_number_else_bsn_else_all_fields() {
        let key = RunKey::new().unwrap();
        let same =
            |one: &ClientRecord, other: &ClientRecord| client(&key, one) == client(&key, other);
        assert!(same(&record("7", 1, "JANSEN"), &record("7", 2, "BAKKER")));
        assert!(!same(&record("7", 1, "JANSEN"), &record("8", 1, "JANSEN")));
        assert!(same(&record("", 1, "JANSEN"), &record("", 1, "BAKKER")));
        assert!(same(&record("", 0, "JANSEN"), &record("", 0, "JANSEN")));
        assert!(!same(&record("", 0, "JANSEN"), &record("", 0, "BAKKER")));
        assert!(!same(&record("7", 0, ""), &record("", 7, "")));
    }

    #[test]
    fn a_row_is_double_only_when_service_and_dates_are_equal_too() {
        let key = RunKey::new().unwrap();
        let of = |service, end| {
            let mut record = record("7", 1, "JANSEN");
            record.end = end;
            row(&key, record, service)
        };
        assert_eq!(of(1, None), of(1, None));
        assert_ne!(of(1, None), of(2, None));
        assert_ne!(of(1, None), of(1, Some(Day::from_number(0))));
    }

    #[test]
    fn a_row_is_another_when_any_field_is() {
        let key = RunKey::new().unwrap();
        let of = |fill: &dyn Fn(&mut ClientRecord)| {
            let mut record = record("7", 1, "JANSEN");
            fill(&mut record);
            row(&key, record, 1)
        };
        let fields: [&dyn Fn(&mut ClientRecord); 9] = [
            &|_| (),
            &|record| *record.bsn.reveal_mut(Gate) = 2,
            &|record| record.birth_date.reveal_mut(Gate).day = 1,
            &|record| record.sex = Some(crate::vocabulary::Sex::ALL[0]),
            &|record| record.sex = Some(crate::vocabulary::Sex::ALL[1]),
            &|record| record.address.reveal_mut(Gate).house_number = 1,
            &|record| record.start = Some(Day::from_number(-1)),
            &|record| record.end = Some(Day::from_number(-1)),
            &|record| {
                // The same letters, of which one is in the next field.
                let name = record.name.reveal_mut(Gate);
                name.surname.pop();
                name.partner_surname.push('N');
            },
        ];
        let rows: std::collections::BTreeSet<u64> = fields.iter().map(|fill| of(fill)).collect();
        assert_eq!(rows.len(), fields.len());
    }

    #[test]
    fn two_runs_group_under_different_digests() {
        let record = record("7", 1, "JANSEN");
        let [one, other] = [(), ()].map(|()| client(&RunKey::new().unwrap(), &record));
        assert_ne!(one, other);
    }
}
