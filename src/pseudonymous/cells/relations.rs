//! Which counts are part of which others. It follows from what they count, so any reader of the tables knows it.

use super::key::{CellKey, Event, Fate, Flow, Group, Number, SetOf, Unit};
use super::quality;
use crate::vocabulary::{Dimension, DomainIx, ProviderIx, ServiceIx};

/// What of the town and the agreement decides which counts lie within each other.
#[derive(Debug, Default)]
pub struct Facts {
    /// Per buurt the wijk that all of it lies in.
    pub wijk_of: Vec<Option<usize>>,
    /// Per service its domain.
    pub domain_of: Vec<DomainIx>,
    /// Per service, and per need behind them, its only provider.
    pub provider_of: Vec<Option<ProviderIx>>,
    /// Whether no household has more organisations than services: where two providers hand over a service that names no
    /// organisation, it can.
    pub has_organisation_per_service: bool,
    /// Per need the services that answer it.
    pub answers: Vec<Vec<ServiceIx>>,
    /// The providers of needs, whose clients are in no sum of all.
    pub of_needs: Vec<ProviderIx>,
    /// The services that give a right.
    pub entitling: Vec<ServiceIx>,
}

/// All clients of all providers.
pub const ALL_CLIENTS: CellKey = CellKey::town(Unit::Client, Event::Services(Number::All));

/// A way to cut a count into parts that share nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cut {
    /// Exactly so many, and more.
    Number,
    /// The levels of a dimension.
    Dimension(Dimension),
    /// On the first day, or only later.
    FirstDay,
    /// On the last day, or only before.
    LastDay,
    /// In one quarter, or in none.
    Quarter,
    /// The exact sets of services or domains.
    Sets(SetOf),
    /// What became of clients.
    Fate,
    /// The providers whose clients they are.
    Provider,
}

impl CellKey {
    /// The counts that this one is an addend of: all keys with the same whole and cut add up to that whole.
    #[must_use]
    pub fn addend_of(&self, facts: &Facts) -> Vec<(Self, Cut)> {
        if let Event::Groups(others) = &self.event {
            return self.addend_of_groups(others);
        }
        let client = |provider, fate| Self::town(Unit::Client, Event::Fate(provider, fate));
        let users = || Self::town(self.unit, Event::Services(Number::AtLeast(1)));
        let by_event = match &self.event {
            Event::Set(_) => Some((users(), Cut::Sets(SetOf::Services))),
            Event::Domains(_) => Some((users(), Cut::Sets(SetOf::Domains))),
            Event::OtherSets(of) => Some((users(), Cut::Sets(*of))),
            Event::Fate(provider, fate) => match fate {
                Fate::By(_) => Some((client(*provider, Fate::Linked), Cut::Fate)),
                Fate::Linked | Fate::Not(_) => Some((client(*provider, Fate::Any), Cut::Fate)),
                Fate::Any => {
                    let is_of_needs = facts.of_needs.contains(provider);
                    (!is_of_needs).then_some((ALL_CLIENTS, Cut::Provider))
                }
                Fate::Records | Fate::LeftBehind => None,
            },
            Event::Flow(service, flow) => {
                let cut = match flow {
                    Flow::First | Flow::In => Cut::FirstDay,
                    Flow::Out | Flow::Last => Cut::LastDay,
                };
                let all = Event::Service(*service, Number::All);
                Some((self.counting(all), cut))
            }
            Event::Overlap(a, b, _) => Some((self.counting(Event::Pair(*a, *b)), Cut::Quarter)),
            _ => None,
        };
        let by_number = match self.number() {
            Some(Number::Exactly(number)) => Some(number),
            Some(Number::AtLeast(number)) => number.checked_sub(1),
            Some(Number::All) | None => None,
        };
        let by_number = by_number.map(|from| (self.with(Number::at_least(from)), Cut::Number));
        let by_level = self.group.filter(|group| !group.is_institution());
        let by_level = by_level.map(|group| (self.of(None), Cut::Dimension(group.dimension)));
        let by_buurt = self.wijk(facts).filter(|_| self.is_of_parts(facts));
        let by_buurt = by_buurt.map(|wijk| (self.of(Some(wijk)), Cut::Dimension(Dimension::Buurt)));
        let by_quality = quality::addend_of(self, &facts.of_needs).into_iter();
        let by_quality =
            by_quality.map(|(whole, by)| (whole, by.map_or(Cut::Provider, Cut::Dimension)));
        [by_event, by_number, by_level, by_buurt]
            .into_iter()
            .flatten()
            .chain(by_quality)
            .collect()
    }

