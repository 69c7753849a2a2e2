//! A person in, what a provider wrote down about it out: misspelled, moved since, under the partner's name.

use super::addresses::Address;
use super::dice::Dice;
use super::errors::{misspelled, mistyped_bsn};
use super::people::{Birth, Person};
use super::providers::{Column, Provider};
use crate::vocabulary::Sex;

/// What a provider wrote down about a client. Empty texts and 0 mean nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// The provider's own number.
    pub(super) client: u64,
    /// The BSN that stands there; 0 for none.
    pub(super) bsn: u32,
    /// The birth date.
    pub(super) birth: Birth,
    /// The sex.
    pub(super) sex: Sex,
    /// The given names.
    pub(super) given: String,
    /// The initials, with points.
    pub(super) initials: String,
    /// The prefix of the surname.
    pub(super) prefix: String,
    /// The surname.
    pub(super) surname: String,
    /// The prefix of the partner's surname.
    pub(super) partner_prefix: String,
    /// The partner's surname.
    pub(super) partner_surname: String,
    /// The address.
    pub(super) address: Address,
    /// The postcode as text.
    pub(super) postcode: String,
}

impl Written {
    /// What `provider` wrote about `person`, who may have lived at `old_address` then.
    pub(super) fn new(
        provider: &Provider,
        person: &Person,
        old_address: Option<Address>,
        dice: &mut Dice,
    ) -> Self {
        let address = old_address
            .filter(|_| !provider.knows_only_addresses())
            .unwrap_or(person.address);
        let mut written = Self {
            client: client_number(person.bsn, provider.id.len() as u64),
            bsn: bsn_as_known(provider, person.bsn, dice),
            birth: birth_as_known(person.birth, dice),
            sex: person.sex,
            given: person.given.all(),
            initials: person.given.initials("."),
            prefix: person.surname.prefix().to_owned(),
            surname: person.surname.stem().into_owned(),
            partner_prefix: String::new(),
            partner_surname: String::new(),
            address,
            postcode: postcode_as_known(&address, dice),
        };
        written.under_the_name_of_the_partner(provider, person, dice);
        if dice.chance(0.035) {
            written.surname = misspelled(&written.surname, dice);
        }
        if dice.chance(0.25) {
            person.given.first().clone_into(&mut written.given);
        }
        written
    }

    fn under_the_name_of_the_partner(
        &mut self,
        provider: &Provider,
        person: &Person,
        dice: &mut Dice,
    ) {
        let Some(partner) = person.partner_surname else {
            return;
        };
        if provider.has(Column::PartnerSurname) || provider.writes_messages() {
            partner.prefix().clone_into(&mut self.partner_prefix);
            self.partner_surname = partner.stem().into_owned();
            return;
        }
        match dice.unit() {
            draw if draw < 0.45 => {
                partner.prefix().clone_into(&mut self.prefix);
                self.surname = partner.stem().into_owned();
            }
            draw if draw < 0.55 => {
                let own = format!("{} {}", self.prefix, self.surname);
                partner.prefix().clone_into(&mut self.prefix);
                self.surname = format!("{}-{}", partner.stem(), own.trim());
            }
            _ => {}
        }
    }
}

/// Another number for every client of a provider, with nothing of the BSN to be seen in it.
fn client_number(bsn: u32, provider: u64) -> u64 {
    // A prime above all first eight digits, so that different BSNs keep different numbers.
    const PRIME: u64 = 100_000_007;
    (u64::from(bsn / 10) * 48_271 + provider * 7919) % PRIME
}

fn bsn_as_known(provider: &Provider, bsn: u32, dice: &mut Dice) -> u32 {
    match dice.unit() {
        _ if !provider.knows_bsn() => 0,
        // Messages cannot be sent without a BSN.
        draw if draw < 0.006 && !provider.writes_messages() => 0,
        draw if draw < 0.013 => mistyped_bsn(bsn, dice),
        _ => bsn,
    }
}

/// The birth date; of a few only the year, or 1 January.
fn birth_as_known(birth: Birth, dice: &mut Dice) -> Birth {
    match dice.unit() {
        draw if draw < 0.004 => Birth {
            month: 0,
            day: 0,
            ..birth
        },
        draw if draw < 0.007 => Birth {
            month: 1,
            day: 1,
            ..birth
        },
        draw if draw < 0.010 && birth.day != 0 && birth.day <= 12 => Birth {
            year: birth.year,
            month: birth.day,
            day: birth.month,
        },
        _ => birth,
    }
}

/// The postcode, with or without a space, sometimes in small letters; of a few it is no postcode.
fn postcode_as_known(address: &Address, dice: &mut Dice) -> String {
    let [first, second] = address.letters.map(char::from);
    match dice.unit() {
        draw if draw < 0.003 => format!("{}", address.digits),
        draw if draw < 0.25 => format!("{} {first}{second}", address.digits),
        draw if draw < 0.28 => address.postcode().to_lowercase(),
        _ => address.postcode(),
    }
}
