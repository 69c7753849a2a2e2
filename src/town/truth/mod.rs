//! Blocks in, the known answers out: `truth.json` and `truth-clients.parquet`.
//!
//! Counted from the generator's own assignment, without the code that it is there to test.

mod count;
mod ladders;
mod rows;
mod tables;

use std::path::Path;

use super::block::Block;
use super::files::write_file;
use super::organisations::PROVIDERS;
use crate::error::Result;
use crate::vocabulary::{AgeBands, HouseholdType, Sex};
use count::Counted;
use rows::ClientRows;

/// Buurten and wijken are numbered through all districts.
const DISTRICT: u64 = 1 << 8;

/// The true town: flat arrays, one place per household, person or row.
#[derive(Default)]
pub(super) struct Truth {
    households: Households,
    persons: Persons,
    rows: ClientRows,
    register_persons: u32,
}

/// One place per household.
#[derive(Default)]
struct Households {
    number: Vec<u64>,
    district: Vec<u64>,
    wijk: Vec<u8>,
    buurt: Vec<u8>,
    kind: Vec<HouseholdType>,
    size: Vec<u32>,
    age_band: Vec<u8>,
}

/// One place per person who lives in a household on the reference date.
#[derive(Default)]
struct Persons {
    household: Vec<u32>,
    age_band: Vec<u8>,
    sex: Vec<Sex>,
    /// The place in the register file, 0 for its second line.
    register_index: Vec<u32>,
}

impl Truth {
    /// Adds the next block.
    pub(super) fn add(&mut self, block: Block) {
        let district = block.district;
        let Some(truth) = block.truth else { return };
        let first_home = u32::try_from(self.households.number.len()).unwrap_or(u32::MAX);
        let bands = AgeBands::default();
        for home in &truth.people.homes {
            let members = truth.people.members_of(home);
            let oldest = members
                .iter()
                .map(crate::town::people::Person::age)
                .max()
                .unwrap_or(0);
            let household = self
                .households
                .add(district, home, bands.band(oldest.into()).place());
            for (place, member) in (home.first..).zip(members) {
                self.persons.household.push(household);
                self.persons
                    .age_band
                    .push(bands.band(member.age().into()).place());
                self.persons.sex.push(member.sex);
                self.persons
                    .register_index
                    .push(self.register_persons + place);
            }
        }
        let starts = rows::Starts {
            home: first_home,
            person: self.register_persons,
        };
        for client in &truth.clients {
            self.rows.add(client, starts, &self.households.number);
        }
        let persons = u32::try_from(truth.people.persons.len()).unwrap_or(0);
        self.register_persons += persons;
    }

    /// Writes `truth.json` and `truth-clients.parquet` into `folder`.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn write(self, folder: &Path) -> Result<()> {
        let counted = Counted::new(&self);
        let tables = tables::tables(&self, &counted);
        let text = serde_json::to_string(&serde_json::json!({ "tables": tables }))
            .unwrap_or_default()
            .replace("},{", "},\n{");
        write_file(&folder.join("truth.json"), text.as_bytes())?;
        self.rows.write(&folder.join("truth-clients.parquet"))
    }
}

impl Households {
    fn add(&mut self, district: u64, home: &super::people::Home, age_band: u8) -> u32 {
        self.number.push(home.number);
        self.district.push(district);
        self.wijk.push(home.wijk);
        self.buurt.push(home.address.buurt);
        self.kind.push(home.kind);
        self.size.push(home.size);
        self.age_band.push(age_band);
        u32::try_from(self.number.len() - 1).unwrap_or(u32::MAX)
    }

    fn is_private(&self, household: usize) -> bool {
        self.kind[household] != HouseholdType::Institution
    }

    /// A number for the wijk, rising with its code within a district.
    fn wijk_key(&self, household: usize) -> u64 {
        self.district[household] * DISTRICT + u64::from(self.wijk[household])
    }

    /// As [`Households::wijk_key`], for the buurt.
    fn buurt_key(&self, household: usize) -> u64 {
        self.district[household] * DISTRICT + u64::from(self.buurt[household])
    }
}

/// The id of a provider.
fn provider_id(provider: u8) -> &'static str {
    PROVIDERS[usize::from(provider)].id
}
