//! Households and people of a block: who lives with whom, where, and since when.

use super::addresses::{Address, Streets, buurten_of};
use super::areas::WIJKEN;
use super::bsn::made_up_bsn;
use super::composition::{age_of_head, kind_of};
use super::names::{Given, Surname};
use super::plan::Plan;
use super::rng::Rng;
use crate::vocabulary::{Day, HouseholdType, Sex};

/// The reference date's year; on its last day everybody's age is this year less the year of birth.
pub(super) const YEAR: u16 = 2026;
/// Numbers of persons that a block may give out.
const PERSONS_OF_BLOCK: u64 = 16_384;
/// Private households for every institution.
const HOUSEHOLDS_PER_INSTITUTION: usize = 2400;

/// A birth date as registered; 0 for an unknown day or month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Birth {
    pub(super) year: u16,
    /// The month, 1 to 12; 0 when unknown.
    pub(super) month: u8,
    /// The day of the month, 1 to 28; 0 when unknown.
    pub(super) day: u8,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    pub(super) bsn: u32,
    pub(super) sex: Sex,
    pub(super) given: Given,
    pub(super) surname: Surname,
    /// The partner's surname, of whoever is married.
    pub(super) partner_surname: Option<Surname>,
    pub(super) birth: Birth,
    pub(super) address: Address,
    /// The household, as a place in the block; `None` for who departed.
    pub(super) home: Option<u32>,
    /// The BSN of the partner, 0 for none.
    pub(super) partner_bsn: u32,
    /// The BSNs of the parents, 0 where unknown.
    pub(super) parent_bsns: [u32; 2],
    /// The day of death or departure.
    pub(super) left: Option<Day>,
}

impl Person {
    /// The age in whole years on the reference date.
    pub(super) const fn age(&self) -> u16 {
        YEAR - self.birth.year
    }
}

/// A household; its members stand together in the list of people.
#[derive(Debug, Clone, Copy)]
pub(super) struct Home {
    /// The number in the register.
    pub(super) number: u64,
    pub(super) kind: HouseholdType,
    /// The wijk, as a place in the district.
    pub(super) wijk: u8,
    pub(super) address: Address,
    /// The first member, as a place in the block's people.
    pub(super) first: u32,
    /// How many members there are; who left is behind them in the list and not counted.
    pub(super) size: u32,
}

/// The people of a block.
pub(super) struct People {
    /// Private households, then institutions.
    pub(super) homes: Vec<Home>,
    /// The people of the register, by household.
    pub(super) persons: Vec<Person>,
    /// The number of the next person of the block.
    next: u64,
    seed: u64,
}

/// Makes the people of a block.
pub(super) fn people(plan: &Plan, block: u64, rng: &mut Rng) -> People {
    let range = plan.block(block);
    let private = usize::try_from(range.end - range.start).unwrap_or(0);
    let mut people = People {
        homes: Vec::with_capacity(private + 4),
        persons: Vec::with_capacity(private * 9 / 4),
        next: block * PERSONS_OF_BLOCK,
        seed: plan.seed,
    };
    let mut streets = Streets::new(block);
    let weights: Vec<f64> = WIJKEN.iter().map(|wijk| wijk.households).collect();
    for number in range {
        let wijk = rng.weighted(&weights);
        people.household(number + 1, wijk, &mut streets, rng);
    }
    for place in 0..private.div_ceil(HOUSEHOLDS_PER_INSTITUTION) {
        let number = plan.households + 1 + block * 4 + place as u64;
        people.institution(number, private, &mut streets, rng);
    }
    people
}

impl People {
    /// A new person who lives nowhere yet.
    pub(super) fn person(&mut self, sex: Sex, age: u16, surname: Surname, rng: &mut Rng) -> Person {
        let bsn = made_up_bsn(self.next, self.seed);
        self.next += 1;
        let birth = birth(YEAR - age, rng);
        Person {
            bsn,
            sex,
            given: Given::draw(sex == Sex::Female, birth.year, rng),
            surname,
            partner_surname: None,
            birth,
            address: Address::default(),
            home: None,
            partner_bsn: 0,
            parent_bsns: [0; 2],
            left: None,
        }
    }

