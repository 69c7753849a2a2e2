//! Residents with their households in, how rare a household is by its attributes and those of its members out.

use std::hash::Hash;

use super::facts::NONE;
use super::households::Households;
use crate::pseudonymous::{Combinations, FilledColumns, HouseholdRecord, Rare, RegisterRecord};
use crate::vocabulary::AgeBand;

/// What travels of each resident beside the tokens themselves, as a household is known by all its members.
#[derive(Default)]
pub(in crate::identified) struct Residents(Vec<Resident>);

/// The household, or [`NONE`]; and what is known of the resident: 8 bytes.
struct Resident {
    household: u32,
    columns: FilledColumns,
    age_band: AgeBand,
    /// Sex, and whether the person left.
    sex_and_left: u8,
}

impl Resident {
    fn own(&self) -> impl Hash + use<> {
        (self.columns, self.age_band, self.sex_and_left)
    }
}

impl Residents {
    /// Adds a resident as handed over.
    pub(in crate::identified) fn add(&mut self, record: &RegisterRecord) {
        self.0.push(Resident {
            household: record.household.unwrap_or(NONE),
            columns: record.tokens.filled(),
            age_band: record.age_band,
            sex_and_left: (record.sex as u8) << 1 | u8::from(record.has_left),
        });
    }

    /// How rare households are, by their attributes and those of every member; and how rare persons are, by their
    /// household and what is known of themselves.
    pub(in crate::identified) fn rare(&self, households: &Households) -> (Rare, Rare) {
        let mut known: Vec<u64> = households
            .records()
            .map(|one| Combinations::hash(&attributes(&one)))
            .collect();
        for resident in &self.0 {
            if let Some(known) = known.get_mut(resident.household as usize) {
                *known = known.wrapping_add(Combinations::hash(&resident.own()));
            }
        }
        let person = |resident: &Resident| {
            let home = known.get(resident.household as usize);
            Combinations::hash(&(home, resident.own()))
        };
        let persons = Rare::of(self.0.iter().map(person).collect());
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
    fn a_resident_takes_eight_bytes() {
        assert_eq!(size_of::<Resident>(), 8);
    }
}
