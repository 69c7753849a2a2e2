//! The message that is digested for each token column.

use crate::identified::identifying::MayReveal;
use crate::identified::normalise::ClientRecord;
use crate::keys::Message;
use crate::pseudonymous::TokenColumn;

/// Stands for the gate.
#[derive(Clone, Copy)]
pub(super) struct Gate;

impl MayReveal for Gate {}

/// A part of a message. All but the letter and the addition must be known.
#[derive(Clone, Copy)]
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
fn parts(column: TokenColumn) -> &'static [Part] {
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
        TokenColumn::SurnameAddressNumber => &[Surname, Postcode, HouseNumber],
        TokenColumn::SurnameAddressNumberPartner => &[PartnerSurname, Postcode, HouseNumber],
        TokenColumn::AddressId => &[AddressId],
        TokenColumn::AddressParts => &[Postcode, HouseNumber, HouseLetter, HouseNumberSuffix],
        TokenColumn::AddressJoined => &[Postcode, HouseNumber, LetterAndSuffix],
        TokenColumn::AddressNumber => &[Postcode, HouseNumber],
    }
}

/// Whether the record has all fields of `column`.
pub(super) fn are_known(column: TokenColumn, record: &ClientRecord) -> bool {
    let mut parts = parts(column).iter();
    parts.all(|part| is_known(*part, record))
}

/// Writes the message of `column` and tells whether all its fields are known; if not, the message is of no use.
pub(super) fn write(column: TokenColumn, record: &ClientRecord, message: &mut Message) -> bool {
    message.clear();
    add_all(column, record, message)
}

/// Adds the parts of `column` to `message` and tells whether all their fields are known; if not, adds none.
pub(super) fn add_all(column: TokenColumn, record: &ClientRecord, message: &mut Message) -> bool {
    let are_known = are_known(column, record);
    if are_known {
        let parts = parts(column).iter();
        parts.for_each(|part| add(*part, record, message));
    }
    are_known
}

fn is_known(part: Part, record: &ClientRecord) -> bool {
    let (name, address) = (record.name.reveal(Gate), record.address.reveal(Gate));
    match part {
        Part::Bsn => record.bsn.is_known(),
        Part::BirthYear => record.birth_date.reveal(Gate).year != 0,
        Part::BirthDate => record.birth_date.reveal(Gate).is_complete(),
        Part::Surname => !name.surname.is_empty(),
        Part::PartnerSurname => {
            !name.partner_surname.is_empty() && name.partner_surname != name.surname
        }
        Part::GivenName => !name.given_name.is_empty(),
        Part::Initial => !name.initial.is_empty(),
        Part::Postcode => !address.postcode.is_empty(),
        Part::HouseNumber => address.house_number != 0,
        Part::AddressId => !address.address_id.is_empty(),
        Part::HouseLetter | Part::HouseNumberSuffix | Part::LetterAndSuffix => true,
    }
}

fn add(part: Part, record: &ClientRecord, message: &mut Message) {
    let (name, address) = (record.name.reveal(Gate), record.address.reveal(Gate));
    let birth = record.birth_date.reveal(Gate);
    match part {
        Part::Bsn => message.number(u64::from(*record.bsn.reveal(Gate))),
        Part::BirthYear => message.number(u64::from(birth.year)),
        Part::BirthDate => message.number(u64::from(birth.number())),
        Part::Surname => message.text(&name.surname),
        Part::PartnerSurname => message.text(&name.partner_surname),
        Part::GivenName => message.text(&name.given_name),
        Part::Initial => message.text(&name.initial),
        Part::Postcode => message.text(&address.postcode),
        Part::HouseNumber => message.number(u64::from(address.house_number)),
        Part::AddressId => message.text(&address.address_id),
        Part::HouseLetter => message.text(&address.house_letter),
        Part::HouseNumberSuffix => message.text(&address.house_number_suffix),
        Part::LetterAndSuffix => {
            message.joined(&address.house_letter, &address.house_number_suffix)
        }
    };
}
