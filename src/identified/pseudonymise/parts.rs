//! A client record and a column of tokens in, the message that is digested out.

use crate::identified::normalise::{BirthDate, ClientRecord};
use crate::keys::Message;
use crate::pseudonymous::TokenColumn;

/// A part of a message. All but the letter and the addition must be known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Number.
    Bsn,
    /// Number, `yyyy`.
    BirthYear,
    /// Number, `yyyymmdd`; year, month and day all known.
    BirthDate,
    /// Text.
    Surname,
    /// Text; absent when it is the own surname.
    PartnerSurname,
    /// Text.
    GivenName,
    /// Text.
    Initial,
    /// Text, `1234AB`.
    Postcode,
    /// Number.
    HouseNumber,
    /// Text, may be empty.
    HouseLetter,
    /// Text, may be empty.
    HouseNumberSuffix,
    /// Text: letter and addition joined, may be empty. Sources split the two differently.
    LetterAndSuffix,
    /// Text, 16 digits.
    AddressId,
}

/// The parts of a column's message, in order.
const fn parts(column: TokenColumn) -> &'static [Part] {
    use Part::{
        AddressId, BirthDate, BirthYear, Bsn, GivenName, HouseLetter, HouseNumber,
        HouseNumberSuffix, Initial, LetterAndSuffix, PartnerSurname, Postcode, Surname,
    };
    match column {
        TokenColumn::Bsn => &[Bsn],
        TokenColumn::BsnBirthYear => &[Bsn, BirthYear],
        TokenColumn::BsnSurname => &[Bsn, Surname],
        TokenColumn::BsnSurnamePartner => &[Bsn, PartnerSurname],
        TokenColumn::BirthSurnameGiven => &[BirthDate, Surname, GivenName],
        TokenColumn::BirthSurnameGivenPartner => &[BirthDate, PartnerSurname, GivenName],
        TokenColumn::BirthSurnameInitial => &[BirthDate, Surname, Initial],
        TokenColumn::BirthSurnameInitialPartner => &[BirthDate, PartnerSurname, Initial],
        TokenColumn::SurnameGivenAddress => {
            &[Surname, GivenName, Postcode, HouseNumber, LetterAndSuffix]
        }
        TokenColumn::SurnameGivenAddressPartner => &[
            PartnerSurname,
            GivenName,
            Postcode,
            HouseNumber,
            LetterAndSuffix,
        ],
        TokenColumn::BirthAddress => &[BirthDate, Postcode, HouseNumber, LetterAndSuffix],
        TokenColumn::BirthPostcodeInitial => &[BirthDate, Postcode, Initial],
        TokenColumn::AddressId => &[AddressId],
        TokenColumn::AddressParts => &[Postcode, HouseNumber, HouseLetter, HouseNumberSuffix],
        TokenColumn::AddressJoined => &[Postcode, HouseNumber, LetterAndSuffix],
        TokenColumn::AddressNumber => &[Postcode, HouseNumber],
    }
}

/// Writes the message of `column` and tells whether all its fields are known; if not, the message is of no use.
pub(super) fn write(column: TokenColumn, record: &ClientRecord, message: &mut Message) -> bool {
    message.clear();
    add_all(column, record, message)
}

/// Adds the parts of `column` to `message` and tells whether all their fields are known.
pub(super) fn add_all(column: TokenColumn, record: &ClientRecord, message: &mut Message) -> bool {
    let mut parts = parts(column).iter();
    parts.all(|part| add(*part, record, message))
}

/// Adds one part; false when its field is unknown.
fn add(part: Part, record: &ClientRecord, message: &mut Message) -> bool {
    match part {
        Part::Bsn => number(record.bsn, message),
        Part::BirthYear => number(u32::from(record.birth_date.year), message),
        Part::BirthDate => number(complete(record.birth_date), message),
        Part::Surname => text(&record.surname, message),
        Part::PartnerSurname => {
            record.partner_surname != record.surname && text(&record.partner_surname, message)
        }
        Part::GivenName => text(&record.given_name, message),
        Part::Initial => text(&record.initial, message),
        Part::Postcode => text(&record.postcode, message),
        Part::HouseNumber => number(record.house_number, message),
        Part::AddressId => text(&record.address_id, message),
        Part::HouseLetter => {
            message.text(&record.house_letter);
            true
        }
        Part::HouseNumberSuffix => {
            message.text(&record.house_number_suffix);
            true
        }
        Part::LetterAndSuffix => {
            message.joined(&record.house_letter, &record.house_number_suffix);
            true
        }
    }
}

fn number(value: u32, message: &mut Message) -> bool {
    message.number(u64::from(value));
    value != 0
}

fn text(value: &str, message: &mut Message) -> bool {
    message.text(value);
    !value.is_empty()
}

/// `yyyymmdd`; 0 when a part is unknown.
const fn complete(date: BirthDate) -> u32 {
    if date.is_complete() {
        as_number(date)
    } else {
        0
    }
}

/// `yyyymmdd`, 00 for unknown parts.
pub(super) const fn as_number(date: BirthDate) -> u32 {
    // Widening casts: `From` cannot be called in a constant function.
    date.year as u32 * 10_000 + date.month as u32 * 100 + date.day as u32
}
