//! Which services each household and each person truly has: a bit per service.

use std::collections::BTreeSet;

use super::Truth;
use crate::town::organisations::{PROVIDERS, organisation_of};
use crate::town::services::{KINDS, NEED_PLACE, SERVICES};

/// Services as bits: bit `n` stands for the service at place `n` of the agreement.
pub(super) type Services = u64;

/// What every household and person has in the period.
pub(super) struct Counted {
    pub(super) of_household: Vec<Services>,
    /// Per person, in the order of the persons of the town.
    pub(super) of_person: Vec<Services>,
    /// Per household whether it has the need.
    pub(super) in_need: Vec<bool>,
}

impl Counted {
    /// Goes through the rows once.
    pub(super) fn new(truth: &Truth) -> Self {
        let mut of_household = vec![0; truth.households.number.len()];
        let mut place_of = vec![usize::MAX; truth.register_persons as usize];
        for (place, index) in truth.persons.register_index.iter().enumerate() {
            place_of[*index as usize] = place;
        }
        let mut of_person = vec![0; truth.persons.household.len()];
        let mut in_need = vec![false; of_household.len()];
        let rows = &truth.rows;
        for row in (0..rows.provider.len()).filter(|row| rows.counts(*row)) {
            let (Some(household), Some(service)) = (rows.household[row], rows.service[row]) else {
                continue;
            };
            if service == NEED_PLACE {
                in_need[household as usize] = true;
                continue;
            }
            of_household[household as usize] |= 1 << service;
            let person = rows.person[row].map(|person| place_of[person as usize]);
            if let Some(person) = person.filter(|place| *place != usize::MAX) {
                of_person[person] |= 1 << service;
            }
        }
        Self {
            of_household,
            of_person,
            in_need,
        }
    }
}

/// The private households and their services.
pub(super) fn private<'a>(
    truth: &'a Truth,
    counted: &'a Counted,
) -> impl Iterator<Item = (usize, Services)> + 'a {
    let all = counted.of_household.iter().copied().enumerate();
    all.filter(|(household, _)| truth.households.is_private(*household))
}

/// The services in a set, in the order of the agreement.
pub(super) fn each(services: Services) -> impl Iterator<Item = usize> {
    (0..SERVICES).filter(move |place| services >> place & 1 == 1)
}

/// The codes of a set, sorted and joined by `+`.
pub(super) fn codes(services: Services) -> String {
    let codes: BTreeSet<&str> = each(services).map(|place| KINDS[place].code).collect();
    joined(codes)
}

/// The domains of a set, sorted and joined by `+`.
pub(super) fn domains(services: Services) -> String {
    let domains: BTreeSet<&str> = each(services).map(|place| KINDS[place].domain).collect();
    joined(domains)
}

/// How many organisations carry out a set.
pub(super) fn organisations(services: Services) -> usize {
    let carried_out = each(services)
        .filter_map(|place| u8::try_from(place).ok())
        .map(organisation_of);
    carried_out.collect::<BTreeSet<&str>>().len()
}

/// The organisations of the agreement: who hands over, and who carries out in another's name.
pub(super) fn organisations_of_agreement() -> usize {
    let named = KINDS.iter().filter_map(|kind| kind.organisation);
    let of_services = PROVIDERS.iter().filter(|one| !one.is_of_needs());
    named
        .chain(of_services.map(|provider| provider.id))
        .collect::<BTreeSet<&str>>()
        .len()
}

fn joined(words: BTreeSet<&str>) -> String {
    words.into_iter().collect::<Vec<_>>().join("+")
}
