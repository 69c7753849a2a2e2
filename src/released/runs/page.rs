//! The record of a run in, what its report says besides the tables out.

use super::record::{PartyRecord, RunRecord, ServiceRecord};
use crate::error::{Code, Error, Result};
use crate::released::report::ReportSettings;
use crate::vocabulary::{Day, Language, ProviderId, Service, ServiceCode};

impl RunRecord {
    /// The settings of the report: the same when a release is made and when its report is made again.
    ///
    /// # Errors
    /// When a day or code of the record is none; so it was edited.
    pub fn report_settings(&self) -> Result<ReportSettings> {
        let is_provider = |party: &&PartyRecord| party.id != ProviderId::REGISTER;
        let named = |party: &PartyRecord| (party.id.clone(), party.name.clone());
        Ok(ReportSettings {
            project: self.project.clone(),
            purpose: self.purpose.clone(),
            from: day(&self.from)?,
            to: day(&self.to)?,
            reference_date: day(&self.reference_date)?,
            language: match self.language.as_str() {
                "en" => Language::English,
                _ => Language::Dutch,
            },
            is_made_up: self.made_up,
            accept_stage_1: self.accept_stage_1.clone(),
            services: self.services.iter().map(service).collect::<Result<_>>()?,
            providers: self.parties.iter().filter(is_provider).map(named).collect(),
            missing: self.missing.iter().map(named).collect(),
            // Of a service whose own organisation is missing others may bring some.
            partial: (self.services.iter())
                .filter(|service| service.partial || service.missing)
                .map(|service| service.code.clone())
                .collect(),
            organisations: self
                .organisations
                .iter()
                .map(|one| (one.code.clone(), one.name.clone()))
                .collect(),
            release: self.release.clone(),
            count: self.count.clone(),
            moment: self.moment.clone(),
            profile: self.profile.clone(),
        })
    }
}

fn day(text: &str) -> Result<Day> {
    Day::parse(text).ok_or_else(edited)
}

fn service(record: &ServiceRecord) -> Result<Service> {
    Ok(Service {
        code: ServiceCode::new(&record.code).ok_or_else(edited)?,
        name: record.name.clone(),
        domain: record.domain.clone(),
        organisation: record.organisation.clone(),
    })
}

fn edited() -> Error {
    Error::new(
        Code::ReleaseUnreadable,
        "run.json holds a day or a code that is none",
    )
    .hint("`factlab verify` tells whether the file is the one that was written")
}
