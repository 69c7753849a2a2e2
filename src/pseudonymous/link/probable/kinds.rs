//! The kinds of tokens, and what it says of two people that they share some of them.

use rayon::prelude::*;

use crate::error::Result;
use crate::pseudonymous::handover::Handover;
use crate::pseudonymous::{FilledColumns, TokenColumn, Tokens};

/// Fields of a person, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(in crate::pseudonymous::link) struct Fields(u8);

impl Fields {
    pub(super) const NONE: Self = Self(0);
    pub(in crate::pseudonymous::link) const BSN: Self = Self(1);
    pub(in crate::pseudonymous::link) const BIRTH: Self = Self(2);
    pub(in crate::pseudonymous::link) const SURNAME: Self = Self(4);
    pub(super) const GIVEN: Self = Self(8);
    pub(in crate::pseudonymous::link) const INITIAL: Self = Self(16);
    pub(in crate::pseudonymous::link) const ADDRESS: Self = Self(32);

    /// How many sets of fields there are.
    pub(super) const SETS: usize = 64;

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn common(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether all of `other` are among them.
    pub(in crate::pseudonymous::link) const fn have(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// All of these that are not among `other`.
    pub(super) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Their names; of a given name and an initial one.
    pub(super) fn names(self) -> Vec<&'static str> {
        let named = [
            (Self::BSN, "BSN"),
            (Self::BIRTH, "birth date"),
            (Self::SURNAME, "surname"),
            (Self::INITIAL, "given name"),
            (Self::ADDRESS, "address"),
        ];
        let named = named.into_iter().filter(|(field, _)| self.have(*field));
        named.map(|(_, name)| name).collect()
    }

    /// All sets of fields.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        (0..).take(Self::SETS).map(Self)
    }

