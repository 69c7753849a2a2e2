//! A household as it was counted, and which counts it is in.

use serde::{Deserialize, Serialize};

use super::StackPlan;
use super::household::Household;
use super::ladders::{level_of_person, levels};
use super::plan::Tally;
use super::scene::{Scene, distinct_domains, domains};
use crate::pseudonymous::cells::{
    CellKey, Event, Group, LadderOf, Number, PartsOf, SetOf, Subject, Unit,
};
use crate::vocabulary::{Dimension, DomainIx, ServiceIx};

/// The dimensions that households have levels in.
const DIMENSIONS: [Dimension; 5] = [
    Dimension::Wijk,
    Dimension::Buurt,
    Dimension::AgeBand,
    Dimension::HouseholdType,
    Dimension::HouseholdSize,
];

/// A household as it was counted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Counted {
    pub(super) record_key: u64,
    pub(super) is_private: bool,
    /// In the order of [`DIMENSIONS`].
    levels: [u32; 5],
    /// By the counting rule.
    number: u32,
    organisations: u32,
    /// And behind them the needs.
    pub(super) services: Vec<u16>,
    members: Vec<Member>,
    /// Each member and own service once.
    own_services: Vec<u16>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Member {
    age_band: u32,
    sex: u32,
    /// Own distinct services.
    number: u32,
}

impl Counted {
    pub(super) fn of(one: &Household, scene: &Scene) -> Self {
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let level = |by| number(one.level(Some(by)).min(levels(scene, Some(by)) - 1));
        let codes = |services: &[ServiceIx]| services.iter().map(|one| one.number()).collect();
        let members = one.members.clone().zip(&one.own_numbers);
        let members = members.map(|(person, own)| {
            let level = |by| number(level_of_person(scene, Some(by), person, one));
            Member {
                age_band: level(Dimension::AgeBand),
                sex: level(Dimension::Sex),
                number: number(*own),
            }
        });
        Self {
            record_key: scene.town.households.record_key[one.index],
            is_private: one.is_private,
            levels: DIMENSIONS.map(level),
            number: number(one.number),
            organisations: number(one.organisations),
            services: codes(&[&*one.services, &*one.needs].concat()),
            members: members.collect(),
            own_services: codes(&one.own_services),
        }
    }

    fn group(&self, by: Option<Dimension>) -> Option<Group> {
        let dimension = by?;
        let index = DIMENSIONS.iter().position(|one| *one == dimension)?;
        let level = self.levels[index] as usize;
        Some(Group { dimension, level })
    }
}

/// Which counts a household is in, by a plan: the same as the counters of the one pass, one household at a time.
pub(super) struct Contributions {
    tallies: Vec<Tally>,
    services: u16,
    answers: Vec<Vec<bool>>,
    domain_of: Vec<DomainIx>,
}

impl Contributions {
    pub(super) fn of(plan: &StackPlan) -> Self {
        Self {
            tallies: plan.tallies(),
            services: ServiceIx::at(plan.services.len()).number(),
            answers: plan.answers(),
            domain_of: domains(plan).1,
        }
    }

    /// What counts the household; what counts several of its persons more than once.
    pub(super) fn keys(&self, one: &Counted) -> Vec<CellKey> {
        let mut keys = Vec::new();
        for tally in &self.tallies {
            match tally {
                Tally::Ladders(of) => {
                    ladder_keys(*of, (one, self.services_of(one)), &mut keys);
                }
                _ if !one.is_private => {}
                Tally::Persons => {
                    let event = |code: &u16| Event::Service(ServiceIx::new(*code), Number::All);
                    let keys_of = one.own_services.iter().map(event);
                    keys.extend(keys_of.map(|event| CellKey::town(Unit::Person, event)));
                }
                Tally::Crossed(of) => keys.push(crossed_key(of, one)),
                Tally::Having(of, by) => {
                    let group = one.group(Some(*by));
                    let events = self.events(*of, one).into_iter();
                    let key = |event| CellKey::town(Unit::Household, event);
                    keys.extend(events.map(|event| CellKey {
                        group,
                        ..key(event)
                    }));
                }
                // Of rights the other tallies tell it all: each key once, or a change would count twice. When a household used
                // what is not kept, nor how sure that is, nor who brought it.
                Tally::Parts(PartsOf::Entitled, _)
                | Tally::Flow
                | Tally::Overlap
                | Tally::LinkEffect
                | Tally::Thresholds => {}
                Tally::Parts(PartsOf::Needs, by) => {
                    self.need_keys((one, one.group(*by)), &mut keys);
                }
                Tally::NeedByService => {
                    let needs = self.needs_of(one).map(|need| ServiceIx::new(*need));
                    let with = |need| {
                        let used = self.services_of(one).iter();
                        used.map(move |code| Event::NeedWith(need, ServiceIx::new(*code)))
                    };
                    let events = needs.flat_map(with);
                    keys.extend(events.map(|event| CellKey::town(Unit::Household, event)));
                }
                Tally::Pairs => {
                    let events = self.events(Subject::Pair, one).into_iter();
                    keys.extend(events.map(|event| CellKey::town(Unit::Household, event)));
                }
                Tally::Sets(of) => keys.extend(self.set_key(*of, one)),
            }
        }
        // Domains of the whole town stand beside those of its areas.
        let is_of_domains = |tally: &Tally| matches!(tally, Tally::Having(Subject::Domain, _));
        if one.is_private && self.tallies.iter().any(is_of_domains) {
            let events = self.events(Subject::Domain, one).into_iter();
            keys.extend(events.map(|event| CellKey::town(Unit::Household, event)));
        }
        keys
    }

