//! Who uses which service.
//!
//! First it is settled which households use services at all, then how many, then which. The first two follow the
//! plan exactly; all three follow age, type and wijk, and a need of the household's own.

use super::areas::{UNDER_SERVED, WIJKEN};
use super::people::{Home, People};
use super::plan::{Plan, TOP};
use super::rng::Rng;
use super::services::{ATTRACTION, KINDS, SERVICES, place_of};
use crate::vocabulary::HouseholdType;

/// A person, or only a household, and the service it uses in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Use {
    /// The household, as a place in the block.
    pub(super) home: u32,
    /// The person, as a place in the block's people.
    pub(super) person: u32,
    pub(super) service: u8,
}

/// How likely the household is to use each service.
type Likelihood = [f64; SERVICES];

/// All uses of the block in the period, household by household.
pub(super) fn uses(plan: &Plan, block: u64, people: &People, rng: &mut Rng) -> Vec<Use> {
    let private = people
        .homes
        .iter()
        .filter(|home| home.kind != HouseholdType::Institution);
    let private: Vec<&Home> = private.collect();
    let expected: Vec<f64> = private
        .iter()
        .map(|home| likelihood(people, home).iter().sum())
        .collect();
    let top = (plan.block_with_top() == Some(block)).then(|| largest_family(&private));
    let counts = counts(plan, block, &private, &expected, top, rng);
    let mut uses = Vec::new();
    for (place, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let home = u32::try_from(place).unwrap_or(0);
        add_uses(people, home, *count, rng, &mut uses);
    }
    // The institutions come after the private households.
    for place in private.len()..people.homes.len() {
        add_uses_of_institution(people, place, rng, &mut uses);
    }
    uses
}

/// How likely each service is in a household, summed over its members.
fn likelihood(people: &People, home: &Home) -> Likelihood {
    let need = WIJKEN[usize::from(home.wijk)].need;
    let type_need: f64 = match home.kind {
        HouseholdType::Single | HouseholdType::Other => 2.0,
        HouseholdType::SingleParent => 2.6,
        _ => 0.5,
    };
    let mut likelihood = [0.0; SERVICES];
    for (slot, kind) in likelihood.iter_mut().zip(&KINDS) {
        let members = people.members_of(home).iter();
        let by_age: f64 = members.map(|member| kind.use_at(member.age())).sum();
        *slot = by_age * (need * type_need).powf(kind.need);
    }
    likelihood
}

/// How many services each private household uses: exactly as many households with each number as planned.
fn counts(
    plan: &Plan,
    block: u64,
    homes: &[&Home],
    expected: &[f64],
    top: Option<usize>,
    rng: &mut Rng,
) -> Vec<usize> {
    let burdens: Vec<f64> = homes.iter().map(|_| burden(rng)).collect();
    let mut weights: Vec<f64> = (0..homes.len())
        .map(|place| {
            let served = if usize::from(homes[place].wijk) == UNDER_SERVED {
                0.5
            } else {
                1.0
            };
            served * burdens[place] * expected[place].powf(1.25)
        })
        .collect();
    let mut counts = vec![0; homes.len()];
    for (step, wanted) in plan.stacks(block).into_iter().enumerate() {
        if let Some(top) = top.filter(|_| wanted > 0) {
            // Far above any other, so that it is chosen at every step.
            weights[top] = 1e9;
        }
        let chosen = rng.systematic(&weights, wanted);
        for (place, is_chosen) in chosen.into_iter().enumerate() {
            let first_step = step == 0;
            counts[place] += usize::from(is_chosen);
            weights[place] = match is_chosen {
                true if first_step => burdens[place] * expected[place].sqrt(),
                true => weights[place],
                // Who is not chosen for a step is in none above it.
                false => 0.0,
            };
        }
    }
    if let Some(top) = top {
        counts[top] = TOP;
    }
    counts
}

/// How much harder things are for a household than for its like: half to twice as hard, mostly.
fn burden(rng: &mut Rng) -> f64 {
    // The sum of six draws is nearly normal, with mean 3.
    let sum: f64 = (0..6).map(|_| rng.unit()).sum();
    ((sum - 3.0) * 0.9).exp()
}

/// The family with most members: the one household with most services.
fn largest_family(homes: &[&Home]) -> usize {
    let families = homes.iter().enumerate().filter(|(_, home)| {
        matches!(
            home.kind,
            HouseholdType::CoupleChildren | HouseholdType::SingleParent
        )
    });
    let largest = families.max_by_key(|(place, home)| (home.size, usize::MAX - place));
    largest.map_or(0, |(place, _)| place)
}

/// Chooses `count` services for a household, one after another, and who of its members uses each.
fn add_uses(people: &People, home: u32, count: usize, rng: &mut Rng, uses: &mut Vec<Use>) {
    let mut likelihood = likelihood(people, &people.homes[home as usize]);
    for _ in 0..count {
        let service = rng.weighted(&likelihood);
        if likelihood[service] <= 0.0 {
            return;
        }
        for (slot, factor) in likelihood.iter_mut().zip(&ATTRACTION[service]) {
            *slot *= factor;
        }
        likelihood[service] = 0.0;
        add_users(people, home, service, rng, uses);
    }
}

/// The members who use a service: one, its partner where it is shared, and sometimes a second child.
fn add_users(people: &People, home: u32, service: usize, rng: &mut Rng, uses: &mut Vec<Use>) {
    let kind = &KINDS[service];
    let entry = &people.homes[home as usize];
    let members = people.members_of(entry);
    let mut weights: Vec<f64> = members
        .iter()
        .map(|member| kind.use_at(member.age()))
        .collect();
    let first = rng.weighted(&weights);
    let use_of = |member: usize| Use {
        home,
        person: entry.first + u32::try_from(member).unwrap_or(0),
        service: u8::try_from(service).unwrap_or(0),
    };
    uses.push(use_of(first));
    let partner = members.iter().position(|other| {
        other.partner_bsn == members[first].bsn && kind.is_shared && rng.chance(0.85)
    });
    if let Some(partner) = partner {
        uses.push(use_of(partner));
        return;
    }
    weights[first] = 0.0;
    if weights.iter().any(|weight| *weight > 0.0) && rng.chance(0.12) {
        uses.push(use_of(rng.weighted(&weights)));
    }
}

/// Nearly all residents of an institution live there under the Wlz; some have more.
fn add_uses_of_institution(people: &People, place: usize, rng: &mut Rng, uses: &mut Vec<Use>) {
    let home = &people.homes[place];
    let stay = place_of("wlz-verblijf").unwrap_or(0);
    let work = place_of("wmo-rolstoel").unwrap_or(0);
    for person in home.first..home.first + home.size {
        for (service, share) in [(stay, 0.92), (work, 0.15)] {
            if rng.chance(share) {
                uses.push(Use {
                    home: u32::try_from(place).unwrap_or(0),
                    person,
                    service: u8::try_from(service).unwrap_or(0),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::people::people;
    use super::*;

    #[test]
    fn nobody_uses_a_service_that_is_not_for_that_age() {
        let (plan, mut rng) = (Plan::new(4096, 8).unwrap(), Rng::new(8, 0));
        let people = people(&plan, 0, &mut rng);
        let all = uses(&plan, 0, &people, &mut rng);
        let private = all.iter().filter(|one| one.home < 4096);
        for one in private {
            let person = &people.persons[one.person as usize];
            assert_eq!(person.home, Some(one.home));
            assert!(KINDS[usize::from(one.service)].use_at(person.age()) > 0.0);
        }
    }
}
