mod strict;

use super::*;
use crate::identified::example::terms;
use crate::identified::normalise::{Fields, Habits, normalise_row};
use crate::identified::settings::{DateOrder, Field};
use crate::identified::source::RawRow;
use crate::keys::ProjectSecret;
use crate::pseudonymous::{TokenColumn as Column, TokenProfile};

const ZOE: Fields<'_> = Fields {
    client: "",
    bsn: 999_900_006,
    born: 19_680_209,
    surname: "BERG",
    partner_surname: "",
    given_name: "ZOE",
    initial: "Z",
    postcode: "1500AB",
    house_number: 12,
    house_letter: "A",
    suffix: "BIS",
    address_id: "0479200000000001",
};

fn record() -> ClientRecord {
    ZOE.record()
}

fn tokens_of(of: TokensOf, record: &ClientRecord, terms: &ProjectTerms) -> Tokens {
    let secret = ProjectSecret::from_bytes([7; 32]);
    TokenMaker::new((&secret).into(), terms, of).tokens(record)
}

fn tokens_under(record: &ClientRecord, terms: &ProjectTerms) -> Tokens {
    tokens_of(TokensOf::Residents, record, terms)
}

fn tokens(record: &ClientRecord) -> Tokens {
    tokens_under(record, &terms())
}

fn present(tokens: &Tokens) -> Vec<&'static str> {
    let columns = Column::ALL.iter();
    columns
        .filter(|column| tokens.get(**column).is_present())
        .map(|column| column.name())
        .collect()
}

#[test]
fn another_project_shares_no_token() {
    let partner_surname = "SMIT";
    let record = Fields {
        partner_surname,
        ..ZOE
    }
    .record();
    let mut other = terms();
    other.project = crate::vocabulary::ProjectId::new("zaandorp-2027").unwrap();
    for profile in TokenProfile::ALL {
        let mut own = terms();
        (own.profile, other.profile) = (profile, profile);
        let (one, other) = (tokens_under(&record, &own), tokens_under(&record, &other));
        assert_eq!(present(&one).len(), profile.columns().count());
        for column in profile.columns() {
            for elsewhere in profile.columns() {
                assert_ne!(one.get(column), other.get(elsewhere));
            }
        }
    }
}

#[test]
fn the_partners_name_at_one_provider_meets_the_own_name_at_another() {
    let (surname, partner_surname) = ("SMIT", "SMIT");
    let under_partner = tokens(&Fields { surname, ..ZOE }.record());
    let own = tokens(
        &Fields {
            partner_surname,
            ..ZOE
        }
        .record(),
    );
    for (one, other) in [
        (Column::BsnSurname, Column::BsnSurnamePartner),
        (Column::BirthSurnameGiven, Column::BirthSurnameGivenPartner),
        (
            Column::BirthSurnameInitial,
            Column::BirthSurnameInitialPartner,
        ),
        (
            Column::SurnameGivenAddress,
            Column::SurnameGivenAddressPartner,
        ),
    ] {
        assert_eq!(under_partner.get(one), own.get(other));
        assert_ne!(under_partner.get(one), own.get(one));
        assert!(!under_partner.get(other).is_present());
    }
}

#[test]
fn a_partner_of_the_same_name_adds_no_token() {
    let partner_surname = "BERG";
    let with = Fields {
        partner_surname,
        ..ZOE
    }
    .record();
    assert_eq!(tokens(&with), tokens(&record()));
}

#[test]
fn an_incomplete_birth_date_enters_no_token_but_the_check_on_its_year() {
    let born = |born| Fields { born, ..ZOE }.record();
    let made = present(&tokens(&born(19_680_200)));
    assert!(made.iter().all(|column| !column.starts_with("birth_")));
    assert!(made.contains(&"bsn_birth_year"));
    assert!(!present(&tokens(&born(0))).contains(&"bsn_birth_year"));
}

#[test]
fn a_name_alone_makes_no_token() {
    let record = Fields {
        surname: "BERG",
        partner_surname: "SMIT",
        given_name: "ZOE",
        initial: "Z",
        postcode: "1500AB",
        ..Fields::default()
    }
    .record();
    assert!(present(&tokens(&record)).is_empty());
    assert!(!can_find(&record, TokenProfile::Standard));
}