    /// The households of an area and another group are addends of both.
    fn addend_of_groups(&self, others: &[Group]) -> Vec<(Self, Cut)> {
        let (Some(area), [other]) = (self.group, others) else {
            return Vec::new();
        };
        let addend = |of, by: Group| (self.all_of(of), Cut::Dimension(by.dimension));
        vec![addend(*other, area), addend(area, *other)]
    }

    /// All of a group, whatever they have.
    const fn all_of(&self, group: Group) -> Self {
        Self {
            unit: self.unit,
            group: Some(group),
            event: Event::Services(Number::All),
        }
    }

    /// The counts that everyone whom this one counts is in too: the next of each kind, as theirs follow from them.
    #[must_use]
    pub fn wholes(&self, facts: &Facts) -> Vec<Self> {
        let mut wholes = self.wholes_of_event(facts);
        wholes.extend(self.addend_of(facts).into_iter().map(|(whole, _)| whole));
        wholes.extend(self.wijk(facts).map(|wijk| self.of(Some(wijk))));
        wholes
    }

    /// The wijk that all of its buurt lies in.
    fn wijk(&self, facts: &Facts) -> Option<Group> {
        let buurt = self.group.filter(|one| one.dimension == Dimension::Buurt)?;
        let level = facts.wijk_of.get(buurt.level).copied().flatten()?;
        let dimension = Dimension::Wijk;
        Some(Group { dimension, level })
    }

    /// Whether it stands in a table of needs or rights, which shows wijken and their buurten.
    fn is_of_parts(&self, facts: &Facts) -> bool {
        match &self.event {
            Event::Need(_) | Event::NeedWithout(_) | Event::Pair(..) => true,
            Event::Service(service, Number::All) => facts.entitling.contains(service),
            _ => false,
        }
    }

    /// The same of another group.
    fn of(&self, group: Option<Group>) -> Self {
        Self {
            group,
            ..self.clone()
        }
    }

