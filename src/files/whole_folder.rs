//! A folder that is written whole or not at all.
//!
//! Everything goes to `<name>.partial` beside the path and is renamed when it
//! is complete, so that after a crash the folder is absent or whole.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::claim::{self, Claim};
use super::path::{PARTIAL, REPLACED, beside, parent, refuse_nameless, remove_if_there, rename};
use super::{Readers, access, sync};
use crate::error::{Code, Error, Result};

/// What to do when the path is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Fail with a hint; the folder that is there stays as it is.
    Refuse,
    /// Move the new folder there once the new one is complete.
    Replace,
}

impl Existing {
    /// [`Existing::Replace`] where the user asked for it.
    #[must_use]
    pub const fn replaced(is_asked: bool) -> Self {
        if is_asked {
            Self::Replace
        } else {
            Self::Refuse
        }
    }
}

/// A folder under construction; dropped before [`WholeFolder::complete`], it disappears.
#[derive(Debug)]
pub struct WholeFolder {
    claim: Claim,
    access: access::Access,
    readers: Readers,
    existing: Existing,
    room: Option<Arc<AtomicU64>>,
    completed: bool,
}

impl WholeFolder {
    /// Begins the folder that will be at `target`, and removes what a crash left beside it.
    ///
    /// # Errors
    /// When `target` exists and may not be replaced, another process writes there, or the disk refuses.
    pub fn begin(target: &Path, existing: Existing) -> Result<Self> {
        Self::begin_with_room(target, existing, None)
    }

    /// As [`WholeFolder::begin`], on a disk that is full after `room` bytes (to test what then happens).
    ///
    /// # Errors
    /// As [`WholeFolder::begin`].
    pub fn begin_with_room(target: &Path, existing: Existing, room: Option<u64>) -> Result<Self> {
        refuse_nameless(target)?;
        refuse_taken(target, existing, "choose another name, or remove it first")?;
        if let Some(folder) = parent(target) {
            fs::create_dir_all(folder).map_err(|e| Error::io(folder, "make the folder", &e))?;
        }
        let claim = Claim::take(target)?;
        let partial = claim.cleared()?;
        // A crash between the two renames of `complete` leaves the earlier folder here.
        let aside = beside(target, REPLACED);
        if aside.is_dir() && target.symlink_metadata().is_err() {
            rename(&aside, target).map_err(|e| Error::io(target, "restore", &e))?;
        } else {
            remove_if_there(&aside)?;
        }
        // Until the claim was ours another run could put its folder there; or it was just restored.
        refuse_taken(target, existing, WRITTEN_MEANWHILE)?;
        fs::create_dir(partial).map_err(|e| Error::io(partial, "make the folder", &e))?;
        // Closed while it is still empty.
        let access = access::close(partial).map_err(|e| Error::io(partial, "close", &e))?;
        Ok(Self {
            claim,
            access,
            readers: Readers::AsUsual,
            existing,
            room: room.map(|bytes| Arc::new(AtomicU64::new(bytes))),
            completed: false,
        })
    }

    /// The folder and its files stay closed to all but their owner.
    #[must_use]
    pub const fn for_its_owner(mut self) -> Self {
        self.readers = Readers::Owner;
        self
    }

    /// Where the files stand until the folder is complete.
    #[must_use]
    pub fn partial(&self) -> &Path {
        self.claim.partial()
    }

    /// Where the folder will stand.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.claim.path()
    }

    /// A new file `name` (may hold `/`) in the folder.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn file(&self, name: &str) -> Result<WholeFile> {
        let path = self.partial().join(name);
        self.make_folders_to(&path)?;
        let file = access::new_file(&path, self.readers);
        Ok(WholeFile {
            file: file.map_err(|e| Error::io(&path, "write", &e))?,
            path,
            room: self.room.clone(),
        })
    }

    /// The folders below this one that `path` is in; this one itself is never made again.
    fn make_folders_to(&self, path: &Path) -> Result<()> {
        let Some(parent) = path.parent().filter(|it| *it != self.partial()) else {
            return Ok(());
        };
        self.make_folders_to(parent)?;
        match fs::create_dir(parent) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                Err(Error::io(parent, "make the folder", &error))
            }
            _ => Ok(()),
        }
    }

    /// Lets whoever may read other files of this user read what stands in [`WholeFolder::partial`]; all of it is on the disk then.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn lay_open(&self) -> Result<()> {
        let partial = self.partial();
        let opened = || match self.readers {
            Readers::Owner => Ok(()),
            Readers::AsUsual => access::open(partial, &self.access),
        };
        let written = sync::all_of(partial).and_then(|()| opened());
        written.map_err(|e| Error::io(partial, "write", &e))
    }

    /// Moves the folder to its path.
    ///
    /// # Errors
    /// When the disk refuses, or the path was taken in the meantime.
    pub fn complete(self) -> Result<PathBuf> {
        self.complete_after(|| Ok(()))
    }

    /// Moves the folder to its path after `last`, which is done when all is written and the path is known to be free.
    ///
    /// # Errors
    /// As [`WholeFolder::complete`], and those of `last`; nothing is there then.
    pub fn complete_after(mut self, last: impl FnOnce() -> Result<()>) -> Result<PathBuf> {
        let (partial, target) = (self.partial(), self.path());
        // All content is on the disk before the name is: after a power cut the folder is whole or absent.
        self.lay_open()?;
        refuse_taken(target, self.existing, WRITTEN_MEANWHILE)?;
        last()?;
        Claim::put(|| put_in_place(partial, target))?;
        sync::folder_of(target).map_err(|e| Error::io(target, "put in place", &e))?;
        let target = target.to_owned();
        self.completed = true;
        Ok(target)
    }
}

