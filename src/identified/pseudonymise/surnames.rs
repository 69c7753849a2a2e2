//! Which residents carry the tokens of a surname at an address, and those that many could share.
//!
//! A client is linked by address only where somebody bears its surname, so that one resident of a household carries the
//! token. All of a family would tell the keyholder who live together, and all of a building which one it is: so of those
//! who share a surname at an address two households carry it, and nobody in an institution. Which two follows the numbers
//! of the households, and these their record keys: neither the order of the extract nor an addition decides.
//!
//! A full name that many bear, or an initial of half a building, would be known by how many they are, and finds nobody: what
//! more have than a full name may have bearers, or a home members, is not carried.

use std::hash::BuildHasher;
use std::num::NonZero;

use foldhash::quality::RandomState;
use rayon::slice::ParallelSliceMut;

use super::tokens::resident_message;
use crate::identified::normalise::ClientRecord;
use crate::keys::Message;
use crate::pseudonymous::{FilledColumns, TokenColumn, TokenProfile};
use crate::vocabulary::{HouseholdIx, RowIx};

/// The columns that not every resident who could carries.
pub(in crate::identified) fn limited() -> impl Iterator<Item = TokenColumn> {
    let columns = LIMITS.iter().flat_map(|(columns, _)| columns.iter());
    AT_HOMES.iter().chain(columns).copied()
}

/// The columns of surnames at an address. A wife's under the name of her husband is the same token as his.
const AT_HOMES: [TokenColumn; 2] = [
    TokenColumn::SurnameAddressNumber,
    TokenColumn::SurnameAddressNumberPartner,
];

/// Columns of one kind, and how many persons of the register at most have a token that is carried. A family shares a
/// surname, and seldom more.
const LIMITS: [(&[TokenColumn], usize); 6] = [
    (
        &[TokenColumn::SurnameGiven, TokenColumn::SurnameGivenPartner],
        2,
    ),
    (
        &[
            TokenColumn::AddressSurname,
            TokenColumn::AddressSurnamePartner,
        ],
        6,
    ),
    (&[TokenColumn::AddressGiven], 4),
    (&[TokenColumn::AddressInitial], 4),
    (&[TokenColumn::AddressMonthDay], 4),
    (&[TokenColumn::AddressYear], 4),
];

/// How many columns are [`limited`].
const LIMITED: usize = 10;

/// The households that carry one surname of an address.
const MOST_HOUSEHOLDS: usize = 2;

/// Makes the [`Names`] of residents, under a key of this run.
pub(in crate::identified) struct NamesOf {
    /// Of the [`limited`] columns those that are made, each with its place among them.
    columns: Vec<(usize, TokenColumn)>,
    profile: TokenProfile,
    key: RandomState,
}

/// A keyed hash of what a resident bears, for each of the [`limited`] columns; nothing where it has no token.
pub(in crate::identified) type Names = [Option<NonZero<u64>>; LIMITED];

impl NamesOf {
    /// Under a new key.
    pub(in crate::identified) fn new(profile: TokenProfile) -> Self {
        let columns = limited().enumerate();
        Self {
            columns: columns.filter(|(_, column)| profile.has(*column)).collect(),
            profile,
            key: RandomState::default(),
        }
    }

    /// Those of a resident.
    pub(in crate::identified) fn of(&self, record: &ClientRecord, message: &mut Message) -> Names {
        let mut names = Names::default();
        for (place, column) in &self.columns {
            if resident_message(*column, record, self.profile, message) {
                let hash = self.key.hash_one(message.encoded());
                names[*place] = NonZero::new(hash.max(1));
            }
        }
        names
    }
}

/// Who bears which names, and has what others share; of each its hash is kept.
#[derive(Default)]
pub(in crate::identified) struct Surnames {
    at_homes: Vec<Borne>,
    /// Those of each of the [`LIMITS`].
    limited: [Vec<Borne>; LIMITS.len()],
    /// Up to the last that bears one.
    rows: usize,
}

/// A name that a resident bears, or what else a token is of: 16 bytes.
struct Borne {
    name: NonZero<u64>,
    row: RowIx,
    /// Its place among the [`limited`] columns.
    column: u8,
}

impl Surnames {
    /// Notes what the resident of a row bears. Who objected carries no surname of the home, but counts among namesakes as
    /// all do.
    pub(in crate::identified) fn add(&mut self, row: RowIx, names: &Names, has_objected: bool) {
        self.rows = row.index() + 1;
        let mut borne = (0..).zip(names).map(|(column, name)| {
            let name = (*name)?;
            Some(Borne { name, row, column })
        });
        let at_home = borne.by_ref().take(AT_HOMES.len()).flatten();
        if has_objected {
            at_home.for_each(drop);
        } else {
            self.at_homes.extend(at_home);
        }
        for (all, (columns, _)) in self.limited.iter_mut().zip(LIMITS) {
            all.extend(borne.by_ref().take(columns.len()).flatten());
        }
    }

