//! What a number counts as one text, the same in every release: by names, which stay, not by numbers, which may not.

use super::key::{CellKey, Event, Fate, Flow, Group, Number, Overlap, SetOf, Unit};
use super::names::Names;
use crate::vocabulary::{Dimension, DomainIx, SURE, ServiceIx};

/// Between the parts of the text; no name may hold it.
const BETWEEN: char = '\u{1f}';

impl CellKey {
    /// The parts of the text: unit, dimension, level, and then what is counted.
    #[must_use]
    pub fn parts(&self, names: &Names) -> Vec<String> {
        let service = |one: &ServiceIx| names.services[one.index()].clone();
        let mut parts = vec![self.unit.word().to_owned()];
        parts.extend(match self.group {
            Some(group) => [group.word().to_owned(), names.level(group)],
            None => ["all".to_owned(), "all".to_owned()],
        });
        let (kind, what): (&str, Vec<String>) = match &self.event {
            Event::Services(_) => ("services", Vec::new()),
            Event::Service(one, _) => ("service", vec![service(one)]),
            Event::Pair(a, b) => ("pair", [a, b].map(service).into()),
            Event::Domain(one) => ("domain", vec![names.domains[one.index()].clone()]),
            Event::Need(need) => ("need", vec![service(need)]),
            Event::NeedWithout(need) => ("need_without", vec![service(need)]),
            Event::NeedWith(need, one) => ("need_with", [need, one].map(service).into()),
            Event::Entitled(by, to) => ("entitled", [by, to].map(service).into()),
            Event::Flow(one, flow) => ("flow", vec![service(one), flow.word().to_owned()]),
            Event::Overlap(a, b, overlap) => {
                let mut parts = Vec::from([a, b].map(service));
                parts.push(overlap.word().to_owned());
                ("overlap", parts)
            }
            Event::Set(set) => ("set", set.iter().map(service).collect()),
            Event::Domains(set) => {
                let names = set.iter().map(|one| names.domains[one.index()].clone());
                ("domains", names.collect())
            }
            Event::OtherSets(SetOf::Services) => ("other", vec!["services".into()]),
            Event::OtherSets(SetOf::Domains) => ("other", vec!["domains".into()]),
            Event::Organisations(_) => ("organisations", Vec::new()),
            Event::Fate(provider, fate) => {
                let provider = names.providers[provider.index()].clone();
                ("clients", vec![provider, fate.word().to_owned()])
            }
            Event::Decisive(provider, number) => {
                let provider = names.providers[provider.index()].clone();
                ("decisive", vec![provider, number.to_string()])
            }
            Event::Surer(sure, number) => {
                let sure = SURE[*sure].to_string();
                ("surer", vec![sure, number.to_string()])
            }
            Event::Quality(provider, group, count) => {
                let group = names.link_group(*group);
                let what = [names.provider(*provider), group, count.word().into()];
                ("quality", what.into())
            }
            Event::Groups(groups) => {
                let group = |one: &Group| [one.word().to_owned(), names.level(*one)];
                ("groups", groups.iter().flat_map(group).collect())
            }
            Event::Measure(name) => ("measure", vec![(*name).to_owned()]),
        };
        parts.push(kind.to_owned());
        parts.extend(what);
        parts.extend(self.number().map(|number| number.to_string()));
        parts
    }

    /// The text.
    #[must_use]
    pub fn written(&self, names: &Names) -> String {
        Self::of_parts(&self.parts(names))
    }

    /// The text of these parts.
    #[must_use]
    pub fn of_parts(parts: &[String]) -> String {
        parts.join(&BETWEEN.to_string())
    }

