//! How rare a household is by its attributes and those of its members.

use std::hash::Hash;

use rayon::slice::ParallelSliceMut;

use super::households::Households;
use crate::pseudonymous::{
    Combinations, FilledColumns, HouseholdRecord, Rare, RegisterRecord, TokenColumn,
};
use crate::vocabulary::{AgeBand, HouseholdIx, Sex};

/// What travels of each resident beside the tokens themselves, as a household is known by all its members.
#[derive(Default)]
pub(in crate::identified) struct Residents(Vec<Resident>);

/// The columns in which two members of a household can have the same token: twins, and who are called alike.
const SHARED: [TokenColumn; 6] = [
    TokenColumn::BirthAddress,
    TokenColumn::BirthPostcodeInitial,
    TokenColumn::BirthSurnameGiven,
    TokenColumn::BirthSurnameInitial,
    TokenColumn::SurnameGivenAddress,
    TokenColumn::SurnameGivenAddressPartner,
];

/// The household, and what is known of the resident: 36 bytes.
struct Resident {
    household: Option<HouseholdIx>,
    /// The beginning of the token in each of the columns that can be [`SHARED`]; 0 where there is none.
    tokens: [u32; SHARED.len()],
    columns: FilledColumns,
    age_band: AgeBand,
    sex: Sex,
    has_left: bool,
}

impl Resident {
    fn own(&self) -> impl Hash + use<> {
        (self.columns, self.age_band, self.sex, self.has_left)
    }
}

/// In which of the [`SHARED`] columns each member has the token of another.
fn shared(members: &[Resident]) -> Vec<[bool; SHARED.len()]> {
    let mut shared = vec![[false; SHARED.len()]; members.len()];
    let mut tokens = Vec::with_capacity(members.len());
    for place in 0..SHARED.len() {
        tokens.clear();
        tokens.extend(members.iter().map(|member| member.tokens[place]));
        tokens.sort_unstable();
        for (shared, member) in shared.iter_mut().zip(members) {
            let token = member.tokens[place];
            let first = tokens.partition_point(|other| *other < token);
            shared[place] = token != 0 && tokens.get(first + 1) == Some(&token);
        }
    }
    shared
}

impl Residents {
    /// Adds a resident as handed over.
    pub(in crate::identified) fn add(&mut self, record: &RegisterRecord) {
        let beginning = |column| {
            let [a, b, c, d, ..] = record.tokens.get(column).bytes();
            u32::from_be_bytes([a, b, c, d])
        };
        self.0.push(Resident {
            household: record.household,
            tokens: SHARED.map(beginning),
            columns: record.tokens.filled(),
            age_band: record.age_band,
            sex: record.sex,
            has_left: record.has_left,
        });
    }

    /// How rare households are, by their attributes and those of every member; and how rare persons are, by their
    /// household and what is known of themselves.
    pub(in crate::identified) fn rare(mut self, households: &Households) -> (Rare, Rare) {
        let mut known: Vec<u64> = households
            .records()
            .map(|one| Combinations::hash(&attributes(&one)))
            .collect();
        self.0
            .par_sort_unstable_by_key(|resident| resident.household);
        let mut own = Vec::with_capacity(self.0.len());
        for members in self.0.chunk_by(|one, next| one.household == next.household) {
            let household = members[0].household;
            let shared = match household {
                None => vec![[false; SHARED.len()]; members.len()],
                Some(_) => shared(members),
            };
            let told = members.iter().zip(shared);
            own.extend(told.map(|(one, shared)| Combinations::hash(&(one.own(), shared))));
            if let Some(household) = household {
                let known = &mut known[household.index()];
                let of_members = &own[own.len() - members.len()..];
                *known = of_members
                    .iter()
                    .fold(*known, |sum, one| sum.wrapping_add(*one));
            }
        }
        let person = |(resident, own): (&Resident, &u64)| {
            let home = resident.household.map(|home| known[home.index()]);
            Combinations::hash(&(home, own))
        };
        let persons = Rare::of(self.0.iter().zip(&own).map(person).collect());
        (Rare::of(known), persons)
    }
}

/// The attributes of a household, without its number and record key.
fn attributes(one: &HouseholdRecord) -> impl Hash + use<> {
    (one.wijk, one.buurt, one.kind, one.size, one.age_band)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resident_takes_36_bytes() {
        assert_eq!(size_of::<Resident>(), 36);
    }

    #[test]
    fn a_token_that_a_housemate_has_too_is_told_and_an_absent_one_is_not() {
        let resident = |tokens| Resident {
            household: None,
            tokens,
            columns: FilledColumns::default(),
            age_band: AgeBand::UNKNOWN,
            sex: Sex::Unknown,
            has_left: false,
        };
        let family = [[7, 0, 3, 0, 0, 0], [7, 0, 4, 0, 0, 0], [8, 0, 4, 0, 0, 0]];
        let shared = shared(&family.map(resident)).into_iter();
        let first_three: Vec<[bool; 3]> = shared.map(|[a, b, c, ..]| [a, b, c]).collect();
        assert_eq!(
            first_three,
            [
                [true, false, false],
                [true, false, true],
                [false, false, true]
            ]
        );
    }
}
