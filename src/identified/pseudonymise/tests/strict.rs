//! What the tokens of profile `strict` meet, and what they do not.

use super::*;

/// The kinds in which a client meets a resident, by either name of both; those of the home apart.
fn met(client: &Fields<'_>, resident: &Fields<'_>) -> Vec<&'static str> {
    let mut terms = terms();
    terms.profile = TokenProfile::Strict;
    let one = tokens_of(TokensOf::Clients, &client.record(), &terms);
    let other = tokens_of(TokensOf::Residents, &resident.record(), &terms);
    let columns = || terms.profile.columns().filter(|one| !one.is_of_home());
    let mut kinds = Vec::new();
    for (column, meets) in columns().flat_map(|one| columns().map(move |other| (one, other))) {
        let is_equal = one.get(column).is_present() && one.get(column) == other.get(meets);
        assert!(!is_equal || column.kind() == meets.kind());
        if is_equal && !kinds.contains(&column.kind()) {
            kinds.push(column.kind());
        }
    }
    kinds
}

/// The kinds of [`TokenProfile::Strict`] but those named.
fn all_but(missed: &[&str]) -> Vec<&'static str> {
    let columns = TokenProfile::Strict
        .columns()
        .filter(|one| !one.is_of_home());
    let mut kinds: Vec<_> = columns.map(Column::kind).collect();
    kinds.dedup();
    assert!(missed.iter().all(|one| kinds.contains(one)), "{missed:?}");
    kinds.retain(|kind| !missed.contains(kind));
    kinds
}

const SWAPPED: &str = "birth_date+names_swapped";

const JANSEN: Fields<'_> = Fields {
    surname: "JANSEN",
    house_letter: "",
    suffix: "",
    ..ZOE
};

#[test]
fn a_client_with_the_same_fields_meets_the_resident_in_all_but_the_swapped_names() {
    assert_eq!(met(&JANSEN, &JANSEN), all_but(&[SWAPPED]));
}

#[test]
fn another_spelling_of_the_surname_meets_in_its_sound_and_its_beginning() {
    let surname = "JANSSEN";
    let whole = [
        "birth_date+surname",
        "address_number+surname",
        "surname+given_name+house_number",
        "surname+given_name",
        SWAPPED,
    ];
    assert_eq!(met(&Fields { surname, ..JANSEN }, &JANSEN), all_but(&whole));
}

#[test]
fn who_moved_meets_in_birth_date_and_names() {
    let (postcode, house_number) = ("1501ZZ", 7);
    let moved = Fields {
        postcode,
        house_number,
        bsn: 0,
        ..JANSEN
    };
    let expected = [
        "birth_date+surname",
        "birth_date+sound",
        "birth_date+initial",
        "surname+given_name",
    ];
    assert_eq!(met(&moved, &JANSEN), expected);
    assert!(
        met(&moved, &JANSEN)
            .iter()
            .all(|kind| !kind.contains("address"))
    );
}

#[test]
fn a_birthday_of_1_january_meets_in_the_year_at_the_address() {
    let born = 19_680_101;
    let found = met(&Fields { born, ..JANSEN }, &JANSEN);
    assert!(found.iter().all(|kind| !kind.starts_with("birth_date")));
    let of_birth: Vec<_> = found
        .into_iter()
        .filter(|kind| kind.contains("birth"))
        .collect();
    assert_eq!(of_birth, ["address_number+birth_year"]);
}

#[test]
fn one_wrong_part_of_the_birth_date_leaves_the_other_two_at_the_address() {
    for (born, expected) in [
        (
            19_680_210,
            [
                "address_number+birth_year+birth_month",
                "address_number+birth_year",
            ]
            .as_slice(),
        ),
        (
            19_680_309,
            &[
                "address_number+birth_year+birth_day",
                "address_number+birth_year",
            ],
        ),
        (19_690_209, &["address_number+birth_month+birth_day"]),
        (19_680_902, &["address_number+birth_year"]),
        (
            19_680_200,
            &[
                "address_number+birth_year+birth_month",
                "address_number+birth_year",
            ],
        ),
        (0, &[]),
    ] {
        let found = met(&Fields { born, ..JANSEN }, &JANSEN);
        let of_birth: Vec<_> = found
            .into_iter()
            .filter(|kind| kind.contains("birth"))
            .collect();
        assert_eq!(of_birth, expected, "{born}");
    }
}

#[test]
fn names_in_each_others_place_meet_in_the_swapped_names_only() {
    let swapped = Fields {
        surname: "ZOE",
        given_name: "JANSEN",
        initial: "J",
        ..JANSEN
    };
    let found = met(&swapped, &JANSEN);
    let of_names: Vec<_> = found
        .into_iter()
        .filter(|kind| kind.contains("name"))
        .collect();
    assert_eq!(of_names, [SWAPPED]);
    // Of two who are both right, or both wrong, it tells nothing.
    assert!(!met(&swapped, &swapped).contains(&SWAPPED));
}

#[test]
fn a_client_under_the_partners_surname_meets_whoever_has_it_as_partner() {
    let (surname, partner_surname) = ("VRIES", "VRIES");
    let resident = Fields {
        partner_surname,
        ..JANSEN
    };
    assert_eq!(
        met(&Fields { surname, ..JANSEN }, &resident),
        all_but(&[SWAPPED])
    );
    assert!(!met(&Fields { surname, ..JANSEN }, &JANSEN).contains(&"birth_date+surname"));
}

#[test]
fn a_partners_surname_that_sounds_or_begins_like_the_own_gives_no_second_token_of_it() {
    let mut terms = terms();
    terms.profile = TokenProfile::Strict;
    for (partner_surname, sounds_otherwise, begins_otherwise) in [
        ("JANZEN", false, true),
        ("JANSMA", true, false),
        ("JANSEN", false, false),
        ("BAKKER", true, true),
    ] {
        let record = Fields {
            partner_surname,
            ..JANSEN
        }
        .record();
        let made = tokens_under(&record, &terms);
        let has = |column| made.get(column).is_present();
        assert_eq!(has(Column::BirthSoundPartner), sounds_otherwise);
        let of_beginning = Column::SurnameGivenPrefixPostcodePartner;
        assert_eq!(has(of_beginning), begins_otherwise);
        assert_eq!(
            has(Column::BirthSurnamePartner),
            sounds_otherwise || begins_otherwise
        );
    }
}

#[test]
fn another_person_at_the_address_meets_in_nothing_but_what_they_share() {
    let neighbour = Fields {
        bsn: 0,
        born: 19_750_630,
        surname: "BAKKER",
        given_name: "PIET",
        initial: "P",
        ..JANSEN
    };
    assert_eq!(met(&neighbour, &JANSEN), Vec::<&str>::new());
    let sister = Fields {
        surname: "JANSEN",
        ..neighbour
    };
    assert_eq!(met(&sister, &JANSEN), ["address_number+surname"]);
}

#[test]
fn no_token_rests_on_one_attribute() {
    for column in TokenProfile::Strict.columns() {
        let kind = column.kind();
        let is_whole = kind == "bsn" || column.is_of_home();
        assert!(is_whole || kind.contains('+'), "{kind}");
    }
}
