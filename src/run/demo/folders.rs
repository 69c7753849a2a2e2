//! A demo folder: when it may be written, and where each role of the town keeps what it has.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};
use crate::files::{Existing, WholeFolder};
use crate::keys::{self, Identity, KeyKind, SigningKey};
use crate::town::TownRecipients;
use crate::vocabulary::ProviderId;
use serde_json::Value;
use tempfile::NamedTempFile;

/// The file that marks a demo folder: no other folder is ever replaced.
const MARKER: &str = ".factlab-demo";

/// A demo folder.
pub(super) struct Town<'a>(pub(super) &'a Path);

impl Town<'_> {
    pub(super) fn agreement(&self) -> PathBuf {
        self.0.join("config.toml")
    }

    /// A party's copy of the secret that the parties share.
    pub(super) fn project_key(&self, party: &ProviderId) -> PathBuf {
        self.of_party(party).join("project.key")
    }

    pub(super) fn stage2_key(&self) -> PathBuf {
        self.0.join("keyholder/stage2.key")
    }

    /// What opens the envelopes of the keyholder or the analyst.
    pub(super) fn identity(&self, role: &str) -> PathBuf {
        self.0.join(role).join("identity.txt")
    }

    /// Where the tokens of all parties lie at the keyholder before and after the second stage.
    pub(super) fn at_keyholder(&self, stage: &str) -> PathBuf {
        self.0.join("keyholder").join(stage)
    }

    /// What the analyst signs the release with.
    pub(super) fn signing_key(&self) -> PathBuf {
        self.0.join("analyst/signing.key")
    }

    pub(super) fn release_key(&self) -> PathBuf {
        self.0.join("analyst/release.key")
    }

    pub(super) fn releases(&self) -> PathBuf {
        self.0.join("analyst/releases")
    }

    /// Where a party writes its hand-over.
    pub(super) fn made(&self, party: &ProviderId) -> PathBuf {
        self.of_party(party).join("handover").join(party.as_str())
    }

    fn of_party(&self, party: &ProviderId) -> PathBuf {
        if party.is_register() {
            self.0.join("register-office")
        } else {
            self.0.join("provider").join(party.as_str())
        }
    }

    /// Keyholder and analyst each make an identity, and the analyst a signing key; the public halves are for all.
    pub(super) fn make_identities(&self) -> Result<TownRecipients> {
        let make = |role| -> Result<String> {
            let (file, identity) = (self.identity(role), Identity::generate());
            let folder = self.0.join(role);
            let failed = |e: &io::Error| Error::io(&file, "write the identity", e);
            fs::create_dir_all(&folder).map_err(|e| failed(&e))?;
            // A temporary file is its owner's only.
            let mut written = NamedTempFile::new_in(&folder).map_err(|e| failed(&e))?;
            let text = identity.text();
            written.write_all(text.as_bytes()).map_err(|e| failed(&e))?;
            written.persist(&file).map_err(|e| failed(&e.error))?;
            Ok(identity.recipient().to_string())
        };
        let (keyholder, analyst) = (make("keyholder")?, make("analyst")?);
        let signing = self.signing_key();
        keys::create(&signing, KeyKind::Signing)?;
        Ok(TownRecipients {
            keyholder,
            analyst,
            signs: SigningKey::read(&signing)?.verifying_key().to_string(),
        })
    }

    /// The headline of the true town.
    pub(super) fn truth(&self) -> Result<Value> {
        let file = self.0.join("truth/truth.json");
        let text = fs::read_to_string(&file).map_err(|e| Error::io(&file, "read", &e))?;
        let mut json: Value = serde_json::from_str(&text).unwrap_or_default();
        Ok(json["tables"]["headline"].take())
    }
}

/// Begins the folder; only an earlier demo is ever replaced.
pub(super) fn begin(path: &Path, replace: bool) -> Result<WholeFolder> {
    let is_taken = path.symlink_metadata().is_ok();
    let is_demo = path.join(MARKER).is_file();
    if is_taken && !is_demo {
        let error = Error::at(
            Code::OutputExists,
            path,
            "already exists and is not a demo folder",
        );
        return Err(error.hint("choose another folder: factlab demo DIR"));
    }
    if is_taken && !replace {
        let error = Error::at(Code::OutputExists, path, "already exists");
        return Err(error.hint("pass --replace to make the demo again"));
    }
    WholeFolder::begin(path, Existing::replaced(replace))
}

/// Sends an envelope: it leaves its maker's folder for that of whoever receives it.
pub(super) fn send(envelope: &Path, received: &Path) -> Result<()> {
    let name = envelope.file_name().unwrap_or_default();
    fs::create_dir_all(received).map_err(|e| Error::io(received, "make the folder", &e))?;
    fs::rename(envelope, received.join(name)).map_err(|e| Error::io(envelope, "send", &e))
}

/// Removes a folder that a role needed for a moment.
pub(super) fn clear(folder: &Path) -> Result<()> {
    fs::remove_dir_all(folder).map_err(|e| Error::io(folder, "remove", &e))
}
