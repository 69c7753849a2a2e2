//! What stays inside: households and their services one by one, and how links are weighed.

use std::path::Path;

use super::outcome::WrittenLinks;
use super::release::{Linked, Run, Verified};
use crate::error::{Code, Error, Result};
use crate::files::{Existing, WholeFolder};
use crate::pseudonymous::link::{Explanation, explain, outside_register, write_linked};
use crate::vocabulary::ProviderId;

impl Run<'_> {
    /// Writes households and their services, without tokens, to `folder`, for its owner only.
    ///
    /// # Errors
    /// As each stage; and when the run is not internal, or the folder is there already.
    pub fn write_linked(self, folder: &Path) -> Result<WrittenLinks> {
        self.refuse_unless_internal("households and their services, one by one,")?;
        let verified = self.verified()?;
        let whole = WholeFolder::begin(folder, Existing::Refuse)?.for_its_owner();
        verified.linked()?.write(whole)
    }

    /// How the links of each provider are weighed, or of one alone, shown on made-up pairs; writes nothing.
    ///
    /// # Errors
    /// As each stage; and when the run is not internal, or the provider is not of the agreement.
    pub fn explain(self, provider: Option<&ProviderId>) -> Result<Explanation> {
        self.refuse_unless_internal("how links are weighed")?;
        if let Some(id) = provider {
            self.agreement.refuse_unless_provider(id)?;
        }
        let (verified, expected) = (self.verified()?, self.agreement.expected());
        let mut explanation = explain(&verified.handovers, &expected, self.progress)?;
        let is_asked = |id: &ProviderId| provider.is_none_or(|asked| asked == id);
        explanation.providers.retain(|one| is_asked(&one.provider));
        Ok(explanation)
    }

    fn refuse_unless_internal(&self, what: &str) -> Result<()> {
        if self.is_internal {
            return Ok(());
        }
        let message = format!("{what} must not leave the organisation");
        Err(Error::new(Code::InternalOnly, message)
            .hint("pass --internal if the result stays inside the organisation"))
    }
}

impl Linked<'_> {
    fn write(self, folder: WholeFolder) -> Result<WrittenLinks> {
        let Verified { run, handovers, .. } = &self.verified;
        let Run {
            agreement,
            progress,
            ..
        } = *run;
        let outside = outside_register(handovers, &self.town, progress)?;
        progress.begin("writing", None);
        let (codes, providers) = (agreement.codes(), agreement.participants());
        let (bands, services) = (agreement.age_bands(), agreement.services().len());
        write_linked(&self.town, (&codes, services), &providers, bands, &folder)?;
        let folder = folder.complete()?;
        progress.end();
        Ok(WrittenLinks {
            folder,
            households: self.town.households.size.len() as u64,
            uses: self.town.uses.len() as u64,
            outside,
            not_compared: self.town.not_compared,
            signers_without_key: self.verified.signers_without_key(),
        })
    }
}