    fn household(&mut self, number: u64, wijk: usize, streets: &mut Streets, rng: &mut Rng) {
        let kind = kind_of(wijk, rng);
        let members = self.members(kind, wijk, rng);
        let buurten = buurten_of(wijk);
        let buurt = buurten.start + rng.below(buurten.len());
        let is_student = kind == HouseholdType::Single && members[0].age() < 28;
        let address = if is_student && rng.chance(0.3) {
            streets.student_room(buurt, rng)
        } else {
            streets.dwelling(buurt, rng)
        };
        let home = self.add_home(number, kind, wijk, address, members);
        if rng.chance(0.008) {
            self.who_left(home, rng);
        }
    }

    fn add_home(
        &mut self,
        number: u64,
        kind: HouseholdType,
        wijk: usize,
        address: Address,
        members: Vec<Person>,
    ) -> u32 {
        let place = u32::try_from(self.homes.len()).unwrap_or(0);
        self.homes.push(Home {
            number,
            kind,
            wijk: u8::try_from(wijk).unwrap_or(0),
            address,
            first: u32::try_from(self.persons.len()).unwrap_or(0),
            size: u32::try_from(members.len()).unwrap_or(0),
        });
        let settled = members.into_iter().map(|one| Person {
            address,
            home: Some(place),
            ..one
        });
        self.persons.extend(settled);
        place
    }

    fn members(&mut self, kind: HouseholdType, wijk: usize, rng: &mut Rng) -> Vec<Person> {
        match kind {
            HouseholdType::Single => {
                vec![self.adult(draw_sex(rng), age_of_head(kind, wijk, rng), rng)]
            }
            HouseholdType::Couple => self.couple(age_of_head(kind, wijk, rng), rng),
            HouseholdType::CoupleChildren => {
                let mut members = self.couple(age_of_head(kind, wijk, rng), rng);
                self.add_children(&mut members, rng);
                members
            }
            HouseholdType::SingleParent => {
                let sex = if rng.chance(0.82) {
                    Sex::Female
                } else {
                    Sex::Male
                };
                let mut members = vec![self.adult(sex, age_of_head(kind, wijk, rng), rng)];
                self.add_children(&mut members, rng);
                members
            }
            _ => {
                let count = rng.between(2, 4);
                let adults = (0..count).map(|_| {
                    let age = age_of_head(kind, wijk, rng);
                    self.adult(draw_sex(rng), age, rng)
                });
                adults.collect()
            }
        }
    }

    fn adult(&mut self, sex: Sex, age: u16, rng: &mut Rng) -> Person {
        let surname = Surname::draw(rng);
        self.person(sex, age, surname, rng)
    }

    fn couple(&mut self, age: u16, rng: &mut Rng) -> Vec<Person> {
        let same_sex = rng.chance(0.015);
        let mut first = self.adult(if same_sex { draw_sex(rng) } else { Sex::Male }, age, rng);
        let other_sex = if same_sex { first.sex } else { Sex::Female };
        let other_age = (i32::from(age) - 2 + rng.between(-5, 5)).clamp(18, 99);
        let mut second = self.adult(other_sex, u16::try_from(other_age).unwrap_or(40), rng);
        (first.partner_bsn, second.partner_bsn) = (second.bsn, first.bsn);
        if rng.chance(0.75) {
            second.partner_surname = Some(first.surname);
            if rng.chance(0.05) {
                first.partner_surname = Some(second.surname);
            }
        }
        vec![first, second]
    }

    fn add_children(&mut self, members: &mut Vec<Person>, rng: &mut Rng) {
        let youngest_parent = members.iter().map(Person::age).min().unwrap_or(40);
        let count = 1 + rng.weighted(&[0.40, 0.41, 0.14, 0.04, 0.01]);
        let oldest_child = youngest_parent.saturating_sub(19).min(26);
        let youngest_child = youngest_parent.saturating_sub(44).min(oldest_child);
        let surname = members[usize::from(members.len() > 1 && rng.chance(0.15))].surname;
        let parents = [members[0].bsn, members.get(1).map_or(0, |other| other.bsn)];
        for _ in 0..count {
            let age = rng.between(i32::from(youngest_child), i32::from(oldest_child));
            let sex = draw_sex(rng);
            let child = self.person(sex, u16::try_from(age).unwrap_or(0), surname, rng);
            members.push(Person {
                parent_bsns: parents,
                ..child
            });
        }
    }

