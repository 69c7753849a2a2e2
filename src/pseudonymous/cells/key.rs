//! What a number counts: whom, in which group, and what they have.

use std::fmt;

use crate::vocabulary::{
    Dimension, DomainIx, HouseholdType, LinkGroup, ProviderIx, QualityCount, ServiceIx,
};

/// Which households, persons or clients a number counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CellKey {
    /// Households, persons or clients.
    pub unit: Unit,
    /// Of whom; `None` for the whole town.
    pub group: Option<Group>,
    /// What they have in common.
    pub event: Event,
}

/// Whom a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Private households; institutions under their own type only.
    Household,
    /// Persons in private households.
    Person,
    /// Clients, counted once per provider.
    Client,
}

/// A level of a dimension, such as a wijk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Group {
    /// What its levels are of, such as wijken.
    pub dimension: Dimension,
    /// The index of the level in its list; anyone whose level is unknown comes after the last.
    pub level: usize,
}

/// What those have who are counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Event {
    /// So many services, by the counting rule; of persons their own.
    Services(Number),
    /// This service, and so many distinct ones.
    Service(ServiceIx, Number),
    /// Both services, the first before the second.
    Pair(ServiceIx, ServiceIx),
    /// A service of this domain, whichever.
    Domain(DomainIx),
    /// This need; needs are numbered behind the services.
    Need(ServiceIx),
    /// This need, and no service that answers it.
    NeedWithout(ServiceIx),
    /// This need, and this service.
    NeedWith(ServiceIx, ServiceIx),
    /// The first service, and so a right to the second: counts of both are of a service and of a pair.
    Entitled(ServiceIx, ServiceIx),
    /// This service in the period, and when.
    Flow(ServiceIx, Flow),
    /// Both services in the period, the first before the second, and whether together.
    Overlap(ServiceIx, ServiceIx, Overlap),
    /// Exactly these services and no others.
    Set(Box<[ServiceIx]>),
    /// Services of exactly these domains.
    Domains(Box<[DomainIx]>),
    /// One of the sets that are too small to print.
    OtherSets(SetOf),
    /// So many organisations, and a service.
    Organisations(Number),
    /// A client of this provider, and what became of it.
    Fate(ProviderIx, Fate),
    /// A linked client of this provider, without whom its household would have fewer than so many services.
    Decisive(ProviderIx, usize),
    /// So many services, when only links at least as likely as this of [`SURE`](crate::vocabulary::SURE) are made, from the second on.
    Surer(usize, Number),
    /// A client in a group of this provider, or of all that bring services, and what is known of it.
    Quality(Option<ProviderIx>, LinkGroup, QualityCount),
    /// Whatever they have: they are of these groups too.
    Groups(Box<[Group]>),
    /// A measure of the headline.
    Measure(&'static str),
}

/// When a service is used in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// On the first day.
    First,
    /// Not yet on the first day.
    In,
    /// No longer on the last day.
    Out,
    /// On the last day.
    Last,
}

/// Whether two services of the period are used in one quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Overlap {
    /// In one quarter at least.
    Together,
    /// In none: one after the other.
    Apart,
}

/// What a set is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SetOf {
    /// Of services.
    Services,
    /// Of the domains of services.
    Domains,
}

/// How many of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Number {
    /// Any number, 0 too.
    All,
    /// Exactly so many.
    Exactly(usize),
    /// So many or more.
    AtLeast(usize),
}

/// What became of the clients of a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// Whatever became of them, each use once.
    Records,
    /// Whatever became of them.
    Any,
    /// Linked, by whichever way.
    Linked,
    /// Linked by this way.
    By(&'static str),
    /// Not linked, for this reason.
    Not(&'static str),
    /// Rows that were never handed over.
    LeftBehind,
}

impl CellKey {
    /// Of the whole town.
    #[must_use]
    pub const fn town(unit: Unit, event: Event) -> Self {
        Self {
            unit,
            group: None,
            event,
        }
    }

    /// The same unit and group, with something else in common.
    #[must_use]
    pub const fn counting(&self, event: Event) -> Self {
        Self {
            unit: self.unit,
            group: self.group,
            event,
        }
    }

    /// The same with another number of what is counted.
    #[must_use]
    pub fn with(&self, number: Number) -> Self {
        let event = match &self.event {
            Event::Services(_) => Event::Services(number),
            Event::Service(service, _) => Event::Service(*service, number),
            Event::Organisations(_) => Event::Organisations(number),
            // Households are the same ones, however sure links are.
            Event::Surer(..) if number == Number::All => Event::Services(number),
            Event::Surer(sure, _) => Event::Surer(*sure, number),
            other => other.clone(),
        };
        Self { event, ..*self }
    }

    /// The households of those counted.
    #[must_use]
    pub fn of_households(&self) -> Self {
        if let Event::Quality(_, LinkGroup::Wijk(level), _) = self.event {
            let dimension = Dimension::Wijk;
            return Self {
                group: Some(Group { dimension, level }),
                ..Self::town(Unit::Household, Event::Services(Number::All))
            };
        }
        Self {
            unit: Unit::Household,
            ..self.with(Number::All)
        }
    }

    /// The number of what is counted, where those with exactly so many are counted too.
    #[must_use]
    pub const fn number(&self) -> Option<Number> {
        match self.event {
            Event::Services(number) | Event::Service(_, number) | Event::Organisations(number) => {
                Some(number)
            }
            _ => None,
        }
    }

    /// Whether what is kept of a household tells if it counts: nothing kept tells when, or how sure its links are.
    #[must_use]
    pub const fn is_of_what_is_kept(&self) -> bool {
        !matches!(
            self.event,
            Event::Flow(..) | Event::Overlap(..) | Event::Surer(..)
        )
    }

    /// Whether it counts who lives where, whatever they use: such a count is never hidden.
    #[must_use]
    pub const fn is_of_groups(&self) -> bool {
        matches!(self.event, Event::Groups(_))
    }

    /// The service, or the two of a pair.
    #[must_use]
    pub const fn services(&self) -> Option<[ServiceIx; 2]> {
        match self.event {
            Event::Service(service, _) | Event::NeedWith(_, service) | Event::Flow(service, _) => {
                Some([service, service])
            }
            Event::Pair(a, b) | Event::Overlap(a, b, _) => Some([a, b]),
            _ => None,
        }
    }
}

impl Unit {
    /// The word in a table.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Household => "household",
            Self::Person => "person",
            Self::Client => "client",
        }
    }
}

impl Group {
    /// Whether it is a wijk or a buurt.
    #[must_use]
    pub const fn is_area(self) -> bool {
        matches!(self.dimension, Dimension::Wijk | Dimension::Buurt)
    }

    /// Whether these are no private households.
    #[must_use]
    pub fn is_institution(self) -> bool {
        let kind = HouseholdType::ALL.get(self.level);
        self.dimension == Dimension::HouseholdType && kind == Some(&HouseholdType::Institution)
    }
}

impl Number {
    /// At least 0 are all.
    #[must_use]
    pub const fn at_least(number: usize) -> Self {
        match number {
            0 => Self::All,
            _ => Self::AtLeast(number),
        }
    }

    /// The number that a table writes as `all`, `3` or `3+`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match (text, text.strip_suffix('+')) {
            ("all", _) => Some(Self::All),
            (_, Some(number)) => number.parse().ok().map(Self::AtLeast),
            _ => text.parse().ok().map(Self::Exactly),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Exactly(number) => write!(f, "{number}"),
            Self::AtLeast(number) => write!(f, "{number}+"),
        }
    }
}
