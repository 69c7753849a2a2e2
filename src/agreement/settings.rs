//! The settings of each stage of a run. No stage sees more than its own.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::parties::Provider;
use super::{Agreement, question};
use crate::error::{Code, Error, Result};
use crate::pseudonymous::cells::{Counting, PartsOf, TABLES, TableDef};
use crate::pseudonymous::handover::{Expected, Signers};
use crate::pseudonymous::measure::StackPlan;
use crate::pseudonymous::protect::{Profile, Rules};
use crate::released::calculate::CalculateSettings;
use crate::released::export::Format;
use crate::vocabulary::{
    AgeBands, Day, Dimensions, Language, ProjectId, ProviderId, Service, ServiceCode, ServiceIx,
    Told, When, quarters,
};

impl Agreement {
    /// The project.
    #[must_use]
    pub const fn project(&self) -> &ProjectId {
        &self.project.id
    }

    /// What the project is for, in the words of the agreement.
    #[must_use]
    pub fn purpose(&self) -> &str {
        &self.project.purpose
    }

    /// First and last day of the period.
    #[must_use]
    pub const fn period(&self) -> (Day, Day) {
        (self.project.from, self.project.to)
    }

    /// The day of households, ages and areas.
    #[must_use]
    pub const fn reference_date(&self) -> Day {
        self.project.reference_date
    }

    /// The services, in the order of the file.
    #[must_use]
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// The codes that hand-overs may hold: those of the services, and behind them those of the needs.
    #[must_use]
    pub fn codes(&self) -> Vec<ServiceCode> {
        let services = self.services.iter().map(|one| &one.code);
        let needs = self.needs.iter().map(|one| &one.code);
        services.chain(needs).cloned().collect()
    }

    /// The age bands.
    #[must_use]
    pub const fn age_bands(&self) -> &AgeBands {
        &self.measure.age_bands
    }

    /// First and last day of the quarters of the period, where these are told.
    pub(super) fn quarters(&self) -> Vec<[Day; 2]> {
        if self.measure.told.meets(When::QUARTERS) {
            quarters(self.project.from, self.project.to)
        } else {
            Vec::new()
        }
    }

    /// The language of the report.
    #[must_use]
    pub fn language(&self) -> Language {
        self.project.language.unwrap_or_default()
    }

    /// The language that the agreement names, for the screens of those who share it.
    #[must_use]
    pub const fn named_language(&self) -> Option<Language> {
        self.project.language
    }

    /// Where releases are written when no other place is named.
    #[must_use]
    pub fn output_folder(&self) -> PathBuf {
        self.resolve(&self.output.folder)
    }

    /// The formats of a release, sorted.
    #[must_use]
    pub fn formats(&self) -> &[Format] {
        &self.output.formats
    }

    /// The providers that take part, in the order of the file.
    #[must_use]
    pub fn participants(&self) -> Vec<ProviderId> {
        self.taking_part()
            .map(|provider| provider.id.clone())
            .collect()
    }

    /// What every hand-over must agree with.
    #[must_use]
    pub fn expected(&self) -> Expected {
        Expected {
            project: self.project.id.clone(),
            agreement: self.digest(),
            services: self.codes(),
            by_address: self.services_by_address(),
            age_bands: self.measure.age_bands.clone(),
            told: self.measure.told,
            profile: self.tokens.profile,
            providers: self.providers.len(),
            of_needs: self.of_needs(),
            accept_stage_1: self.project.accept_stage_1.clone(),
            key_id: self.key_id(),
            signers: self.signers(),
        }
    }

    /// The services that count for the household at the address that their provider gives.
    fn services_by_address(&self) -> Vec<ServiceIx> {
        let services = (0..).map(ServiceIx::at).zip(&self.services);
        let by_address = services.filter(|(_, service)| service.is_by_address);
        by_address.map(|(service, _)| service).collect()
    }

    /// Who signs, and who passes tokens through the second stage.
    fn signers(&self) -> Signers {
        let register = std::iter::once((ProviderId::register(), &self.register.office));
        let providers = self
            .providers
            .iter()
            .map(|one| (one.id.clone(), &one.office));
        let parties = register.chain(providers);
        Signers {
            parties: parties
                .filter_map(|(id, office)| Some((id, office.signs.clone()?)))
                .collect(),
            keyholder: self.keyholder().and_then(|office| office.signs.clone()),
            has_keyholder: self.keyholder.is_some(),
            analyst: self.analyst().and_then(|office| office.recipient.clone()),
            keyholder_recipient: self.keyholder().and_then(|office| office.recipient.clone()),
        }
    }

    /// By what households and persons are counted.
    pub(super) fn dimensions(&self) -> Dimensions {
        question::dimensions(&self.questions, self.measure.dimensions)
    }

    /// What is counted, and how.
    #[must_use]
    pub fn stack_plan(&self) -> StackPlan {
        StackPlan {
            tables: self.tables(),
            services: self.services.clone(),
            needs: self.needs.clone(),
            entitled: self.entitled.clone(),
            missing: self.missing_services(),
            partial: self.partial_services(),
            providers: self.participants(),
            of_needs: self.of_needs(),
            age_bands: self.measure.age_bands.clone(),
            dimensions: self.dimensions(),
            count: self.measure.count,
            moment: self.measure.moment,
        }
    }

    /// The providers that bring needs and take part.
    fn of_needs(&self) -> Vec<ProviderId> {
        let of_needs = self.taking_part().filter(|one| one.is_of_needs);
        of_needs.map(|one| one.id.clone()).collect()
    }

