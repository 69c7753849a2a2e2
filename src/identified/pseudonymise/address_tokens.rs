//! Limits which residents carry address tokens to those that linkage needs.
//!
//! A token that is on every resident would tell by its number how many live there, and so which address it is: a
//! home for the elderly, or the one flat of sixty households. A client is linked by address to the only household that
//! lives there, so it suffices that one resident carries the tokens of a household, and at each address two households.

use std::collections::hash_map::Entry;

use foldhash::{HashMap, HashSet};

use crate::keys::Digest;
use crate::pseudonymous::{HouseholdRecord, RegisterRecord, TokenColumn};
use crate::vocabulary::{HouseholdIx, HouseholdType};

/// The tokens that come and go together, by the first that is there. The address id is apart: a resident may lack it
/// while a housemate has it.
const TOGETHER: [&[TokenColumn]; 3] = [
    &[TokenColumn::AddressParts, TokenColumn::AddressJoined],
    &[TokenColumn::AddressId],
    &[TokenColumn::AddressNumber],
];

/// What nobody in an institution carries: many there share a name or an initial, and would be known by how many they are.
const OF_HOMES_ONLY: [TokenColumn; 3] = [
    TokenColumn::AddressSurname,
    TokenColumn::AddressSurnamePartner,
    TokenColumn::AddressInitial,
];

/// Which address tokens were seen, and of whom.
pub(in crate::identified) struct AddressTokens {
    /// By number of the household.
    is_institution: Vec<bool>,
    /// The first household with a token.
    first: HashMap<u64, HouseholdIx>,
    /// The tokens of two households or more.
    several: HashSet<u64>,
}

/// As good as the whole digest.
fn low_half(token: Digest) -> u64 {
    u64::try_from(token.number() & u128::from(u64::MAX)).unwrap_or(0)
}

impl AddressTokens {
    /// None seen yet; `households` in the order of their numbers.
    pub(in crate::identified) fn of(households: impl Iterator<Item = HouseholdRecord>) -> Self {
        let is_institution = |one: HouseholdRecord| one.kind == HouseholdType::Institution;
        Self {
            is_institution: households.map(is_institution).collect(),
            first: HashMap::default(),
            several: HashSet::default(),
        }
    }

    /// Takes away the address tokens of a resident that say nothing new: of anyone who has no household or has left, of a
    /// household that has its tokens already, and of a third household. Institutions are counted apart, and names there
    /// stay behind.
    pub(in crate::identified) fn spare(&mut self, resident: &mut RegisterRecord) {
        let home = resident.household;
        if home.is_some_and(|household| self.is_institution(household)) {
            for column in OF_HOMES_ONLY {
                resident.tokens.set(column, Digest::default());
            }
        }
        let household = resident.household.filter(|_| !resident.has_left);
        for columns in TOGETHER {
            let mut tokens = columns.iter().map(|column| resident.tokens.get(*column));
            let Some(token) = tokens.find(|token| token.is_present()) else {
                continue;
            };
            if !household.is_some_and(|household| self.is_new(token, household)) {
                for column in columns {
                    resident.tokens.set(*column, Digest::default());
                }
            }
        }
    }

    fn is_institution(&self, household: HouseholdIx) -> bool {
        self.is_institution.get(household.index()) == Some(&true)
    }

