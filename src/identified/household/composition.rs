//! Residents with their households in, how rare a household is by its attributes and those of its members out.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::facts::NONE;
use super::households::Households;
use crate::pseudonymous::{Combinations, Rare};
use crate::vocabulary::{AgeBand, Sex};

/// The attributes of a resident that travel, which tokens there are left out: 8 bytes each, as a household is known by all
/// its members.
#[derive(Default)]
pub(in crate::identified) struct Residents(Vec<(u32, AgeBand, Sex, bool)>);

impl Residents {
    /// Adds a resident: the number of the household, age band, sex, has left.
    pub(in crate::identified) fn add(
        &mut self,
        household: Option<u32>,
        age_band: AgeBand,
        sex: Sex,
        has_left: bool,
    ) {
        self.0
            .push((household.unwrap_or(NONE), age_band, sex, has_left));
    }

    /// How rare households are, by their attributes and the age band and sex of every member; and how rare persons
    /// are, by their household, age band and sex.
    pub(in crate::identified) fn rare(&self, households: &Households) -> (Rare, Rare) {
        let mut known: Vec<u64> = households
            .records()
            .map(|one| hash(&attributes(&one)))
            .collect();
        for (household, age_band, sex, has_left) in &self.0 {
            if let Some(known) = known.get_mut(*household as usize) {
                *known = known.wrapping_add(hash(&(age_band, sex, has_left)));
            }
        }
        let (mut homes, mut persons) = (Combinations::default(), Combinations::default());
        for home in &known {
            homes.add(home);
        }
        for (household, age_band, sex, has_left) in &self.0 {
            let home = known.get(*household as usize);
            persons.add(&(home, age_band, sex, has_left));
        }
        (homes.rare(), persons.rare())
    }
}

/// The attributes of a household, without its number and record key.
fn attributes(one: &crate::pseudonymous::HouseholdRecord) -> impl Hash + use<> {
    (one.wijk, one.buurt, one.kind, one.size, one.age_band)
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
