//! A demo folder: when it may be written, and where each role of the town keeps what it has.

use std::path::{Path, PathBuf};

use factlab::error::{Error, Result};
use factlab::folder::{Existing, WholeFolder};
use factlab::vocabulary::ProviderId;
use serde_json::Value;

use crate::cli::headline::Headline;

/// The file that marks a demo folder: no other folder is ever replaced.
const MARKER: &str = ".factlab-demo";

/// A demo folder.
pub(super) struct Town<'a>(pub(super) &'a Path);

impl Town<'_> {
    pub(super) fn agreement(&self) -> PathBuf {
        self.0.join("config.toml")
    }

    pub(super) fn project_key(&self) -> PathBuf {
        self.0.join("keyholder/project.key")
    }

    pub(super) fn release_key(&self) -> PathBuf {
        self.0.join("analyst/release.key")
    }

    pub(super) fn releases(&self) -> PathBuf {
        self.0.join("analyst/releases")
    }

    /// Where a party writes its hand-over.
    pub(super) fn made(&self, party: &ProviderId) -> PathBuf {
        let role = if party.is_register() {
            self.0.join("register-office")
        } else {
            self.0.join("provider").join(party.as_str())
        };
        role.join("handover").join(party.as_str())
    }

    /// The headline of the true town.
    pub(super) fn truth(&self) -> Result<Headline> {
        let file = self.0.join("truth/truth.json");
        let text = std::fs::read_to_string(&file).map_err(|e| Error::io(&file, "read", &e))?;
        let json: Value = serde_json::from_str(&text).unwrap_or_default();
        Ok(Headline::of_json(&json["tables"]["headline"]))
    }
}

/// Begins the folder; only an earlier demo is ever replaced.
pub(super) fn begin(place: &Path, replace: bool) -> Result<WholeFolder> {
    let is_taken = place.symlink_metadata().is_ok();
    let is_demo = place.join(MARKER).is_file();
    if is_taken && !is_demo {
        let message = format!("{} exists already and is no demo", place.display());
        return Err(Error::failed(message).hint("name another folder: factlab demo DIR"));
    }
    if is_taken && !replace {
        let message = format!("{} exists already", place.display());
        return Err(Error::failed(message).hint("add --replace to make the demo anew"));
    }
    let existing = if replace {
        Existing::Replace
    } else {
        Existing::Refuse
    };
    WholeFolder::begin(place, existing)
}

/// Sends a hand-over: it leaves its maker's folder for the analyst's.
pub(super) fn send(made: &Path, received: &Path) -> Result<()> {
    if let Some(folder) = received.parent() {
        std::fs::create_dir_all(folder).map_err(|e| Error::io(folder, "make the folder", &e))?;
    }
    std::fs::rename(made, received).map_err(|e| Error::io(made, "send", &e))
}
