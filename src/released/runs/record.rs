//! `run.json` and the name of a release: settings, inputs and versions, but no counts of people.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::audit::AuditRecord;
use super::follows::FollowsRecord;
use super::question::QuestionRecord;
use super::utility::UtilityRecord;
use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::pseudonymous::protect::profile::Profile;
use crate::released::export::{ExportSettings, Format};
use crate::released::places::SourcedRecord;
use crate::released::places::areas::BordersRecord;
use crate::released::places::external::ExternalRecord;
use crate::released::places::figures::FiguresRecord;
use crate::released::places::reach::{CostsRecord, FacilitiesRecord};
use crate::released::places::signals::{ApproachesRecord, SignalsRecord, VerdictsRecord};
use crate::vocabulary::{
    AgeBands, AgreementDigest, CountingRule, Day, Dimensions, FileDigest, KeyId, Language, Moment,
    ProjectId, ProviderId, ServiceCode, Told,
};

/// A service, as it was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceRecord {
    /// The code in the agreement and the tables.
    pub code: ServiceCode,
    /// The name to print.
    pub name: String,
    /// The law or field that it is counted under.
    pub domain: String,
    /// Who carries it out, where that was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Whether it counts for the household at the address that the provider gives, and not where the client lives.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_address: bool,
    /// Whether no provider of the run brings it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missing: bool,
    /// Whether a provider that was left out may bring more of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
}

/// A need, as it was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedRecord {
    /// The code in the agreement and the tables.
    pub code: ServiceCode,
    /// The name to print.
    pub name: String,
    /// The domains whose services answer it; none listed are all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answered_by: Vec<String>,
    /// Whether no provider of the run brings it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missing: bool,
}

/// A right to a service, as it was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntitledRecord {
    /// The service whose households have the right.
    pub by: ServiceCode,
    /// The service that they have a right to.
    pub to: ServiceCode,
}

/// An organisation that carries out a service and is no provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationRecord {
    /// The code in the agreement and the tables.
    pub code: String,
    /// The name to print.
    pub name: String,
}

/// A party of the agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyRecord {
    /// The provider's id, or `register`.
    pub id: ProviderId,
    /// The name to print.
    pub name: String,
    /// Whether it hands over needs, and no services.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_needs: bool,
    /// What a provider of services that is missing may bring of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceCode>,
    /// How many people it serves, where it is missing and the agreement says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clients: Option<u64>,
    /// SHA-256 of each file of its hand-over, by file name; empty for a party that is missing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
}

/// What a run was made of. All but `release`, `utility`, `audit` and `follows` enters the name of the release, so equal runs
/// have equal records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunRecord {
    /// The name of the release.
    pub release: String,
    /// What protecting cost; an internal release is not protected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utility: Option<UtilityRecord>,
    /// What the audit found of a protected release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit: Option<AuditRecord>,
    /// The release that it follows in its series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<FollowsRecord>,
    /// The version of factlab.
    pub tool: String,
    /// The version of the normalisation rules.
    pub normalisation: u32,
    /// The digest of what all parties agreed on.
    pub agreement: AgreementDigest,
    /// The id of the project.
    pub project: ProjectId,
    /// The name of the series, whose rounding belongs together.
    pub series: String,
    /// The purpose, in the words of the agreement.
    pub purpose: String,
    /// First day of the period.
    pub from: Day,
    /// Last day of the period.
    pub to: Day,
    /// The day of households, ages and areas.
    pub reference_date: Day,
    /// The language of the report.
    pub language: Language,
    /// Whether the data are made up.
    pub made_up: bool,
    /// Why hand-overs without the second stage were accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept_stage_1: Option<String>,
    /// How often the tokens were keyed: 2 after the keyholder's stage.
    pub stage: u8,
    /// The last day on which any of the hand-overs may be kept, where one was agreed for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete_after: Option<Day>,
    /// The public half of the key that releases are to be signed with, where one was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signs: Option<String>,
    /// How services are counted.
    pub count: CountingRule,
    /// When a use counts.
    pub moment: Moment,
    /// The age bands: lower bounds, in years.
    pub age_bands: AgeBands,
    /// By what households and persons are counted.
    pub dimensions: Dimensions,
    /// What hand-overs say of the time of a use, as far as a table counts it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
    /// How the counts are protected.
    pub profile: Profile,
    /// Whether the release holds exact counts and must stay inside.
    pub internal: bool,
    /// The key id of the release key; absent where none was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_key: Option<KeyId>,
    /// The formats of the tables and the report.
    pub formats: Vec<Format>,
    /// What was asked: with questions, only what answers them is counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<QuestionRecord>,
    /// The services of the agreement.
    pub services: Vec<ServiceRecord>,
    /// The needs of the agreement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<NeedRecord>,
    /// Who has a right to what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entitled: Vec<EntitledRecord>,
    /// The names of organisations that are no provider.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<OrganisationRecord>,
    /// The parties whose hand-overs went in, the register first.
    pub parties: Vec<PartyRecord>,
    /// The providers of the agreement that were left out.
    pub missing: Vec<PartyRecord>,
    /// The parties whose hand-overs were unusual, and accepted by whoever made the run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<ProviderId>,
    /// Where public figures of areas come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<FiguresRecord>,
    /// Where the population of later years comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forecast: Vec<SourcedRecord>,
    /// Where a norm for use comes from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub norm: Vec<SourcedRecord>,
    /// Where numbers of CBS to compare with come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub external: Vec<ExternalRecord>,
    /// Where the borders of areas come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub borders: Vec<BordersRecord>,
    /// Where facilities come from, and whom they are for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facilities: Vec<FacilitiesRecord>,
    /// Where the minutes of ways to facilities come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub travel: Vec<CostsRecord>,
    /// What signals are shown, and which services and domains their themes are about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signals: Option<SignalsRecord>,
    /// Where the approaches come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approaches: Option<ApproachesRecord>,
    /// Where the verdicts of pairs come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdicts: Option<VerdictsRecord>,
}

