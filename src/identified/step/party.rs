//! A party's step, whichever the party.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::findings_file::FindingsFile;
use super::summary::Summary;
use super::{provider, register};
use crate::error::{Code, Error, Result};
use crate::files::{Existing, WholeFolder};
use crate::identified::pseudonymise::canaries;
use crate::identified::settings::{
    ExtractSettings, Field, ProjectTerms, ProviderSettings, RegisterSettings,
};
use crate::keys::oprf::Blinder;
use crate::keys::{ProjectSecret, SigningKey, TokenSource};
use crate::pseudonymous::handover::{Manifest, Parties, Transport, write_handover};
use crate::vocabulary::{Finding, NORMALISATION_VERSION, Progress, ProviderId, TOOL_VERSION};

/// The settings of a party's step.
#[derive(Debug, Clone)]
pub enum PartySettings {
    /// The register office.
    Register(Box<RegisterSettings>),
    /// A provider.
    Provider(Box<ProviderSettings>),
}

impl PartySettings {
    /// Which rows would be rejected, and why; writes nothing.
    ///
    /// The rows go through the gate as for a hand-over, under a secret that nothing else is made with. Memory of a
    /// provider's step grows with its kept rows: 32 bytes each.
    ///
    /// # Errors
    /// When the extract cannot be read as a whole, the user stops, and when the register's areas do not look like areas.
    pub fn check(
        &self,
        findings: &mut dyn FnMut(&Finding) -> Result<()>,
        progress: &dyn Progress,
    ) -> Result<Summary> {
        // A fixed one, so that two checks choose the same bearers of a shared surname.
        let secret = ProjectSecret::from_bytes([0; 32]);
        let source = TokenSource::Secret(&secret);
        match self {
            Self::Register(settings) => register::count(settings, source, findings, progress),
            Self::Provider(settings) => provider::count(settings, source, findings, progress),
        }
    }

    /// Blinds the messages of the hand-over for the keyholder, each once.
    ///
    /// # Errors
    /// When the extract cannot be read as a whole, or the user stops.
    pub fn blind(&self, blinder: &Blinder, progress: &dyn Progress) -> Result<()> {
        let source = TokenSource::Blinder(blinder);
        let unheard = &mut |_: &Finding| Ok(());
        match self {
            Self::Register(settings) => register::count(settings, source, unheard, progress),
            Self::Provider(settings) => {
                provider::pass(settings, source, unheard, |_| Ok(()), progress)
            }
        }?;
        canaries(source, self.terms());
        Ok(())
    }

    /// Writes the hand-over to the folder `place`, and the findings beside it (`<place>.findings.csv`).
    ///
    /// # Errors
    /// When the extract cannot be read as a whole, something is at the place, the disk refuses, the user stops, or a
    /// provider leaves too much behind: then its findings stay, and nothing else does.
    pub fn hand_over(
        &self,
        source: TokenSource<'_>,
        place: &Path,
        progress: &dyn Progress,
    ) -> Result<(Summary, Manifest)> {
        let terms = self.terms();
        terms.transport.signing()?;
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|e| Error::io(folder, "make the folder", &e))?;
        }
        let folder = WholeFolder::begin(place, Existing::Refuse)?.for_its_owner();
        let findings = FindingsFile::of_handover(place)?;
        let (summary, findings, areas) = match self {
            Self::Register(settings) => {
                register::write(settings, source, &folder, findings, progress)?
            }
            Self::Provider(settings) => {
                let pass = provider::write(settings, source, &folder, findings, progress)?;
                (pass.0, pass.1, BTreeMap::new())
            }
        };
        let canaries = canaries(source, terms);
        refuse_another_extract(source)?;
        let manifest = write_handover(
            &folder,
            &terms.transport,
            self.parties(source),
            summary.counts(),
            canaries,
            areas,
        )?;
        // Before the hand-over stands: a number may be skipped, and never used for two deliveries.
        manifest.delivery.note_beside(place)?;
        findings.complete_with(folder)?;
        Ok((summary, manifest))
    }

    /// The same, signed with `key`.
    #[must_use]
    pub fn signed(mut self, key: SigningKey) -> Self {
        let terms = match &mut self {
            Self::Register(settings) => &mut settings.terms,
            Self::Provider(settings) => &mut settings.terms,
        };
        terms.transport.signing = Some(Arc::new(key));
        self
    }

    /// How the hand-over leaves.
    #[must_use]
    pub fn transport(&self) -> &Transport {
        &self.terms().transport
    }

    /// The columns of the extract, by field.
    #[must_use]
    pub fn columns(&self) -> &BTreeMap<Field, String> {
        &self.extract().columns
    }

    /// The share of rows rejected, 0 to 1, above which there is no hand-over.
    #[must_use]
    pub fn max_left_behind(&self) -> f64 {
        match self {
            Self::Register(_) => 1.0,
            Self::Provider(settings) => settings.max_left_behind,
        }
    }

    /// Whether so much of the extract is rejected that there is no hand-over.
    #[must_use]
    pub fn refuses(&self, summary: &Summary) -> bool {
        summary.share_left_behind() > self.max_left_behind()
    }

    pub(super) fn extract(&self) -> &ExtractSettings {
        match self {
            Self::Register(settings) => &settings.extract,
            Self::Provider(settings) => &settings.extract,
        }
    }

    pub(super) fn terms(&self) -> &ProjectTerms {
        match self {
            Self::Register(settings) => &settings.terms,
            Self::Provider(settings) => &settings.terms,
        }
    }

    /// Who hands over to whom, for the manifest.
    fn parties(&self, source: TokenSource<'_>) -> Parties {
        let provider = match self {
            Self::Register(_) => ProviderId::register(),
            Self::Provider(settings) => settings.provider.clone(),
        };
        let terms = self.terms();
        Parties {
            project: terms.project.to_string(),
            provider: provider.to_string(),
            agreement: terms.agreement.to_string(),
            key_id: source
                .key_id()
                .map_or_else(String::new, |id| id.to_string()),
            stage: 1,
            tool: TOOL_VERSION.into(),
            normalisation: NORMALISATION_VERSION,
        }
    }
}

/// Tokens that the keyholder did not evaluate would be missed without a sign.
fn refuse_another_extract(source: TokenSource<'_>) -> Result<()> {
    match source.missing() {
        0 => Ok(()),
        _ => Err(Error::new(
            Code::BlindingMismatch,
            "the extract has values that were not in it when it was blinded",
        )
        .hint(
            "do not change the extract between `oprf blind` and `oprf finalise`, or blind it again",
        )),
    }
}

#[cfg(test)]
mod tests;