    /// Whether the household is the first or the second with this token, and has not had it before.
    fn is_new(&mut self, token: Digest, household: HouseholdIx) -> bool {
        // The last bit makes two of each token.
        let key = low_half(token) & !1 | u64::from(self.is_institution(household));
        match self.first.entry(key) {
            Entry::Vacant(place) => {
                place.insert(household);
                true
            }
            Entry::Occupied(first) => *first.get() != household && self.several.insert(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::pseudonymous::Tokens;
    use crate::vocabulary::{AgeBand, Sex};

    /// Households of which each third is an institution.
    fn seen() -> AddressTokens {
        AddressTokens {
            is_institution: (0..9).map(|number| number % 3 == 2).collect(),
            first: HashMap::default(),
            several: HashSet::default(),
        }
    }

    /// A resident of a building and a door in it, both from 1.
    fn resident(household: Option<usize>, building: u8, door: u8) -> RegisterRecord {
        let mut tokens = Tokens::default();
        let mut set = |column: TokenColumn, number: u8| {
            let number = (u128::from(column as u8) << 8 | u128::from(number)) << 8;
            tokens.set(column, Digest::from_bytes(number.to_be_bytes()));
        };
        for column in [
            TokenColumn::AddressParts,
            TokenColumn::AddressJoined,
            TokenColumn::AddressId,
        ] {
            set(column, building * 16 + door);
        }
        set(TokenColumn::AddressNumber, building);
        set(TokenColumn::Bsn, door);
        RegisterRecord {
            tokens,
            household: household.map(HouseholdIx::at),
            age_band: AgeBand::UNKNOWN,
            sex: Sex::Unknown,
            has_left: false,
        }
    }

    /// The same with an address id of its own; 0 for none.
    fn identified(mut resident: RegisterRecord, id: u8) -> RegisterRecord {
        let number = if id == 0 {
            0
        } else {
            0xA0_0000 + u128::from(id) * 256
        };
        let id = Digest::from_bytes(number.to_be_bytes());
        resident.tokens.set(TokenColumn::AddressId, id);
        resident
    }

    /// Who is found under each token of a home: at most two of a kind, as more make no difference.
    fn found(residents: &[RegisterRecord]) -> BTreeMap<(u8, u128, bool), BTreeSet<HouseholdIx>> {
        let mut found: BTreeMap<_, BTreeSet<HouseholdIx>> = BTreeMap::new();
        for resident in residents.iter().filter(|one| !one.has_left) {
            for column in TOGETHER.into_iter().flatten().copied() {
                let token = resident.tokens.get(column);
                if let (Some(household), true) = (resident.household, token.is_present()) {
                    let key = (column as u8, token.number(), household.index() % 3 == 2);
                    found.entry(key).or_default().insert(household);
                }
            }
        }
        found
            .values_mut()
            .filter(|all| all.len() > 1)
            .for_each(BTreeSet::clear);
        found
    }

    #[test]
    fn one_resident_of_a_household_carries_its_address() {
        let mut seen = seen();
        let mut family = [(); 3].map(|()| resident(Some(0), 1, 1));
        for one in &mut family {
            seen.spare(one);
        }
        let carries = |one: &RegisterRecord| one.tokens.get(TokenColumn::AddressId).is_present();
        assert_eq!(family.map(|one| carries(&one)), [true, false, false]);
    }

    #[test]
    fn a_housemate_carries_the_address_id_that_the_first_resident_lacks() {
        let mut seen = seen();
        let first = identified(resident(Some(0), 1, 1), 0);
        let mut family = [first, resident(Some(0), 1, 1), resident(Some(0), 1, 1)];
        for one in &mut family {
            seen.spare(one);
        }
        let carry = |column| family.map(|one| one.tokens.get(column).is_present());
        assert_eq!(carry(TokenColumn::AddressId), [false, true, false]);
        assert_eq!(carry(TokenColumn::AddressParts), [true, false, false]);
    }

    #[test]
    fn of_a_building_two_households_carry_the_number_and_each_its_door() {
        let mut seen = seen();
        let mut flat =
            [0, 1, 3, 4].map(|number| resident(Some(number), 1, 1 + u8::try_from(number).unwrap()));
        for one in &mut flat {
            seen.spare(one);
        }
        let carry = |column| {
            flat.iter()
                .filter(|one| one.tokens.get(column).is_present())
                .count()
        };
        assert_eq!(carry(TokenColumn::AddressNumber), 2);
        assert_eq!(carry(TokenColumn::AddressParts), 4);
        assert_eq!(carry(TokenColumn::Bsn), 4);
    }

    #[test]
    fn who_has_left_or_has_no_household_carries_no_address() {
        let mut left = resident(Some(0), 1, 1);
        left.has_left = true;
        for mut one in [left, resident(None, 1, 1)] {
            seen().spare(&mut one);
            assert!(found(&[one]).is_empty());
            assert!(!one.tokens.get(TokenColumn::AddressNumber).is_present());
        }
    }

    #[test]
    fn who_lives_in_an_institution_carries_no_name_at_the_address() {
        for (household, carries) in [(0, true), (2, false)] {
            for has_left in [false, true] {
                let mut one = resident(Some(household), 1, 1);
                one.has_left = has_left;
                for column in OF_HOMES_ONLY {
                    one.tokens.set(column, Digest::from_bytes([7; 16]));
                }
                seen().spare(&mut one);
                for column in OF_HOMES_ONLY {
                    assert_eq!(one.tokens.get(column).is_present(), carries);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn the_same_households_are_found_at_every_address(
            rows in prop::collection::vec((prop::option::of(0_usize..9), 1_u8..4, 1_u8..4, 0_u8..5, any::<bool>()), 0..40),
        ) {
            let row = |&(household, building, door, id, has_left)| RegisterRecord {
                has_left,
                ..identified(resident(household, building, door), id)
            };
            let all: Vec<RegisterRecord> = rows.iter().map(row).collect();
            let mut spared = all.clone();
            let mut seen = seen();
            for one in &mut spared {
                seen.spare(one);
            }
            prop_assert_eq!(found(&spared), found(&all));
        }
    }
}
