//! What each household and person has, under the counting rules: the view all statistics share.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::sets::domains;
use super::{CountingRule, MeasureSettings, Moment};
use crate::error::{Error, Result};
use crate::pseudonymous::cells::Names;
use crate::pseudonymous::link::LinkedTown;
use crate::vocabulary::{AgeBand, HouseholdType, Progress};

/// Households per part of the parallel pass.
const PART: usize = 1 << 16;

/// A use that is of the household only.
const NO_PERSON: u32 = u32::MAX;

/// What each household and person has, at the agreed moment. Services are numbered by the order of their codes.
pub(super) struct View<'a> {
    /// The town behind it.
    pub(super) town: &'a LinkedTown,
    /// The settings behind it.
    pub(super) settings: &'a MeasureSettings,
    /// Places in the agreement of the services, in the order of their codes.
    pub(super) services: Vec<usize>,
    /// The organisations of the agreement, sorted.
    pub(super) organisations: Vec<&'a str>,
    /// The wrapping sum of the draws of all households.
    pub(super) town_draw: u64,
    /// Per household the number of services by the counting rule.
    pub(super) number: Vec<u32>,
    /// Per household the number of distinct organisations.
    pub(super) organisation_number: Vec<u32>,
    /// Per person the number of own distinct services.
    pub(super) own_number: Vec<u32>,
    /// Each person and own service once: the person.
    pub(super) use_person: Vec<u32>,
    /// Each person and own service once: the service.
    pub(super) use_service: Vec<u16>,
    set_end: Vec<u32>,
    sets: Vec<u16>,
}

impl<'a> View<'a> {
    /// Makes the view, in one parallel pass over households.
    ///
    /// # Errors
    /// When the user stops.
    pub(super) fn new(
        town: &'a LinkedTown,
        settings: &'a MeasureSettings,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let lists = Lists::new(settings);
        let households = town.households.kind.len();
        let parts: Vec<Part> = (0..households.div_ceil(PART))
            .into_par_iter()
            .map(|part| {
                if progress.is_interrupted() {
                    return Err(Error::interrupted());
                }
                let range = part * PART..((part + 1) * PART).min(households);
                Ok(Part::of(town, settings, &lists, range))
            })
            .collect::<Result<_>>()?;
        Ok(Self::joined(town, settings, lists, parts))
    }

    fn joined(
        town: &'a LinkedTown,
        settings: &'a MeasureSettings,
        lists: Lists<'a>,
        parts: Vec<Part>,
    ) -> Self {
        let households = town.households.kind.len();
        let draws = town.draws.iter();
        let own_uses = parts.iter().map(|part| part.use_person.len()).sum();
        let mut view = Self {
            town,
            settings,
            services: lists.services,
            organisations: lists.organisations,
            town_draw: draws.fold(0, |sum, draw| sum.wrapping_add(*draw)),
            number: Vec::with_capacity(households),
            organisation_number: Vec::with_capacity(households),
            own_number: vec![0; town.persons.household.len()],
            use_person: Vec::with_capacity(own_uses),
            use_service: Vec::with_capacity(own_uses),
            set_end: Vec::with_capacity(households),
            sets: Vec::with_capacity(parts.iter().map(|part| part.sets.len()).sum()),
        };
        let mut end = 0;
        for part in parts {
            view.set_end.extend(part.set_length.iter().map(|length| {
                end += length;
                end
            }));
            view.number.extend(part.number);
            view.organisation_number.extend(part.organisation_number);
            view.use_person.extend(part.use_person);
            view.use_service.extend(part.use_service);
            view.sets.extend(part.sets);
        }
        for person in &view.use_person {
            view.own_number[*person as usize] += 1;
        }
        view
    }

    /// How many households there are, institutions among them.
    pub(super) fn households(&self) -> usize {
        self.number.len()
    }

    /// How many persons there are, in institutions too.
    pub(super) fn persons(&self) -> usize {
        self.own_number.len()
    }

    /// The distinct services of a household, sorted.
    pub(super) fn set(&self, household: usize) -> &[u16] {
        let start = household
            .checked_sub(1)
            .map_or(0, |before| self.set_end[before]);
        &self.sets[start as usize..self.set_end[household] as usize]
    }

    /// Whether a household is no institution; only private households are in tables.
    pub(super) fn is_private(&self, household: usize) -> bool {
        self.town.households.kind[household] != HouseholdType::Institution
    }

    /// What the rounding of a household is drawn by.
    pub(super) fn draw(&self, household: usize) -> u64 {
        self.town.draws[household]
    }

    /// The household of a person.
    pub(super) fn household_of(&self, person: usize) -> usize {
        self.town.persons.household[person] as usize
    }

    /// Whether a provider of this run brings a service of this view.
    pub(super) fn is_asked(&self, service: usize) -> bool {
        is_asked(self.settings, self.services[service])
    }

    /// How many services a provider of this run brings.
    pub(super) fn asked(&self) -> usize {
        let services = 0..self.services.len();
        services.filter(|service| self.is_asked(*service)).count()
    }

    /// The number of a service in keys: there are at most as many as numbers of 16 bits.
    pub(super) fn number(service: usize) -> u16 {
        u16::try_from(service).unwrap_or(u16::MAX)
    }

