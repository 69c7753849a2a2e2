//! A person as a provider recorded them: misspelled, moved since, under the partner's name.

use super::addresses::Address;
use super::errors::{
    Mistake, Mistakes, addition_as_known, birth_as_known, misspelled, mistyped_bsn,
};
use super::names::Surname;
use super::people::{Birth, Person};
use super::providers::{Column, Provider};
use super::rates::Rates;
use super::rng::Rng;
use crate::vocabulary::Sex;

/// What a provider wrote down about a client. Empty texts and 0 mean nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recorded {
    /// The provider's own number.
    pub(super) client: u64,
    /// The BSN that is there; 0 for none.
    pub(super) bsn: u32,
    pub(super) birth: Birth,
    pub(super) sex: Sex,
    pub(super) given: String,
    /// The initials, with points.
    pub(super) initials: String,
    /// The prefix of the surname.
    pub(super) prefix: String,
    pub(super) surname: String,
    /// The prefix of the partner's surname.
    pub(super) partner_prefix: String,
    pub(super) partner_surname: String,
    pub(super) address: Address,
    /// The postcode as text.
    pub(super) postcode: String,
    /// What was written down otherwise than the register has it.
    pub(super) mistakes: Mistakes,
}

/// What came between a client and what was written down.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before<'a> {
    /// How often the organisations err.
    pub(super) rates: &'a Rates,
    /// Where the client lived before, where the organisation still has that.
    pub(super) old_address: Option<Address>,
    /// The BSN of a housemate, where it was taken for the client's.
    pub(super) bsn_of_housemate: Option<u32>,
}

impl Recorded {
    /// What `provider` wrote about `person`.
    pub(super) fn new(
        provider: &Provider,
        person: &Person,
        before: Before<'_>,
        rng: &mut Rng,
    ) -> Self {
        let rates = before.rates;
        let address = before.old_address.unwrap_or(person.address);
        let bsn = bsn_as_known(provider, person.bsn, rates, rng);
        let first_of_january = if person.surname.is_of_migrant() {
            rates.birth_first_of_january_migrant
        } else {
            rates.birth_first_of_january
        };
        let mut recorded = Self {
            client: client_number(person.bsn, provider.id.len() as u64),
            bsn: before.bsn_of_housemate.filter(|_| bsn != 0).unwrap_or(bsn),
            birth: birth_as_known(person.birth, first_of_january, rates, rng),
            sex: person.sex,
            given: person.given.all(),
            initials: person.given.initials("."),
            prefix: person.surname.prefix().to_owned(),
            surname: person.surname.stem().into_owned(),
            partner_prefix: String::new(),
            partner_surname: String::new(),
            address,
            postcode: postcode_as_known(&address, rng),
            mistakes: Mistakes::default(),
        };
        recorded.address = addition_as_known(address, rates, rng);
        recorded.under_the_name_of_the_partner(provider, person, rates, rng);
        recorded.under_a_former_name(person, rates, rng);
        recorded.misspell(person, rates, rng);
        if rng.chance(0.25) {
            person.given.first().clone_into(&mut recorded.given);
        }
        recorded.under_the_name_one_is_called_by(person, rates, rng);
        recorded.note_mistakes(provider, person, address);
        recorded
    }

    fn note_mistakes(&mut self, provider: &Provider, person: &Person, address: Address) {
        let mistakes = &mut self.mistakes;
        mistakes.note(Mistake::OldAddress, address != person.address);
        mistakes.note(Mistake::Addition, self.address != address);
        mistakes.note(Mistake::Birth, self.birth != person.birth);
        let bsn_is_wrong = provider.knows_bsn() && self.bsn != person.bsn;
        mistakes.note(Mistake::Bsn, bsn_is_wrong);
    }

    fn under_the_name_of_the_partner(
        &mut self,
        provider: &Provider,
        person: &Person,
        rates: &Rates,
        rng: &mut Rng,
    ) {
        let Some(partner) = person.partner_surname else {
            return;
        };
        if provider.has(Column::PartnerSurname) || provider.writes_messages() {
            partner.prefix().clone_into(&mut self.partner_prefix);
            self.partner_surname = partner.stem().into_owned();
            return;
        }
        let alone = rates.partner_name;
        let draw = rng.unit();
        if draw < alone {
            partner.prefix().clone_into(&mut self.prefix);
            self.surname = partner.stem().into_owned();
        } else if draw < alone + rates.partner_and_own_name {
            let own = format!("{} {}", self.prefix, self.surname);
            partner.prefix().clone_into(&mut self.prefix);
            self.surname = format!("{}-{}", partner.stem(), own.trim());
        } else {
            return;
        }
        self.mistakes.note(Mistake::PartnerName, true);
    }

    fn under_a_former_name(&mut self, person: &Person, rates: &Rates, rng: &mut Rng) {
        let may_have_one = person.sex == Sex::Female && person.age() >= 40;
        if may_have_one && rng.may(rates.former_name) {
            let former = Surname::draw(rng);
            former.prefix().clone_into(&mut self.prefix);
            self.surname = former.stem().into_owned();
            self.mistakes.note(Mistake::FormerName, true);
        }
    }

    fn misspell(&mut self, person: &Person, rates: &Rates, rng: &mut Rng) {
        let is_of_migrant = person.surname.is_of_migrant();
        let (once, twice) = if is_of_migrant {
            (rates.surname_misspelt_migrant, rates.surname_misspelt_twice)
        } else {
            (rates.surname_misspelt, 0.0)
        };
        let draw = rng.unit();
        if draw < once + twice {
            self.surname = misspelled(&self.surname, rng);
            self.mistakes.note(Mistake::Surname, true);
        }
        if draw < twice {
            self.surname = misspelled(&self.surname, rng);
        }
    }

    fn under_the_name_one_is_called_by(&mut self, person: &Person, rates: &Rates, rng: &mut Rng) {
        if person.age() < 50 || !rng.may(rates.call_name) {
            return;
        }
        let has_other_initial = rng.may(rates.call_name_other_initial);
        let called = person.given.called(!has_other_initial, rng);
        called.clone_into(&mut self.given);
        if has_other_initial {
            self.initials = called.chars().take(1).chain(['.']).collect();
        }
        self.mistakes.note(Mistake::CallName, true);
    }
}

/// Another number for every client of a provider, with nothing of the BSN to be seen in it.
fn client_number(bsn: u32, provider: u64) -> u64 {
    // A prime above all first eight digits, so that different BSNs keep different numbers.
    const PRIME: u64 = 100_000_007;
    (u64::from(bsn / 10) * 48_271 + provider * 7919) % PRIME
}

fn bsn_as_known(provider: &Provider, bsn: u32, rates: &Rates, rng: &mut Rng) -> u32 {
    let missing = rates.bsn_missing;
    match rng.unit() {
        _ if !provider.knows_bsn() => 0,
        // Messages cannot be sent without a BSN.
        draw if draw < missing && !provider.writes_messages() => 0,
        draw if draw < missing + rates.bsn_mistyped => mistyped_bsn(bsn, rng),
        _ => bsn,
    }
}

/// The postcode, with or without a space, sometimes in small letters; of a few it is no postcode.
fn postcode_as_known(address: &Address, rng: &mut Rng) -> String {
    let [first, second] = address.letters.map(char::from);
    match rng.unit() {
        draw if draw < 0.003 => format!("{}", address.digits),
        draw if draw < 0.25 => format!("{} {first}{second}", address.digits),
        draw if draw < 0.28 => address.postcode().to_lowercase(),
        _ => address.postcode(),
    }
}
