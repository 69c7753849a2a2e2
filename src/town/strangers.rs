//! Clients who are not in the register: from elsewhere, never registered, or gone.

use super::addresses::Address;
use super::client::{Fate, Plain, Row, any_service};
use super::names::Surname;
use super::organisations::suppliers;
use super::people::{People, Person};
use super::periods_of_use::PeriodOfUse;
use super::rng::Rng;
use crate::vocabulary::Sex;

/// A client from elsewhere, or one who lives here without standing in the register.
pub(super) fn stranger(people: &mut People, rng: &mut Rng) -> (usize, Plain) {
    let mut person = somebody(people, rng);
    let fate = if rng.chance(0.7) {
        Fate::Outside
    } else {
        Fate::NotFound
    };
    let home = people.homes[rng.below(people.homes.len())];
    person.address = match fate {
        Fate::Outside => elsewhere(home.address, rng),
        // Above every house number of the town, so that nobody of the register lives there.
        _ => Address {
            number: home.address.number + 2000,
            ..home.address
        },
    };
    client_of_one_service(person, fate, rng)
}

/// A client whom the register no longer has, at an address where others live by now.
pub(super) fn who_left_the_register(people: &mut People, rng: &mut Rng) -> (usize, Plain) {
    let mut person = somebody(people, rng);
    person.address = rng.pick(&people.homes).address;
    client_of_one_service(person, Fate::NotFound, rng)
}

/// A new person who is not in the register.
fn somebody(people: &mut People, rng: &mut Rng) -> Person {
    let age = u16::try_from(rng.between(2, 90)).unwrap_or(40);
    let sex = if rng.chance(0.5) {
        Sex::Female
    } else {
        Sex::Male
    };
    let surname = Surname::draw(rng);
    people.person(sex, age, surname, rng)
}

fn client_of_one_service(person: Person, fate: Fate, rng: &mut Rng) -> (usize, Plain) {
    let service = any_service(person.age(), rng);
    let period = PeriodOfUse::in_period(person.birth, rng);
    let row = Row {
        service: Some(service),
        period,
        is_spoiled: false,
    };
    let provider = suppliers(service).next().unwrap_or(0);
    (
        provider,
        Plain {
            person,
            place: None,
            fate,
            rows: vec![row],
        },
    )
}

/// An address outside the town.
pub(super) fn elsewhere(like: Address, rng: &mut Rng) -> Address {
    Address {
        digits: u16::try_from(rng.between(1011, 1499)).unwrap_or(1011),
        letter: 0,
        suffix: 0,
        ..like
    }
}
