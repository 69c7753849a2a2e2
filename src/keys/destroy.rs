//! Destroys a key file: overwritten, deleted, with a signed record.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::describe::Held;
use super::destroyed::DestroyedKey;
use super::make::{new_file, today};
use super::random::fill_with_random_bytes;
use crate::error::{Code, Error, Result};

/// Overwritten this many bytes at a time.
const PIECE: usize = 4096;

/// Where the record of the end of the key at `path` is written when no other path is named: `<path>.destroyed.json`.
#[must_use]
pub fn record_place(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".destroyed.json");
    path.with_file_name(name)
}

/// Overwrites and removes a key or an identity, and writes the record of it to `record`; other copies stay.
///
/// Disks and backup programs may keep what was overwritten, so a destroyed key is gone only as far as this file goes.
/// The record is complete on the disk before the key goes, and gets its name after: there is no record of a key
/// that is still there.
///
/// # Errors
/// When the file is no key or a link, cannot be written, or something is at `record`.
pub fn destroy(path: &Path, record: &Path) -> Result<DestroyedKey> {
    if path == Path::new("-") {
        return Err(Error::new(
            Code::UsageInvalid,
            "only a key in a file can be destroyed",
        ));
    }
    if record.symlink_metadata().is_ok() {
        let error = Error::at(Code::OutputExists, record, "already exists");
        return Err(error.hint("choose another file for the record: --record FILE"));
    }
    if path
        .symlink_metadata()
        .is_ok_and(|known| known.is_symlink())
    {
        let error = Error::at(Code::NotAFile, path, "is a link to the key");
        return Err(error.hint("give the file itself, then remove the link"));
    }
    let held = Held::read(path)?;
    let destroyed = DestroyedKey::of(&held, today());
    let file = new_file(record, destroyed.text()?.as_bytes())?;
    overwrite(path).map_err(|error| Error::io(path, "overwrite", &error))??;
    fs::remove_file(path).map_err(|error| Error::io(path, "remove", &error))?;
    file.complete_or_keep()?;
    Ok(destroyed)
}

/// Random bytes over all of a file, down to the disk.
pub(super) fn overwrite(path: &Path) -> io::Result<Result<()>> {
    // Not truncated: a file that is emptied first gives its blocks back, with the key in them.
    let mut file = OpenOptions::new().write(true).open(path)?;
    let mut left = file.metadata()?.len();
    let mut bytes = [0; PIECE];
    while left > 0 {
        let length = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
        if let Err(error) = fill_with_random_bytes(&mut bytes[..length]) {
            return Ok(Err(error));
        }
        file.write_all(&bytes[..length])?;
        left -= length as u64;
    }
    file.sync_all().map(Ok)
}

#[cfg(test)]
mod tests {
    use super::super::destroyed::Proof;
    use super::super::{KeyKind, create, create_identity, describe};
    use super::*;

    #[test]
    fn the_record_of_a_key_or_identity_fits_what_was_told_of_it_before() {
        let folder = tempfile::tempdir().unwrap();
        for kind in [Some(KeyKind::Project), Some(KeyKind::Signing), None] {
            let path = folder.path().join("a.key");
            match kind {
                Some(kind) => drop(create(&path, kind).unwrap()),
                None => drop(create_identity(&path).unwrap()),
            }
            let described = describe(&path).unwrap();
            let record = record_place(&path);
            destroy(&path, &record).unwrap();
            assert!(!path.exists());
            let read = DestroyedKey::read(&record).unwrap();
            assert_eq!((&*read.kind, &read.key_id), (described.kind, &described.id));
            assert_eq!(
                read.verify(Some(&described.verifier)).unwrap(),
                Proof::HeldTheKey
            );
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
            fs::remove_file(record).unwrap();
        }
    }

    #[test]
    fn destroying_takes_keys_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clients.csv");
        fs::write(&path, "BSN;Naam\n1;Jansen\n").unwrap();
        assert!(destroy(&path, &record_place(&path)).is_err());
        assert!(destroy(Path::new("-"), &record_place(&path)).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_record_that_is_there_is_kept_and_so_is_the_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.key");
        create(&path, KeyKind::Release).unwrap();
        let record = record_place(&path);
        fs::write(&record, "of last year").unwrap();
        assert!(destroy(&path, &record).is_err());
        assert!(describe(&path).is_ok());
        assert_eq!(fs::read(&record).unwrap(), b"of last year");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed_and_both_stay() {
        let folder = tempfile::tempdir().unwrap();
        let [path, link] = ["a.key", "link.key"].map(|name| folder.path().join(name));
        create(&path, KeyKind::Project).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let error = destroy(&link, &record_place(&link)).unwrap_err();
        assert!(error.to_string().contains("is a link"), "{error}");
        assert!(describe(&path).is_ok());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn every_byte_is_written_over_before_the_file_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.key");
        create(&path, KeyKind::Project).unwrap();
        // A second name shows what became of the bytes.
        let other_name = folder.path().join("b.key");
        fs::hard_link(&path, &other_name).unwrap();
        let before = fs::read(&path).unwrap();
        destroy(&path, &record_place(&path)).unwrap();
        let after = fs::read(&other_name).unwrap();
        assert_eq!(before.len(), after.len());
        let equal = before
            .iter()
            .zip(&after)
            .filter(|(one, other)| one == other);
        assert!(equal.count() < before.len() / 4, "mostly other bytes");
        assert!(describe(&other_name).is_err());
    }
}
