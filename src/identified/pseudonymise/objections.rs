//! Who objected, as digests under a key of this run: whether a record is of one of them. It holds no names.

use std::collections::HashSet;

use super::client::RunKey;
use super::parts::Gate;
use crate::error::Result;
use crate::identified::normalise::ClientRecord;
use crate::keys::{Digest, Message};

/// What a digest of the list stands for; the first part of its message.
#[derive(Clone, Copy)]
enum By {
    Bsn = 1,
    ClientNumber = 2,
    /// Of a line without a BSN: meets every row.
    NameAlone = 3,
    /// Of a line with a BSN: meets rows without one, as a twin has another BSN.
    NameBesideBsn = 4,
}

/// The people who objected, as digests under a random key of this run.
pub(in crate::identified) struct Objections {
    key: RunKey,
    listed: HashSet<Digest>,
    message: Message,
}

impl Objections {
    /// Of nobody yet.
    pub(in crate::identified) fn new() -> Result<Self> {
        Ok(Self {
            key: RunKey::new()?,
            listed: HashSet::new(),
            message: Message::new(),
        })
    }

    /// Whether the record is of a person who objected.
    pub(in crate::identified) fn holds(&mut self, record: &ClientRecord) -> bool {
        let numbers = [self.by_bsn(record), self.by_client_number(record)];
        let mut numbers = numbers.into_iter().flatten();
        if numbers.any(|digest| self.listed.contains(&digest)) {
            return true;
        }
        let beside_bsn = (!record.bsn.is_known()).then_some(By::NameBesideBsn);
        let (name, address) = (record.name.reveal(Gate), record.address.reveal(Gate));
        let by = [Some(By::NameAlone), beside_bsn].into_iter().flatten();
        let names = [&name.surname, &name.partner_surname];
        let mut ways = by.flat_map(|by| names.map(|name| (by, name)));
        ways.any(|(by, name)| {
            ["", &*address.postcode].into_iter().any(|postcode| {
                let digest = self.by_name(by, record, name, postcode);
                digest.is_some_and(|digest| self.listed.contains(&digest))
            })
        })
    }

    /// Adds a line of the list; false when it names nobody.
    pub(in crate::identified) fn add(&mut self, record: &ClientRecord) -> bool {
        let by = if record.bsn.is_known() {
            By::NameBesideBsn
        } else {
            By::NameAlone
        };
        let (name, address) = (record.name.reveal(Gate), record.address.reveal(Gate));
        let digests = [
            self.by_bsn(record),
            self.by_client_number(record),
            self.by_name(by, record, &name.surname, &address.postcode),
            self.by_name(by, record, &name.partner_surname, &address.postcode),
        ];
        self.listed.extend(digests.into_iter().flatten());
        digests.iter().any(Option::is_some)
    }

    /// Adds the client number of a record that is of a person who objected.
    pub(in crate::identified) fn add_client_number(&mut self, record: &ClientRecord) {
        let digest = self.by_client_number(record);
        self.listed.extend(digest);
    }

    fn by_bsn(&mut self, record: &ClientRecord) -> Option<Digest> {
        let bsn = *record.bsn.reveal(Gate);
        self.begin(By::Bsn).number(u64::from(bsn));
        (bsn > 0).then(|| self.key.digest(&self.message))
    }

    fn by_client_number(&mut self, record: &ClientRecord) -> Option<Digest> {
        let client = record.client.reveal(Gate);
        self.begin(By::ClientNumber).text(client);
        (!client.is_empty()).then(|| self.key.digest(&self.message))
    }

    /// `None` without a name or a whole birth date.
    fn by_name(
        &mut self,
        by: By,
        record: &ClientRecord,
        name: &str,
        postcode: &str,
    ) -> Option<Digest> {
        let born = record.birth_date.reveal(Gate);
        if name.is_empty() || !born.is_complete() {
            return None;
        }
        self.begin(by)
            .number(u64::from(born.year))
            .number(u64::from(born.month))
            .number(u64::from(born.day))
            .text(name)
            .text(postcode);
        Some(self.key.digest(&self.message))
    }

    fn begin(&mut self, by: By) -> &mut Message {
        self.message.clear();
        self.message.number(by as u64)
    }
}
