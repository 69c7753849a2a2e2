//! The message that is digested for each token column.

use super::sound::sound;
use crate::identified::identifying::MayReveal;
use crate::identified::normalise::ClientRecord;
use crate::keys::Message;
use crate::pseudonymous::TokenColumn;

/// Stands for the gate.
#[derive(Clone, Copy)]
pub(super) struct Gate;

impl MayReveal for Gate {}

/// Whose tokens are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokensOf {
    /// Clients of a provider, who are looked for.
    Clients,
    /// Residents in the register, who are found.
    Residents,
}

/// A part of a message. All but the letter and the addition must be known. In the columns of the partner's surname a
/// surname is the partner's, and is absent where it gives what the own surname gives.
#[derive(Clone, Copy)]
enum Part {
    /// Number.
    Bsn,
    /// Number, `yyyy`.
    BirthYear,
    /// Number, 1 to 12.
    BirthMonth,
    /// Number, 1 to 31.
    BirthDay,
    /// Number, `yyyymmdd`; year, month and day all known.
    BirthDate,
    /// Text.
    Surname,
    /// Text.
    Sound,
    /// Text: the first four letters, or all of a shorter surname.
    SurnameStart,
    /// Text.
    GivenName,
    /// Text: the first three letters, or all of a shorter name.
    GivenNameStart,
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
fn parts(column: TokenColumn, of: TokensOf) -> &'static [Part] {
    use Part as P;
    use TokenColumn as C;
    match column {
        C::Bsn => &[P::Bsn],
        C::BsnBirthYear => &[P::Bsn, P::BirthYear],
        C::BsnSurname | C::BsnSurnamePartner => &[P::Bsn, P::Surname],
        C::BirthSurnameGiven | C::BirthSurnameGivenPartner => {
            &[P::BirthDate, P::Surname, P::GivenName]
        }
        C::BirthSurnameInitial | C::BirthSurnameInitialPartner => {
            &[P::BirthDate, P::Surname, P::Initial]
        }
        C::SurnameGivenAddress | C::SurnameGivenAddressPartner => &[
            P::Surname,
            P::GivenName,
            P::Postcode,
            P::HouseNumber,
            P::LetterAndSuffix,
        ],
        C::BirthAddress => &[
            P::BirthDate,
            P::Postcode,
            P::HouseNumber,
            P::LetterAndSuffix,
        ],
        C::BirthPostcodeInitial => &[P::BirthDate, P::Postcode, P::Initial],
        C::BirthSurname | C::BirthSurnamePartner => &[P::BirthDate, P::Surname],
        C::BirthSound | C::BirthSoundPartner => &[P::BirthDate, P::Sound],
        C::BirthInitial => &[P::BirthDate, P::Initial],
        C::BirthAddressNumber => &[P::BirthDate, P::Postcode, P::HouseNumber],
        C::BirthPostcode => &[P::BirthDate, P::Postcode],
        C::BirthHouseNumber => &[P::BirthDate, P::HouseNumber],
        C::AddressSurname | C::AddressSurnamePartner => &[P::Postcode, P::HouseNumber, P::Surname],
        C::AddressGiven => &[P::Postcode, P::HouseNumber, P::GivenName],
        C::AddressInitial => &[P::Postcode, P::HouseNumber, P::Initial],
        C::AddressYearMonth => &[P::Postcode, P::HouseNumber, P::BirthYear, P::BirthMonth],
        C::AddressYearDay => &[P::Postcode, P::HouseNumber, P::BirthYear, P::BirthDay],
        C::AddressMonthDay => &[P::Postcode, P::HouseNumber, P::BirthMonth, P::BirthDay],
        C::AddressYear => &[P::Postcode, P::HouseNumber, P::BirthYear],
        C::SurnameGivenHouseNumber | C::SurnameGivenHouseNumberPartner => {
            &[P::Surname, P::GivenName, P::HouseNumber]
        }
        C::SurnameGivenPrefixPostcode | C::SurnameGivenPrefixPostcodePartner => {
            &[P::SurnameStart, P::GivenNameStart, P::Postcode]
        }
        C::SurnameGivenPrefixHouseNumber | C::SurnameGivenPrefixHouseNumberPartner => {
            &[P::SurnameStart, P::GivenNameStart, P::HouseNumber]
        }
        C::SurnameGiven | C::SurnameGivenPartner => &[P::Surname, P::GivenName],
        // A client whose names are swapped then matches the resident whose names are not.
        C::BirthNamesSwapped | C::BirthNamesSwappedPartner => match of {
            TokensOf::Clients => &[P::BirthDate, P::GivenName, P::Surname],
            TokensOf::Residents => &[P::BirthDate, P::Surname, P::GivenName],
        },
        C::SurnameAddressNumber | C::SurnameAddressNumberPartner => {
            &[P::Surname, P::Postcode, P::HouseNumber]
        }
        C::AddressId => &[P::AddressId],
        C::AddressParts => &[
            P::Postcode,
            P::HouseNumber,
            P::HouseLetter,
            P::HouseNumberSuffix,
        ],
        C::AddressJoined => &[P::Postcode, P::HouseNumber, P::LetterAndSuffix],
        C::AddressNumber => &[P::Postcode, P::HouseNumber],
    }
}