    /// The place of the set among all sets.
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A level of a field that a side lacks, or that cannot show.
pub(super) const MISSING: u8 = 0;
pub(super) const DIFFERENT: u8 = 1;
/// Surnames that sound alike.
pub(super) const ALIKE: u8 = 3;
/// Birth date or surname in full.
pub(super) const FULL: u8 = 4;
pub(super) const INITIAL: u8 = 2;
pub(super) const GIVEN_BEGINS: u8 = 3;
pub(super) const SURNAME_BEGINS: u8 = 2;
/// Two parts of a birth date, of those who share an address.
pub(super) const PARTS: u8 = 3;
pub(super) const YEAR: u8 = 2;
/// Surname and given name the other way around.
pub(super) const SWAPPED: u8 = 5;
/// Where a side knows no more than the initial.
pub(super) const ONLY_INITIAL: [u8; 2] = [6, 7];
pub(super) const HOUSE_NUMBER: u8 = 2;
pub(super) const POSTCODE: u8 = 3;
pub(super) const NUMBER: u8 = 4;
pub(super) const DOOR: u8 = 5;
/// The same BSN.
pub(super) const SAME: u8 = 2;

/// A kind of token: the columns that hold it, what it is made of, and the level of each field (BSN, birth date, surname, given
/// name, address) that two people have at least who share it.
pub(super) struct Kind {
    columns: &'static [TokenColumn],
    fields: Fields,
    pub(super) levels: [u8; 5],
}

impl Kind {
    const fn is_of_home(&self) -> bool {
        self.columns[0].is_of_home()
    }
}

const fn kind(columns: &'static [TokenColumn], fields: u8, levels: [u8; 5]) -> Kind {
    Kind {
        columns,
        fields: Fields(fields),
        levels,
    }
}

const B: u8 = Fields::BSN.0;
const D: u8 = Fields::BIRTH.0;
const S: u8 = Fields::SURNAME.0;
const G: u8 = Fields::GIVEN.0;
const I: u8 = Fields::INITIAL.0;
const A: u8 = Fields::ADDRESS.0;

use TokenColumn as C;

const ALL: [Kind; 22] = [
    kind(&[C::Bsn], B, [SAME, 0, 0, 0, 0]),
    kind(
        &[C::BirthSurname, C::BirthSurnamePartner],
        D | S,
        [0, FULL, FULL, 0, 0],
    ),
    kind(
        &[C::BirthSound, C::BirthSoundPartner],
        D | S,
        [0, FULL, ALIKE, 0, 0],
    ),
    kind(&[C::BirthInitial], D | I, [0, FULL, 0, INITIAL, 0]),
    kind(&[C::BirthAddressNumber], D | A, [0, FULL, 0, 0, NUMBER]),
    kind(&[C::BirthPostcode], D | A, [0, FULL, 0, 0, POSTCODE]),
    kind(&[C::BirthHouseNumber], D | A, [0, FULL, 0, 0, HOUSE_NUMBER]),
    kind(
        &[C::AddressSurname, C::AddressSurnamePartner],
        A | S,
        [0, 0, FULL, 0, NUMBER],
    ),
    kind(&[C::AddressGiven], A | G, [0, 0, 0, FULL, NUMBER]),
    kind(&[C::AddressInitial], A | I, [0, 0, 0, INITIAL, NUMBER]),
    kind(&[C::AddressYearMonth], A | D, [0, PARTS, 0, 0, NUMBER]),
    kind(&[C::AddressYearDay], A | D, [0, PARTS, 0, 0, NUMBER]),
    kind(&[C::AddressMonthDay], A | D, [0, PARTS, 0, 0, NUMBER]),
    kind(&[C::AddressYear], A | D, [0, YEAR, 0, 0, NUMBER]),
    kind(
        &[
            C::SurnameGivenHouseNumber,
            C::SurnameGivenHouseNumberPartner,
        ],
        S | G | A,
        [0, 0, FULL, FULL, HOUSE_NUMBER],
    ),
    kind(
        &[
            C::SurnameGivenPrefixPostcode,
            C::SurnameGivenPrefixPostcodePartner,
        ],
        S | G | A,
        [0, 0, SURNAME_BEGINS, GIVEN_BEGINS, POSTCODE],
    ),
    kind(
        &[
            C::SurnameGivenPrefixHouseNumber,
            C::SurnameGivenPrefixHouseNumberPartner,
        ],
        S | G | A,
        [0, 0, SURNAME_BEGINS, GIVEN_BEGINS, HOUSE_NUMBER],
    ),
    kind(
        &[C::SurnameGiven, C::SurnameGivenPartner],
        S | G,
        [0, 0, FULL, FULL, 0],
    ),
    kind(
        &[C::BirthNamesSwapped, C::BirthNamesSwappedPartner],
        D | S | G,
        [0, FULL, 0, SWAPPED, 0],
    ),
    kind(&[C::AddressId], A, [0, 0, 0, 0, DOOR]),
    kind(&[C::AddressJoined], A, [0, 0, 0, 0, DOOR]),
    kind(&[C::AddressNumber], A, [0, 0, 0, 0, NUMBER]),
];

/// A set of kinds, a bit each: those that somebody carries, or that two people share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(in crate::pseudonymous::link) struct KindSet(u32);

impl KindSet {
    /// The kinds whose bits are set; none where other bits are, or no bit is.
    pub(in crate::pseudonymous::link) fn of_bits(bits: i64) -> Option<Self> {
        let bits = u32::try_from(bits).ok()?;
        (1..1 << ALL.len()).contains(&bits).then_some(Self(bits))
    }

    /// The kinds whose bits are set.
    #[cfg(test)]
    pub(super) const fn from_bits(bits: u32) -> Self {
        Self(bits & ((1 << ALL.len()) - 1))
    }

    /// All that one resident carries for the household.
    pub(in crate::pseudonymous::link) const HOME: Self = {
        let (mut homes, mut number) = (Self(0), 0);
        while (number as usize) < ALL.len() {
            if ALL[number as usize].is_of_home() {
                homes = homes.and(Self::of(number));
            }
            number += 1;
        }
        homes
    };

    /// The numbers of the kinds.
    pub(in crate::pseudonymous::link) fn numbers(self) -> impl Iterator<Item = u8> {
        (0..).take(ALL.len()).filter(move |kind| self.has(*kind))
    }

    /// The set of this kind.
    pub(super) const fn of(kind: u8) -> Self {
        Self(1 << kind)
    }

    /// The kinds that these columns hold.
    pub(super) fn of_columns(columns: FilledColumns) -> Self {
        let kinds = columns.columns().filter_map(number_of).map(Self::of);
        kinds.fold(Self::default(), Self::and)
    }

    /// The kinds that each row of a hand-over carries.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn carried(handover: &Handover) -> Result<Vec<Self>> {
        let filled = handover.filled()?.par_iter();
        Ok(filled.map(Self::of_columns).collect())
    }

