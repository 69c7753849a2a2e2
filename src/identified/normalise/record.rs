//! A client record: the normalised fields of a row.

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::identified::dates::PartialDate;
use crate::identified::identifying::{Identifying, MayReveal};
use crate::vocabulary::{Day, Sex};

/// Stands for this room, which fills records.
#[derive(Clone, Copy)]
pub(super) struct Normalising;

impl MayReveal for Normalising {}

/// The names of a person, in letters `A`–`Z` only.
#[derive(Default, PartialEq, Eq, Hash, Zeroize)]
pub(in crate::identified) struct PersonName {
    /// Own surname, without prefix.
    pub(in crate::identified) surname: String,
    /// The partner's surname, in the same form.
    pub(in crate::identified) partner_surname: String,
    /// First given name.
    pub(in crate::identified) given_name: String,
    /// First initial, of the initials or else the given name.
    pub(in crate::identified) initial: String,
}

/// Where a person lives.
#[derive(Default, PartialEq, Eq, Hash, Zeroize)]
pub(in crate::identified) struct HomeAddress {
    /// `1234AB`.
    pub(in crate::identified) postcode: String,
    /// 1 to 99999; 0 when unknown.
    pub(in crate::identified) house_number: u32,
    /// One of `A`–`Z`.
    pub(in crate::identified) house_letter: String,
    /// `A`–`Z` and digits.
    pub(in crate::identified) house_number_suffix: String,
    /// BAG nummeraanduiding, 16 digits.
    pub(in crate::identified) address_id: String,
}

/// BSNs of relatives in the register; 0 when unknown.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Zeroize)]
pub(in crate::identified) struct Relatives {
    pub(in crate::identified) partner: u32,
    pub(in crate::identified) parents: [u32; 2],
}

/// The normalised fields of a row; an empty text or 0 means unknown. One record serves a whole extract; wiped on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(in crate::identified) struct ClientRecord {
    /// The provider's client number, as written, without white space around it.
    pub(in crate::identified) client: Identifying<String>,
    /// The BSN as a number; 0 when unknown or invalid.
    pub(in crate::identified) bsn: Identifying<u32>,
    pub(in crate::identified) birth_date: Identifying<PartialDate>,
    pub(in crate::identified) name: Identifying<PersonName>,
    pub(in crate::identified) address: Identifying<HomeAddress>,
    #[zeroize(skip)]
    pub(in crate::identified) sex: Option<Sex>,
    /// The provider's code of the service, without white space around it.
    pub(in crate::identified) service: String,
    /// The provider's finer code of the service, likewise.
    pub(in crate::identified) product: String,
    /// First day of the use; `None` for before the period.
    #[zeroize(skip)]
    pub(in crate::identified) start: Option<Day>,
    /// Last day of the use; `None` for running.
    #[zeroize(skip)]
    pub(in crate::identified) end: Option<Day>,
    /// Register: the supplied household, as written.
    pub(in crate::identified) household: String,
    /// Register: the supplied type, as written.
    pub(in crate::identified) household_type: String,
    /// Register: wijk, as written.
    pub(in crate::identified) wijk: String,
    /// Register: buurt, as written.
    pub(in crate::identified) buurt: String,
    /// Register.
    pub(in crate::identified) relatives: Identifying<Relatives>,
    /// Register: date of death or departure.
    #[zeroize(skip)]
    pub(in crate::identified) left: Option<Day>,
    /// Register: whether secrecy was asked for.
    pub(in crate::identified) has_secrecy: bool,
    /// Register: whether the address takes post only; the fields of the address are then empty.
    pub(in crate::identified) is_postal_only: bool,
}

