//! The rules of linking, each a sentence.

use super::*;

const JAN: [(TokenColumn, &str); 4] = [
    (Bsn, "1"),
    (BsnBirthYear, "1970"),
    (BsnSurname, "jansen"),
    (BsnSurnamePartner, "vries"),
];

#[test]
fn a_bsn_finds_its_person() {
    let register = [
        person(Some(1), &[(Bsn, "1")]),
        person(Some(0), &[(Bsn, "2")]),
    ];
    let found = outcome(&register, &client(1, &[(Bsn, "1")]));
    assert_eq!(found, (ClientFate::ByBsn, Some((1, true))));
}

#[test]
fn a_bsn_with_another_birth_year_and_another_name_is_ambiguous() {
    let register = [person(Some(0), &JAN)];
    let other = [(Bsn, "1"), (BsnBirthYear, "1980"), (BsnSurname, "bakker")];
    assert_eq!(fate(&register, &other), ClientFate::Ambiguous);
}

#[test]
fn a_bsn_with_only_the_birth_year_or_only_the_name_different_is_linked() {
    let register = [person(Some(0), &JAN)];
    let year = [(Bsn, "1"), (BsnBirthYear, "1980"), (BsnSurname, "jansen")];
    let name = [(Bsn, "1"), (BsnBirthYear, "1970"), (BsnSurname, "bakker")];
    let unknown = [(Bsn, "1"), (BsnBirthYear, "1980")];
    for known in [&year[..], &name, &unknown] {
        assert_eq!(fate(&register, known), ClientFate::ByBsn);
    }
}

#[test]
fn the_partners_name_agrees_with_the_own_name() {
    let register = [person(Some(0), &JAN)];
    let known = [(Bsn, "1"), (BsnBirthYear, "1980"), (BsnSurname, "vries")];
    assert_eq!(fate(&register, &known), ClientFate::ByBsn);
}

#[test]
fn a_register_with_a_bsn_that_two_persons_have_is_refused() {
    let register = [
        person(Some(0), &[(Bsn, "1")]),
        person(Some(1), &[(Bsn, "1")]),
    ];
    let error = try_linked(&register, &[]).unwrap_err();
    assert!(error.to_string().contains("share a BSN"), "{error}");
}

#[test]
fn a_client_whose_bsn_is_in_the_register_is_not_sought_by_other_fields() {
    let register = [
        person(Some(0), &JAN),
        person(Some(1), &[(Bsn, "2"), (BirthSurnameGiven, "piet")]),
    ];
    let known = [
        (Bsn, "1"),
        (BsnBirthYear, "1980"),
        (BsnSurname, "bakker"),
        (BirthSurnameGiven, "piet"),
    ];
    assert_eq!(fate(&register, &known), ClientFate::Ambiguous);
}

#[test]
fn a_combination_that_one_person_has_finds_that_person() {
    let register = [
        person(Some(0), &[(BirthSurnameGiven, "jan")]),
        person(Some(1), &[(BirthSurnameGiven, "piet")]),
    ];
    let found = outcome(&register, &client(1, &[(BirthSurnameGiven, "piet")]));
    assert_eq!(found, (ClientFate::ByCombination, Some((1, true))));
}

#[test]
fn either_name_of_the_client_meets_either_name_of_the_register() {
    let register = [person(Some(0), &[(BirthSurnameGivenPartner, "jan")])];
    assert_eq!(
        fate(&register, &[(BirthSurnameGiven, "jan")]),
        ClientFate::ByCombination
    );
}

#[test]
fn combinations_that_name_two_persons_are_ambiguous() {
    let register = [
        person(Some(0), &[(BirthSurnameGiven, "jan")]),
        person(Some(1), &[(BirthAddress, "kerkstraat")]),
    ];
    let known = [(BirthSurnameGiven, "jan"), (BirthAddress, "kerkstraat")];
    assert_eq!(fate(&register, &known), ClientFate::Ambiguous);
}

