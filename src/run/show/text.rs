//! What a text is: a key, a share, JSON of ours, findings or an agreement.

use std::path::Path;

use serde_json::Value as Json;
use zeroize::Zeroizing;

use super::what::{Packing, Shown, ShownHandover, ShownRelease, no_file_of_ours};
use crate::agreement::Agreement;
use crate::error::{Code, Error, Result};
use crate::files::read_plain;
use crate::identified::FindingsFile;
use crate::keys::{describe_bytes, describe_share};
use crate::pseudonymous::handover::Manifest;

/// No text of ours that is shown is longer, in bytes.
const LONGEST: u64 = 64 << 20;

pub(super) fn show(path: &Path) -> Result<Shown> {
    // It may be a key.
    let bytes = match read_plain(path, LONGEST) {
        Ok(bytes) => Zeroizing::new(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
            return Ok(unknown(path));
        }
        Err(error) => return Err(Error::io(path, "read", &error)),
    };
    if let Ok(facts) = describe_bytes(path, &bytes) {
        return Ok(Shown::Key(Box::new(facts), false));
    }
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Ok(unknown(path));
    };
    if let Some(share) = describe_share(text) {
        return Ok(Shown::Share(share));
    }
    if let Some(findings) = FindingsFile::count(text) {
        return Ok(Shown::Findings(findings));
    }
    if let Ok(json) = serde_json::from_str::<Json>(text) {
        return Ok(of_json(path, text, &json).unwrap_or_else(|| unknown(path)));
    }
    Ok(of_toml(path, text).unwrap_or_else(|| cut_off(path, text)))
}

fn unknown(path: &Path) -> Shown {
    Shown::Unknown(no_file_of_ours(&path.display().to_string()))
}

/// A text that begins as a key, a share or JSON of ours and does not end as one; never a word of it.
fn cut_off(path: &Path, text: &str) -> Shown {
    let begins = ["factlab key", "AGE-SECRET-KEY-1", "{"];
    if !begins.iter().any(|one| text.trim_start().starts_with(one)) {
        return unknown(path);
    }
    let error = Error::at(Code::KeyInvalid, path, "is damaged or incomplete");
    Shown::Unknown(error.hint("ask for the file again"))
}

fn of_json(path: &Path, text: &str, json: &Json) -> Option<Shown> {
    let has = |name: &str| json.get(name).is_some();
    if has("parties") && has("envelope") {
        let whose = path.display().to_string();
        return Some(match Manifest::parse(text.as_bytes(), &whose) {
            Ok(manifest) => Shown::Handover(Box::new(ShownHandover {
                manifest,
                packing: Packing::Manifest,
            })),
            Err(error) => Shown::Unknown(error),
        });
    }
    if has("destroyed") && has("verifier") {
        return serde_json::from_str(text).ok().map(Shown::Destroyed);
    }
    release(json).map(|release| Shown::Release(Box::new(release)))
}

/// What `certificate.json` says; `release.json` and `run.json` have no list of files.
fn release(json: &Json) -> Option<ShownRelease> {
    let text = |name: &str| Some(json.get(name)?.as_str()?.to_owned());
    Some(ShownRelease {
        name: text("release")?,
        tool: text("tool")?,
        profile: text("profile").unwrap_or_default(),
        is_internal: json.get("internal")?.as_bool()?,
        files: json.get("files")?.as_object()?.len(),
        signed_by: text("key").filter(|_| json.get("signature").is_some()),
    })
}

/// An agreement, or a text that is meant as one and has mistakes.
fn of_toml(path: &Path, text: &str) -> Option<Shown> {
    let is_meant = text.lines().any(|line| line.trim() == "[project]");
    if !is_meant {
        return None;
    }
    Some(match Agreement::parse(text, path) {
        Ok(agreement) => Shown::Agreement(Box::new(agreement)),
        Err(error) => Shown::Unknown(error),
    })
}
