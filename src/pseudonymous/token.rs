//! The tokens that a person or an address can be found by, and their columns in a hand-over.

use crate::keys::Digest;

/// What a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A person: finds the person.
    Person,
    /// A person whose BSN is known: tells whether the other fields agree; finds nobody.
    Check,
    /// An address: finds the households that live there.
    Address,
    /// An address and a surname: tells whether anyone of that name lives there; finds nobody.
    Residents,
}

impl Subject {
    /// Whether a token of it finds a person or a household by itself.
    #[must_use]
    pub const fn finds(self) -> bool {
        matches!(self, Self::Person | Self::Address)
    }
}

/// Which tokens are made, as agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenProfile {
    /// BSN and the address ladder.
    Id,
    /// And exact combinations of birth date, names and address, each by itself enough to find a person.
    Standard,
    /// BSN, the address ladder, and combinations of two attributes or more that are weighed together.
    Strict,
}

impl TokenProfile {
    /// All profiles.
    pub const ALL: [Self; 3] = [Self::Id, Self::Standard, Self::Strict];

    /// The word in the agreement.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Standard => "standard",
            Self::Strict => "strict",
        }
    }

    /// Whether `column` is made.
    #[must_use]
    pub fn has(self, column: TokenColumn) -> bool {
        column.profiles().contains(&self)
    }

    /// The columns that are made, in the order of the file.
    pub fn columns(self) -> impl Iterator<Item = TokenColumn> {
        let columns = TokenColumn::ALL.iter().copied();
        columns.filter(move |column| self.has(*column))
    }
}

macro_rules! columns {
    ($($(#[$doc:meta])* $column:ident = $name:literal, $kind:literal, $subject:ident, $($profile:ident)+;)*) => {
        /// A column of tokens; `tokens.parquet` has its number. Two columns of one kind (own and partner name) share a key,
        /// so that either name of the client can meet either name of the register.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum TokenColumn { $($(#[$doc])* $column,)* }

        impl TokenColumn {
            /// All columns, in the order of their numbers from 0.
            pub const ALL: &'static [Self] = &[$(Self::$column,)*];

            /// The name of the column.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$column => $name,)* }
            }

            /// The kind of token; enters the derivation of its key.
            #[must_use]
            pub const fn kind(self) -> &'static str {
                match self { $(Self::$column => $kind,)* }
            }

            /// What the token stands for.
            #[must_use]
            pub const fn subject(self) -> Subject {
                match self { $(Self::$column => Subject::$subject,)* }
            }

            /// Whether it is about the partner's surname.
            #[must_use]
            pub fn is_of_partner(self) -> bool {
                self.name().ends_with("_partner")
            }

            /// The profiles that make it.
            const fn profiles(self) -> &'static [TokenProfile] {
                match self { $(Self::$column => &[$(TokenProfile::$profile),+],)* }
            }

            /// Whether it is of a home and not of one person: one resident carries it for the household.
            #[must_use]
            pub const fn is_of_home(self) -> bool {
                matches!(self.subject(), Subject::Address | Subject::Residents)
            }
        }
    };
}