    /// The names that the numbers in keys stand for.
    pub(super) fn names(&self) -> Names {
        let (settings, households) = (self.settings, &self.town.households);
        let code = |place: &usize| settings.services[*place].code.as_str().to_owned();
        let bands = (0..u8::MAX).take(settings.age_bands.len());
        let bands = bands.map(AgeBand::from_place).chain([AgeBand::UNKNOWN]);
        let providers = self.town.providers.iter();
        let (domains, _) = domains(self);
        Names {
            services: self.services.iter().map(code).collect(),
            domains: domains.into_iter().map(str::to_owned).collect(),
            wijken: households.wijken.clone(),
            buurten: households.buurten.clone(),
            age_bands: bands.map(|band| settings.age_bands.label(band)).collect(),
            providers: providers
                .map(|links| links.provider.as_str().to_owned())
                .collect(),
        }
    }
}

/// Whether a provider of this run brings the service at this place of the agreement.
fn is_asked(settings: &MeasureSettings, place: usize) -> bool {
    settings.missing.get(place) != Some(&true)
}

/// The services and organisations of the agreement, numbered.
struct Lists<'a> {
    services: Vec<usize>,
    /// Per place in the agreement the number of the service.
    service_number: Vec<u16>,
    organisations: Vec<&'a str>,
    /// Per place in the agreement the number of the organisation, where the service names one.
    of_service: Vec<Option<u32>>,
    /// Per provider the number of its organisation.
    of_provider: Vec<u32>,
}

impl<'a> Lists<'a> {
    fn new(settings: &'a MeasureSettings) -> Self {
        let mut services: Vec<usize> = (0..settings.services.len()).collect();
        services.sort_by_key(|place| settings.services[*place].code.as_str());
        let mut service_number = vec![0; services.len()];
        for (number, place) in (0..=u16::MAX).zip(&services) {
            service_number[*place] = number;
        }
        let named = settings
            .services
            .iter()
            .map(|service| service.organisation.as_deref());
        let asked = (0..)
            .zip(named.clone())
            .filter(|(place, _)| is_asked(settings, *place));
        let asked = asked.map(|(_, organisation)| organisation);
        let some_unnamed = asked.clone().any(|organisation| organisation.is_none());
        let providers = settings
            .providers
            .iter()
            .map(crate::vocabulary::ProviderId::as_str);
        let of_agreement = providers
            .clone()
            .filter(|_| some_unnamed)
            .chain(asked.flatten());
        let mut organisations: Vec<&str> = of_agreement.collect();
        organisations.sort_unstable();
        organisations.dedup();
        let numbers: BTreeMap<&str, u32> = organisations.iter().copied().zip(0..).collect();
        Self {
            services,
            service_number,
            of_service: named
                .map(|name| name.and_then(|name| numbers.get(name).copied()))
                .collect(),
            of_provider: providers
                .map(|id| numbers.get(id).copied().unwrap_or(0))
                .collect(),
            organisations,
        }
    }
}

/// What one part of the pass finds.
#[derive(Default)]
struct Part {
    number: Vec<u32>,
    organisation_number: Vec<u32>,
    set_length: Vec<u32>,
    sets: Vec<u16>,
    use_person: Vec<u32>,
    use_service: Vec<u16>,
}

impl Part {
    fn of(
        town: &LinkedTown,
        settings: &MeasureSettings,
        lists: &Lists,
        households: Range<usize>,
    ) -> Self {
        let uses = &town.uses;
        let counts = match settings.moment {
            Moment::Period => &uses.in_period,
            Moment::ReferenceDate => &uses.on_reference_date,
        };
        let mut place = uses
            .household
            .partition_point(|at| (*at as usize) < households.start);
        let mut part = Self::default();
        let (mut set, mut organisations) = (Vec::new(), Vec::new());
        for household in households {
            set.clear();
            organisations.clear();
            let mut last = None;
            let mut sum = 0;
            while uses
                .household
                .get(place)
                .is_some_and(|at| *at as usize == household)
            {
                if counts[place] {
                    let agreed = usize::from(uses.service[place]);
                    let (person, service) = (uses.person[place], lists.service_number[agreed]);
                    let provider = usize::from(uses.provider[place]);
                    set.push(service);
                    organisations
                        .push(lists.of_service[agreed].unwrap_or(lists.of_provider[provider]));
                    // Uses are sorted by person and service: of one service by two providers the second follows at once.
                    if last.replace((person, service)) != Some((person, service)) {
                        sum += 1;
                        part.remember_own(person, service);
                    }
                }
                place += 1;
            }
            part.push(settings.count, sum, &mut set, &mut organisations);
        }
        part
    }

    fn remember_own(&mut self, person: u32, service: u16) {
        if person != NO_PERSON {
            self.use_person.push(person);
            self.use_service.push(service);
        }
    }

    fn push(
        &mut self,
        rule: CountingRule,
        sum: u32,
        set: &mut Vec<u16>,
        organisations: &mut Vec<u32>,
    ) {
        set.sort_unstable();
        set.dedup();
        organisations.sort_unstable();
        organisations.dedup();
        let distinct = length(set.len());
        self.set_length.push(distinct);
        self.sets.extend_from_slice(set);
        self.organisation_number.push(length(organisations.len()));
        self.number.push(match rule {
            CountingRule::Distinct => distinct,
            CountingRule::Sum => sum,
        });
    }
}

/// A household has at most as many services and organisations as there are numbers of 16 bits.
fn length(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