    /// Who carries them, where `home` gives the private household of a row.
    pub(in crate::identified) fn carriers(
        self,
        home: impl Fn(RowIx) -> Option<HouseholdIx> + Sync,
    ) -> Carriers {
        let mut carriers = Carriers(vec![0; self.rows]);
        let mut at_homes = self.at_homes;
        at_homes.retain(|one| home(one.row).is_some());
        at_homes.par_sort_unstable_by_key(|one| one.name);
        for bearers in at_homes.chunk_by_mut(|one, next| one.name == next.name) {
            bearers.sort_unstable_by_key(|one| (home(one.row), one.column, one.row));
            let households = bearers.chunk_by(|one, next| home(one.row) == home(next.row));
            let first = households.take(MOST_HOUSEHOLDS).map(|family| &family[0]);
            first.for_each(|one| carriers.add(one));
        }
        drop(at_homes);
        for (mut all, (_, most)) in self.limited.into_iter().zip(LIMITS) {
            all.par_sort_unstable_by_key(|one| one.name);
            // Nobody bears one name twice: a partner's that is the own is left out.
            let sharing = all.chunk_by(|one, next| one.name == next.name);
            let few = sharing.filter(|sharing| sharing.len() <= most).flatten();
            few.for_each(|one| carriers.add(one));
        }
        carriers
    }
}

/// For each row, a bit for each of the [`limited`] columns that it carries.
pub(in crate::identified) struct Carriers(Vec<u16>);

const _: () = assert!(LIMITED <= 16);

impl Carriers {
    fn add(&mut self, one: &Borne) {
        self.0[one.row.index()] |= 1 << one.column;
    }

    /// The [`limited`] columns that a row carries.
    pub(in crate::identified) fn columns(&self, row: RowIx) -> FilledColumns {
        let carried = self.0.get(row.index()).copied().unwrap_or(0);
        let columns = limited().enumerate();
        let columns = columns.filter(|(place, _)| carried >> place & 1 == 1);
        columns.map(|(_, column)| column).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::identified::normalise::Fields;

    /// A household, a surname and that of the partner; no household for who lives in none or in an institution.
    type Resident = (Option<u32>, &'static str, &'static str);

    const OWN: TokenColumn = AT_HOMES[0];
    const PARTNERS: TokenColumn = AT_HOMES[1];

    fn resident(surname: &str, partner_surname: &str) -> ClientRecord {
        Fields {
            surname,
            partner_surname,
            postcode: "1501AB",
            house_number: 12,
            ..Fields::default()
        }
        .record()
    }

    /// Takes residents as they are.
    struct Bearing {
        names: NamesOf,
        surnames: Surnames,
    }

    impl Bearing {
        fn of(profile: TokenProfile) -> Self {
            Self {
                names: NamesOf::new(profile),
                surnames: Surnames::default(),
            }
        }

        fn add(&mut self, row: RowIx, record: &ClientRecord, has_objected: bool) {
            let names = self.names.of(record, &mut Message::new());
            self.surnames.add(row, &names, has_objected);
        }
    }

    #[test]
    fn each_limited_column_has_its_place() {
        assert_eq!(limited().count(), LIMITED);
    }

    /// Who carries which surnames, by row; all live at one postcode and number.
    fn carried(residents: &[Resident]) -> Vec<FilledColumns> {
        let mut surnames = Bearing::of(TokenProfile::Standard);
        let rows = (0..residents.len()).map(RowIx::at);
        for ((_, own, partners), row) in residents.iter().zip(rows.clone()) {
            surnames.add(row, &resident(own, partners), false);
        }
        let surnames = surnames.surnames;
        let home = |row: RowIx| residents[row.index()].0.and_then(HouseholdIx::new);
        let carriers = surnames.carriers(home);
        rows.map(|row| carriers.columns(row)).collect()
    }

    /// The households that carry each surname, by number.
    fn homes(residents: &[Resident]) -> BTreeMap<&'static str, Vec<u32>> {
        let mut homes: BTreeMap<_, Vec<u32>> = BTreeMap::new();
        for ((household, own, partners), columns) in residents.iter().zip(carried(residents)) {
            for (column, name) in [(OWN, *own), (PARTNERS, *partners)] {
                if columns.has(column) {
                    homes.entry(name).or_default().push(household.unwrap());
                }
            }
        }
        for all in homes.values_mut() {
            all.sort_unstable();
        }
        homes
    }

