//! Checks the files of a release against its certificate: missing, changed, or not part of it; and their names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use super::layout::{Layout, of_release};
use super::signature::{Signed, signed};
use super::{Verdict, json};
use crate::error::{Code, Error, Result};
use crate::files::{open_plain, read_plain_text};
use crate::vocabulary::FileDigest;

/// No file of a release that is read whole is longer, in bytes.
pub(super) const LONGEST: u64 = 1 << 30;

/// `certificate.json`, as anybody can read it.
#[derive(Debug)]
pub(super) struct Certificate {
    pub(super) release: String,
    pub(super) tool: String,
    pub(super) profile: String,
    pub(super) internal: bool,
    pub(super) signed: Signed,
    pub(super) files: BTreeMap<String, String>,
}

/// Its fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    release: String,
    tool: String,
    profile: String,
    internal: bool,
    #[serde(rename = "time")]
    _time: Option<u64>,
    files: BTreeMap<String, String>,
    key: Option<String>,
    signature: Option<String>,
}

pub(super) fn read_certificate(folder: &Path) -> Result<Certificate> {
    let path = folder.join("certificate.json");
    let text = read_plain_text(&path, LONGEST).map_err(|e| {
        Error::io(&path, "read", &e)
            .hint("give the folder of a release; one that ends in .partial is incomplete")
    })?;
    parse(&text).ok_or_else(|| {
        Error::new(Code::ReleaseInvalid, format!("{} is not a certificate", path.display()))
            .hint("the file was changed, or made by another version of factlab; ask for the release again")
    })
}

/// `None` for what is no certificate.
pub(super) fn parse(text: &str) -> Option<Certificate> {
    let fields: Fields = serde_json::from_value(json::parse(text)?).ok()?;
    Some(Certificate {
        signed: signed(text, fields.key.as_deref(), fields.signature.as_deref()),
        release: fields.release,
        tool: fields.tool,
        profile: fields.profile,
        internal: fields.internal,
        files: fields.files,
    })
}

/// Checks the signature, the files and the names; gives `run.json`, null where it cannot be read.
pub(super) fn check(
    folder: &Path,
    certificate: &Certificate,
    verdict: &mut Verdict,
) -> Result<Json> {
    if certificate.signed == Signed::Broken {
        let problem = "certificate.json: the signature does not hold: the certificate was changed after it was signed";
        verdict.object(problem);
    }
    let run = read_run(folder, certificate, verdict);
    let mut belonging = belonging(&run);
    // There where the agreement asks for them.
    let mut on_request = vec!["areas.geojson", "areas.qml"];
    if !certificate.internal {
        belonging.insert("ledger.json".to_owned());
        on_request.push("witness.json");
    }
    let listed = certificate.files.keys();
    belonging.extend(
        listed
            .filter(|name| on_request.contains(&name.as_str()))
            .cloned(),
    );
    let mut present = Vec::new();
    list(folder, "", &mut present)?;
    let is_known = |name: &String| belonging.contains(name) || name == "certificate.json";
    let listed = certificate.files.keys().chain(&present);
    let strange: BTreeSet<&String> = listed.filter(|name| !is_known(name)).collect();
    for name in strange {
        verdict.object(format!("{name}: is not part of the release"));
    }
    for name in &belonging {
        verdict.files += 1;
        verdict
            .problems
            .extend(check_file(folder, name, certificate));
    }
    check_names(folder, certificate, verdict);
    Ok(run)
}

/// The files of a release in the formats that `run.json` lists.
fn belonging(run: &Json) -> BTreeSet<String> {
    let mut names = BTreeSet::from(["run.json".to_owned()]);
    let per_table = |ending: &str| -> Vec<String> {
        let name = |layout: &Layout| format!("{}.{ending}", layout.name);
        of_release(run).into_iter().map(name).collect()
    };
    for format in run["formats"].as_array().into_iter().flatten() {
        match format.as_str() {
            Some("csv") => {
                names.extend(per_table("csv"));
                names.insert("datapackage.json".to_owned());
            }
            Some("parquet") => names.extend(per_table("parquet")),
            Some("json") => names.extend(["release.json".to_owned()]),
            Some("xlsx") => names.extend(["tables.xlsx".to_owned()]),
            Some("html") => names.extend(["report.html".to_owned()]),
            _ => {}
        }
    }
    names
}

/// What is wrong with a file that belongs to a release.
pub(super) fn check_file(folder: &Path, name: &str, certificate: &Certificate) -> Option<String> {
    let Some(digest) = certificate.files.get(name) else {
        return Some(format!("{name}: is not in the certificate"));
    };
    let path = folder.join(name);
    if path.is_symlink() {
        return Some(format!("{name}: is a link, whose target can change"));
    }
    match digest_of(&path) {
        Ok(found) if found == *digest => None,
        Ok(_) => Some(format!("{name}: is not the file that was written")),
        Err(_) => Some(format!("{name}: is missing")),
    }
}

fn check_names(folder: &Path, certificate: &Certificate, verdict: &mut Verdict) {
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
}

/// `run.json`, which says the same as the certificate and gives the release its name; null where it cannot be read.
fn read_run(folder: &Path, certificate: &Certificate, verdict: &mut Verdict) -> Json {
    let mut note = |problem: &str| verdict.object(format!("run.json: {problem}"));
    let Ok(text) = read_plain_text(&folder.join("run.json"), LONGEST) else {
        note("cannot be read");
        return Json::Null;
    };
    let Some(run) = json::parse(&text) else {
        note("is not JSON, or gives a key twice");
        return Json::Null;
    };
    let agrees = |field: &str, value: &str| run[field].as_str() == Some(value);
    if !agrees("release", &certificate.release)
        || !agrees("tool", &certificate.tool)
        || !agrees("profile", &certificate.profile)
        || run["internal"].as_bool() != Some(certificate.internal)
    {
        note("does not agree with certificate.json");
    }
    if name_of(&text, &run).as_ref() != Some(&certificate.release) {
        note("the name of the release does not follow from it");
    }
    verdict.agreement = run["agreement"]
        .as_str()
        .map(String::from)
        .unwrap_or_default();
    run
}

/// Project, reference date and the first digits of the SHA-256 of the text without the name.
fn name_of(text: &str, run: &Json) -> Option<String> {
    let [release, project, day] =
        ["release", "project", "reference_date"].map(|field| run[field].as_str());
    let begin = |name: &str| format!("{{\n  \"release\": \"{name}\",");
    let mut rest = text.strip_prefix(&begin(release?))?;
    // What protecting cost, what the audit found and what came before depend on the releases before, and are not in the name.
    for field in ["utility", "audit", "follows"] {
        let found = rest.strip_prefix(&format!("\n  \"{field}\": {{\n"));
        if let Some((_, behind)) = found.and_then(|found| found.split_once("\n  },")) {
            rest = behind;
        }
    }
    let digest = sha256((begin("") + rest).as_bytes());
    let ending = if run["internal"].as_bool()? {
        "-internal"
    } else {
        ""
    };
    Some(format!("{}-{}-{}{ending}", project?, day?, &digest[..8]))
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

pub(super) fn list(folder: &Path, prefix: &str, names: &mut Vec<String>) -> Result<()> {
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
            // An empty one has a name as well, and no release has a folder.
            names.push(format!("{name}/"));
            list(&path, &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    names.sort();
    Ok(())
}
