//! An agreement and the verified hand-overs in, the record of the run out.

use super::Agreement;
use super::parties::Provider;
use super::project::Organisation;
use super::release::FORMATS;
use super::settings::{count_word, moment_word};
use crate::keys::KeyId;
use crate::pseudonymous::handover::{Handover, HandoverSet};
use crate::pseudonymous::protect::Rules;
use crate::released::runs::{OrganisationRecord, PartyRecord, RunRecord, ServiceRecord};
use crate::vocabulary::{NORMALISATION_VERSION, ProviderId, Service, TOOL_VERSION};

impl Agreement {
    /// What a run is made of, under the name that follows from it.
    ///
    /// # Errors
    /// Never in practice: see [`RunRecord::digest`].
    pub fn run_record(
        &self,
        handovers: &HandoverSet,
        rules: &Rules,
        release_key: Option<KeyId>,
        is_internal: bool,
    ) -> crate::error::Result<RunRecord> {
        let project = &self.project;
        let bands = &self.measure.age_bands;
        let mut record = RunRecord {
            release: String::new(),
            tool: TOOL_VERSION.into(),
            normalisation: NORMALISATION_VERSION,
            agreement: self.digest().to_string(),
            project: project.id.to_string(),
            series: project.series.clone(),
            purpose: project.purpose.clone(),
            from: project.from.to_string(),
            to: project.to.to_string(),
            reference_date: project.reference_date.to_string(),
            language: project.language.word().into(),
            made_up: project.is_made_up,
            // A decision that was not needed is not told.
            accept_stage_1: (project.accept_stage_1.clone()).filter(|_| handovers.stage() == 1),
            count: count_word(self.measure.count).into(),
            moment: moment_word(self.measure.moment).into(),
            age_bands: bands.lower_bounds().to_vec(),
            dimensions: (self.measure.dimensions.words().into_iter())
                .map(str::to_owned)
                .collect(),
            profile: rules.profile.word.into(),
            internal: is_internal,
            release_key: release_key.map(|id| id.to_string()),
            formats: self.format_words(),
            services: self.service_records(),
            organisations: self.organisation_records(),
            parties: self.party_records(handovers),
            missing: self.missing_records(),
            time: None,
        };
        record.name_release()?;
        Ok(record)
    }

    fn service_records(&self) -> Vec<ServiceRecord> {
        let record = |((service, missing), partial): ((&Service, bool), bool)| ServiceRecord {
            code: service.code.to_string(),
            name: service.name.clone(),
            domain: service.domain.clone(),
            organisation: service.organisation.clone(),
            missing,
            partial,
        };
        let services = self.services.iter().zip(self.missing_services());
        services.zip(self.partial_services()).map(record).collect()
    }

    fn organisation_records(&self) -> Vec<OrganisationRecord> {
        let record = |organisation: &Organisation| OrganisationRecord {
            code: organisation.code.clone(),
            name: organisation.name.clone(),
        };
        self.organisations.iter().map(record).collect()
    }

    fn format_words(&self) -> Vec<String> {
        let word = |(word, format): &(&str, _)| {
            self.output
                .formats
                .contains(format)
                .then(|| (*word).to_owned())
        };
        FORMATS.iter().filter_map(word).collect()
    }

    fn party_records(&self, handovers: &HandoverSet) -> Vec<PartyRecord> {
        let register = std::iter::once(&handovers.register);
        register
            .chain(&handovers.providers)
            .map(|handover| self.party_record(handover))
            .collect()
    }

    fn party_record(&self, handover: &Handover) -> PartyRecord {
        let id = handover.provider();
        PartyRecord {
            id: id.to_string(),
            name: self.name_of(id),
            files: handover.manifest().files.clone(),
        }
    }

    fn missing_records(&self) -> Vec<PartyRecord> {
        let missing = self.providers.iter().filter(|provider| provider.is_missing);
        let record = |provider: &Provider| PartyRecord {
            id: provider.id.to_string(),
            name: provider.office.name.clone(),
            files: std::collections::BTreeMap::new(),
        };
        missing.map(record).collect()
    }

    fn name_of(&self, id: &ProviderId) -> String {
        let found = self.providers.iter().find(|provider| provider.id == *id);
        found.map_or_else(|| id.to_string(), |one| one.office.name.clone())
    }
}
