//! The made-up town, and the whole chain on it as each party would run it.

mod chain;
mod folders;

use std::path::{Path, PathBuf};

use super::Released;
use crate::error::Result;
use crate::town::{TownSettings, write_town};
use crate::vocabulary::{Progress, ProviderId};
use folders::Town;

/// A demo that was made.
pub struct Demo {
    /// Its folder.
    pub folder: PathBuf,
    /// What the analyst released.
    pub released: Released,
    /// The headline of the true town: rows with `measure` and `value`.
    pub truth: serde_json::Value,
}

impl Demo {
    /// The report of the release.
    #[must_use]
    pub fn report(&self) -> PathBuf {
        let releases = Town(&self.folder).releases();
        releases.join(&self.released.name).join("report.html")
    }

    /// The agreement of the town.
    #[must_use]
    pub fn agreement(&self) -> PathBuf {
        Town(&self.folder).agreement()
    }
}

/// Makes the town at `path`, and every key, hand-over and release of its parties; `beside` gives who listens to a
/// party, for two of them work at the same time.
///
/// # Errors
/// When something is at the path that may not be replaced, the disk refuses, or the user stops.
pub fn demo(
    mut settings: TownSettings,
    path: &Path,
    replace: bool,
    progress: &dyn Progress,
    beside: impl Fn(&ProviderId) -> Box<dyn Progress> + Sync,
) -> Result<Demo> {
    let whole = folders::begin(path, replace)?;
    let town = Town(whole.partial());
    settings.with_truth = true;
    settings.recipients = Some(town.make_identities()?);
    write_town(&settings, whole.partial(), progress)?;
    let released = chain::chain(&town, progress, &beside)?;
    Ok(Demo {
        truth: town.truth()?,
        released,
        folder: whole.complete()?,
    })
}

/// Makes the extracts of the town at `path`, and nothing else.
///
/// # Errors
/// As [`demo`].
pub fn demo_extracts(
    mut settings: TownSettings,
    path: &Path,
    replace: bool,
    progress: &dyn Progress,
) -> Result<PathBuf> {
    let whole = folders::begin(path, replace)?;
    (settings.with_truth, settings.recipients) = (false, None);
    write_town(&settings, whole.partial(), progress)?;
    whole.complete()
}
