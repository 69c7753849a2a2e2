//! A service that counts by address is of the household at the address that its provider gives.

use super::*;

/// The service that counts by address, and one that does not.
const CARE: ServiceIx = ServiceIx::new(0);
const OTHER: ServiceIx = ServiceIx::new(1);

const AT_HOME: (TokenColumn, &str) = (AddressParts, "the family home");
const OF_THEIR_NAME: (TokenColumn, &str) = (SurnameAddressNumber, "jansen, the family home");

/// A child who lives in household 1, and the parent in household 0 with the tokens of their address.
fn register() -> [RegisterRecord; 2] {
    let child = person(Some(1), &[(Bsn, "child"), (AddressParts, "elsewhere")]);
    let parent = person(Some(0), &[(Bsn, "parent"), AT_HOME, OF_THEIR_NAME]);
    [child, parent]
}

/// Household and whether the person is known, of the child's use of each service.
fn counted(register: &[RegisterRecord], known: Known<'_>) -> [(u32, bool); 2] {
    let uses = [CARE, OTHER].map(|service| PseudonymousRecord {
        service,
        row: u64::from(service.number()),
        ..client(1, known)
    });
    let expected = Expected {
        by_address: vec![CARE],
        ..expected()
    };
    let town = linked_as(&expected, register, &HOUSEHOLDS, &[uses.to_vec()]).unwrap();
    let of_service = |service| {
        let mut uses = town.uses.iter().map(|key| key.unpack());
        let one = uses.find(|one| one.service == service).unwrap();
        (one.household.number(), one.person.is_some())
    };
    assert_eq!(town.uses.len(), 2);
    [CARE, OTHER].map(of_service)
}

#[test]
fn a_child_placed_out_of_home_counts_at_the_family_home_for_that_service_only() {
    let known = [(Bsn, "child"), AT_HOME, OF_THEIR_NAME];
    assert_eq!(counted(&register(), &known), [(0, false), (1, true)]);
    // A provider without surnames.
    assert_eq!(counted(&register(), &known[..2]), [(0, false), (1, true)]);
}

#[test]
fn whoever_lives_at_the_address_that_is_given_stays_the_person() {
    let known = [(Bsn, "child"), (AddressParts, "elsewhere")];
    assert_eq!(counted(&register(), &known), [(1, true), (1, true)]);
}

#[test]
fn where_the_address_tells_no_family_home_the_service_counts_where_the_client_lives() {
    let lives_there = [(1, true), (1, true)];
    let nowhere = [(Bsn, "child"), (AddressParts, "of nobody")];
    assert_eq!(counted(&register(), &nowhere), lives_there);
    // Others live there now, of another name.
    let other_name = (SurnameAddressNumber, "vries, the family home");
    let moved = [(Bsn, "child"), AT_HOME, other_name];
    assert_eq!(counted(&register(), &moved), lives_there);
    // An institution.
    let known = [(Bsn, "child"), AT_HOME];
    let [child, parent] = register();
    let home = HouseholdIx::new(2);
    let cared_for = RegisterRecord {
        household: home,
        ..parent
    };
    assert_eq!(counted(&[child, cared_for], &known), lives_there);
}

#[test]
fn a_client_who_is_nobody_here_is_not_linked_by_the_address_that_is_given() {
    let expected = Expected {
        by_address: vec![CARE],
        ..expected()
    };
    let stranger = client(1, &[(Bsn, "unknown"), AT_HOME, OF_THEIR_NAME]);
    let town = linked_as(&expected, &register(), &HOUSEHOLDS, &[vec![stranger]]).unwrap();
    assert!(town.uses.is_empty());
}
