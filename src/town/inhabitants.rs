//! How many people and households of which kind live in each buurt.

use std::collections::{BTreeMap, BTreeSet};

use super::areas::BUURTEN;
use super::people::{People, Person};
use super::services::KINDS;
use super::uses::Use;
use crate::vocabulary::{HouseholdType, Sex};

/// The lower bounds of the age bands of the office, in years.
const AGES: [u16; 5] = [0, 15, 25, 45, 65];

/// The aged are from this age on.
const AGED: u16 = 75;

/// The bands of five years of a population forecast; in the last are all who are older.
pub(super) const FIVE_YEARS: usize = 20;

/// Households with so many services or more are counted together.
pub(super) const HIGHEST: usize = 6;

/// Who lives in an area.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) men: u32,
    pub(super) women: u32,
    pub(super) persons: u32,
    pub(super) ages: [u32; AGES.len()],
    pub(super) five_years: [u32; FIVE_YEARS],
    pub(super) households: u32,
    pub(super) singles: u32,
    pub(super) with_children: u32,
    /// Households whose oldest person is 75 or older.
    pub(super) aged: u32,
    /// Of three laws: first the clients, then the private households with 1, 2, … services, each counted for each member.
    pub(super) by_number: [u32; HIGHEST + 1],
    /// Households by the laws that they have services of: a bit for each of [`LAWS`].
    pub(super) by_laws: [u32; 1 << LAWS.len()],
    /// Clients with help in the household.
    pub(super) helped: u32,
    /// Clients of each of [`LAWS`], but of the Participatiewet those with social assistance on one day.
    pub(super) clients: [u32; LAWS.len()],
}

impl Count {
    pub(super) fn add(&mut self, other: &Self) {
        self.men += other.men;
        self.women += other.women;
        self.persons += other.persons;
        for (sum, part) in self.ages.iter_mut().zip(other.ages) {
            *sum += part;
        }
        for (sum, part) in self.five_years.iter_mut().zip(other.five_years) {
            *sum += part;
        }
        self.households += other.households;
        self.singles += other.singles;
        self.with_children += other.with_children;
        self.aged += other.aged;
        for (sum, part) in self.by_number.iter_mut().zip(other.by_number) {
            *sum += part;
        }
        for (sum, part) in self.by_laws.iter_mut().zip(other.by_laws) {
            *sum += part;
        }
        self.helped += other.helped;
        for (sum, part) in self.clients.iter_mut().zip(other.clients) {
            *sum += part;
        }
    }

    fn add_person(&mut self, person: &Person) {
        self.persons += 1;
        self.men += u32::from(person.sex == Sex::Male);
        self.women += u32::from(person.sex == Sex::Female);
        let band = AGES.iter().rposition(|from| *from <= person.age());
        self.ages[band.unwrap_or(0)] += 1;
        self.five_years[usize::from(person.age() / 5).min(FIVE_YEARS - 1)] += 1;
    }

    fn add_household(&mut self, kind: HouseholdType) {
        self.households += u32::from(kind != HouseholdType::Institution);
        self.singles += u32::from(kind == HouseholdType::Single);
        let has_children = matches!(
            kind,
            HouseholdType::CoupleChildren | HouseholdType::SingleParent
        );
        self.with_children += u32::from(has_children);
    }
}

/// The laws whose services the statistical office counts.
const LAWS: [&str; 3] = ["Jeugdwet", "Participatiewet", "Wmo"];

/// Counts clients, and households by number of services and by laws.
fn count_uses(people: &People, uses: &[Use], counts: &mut [Count]) {
    let mut of_home = BTreeMap::new();
    let (mut clients, mut helped) = (BTreeSet::new(), BTreeSet::new());
    let mut of_laws = BTreeSet::new();
    for one in uses {
        let service = &KINDS[usize::from(one.service)];
        let law = LAWS.iter().position(|law| *law == service.domain);
        let home = &people.homes[one.home as usize];
        if let Some(law) = law.filter(|_| home.kind != HouseholdType::Institution) {
            let (number, laws) = of_home.entry(one.home).or_insert((0, 0));
            *number += 1;
            *laws |= 1_usize << law;
            clients.insert((one.home, one.person));
            // Social assistance of one in eight has ended by that day, or not begun.
            let is_of_day = service.code == "pw-bijstand" && one.person % 8 != 0;
            if LAWS[law] != "Participatiewet" || is_of_day {
                of_laws.insert((one.home, one.person, law));
            }
            if service.code == "wmo-hbh" {
                helped.insert((one.home, one.person));
            }
        }
    }
    let buurt = |home: u32| usize::from(people.homes[home as usize].address.buurt);
    for (home, (number, laws)) in of_home {
        counts[buurt(home)].by_number[HIGHEST.min(number)] += 1;
        counts[buurt(home)].by_laws[laws] += 1;
    }
    for (home, _) in clients {
        counts[buurt(home)].by_number[0] += 1;
    }
    for (home, _) in helped {
        counts[buurt(home)].helped += 1;
    }
    for (home, _, law) in of_laws {
        counts[buurt(home)].clients[law] += 1;
    }
}

/// Who lives in each buurt of a district, or of the part of it that a block has.
pub(super) struct Inhabitants(pub(super) Vec<Count>);

impl Inhabitants {
    pub(super) fn of(people: &People, uses: &[Use]) -> Self {
        let mut counts = vec![Count::default(); BUURTEN];
        for home in &people.homes {
            let count = &mut counts[usize::from(home.address.buurt)];
            count.add_household(home.kind);
            let members = people.members_of(home);
            for person in members {
                count.add_person(person);
            }
            let is_aged = members.iter().any(|person| person.age() >= AGED);
            count.aged += u32::from(is_aged && home.kind != HouseholdType::Institution);
        }
        count_uses(people, uses, &mut counts);
        Self(counts)
    }
}
