//! What sets people apart in the register of a made-up town.

use std::collections::{BTreeSet, HashMap};

use factlab::agreement::Agreement;
use factlab::vocabulary::PersonIx;

use crate::office::Office;
use crate::truth::{handovers, persons, register_extract, rows_of_persons};

/// Of a person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trait {
    pub(crate) has_partner_name: bool,
    /// Whether two households or more live at the postcode and house number.
    pub(crate) shares_number: bool,
}

/// The traits of each person of the true town.
pub(crate) fn traits(office: &Office, agreement: &Agreement) -> HashMap<PersonIx, Trait> {
    let set = handovers(office, agreement);
    let bands = &agreement.expected().age_bands;
    let (_, place_of_row) = persons(&set.register.register_persons(bands).unwrap());
    let (row_of_person, _) = rows_of_persons(office, &set);
    let extract = register_extract(office);
    let mut at_number: HashMap<&[String], BTreeSet<&str>> = HashMap::new();
    for cells in &extract {
        at_number
            .entry(&cells[8..10])
            .or_default()
            .insert(&cells[12]);
    }
    let of_person = |(person, cells): (u32, &Vec<String>)| {
        let place = place_of_row.get(&row_of_person[&person])?;
        let of_person = Trait {
            has_partner_name: !cells[5].is_empty(),
            shares_number: at_number[&cells[8..10]].len() > 1,
        };
        Some((*place, of_person))
    };
    (0..).zip(&extract).filter_map(of_person).collect()
}