/// What the messages of a column are made of.
#[derive(Clone, Copy)]
pub(super) struct Recipe {
    parts: &'static [Part],
    is_of_partner: bool,
}

impl Recipe {
    /// That of a column, of a client or a resident.
    pub(super) fn of(column: TokenColumn, of: TokensOf) -> Self {
        Self {
            parts: parts(column, of),
            is_of_partner: column.is_of_partner(),
        }
    }

    /// Whether the record has all fields of the column.
    pub(super) fn are_known(self, record: &ClientRecord) -> bool {
        let mut parts = self.parts.iter();
        parts.all(|part| self.is_known(*part, record))
    }

    /// Writes the message and tells whether all its fields are known; if not, the message is of no use.
    pub(super) fn write(self, record: &ClientRecord, message: &mut Message) -> bool {
        message.clear();
        self.add_all(record, message)
    }

    /// Adds the parts to `message` and tells whether all their fields are known; if not, adds none.
    pub(super) fn add_all(self, record: &ClientRecord, message: &mut Message) -> bool {
        let are_known = self.are_known(record);
        if are_known {
            let parts = self.parts.iter();
            parts.for_each(|part| self.add(*part, record, message));
        }
        are_known
    }

    fn is_known(self, part: Part, record: &ClientRecord) -> bool {
        let (name, address) = (record.name.reveal(Gate), record.address.reveal(Gate));
        let birth = record.birth_date.reveal(Gate);
        match part {
            Part::Bsn => record.bsn.is_known(),
            Part::BirthYear => birth.year != 0,
            Part::BirthMonth => birth.month != 0,
            Part::BirthDay => birth.day != 0,
            Part::BirthDate => birth.is_complete(),
            Part::Surname => self.has_surname(record, |surname| surname),
            Part::Sound => self.has_surname(record, sound),
            Part::SurnameStart => self.has_surname(record, surname_start),
            Part::GivenName | Part::GivenNameStart => !name.given_name.is_empty(),
            Part::Initial => !name.initial.is_empty(),
            Part::Postcode => !address.postcode.is_empty(),
            Part::HouseNumber => address.house_number != 0,
            Part::AddressId => !address.address_id.is_empty(),
            Part::HouseLetter | Part::HouseNumberSuffix | Part::LetterAndSuffix => true,
        }
    }

    fn add(self, part: Part, record: &ClientRecord, message: &mut Message) {
        let (name, address) = (record.name.reveal(Gate), record.address.reveal(Gate));
        let birth = record.birth_date.reveal(Gate);
        match part {
            Part::Bsn => message.number(u64::from(*record.bsn.reveal(Gate))),
            Part::BirthYear => message.number(u64::from(birth.year)),
            Part::BirthMonth => message.number(u64::from(birth.month)),
            Part::BirthDay => message.number(u64::from(birth.day)),
            Part::BirthDate => message.number(u64::from(birth.number())),
            Part::Surname => message.text(self.surname(record)),
            Part::Sound => message.text(&sound(self.surname(record))),
            Part::SurnameStart => message.text(surname_start(self.surname(record))),
            Part::GivenName => message.text(&name.given_name),
            Part::GivenNameStart => message.text(start(&name.given_name, 3)),
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

    /// The surname that the column is about.
    fn surname(self, record: &ClientRecord) -> &str {
        let name = record.name.reveal(Gate);
        if self.is_of_partner {
            &name.partner_surname
        } else {
            &name.surname
        }
    }

    /// Whether the surname is known; a partner's must give something else than the own one.
    fn has_surname<'a, T: PartialEq>(
        self,
        record: &'a ClientRecord,
        gives: impl Fn(&'a str) -> T,
    ) -> bool {
        let surname = self.surname(record);
        let is_other = || gives(surname) != gives(&record.name.reveal(Gate).surname);
        !surname.is_empty() && (!self.is_of_partner || is_other())
    }
}

fn surname_start(surname: &str) -> &str {
    start(surname, 4)
}

/// The first letters, or all of a shorter name.
fn start(name: &str, letters: usize) -> &str {
    name.get(..letters).unwrap_or(name)
}
