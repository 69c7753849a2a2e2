//! The uses of one household at a time, summed up for all counters.

use std::ops::Range;

use super::CountingRule;
use super::bitset::Bitset;
use super::scene::Scene;
use crate::pseudonymous::link::Use;
use crate::vocabulary::{
    AreaIx, Dimension, HouseholdSize, HouseholdType, PersonIx, ServiceIx, When,
};

/// A household and what it has at the agreed moment. Only private households are in tables, but for the one dimension
/// that reports institutions.
pub(super) struct Household {
    /// Where it stands in the columns of the town.
    pub(super) index: usize,
    pub(super) is_private: bool,
    /// What the rounding of its counts is drawn by.
    pub(super) draw: u64,
    /// Its distinct services, as a set.
    pub(super) set: Bitset,
    /// The same as a list, in the order of the agreement.
    pub(super) services: Vec<ServiceIx>,
    /// Per service of the agreement when it is used, as far as that is told; nothing where it is not.
    when: Vec<When>,
    /// The uses that bring its services, sorted by person, service and provider.
    pub(super) uses: Vec<Use>,
    /// Its needs, numbered behind the services; they count as no service.
    pub(super) needs: Vec<ServiceIx>,
    /// The number of services by the counting rule.
    pub(super) number: usize,
    /// The number of distinct organisations.
    pub(super) organisations: usize,
    /// Where its members stand in the columns of persons.
    pub(super) members: Range<usize>,
    /// Per member the number of own distinct services.
    pub(super) own_numbers: Vec<usize>,
    /// Each member and own service once: the service.
    pub(super) own_services: Vec<ServiceIx>,
    organisation_set: Bitset,
    /// By dimension its level; one of no known level is behind all.
    levels: [usize; Dimension::ALL.len()],
}

/// Goes through the households of a range in their order.
pub(super) struct Households<'a> {
    scene: &'a Scene<'a>,
    left: Range<usize>,
    use_at: usize,
    person_at: usize,
    current: Household,
}

impl<'a> Households<'a> {
    /// The households of this range; uses and persons are sorted by household.
    pub(super) fn of(scene: &'a Scene<'a>, range: Range<usize>) -> Self {
        let (uses, persons) = (&scene.town.uses, &scene.town.persons.household);
        Self {
            use_at: uses.partition_point(|one| one.unpack().household.index() < range.start),
            person_at: persons.partition_point(|one| one.index() < range.start),
            left: range,
            current: Household {
                index: 0,
                is_private: false,
                draw: 0,
                set: Bitset::of(scene.plan.services.len()),
                services: Vec::new(),
                when: vec![When::default(); scene.plan.services.len()],
                uses: Vec::new(),
                needs: Vec::new(),
                number: 0,
                organisations: 0,
                members: 0..0,
                own_numbers: Vec::new(),
                own_services: Vec::new(),
                organisation_set: Bitset::of(scene.organisations.len()),
                levels: [0; Dimension::ALL.len()],
            },
            scene,
        }
    }

    /// The next household; `each_use` hears of its uses, those at another moment too.
    pub(super) fn next(&mut self, mut each_use: impl FnMut(&Use)) -> Option<&Household> {
        let index = self.left.next()?;
        let (town, plan) = (self.scene.town, self.scene.plan);
        let first_member = self.person_at;
        let persons = &town.persons.household[first_member..];
        self.person_at += persons
            .iter()
            .take_while(|one| one.index() == index)
            .count();
        self.current
            .begin(index, self.scene, first_member..self.person_at);
        let mut before = None;
        let mut sum = 0;
        while let Some(key) = town.uses.get(self.use_at) {
            let one = key.unpack();
            if one.household.index() != index {
                break;
            }
            self.use_at += 1;
            each_use(&one);
            let counts = one.when.meets(plan.moment.when());
            if counts && one.service.index() >= plan.services.len() {
                self.current.add_need(one.service);
            } else if counts {
                // Uses are sorted by person and service: of one service by two providers the second follows at once.
                let own = Some((one.person, one.service));
                let is_new = std::mem::replace(&mut before, own) != own;
                sum += usize::from(is_new);
                self.current.add(&one, is_new, self.scene);
            }
        }
        self.current.end(plan.count, sum);
        Some(&self.current)
    }
}

impl Household {
    /// Its level of a dimension; all households are at the one level of the town.
    pub(super) fn level(&self, by: Option<Dimension>) -> usize {
        by.map_or(0, |by| self.levels[by as usize])
    }

    /// When anyone of it uses a service.
    pub(super) fn when(&self, service: ServiceIx) -> When {
        self.when[service.index()]
    }

    fn begin(&mut self, index: usize, scene: &Scene, members: Range<usize>) {
        let town = scene.town;
        self.index = index;
        self.is_private = town.households.kind[index] != HouseholdType::Institution;
        self.draw = town.draws[index];
        self.levels = Dimension::ALL.map(|(_, by)| level_of(scene, by, index));
        self.uses.clear();
        self.needs.clear();
        // Three of four households use nothing: for those there is nothing to clear.
        if !self.services.is_empty() {
            self.set.clear();
            for service in self.services.drain(..) {
                self.when[service.index()] = When::default();
            }
            self.organisation_set.clear();
            self.own_services.clear();
        }
        self.own_numbers.clear();
        self.own_numbers.resize(members.len(), 0);
        self.members = members;
    }

    fn add(&mut self, one: &Use, is_new: bool, scene: &Scene) {
        self.uses.push(*one);
        self.set.insert(one.service.index());
        let when = &mut self.when[one.service.index()];
        *when = when.or(one.when);
        let organisation = scene.organisation_of(one.service, one.provider);
        self.organisation_set.insert(organisation);
        if let (true, Some(person)) = (is_new, one.person.map(PersonIx::index)) {
            self.own_numbers[person - self.members.start] += 1;
            self.own_services.push(one.service);
        }
    }

    fn add_need(&mut self, need: ServiceIx) {
        if !self.needs.contains(&need) {
            self.needs.push(need);
        }
    }

    fn end(&mut self, rule: CountingRule, sum: usize) {
        self.needs.sort_unstable();
        self.services.extend(self.set.iter().map(ServiceIx::at));
        self.organisations = self.organisation_set.len();
        self.number = match rule {
            CountingRule::Distinct => self.services.len(),
            CountingRule::Sum => sum,
        };
    }
}

/// The number of services that these uses bring, by the counting rule.
pub(super) fn number_of<'a>(uses: impl Iterator<Item = &'a Use>, rule: CountingRule) -> usize {
    let counted = |of: &Use| match rule {
        CountingRule::Distinct => (None, of.service),
        CountingRule::Sum => (of.person, of.service),
    };
    let mut counted: Vec<_> = uses.map(counted).collect();
    counted.sort_unstable();
    counted.dedup();
    counted.len()
}

pub(super) fn level_of(scene: &Scene, by: Dimension, household: usize) -> usize {
    let households = &scene.town.households;
    let area = |area: Option<AreaIx>| area.map_or(usize::MAX, AreaIx::index);
    match by {
        Dimension::Sex => 0,
        Dimension::Wijk => area(households.wijk[household]),
        Dimension::Buurt => area(households.buurt[household]),
        Dimension::AgeBand => usize::from(households.age_band[household].index()),
        Dimension::HouseholdType => households.kind[household] as usize,
        Dimension::HouseholdSize => {
            let size = households.size[household].map_or(usize::MAX, |size| size.get() as usize);
            HouseholdSize::of(size).map_or(0, |size| usize::from(size.number()) - 1)
        }
    }
}
