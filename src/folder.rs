//! A folder that is written whole or not at all.
//!
//! Everything goes to `<name>.partial` beside the place and is renamed when it
//! is complete, so that after a crash the folder is absent or whole.

mod access;
mod own_file;
mod sync;

pub use own_file::{begins_with, refuse_other_files};

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Error, Result};

/// How a folder under construction ends.
const PARTIAL: &str = ".partial";

/// How the earlier one ends while it is replaced.
const REPLACED: &str = ".replaced.partial";

/// What to do when the place is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Fail with a hint; the folder that is there stays as it is.
    Refuse,
    /// Put the new folder in its place once the new one is complete.
    Replace,
}

/// A folder under construction; dropped before [`WholeFolder::complete`], it disappears.
#[derive(Debug)]
pub struct WholeFolder {
    place: PathBuf,
    partial: PathBuf,
    access: access::Access,
    existing: Existing,
    room: Option<Arc<AtomicU64>>,
    completed: bool,
}

impl WholeFolder {
    /// Begins the folder that will stand at `place`, and removes what a crash left beside it.
    ///
    /// # Errors
    /// When `place` exists and may not be replaced, or the disk refuses.
    pub fn begin(place: &Path, existing: Existing) -> Result<Self> {
        Self::begin_with_room(place, existing, None)
    }

    /// As [`WholeFolder::begin`], on a disk that is full after `room` bytes (to test what then happens).
    ///
    /// # Errors
    /// When `place` exists and may not be replaced, or the disk refuses.
    pub fn begin_with_room(place: &Path, existing: Existing, room: Option<u64>) -> Result<Self> {
        if existing == Existing::Refuse && place.symlink_metadata().is_ok() {
            return Err(Error::failed(format!("{} exists already", place.display()))
                .hint("choose another place, or remove it first if it may go"));
        }
        refuse_nameless(place)?;
        let partial = beside(place, PARTIAL);
        remove_if_there(&partial)?;
        // A crash between the two renames of `complete` leaves the earlier folder here.
        let aside = beside(place, REPLACED);
        if aside.is_dir() && place.symlink_metadata().is_err() {
            rename(&aside, place).map_err(|e| Error::io(place, "restore", &e))?;
        } else {
            remove_if_there(&aside)?;
        }
        fs::create_dir_all(&partial).map_err(|e| Error::io(&partial, "make the folder", &e))?;
        let access = access::close(&partial).map_err(|e| Error::io(&partial, "close", &e))?;
        Ok(Self {
            place: place.to_owned(),
            partial,
            access,
            existing,
            room: room.map(|bytes| Arc::new(AtomicU64::new(bytes))),
            completed: false,
        })
    }

    /// Where the files stand until the folder is complete.
    #[must_use]
    pub fn partial(&self) -> &Path {
        &self.partial
    }

    /// Where the folder will stand.
    #[must_use]
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// A new file `name` (may hold `/`) in the folder.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn file(&self, name: &str) -> Result<WholeFile> {
        let path = self.partial.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|e| Error::io(parent, "make the folder", &e))?;
        }
        let file = File::create(&path).map_err(|e| Error::io(&path, "write", &e))?;
        Ok(WholeFile {
            file,
            path,
            room: self.room.clone(),
        })
    }

    /// Puts the folder in its place.
    ///
    /// # Errors
    /// When the disk refuses, or the place was taken in the meantime.
    pub fn complete(mut self) -> Result<PathBuf> {
        let written =
            sync::all_of(&self.partial).and_then(|()| access::open(&self.partial, &self.access));
        written.map_err(|e| Error::io(&self.partial, "write", &e))?;
        if self.place.symlink_metadata().is_ok() {
            if self.existing == Existing::Refuse {
                return Err(
                    Error::failed(format!("{} exists already", self.place.display()))
                        .hint("another run wrote it in the meantime; choose another place"),
                );
            }
            let aside = beside(&self.place, REPLACED);
            rename(&self.place, &aside).map_err(|e| Error::io(&self.place, "replace", &e))?;
            if let Err(error) = rename(&self.partial, &self.place) {
                let restored = rename(&aside, &self.place);
                return Err(Error::io(
                    restored.map_or(&aside, |()| &self.place),
                    "replace",
                    &error,
                ));
            }
            remove_if_there(&aside)?;
        } else {
            rename(&self.partial, &self.place)
                .map_err(|e| Error::io(&self.place, "put in place", &e))?;
        }
        self.completed = true;
        sync::folder_of(&self.place).map_err(|e| Error::io(&self.place, "put in place", &e))?;
        Ok(self.place.clone())
    }
}

