//! Who is found by the address, and who never is.

use super::*;

/// Every third resident, as a provider that knows only the address.
fn doors() -> Vec<Someone> {
    residents(&["bsn", "birth", "names"])
}

#[test]
fn a_client_whose_bsn_nobody_has_is_never_found_by_what_a_home_shares() {
    // All of one provider, so that it looks as if it knew no BSN by which its clients could be found.
    let other_bsn = |one: Someone| Someone {
        bsn: format!("another {}", one.bsn),
        ..one
    };
    let found = |clients: Vec<Someone>| {
        let clients: Vec<Someone> = clients.into_iter().map(other_bsn).collect();
        share(&weighed(&clients))
    };
    assert!(found(doors()) == 0.0, "{}", found(doors()));
    let surnames = residents(&["birth"]).into_iter().map(|one| Someone {
        given: String::new(),
        ..one
    });
    let surnames: Vec<Someone> = surnames.collect();
    assert!(found(surnames.clone()) == 0.0, "{}", found(surnames));
    // Where the rest says who it is, the BSN is an error.
    assert!(found(residents(&[])) >= 0.99, "{}", found(residents(&[])));
    // A register without BSNs says nothing of them.
    let resident = |number| Someone::resident(number).unknown(&["bsn"]);
    let clients: Vec<Someone> = doors().into_iter().map(other_bsn).collect();
    assert!(share(&weighed_in(&resident, &clients)) >= 0.99);
}

#[test]
fn a_client_at_a_door_whose_only_resident_has_left_is_not_found() {
    let register: Vec<RegisterRecord> = (0..RESIDENTS)
        .map(|number| RegisterRecord {
            tokens: Someone::resident(number).tokens(),
            has_left: number < 2,
            ..person(Some(number as usize / 2), &[])
        })
        .collect();
    let kinds = vec![HouseholdType::Couple; RESIDENTS as usize / 2];
    let clients = (0..).zip(doors()).map(|(number, one)| one.client(number));
    let clients: Vec<PseudonymousRecord> = clients.collect();
    let expected = Expected {
        profile: TokenProfile::Strict,
        ..expected()
    };
    let town = linked_as(&expected, &register, &kinds, &[clients]).unwrap();
    let links = &town.providers[0];
    let count = |fate: ClientFate| links.fates[fate as usize];
    assert_eq!(count(ClientFate::NotFound), 1, "{:?}", links.fates);
    assert_eq!(count(ClientFate::ByAddress), links.clients - 1);
}

#[test]
fn a_service_that_counts_by_address_is_of_the_home_that_the_provider_gives() {
    // Residents 0 and 2 with the address of 4 and 5, and one of them with their surname.
    let at_other_door = |number: u32| {
        let there = Someone::resident(4);
        Someone {
            postcode: there.postcode,
            number: there.number,
            ..Someone::resident(number)
        }
    };
    let mut clients = residents(&[]);
    let of_their_name = Someone {
        surname: Someone::resident(4).surname,
        ..at_other_door(2)
    };
    clients.extend([of_their_name, at_other_door(600 - 2)]);
    let found = handed_over(&Someone::resident, &[&clients], |set, expected| {
        let expected = Expected {
            by_address: vec![ServiceIx::new(0)],
            ..expected.clone()
        };
        link(set, &expected, None, &Silent)
    });
    let households = |number: u32| {
        let uses = found.as_ref().unwrap().uses.iter();
        let uses = uses.map(|key| key.unpack());
        let of_home = uses.filter(|one| one.household.number() == number);
        of_home.map(|one| one.person.is_some()).collect::<Vec<_>>()
    };
    // At door 2 nobody else is a client; one of two strangers to it bears its name.
    assert_eq!(households(2), [false]);
    assert_eq!(households(299), [true]);
}
