//! The town as the generator assigned it: flat arrays, indexed by household, person or row.

use super::rows::{ClientRows, Starts};
use crate::town::block::Block;
use crate::town::people::{Home, Person};
use crate::vocabulary::{AgeBands, HouseholdType, Sex};

/// Buurten and wijken are numbered through all districts; the 50 buurten of one fit in eight bits.
const DISTRICT: u64 = 1 << 8;

/// The true town: flat arrays, one place per household, person or row.
#[derive(Default)]
pub(in crate::town) struct Truth {
    pub(super) households: Households,
    pub(super) persons: Persons,
    pub(super) rows: ClientRows,
    pub(super) register_persons: u32,
}

/// One place per household.
#[derive(Default)]
pub(super) struct Households {
    pub(super) number: Vec<u64>,
    pub(super) district: Vec<u64>,
    pub(super) wijk: Vec<u8>,
    pub(super) buurt: Vec<u8>,
    pub(super) kind: Vec<HouseholdType>,
    pub(super) size: Vec<u32>,
    pub(super) age_band: Vec<u8>,
}

/// One place per person who lives in a household on the reference date.
#[derive(Default)]
pub(super) struct Persons {
    pub(super) household: Vec<u32>,
    pub(super) age_band: Vec<u8>,
    pub(super) sex: Vec<Sex>,
    /// The place in the register file, 0 for its second line.
    pub(super) register_index: Vec<u32>,
}

impl Truth {
    pub(in crate::town) fn add(&mut self, block: Block) {
        let district = block.district;
        let Some(truth) = block.truth else { return };
        let first_home = u32::try_from(self.households.number.len()).unwrap_or(u32::MAX);
        let bands = AgeBands::default();
        for home in &truth.people.homes {
            let members = truth.people.members_of(home);
            let oldest = members.iter().map(Person::age).max().unwrap_or(0);
            let household = self
                .households
                .add(district, home, bands.band(oldest.into()).index());
            for (place, member) in (home.first..).zip(members) {
                self.persons.household.push(household);
                self.persons
                    .age_band
                    .push(bands.band(member.age().into()).index());
                self.persons.sex.push(member.sex);
                self.persons
                    .register_index
                    .push(self.register_persons + place);
            }
        }
        let starts = Starts {
            home: first_home,
            person: self.register_persons,
        };
        for client in &truth.clients {
            self.rows.add(client, starts, &self.households.number);
        }
        let persons = u32::try_from(truth.people.persons.len()).unwrap_or(0);
        self.register_persons += persons;
    }
}

impl Households {
    fn add(&mut self, district: u64, home: &Home, age_band: u8) -> u32 {
        self.number.push(home.number);
        self.district.push(district);
        self.wijk.push(home.wijk);
        self.buurt.push(home.address.buurt);
        self.kind.push(home.kind);
        self.size.push(home.size);
        self.age_band.push(age_band);
        u32::try_from(self.number.len() - 1).unwrap_or(u32::MAX)
    }

    pub(super) fn is_private(&self, household: usize) -> bool {
        self.kind[household] != HouseholdType::Institution
    }

    /// A number for the wijk, rising with its code within a district.
    pub(super) fn wijk_key(&self, household: usize) -> u64 {
        self.district[household] * DISTRICT + u64::from(self.wijk[household])
    }

    /// As [`Households::wijk_key`], for the buurt.
    pub(super) fn buurt_key(&self, household: usize) -> u64 {
        self.district[household] * DISTRICT + u64::from(self.buurt[household])
    }
}
