use super::*;
use crate::identified::example::terms;
use crate::identified::normalise::{BirthDate, Habits, normalise_row};
use crate::identified::settings::{DateOrder, Field};
use crate::identified::source::RawRow;
use crate::keys::ProjectSecret;
use crate::pseudonymous::TokenColumn as Column;

fn record() -> ClientRecord {
    let mut record = ClientRecord::default();
    record.bsn = 999_900_006;
    record.birth_date = BirthDate {
        year: 1968,
        month: 2,
        day: 9,
    };
    for (field, text) in [
        (&mut record.surname, "BERG"),
        (&mut record.given_name, "ZOE"),
        (&mut record.initial, "Z"),
        (&mut record.postcode, "1500AB"),
        (&mut record.house_letter, "A"),
        (&mut record.house_number_suffix, "BIS"),
        (&mut record.address_id, "0479200000000001"),
    ] {
        field.push_str(text);
    }
    record.house_number = 12;
    record
}

fn tokens_of(of: TokensOf, record: &ClientRecord, terms: &ProjectTerms) -> Tokens {
    let secret = ProjectSecret::from_bytes([7; 32]);
    TokenMaker::new((&secret).into(), terms, of).tokens(record, &mut Message::new())
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
    let mut record = record();
    record.partner_surname.push_str("SMIT");
    let mut other = terms();
    other.project = crate::vocabulary::ProjectId::new("zaandorp-2027").unwrap();
    let (one, other) = (tokens(&record), tokens_under(&record, &other));
    assert_eq!(present(&one).len(), Tokens::COLUMNS);
    for column in Column::ALL {
        for elsewhere in Column::ALL {
            assert_ne!(one.get(*column), other.get(*elsewhere));
        }
    }
}

#[test]
fn the_partners_name_at_one_provider_meets_the_own_name_at_another() {
    let (mut under_partner, mut own) = (record(), record());
    under_partner.surname = "SMIT".into();
    own.partner_surname = "SMIT".into();
    let (under_partner, own) = (tokens(&under_partner), tokens(&own));
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
    let mut record = record();
    let without = tokens(&record);
    record.partner_surname = "BERG".into();
    assert_eq!(tokens(&record), without);
}

#[test]
fn an_incomplete_birth_date_enters_no_token_but_the_check_on_its_year() {
    let mut record = record();
    record.birth_date.day = 0;
    let made = present(&tokens(&record));
    assert!(made.iter().all(|column| !column.starts_with("birth_")));
    assert!(made.contains(&"bsn_birth_year"));
    record.birth_date = BirthDate::default();
    assert!(!present(&tokens(&record)).contains(&"bsn_birth_year"));
}

#[test]
fn a_name_alone_makes_no_token() {
    let mut record = ClientRecord::default();
    record.surname.push_str("BERG");
    record.partner_surname.push_str("SMIT");
    record.given_name.push_str("ZOE");
    record.initial.push('Z');
    record.postcode.push_str("1500AB");
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
    let mut other = record();
    other.house_letter.clear();
    other.house_number_suffix = "ABIS".into();
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
    let number = |of, letter: &str, suffix: &str| {
        let mut record = record();
        record.house_letter = letter.into();
        record.house_number_suffix = suffix.into();
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
    let fields: [fn(&mut ClientRecord); 5] = [
        |record| record.bsn = 0,
        |record| record.house_number = 0,
        |record| record.surname.clear(),
        |record| record.birth_date.month = 0,
        |record| record.address_id.clear(),
    ];
    for profile in [TokenProfile::Id, TokenProfile::Standard] {
        let mut terms = terms();
        terms.profile = profile;
        for blanked in 0..1 << fields.len() {
            let mut record = record();
            for (place, blank) in fields.iter().enumerate() {
                if blanked >> place & 1 == 1 {
                    blank(&mut record);
                }
            }
            let can_be = can_find(&record, profile);
            let made = tokens_of(TokensOf::Clients, &record, &terms);
            assert_eq!(can_be, made.can_find());
        }
    }
}

#[test]
fn only_a_known_postcode_can_be_outside() {
    let mut record = record();
    let mut terms = terms();
    assert!(!is_outside(&record, &terms));
    record.postcode = "1570AA".into();
    assert!(is_outside(&record, &terms));
    record.postcode.clear();
    assert!(!is_outside(&record, &terms));
    record.postcode = "1570AA".into();
    terms.postcodes = crate::vocabulary::PostcodeRanges::default();
    assert!(!is_outside(&record, &terms));
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
