//! Clients as the providers know them, with the faults of real rows.

use std::collections::BTreeMap;

use super::addresses::Address;
use super::client::{Client, Fate, Plain, Row, any_service};
use super::organisations::{PROVIDERS, suppliers};
use super::people::{Birth, People, Person};
use super::periods_of_use::PeriodOfUse;
use super::providers::Column;
use super::rates::Rates;
use super::recorded::{Before, Recorded};
use super::rng::Rng;
use super::strangers::{elsewhere, stranger, who_left_the_register};
use super::uses::Use;
use crate::vocabulary::Day;

/// All clients of the block, by provider.
pub(super) fn clients(
    people: &mut People,
    uses: &[Use],
    rates: &Rates,
    rng: &mut Rng,
) -> Vec<Client> {
    let mut plain: BTreeMap<(usize, u32), Plain> = BTreeMap::new();
    for one in uses {
        add_use(people, *one, rng, &mut plain);
    }
    add_past_uses(people, uses.len() / 30, rng, &mut plain);
    add_who_left(people, rng, &mut plain);
    let mut all: Vec<(usize, Plain)> = plain
        .into_iter()
        .map(|((provider, _), one)| (provider, one))
        .collect();
    let strangers = uses.len() / 33 + 1;
    let clients = all.len();
    all.extend((0..strangers).map(|_| stranger(people, rng)));
    for _ in 0..clients {
        if rng.may(rates.left_the_register) {
            all.push(who_left_the_register(people, rng));
        }
    }
    all.sort_by_key(|(provider, _)| *provider);
    all.into_iter()
        .map(|(provider, one)| client(people, provider, one, rates, rng))
        .collect()
}

fn add_use(people: &People, one: Use, rng: &mut Rng, plain: &mut BTreeMap<(usize, u32), Plain>) {
    let person = people.persons[one.person as usize];
    let suppliers: Vec<usize> = suppliers(one.service).collect();
    let chosen = match rng.unit() {
        draw if suppliers.len() < 2 || draw < 0.75 => &suppliers[..1],
        draw if draw < 0.95 => &suppliers[1..],
        _ => &suppliers[..],
    };
    for provider in chosen {
        let period = PeriodOfUse::in_period(person.birth, rng);
        let rows = rows_of(one.service, period, rng);
        entry(plain, *provider, one.person, person, Fate::Linked)
            .rows
            .extend(rows);
    }
}

/// One row mostly; now and then two periods of use, or the same row twice.
pub(super) fn rows_of(service: u8, period: PeriodOfUse, rng: &mut Rng) -> Vec<Row> {
    let row = |period| Row {
        service: Some(service),
        period,
        is_spoiled: false,
    };
    match rng.unit() {
        draw if draw < 0.008 => vec![row(period), row(period)],
        draw if draw < 0.035 => PeriodOfUse::with_pause(rng).map(row).to_vec(),
        _ => vec![row(period)],
    }
}

fn entry(
    plain: &mut BTreeMap<(usize, u32), Plain>,
    provider: usize,
    place: u32,
    person: Person,
    fate: Fate,
) -> &mut Plain {
    let new = || Plain {
        person,
        place: Some(place),
        fate,
        rows: Vec::new(),
    };
    plain.entry((provider, place)).or_insert_with(new)
}

/// Uses before or after the period, of people who may or may not be clients now.
fn add_past_uses(
    people: &People,
    count: usize,
    rng: &mut Rng,
    plain: &mut BTreeMap<(usize, u32), Plain>,
) {
    let present: Vec<(usize, u32)> = plain.keys().copied().collect();
    for _ in 0..count {
        let place = if !present.is_empty() && rng.chance(0.5) {
            rng.pick(&present).1
        } else {
            u32::try_from(rng.below(people.persons.len())).unwrap_or(0)
        };
        let person = people.persons[place as usize];
        if person.left.is_some() {
            continue;
        }
        let service = any_service(person.age(), rng);
        let supplier = suppliers(service).next().unwrap_or(0);
        let period = PeriodOfUse::outside_period(person.birth, rng);
        let row = Row {
            service: Some(service),
            period,
            is_spoiled: false,
        };
        entry(plain, supplier, place, person, Fate::Linked)
            .rows
            .push(row);
    }
}

/// Half of those who died or departed used something in their last year.
fn add_who_left(people: &People, rng: &mut Rng, plain: &mut BTreeMap<(usize, u32), Plain>) {
    for (place, person) in people.persons.iter().enumerate() {
        let Some(left) = person.left.filter(|_| rng.chance(0.5)) else {
            continue;
        };
        let service = any_service(person.age(), rng);
        let supplier = suppliers(service).next().unwrap_or(0);
        let start = Day::from_number(left.number() - rng.between(30, 1500));
        let period = PeriodOfUse {
            start: Some(start),
            end: Some(left),
        };
        let row = Row {
            service: Some(service),
            period,
            is_spoiled: false,
        };
        let place = u32::try_from(place).unwrap_or(0);
        entry(plain, supplier, place, *person, Fate::Left)
            .rows
            .push(row);
    }
}