    /// Adds somebody who died or departed last year and still is in the register.
    fn who_left(&mut self, home: u32, rng: &mut Rng) {
        let lived_at = self.homes[home as usize].address;
        let died = rng.chance(0.6);
        let age = if died {
            rng.between(66, 97)
        } else {
            rng.between(20, 60)
        };
        let mut person = self.adult(draw_sex(rng), u16::try_from(age).unwrap_or(70), rng);
        person.address = lived_at;
        person.home = died.then_some(home);
        // From 2 January 2025 to 13 December 2026, before the reference date.
        person.left = Some(Day::from_number(rng.between(20_090, 20_800)));
        self.persons.push(person);
    }

    fn institution(&mut self, number: u64, private: usize, streets: &mut Streets, rng: &mut Rng) {
        let wijk = rng.below(WIJKEN.len());
        let buurten = buurten_of(wijk);
        let address = streets.institution(buurten.start + rng.below(buurten.len()), rng);
        let most = i32::try_from(private / 60).unwrap_or(60).clamp(14, 60);
        let count = rng.between(13, most);
        let is_old = rng.chance(0.8);
        let residents = (0..count).map(|_| {
            let age = if is_old {
                rng.between(72, 99)
            } else {
                rng.between(20, 64)
            };
            self.adult(draw_sex(rng), u16::try_from(age).unwrap_or(80), rng)
        });
        let residents = residents.collect();
        self.add_home(number, HouseholdType::Institution, wijk, address, residents);
    }

    /// The members of a household that live there on the reference date.
    pub(super) fn members_of(&self, home: &Home) -> &[Person] {
        let first = home.first as usize;
        &self.persons[first..first + home.size as usize]
    }
}

fn draw_sex(rng: &mut Rng) -> Sex {
    match rng.unit() {
        draw if draw < 0.505 => Sex::Female,
        draw if draw < 0.9997 => Sex::Male,
        _ => Sex::Unknown,
    }
}

/// A birth date in a year; of one in 150 the day, or day and month, is unknown.
fn birth(year: u16, rng: &mut Rng) -> Birth {
    let month = u8::try_from(rng.between(1, 12)).unwrap_or(1);
    // Up to 28: a day that every month has.
    let day = u8::try_from(rng.between(1, 28)).unwrap_or(1);
    match rng.unit() {
        draw if draw < 0.002 => Birth {
            year,
            month: 0,
            day: 0,
        },
        draw if draw < 0.0065 => Birth {
            year,
            month,
            day: 0,
        },
        _ => Birth { year, month, day },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block() -> People {
        people(&Plan::new(4096, 8).unwrap(), 0, &mut Rng::new(8, 0))
    }

    #[test]
    fn a_household_is_what_its_type_says() {
        let people = block();
        for home in &people.homes {
            let members = people.members_of(home);
            let children = members
                .iter()
                .filter(|one| one.parent_bsns != [0; 2])
                .count();
            let partners = members.iter().filter(|one| one.partner_bsn != 0).count();
            let others = members.len() - children - partners;
            let fits = match home.kind {
                HouseholdType::Single => (others, partners, children) == (1, 0, 0),
                HouseholdType::Couple => (others, partners, children) == (0, 2, 0),
                HouseholdType::CoupleChildren => (others, partners) == (0, 2) && children > 0,
                HouseholdType::SingleParent => (others, partners) == (1, 0) && children > 0,
                HouseholdType::Institution => others > 12 && partners + children == 0,
                _ => others > 1 && partners + children == 0,
            };
            assert!(fits, "household {}", home.number);
        }
    }

    #[test]
    fn children_are_younger_than_their_parents_and_who_left_is_no_member() {
        let people = block();
        for home in &people.homes {
            let members = people.members_of(home);
            assert!(
                members
                    .iter()
                    .all(|one| one.left.is_none() && one.address == home.address)
            );
            for child in members.iter().filter(|one| one.parent_bsns != [0; 2]) {
                let parents = members
                    .iter()
                    .filter(|one| child.parent_bsns.contains(&one.bsn));
                assert!(
                    parents.map(Person::age).min().unwrap() > child.age() + 17 || child.age() == 0
                );
            }
        }
        assert!(people.persons.iter().any(|one| one.left.is_some()));
    }
}
