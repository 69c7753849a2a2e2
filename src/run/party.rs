//! One party's step in zone 1: an extract checked, handed over or blinded.

use std::collections::BTreeMap;
use std::path::Path;

use crate::agreement::PartySettings;
use crate::error::{Error, Result};
use crate::files::Existing;
use crate::identified::preview::{ExampleRow, example_of_provider, example_of_register};
use crate::identified::{
    Field, Summary, blind_extract, blind_register, check_extract, check_register,
    pseudonymise_extract, pseudonymise_register,
};
use crate::keys::TokenSource;
use crate::keys::oprf::Blinder;
use crate::vocabulary::{Finding, Progress};

impl PartySettings {
    /// The columns of the extract, by field.
    #[must_use]
    pub fn columns(&self) -> &BTreeMap<Field, String> {
        match self {
            Self::Register(settings) => &settings.extract.columns,
            Self::Provider(settings) => &settings.extract.columns,
        }
    }

    /// Which rows would be rejected, and why; writes nothing.
    ///
    /// # Errors
    /// When the extract cannot be read as a whole, or the user stops.
    pub fn check(
        &self,
        findings: &mut dyn FnMut(&Finding) -> Result<()>,
        progress: &dyn Progress,
    ) -> Result<Summary> {
        match self {
            Self::Register(settings) => check_register(settings, findings, progress),
            Self::Provider(settings) => check_extract(settings, findings, progress),
        }
    }

    /// Makes the hand-over at `place`, and its findings beside it.
    ///
    /// # Errors
    /// As [`pseudonymise_extract`].
    pub fn hand_over(
        &self,
        source: TokenSource<'_>,
        place: &Path,
        progress: &dyn Progress,
    ) -> Result<Summary> {
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|e| Error::io(folder, "make the folder", &e))?;
        }
        let refuse = Existing::Refuse;
        let (summary, _) = match self {
            Self::Register(settings) => {
                pseudonymise_register(settings, source, place, refuse, progress)
            }
            Self::Provider(settings) => {
                pseudonymise_extract(settings, source, place, refuse, progress)
            }
        }?;
        Ok(summary)
    }

    /// Blinds what the hand-over asks of the keyholder.
    ///
    /// # Errors
    /// When the extract cannot be read as a whole, or the user stops.
    pub fn blind(&self, blinder: &Blinder, progress: &dyn Progress) -> Result<()> {
        match self {
            Self::Register(settings) => blind_register(settings, blinder, progress),
            Self::Provider(settings) => blind_extract(settings, blinder, progress),
        }
    }

    /// The rows of a made-up person in the hand-over.
    ///
    /// # Errors
    /// When the operating system gives no random numbers.
    pub fn example(&self) -> Result<Vec<ExampleRow>> {
        match self {
            Self::Register(settings) => example_of_register(settings),
            Self::Provider(settings) => example_of_provider(settings),
        }
    }
}
