//! Checks the files of a release against its certificate: missing, changed, or not part of it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Component, Path};

use serde::Deserialize;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::{Verdict, json};
use crate::error::{Code, Error, Result};
use crate::files::{open_plain, read_plain_text};
use crate::vocabulary::FileDigest;

/// No file of a release that is read whole is longer, in bytes.
pub(super) const LONGEST: u64 = 1 << 30;

/// `certificate.json`, as the contract lets anybody read it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Certificate {
    pub(super) release: String,
    pub(super) tool: String,
    pub(super) profile: String,
    pub(super) internal: bool,
    run: String,
    files: BTreeMap<String, String>,
}

pub(super) fn read_certificate(folder: &Path) -> Result<Certificate> {
    let path = folder.join("certificate.json");
    let text = read_plain_text(&path, LONGEST).map_err(|e| {
        Error::io(&path, "read", &e)
            .hint("give the folder of a release; one that ends in .partial is incomplete")
    })?;
    serde_json::from_str(&text).map_err(|_| {
        Error::new(Code::ReleaseInvalid, format!("{} is not a certificate", path.display()))
            .hint("the file was changed, or made by another version of factlab; ask for the release again")
    })
}

pub(super) fn check(folder: &Path, certificate: &Certificate, verdict: &mut Verdict) -> Result<()> {
    let mut present = Vec::new();
    list(folder, "", &mut present)?;
    for name in &present {
        if !certificate.files.contains_key(name) && name != "run.json" && name != "certificate.json"
        {
            verdict.object(format!("{name}: is not part of the release"));
        }
    }
    for (name, digest) in &certificate.files {
        verdict.files += 1;
        // A name that leads elsewhere could make the check read anything.
        let is_inside = |part| matches!(part, Component::Normal(_));
        if !Path::new(name).components().all(is_inside) {
            verdict.object("certificate.json: names a file outside the release");
            continue;
        }
        let path = folder.join(name);
        if path.is_symlink() {
            verdict.object(format!("{name}: is a link, whose target can change"));
            continue;
        }
        match digest_of(&path) {
            Ok(found) if found == *digest => {}
            Ok(_) => verdict.object(format!("{name}: is not the file that was written")),
            Err(_) => verdict.object(format!("{name}: is missing")),
        }
    }
    check_run(folder, certificate, verdict);
    let named = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    if named.is_some_and(|name| name != certificate.release && name != "." && name != "..") {
        verdict.object("the folder does not have the name of the release");
    }
    if certificate.release.ends_with("-internal") != certificate.internal {
        verdict.object("certificate.json: `internal` and the name of the release disagree");
    }
    if certificate.internal != (certificate.profile == "none") {
        verdict.object("certificate.json: exact counts go with `internal`, and only with it");
    }
    Ok(())
}

/// `run.json` is digested without its time, which is the last field.
fn check_run(folder: &Path, certificate: &Certificate, verdict: &mut Verdict) {
    verdict.files += 1;
    let Ok(text) = read_plain_text(&folder.join("run.json"), LONGEST) else {
        verdict.object("run.json: is missing");
        return;
    };
    if sha256(without_time(&text).as_bytes()) != certificate.run {
        verdict.object("run.json: is not the file that was written");
    }
    let run = json::parse(&text).unwrap_or_default();
    let agrees = |field: &str, value: &str| run.get(field).and_then(Json::as_str) == Some(value);
    if !agrees("release", &certificate.release)
        || !agrees("tool", &certificate.tool)
        || !agrees("profile", &certificate.profile)
        || run.get("internal").and_then(Json::as_bool) != Some(certificate.internal)
    {
        verdict.object("run.json: does not agree with certificate.json");
    }
}

fn without_time(text: &str) -> String {
    match text.rfind(",\n  \"time\": ") {
        Some(start) => format!("{}\n}}\n", &text[..start]),
        None => text.to_owned(),
    }
}

fn digest_of(path: &Path) -> std::io::Result<String> {
    let (mut file, mut hasher) = (open_plain(path)?, Sha256::new());
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(FileDigest::new(hasher.finalize().into()).to_string()),
            length => hasher.update(&piece[..length]),
        }
    }
}

fn sha256(bytes: &[u8]) -> String {
    FileDigest::new(Sha256::digest(bytes).into()).to_string()
}

fn list(folder: &Path, prefix: &str, names: &mut Vec<String>) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(|e| Error::io(folder, "read", &e))?;
    for entry in entries {
        let entry = entry.map_err(|e| Error::io(folder, "read", &e))?;
        let path = entry.path();
        // A link counts as a file: followed, two to their own folder would never end.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let name = format!(
            "{prefix}{}",
            path.file_name().unwrap_or_default().to_string_lossy()
        );
        if is_folder {
            list(&path, &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    names.sort();
    Ok(())
}
