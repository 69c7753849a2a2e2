//! `certificate.json`: the digests that `verify` checks a release against.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::record::RunRecord;
use crate::error::{Code, Error, Result};
use crate::files::WholeFolder;
use crate::pseudonymous::protect::profile::Profile;
use crate::vocabulary::FileDigest;

/// What a release consists of. The certificate of equal runs is equal: the time of `run.json` is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// The name of the release.
    pub release: String,
    /// The version of factlab.
    pub tool: String,
    /// How the counts are protected.
    pub profile: Profile,
    /// Whether the release must stay inside.
    pub internal: bool,
    /// SHA-256 of `run.json` without its time.
    pub run: FileDigest,
    /// SHA-256 of every other file, by its path in the folder with `/`.
    pub files: BTreeMap<String, FileDigest>,
}

/// Digests all files that are in the folder and writes `certificate.json`; call it last.
///
/// # Errors
/// When the disk refuses.
pub fn write_certificate(record: &RunRecord, folder: &WholeFolder) -> Result<()> {
    let mut files = BTreeMap::new();
    collect(folder.partial(), "", &mut files)?;
    files.remove("run.json");
    let certificate = Certificate {
        release: record.release.clone(),
        tool: record.tool.clone(),
        profile: record.profile,
        internal: record.internal,
        run: record.digest()?,
        files,
    };
    let json = serde_json::to_string_pretty(&certificate).map_err(|_| {
        Error::new(
            Code::InternalError,
            "the certificate cannot be written as JSON",
        )
    })?;
    folder
        .file("certificate.json")?
        .put((json + "\n").as_bytes())
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, FileDigest>) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(|e| Error::io(folder, "read", &e))?;
    for entry in entries {
        let path = entry.map_err(|e| Error::io(folder, "read", &e))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files)?;
        } else {
            let bytes = fs::read(&path).map_err(|e| Error::io(&path, "read", &e))?;
            files.insert(name, FileDigest::new(Sha256::digest(bytes).into()));
        }
    }
    Ok(())
}
