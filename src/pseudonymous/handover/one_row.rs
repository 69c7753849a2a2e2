//! Which columns of a client come from one row, where it has several.

use crate::pseudonymous::{TokenColumn, Tokens};

/// Columns that come from one and the same row, so that no two addresses mix.
pub(super) const ADDRESS_COLUMNS: [TokenColumn; 27] = [
    TokenColumn::AddressId,
    TokenColumn::AddressParts,
    TokenColumn::AddressJoined,
    TokenColumn::AddressNumber,
    TokenColumn::SurnameGivenAddress,
    TokenColumn::SurnameGivenAddressPartner,
    TokenColumn::BirthAddress,
    TokenColumn::BirthPostcodeInitial,
    TokenColumn::SurnameAddressNumber,
    TokenColumn::SurnameAddressNumberPartner,
    TokenColumn::BirthAddressNumber,
    TokenColumn::BirthPostcode,
    TokenColumn::BirthHouseNumber,
    TokenColumn::AddressSurname,
    TokenColumn::AddressSurnamePartner,
    TokenColumn::AddressGiven,
    TokenColumn::AddressInitial,
    TokenColumn::AddressYearMonth,
    TokenColumn::AddressYearDay,
    TokenColumn::AddressMonthDay,
    TokenColumn::AddressYear,
    TokenColumn::SurnameGivenHouseNumber,
    TokenColumn::SurnameGivenHouseNumberPartner,
    TokenColumn::SurnameGivenPrefixPostcode,
    TokenColumn::SurnameGivenPrefixPostcodePartner,
    TokenColumn::SurnameGivenPrefixHouseNumber,
    TokenColumn::SurnameGivenPrefixHouseNumberPartner,
];

/// Columns that come from one and the same row, so that the birth date and names of two rows, which may be of before and
/// after a marriage, never mix.
pub(super) const NAME_COLUMNS: [TokenColumn; 9] = [
    TokenColumn::BirthSurname,
    TokenColumn::BirthSurnamePartner,
    TokenColumn::BirthSound,
    TokenColumn::BirthSoundPartner,
    TokenColumn::BirthInitial,
    TokenColumn::SurnameGiven,
    TokenColumn::SurnameGivenPartner,
    TokenColumn::BirthNamesSwapped,
    TokenColumn::BirthNamesSwappedPartner,
];

/// Columns that come from one and the same row, so that one BSN never stands with the birth year or name of another.
pub(super) const BSN_COLUMNS: [TokenColumn; 4] = [
    TokenColumn::Bsn,
    TokenColumn::BsnBirthYear,
    TokenColumn::BsnSurname,
    TokenColumn::BsnSurnamePartner,
];

/// Columns that each come from the nearest row that has one.
pub(super) const OTHER_COLUMNS: [TokenColumn; 4] = [
    TokenColumn::BirthSurnameGiven,
    TokenColumn::BirthSurnameGivenPartner,
    TokenColumn::BirthSurnameInitial,
    TokenColumn::BirthSurnameInitialPartner,
];

// Each column is in one of the lists.
const _: () = assert!(
    ADDRESS_COLUMNS.len() + NAME_COLUMNS.len() + BSN_COLUMNS.len() + OTHER_COLUMNS.len()
        == Tokens::COLUMNS
);
