//! How each part of a key is written in a table.

use super::key::{CellKey, Event, Group};
use crate::vocabulary::{
    Area, Dimension, HouseholdSize, HouseholdType, LinkGroup, ProviderIx, SURE, ServiceIx, Sex,
};

/// The names that the numbers in keys stand for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Codes of the services, in the order of the agreement, and behind them those of the needs.
    pub services: Vec<String>,
    /// Laws or fields, sorted.
    pub domains: Vec<String>,
    /// Codes and names of the wijken.
    pub wijken: Vec<Area>,
    /// Codes and names of the buurten.
    pub buurten: Vec<Area>,
    /// Labels of the age bands.
    pub age_bands: Vec<String>,
    /// Ids of the providers.
    pub providers: Vec<String>,
}

/// What of a key is in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPart {
    /// Households, persons or clients.
    Unit,
    /// The dimension of the group.
    Dimension,
    /// The level of the group in its dimension.
    Level,
    /// The dimensions of the other groups, joined by `/`.
    Crossing,
    /// Their levels, in the same order.
    Values,
    /// How many they have.
    Number,
    /// The service, or the first of a pair.
    Service,
    /// The second service of a pair.
    Other,
    /// The domain.
    Domain,
    /// Services or domains, joined by `+`.
    Set,
    /// How many services those are.
    Size,
    /// Gemeente, wijk or buurt.
    AreaLevel,
    /// The code of the area.
    AreaCode,
    /// The name of the area.
    AreaName,
    /// The id of the provider; `all` are those of services together.
    Provider,
    /// Which clients of it.
    LinkGroup,
    /// The need.
    Need,
    /// The service that gives a right, and the one that it is to, joined by `>`.
    Entitlement,
    /// The measure of the headline.
    Measure,
    /// From which probability on links are made.
    Probability,
}

impl KeyPart {
    /// The words that have an order of their own; others are sorted as text, numbers as numbers.
    #[must_use]
    pub const fn order(self) -> &'static [&'static str] {
        match self {
            Self::Unit => &["household", "person"],
            Self::Dimension | Self::Crossing => &[
                "all",
                "wijk",
                "buurt",
                "age_band",
                "household_type",
                "household_size",
                "sex",
            ],
            Self::AreaLevel => &["gemeente", "wijk", "buurt", "age_band", "household_type"],
            _ => &[],
        }
    }

    /// How it is written; empty where the key has no such part.
    #[must_use]
    pub fn text(self, key: &CellKey, names: &Names) -> String {
        let service = |of_pair: usize| {
            let services = names.in_table(key);
            services.map(|pair| names.services[pair[of_pair].index()].clone())
        };
        let area = || key.group.and_then(|group| names.area(group));
        let text = match self {
            Self::Unit => Some(key.unit.word().into()),
            Self::Dimension => Some(key.group.map_or("all", Group::word).into()),
            Self::Level => Some(key.group.map_or("all".into(), |group| names.level(group))),
            Self::Crossing => Some(joined(&key.event, |group| group.word().into())),
            Self::Values => Some(joined(&key.event, |group| names.level(group))),
            Self::Number => key.number().map(|number| number.to_string()),
            Self::Service => service(0),
            Self::Other => service(1),
            Self::Domain => match key.event {
                Event::Domain(domain) => names.domains.get(domain.index()).cloned(),
                _ => None,
            },
            Self::Set => names.set(&key.event),
            Self::Size => match &key.event {
                Event::Set(services) => Some(services.len().to_string()),
                _ => None,
            },
            Self::AreaLevel => Some(key.group.map_or("gemeente", Group::word).into()),
            // The agreement names no municipality.
            Self::AreaCode => Some(key.group.map_or("all".into(), |group| names.level(group))),
            Self::AreaName => Some(area().map_or("all".into(), |area| area.name.clone())),
            Self::Provider => match key.event {
                Event::Fate(provider, _) | Event::Decisive(provider, _) => {
                    Some(names.provider(Some(provider)))
                }
                Event::Quality(provider, ..) => Some(names.provider(provider)),
                _ => None,
            },
            Self::LinkGroup => match key.event {
                Event::Quality(_, group, _) => Some(names.link_group(group)),
                _ => None,
            },
            Self::Need => match key.event {
                Event::Need(need) | Event::NeedWithout(need) | Event::NeedWith(need, _) => {
                    Some(names.services[need.index()].clone())
                }
                _ => None,
            },
            Self::Entitlement => match key.event {
                Event::Entitled(by, to) => {
                    let [by, to] = [by, to].map(|one| names.services[one.index()].as_str());
                    Some(format!("{by}>{to}"))
                }
                _ => None,
            },
            Self::Measure => match key.event {
                Event::Measure(name) => Some(name.into()),
                _ => None,
            },
            Self::Probability => match key.event {
                Event::Services(_) => Some(SURE[0].to_string()),
                Event::Surer(sure, _) => SURE.get(sure).map(ToString::to_string),
                _ => None,
            },
        };
        text.unwrap_or_default()
    }
}

