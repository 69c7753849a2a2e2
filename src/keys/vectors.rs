//! The test vectors of keys in `docs/keys.md`, recomputed from its text.

use std::fs;

use super::destroyed::{DestroyedKey, Proof};
use super::{VerifyingKey, combine, describe};

const DOCUMENT: &str = include_str!("../../docs/keys.md");

/// The blocks between fences, in the order of the page.
fn blocks() -> Vec<&'static str> {
    let parts = DOCUMENT.split("```").skip(1).step_by(2);
    parts.map(|part| part.split_once('\n').unwrap().1).collect()
}

/// The only block that begins so.
fn block(beginning: &str) -> &'static str {
    let mut found = blocks()
        .into_iter()
        .filter(|block| block.starts_with(beginning));
    let only = found.next().unwrap();
    assert!(found.next().is_none(), "{beginning}");
    only
}

/// The value of a line `name: value` of the vectors.
fn vector(name: &str) -> &'static str {
    let mut lines = block("verifier: ").lines();
    let found = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    found.unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn the_published_shares_give_the_published_key() {
    let folder = tempfile::tempdir().unwrap();
    let shares: Vec<_> = blocks()
        .into_iter()
        .filter(|block| block.starts_with("factlab key share 1"))
        .enumerate()
        .map(|(number, share)| {
            let path = folder.path().join(format!("{number}.txt"));
            fs::write(&path, share).unwrap();
            path
        })
        .collect();
    assert_eq!(shares.len(), 2);
    let path = folder.path().join("a.key");
    combine(&shares, &path).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), block("factlab key 2\n"));
    assert_eq!(
        describe(&path).unwrap().verifier.to_string(),
        vector("verifier")
    );
}

#[test]
fn the_published_record_is_signed_as_published() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.destroyed.json");
    fs::write(&path, block("{")).unwrap();
    let record = DestroyedKey::read(&path).unwrap();
    let verifier = VerifyingKey::parse(vector("verifier")).unwrap();
    assert_eq!(record.verify(Some(&verifier)).unwrap(), Proof::HeldTheKey);
    let published: Vec<u8> = vector("message")
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    assert_eq!(record.message().encoded(), published);
}