#[test]
fn a_combination_of_two_persons_is_left_to_the_next_kind() {
    let twins = [
        person(Some(0), &[(BirthSurnameInitial, "j"), (BirthAddress, "a")]),
        person(Some(1), &[(BirthSurnameInitial, "j"), (BirthAddress, "b")]),
    ];
    let known = [(BirthSurnameInitial, "j"), (BirthAddress, "b")];
    assert_eq!(fate(&twins, &known), ClientFate::ByCombination);
    assert_eq!(
        fate(&twins, &[(BirthSurnameInitial, "j")]),
        ClientFate::Ambiguous
    );
}

#[test]
fn independent_combinations_that_agree_beat_a_bsn_that_the_register_lacks() {
    let both = [(BirthSurnameGiven, "jan"), (BirthAddress, "kerkstraat")];
    let register = [person(Some(0), &[&[(Bsn, "1")], &both[..]].concat())];
    let mistyped = [&[(Bsn, "9")], &both[..]].concat();
    assert_eq!(fate(&register, &mistyped), ClientFate::ByCombination);
    for alone in [&mistyped[..2], &[mistyped[0], mistyped[2]]] {
        assert_eq!(fate(&register, alone), ClientFate::Ambiguous);
    }
}

#[test]
fn independent_combinations_that_agree_beat_the_bsn_of_another() {
    let register = [
        person(Some(0), &JAN),
        person(
            Some(1),
            &[
                (Bsn, "2"),
                (BirthSurnameGiven, "piet"),
                (BirthAddress, "dam"),
            ],
        ),
    ];
    let another = [
        (Bsn, "1"),
        (BsnBirthYear, "1980"),
        (BsnSurname, "bakker"),
        (BirthSurnameGiven, "piet"),
        (BirthAddress, "dam"),
    ];
    let found = outcome(&register, &client(1, &another));
    assert_eq!(found, (ClientFate::ByCombination, Some((1, true))));
}

#[test]
fn a_client_with_a_name_is_found_by_address_where_somebody_bears_it() {
    let at = |name| [(AddressParts, "12"), (SurnameAddressNumber, name)];
    let register = [person(Some(0), &at("jansen"))];
    assert_eq!(fate(&register, &at("jansen")), ClientFate::ByAddress);
    assert_eq!(fate(&register, &at("bakker")), ClientFate::NotFound);
    let nameless = [(AddressParts, "12")];
    assert_eq!(fate(&register, &nameless), ClientFate::ByAddress);
}

#[test]
fn own_and_partners_surname_of_either_side_may_meet_at_an_address() {
    let names = [SurnameAddressNumber, SurnameAddressNumberPartner];
    for (of_register, of_client) in names
        .into_iter()
        .flat_map(|one| names.map(|two| (one, two)))
    {
        let register = [person(
            Some(0),
            &[(AddressParts, "12"), (of_register, "vries")],
        )];
        let known = [(AddressParts, "12"), (of_client, "vries")];
        assert_eq!(fate(&register, &known), ClientFate::ByAddress);
    }
}

#[test]
fn a_namesake_next_door_does_not_tell_that_a_client_lives_here() {
    let register = [
        person(
            Some(0),
            &[(AddressParts, "12a"), (SurnameAddressNumber, "bakker")],
        ),
        person(
            Some(1),
            &[(AddressParts, "12b"), (SurnameAddressNumber, "jansen")],
        ),
    ];
    let known = |door| [(AddressParts, door), (SurnameAddressNumber, "jansen")];
    assert_eq!(fate(&register, &known("12a")), ClientFate::NotFound);
    assert_eq!(fate(&register, &known("12b")), ClientFate::ByAddress);
}

#[test]
fn where_the_register_tells_no_surname_the_address_alone_decides() {
    let register = [person(Some(0), &[(AddressParts, "12")])];
    let known = [(AddressParts, "12"), (SurnameAddressNumber, "jansen")];
    assert_eq!(fate(&register, &known), ClientFate::ByAddress);
}