#[test]
fn the_profile_id_makes_the_bsn_and_the_addresses_only() {
    let mut terms = terms();
    terms.profile = TokenProfile::Id;
    assert_eq!(
        present(&tokens_under(&record(), &terms)),
        [
            "bsn",
            "address_id",
            "address_parts",
            "address_joined",
            "address_number"
        ]
    );
}

#[test]
fn a_letter_is_the_same_address_in_either_field_unless_each_counts_by_itself() {
    let (house_letter, suffix) = ("", "ABIS");
    let other = Fields {
        house_letter,
        suffix,
        ..ZOE
    }
    .record();
    let (one, other) = (tokens(&record()), tokens(&other));
    for column in Column::ALL {
        let is_equal = one.get(*column) == other.get(*column);
        assert_eq!(
            is_equal,
            *column != Column::AddressParts,
            "{}",
            column.name()
        );
    }
}

#[test]
fn a_client_with_a_letter_or_an_addition_is_not_looked_for_at_the_number_alone() {
    let number = |of, house_letter, suffix| {
        let record = Fields {
            house_letter,
            suffix,
            ..ZOE
        }
        .record();
        tokens_of(of, &record, &terms()).get(Column::AddressNumber)
    };
    let alone = number(TokensOf::Clients, "", "");
    assert!(alone.is_present());
    for (letter, suffix) in [("B", ""), ("", "BIS"), ("B", "BIS")] {
        assert!(!number(TokensOf::Clients, letter, suffix).is_present());
        assert_eq!(number(TokensOf::Residents, letter, suffix), alone);
    }
}

#[test]
fn a_record_can_be_found_when_its_tokens_can() {
    let fields: [fn(&mut Fields<'_>); 5] = [
        |fields| fields.bsn = 0,
        |fields| fields.house_number = 0,
        |fields| fields.surname = "",
        |fields| fields.born = 19_680_009,
        |fields| fields.address_id = "",
    ];
    for profile in TokenProfile::ALL {
        let mut terms = terms();
        terms.profile = profile;
        for blanked in 0..1 << fields.len() {
            let mut known = ZOE;
            for (place, blank) in fields.iter().enumerate() {
                if blanked >> place & 1 == 1 {
                    blank(&mut known);
                }
            }
            let record = known.record();
            let can_be = can_find(&record, profile);
            let made = tokens_of(TokensOf::Clients, &record, &terms);
            assert_eq!(can_be, made.can_find());
        }
    }
}

#[test]
fn only_a_known_postcode_can_be_outside() {
    let at = |postcode| Fields { postcode, ..ZOE }.record();
    let mut terms = terms();
    assert!(!is_outside(&record(), &terms));
    assert!(is_outside(&at("1570AA"), &terms));
    assert!(!is_outside(&at(""), &terms));
    terms.postcodes = crate::vocabulary::PostcodeRanges::default();
    assert!(!is_outside(&at("1570AA"), &terms));
}

/// The tokens of a row as another organisation may have written it.
fn spelled(cells: &[(Field, &str)], dates: DateOrder) -> Tokens {
    let mut row = RawRow::new("a.csv");
    row.begin(2);
    for (field, text) in cells {
        row.set(*field, text);
    }
    let mut record = ClientRecord::default();
    let left = normalise_row(&row, &Habits::of(dates), &terms(), &mut record, &mut |_| {});
    assert_eq!(left, None);
    tokens(&record)
}

#[test]
fn the_habit_of_spelling_makes_no_difference() {
    let one = spelled(
        &[
            (Field::Bsn, "999900006"),
            (Field::BirthDate, "1968-02-09"),
            (Field::Surname, "Müllerijsel"),
            (Field::SurnamePrefix, "van der"),
            (Field::GivenNames, "Zoë Anna"),
            (Field::Postcode, "1500 AB"),
            (Field::HouseNumber, "12"),
            (Field::HouseLetter, "a"),
        ],
        DateOrder::YearMonthDay,
    );
    let other = spelled(
        &[
            (Field::Bsn, " 9999.00.006 "),
            (Field::BirthDate, "9-2-1968"),
            (Field::Surname, "VAN DER MULLERIJSEL"),
            (Field::GivenNames, "ZOE"),
            (Field::Postcode, "1500ab"),
            (Field::HouseNumber, "12A"),
        ],
        DateOrder::DayMonthYear,
    );
    assert_eq!(one, other);
    assert_eq!(present(&one).len(), 12);
}
