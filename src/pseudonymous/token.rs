//! The tokens that a person or an address can be found by, and their columns in a hand-over.

use std::fmt;
use std::marker::PhantomData;

use crate::keys::Digest;

/// A person, as the subject of a pseudonym.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Person {}

/// An address, as the subject of a pseudonym.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Address {}

/// A keyed digest of a person or an address, cut to 128 bits; may be absent.
///
/// A person cannot be compared with an address:
///
/// ```compile_fail
/// use factlab::pseudonymous::{Address, Person, Pseudonym};
/// fn same(person: Pseudonym<Person>, address: Pseudonym<Address>) -> bool { person == address }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pseudonym<T> {
    digest: Digest,
    of: PhantomData<T>,
}

impl<T> Pseudonym<T> {
    /// A pseudonym from its digest.
    #[must_use]
    pub const fn new(digest: Digest) -> Self {
        Self {
            digest,
            of: PhantomData,
        }
    }

    /// The digest.
    #[must_use]
    pub const fn digest(self) -> Digest
    where
        T: Copy,
    {
        self.digest
    }
}

impl<T> fmt::Debug for Pseudonym<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[pseudonym]")
    }
}

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

macro_rules! columns {
    ($($(#[$doc:meta])* $column:ident = $name:literal, $kind:literal, $subject:ident;)*) => {
        /// A column of tokens in `persons.parquet`. Two columns of one kind (own and partner name) share a key,
        /// so that either name of the client can meet either name of the register.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum TokenColumn { $($(#[$doc])* $column,)* }

        impl TokenColumn {
            /// All columns, in the order of the file.
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
    Bsn = "bsn", "bsn", Person;
    /// BSN and birth year: a check on a link by BSN.
    BsnBirthYear = "bsn_birth_year", "bsn+birth_year", Check;
    /// BSN and own surname: a check on a link by BSN.
    BsnSurname = "bsn_surname", "bsn+surname", Check;
    /// BSN and the partner's surname: a check on a link by BSN.
    BsnSurnamePartner = "bsn_surname_partner", "bsn+surname", Check;
    /// Birth date, surname, given name.
    BirthSurnameGiven = "birth_surname_given", "birth_date+surname+given_name", Person;
    /// The same with the partner's surname.
    BirthSurnameGivenPartner = "birth_surname_given_partner", "birth_date+surname+given_name", Person;
    /// Birth date, surname, first initial.
    BirthSurnameInitial = "birth_surname_initial", "birth_date+surname+initial", Person;
    /// The same with the partner's surname.
    BirthSurnameInitialPartner = "birth_surname_initial_partner", "birth_date+surname+initial", Person;
    /// Surname, given name, address.
    SurnameGivenAddress = "surname_given_address", "surname+given_name+address", Person;
    /// The same with the partner's surname.
    SurnameGivenAddressPartner = "surname_given_address_partner", "surname+given_name+address", Person;
    /// Birth date and address.
    BirthAddress = "birth_address", "birth_date+address", Person;
    /// Birth date, postcode, first initial.
    BirthPostcodeInitial = "birth_postcode_initial", "birth_date+postcode+initial", Person;
    /// Surname, postcode and house number: whether anyone of that name lives there.
    SurnameAddressNumber = "surname_address_number", "surname+address_number", Residents;
    /// The same with the partner's surname.
    SurnameAddressNumberPartner = "surname_address_number_partner", "surname+address_number", Residents;
    /// BAG nummeraanduiding.
    AddressId = "address_id", "address_id", Address;
    /// Postcode, house number, letter, addition, each by itself.
    AddressParts = "address_parts", "address_parts", Address;
    /// Postcode, house number, letter and addition joined.
    AddressJoined = "address_joined", "address_joined", Address;
    /// Postcode and house number.
    AddressNumber = "address_number", "address_number", Address;
}

/// The tokens of one person, one per [`TokenColumn`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Tokens([Digest; Tokens::COLUMNS]);

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
        TokenColumn::ALL
            .iter()
            .any(|column| column.subject().finds() && self.get(*column).is_present())
    }

    /// The columns that have a token.
    #[must_use]
    pub fn filled(&self) -> FilledColumns {
        let columns = TokenColumn::ALL.iter().copied();
        columns
            .filter(|column| self.get(*column).is_present())
            .collect()
    }
}

/// A set of columns: those in which somebody has a token. It travels as the tokens do, and tells who has no BSN, or a
/// partner's surname.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FilledColumns(u32);

// A bit per column.
const _: () = assert!(Tokens::COLUMNS <= 32);

impl FilledColumns {
    /// Whether `column` is one of them.
    #[must_use]
    pub const fn has(self, column: TokenColumn) -> bool {
        self.0 & 1 << column as u32 != 0
    }
}

impl FromIterator<TokenColumn> for FilledColumns {
    fn from_iter<T: IntoIterator<Item = TokenColumn>>(columns: T) -> Self {
        let bit = |column| 1_u32 << column as u32;
        Self(columns.into_iter().map(bit).fold(0, |all, one| all | one))
    }
}
