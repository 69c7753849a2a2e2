//! A folder that claims to be a hand-over in, a verified [`Handover`] out, or a refusal that names provider and cause.

use std::path::{Path, PathBuf};

use super::files;
use super::layout::MANIFEST;
use super::{Manifest, Parties};
use crate::error::{Error, Result};
use crate::vocabulary::{
    AgeBands, AgreementDigest, NORMALISATION_VERSION, Progress, ProjectId, ProviderId, ServiceCode,
    TOOL_VERSION,
};

/// What every hand-over of a set must agree with.
#[derive(Debug, Clone)]
pub struct Expected {
    /// The project.
    pub project: ProjectId,
    /// The agreement digest.
    pub agreement: AgreementDigest,
    /// The agreed services, in the order of the agreement.
    pub services: Vec<ServiceCode>,
    /// The agreed age bands.
    pub age_bands: AgeBands,
    /// Why hand-overs without the second stage are accepted, where they are.
    pub accept_stage_1: Option<String>,
}

/// Where a party's hand-over stands.
#[derive(Debug, Clone)]
pub struct Agreed {
    /// Who should have made it.
    pub provider: ProviderId,
    /// The folder.
    pub folder: PathBuf,
}

/// A verified hand-over: its manifest agrees with the others and its files are the ones that were written.
#[derive(Debug)]
pub struct Handover {
    folder: PathBuf,
    provider: ProviderId,
    manifest: Manifest,
}

/// The verified hand-overs of one project: the register's and the providers', in the order of the agreement.
#[derive(Debug)]
pub struct HandoverSet {
    /// The register's.
    pub register: Handover,
    /// The providers'.
    pub providers: Vec<Handover>,
}

impl HandoverSet {
    /// Verifies all hand-overs against the agreement and each other, before a row is read: manifest, project,
    /// agreement, key id, canaries, stage, versions, digests of the files, columns and row counts.
    ///
    /// # Errors
    /// [`Class::Refused`](crate::error::Class::Refused), naming the provider and the cause.
    pub fn verify(
        register: &Agreed,
        providers: &[Agreed],
        expected: &Expected,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let register = Handover::claimed(register, expected)?;
        let providers = providers
            .iter()
            .map(|agreed| Handover::claimed(agreed, expected))
            .collect::<Result<Vec<_>>>()?;
        for provider in &providers {
            provider.agrees_with(&register)?;
        }
        if providers.len() >= 2 && expected.accept_stage_1.is_none() {
            register.refuse_stage_1()?;
        }
        let set = Self {
            register,
            providers,
        };
        let all: Vec<&Handover> = std::iter::once(&set.register)
            .chain(&set.providers)
            .collect();
        files::check(&all, progress)?;
        Ok(set)
    }
}

impl Handover {
    /// Who made it.
    #[must_use]
    pub fn provider(&self) -> &ProviderId {
        &self.provider
    }

    /// What it says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Where it stands.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How an error names it.
    pub(super) fn whose(&self) -> String {
        whose(&self.provider, &self.folder)
    }

    /// Reads the manifest and checks it against the agreement.
    fn claimed(agreed: &Agreed, expected: &Expected) -> Result<Self> {
        let whose = whose(&agreed.provider, &agreed.folder);
        refuse_absent(agreed, &whose)?;
        let manifest = Manifest::read(&agreed.folder.join(MANIFEST), &whose)?;
        check_parties(&manifest.parties, agreed, expected, &whose)?;
        Ok(Self {
            folder: agreed.folder.clone(),
            provider: agreed.provider.clone(),
            manifest,
        })
    }

    /// Whether both were made with the same secret, stage and normalisation.
    fn agrees_with(&self, register: &Self) -> Result<()> {
        let (mine, its) = (&self.manifest.parties, &register.manifest.parties);
        let (whose, other) = (self.whose(), register.whose());
        if mine.key_id != its.key_id {
            return Err(refused(
                format!("{whose} was made with another secret than {other}"),
                "compare the key id in both manifests, and ask for the hand-over again",
            ));
        }
        if mine.stage != its.stage {
            return Err(refused(
                format!(
                    "{whose} is of stage {}, but {other} of stage {}",
                    mine.stage, its.stage
                ),
                "ask the keyholder to run `factlab rekey` over all hand-overs together",
            ));
        }
        if self.manifest.canaries != register.manifest.canaries {
            return Err(refused(
                format!("{whose} and {other} made different tokens of the same fixed words"),
                "the key of the second stage or the normalisation differs; compare the canaries in both manifests",
            ));
        }
        Ok(())
    }

    fn refuse_stage_1(&self) -> Result<()> {
        if self.manifest.parties.stage >= 2 {
            return Ok(());
        }
        Err(refused(
            format!(
                "{} and the others are of stage 1: who runs this could ask a provider's secret holder whose tokens they are",
                self.whose()
            ),
            "have the keyholder run `factlab rekey`, or write the decision that accepts it as `accept_stage_1` under [project]",
        ))
    }
}

fn whose(provider: &ProviderId, folder: &Path) -> String {
    format!("the hand-over of {provider} ({})", folder.display())
}

fn refused(message: String, hint: &str) -> Error {
    Error::refused(message).hint(hint)
}

fn refuse_absent(agreed: &Agreed, whose: &str) -> Result<()> {
    let is_partial = agreed
        .folder
        .extension()
        .is_some_and(|ending| ending == "partial");
    if is_partial {
        return Err(refused(
            format!("{whose} was never completed"),
            "take the folder without `.partial`; where there is none, ask for the hand-over again",
        ));
    }
    if agreed.folder.is_dir() {
        return Ok(());
    }
    let hint = if agreed.provider.is_register() {
        "ask the register office for it, or correct `handover` under [register]".to_owned()
    } else {
        let provider = &agreed.provider;
        format!(
            "ask for it, correct `handover` of this provider, or run with `--without {provider}`"
        )
    };
    Err(refused(format!("{whose} is not there"), &hint))
}

fn check_parties(
    parties: &Parties,
    agreed: &Agreed,
    expected: &Expected,
    whose: &str,
) -> Result<()> {
    if parties.provider != agreed.provider.as_str() {
        return Err(refused(
            format!("{whose} was made by another provider"),
            "the folders may have been swapped; compare `provider` in the manifests",
        ));
    }
    if parties.project != expected.project.as_str() {
        return Err(refused(
            format!("{whose} was made for another project"),
            "compare `project` in the manifest with `id` under [project]",
        ));
    }
    if major(&parties.tool) != major(TOOL_VERSION) {
        return Err(refused(
            format!("{whose} was made by another major version of factlab than {TOOL_VERSION}"),
            "let all parties use the same version, and ask for the hand-over again",
        ));
    }
    if parties.normalisation != NORMALISATION_VERSION {
        return Err(refused(
            format!(
                "{whose} was made with other normalisation rules than version {NORMALISATION_VERSION}"
            ),
            "let all parties use the same version of factlab, and ask for the hand-over again",
        ));
    }
    if parties.agreement != expected.agreement.to_string() {
        return Err(refused(
            format!("{whose} was made under another agreement"),
            "compare the shared parts of both configurations (services, tokens, age bands, providers, period), and ask for the hand-over again",
        ));
    }
    if !(1..=2).contains(&parties.stage) {
        return Err(refused(
            format!("{whose} names a stage that does not exist"),
            "ask for the hand-over again",
        ));
    }
    Ok(())
}

fn major(version: &str) -> Option<&str> {
    version.split('.').next()
}