    /// The services of a household, without its needs.
    fn services_of<'a>(&self, one: &'a Counted) -> &'a [u16] {
        let used = one.services.partition_point(|code| *code < self.services);
        &one.services[..used]
    }

    fn needs_of<'a>(&self, one: &'a Counted) -> impl Iterator<Item = &'a u16> {
        one.services[self.services_of(one).len()..].iter()
    }

    fn need_keys(&self, (one, group): (&Counted, Option<Group>), keys: &mut Vec<CellKey>) {
        let used = self.services_of(one);
        let mut add = |event| {
            keys.push(CellKey {
                unit: Unit::Household,
                group,
                event,
            });
        };
        for need in self.needs_of(one) {
            let answers = &self.answers[usize::from(need - self.services)];
            add(Event::Need(ServiceIx::new(*need)));
            if !used.iter().any(|code| answers[usize::from(*code)]) {
                add(Event::NeedWithout(ServiceIx::new(*need)));
            }
        }
    }

    fn set_key(&self, of: SetOf, one: &Counted) -> Option<CellKey> {
        let used = self.services_of(one);
        if used.is_empty() {
            return None;
        }
        let services = || used.iter().map(|code| ServiceIx::new(*code));
        let event = match of {
            SetOf::Services => Event::Set(services().collect()),
            SetOf::Domains => {
                let services: Vec<_> = services().collect();
                Event::Domains(distinct_domains(&services, &self.domain_of).into())
            }
        };
        Some(CellKey::town(Unit::Household, event))
    }

    /// The services, domains or pairs of services that a household has.
    fn events(&self, of: Subject, one: &Counted) -> Vec<Event> {
        let services = self.services_of(one).iter();
        let services: Vec<ServiceIx> = services.map(|code| ServiceIx::new(*code)).collect();
        match of {
            Subject::Service => services
                .into_iter()
                .map(|one| Event::Service(one, Number::All))
                .collect(),
            Subject::Domain => distinct_domains(&services, &self.domain_of)
                .into_iter()
                .map(Event::Domain)
                .collect(),
            Subject::Pair => {
                let others = |place: usize| services[place + 1..].iter();
                let pairs = services.iter().enumerate();
                pairs
                    .flat_map(|(place, a)| others(place).map(|b| Event::Pair(*a, *b)))
                    .collect()
            }
        }
    }
}

fn ladder_keys(of: LadderOf, (one, used): (&Counted, &[u16]), keys: &mut Vec<CellKey>) {
    let mut climb = |unit, group, highest: u32, event: &dyn Fn(Number) -> Event| {
        let numbers = (0..=highest as usize).map(Number::at_least);
        keys.extend(numbers.map(|number| CellKey {
            unit,
            group,
            event: event(number),
        }));
    };
    match of {
        LadderOf::Households(by) if one.is_private || by == Some(Dimension::HouseholdType) => {
            climb(Unit::Household, one.group(by), one.number, &Event::Services);
        }
        _ if !one.is_private => {}
        LadderOf::Households(_) => {}
        LadderOf::Persons(by) => {
            for member in &one.members {
                let own = |level| by.map(|dimension| Group { dimension, level });
                let group = match by {
                    Some(Dimension::AgeBand) => own(member.age_band as usize),
                    Some(Dimension::Sex) => own(member.sex as usize),
                    _ => one.group(by),
                };
                climb(Unit::Person, group, member.number, &Event::Services);
            }
        }
        LadderOf::Organisations(by) => {
            if one.organisations > 0 {
                let group = one.group(by);
                climb(
                    Unit::Household,
                    group,
                    one.organisations,
                    &Event::Organisations,
                );
            }
        }
        LadderOf::EachService => {
            let number = u32::try_from(used.len()).unwrap_or(u32::MAX);
            for code in used {
                let service = ServiceIx::new(*code);
                let event = |number| Event::Service(service, number);
                climb(Unit::Household, None, number, &event);
            }
        }
    }
}

fn crossed_key(of: &[Dimension], one: &Counted) -> CellKey {
    let groups: Vec<Group> = of.iter().filter_map(|by| one.group(Some(*by))).collect();
    let area = groups.first().copied().filter(|group| group.is_area());
    let others = &groups[usize::from(area.is_some())..];
    CellKey {
        unit: Unit::Household,
        group: area,
        event: Event::Groups(others.into()),
    }
}
