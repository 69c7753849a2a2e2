//! A release that somebody changed, and then did what anybody can: made the digests in the certificate again.

#![allow(dead_code, reason = "each test uses a part")]

use std::fs;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

/// SHA-256 in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let write = |text: String, byte: &u8| format!("{text}{byte:02x}");
    Sha256::digest(bytes).iter().fold(String::new(), write)
}

/// Lists in the certificate the files that are there, with the digests they have, and drops the signature.
pub(crate) fn remake_digests(release: &Path) {
    let path = release.join("certificate.json");
    let mut certificate: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let entries = fs::read_dir(release).unwrap().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
    let digests = files.filter(|entry| entry.file_name() != "certificate.json");
    let digests = digests.map(|entry| {
        let name = entry.file_name().into_string().unwrap();
        (name, Value::from(sha256(&fs::read(entry.path()).unwrap())))
    });
    certificate["files"] = Value::Object(digests.collect());
    let fields = certificate.as_object_mut().unwrap();
    fields.remove("key");
    fields.remove("signature");
    fs::write(path, certificate.to_string()).unwrap();
}

/// Changes the text of a file, and remakes the digests.
pub(crate) fn change(release: &Path, name: &str, change: impl FnOnce(&str) -> String) {
    let before = fs::read_to_string(release.join(name)).unwrap();
    let after = change(&before);
    assert_ne!(before, after, "{name}: nothing was changed");
    fs::write(release.join(name), after).unwrap();
    remake_digests(release);
}
