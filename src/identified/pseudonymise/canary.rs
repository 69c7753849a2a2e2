//! Canaries: tokens of a made-up person, which differ under another secret or normalisation.

use std::collections::BTreeMap;

use super::parts::TokensOf;
use super::tokens::TokenMaker;
use crate::identified::normalise::{ClientRecord, Habits, normalise_row};
use crate::identified::settings::{DateOrder, Field, ProjectTerms};
use crate::identified::source::RawRow;
use crate::keys::{Message, TokenSource};

/// The made-up person, spelled so that every rule of the normalisation has something to do.
const PERSON: [(Field, &str); 12] = [
    (Field::BirthDate, "1968-02-09"),
    (Field::Sex, "v"),
    (Field::SurnamePrefix, "van der"),
    (Field::Surname, "Bøhm-Çelik"),
    (Field::GivenNames, "Zoë Ånne"),
    (Field::Initials, "Z.Å."),
    (Field::PartnerSurnamePrefix, "'t"),
    (Field::PartnerSurname, "IJsselstein"),
    (Field::Postcode, "1500 ab"),
    (Field::HouseNumber, "12"),
    (Field::HouseLetter, "a"),
    (Field::HouseNumberSuffix, "bis"),
];

/// BSNs of the public test range: one that passes the eleven-test and one of the made-up kind (remainder 5).
const BSN: [&str; 2] = ["999900006", "999900001"];
const ADDRESS_ID: &str = "0479200000000001";

/// The canary of each kind of token that the agreement has made: kind, 32 hexadecimal digits.
pub(in crate::identified) fn canaries(
    source: TokenSource<'_>,
    terms: &ProjectTerms,
) -> BTreeMap<String, String> {
    // Which tokens a client lacks is no matter here: all parties make the same canaries.
    let tokens = TokenMaker::new(source, terms, TokensOf::Residents);
    let made = tokens.canaries(&made_up_person(terms, &|_| true), &mut Message::new());
    let mut canaries = BTreeMap::new();
    for column in &tokens.columns {
        let digest = format!("{:032x}", made.get(*column).number());
        // The own name comes before the partner's, which has the same kind.
        canaries.entry(column.kind().to_owned()).or_insert(digest);
    }
    canaries
}

/// The record of the made-up person, of the fields that `has`.
pub(in crate::identified) fn made_up_person(
    terms: &ProjectTerms,
    has: &dyn Fn(Field) -> bool,
) -> ClientRecord {
    let mut row = RawRow::new("canary");
    row.begin(1);
    let numbers = [
        (Field::Bsn, BSN[usize::from(terms.made_up)]),
        (Field::AddressId, ADDRESS_ID),
    ];
    for (field, text) in PERSON.into_iter().chain(numbers) {
        if has(field) {
            row.set(field, text);
        }
    }
    let mut record = ClientRecord::default();
    let mut nobody = |_| {};
    normalise_row(
        &row,
        &Habits::of(DateOrder::YearMonthDay),
        terms,
        &mut record,
        &mut nobody,
    );
    record
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identified::example::terms;
    use crate::keys::ProjectSecret;

    fn made(secret: u8, made_up: bool) -> BTreeMap<String, String> {
        let mut terms = terms();
        terms.made_up = made_up;
        canaries((&ProjectSecret::from_bytes([secret; 32])).into(), &terms)
    }

    #[test]
    fn every_kind_of_token_has_a_canary() {
        for made_up in [false, true] {
            let canaries = made(7, made_up);
            assert_eq!(canaries.len(), 13);
            let absent = format!("{:032x}", 0);
            assert!(canaries.values().all(|digest| *digest != absent));
        }
    }

    #[test]
    fn no_canary_is_a_token_that_a_real_record_can_have() {
        let terms = terms();
        let secret = ProjectSecret::from_bytes([7; 32]);
        let tokens = TokenMaker::new((&secret).into(), &terms, TokensOf::Residents);
        let real = tokens.tokens(&made_up_person(&terms, &|_| true));
        let canaries = canaries((&secret).into(), &terms);
        for column in &tokens.columns {
            let token = format!("{:032x}", real.get(*column).number());
            assert!(canaries.values().all(|canary| *canary != token));
        }
    }

    #[test]
    fn another_secret_shows_in_every_canary() {
        let (one, other) = (made(7, false), made(8, false));
        assert!(one.iter().all(|(kind, digest)| other[kind] != *digest));
    }
}