impl Default for ClientRecord {
    /// An empty record. Its texts have room from the start: one that grew would leave pieces of itself in freed memory.
    /// What can be longer than its room gets more before it is written.
    fn default() -> Self {
        let long = || String::with_capacity(256);
        let word = || String::with_capacity(64);
        let part = || String::with_capacity(32);
        Self {
            client: Identifying::new(long()),
            bsn: Identifying::default(),
            birth_date: Identifying::default(),
            name: Identifying::new(PersonName {
                surname: long(),
                partner_surname: long(),
                given_name: long(),
                initial: part(),
            }),
            address: Identifying::new(HomeAddress {
                postcode: part(),
                house_number: 0,
                house_letter: part(),
                house_number_suffix: part(),
                address_id: part(),
            }),
            sex: None,
            service: word(),
            product: word(),
            start: None,
            end: None,
            household: word(),
            household_type: word(),
            wijk: word(),
            buurt: word(),
            relatives: Identifying::default(),
            left: None,
            has_secrecy: false,
            is_postal_only: false,
        }
    }
}

impl ClientRecord {
    /// Empties all fields and keeps their memory.
    pub(super) fn clear(&mut self) {
        self.forget_client_number();
        self.forget_bsn();
        *self.birth_date.reveal_mut(Normalising) = PartialDate::default();
        *self.relatives.reveal_mut(Normalising) = Relatives::default();
        self.address.reveal_mut(Normalising).clear();
        let name = self.name.reveal_mut(Normalising);
        let texts = [
            &mut name.surname,
            &mut name.partner_surname,
            &mut name.given_name,
            &mut name.initial,
            &mut self.service,
            &mut self.product,
            &mut self.household,
            &mut self.household_type,
            &mut self.wijk,
            &mut self.buurt,
        ];
        texts.into_iter().for_each(String::clear);
        (self.sex, self.start, self.end, self.left) = (None, None, None, None);
        (self.has_secrecy, self.is_postal_only) = (false, false);
    }

    /// Takes away a client number that is of several persons.
    pub(in crate::identified) fn forget_client_number(&mut self) {
        self.client.reveal_mut(Normalising).clear();
    }

    /// Takes away a BSN that is of several persons.
    pub(in crate::identified) fn forget_bsn(&mut self) {
        *self.bsn.reveal_mut(Normalising) = 0;
    }
}

impl HomeAddress {
    pub(super) fn clear(&mut self) {
        self.house_number = 0;
        let texts = [
            &mut self.postcode,
            &mut self.house_letter,
            &mut self.house_number_suffix,
            &mut self.address_id,
        ];
        texts.into_iter().for_each(String::clear);
    }
}

/// The fields of a record for a test, as they come out of the normalisation.
#[cfg(test)]
#[derive(Clone, Copy, Default)]
pub(in crate::identified) struct Fields<'a> {
    pub(in crate::identified) client: &'a str,
    pub(in crate::identified) bsn: u32,
    /// `yyyymmdd`.
    pub(in crate::identified) born: u32,
    pub(in crate::identified) surname: &'a str,
    pub(in crate::identified) partner_surname: &'a str,
    pub(in crate::identified) given_name: &'a str,
    pub(in crate::identified) initial: &'a str,
    pub(in crate::identified) postcode: &'a str,
    pub(in crate::identified) house_number: u32,
    pub(in crate::identified) house_letter: &'a str,
    pub(in crate::identified) suffix: &'a str,
    pub(in crate::identified) address_id: &'a str,
}

#[cfg(test)]
impl Fields<'_> {
    pub(in crate::identified) fn record(self) -> ClientRecord {
        let part = |number: u32| u8::try_from(number % 100).unwrap();
        let mut record = ClientRecord::default();
        record.client = Identifying::new(self.client.into());
        record.bsn = Identifying::new(self.bsn);
        record.birth_date = Identifying::new(PartialDate {
            year: u16::try_from(self.born / 10_000).unwrap(),
            month: part(self.born / 100),
            day: part(self.born),
        });
        record.name = Identifying::new(PersonName {
            surname: self.surname.into(),
            partner_surname: self.partner_surname.into(),
            given_name: self.given_name.into(),
            initial: self.initial.into(),
        });
        record.address = Identifying::new(HomeAddress {
            postcode: self.postcode.into(),
            house_number: self.house_number,
            house_letter: self.house_letter.into(),
            house_number_suffix: self.suffix.into(),
            address_id: self.address_id.into(),
        });
        record
    }
}