impl Drop for WholeFolder {
    fn drop(&mut self) {
        if !self.completed {
            // The next run removes what could not be removed now.
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

/// A file of a [`WholeFolder`]; its errors name no content.
#[derive(Debug)]
pub struct WholeFile {
    file: File,
    path: PathBuf,
    room: Option<Arc<AtomicU64>>,
}

impl WholeFile {
    /// Where the file stands now.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes all of `bytes`.
    ///
    /// # Errors
    /// When the disk refuses; the error names this file.
    pub fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.write_all(bytes)
            .map_err(|e| Error::io(&self.path, "write", &e))
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(room) = &self.room {
            let wanted = bytes.len() as u64;
            let taken = room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(wanted)
            });
            if taken.is_err() {
                return Err(io::Error::from(io::ErrorKind::StorageFull));
            }
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes a file whole or not at all, over the one that stands there.
///
/// # Errors
/// When the disk refuses.
pub fn put_file(place: &Path, bytes: &[u8]) -> Result<()> {
    refuse_nameless(place)?;
    let partial = beside(place, PARTIAL);
    let written = File::create(&partial)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .map_err(|e| Error::io(&partial, "write", &e))
        .and_then(|()| rename(&partial, place).map_err(|e| Error::io(place, "put in place", &e)));
    if written.is_err() {
        // The next run writes over what could not be removed now.
        let _ = fs::remove_file(&partial);
    }
    written?;
    sync::folder_of(place).map_err(|e| Error::io(place, "put in place", &e))
}

/// Moves a file or folder. On Windows a virus scanner may hold what was just written: it is tried for a second or two.
///
/// # Errors
/// When the disk refuses.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(windows)]
    for milliseconds in [50, 100, 200, 400, 800] {
        match fs::rename(from, to) {
            // Access denied, sharing violation, lock violation.
            Err(error) if matches!(error.raw_os_error(), Some(5 | 32 | 33)) => {
                std::thread::sleep(std::time::Duration::from_millis(milliseconds));
            }
            outcome => return outcome,
        }
    }
    fs::rename(from, to)
}

/// The path as it can be reached: on Windows a path of more than 260 characters must be absolute.
#[must_use]
pub fn reachable(path: &Path) -> PathBuf {
    if cfg!(windows) {
        return std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    }
    path.to_owned()
}

/// The folders beside `place` in which it was being written or replaced when the program was broken off.
#[must_use]
pub fn unfinished_beside(place: &Path) -> Vec<PathBuf> {
    let folders = [PARTIAL, REPLACED].map(|ending| beside(place, ending));
    let is_folder = |path: &PathBuf| path.symlink_metadata().is_ok_and(|known| known.is_dir());
    folders.into_iter().filter(is_folder).collect()
}

/// The path with `ending` added to its last part.
#[must_use]
pub fn beside(place: &Path, ending: &str) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    place.with_file_name(name)
}

/// Refuses what has nothing beside it, such as `..`.
fn refuse_nameless(place: &Path) -> Result<()> {
    if place.file_name().is_some() {
        return Ok(());
    }
    let message = format!("{} is not the name of a folder", place.display());
    Err(Error::usage(message))
}

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io(path, "remove", &error))
        }
        _ => Ok(()),
    }
}