    /// The fields that anybody has who carries these.
    pub(super) fn known(carried: &[Self]) -> Fields {
        let kinds = carried.par_iter().copied();
        kinds.reduce(Self::default, Self::and).fields()
    }

    /// Those that one resident carries for the household.
    pub(super) const fn of_home(self) -> Self {
        self.common(Self::HOME)
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn common(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether this kind is among them.
    pub(super) const fn has(self, kind: u8) -> bool {
        self.0 >> kind & 1 == 1
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn kinds(self) -> impl Iterator<Item = &'static Kind> {
        let has = move |(place, _): &(usize, &Kind)| self.0 >> place & 1 == 1;
        ALL.iter().enumerate().filter(has).map(|(_, kind)| kind)
    }

    /// The first step of the address ladder, from the exact address on, that is among them.
    pub(super) fn rung(self) -> Option<u8> {
        let homes = (0..).zip(&ALL).filter(|(_, kind)| kind.is_of_home());
        let mut rungs = (0..).zip(homes);
        let found = rungs.find(|(_, (number, _)): &(u8, (u8, _))| self.0 >> number & 1 == 1);
        found.map(|(rung, _)| rung)
    }

    /// The fields that the kinds are made of.
    pub(super) fn fields(self) -> Fields {
        let known = self
            .kinds()
            .fold(Fields::default(), |all, one| all.and(one.fields));
        // Whoever tells a given name tells its initial.
        if known.have(Fields::GIVEN) {
            known.and(Fields::INITIAL)
        } else {
            known
        }
    }

    /// Those of these kinds that two share who are alike in each field up to a level.
    pub(super) fn up_to(self, most: [u8; 5]) -> Self {
        let is_shared = |kind: &Kind| {
            kind.levels
                .iter()
                .zip(most)
                .all(|(least, level)| *least <= level)
        };
        let shared = (0..).zip(&ALL).filter(|(_, kind)| is_shared(kind));
        let shared = shared.fold(Self::default(), |all, (number, _)| {
            all.and(Self::of(number))
        });
        self.common(shared)
    }

    /// All made of no more than these fields.
    pub(super) fn within(fields: Fields) -> Self {
        let kept = (0..).zip(&ALL).filter(|(_, kind)| fields.have(kind.fields));
        kept.fold(Self::default(), |all, (number, _)| {
            all.and(Self::of(number))
        })
    }
}

/// The number of the kind that each column holds.
const OF_COLUMNS: [Option<u8>; Tokens::COLUMNS] = {
    let mut of_columns = [None; Tokens::COLUMNS];
    let mut number = 0;
    while (number as usize) < ALL.len() {
        let (columns, mut place) = (ALL[number as usize].columns, 0);
        while place < columns.len() {
            of_columns[columns[place] as usize] = Some(number);
            place += 1;
        }
        number += 1;
    }
    of_columns
};

/// The columns of each kind.
pub(in crate::pseudonymous::link) fn columns() -> impl Iterator<Item = &'static [TokenColumn]> {
    ALL.iter().map(|kind| kind.columns)
}

/// The number of the kind that a column holds.
pub(in crate::pseudonymous::link) const fn number_of(column: TokenColumn) -> Option<u8> {
    OF_COLUMNS[column as usize]
}

/// The kind that is of the BSN alone.
pub(super) const BSN: u8 = 0;

/// How many kinds there are.
pub(in crate::pseudonymous::link) const COUNT: usize = ALL.len();

/// What a kind is made of, as the method names it.
pub(in crate::pseudonymous::link) fn name(kind: u8) -> &'static str {
    ALL[usize::from(kind)].columns[0].kind()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pseudonymous::TokenProfile;

    #[test]
    fn the_columns_of_a_profile_are_those_of_its_kinds() {
        for column in TokenColumn::ALL {
            let is_of_profile = TokenProfile::Strict.has(*column);
            assert_eq!(number_of(*column).is_some(), is_of_profile, "{column:?}");
        }
        assert_eq!(ALL[usize::from(BSN)].columns, [C::Bsn]);
        for kind in &ALL {
            assert!(
                kind.columns
                    .iter()
                    .all(|column| column.kind() == kind.columns[0].kind())
            );
        }
    }
}