    /// The tables of a release: of needs and rights only where some are agreed.
    fn tables(&self) -> Vec<&'static TableDef> {
        let is_there = |table: &&'static TableDef| match table.counted {
            Counting::Parts(PartsOf::Entitled, _) => !self.entitled.is_empty(),
            Counting::Parts(PartsOf::Needs, _) | Counting::NeedByService => !self.needs.is_empty(),
            Counting::Flow => self.measure.counts(Told::Flow),
            Counting::Overlap => self.measure.counts(Told::Succession),
            _ => true,
        };
        let asked = TABLES.into_iter().filter(|table| self.asks_for(table.name));
        asked.filter(is_there).collect()
    }

    /// How the counts are protected; an internal run protects nothing, whatever the file says.
    ///
    /// # Errors
    /// A refusal of profile `none` for a run that is not internal.
    pub fn rules(&self, is_internal: bool) -> Result<Rules> {
        let profile = if is_internal {
            Profile::NONE
        } else {
            self.protect.profile.clone()
        };
        if profile.rounding.is_none() && !is_internal {
            return Err(Error::new(
                Code::InternalOnly,
                "the agreement sets no protection (profile \"none\")",
            )
            .hint("pass --internal for exact counts that stay inside the organisation, or agree on profile \"k5\""));
        }
        Ok(Rules { profile })
    }

    /// What the tables say besides counts.
    #[must_use]
    pub fn calculate_settings(&self) -> CalculateSettings {
        CalculateSettings {
            services: self.services.clone(),
            organisations: self.organisations_of_services(),
            providers: self.participants(),
        }
    }

    fn taking_part(&self) -> impl Iterator<Item = &Provider> {
        self.providers
            .iter()
            .filter(|provider| !provider.is_missing)
    }

    /// Per service, and per need behind them, whether no provider of this run brings it: all that do are left out, or nobody was ever asked.
    #[must_use]
    pub fn missing_services(&self) -> Vec<bool> {
        let all = 0..self.services.len() + self.needs.len();
        let bringers = all.map(|place| self.bringers(place));
        bringers
            .map(|who| who.iter().all(|provider| provider.is_missing))
            .collect()
    }

    /// Who of those that take part is to bring a service, in the order of the file.
    #[must_use]
    pub fn who_brings(&self, service: ServiceIx) -> Vec<ProviderId> {
        let bringers = self.bringers(service.index()).into_iter();
        let taking_part = bringers.filter(|provider| !provider.is_missing);
        taking_part.map(|provider| provider.id.clone()).collect()
    }

    /// Per service and need whether a provider that is left out may bring more of it.
    pub(super) fn partial_services(&self) -> Vec<bool> {
        let left_out = || self.providers.iter().filter(|one| one.is_missing);
        let may_come = |place| left_out().any(|one| one.may_name_any() || one.supplies(place));
        let missing = self.missing_services().into_iter().enumerate();
        missing
            .map(|(place, is_missing)| !is_missing && may_come(place))
            .collect()
    }

    /// The services that are not counted whole, as whoever brings them is left out, and their domains; as table `expected` calls
    /// them.
    pub(super) fn partial_things(&self) -> BTreeSet<String> {
        let missing = self.missing_services().into_iter();
        let not_whole = missing.zip(self.partial_services());
        let services = self.services.iter().zip(not_whole);
        let services = services.filter(|(_, (missing, partial))| *missing || *partial);
        let both = services.flat_map(|(service, _)| {
            [
                format!("service={}", service.code),
                format!("domain={}", service.domain),
            ]
        });
        both.collect()
    }

    /// Whose a service is: of the providers whose mapping names it and of its own organisation when that maps nothing,
    /// else of all that map nothing. Who maps nothing may name any service, and says nothing of those of others.
    fn bringers(&self, place: usize) -> Vec<&Provider> {
        let service = self.services.get(place);
        let organisation = service.and_then(|one| one.organisation.as_deref());
        let is_its_own = |one: &Provider| {
            one.supplies(place) || one.may_name_any() && organisation == Some(one.id.as_str())
        };
        let own: Vec<&Provider> = self
            .providers
            .iter()
            .filter(|one| is_its_own(one))
            .collect();
        if own.is_empty() {
            let any = self.providers.iter().filter(|one| one.may_name_any());
            return any.collect();
        }
        own
    }

    /// The services that a provider may bring.
    pub(super) fn services_of(&self, provider: &Provider) -> Vec<ServiceCode> {
        let may_bring = |place| provider.may_name_any() || provider.supplies(place);
        let services = self.services.iter().enumerate();
        let own = services.filter(|(place, _)| !provider.is_of_needs && may_bring(*place));
        own.map(|(_, service)| service.code.clone()).collect()
    }

    /// Who carries out each service: as agreed, else whose it is.
    fn organisations_of_services(&self) -> Vec<String> {
        let organisation = |(place, service): (usize, &Service)| {
            let agreed = service.organisation.clone();
            agreed.unwrap_or_else(|| self.ids_of_bringers(place).join("+"))
        };
        self.services.iter().enumerate().map(organisation).collect()
    }

    /// Whose a service or need is, in the order of the file.
    pub(super) fn ids_of_bringers(&self, place: usize) -> Vec<&str> {
        let bringers = self.bringers(place).into_iter();
        bringers.map(|one| one.id.as_str()).collect()
    }
}

impl Provider {
    /// Whether the agreement says that it brings the service at this place.
    pub(super) fn supplies(&self, place: usize) -> bool {
        let mapped = self.services.iter().flat_map(|map| map.values());
        let mut named = self.service.iter().chain(mapped.flatten());
        named.any(|&one| one.index() == place)
    }

    /// Whether it uses the codes of the agreement, any of them.
    fn may_name_any(&self) -> bool {
        self.service.is_none() && self.services.is_none()
    }
}