/// Moves a complete folder to its path; an earlier one there is moved aside first, and back when that fails.
fn put_in_place(partial: &Path, target: &Path) -> Result<()> {
    if target.symlink_metadata().is_err() {
        return rename(partial, target).map_err(|e| Error::io(target, "put in place", &e));
    }
    let aside = beside(target, REPLACED);
    rename(target, &aside).map_err(|e| Error::io(target, "replace", &e))?;
    if let Err(error) = rename(partial, target) {
        let restored = rename(&aside, target);
        let stands = restored.map_or(&*aside, |()| target);
        return Err(Error::io(stands, "replace", &error));
    }
    remove_if_there(&aside)
}

/// The hint for a path that was free when the work began.
const WRITTEN_MEANWHILE: &str = "another run wrote it in the meantime; choose another name";

fn refuse_taken(target: &Path, existing: Existing, hint: &str) -> Result<()> {
    if existing == Existing::Replace || target.symlink_metadata().is_err() {
        return Ok(());
    }
    Err(Error::at(Code::OutputExists, target, "already exists").hint(hint))
}

impl Drop for WholeFolder {
    fn drop(&mut self) {
        if !self.completed {
            // The next run removes what could not be removed now.
            let _ = fs::remove_dir_all(self.partial());
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

/// The folders beside `target` in which it was being written or replaced when the program was interrupted; none while
/// another process writes there.
#[must_use]
pub fn unfinished_beside(target: &Path) -> Vec<PathBuf> {
    if claim::is_being_written(target) {
        return Vec::new();
    }
    let folders = [PARTIAL, REPLACED].map(|ending| beside(target, ending));
    let is_folder = |path: &PathBuf| path.symlink_metadata().is_ok_and(|known| known.is_dir());
    folders.into_iter().filter(is_folder).collect()
}

/// Removes one of the folders that [`unfinished_beside`] found, where no process has begun to write there since.
///
/// # Errors
/// When one has, or the disk refuses.
pub fn remove_unfinished(folder: &Path) -> Result<()> {
    let name = folder.file_name().and_then(|name| name.to_str());
    let target = name.and_then(unfinished_name);
    let target = folder.with_file_name(target.unwrap_or_default());
    let _claim = Claim::take(&target)?;
    remove_if_there(folder)
}

/// The name of the folder that one under construction, or the earlier one aside, is to become.
#[must_use]
pub fn unfinished_name(name: &str) -> Option<&str> {
    let endings = [REPLACED, PARTIAL];
    endings
        .into_iter()
        .find_map(|ending| name.strip_suffix(ending))
}

/// Whether `path` is what a run that was interrupted left of a file or folder under construction.
#[must_use]
pub fn is_left(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let target = name.strip_suffix(PARTIAL);
    target.is_some_and(|name| !claim::is_being_written(&path.with_file_name(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_last_is_not_done_where_the_place_was_taken() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("release");
        let folder = WholeFolder::begin(&target, Existing::Refuse).unwrap();
        fs::create_dir(&target).unwrap();
        let mut is_done = false;
        let last = || {
            is_done = true;
            Ok(())
        };
        assert!(folder.complete_after(last).is_err());
        assert!(!is_done);
    }

    #[test]
    fn nothing_stands_in_the_place_where_what_comes_last_fails() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("release");
        let folder = WholeFolder::begin(&target, Existing::Refuse).unwrap();
        let last = || Err(Error::new(Code::DiskFull, "the disk refuses"));
        assert!(folder.complete_after(last).is_err());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_that_a_crash_left_aside_comes_back_and_is_refused_before_the_work() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("release");
        fs::create_dir(beside(&target, REPLACED)).unwrap();
        assert!(WholeFolder::begin(&target, Existing::Refuse).is_err());
        assert!(target.is_dir());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_laid_open_stays_under_construction() {
        use std::os::unix::fs::PermissionsExt;

        let home = tempfile::tempdir().unwrap();
        let usual = home.path().join("usual");
        fs::create_dir(&usual).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let target = home.path().join("release");
        let folder = WholeFolder::begin(&target, Existing::Refuse).unwrap();
        drop(folder.file("households.parquet").unwrap());
        assert_eq!(mode(folder.partial()), 0o700);
        folder.lay_open().unwrap();
        assert_eq!(mode(folder.partial()), mode(&usual));
        assert!(unfinished_beside(&target).is_empty());
        drop(folder);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_was_left_is_removed_unless_somebody_writes_there_by_now() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("release");
        let left = beside(&target, PARTIAL);
        fs::create_dir(&left).unwrap();
        assert_eq!(unfinished_beside(&target), std::slice::from_ref(&left));
        let by_now = WholeFolder::begin(&target, Existing::Refuse).unwrap();
        assert_eq!(
            remove_unfinished(&left).unwrap_err().code(),
            Code::FileInUse
        );
        assert!(left.is_dir());
        drop(by_now);
        fs::create_dir(&left).unwrap();
        remove_unfinished(&left).unwrap();
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }
}