    #[test]
    fn of_a_family_one_carries_the_surname_and_each_its_own() {
        let family = [
            (Some(4), "VRIES", "JANSEN"),
            (Some(4), "JANSEN", ""),
            (Some(4), "JANSEN", ""),
        ];
        let expected = [vec![OWN], vec![OWN], vec![]].map(|one| one.into_iter().collect());
        assert_eq!(carried(&family), expected);
        let nobody_else = [(Some(4), "VRIES", "JANSEN"), (None, "JANSEN", "")];
        assert_eq!(
            homes(&nobody_else),
            [("JANSEN", vec![4]), ("VRIES", vec![4])].into()
        );
    }

    #[test]
    fn two_households_of_a_building_carry_the_surname_that_they_share() {
        let flat = [5, 3, 8, 3].map(|household| (Some(household), "JANSEN", ""));
        assert_eq!(homes(&flat), [("JANSEN", vec![3, 5])].into());
    }

    #[test]
    fn who_has_no_private_household_carries_no_surname() {
        assert!(homes(&[(None, "JANSEN", "VRIES")]).is_empty());
    }

    #[test]
    fn without_names_in_the_agreement_nothing_is_kept() {
        let mut bearing = Bearing::of(TokenProfile::Id);
        bearing.add(RowIx::at(0), &resident("JANSEN", ""), false);
        let surnames = bearing.surnames;
        assert!(surnames.at_homes.is_empty() && surnames.limited.iter().all(Vec::is_empty));
    }

    #[test]
    fn a_full_name_is_carried_where_two_at_most_bear_it_as_their_own_or_with_the_partners_surname()
    {
        let mut surnames = Bearing::of(TokenProfile::Strict);
        let residents = [
            ("JANSEN", "", "JAN"),
            ("VRIES", "JANSEN", "JAN"),
            ("BAKKER", "VRIES", "AN"),
            ("JANSEN", "BAKKER", "JAN"),
            ("BAKKER", "", "AN"),
            ("BAKKER", "", "PIET"),
        ];
        for (row, (surname, partner_surname, given_name)) in residents.into_iter().enumerate() {
            let fields = Fields {
                surname,
                partner_surname,
                given_name,
                ..Fields::default()
            };
            // Who objected counts too.
            surnames.add(RowIx::at(row), &fields.record(), row == 3);
        }
        // Nobody needs a home for it.
        let carriers = surnames.surnames.carriers(|_| None);
        let [own, partners] = [TokenColumn::SurnameGiven, TokenColumn::SurnameGivenPartner];
        let expected: [&[TokenColumn]; 6] =
            [&[], &[own], &[own, partners], &[partners], &[own], &[own]];
        for (row, columns) in expected.into_iter().enumerate() {
            let expected: FilledColumns = columns.iter().copied().collect();
            assert_eq!(carriers.columns(RowIx::at(row)), expected, "{row}");
        }
    }

    #[test]
    fn what_half_a_building_shares_is_not_carried_and_what_a_family_does_is() {
        let carriers = |residents: usize| {
            let mut surnames = Bearing::of(TokenProfile::Strict);
            for row in 0..residents {
                let fields = Fields {
                    born: 19_680_209,
                    given_name: "ZOE",
                    initial: "Z",
                    surname: "BERG",
                    postcode: "1501AB",
                    house_number: 12,
                    ..Fields::default()
                };
                surnames.add(RowIx::at(row), &fields.record(), false);
            }
            let carriers = surnames.surnames.carriers(|_| None);
            (0..residents)
                .map(|row| carriers.columns(RowIx::at(row)))
                .collect::<Vec<_>>()
        };
        let of_address = [
            TokenColumn::AddressSurname,
            TokenColumn::AddressGiven,
            TokenColumn::AddressInitial,
            TokenColumn::AddressMonthDay,
            TokenColumn::AddressYear,
        ];
        for (residents, expected) in [(4, &of_address[..]), (6, &of_address[..1]), (7, &[])] {
            let expected: FilledColumns = expected.iter().copied().collect();
            assert!(
                carriers(residents).iter().all(|one| *one == expected),
                "{residents}"
            );
        }
    }

    proptest! {
        #[test]
        fn the_first_two_households_carry_each_surname_whatever_the_order_of_the_rows(
            residents in prop::collection::vec(
                (
                    prop::option::of(0_u32..6),
                    prop::sample::select(vec!["JANSEN", "VRIES", "BAKKER"]),
                    prop::sample::select(vec!["", "JANSEN", "VRIES"]),
                ),
                0..20,
            ).prop_shuffle(),
        ) {
            let mut bearing: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
            for (household, own, partners) in &residents {
                for name in [own, partners].into_iter().filter(|name| !name.is_empty()) {
                    bearing.entry(name).or_default().extend(household);
                }
            }
            bearing.retain(|_, all| !all.is_empty());
            let first_two = |all: &BTreeSet<u32>| all.iter().copied().take(2).collect();
            let expected: BTreeMap<&str, Vec<u32>> =
                bearing.iter().map(|(name, all)| (*name, first_two(all))).collect();
            prop_assert_eq!(homes(&residents), expected);
        }
    }
}