    /// What a text counts. `None` for what these names do not know, and for clients, groups, measures, pairs of the town, what tells when
    /// or how sure links are, and the rest of sets, which have a row in every release.
    #[must_use]
    pub fn read(text: &str, names: &Names) -> Option<Self> {
        let parts: Vec<&str> = text.split(BETWEEN).collect();
        let (&[unit, dimension, level, kind], what) = parts.split_first_chunk()?;
        let service = |code: &&str| {
            let index = names.services.iter().position(|one| one == code);
            index.map(ServiceIx::at)
        };
        let domain = |name: &&str| {
            let index = names.domains.iter().position(|one| one == name);
            index.map(DomainIx::at)
        };
        let number = || Number::parse(what.last()?);
        let event = match (kind, what) {
            ("services", [_]) => Event::Services(number()?),
            ("service", [code, _]) => Event::Service(service(code)?, number()?),
            ("pair", [a, b]) if dimension != "all" => Event::Pair(service(a)?, service(b)?),
            ("domain", [name]) => Event::Domain(domain(name)?),
            ("organisations", [_]) => Event::Organisations(number()?),
            ("set", codes) => Event::Set(codes.iter().map(service).collect::<Option<_>>()?),
            ("domains", list) => Event::Domains(list.iter().map(domain).collect::<Option<_>>()?),
            _ => return None,
        };
        let unit = [Unit::Household, Unit::Person, Unit::Client]
            .into_iter()
            .find(|one| one.word() == unit)?;
        let group = match dimension {
            "all" => None,
            word => Some(names.group(word, level)?),
        };
        Some(Self { unit, group, event })
    }
}

impl Fate {
    const fn word(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Any => "clients",
            Self::Linked => "linked",
            Self::By(word) | Self::Not(word) => word,
            Self::LeftBehind => "left_behind",
        }
    }
}

impl Flow {
    const fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::In => "in",
            Self::Out => "out",
            Self::Last => "last",
        }
    }
}

impl Overlap {
    const fn word(self) -> &'static str {
        match self {
            Self::Together => "together",
            Self::Apart => "apart",
        }
    }
}

impl Names {
    fn group(&self, dimension: &str, level: &str) -> Option<Group> {
        let (_, dimension) = *Dimension::ALL.iter().find(|(word, _)| *word == dimension)?;
        let known = self.wijken.len().max(self.buurten.len());
        // No other dimension has so many levels.
        let mut groups = (0..=known.max(256)).map(|level| Group { dimension, level });
        groups.find(|group| self.level(*group) == level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Area;

    fn names() -> Names {
        let area = |code: &str| Area {
            code: code.into(),
            name: String::new(),
        };
        Names {
            services: ["bijstand", "wmo"].map(String::from).into(),
            domains: ["Pw", "Wmo en meer"].map(String::from).into(),
            wijken: vec![area("w1"), area("w2")],
            age_bands: ["0-24", "25+", "unknown"].map(String::from).into(),
            ..Names::default()
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let wijk = |level| Group {
            dimension: Dimension::Wijk,
            level,
        };
        let [bijstand, wmo] = [0, 1].map(ServiceIx::new);
        for (group, event) in [
            (None, Event::Services(Number::All)),
            (Some(wijk(1)), Event::Services(Number::AtLeast(2))),
            (Some(wijk(2)), Event::Services(Number::AtLeast(1))),
            (None, Event::Service(wmo, Number::AtLeast(3))),
            (None, Event::Set([bijstand, wmo].into())),
            (
                None,
                Event::Domains([DomainIx::at(0), DomainIx::at(1)].into()),
            ),
            (None, Event::Organisations(Number::AtLeast(2))),
            (Some(wijk(0)), Event::Domain(DomainIx::at(1))),
            (Some(wijk(1)), Event::Pair(bijstand, wmo)),
        ] {
            let key = CellKey {
                unit: Unit::Household,
                group,
                event,
            };
            let written = key.written(&names());
            assert_eq!(CellKey::read(&written, &names()), Some(key), "{written}");
        }
    }

    #[test]
    fn a_name_that_is_gone_is_not_read() {
        let key = CellKey::town(
            Unit::Household,
            Event::Service(ServiceIx::new(1), Number::All),
        );
        let written = key.written(&names());
        let fewer = Names {
            services: vec!["bijstand".into()],
            ..names()
        };
        assert_eq!(CellKey::read(&written, &fewer), None);
        assert_eq!(CellKey::read("household", &names()), None);
    }
}
