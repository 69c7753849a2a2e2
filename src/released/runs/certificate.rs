//! `certificate.json`: the digests that `verify` checks a release against, and who signed them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::record::RunRecord;
use crate::error::{Code, Error, Result, in_order};
use crate::files::WholeFolder;
use crate::keys::{Message, SigningKey};
use crate::pseudonymous::protect::profile::Profile;
use crate::vocabulary::{FileDigest, TOOL_VERSION};

/// What a release consists of. `docs/certificate.md` explains it to who publishes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// The name of the release.
    pub release: String,
    /// The version of factlab.
    pub tool: String,
    /// How the counts are protected.
    pub profile: Profile,
    /// Whether the release must stay inside.
    pub internal: bool,
    /// When the run was made, in seconds since 1 January 1970 (UTC); but for the signature the only thing that differs
    /// between equal runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<u64>,
    /// SHA-256 of every other file, by its path in the folder with `/`.
    pub files: BTreeMap<String, FileDigest>,
    /// The public half of the key that signed, 64 hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The signature, 128 hexadecimal digits; in the last line, as it is of the text without that line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}

impl Certificate {
    fn signed(mut self, key: &SigningKey) -> Result<Self> {
        self.key = Some(key.verifying_key().to_string());
        let text = self.text()?;
        self.signature = Some(key.sign(message(&text).encoded()).to_string());
        Ok(self)
    }

    fn text(&self) -> Result<String> {
        let json = serde_json::to_string_pretty(self).map_err(|_| {
            Error::new(
                Code::InternalError,
                "the certificate cannot be written as JSON",
            )
        })?;
        Ok(json + "\n")
    }
}

/// What is signed: the parts say that it is a release, so that no signature of a hand-over passes for one.
fn message(text: &str) -> Message {
    let mut message = Message::new();
    message
        .text("factlab 1")
        .text("release")
        .bytes(text.as_bytes());
    message
}

/// Digests all files that are in the folder and writes `certificate.json`, signed where there is a key; call it last.
///
/// # Errors
/// When the disk refuses.
pub fn write_certificate(
    record: &RunRecord,
    folder: &WholeFolder,
    signing: Option<&SigningKey>,
) -> Result<()> {
    certify(&record.release, record, folder, signing)
}

/// The same, of a folder that is made from a release and has a name of its own.
///
/// # Errors
/// As [`write_certificate`].
pub fn certify(
    name: &str,
    record: &RunRecord,
    folder: &WholeFolder,
    signing: Option<&SigningKey>,
) -> Result<()> {
    let mut files = Vec::new();
    collect(folder.partial(), "", &mut files)?;
    let digest = |(name, path): (String, PathBuf)| {
        let bytes = fs::read(&path).map_err(|e| Error::io(&path, "read", &e))?;
        Ok((name, FileDigest::new(Sha256::digest(bytes).into())))
    };
    let files = in_order(files.into_par_iter().map(digest))?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let certificate = Certificate {
        release: name.to_owned(),
        tool: TOOL_VERSION.to_owned(),
        profile: record.profile.clone(),
        internal: record.internal,
        time: now.ok().map(|since| since.as_secs()),
        files: files.into_iter().collect(),
        key: None,
        signature: None,
    };
    let certificate = match signing {
        Some(key) => certificate.signed(key)?,
        None => certificate,
    };
    folder
        .file("certificate.json")?
        .put(certificate.text()?.as_bytes())
}

/// All files of a folder: the name in it, and the path.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(|e| Error::io(folder, "read", &e))?;
    for entry in entries {
        let path = entry.map_err(|e| Error::io(folder, "read", &e))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files)?;
        } else {
            files.push((name, path));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = include_str!("../../../docs/certificate.md");

    #[test]
    fn the_documented_certificate_is_signed_again() {
        let certificate = Certificate {
            release: "zaandorp-2026-2026-12-31-0a1b2c3d".into(),
            tool: "0.1.0".into(),
            profile: Profile::K5,
            internal: false,
            time: Some(1_798_761_600),
            files: BTreeMap::from([("run.json".into(), FileDigest::new([0xab; 32]))]),
            key: None,
            signature: None,
        };
        let key = SigningKey::from_bytes([7; 32]);
        let text = certificate.signed(&key).unwrap().text().unwrap();
        assert!(DOCUMENT.contains(&text), "the document must hold:\n{text}");
    }
}
