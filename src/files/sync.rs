//! Flushes what was written to disk, so that a power cut after the rename finds it whole.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;

/// All files below `folder`, and the folders that name them.
pub(super) fn all_of(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            all_of(&entry.path())?;
        } else {
            // Windows writes down only what is open for writing.
            OpenOptions::new()
                .write(true)
                .open(entry.path())?
                .sync_all()?;
        }
    }
    names_in(folder)
}

/// The name of `path` in its folder.
pub(super) fn folder_of(path: &Path) -> io::Result<()> {
    names_in(super::path::parent(path).unwrap_or(Path::new(".")))
}

#[cfg(unix)]
fn names_in(folder: &Path) -> io::Result<()> {
    match fs::File::open(folder)?.sync_all() {
        // Some network disks know no syncing of folders.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        outcome => outcome,
    }
}

/// Windows keeps the names of a folder by itself.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "on Unix it can fail")]
fn names_in(_folder: &Path) -> io::Result<()> {
    Ok(())
}
