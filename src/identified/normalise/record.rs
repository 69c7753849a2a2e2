//! A client record: the normalised fields of a row.

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::vocabulary::{Day, Sex};

/// A birth date of which parts may be unknown (0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Zeroize)]
pub(in crate::identified) struct BirthDate {
    /// Year; 0 when unknown.
    pub(in crate::identified) year: u16,
    /// Month, 1 to 12; 0 when unknown.
    pub(in crate::identified) month: u8,
    /// Day of the month, 1 to 31; 0 when unknown.
    pub(in crate::identified) day: u8,
}

impl BirthDate {
    /// `yyyymmdd`, 00 for unknown parts.
    pub(in crate::identified) fn number(self) -> u32 {
        u32::from(self.year) * 10_000 + u32::from(self.month) * 100 + u32::from(self.day)
    }

    /// Whether year, month and day are known.
    pub(in crate::identified) const fn is_complete(self) -> bool {
        self.year > 0 && self.month > 0 && self.day > 0
    }

    /// The first day that it can be; `None` without a year.
    pub(in crate::identified) fn earliest(self) -> Option<Day> {
        Day::of(self.known_year()?, part(self.month, 1), part(self.day, 1))
    }

    /// The last day that it can be; `None` without a year.
    pub(in crate::identified) fn latest(self) -> Option<Day> {
        let year = self.known_year()?;
        let month = part(self.month, 12);
        let latest = |last| Day::of(year, month, part(self.day, last));
        [31, 30, 29, 28].into_iter().find_map(latest)
    }

    fn known_year(self) -> Option<i16> {
        i16::try_from(self.year).ok().filter(|year| *year > 0)
    }
}

/// A month or day as a number of the calendar, `otherwise` when it is unknown.
fn part(known: u8, otherwise: i8) -> i8 {
    match i8::try_from(known) {
        Ok(0) => otherwise,
        Ok(part) => part,
        Err(_) => i8::MAX,
    }
}

/// The normalised fields of a row; an empty text or 0 means unknown. One record serves a whole extract; wiped on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(in crate::identified) struct ClientRecord {
    /// The provider's client number, as written, without white space around it.
    pub(in crate::identified) client: String,
    /// The BSN as a number; 0 when unknown or invalid.
    pub(in crate::identified) bsn: u32,
    /// The birth date.
    pub(in crate::identified) birth_date: BirthDate,
    /// The sex.
    #[zeroize(skip)]
    pub(in crate::identified) sex: Option<Sex>,
    /// Own surname: `A`–`Z` only, without prefix.
    pub(in crate::identified) surname: String,
    /// The partner's surname, in the same form.
    pub(in crate::identified) partner_surname: String,
    /// First given name, `A`–`Z` only.
    pub(in crate::identified) given_name: String,
    /// First initial, `A`–`Z`; from the initials or else the given name.
    pub(in crate::identified) initial: String,
    /// Postcode, `1234AB`.
    pub(in crate::identified) postcode: String,
    /// House number; 0 when unknown.
    pub(in crate::identified) house_number: u32,
    /// House letter, one of `A`–`Z`.
    pub(in crate::identified) house_letter: String,
    /// Addition, `A`–`Z` and digits.
    pub(in crate::identified) house_number_suffix: String,
    /// BAG nummeraanduiding, 16 digits.
    pub(in crate::identified) address_id: String,
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
    /// Register: BSN of the partner; 0 when none.
    pub(in crate::identified) partner_bsn: u32,
    /// Register: BSNs of the parents; 0 when unknown.
    pub(in crate::identified) parent_bsns: [u32; 2],
    /// Register: date of death or departure.
    #[zeroize(skip)]
    pub(in crate::identified) left: Option<Day>,
    /// Register: whether secrecy was asked for.
    pub(in crate::identified) has_secrecy: bool,
    /// Register: whether the address takes post only; the fields of the address are then empty.
    pub(in crate::identified) is_postal_only: bool,
}

impl Default for ClientRecord {
    fn default() -> Self {
        Self::new()
    }
}

impl ClientRecord {
    /// An empty record. Its texts have room from the start: one that grew would leave pieces of itself in freed memory.
    /// What can be longer than its room gets more before it is written.
    pub(in crate::identified) fn new() -> Self {
        let name = || String::with_capacity(256);
        let word = || String::with_capacity(64);
        let part = || String::with_capacity(32);
        Self {
            client: name(),
            bsn: 0,
            birth_date: BirthDate::default(),
            sex: None,
            surname: name(),
            partner_surname: name(),
            given_name: name(),
            initial: part(),
            postcode: part(),
            house_number: 0,
            house_letter: part(),
            house_number_suffix: part(),
            address_id: part(),
            service: word(),
            product: word(),
            start: None,
            end: None,
            household: word(),
            household_type: word(),
            wijk: word(),
            buurt: word(),
            partner_bsn: 0,
            parent_bsns: [0; 2],
            left: None,
            has_secrecy: false,
            is_postal_only: false,
        }
    }

    /// Empties all fields and keeps their memory.
    pub(super) fn clear(&mut self) {
        let texts = [
            &mut self.client,
            &mut self.surname,
            &mut self.partner_surname,
            &mut self.given_name,
            &mut self.initial,
            &mut self.postcode,
            &mut self.house_letter,
            &mut self.house_number_suffix,
            &mut self.address_id,
            &mut self.service,
            &mut self.product,
            &mut self.household,
            &mut self.household_type,
            &mut self.wijk,
            &mut self.buurt,
        ];
        texts.into_iter().for_each(String::clear);
        (self.bsn, self.partner_bsn, self.parent_bsns) = (0, 0, [0; 2]);
        (self.birth_date, self.house_number) = (BirthDate::default(), 0);
        (self.sex, self.start, self.end, self.left) = (None, None, None, None);
        (self.has_secrecy, self.is_postal_only) = (false, false);
    }
}
