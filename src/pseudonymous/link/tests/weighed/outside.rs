//! A person whom no resident is like is one person, however many providers know it.

use std::slice;

use super::*;

/// Persons by the number of providers that know them; of each provider its clients beside the residents that all of them have.
fn persons(providers: &[&[Someone]]) -> Vec<u64> {
    let with_residents = |of_provider: &&[Someone]| [&residents(&[]), *of_provider].concat();
    let clients: Vec<Vec<Someone>> = providers.iter().map(with_residents).collect();
    let clients: Vec<&[Someone]> = clients.iter().map(Vec::as_slice).collect();
    let counted = |set: &HandoverSet, expected: &Expected| {
        let town = link(set, expected, None, &Silent)?;
        outside_register(set, &town, &Silent)
    };
    handed_over(&Someone::resident, &clients, counted).unwrap()
}

/// Somebody who lives elsewhere.
fn stranger(number: u32) -> Someone {
    Someone {
        postcode: format!("ELSEWHERE{number}"),
        ..Someone::resident(number + 100_000)
    }
}

#[test]
fn a_stranger_whom_two_providers_know_is_one_person() {
    let same_bsn = Someone {
        surname: "OTHER".into(),
        ..stranger(1)
    };
    let no_bsn = stranger(2).unknown(&["bsn"]);
    let (first, second) = ([stranger(1), stranger(2), stranger(3)], [same_bsn, no_bsn]);
    assert_eq!(persons(&[&first, &second]), [1, 2]);
    assert_eq!(persons(&[&second, &first]), [1, 2]);
}

#[test]
fn strangers_with_two_bsns_are_two_persons() {
    let other_bsn = Someone {
        bsn: "another".into(),
        ..stranger(1)
    };
    let one = stranger(1);
    let [one, other_bsn] = [&one, &other_bsn].map(slice::from_ref);
    assert_eq!(persons(&[one, other_bsn]), [2]);
    // Who is like both is neither.
    let no_bsn = stranger(1).unknown(&["bsn"]);
    assert_eq!(persons(&[one, other_bsn, &[no_bsn]]), [3]);
}

#[test]
fn strangers_with_another_given_name_are_two_persons() {
    let one = stranger(1).unknown(&["bsn"]);
    let other = Someone {
        given: "ZOTHER".into(),
        ..one.clone()
    };
    assert_eq!(persons(&[slice::from_ref(&one), &[other]]), [2]);
    let twin = Someone {
        given: format!("{}TWIN", &one.given[..1]),
        ..one.clone()
    };
    assert_eq!(persons(&[&[one], &[twin]]), [2]);
}

#[test]
fn nobody_is_counted_of_whom_only_the_address_is_known() {
    let door = stranger(1).unknown(&["bsn", "birth", "names"]);
    assert!(persons(&[&[door]]).is_empty());
}
