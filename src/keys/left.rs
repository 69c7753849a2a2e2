//! Finds and deletes secrets that an interrupted `key new` or `key split` left.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::Identity;
use super::destroy::overwrite;
use super::header;
use super::share;
use crate::error::{Error, Result};
use crate::files::{is_left, open_plain};

/// Bytes of a file that tell what it is.
const BEGINNING: u64 = 1 << 10;

/// The files in `folder` that hold a secret and were never completed; none that a process is still writing.
#[must_use]
pub fn left_secrets(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in paths_in(folder) {
        match path.symlink_metadata() {
            Ok(known) if known.is_file() && is_left(&path) && is_secret(&path) => found.push(path),
            Ok(known) if known.is_dir() && is_left(&path) => {
                found.extend(paths_in(&path).into_iter().filter(|share| is_secret(share)));
            }
            _ => {}
        }
    }
    found
}

/// Overwrites and removes a file that [`left_secrets`] found, and the folder it was alone in.
///
/// # Errors
/// When the disk refuses.
pub fn remove_left(path: &Path) -> Result<()> {
    overwrite(path).map_err(|error| Error::io(path, "overwrite", &error))??;
    fs::remove_file(path).map_err(|error| Error::io(path, "remove", &error))?;
    let folder = path.parent().filter(|folder| is_left(folder));
    match folder.map(fs::remove_dir) {
        // Other shares are still in it; the last that is removed takes it along.
        Some(Err(error)) if error.kind() != ErrorKind::DirectoryNotEmpty => {
            Err(Error::io(path, "remove the folder", &error))
        }
        _ => Ok(()),
    }
}

fn paths_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Whether a file begins as a key or a share does, or holds an identity.
fn is_secret(path: &Path) -> bool {
    let is_plain = path.symlink_metadata().is_ok_and(|known| known.is_file());
    let mut text = Vec::new();
    let read = open_plain(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut text));
    let text = zeroize::Zeroizing::new(text);
    let begins = |line: &str| text.starts_with(line.as_bytes());
    let secret = Identity::SECRET.as_bytes();
    is_plain
        && read.is_ok()
        && (begins(header::FIRST_LINE)
            || begins(share::FIRST_LINE)
            // The secret of an identity stands behind lines of comment.
            || text.windows(secret.len()).any(|part| part == secret))
}

#[cfg(test)]
mod tests {
    use super::super::{KeyKind, create, create_identity, split};
    use super::*;

    #[test]
    fn secrets_of_runs_that_were_broken_off_are_found_and_removed_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        create(&at("a.key"), KeyKind::Project).unwrap();
        create_identity(&at("b.identity")).unwrap();
        split(&at("a.key"), 2, 2, &at("shares")).unwrap();
        assert!(left_secrets(home.path()).is_empty());
        fs::copy(at("a.key"), at("c.key.partial")).unwrap();
        fs::copy(at("b.identity"), at("d.partial")).unwrap();
        fs::rename(at("shares"), at("shares.partial")).unwrap();
        fs::write(at("page.html.partial"), "<!doctype html>").unwrap();
        let found = left_secrets(home.path());
        assert_eq!(found.len(), 4, "{found:?}");
        for path in &found {
            remove_left(path).unwrap();
        }
        assert!(left_secrets(home.path()).is_empty());
        let kept = ["a.key", "b.identity", "page.html.partial"];
        assert!(kept.iter().all(|name| at(name).exists()) && !at("shares.partial").exists());
    }
}