columns! {
    /// BSN.
    Bsn = "bsn", "bsn", Person, Id Standard Strict;
    /// BSN and birth year: a check on a link by BSN.
    BsnBirthYear = "bsn_birth_year", "bsn+birth_year", Check, Standard;
    /// BSN and own surname: a check on a link by BSN.
    BsnSurname = "bsn_surname", "bsn+surname", Check, Standard;
    /// BSN and the partner's surname: a check on a link by BSN.
    BsnSurnamePartner = "bsn_surname_partner", "bsn+surname", Check, Standard;
    /// Birth date, surname, given name.
    BirthSurnameGiven = "birth_surname_given", "birth_date+surname+given_name", Person, Standard;
    /// The same with the partner's surname.
    BirthSurnameGivenPartner = "birth_surname_given_partner", "birth_date+surname+given_name", Person, Standard;
    /// Birth date, surname, first initial.
    BirthSurnameInitial = "birth_surname_initial", "birth_date+surname+initial", Person, Standard;
    /// The same with the partner's surname.
    BirthSurnameInitialPartner = "birth_surname_initial_partner", "birth_date+surname+initial", Person, Standard;
    /// Surname, given name, address.
    SurnameGivenAddress = "surname_given_address", "surname+given_name+address", Person, Standard;
    /// The same with the partner's surname.
    SurnameGivenAddressPartner = "surname_given_address_partner", "surname+given_name+address", Person, Standard;
    /// Birth date and address.
    BirthAddress = "birth_address", "birth_date+address", Person, Standard;
    /// Birth date, postcode, first initial.
    BirthPostcodeInitial = "birth_postcode_initial", "birth_date+postcode+initial", Person, Standard;
    /// Birth date and surname.
    BirthSurname = "birth_surname", "birth_date+surname", Person, Strict;
    /// The same with the partner's surname.
    BirthSurnamePartner = "birth_surname_partner", "birth_date+surname", Person, Strict;
    /// Birth date and the sound of the surname.
    BirthSound = "birth_sound", "birth_date+sound", Person, Strict;
    /// The same with the partner's surname.
    BirthSoundPartner = "birth_sound_partner", "birth_date+sound", Person, Strict;
    /// Birth date and first initial.
    BirthInitial = "birth_initial", "birth_date+initial", Person, Strict;
    /// Birth date, postcode and house number.
    BirthAddressNumber = "birth_address_number", "birth_date+address_number", Person, Strict;
    /// Birth date and postcode.
    BirthPostcode = "birth_postcode", "birth_date+postcode", Person, Strict;
    /// Birth date and house number.
    BirthHouseNumber = "birth_house_number", "birth_date+house_number", Person, Strict;
    /// Postcode, house number, surname: of each resident, unlike [`TokenColumn::SurnameAddressNumber`].
    AddressSurname = "address_surname", "address_number+surname", Person, Strict;
    /// The same with the partner's surname.
    AddressSurnamePartner = "address_surname_partner", "address_number+surname", Person, Strict;
    /// Postcode, house number, given name.
    AddressGiven = "address_given", "address_number+given_name", Person, Strict;
    /// Postcode, house number, first initial.
    AddressInitial = "address_initial", "address_number+initial", Person, Strict;
    /// Postcode, house number, year and month of birth.
    AddressYearMonth = "address_year_month", "address_number+birth_year+birth_month", Person, Strict;
    /// Postcode, house number, year and day of birth.
    AddressYearDay = "address_year_day", "address_number+birth_year+birth_day", Person, Strict;
    /// Postcode, house number, month and day of birth.
    AddressMonthDay = "address_month_day", "address_number+birth_month+birth_day", Person, Strict;
    /// Postcode, house number, birth year.
    AddressYear = "address_year", "address_number+birth_year", Person, Strict;
    /// Surname, given name, house number.
    SurnameGivenHouseNumber = "surname_given_house_number", "surname+given_name+house_number", Person, Strict;
    /// The same with the partner's surname.
    SurnameGivenHouseNumberPartner = "surname_given_house_number_partner", "surname+given_name+house_number", Person, Strict;
    /// The beginnings of surname and given name, postcode.
    SurnameGivenPrefixPostcode = "surname_given_prefix_postcode", "surname_4+given_name_3+postcode", Person, Strict;
    /// The same with the partner's surname.
    SurnameGivenPrefixPostcodePartner = "surname_given_prefix_postcode_partner", "surname_4+given_name_3+postcode", Person, Strict;
    /// The beginnings of surname and given name, house number.
    SurnameGivenPrefixHouseNumber = "surname_given_prefix_house_number", "surname_4+given_name_3+house_number", Person, Strict;
    /// The same with the partner's surname.
    SurnameGivenPrefixHouseNumberPartner = "surname_given_prefix_house_number_partner", "surname_4+given_name_3+house_number", Person, Strict;
    /// Surname and given name; in the register only where at most two persons have it.
    SurnameGiven = "surname_given", "surname+given_name", Person, Strict;
    /// The same with the partner's surname.
    SurnameGivenPartner = "surname_given_partner", "surname+given_name", Person, Strict;
    /// Birth date and both names, which a client has the other way round: finds who has them in each other's place.
    BirthNamesSwapped = "birth_names_swapped", "birth_date+names_swapped", Person, Strict;
    /// The same with the partner's surname.
    BirthNamesSwappedPartner = "birth_names_swapped_partner", "birth_date+names_swapped", Person, Strict;
    /// Surname, postcode and house number: whether anyone of that name lives there.
    SurnameAddressNumber = "surname_address_number", "surname+address_number", Residents, Standard;
    /// The same with the partner's surname.
    SurnameAddressNumberPartner = "surname_address_number_partner", "surname+address_number", Residents, Standard;
    /// BAG nummeraanduiding.
    AddressId = "address_id", "address_id", Address, Id Standard Strict;
    /// Postcode, house number, letter, addition, each by itself.
    AddressParts = "address_parts", "address_parts", Address, Id Standard;
    /// Postcode, house number, letter and addition joined.
    AddressJoined = "address_joined", "address_joined", Address, Id Standard Strict;
    /// Postcode and house number.
    AddressNumber = "address_number", "address_number", Address, Id Standard Strict;
}

