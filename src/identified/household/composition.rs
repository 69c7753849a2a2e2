//! How rare a household is by its attributes and those of its members.

use std::hash::Hash;

use rayon::slice::ParallelSliceMut;

use super::households::Households;
use crate::pseudonymous::{
    Combinations, FilledColumns, HouseholdRecord, Rare, RegisterRecord, Subject, TokenColumn,
    TokenProfile,
};
use crate::vocabulary::{AgeBand, HouseholdIx, Sex};

/// What travels of each resident beside the tokens themselves, as a household is known by all its members.
pub(in crate::identified) struct Residents {
    /// The columns in which two members of a household can have the same token: twins, and who are called alike. A
    /// partner's surname is left out, as hardly any two share it.
    shared: Vec<TokenColumn>,
    /// The beginnings of each resident's tokens in these columns; 0 for a token that is absent.
    tokens: Vec<u32>,
    all: Vec<Resident>,
}

/// The household, and what is known of the resident: 20 bytes.
struct Resident {
    household: Option<HouseholdIx>,
    /// How many came before.
    place: u32,
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

impl Residents {
    /// None yet.
    pub(in crate::identified) fn of(profile: TokenProfile) -> Self {
        let is_own =
            |column: &TokenColumn| column.subject() == Subject::Person && !column.is_of_partner();
        let of_several = |column: &TokenColumn| is_own(column) && *column != TokenColumn::Bsn;
        Self {
            shared: profile.columns().filter(of_several).collect(),
            tokens: Vec::new(),
            all: Vec::new(),
        }
    }

    /// Adds a resident as handed over.
    pub(in crate::identified) fn add(&mut self, record: &RegisterRecord) {
        let beginning = |column: &TokenColumn| {
            let [a, b, c, d, ..] = record.tokens.get(*column).bytes();
            u32::from_be_bytes([a, b, c, d])
        };
        self.tokens.extend(self.shared.iter().map(beginning));
        self.all.push(Resident {
            household: record.household,
            // The register has no more rows than this can count.
            place: u32::try_from(self.all.len()).unwrap_or(u32::MAX),
            columns: record.tokens.filled(),
            age_band: record.age_band,
            sex: record.sex,
            has_left: record.has_left,
        });
    }

    /// The beginning of a resident's token in one of the columns that can be shared.
    fn token(&self, resident: &Resident, column: usize) -> u32 {
        self.tokens[resident.place as usize * self.shared.len() + column]
    }

    /// Per member, a bit for each of the columns that can be shared: whether another member has the same token.
    fn shared(&self, members: &[Resident]) -> Vec<u64> {
        let mut shared = vec![0; members.len()];
        let mut tokens = Vec::with_capacity(members.len());
        for column in 0..self.shared.len() {
            tokens.clear();
            tokens.extend(members.iter().map(|member| self.token(member, column)));
            tokens.sort_unstable();
            for (shared, member) in shared.iter_mut().zip(members) {
                let token = self.token(member, column);
                let first = tokens.partition_point(|other| *other < token);
                let is_shared = token != 0 && tokens.get(first + 1) == Some(&token);
                *shared |= u64::from(is_shared) << column;
            }
        }
        shared
    }

    /// How rare households are, by their attributes and those of every member; and how rare persons are, by their
    /// household and what is known of themselves.
    pub(in crate::identified) fn rare(mut self, households: &Households) -> (Rare, Rare) {
        let mut known: Vec<u64> = households
            .records()
            .map(|one| Combinations::hash(&attributes(&one)))
            .collect();
        self.all
            .par_sort_unstable_by_key(|resident| resident.household);
        let mut own = Vec::with_capacity(self.all.len());
        for members in self
            .all
            .chunk_by(|one, next| one.household == next.household)
        {
            let household = members[0].household;
            let shared = match household {
                None => vec![0; members.len()],
                Some(_) => self.shared(members),
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
        let persons = Rare::of(self.all.iter().zip(&own).map(person).collect());
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
    use crate::keys::Digest;
    use crate::pseudonymous::Tokens;

    #[test]
    fn a_resident_takes_20_bytes_and_four_for_each_column_that_can_be_shared() {
        assert_eq!(size_of::<Resident>(), 20);
    }

    #[test]
    fn a_token_that_a_housemate_has_too_is_told_and_an_absent_one_is_not() {
        let mut residents = Residents::of(TokenProfile::Standard);
        for [name, address] in [[7, 3], [7, 4], [0, 4], [0, 5]] {
            let mut tokens = Tokens::default();
            let columns = [
                (TokenColumn::BirthSurnameGiven, name),
                (TokenColumn::BirthAddress, address),
            ];
            for (column, token) in columns.into_iter().filter(|(_, token)| *token != 0) {
                tokens.set(column, Digest::from_bytes([token; 16]));
            }
            residents.add(&RegisterRecord {
                tokens,
                household: None,
                age_band: AgeBand::UNKNOWN,
                sex: Sex::Unknown,
                has_left: false,
            });
        }
        let bit = |column| {
            let place = residents.shared.iter().position(|one| *one == column);
            1 << place.unwrap()
        };
        let name = bit(TokenColumn::BirthSurnameGiven);
        let address = bit(TokenColumn::BirthAddress);
        let shared = residents.shared(&residents.all);
        assert_eq!(shared, [name, name | address, address, 0]);
    }
}
