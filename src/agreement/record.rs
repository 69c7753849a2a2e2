//! The record of a run, from the agreement and the verified hand-overs.

use super::Agreement;
use super::parties::Provider;
use crate::keys::{KeyId, VerifyingKey};
use crate::pseudonymous::handover::{Handover, HandoverSet};
use crate::pseudonymous::protect::Rules;
use crate::released::places::PublicRecords;
use crate::released::runs::{EntitledRecord, NeedRecord, PartyRecord, RunRecord, ServiceRecord};
use crate::vocabulary::{
    Day, NORMALISATION_VERSION, Need, ProviderId, Service, ServiceIx, TOOL_VERSION,
};

impl Agreement {
    /// What a run is made of, under the name that follows from it.
    ///
    /// # Errors
    /// When a party that is accepted is not of the agreement.
    pub fn run_record(
        &self,
        handovers: &HandoverSet,
        rules: &Rules,
        release_key: Option<KeyId>,
        (is_internal, accepts): (bool, &[ProviderId]),
        public: PublicRecords,
    ) -> crate::error::Result<RunRecord> {
        let project = &self.project;
        let mut record = RunRecord {
            utility: None,
            audit: None,
            follows: None,
            release: String::new(),
            tool: TOOL_VERSION.into(),
            normalisation: NORMALISATION_VERSION,
            agreement: self.digest(),
            project: project.id.clone(),
            series: project.series.clone(),
            purpose: project.purpose.clone(),
            from: project.from,
            to: project.to,
            reference_date: project.reference_date,
            language: project.language.unwrap_or_default(),
            made_up: project.is_made_up,
            // A decision that was not needed is not reported.
            accept_stage_1: (project.accept_stage_1.clone()).filter(|_| handovers.stage() == 1),
            stage: handovers.stage(),
            delete_after: self.last_day_of(handovers),
            signs: self.analyst_signs().map(VerifyingKey::to_string),
            count: self.measure.count,
            moment: self.measure.moment,
            age_bands: self.measure.age_bands.clone(),
            dimensions: self.dimensions(),
            told: self.measure.told_and_counted(),
            profile: rules.profile.clone(),
            internal: is_internal,
            release_key,
            formats: self.output.formats.clone(),
            questions: self.questions.clone(),
            services: self.service_records(),
            needs: self.need_records(),
            entitled: self.entitled_records(),
            organisations: self.organisations.clone(),
            parties: self.party_records(handovers),
            missing: self.missing_records(),
            accepted: self.in_order(accepts)?,
            figures: public.figures,
            forecast: public.forecast,
            norm: public.norm,
            external: public.external,
            borders: public.borders,
            facilities: public.facilities,
            travel: public.travel,
            signals: public.signals,
            approaches: public.approaches,
            verdicts: public.verdicts,
        };
        record.name_release()?;
        Ok(record)
    }

    /// The parties of these ids, each once and in the order of the agreement.
    fn in_order(&self, ids: &[ProviderId]) -> crate::error::Result<Vec<ProviderId>> {
        ids.iter().try_for_each(|id| self.office(id).map(|_| ()))?;
        let parties = self.parties().into_iter();
        Ok(parties.filter(|id| ids.contains(id)).collect())
    }

    fn service_records(&self) -> Vec<ServiceRecord> {
        let record = |((service, missing), partial): ((&Service, bool), bool)| ServiceRecord {
            code: service.code.clone(),
            name: service.name.clone(),
            domain: service.domain.clone(),
            organisation: service.organisation.clone(),
            by_address: service.is_by_address,
            missing,
            partial,
        };
        let services = self.services.iter().zip(self.missing_services());
        services.zip(self.partial_services()).map(record).collect()
    }

    fn need_records(&self) -> Vec<NeedRecord> {
        let missing = self.missing_services().split_off(self.services.len());
        let record = |(need, missing): (&Need, bool)| NeedRecord {
            code: need.code.clone(),
            name: need.name.clone(),
            answered_by: need.answered_by.clone(),
            missing,
        };
        self.needs.iter().zip(missing).map(record).collect()
    }

    fn entitled_records(&self) -> Vec<EntitledRecord> {
        let record = |right: &[ServiceIx; 2]| {
            let [by, to] = right.map(|one| self.services[one.index()].code.clone());
            EntitledRecord { by, to }
        };
        self.entitled.iter().map(record).collect()
    }

    fn party_records(&self, handovers: &HandoverSet) -> Vec<PartyRecord> {
        let record = |handover: &Handover| PartyRecord {
            id: handover.provider().clone(),
            of_needs: self.is_of_needs(handover.provider()),
            name: self.name_of(handover.provider()),
            services: Vec::new(),
            clients: None,
            files: handover.manifest().files.clone(),
        };
        handovers.all().map(record).collect()
    }

    fn missing_records(&self) -> Vec<PartyRecord> {
        let missing = self.providers.iter().filter(|provider| provider.is_missing);
        let record = |provider: &Provider| PartyRecord {
            id: provider.id.clone(),
            of_needs: provider.is_of_needs,
            name: provider.office.name.clone(),
            services: self.services_of(provider),
            clients: provider.clients,
            files: std::collections::BTreeMap::new(),
        };
        missing.map(record).collect()
    }

    /// The first of the days on which a hand-over must be gone: what was made of it and is of households must go too.
    pub(crate) fn earliest_day_of(&self, handovers: &HandoverSet) -> Option<Day> {
        let day = |handover: &Handover| {
            let office = self.office(handover.provider()).ok()?;
            self.delete_after(office)
        };
        handovers.all().filter_map(day).min()
    }

    /// The last of the days on which the hand-overs must be gone; `None` when one has none.
    fn last_day_of(&self, handovers: &HandoverSet) -> Option<Day> {
        let day = |handover: &Handover| {
            let office = self.office(handover.provider()).ok()?;
            self.delete_after(office)
        };
        let days: Option<Vec<Day>> = handovers.all().map(day).collect();
        days?.into_iter().max()
    }

    fn is_of_needs(&self, id: &ProviderId) -> bool {
        let mut of_needs = self.providers.iter().filter(|one| one.is_of_needs);
        of_needs.any(|one| one.id == *id)
    }

    fn name_of(&self, id: &ProviderId) -> String {
        let found = self.providers.iter().find(|provider| provider.id == *id);
        found.map_or_else(|| id.to_string(), |one| one.office.name.clone())
    }
}