/// The client as the provider knows it, with rows that went wrong beside the good ones.
pub(super) fn client(
    people: &People,
    provider: usize,
    plain: Plain,
    rates: &Rates,
    rng: &mut Rng,
) -> Client {
    let habits = &PROVIDERS[provider];
    let mut rows = plain.rows;
    if habits.has(Column::Service) && rng.chance(0.006) {
        rows.push(bad_row(
            plain.person.birth,
            rows.first().and_then(|row| row.service),
            rng,
        ));
    }
    let home = plain.person.home.filter(|_| plain.fate == Fate::Linked);
    let is_alone = habits.knows_only_addresses();
    let old_address = old_address(people, &plain.person, rates, rng)
        .filter(|_| !is_alone || rng.may(rates.old_address_alone));
    let before = Before {
        rates,
        old_address,
        bsn_of_housemate: home
            .and_then(|home| bsn_of_housemate(people, home, plain.person.bsn, rates, rng)),
    };
    let recorded = Recorded::new(habits, &plain.person, before, rng);
    Client {
        provider,
        recorded,
        fate: plain.fate,
        home,
        person: plain.place.filter(|_| !is_alone),
        true_person: plain.place,
        rows,
    }
}

/// Where somebody lived before and others live now, of a client that has moved.
fn old_address(people: &People, person: &Person, rates: &Rates, rng: &mut Rng) -> Option<Address> {
    let share = match person.age() {
        18..=35 => rates.old_address_young,
        75.. => rates.old_address_elderly,
        _ => rates.old_address,
    };
    rng.chance(share).then(|| {
        let here = rng.pick(&people.homes).address;
        if rng.may(rates.old_address_outside) {
            elsewhere(here, rng)
        } else {
            here
        }
    })
}

/// The BSN of somebody else of the household that was taken for the client's.
fn bsn_of_housemate(
    people: &People,
    home: u32,
    own: u32,
    rates: &Rates,
    rng: &mut Rng,
) -> Option<u32> {
    let members = people.members_of(&people.homes[home as usize]);
    let others: Vec<u32> = members
        .iter()
        .map(|member| member.bsn)
        .filter(|bsn| *bsn != own)
        .collect();
    let happens = !others.is_empty() && rng.may(rates.bsn_of_housemate);
    happens.then(|| *rng.pick(&others))
}

/// A row that is rejected: its end lies before its start, or nobody agreed on its service.
fn bad_row(birth: Birth, service: Option<u8>, rng: &mut Rng) -> Row {
    let past = PeriodOfUse::outside_period(birth, rng);
    let has_length = past
        .end
        .is_some_and(|end| past.start.is_some_and(|start| start < end));
    let is_spoiled = has_length && rng.chance(0.5);
    let period = if is_spoiled {
        past
    } else {
        PeriodOfUse::in_period(birth, rng)
    };
    Row {
        service: service.filter(|_| is_spoiled),
        period,
        is_spoiled,
    }
}

#[cfg(test)]
mod tests {
    use super::super::people::people;
    use super::super::plan::Plan;
    use super::super::uses::uses;
    use super::*;

    fn clients_of_a_block() -> Vec<Client> {
        let (plan, mut rng) = (Plan::new(4096, 8).unwrap(), Rng::new(8, 0));
        let mut people = people(&plan, 0, &mut rng);
        let uses = uses(&plan, 0, &people, &mut rng);
        clients(&mut people, &uses, plan.rates, &mut rng)
    }

    #[test]
    fn only_who_is_linked_has_a_household() {
        let clients = clients_of_a_block();
        assert!(
            clients
                .iter()
                .all(|one| one.home.is_some() == (one.fate == Fate::Linked))
        );
        let share =
            |fate| clients.iter().filter(|one| one.fate == fate).count() * 1000 / clients.len();
        assert!(share(Fate::Linked) > 930);
        assert!((5..60).contains(&share(Fate::Outside)));
        assert!((2..30).contains(&share(Fate::NotFound)));
    }

    #[test]
    fn clients_of_a_provider_have_different_numbers() {
        let clients = clients_of_a_block();
        let numbers: std::collections::BTreeSet<_> = clients
            .iter()
            .map(|one| (one.provider, one.recorded.client))
            .collect();
        assert_eq!(numbers.len(), clients.len());
    }
}