/// The tokens of one person, one per [`TokenColumn`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tokens([Digest; Tokens::COLUMNS]);

impl Default for Tokens {
    /// No token at all.
    fn default() -> Self {
        Self([Digest::ABSENT; Self::COLUMNS])
    }
}

impl Tokens {
    /// The number of columns.
    pub const COLUMNS: usize = TokenColumn::ALL.len();

    /// The token in `column`; may be absent.
    #[must_use]
    pub const fn get(&self, column: TokenColumn) -> Digest {
        self.0[column as usize]
    }

    /// Puts a token in `column`.
    pub const fn set(&mut self, column: TokenColumn, digest: Digest) {
        self.0[column as usize] = digest;
    }

    /// Whether a person or an address can be found by any of the tokens.
    #[must_use]
    pub fn can_find(&self) -> bool {
        self.present().any(|(column, _)| column.subject().finds())
    }

    /// The tokens that are present, each with its column, in the order of the columns.
    pub fn present(&self) -> impl Iterator<Item = (TokenColumn, Digest)> {
        let all = TokenColumn::ALL.iter().copied().zip(self.0.iter().copied());
        all.filter(|(_, token)| token.is_present())
    }

    /// The columns that have a token.
    #[must_use]
    pub fn filled(&self) -> FilledColumns {
        self.present().map(|(column, _)| column).collect()
    }
}

/// A set of columns: those in which somebody has a token. It travels as the tokens do, and tells who has no BSN, or a
/// partner's surname.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
// In what is kept of every resident, alignment would cost 4 bytes.
#[repr(Rust, packed(4))]
pub struct FilledColumns(u64);

// A bit per column.
const _: () = assert!(Tokens::COLUMNS <= 64);

impl FilledColumns {
    /// The set of these bits, the first column's lowest.
    pub(in crate::pseudonymous) const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// A bit per column, the first column's lowest.
    pub(in crate::pseudonymous) const fn bits(self) -> u64 {
        self.0
    }

    /// How many there are.
    #[must_use]
    pub const fn count(self) -> usize {
        self.0.count_ones() as usize
    }

    /// How many of them come before `column`.
    #[must_use]
    pub const fn before(self, column: TokenColumn) -> usize {
        Self(self.0 & ((1 << column as u64) - 1)).count()
    }

    /// The last of them.
    #[must_use]
    pub fn last(self) -> Option<TokenColumn> {
        let last = self.0.checked_ilog2()?;
        TokenColumn::ALL.get(last as usize).copied()
    }

    /// The same and `column`.
    #[must_use]
    pub const fn with(self, column: TokenColumn) -> Self {
        Self(self.0 | 1 << column as u64)
    }

    /// Those behind the first `count`.
    #[must_use]
    pub fn behind(self, count: usize) -> Self {
        (0..count.min(self.count())).fold(self, |left, _| Self(left.0 & (left.0 - 1)))
    }

    /// The first `count`.
    #[must_use]
    pub fn first(self, count: usize) -> Self {
        if count < self.count() {
            Self(self.0 & !self.behind(count).0)
        } else {
            self
        }
    }

    /// Those that are in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// All of them, in the order of the columns.
    pub fn columns(self) -> impl Iterator<Item = TokenColumn> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let column = TokenColumn::ALL.get(left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(*column)
        })
    }

    /// Whether `column` is one of them.
    #[must_use]
    pub const fn has(self, column: TokenColumn) -> bool {
        self.0 & 1 << column as u64 != 0
    }
}

impl FromIterator<TokenColumn> for FilledColumns {
    fn from_iter<T: IntoIterator<Item = TokenColumn>>(columns: T) -> Self {
        columns.into_iter().fold(Self::default(), Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_method_lists_the_columns_in_the_order_of_their_numbers() {
        let method = include_str!("../../docs/method.md");
        let tokens = method
            .split("\n## ")
            .find(|part| part.starts_with("4. Tokens"));
        let rows = tokens
            .unwrap()
            .lines()
            .filter_map(|line| line.strip_prefix("| `"));
        let listed = rows.filter_map(|row| row.split('`').next());
        assert!(listed.eq(TokenColumn::ALL.iter().map(|column| column.name())));
    }
}