impl RunRecord {
    /// Whether its questions ask for a table by name; without questions all are asked for.
    #[must_use]
    pub fn asks_for(&self, table: &str) -> bool {
        let mut asked = self.questions.iter().flat_map(|one| &one.statistics);
        self.questions.is_empty() || asked.any(|one| one == table)
    }

    /// Names the release `<project>-<reference date>-<8 hex>`, with `-internal` behind it for exact counts. The digits
    /// are the first of the SHA-256 of `run.json` whose `release` is empty and that has no
    /// `utility`, `audit` and `follows`, as these depend on the releases before.
    ///
    /// # Errors
    /// Never in practice: the record is plain text and numbers.
    pub fn name_release(&mut self) -> Result<()> {
        self.release = String::new();
        (self.utility, self.audit, self.follows) = (None, None, None);
        let digest = FileDigest::new(Sha256::digest(self.to_json()?).into()).to_string();
        let ending = if self.internal { "-internal" } else { "" };
        self.release = format!(
            "{}-{}-{}{ending}",
            self.project,
            self.reference_date,
            &digest[..8]
        );
        Ok(())
    }

    /// What its files say besides the tables.
    #[must_use]
    pub fn export_settings(&self) -> ExportSettings {
        let names = |parties: &[PartyRecord]| parties.iter().map(|one| one.name.clone()).collect();
        ExportSettings {
            release: self.release.clone(),
            project: self.project.clone(),
            purpose: self.purpose.clone(),
            period: [self.from, self.to],
            reference_date: self.reference_date,
            sources: self.sources(),
            language: self.language,
            is_made_up: self.made_up,
            profile: self.profile.clone(),
            parties: names(&self.parties),
            missing: names(&self.missing),
        }
    }

    fn to_json(&self) -> Result<String> {
        let json = serde_json::to_string_pretty(self)
            .map_err(|_| Error::new(Code::InternalError, "the run cannot be written as JSON"))?;
        Ok(json + "\n")
    }
}

/// Writes `run.json`.
///
/// # Errors
/// When the disk refuses.
pub fn write_run(record: &RunRecord, folder: &WholeFolder) -> Result<()> {
    folder.file("run.json")?.put(record.to_json()?.as_bytes())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::vocabulary::Dimension;

    pub(in crate::released) fn record() -> RunRecord {
        RunRecord {
            release: String::new(),
            utility: None,
            audit: None,
            follows: None,
            tool: "0.1.0".into(),
            normalisation: 1,
            agreement: AgreementDigest::new([0; 32]),
            project: ProjectId::new("zaandorp-2026").unwrap(),
            series: "zaandorp".into(),
            purpose: "stacking".into(),
            from: Day::of(2026, 1, 1).unwrap(),
            to: Day::of(2026, 12, 31).unwrap(),
            reference_date: Day::of(2026, 12, 31).unwrap(),
            language: Language::Dutch,
            made_up: true,
            accept_stage_1: None,
            stage: 1,
            delete_after: None,
            signs: None,
            count: CountingRule::Distinct,
            moment: Moment::Period,
            age_bands: AgeBands::default(),
            dimensions: Dimensions::from_iter([Dimension::Wijk]),
            told: Vec::new(),
            profile: Profile::K5,
            internal: false,
            release_key: None,
            formats: vec![Format::Csv],
            questions: Vec::new(),
            services: vec![],
            needs: Vec::new(),
            entitled: Vec::new(),
            organisations: vec![],
            parties: vec![],
            missing: vec![],
            accepted: vec![],
            figures: vec![],
            forecast: vec![],
            norm: vec![],
            external: vec![],
            borders: vec![],
            facilities: vec![],
            travel: vec![],
            signals: None,
            approaches: None,
            verdicts: None,
        }
    }

    #[test]
    fn equal_runs_have_equal_names() {
        let mut first = record();
        let mut second = RunRecord {
            release: "earlier".into(),
            ..record()
        };
        first.name_release().unwrap();
        second.name_release().unwrap();
        assert_eq!(first.release, second.release);
        assert!(first.release.starts_with("zaandorp-2026-2026-12-31-"));
        assert_eq!(first, second);
    }

    #[test]
    fn another_setting_gives_another_name() {
        let mut first = record();
        let mut second = RunRecord {
            count: CountingRule::Sum,
            ..record()
        };
        let mut inside = RunRecord {
            internal: true,
            ..record()
        };
        first.name_release().unwrap();
        second.name_release().unwrap();
        inside.name_release().unwrap();
        assert_ne!(first.release, second.release);
        assert!(inside.release.ends_with("-internal"));
    }
}