/// What is said of each of the other groups of a key.
fn joined(event: &Event, text: impl Fn(Group) -> String) -> String {
    let Event::Groups(groups) = event else {
        return String::new();
    };
    let texts: Vec<_> = groups.iter().map(|group| text(*group)).collect();
    texts.join("/")
}

impl Group {
    pub(super) fn word(self) -> &'static str {
        Dimension::ALL[self.dimension as usize].0
    }
}

impl Names {
    /// The service of a key, or the two of a pair, in the order in which a table names them: that of their codes.
    #[must_use]
    pub fn in_table(&self, key: &CellKey) -> Option<[ServiceIx; 2]> {
        let mut services = key.services()?;
        services.sort_by_key(|service| &self.services[service.index()]);
        Some(services)
    }

    /// The id of a provider, or `all`.
    pub(super) fn provider(&self, provider: Option<ProviderIx>) -> String {
        let id = |provider: ProviderIx| self.providers.get(provider.index()).cloned();
        provider.map_or_else(|| "all".into(), |one| id(one).unwrap_or_default())
    }

    /// A group of clients, in words.
    #[must_use]
    pub fn link_group(&self, group: LinkGroup) -> String {
        let level = |dimension, level| self.level(Group { dimension, level });
        match group {
            LinkGroup::All => "all".into(),
            LinkGroup::AgeBand(band) => {
                let band = level(Dimension::AgeBand, usize::from(band.index()));
                format!("age {band}")
            }
            LinkGroup::Wijk(wijk) => format!("wijk {}", level(Dimension::Wijk, wijk)),
            LinkGroup::PartnerName => "partner_name".into(),
            LinkGroup::SharedNumber => "shared_number".into(),
            LinkGroup::WithoutBsn => "without_bsn".into(),
        }
    }

    fn area(&self, group: Group) -> Option<&Area> {
        match group.dimension {
            Dimension::Wijk => self.wijken.get(group.level),
            Dimension::Buurt => self.buurten.get(group.level),
            _ => None,
        }
    }

    pub(super) fn level(&self, group: Group) -> String {
        let level = group.level;
        let text = match group.dimension {
            Dimension::Wijk | Dimension::Buurt => self.area(group).map(|area| area.code.clone()),
            Dimension::AgeBand => self.age_bands.get(level).cloned(),
            Dimension::HouseholdType => HouseholdType::ALL.get(level).map(|k| k.word().into()),
            Dimension::HouseholdSize => HouseholdSize::ALL.get(level).map(|size| size.label()),
            Dimension::Sex => Sex::ALL.get(level).map(|sex| sex.word().into()),
        };
        text.unwrap_or_else(|| "unknown".into())
    }

    fn set(&self, event: &Event) -> Option<String> {
        let mut words: Vec<_> = match event {
            Event::Set(set) => set.iter().map(|one| &*self.services[one.index()]).collect(),
            Event::Domains(set) => set.iter().map(|one| &*self.domains[one.index()]).collect(),
            Event::OtherSets(_) => return Some("other".into()),
            _ => return None,
        };
        words.sort_unstable();
        Some(words.join("+"))
    }
}
