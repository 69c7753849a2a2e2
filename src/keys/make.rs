//! A kind in, a new key file out; and a key file's end.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use zeroize::Zeroizing;

use super::header::KeyText;
use super::{KeyId, KeyKind, describe};
use crate::error::{Error, Result};
use crate::vocabulary::Day;

/// Makes a new key of 32 random bytes at `path`, readable by its owner only (on Unix).
///
/// The file is written beside its place and then put there: after a crash it is absent or whole.
///
/// # Errors
/// When `path` exists or cannot be written.
pub fn create(path: &Path, kind: KeyKind) -> Result<KeyId> {
    if path == Path::new("-") {
        return Err(Error::usage("a new key needs the name of a file"));
    }
    let mut secret = Zeroizing::new([0; 32]);
    fill_with_random_bytes(&mut *secret)?;
    let key = KeyText {
        kind,
        created: today(),
        secret,
    };
    let partial = partial(path);
    let written = write_new(&partial, key.text().as_bytes())
        .map_err(|error| Error::io(&partial, "write the key", &error))
        .and_then(|()| put_in_place(&partial, path));
    if written.is_err() && partial.exists() {
        // What is left after this, the next call removes.
        let _ = fs::remove_file(&partial);
    }
    written.map(|()| KeyId::of(&key.secret))
}

/// Overwrites and removes a key file; other copies stay.
///
/// Disks and backup programs may keep what was overwritten, so a destroyed key is gone only as far as this file goes.
///
/// # Errors
/// When the file is no key, or cannot be written.
pub fn destroy(path: &Path) -> Result<KeyId> {
    if path == Path::new("-") {
        return Err(Error::usage("only a key in a file can be destroyed"));
    }
    let (_, id, _) = describe(path)?;
    let overwritten = overwrite(path).map_err(|error| Error::io(path, "overwrite", &error))?;
    overwritten?;
    fs::remove_file(path).map_err(|error| Error::io(path, "remove", &error))?;
    Ok(id)
}

/// Random bytes over all of a file, down to the disk.
fn overwrite(path: &Path) -> io::Result<Result<()>> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    let mut bytes = vec![0; length.min(super::header::LIMIT)];
    if let Err(error) = fill_with_random_bytes(&mut bytes) {
        return Ok(Err(error));
    }
    file.write_all(&bytes)?;
    file.sync_all().map(Ok)
}

/// A new file that only its owner may read, complete on the disk.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = open_private(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(unix)]
fn open_private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn open_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Moves a complete key to its place, and never over a key that is there.
fn put_in_place(partial: &Path, path: &Path) -> Result<()> {
    let exists = || {
        Error::failed(format!("{} exists already", path.display()))
            .hint("a key is never overwritten; choose another name, or `factlab key destroy` first")
    };
    match fs::hard_link(partial, path) {
        Ok(()) => fs::remove_file(partial).map_err(|error| Error::io(partial, "remove", &error)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(exists()),
        // A memory stick often knows no links.
        Err(_) if path.symlink_metadata().is_ok() => Err(exists()),
        Err(_) => {
            fs::rename(partial, path).map_err(|error| Error::io(path, "write the key", &error))
        }
    }
}

fn fill_with_random_bytes(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|_| {
        Error::failed("the operating system gives no random numbers")
            .hint("without them no key can be made; try another machine")
    })
}

/// The day it is, in universal time.
fn today() -> Day {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let days = since.map_or(0, |time| time.as_secs() / 86_400);
    Day::from_number(i32::try_from(days).unwrap_or(0))
}

fn partial(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::super::ProjectSecret;
    use super::*;

    #[test]
    fn a_new_key_is_read_back_under_its_id() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("project.key");
        let id = create(&path, KeyKind::Project).unwrap();
        assert_eq!(ProjectSecret::read(&path).unwrap().id(), id);
        let (kind, described, created) = describe(&path).unwrap();
        assert_eq!((kind, described), (KeyKind::Project, id));
        assert_eq!(created, today().to_string());
        assert_ne!(id, create(&folder.path().join("b"), kind).unwrap());
    }

    #[test]
    fn a_key_is_never_overwritten_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("project.key");
        let id = create(&path, KeyKind::Project).unwrap();
        assert!(create(&path, KeyKind::Project).is_err());
        assert_eq!(describe(&path).unwrap().1, id);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_crash_left_beside_the_place_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("project.key");
        fs::write(partial(&path), "factlab key 1").unwrap();
        create(&path, KeyKind::Project).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_a_new_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("project.key");
        create(&path, KeyKind::Project).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn destroying_takes_keys_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("project.key");
        let id = create(&path, KeyKind::Project).unwrap();
        assert_eq!(destroy(&path).unwrap(), id);
        assert!(!path.exists());
        fs::write(&path, "an extract").unwrap();
        assert!(destroy(&path).is_err());
        assert!(path.exists());
    }
}