#[test]
fn a_client_with_a_bsn_that_the_register_lacks_is_never_found_by_address() {
    let home = [(AddressParts, "12"), (SurnameAddressNumber, "jansen")];
    let client = [&[(Bsn, "9")], &home[..]].concat();
    let with_bsn = [&[(Bsn, "1")], &home[..]].concat();
    assert_eq!(
        fate(&[person(Some(0), &with_bsn)], &client),
        ClientFate::NotFound
    );
    // A register without BSNs cannot lack one.
    assert_eq!(
        fate(&[person(Some(0), &home)], &client),
        ClientFate::ByAddress
    );
}

#[test]
fn one_private_household_at_an_address_is_linked_without_a_person() {
    let register = [
        person(Some(0), &[(AddressParts, "12")]),
        person(Some(0), &[(AddressParts, "12")]),
        person(Some(2), &[(AddressParts, "12")]),
    ];
    let found = outcome(&register, &client(1, &[(AddressParts, "12")]));
    assert_eq!(found, (ClientFate::ByAddress, Some((0, false))));
}

#[test]
fn two_private_households_at_an_address_are_ambiguous() {
    let register = [
        person(Some(0), &[(AddressParts, "12")]),
        person(Some(1), &[(AddressParts, "12")]),
    ];
    assert_eq!(
        fate(&register, &[(AddressParts, "12")]),
        ClientFate::Ambiguous
    );
}

#[test]
fn the_most_exact_address_at_which_anyone_lives_decides() {
    let register = [
        person(Some(0), &[(AddressId, "12a"), (AddressNumber, "12")]),
        person(Some(1), &[(AddressId, "12b"), (AddressNumber, "12")]),
    ];
    let known = |id| [(AddressId, id), (AddressNumber, "12")];
    assert_eq!(fate(&register, &known("12b")), ClientFate::ByAddress);
    assert_eq!(fate(&register, &known("12c")), ClientFate::Ambiguous);
}

#[test]
fn an_institution_is_linked_where_nobody_else_lives() {
    let register = [
        person(Some(2), &[(AddressId, "home"), (AddressNumber, "12")]),
        person(Some(1), &[(AddressId, "12a"), (AddressNumber, "12")]),
    ];
    let known = [(AddressId, "home"), (AddressNumber, "12")];
    let found = outcome(&register, &client(1, &known));
    assert_eq!(found, (ClientFate::ByAddress, Some((2, false))));
    let two = [person(Some(2), &known), person(Some(3), &known)];
    assert_eq!(fate(&two, &known), ClientFate::Ambiguous);
}

#[test]
fn who_left_is_not_linked_and_neither_is_who_has_no_household() {
    let mut left = person(Some(0), &[(Bsn, "1"), (AddressParts, "12")]);
    left.has_left = true;
    let register = [left, person(None, &[(Bsn, "2")])];
    assert_eq!(fate(&register, &[(Bsn, "1")]), ClientFate::Left);
    assert_eq!(fate(&register, &[(Bsn, "2")]), ClientFate::Outside);
    assert_eq!(
        fate(&register, &[(AddressParts, "12")]),
        ClientFate::NotFound
    );
}

#[test]
fn who_lives_elsewhere_is_outside_and_who_does_not_is_not_found() {
    let register = [person(Some(0), &[(Bsn, "1")])];
    let mut elsewhere = client(1, &[(Bsn, "9")]);
    assert_eq!(outcome(&register, &elsewhere), (ClientFate::NotFound, None));
    elsewhere.is_outside = true;
    assert_eq!(outcome(&register, &elsewhere), (ClientFate::Outside, None));
}

#[test]
fn records_with_different_bsns_are_never_joined() {
    let register = [
        person(Some(0), &[(Bsn, "1"), (BirthSurnameGiven, "jan")]),
        person(Some(1), &[(BirthSurnameGiven, "piet")]),
    ];
    let known = |name| [(Bsn, "2"), (BirthSurnameGiven, name)];
    assert_eq!(fate(&register, &known("jan")), ClientFate::Ambiguous);
    assert_eq!(fate(&register, &known("piet")), ClientFate::ByCombination);
}