    fn wholes_of_event(&self, facts: &Facts) -> Vec<Self> {
        let with = |number| Self {
            event: Event::Services(number),
            ..*self
        };
        let of_provider = |provider, fate| Self::town(Unit::Client, Event::Fate(provider, fate));
        // Somebody of each household is a linked client of the only one that brings it.
        let linked = |service: &ServiceIx| {
            let provider = facts.provider_of.get(service.index()).copied().flatten();
            provider.map(|provider| of_provider(provider, Fate::Linked))
        };
        match &self.event {
            // A household has a member.
            Event::Services(Number::All) if self.unit == Unit::Household => vec![Self {
                unit: Unit::Person,
                ..self.clone()
            }],
            Event::Services(Number::AtLeast(1)) if self.unit == Unit::Person => vec![ALL_CLIENTS],
            Event::Services(Number::AtLeast(1)) if self.unit == Unit::Household => {
                quality::linked_in(self.group).into_iter().collect()
            }
            Event::Service(service, Number::All) => {
                let users = with(Number::AtLeast(1));
                let domain = facts.domain_of.get(service.index());
                let domain = domain.map(|domain| self.counting(Event::Domain(*domain)));
                (linked(service).into_iter().chain(domain))
                    .chain([users])
                    .collect()
            }
            Event::Service(_, number) => vec![with(*number)],
            Event::Domain(_) => vec![with(Number::AtLeast(1))],
            Event::Need(need) => {
                let all = with(Number::All);
                linked(need).into_iter().chain([all]).collect()
            }
            Event::NeedWithout(need) => vec![self.counting(Event::Need(*need))],
            Event::NeedWith(need, service) => {
                [Event::Need(*need), Event::Service(*service, Number::All)]
                    .map(|event| self.counting(event))
                    .into()
            }
            Event::Pair(a, b) if self.group.is_none() => {
                [a, b].map(|service| having(*service, 2)).into()
            }
            Event::Pair(a, b) => {
                let [a, b] = [a, b].map(|one| self.counting(Event::Service(*one, Number::All)));
                vec![a, b, with(Number::AtLeast(2))]
            }
            Event::Set(services) => {
                let domains = services.iter().map(|one| facts.domain_of[one.index()]);
                let mut domains: Vec<DomainIx> = domains.collect();
                domains.sort_unstable();
                domains.dedup();
                let mut wholes = having_all(services, services.len());
                wholes.push(Self::town(self.unit, Event::Domains(domains.into())));
                wholes
            }
            Event::Domains(domains) => {
                let mut wholes = having_all(&facts.only_services_of(domains), domains.len());
                wholes.push(with(Number::AtLeast(domains.len())));
                let any = domains.iter().map(|one| Event::Domain(*one));
                wholes.extend(any.map(|event| Self::town(self.unit, event)));
                wholes
            }
            Event::Organisations(number) if facts.has_organisation_per_service => {
                vec![with(*number)]
            }
            Event::Groups(others) if self.group.is_none() => {
                others.iter().map(|group| self.all_of(*group)).collect()
            }
            Event::Fate(provider, Fate::Any) => vec![of_provider(*provider, Fate::Records)],
            Event::Decisive(provider, number) => {
                let linked = of_provider(*provider, Fate::Linked);
                // The only client of its household who brings a service is one per household.
                let users = Self::town(Unit::Household, Event::Services(Number::AtLeast(1)));
                let users = (*number == 1).then_some(users);
                users.into_iter().chain([linked]).collect()
            }
            Event::Surer(sure, number) => {
                let less_sure = match sure {
                    0 | 1 => Event::Services(*number),
                    _ => Event::Surer(sure - 1, *number),
                };
                let fewer = match number {
                    Number::AtLeast(number) => Number::at_least(number.saturating_sub(1)),
                    other => *other,
                };
                vec![self.counting(less_sure), self.with(fewer)]
            }
            Event::Quality(provider, group, count) => quality::wholes(*provider, *group, *count),
            _ => Vec::new(),
        }
    }
}

/// Households with this service, and at least so many.
fn having(service: ServiceIx, number: usize) -> CellKey {
    let event = Event::Service(service, Number::AtLeast(number));
    CellKey::town(Unit::Household, event)
}

/// Of those who have all of `services`, and at least so many in all: each service, and each pair.
fn having_all(services: &[ServiceIx], number: usize) -> Vec<CellKey> {
    let mut wholes: Vec<_> = services.iter().map(|one| having(*one, number)).collect();
    for (index, a) in services.iter().enumerate() {
        let pair = |b: &ServiceIx| CellKey::town(Unit::Household, Event::Pair(*a, *b));
        wholes.extend(services[index + 1..].iter().map(pair));
    }
    wholes
}

impl Facts {
    /// The services of a domain.
    pub fn services_of(&self, domain: DomainIx) -> impl Iterator<Item = ServiceIx> {
        let services = (0..).map(ServiceIx::at).zip(&self.domain_of);
        let own = services.filter(move |(_, of)| **of == domain);
        own.map(|(service, _)| service)
    }

    /// The service of each domain that has one service only.
    fn only_services_of(&self, domains: &[DomainIx]) -> Vec<ServiceIx> {
        let only = |domain: &DomainIx| {
            let mut services = self.services_of(*domain);
            let service = services.next()?;
            services.next().is_none().then_some(service)
        };
        let mut services: Vec<ServiceIx> = domains.iter().filter_map(only).collect();
        services.sort_unstable();
        services
    }
}
