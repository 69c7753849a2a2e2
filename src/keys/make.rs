//! Creates key files and identity files.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use zeroize::Zeroizing;

use super::header::KeyText;
use super::random::fill_with_random_bytes;
use super::{BlindingKey, Identity, KeyId, KeyKind, Recipient};
use crate::error::{Code, Error, Result};
use crate::files::{AtomicFile, Readers};
use crate::vocabulary::Day;

/// Makes a new key of 32 random bytes at `path`, readable by its owner only (on Unix).
///
/// The file is written beside its path and then moved there: after a crash it is absent or whole.
///
/// # Errors
/// When `path` exists or cannot be written.
pub fn create(path: &Path, kind: KeyKind) -> Result<KeyId> {
    let (key, file) = prepare(path, kind)?;
    file.complete()?;
    Ok(key.id())
}

/// A new blinding key, and its file, which is moved to its path once what was blinded with it is at its own.
///
/// # Errors
/// As [`create`].
pub fn prepare_blinding(path: &Path) -> Result<(BlindingKey, AtomicFile)> {
    let (key, file) = prepare(path, KeyKind::Blinding)?;
    Ok((BlindingKey::from_bytes(*key.secret), file))
}

fn prepare(path: &Path, kind: KeyKind) -> Result<(KeyText, AtomicFile)> {
    refuse_standard_input(path)?;
    let mut secret = Zeroizing::new([0; 32]);
    fill_with_random_bytes(&mut *secret)?;
    let key = KeyText {
        kind,
        created: today(),
        secret,
    };
    let file = new_file(path, key.text().as_bytes())?;
    Ok((key, file))
}

/// A file of a secret or of its end, written down beside its path: readable by its owner only, never over another.
pub(super) fn new_file(path: &Path, bytes: &[u8]) -> Result<AtomicFile> {
    let hint =
        "a key is never overwritten: choose another name, or run `factlab key destroy` first";
    let mut file = AtomicFile::begin_new(path, Readers::Owner, hint)?;
    file.put(bytes)?;
    // On disk already before it has its name: `destroy` removes a key once its record cannot be lost.
    file.sync()?;
    Ok(file)
}

/// Makes a new identity at `path`, as [`create`] makes a key; gives whom to encrypt to.
///
/// # Errors
/// When `path` exists or cannot be written.
pub fn create_identity(path: &Path) -> Result<Recipient> {
    refuse_standard_input(path)?;
    let identity = Identity::generate();
    let created = format!("{CREATED}{}\n", today());
    let text = Zeroizing::new([created.as_bytes(), identity.text().as_bytes()].concat());
    new_file(path, &text)?.complete()?;
    Ok(identity.recipient())
}

/// How the line with the day begins, in an identity file (also in those of `age-keygen`).
pub(super) const CREATED: &str = "# created: ";

pub(super) fn refuse_standard_input(path: &Path) -> Result<()> {
    if path == Path::new("-") {
        return Err(
            Error::new(Code::UsageInvalid, "a new key needs a file name")
                .hint("a key is never typed or shown on the screen"),
        );
    }
    Ok(())
}

/// The day it is, in universal time: what keys and hand-overs are held against.
#[must_use]
pub fn today() -> Day {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let days = since.map_or(0, |time| time.as_secs() / 86_400);
    Day::from_number(i32::try_from(days).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::super::{ProjectSecret, describe};
    use super::*;
    use std::fs;

    #[test]
    fn a_new_key_is_read_back_under_its_id() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("project.key");
        let id = create(&path, KeyKind::Project).unwrap();
        assert_eq!(ProjectSecret::read(&path).unwrap().id(), id);
        let described = describe(&path).unwrap();
        assert_eq!((described.kind, described.id), ("project", id.to_string()));
        assert_eq!(described.created, Some(today()));
        assert_ne!(
            id,
            create(&folder.path().join("b"), KeyKind::Project).unwrap()
        );
    }

    #[test]
    fn a_key_is_never_overwritten_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("project.key");
        let id = create(&path, KeyKind::Project).unwrap();
        assert!(create(&path, KeyKind::Project).is_err());
        assert!(create_identity(&path).is_err());
        assert_eq!(describe(&path).unwrap().id, id.to_string());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_new_identity_is_read_back_and_opens_what_is_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keyholder.identity");
        let recipient = create_identity(&path).unwrap();
        assert_eq!(Identity::read(&path).unwrap().recipient(), recipient);
    }

    #[test]
    fn a_key_is_not_made_from_standard_input() {
        assert!(create(Path::new("-"), KeyKind::Project).is_err());
        assert!(create_identity(Path::new("-")).is_err());
    }
}
