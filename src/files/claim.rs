//! The exclusive right to write to a path. It ends with the process that holds it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::Duration;

use super::path::{PARTIAL, beside, refuse_nameless, remove_if_there};
use crate::error::{Code, Error, Result};

/// How the file ends that the right is held on.
const LOCK: &str = ".partial.lock";

/// What this process is writing, each a path that has no value until it is complete.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// The right to write at a path, and where to write until all is complete: `<name>.partial` beside it.
#[derive(Debug)]
pub(super) struct Claim {
    target: PathBuf,
    partial: PathBuf,
    /// Closed before it is removed, and so an option.
    lock: Option<File>,
    /// On a disk without locks nobody knows whether the process that wrote a `.partial` still runs.
    is_certain: bool,
}

/// What became of an attempt to hold the lock.
enum Lock {
    Held(File),
    Busy,
    /// The disk has no locks.
    #[cfg_attr(windows, expect(dead_code, reason = "Windows has none such"))]
    Unknown(File),
}

impl Claim {
    /// Takes the right to write at `target`, whose folder is there.
    ///
    /// # Errors
    /// When another process has it, or the disk refuses.
    pub(super) fn take(target: &Path) -> Result<Self> {
        Self::take_if_free(target)?.ok_or_else(|| busy(target))
    }

    /// As [`Claim::take`], for what is written in a moment: waits a second or two while another process has it.
    ///
    /// # Errors
    /// As [`Claim::take`].
    pub(super) fn wait_for(target: &Path) -> Result<Self> {
        // At most 100 × 20 ms.
        for _ in 0..100 {
            if let Some(claim) = Self::take_if_free(target)? {
                return Ok(claim);
            }
            sleep(Duration::from_millis(20));
        }
        Self::take(target)
    }

    fn take_if_free(target: &Path) -> Result<Option<Self>> {
        refuse_nameless(target)?;
        // Held until the lock is on the list, so that whoever abandons all finds it there or never made.
        let mut unfinished = unfinished();
        let (lock, is_certain) = match lock(&beside(target, LOCK)) {
            Ok(Lock::Held(file)) => (file, true),
            Ok(Lock::Unknown(file)) => (file, false),
            Ok(Lock::Busy) => return Ok(None),
            Err(error) => return Err(Error::io(target, "write", &error)),
        };
        let partial = beside(target, PARTIAL);
        unfinished.insert(partial.clone());
        Ok(Some(Self {
            target: target.to_owned(),
            partial,
            lock: Some(lock),
            is_certain,
        }))
    }

    /// Where to write until all is complete; what a process that ended left there is removed.
    ///
    /// # Errors
    /// When what is left cannot be removed, or may still be written by another process.
    pub(super) fn cleared(&self) -> Result<&Path> {
        if !self.is_certain && self.partial.symlink_metadata().is_ok() {
            let error = Error::at(Code::FileInUse, &self.partial, "already exists");
            return Err(error.hint(
                "another run may be writing it; if not, remove it and run the command again",
            ));
        }
        remove_if_there(&self.partial)?;
        Ok(&self.partial)
    }

    pub(super) fn path(&self) -> &Path {
        &self.target
    }

    pub(super) fn partial(&self) -> &Path {
        &self.partial
    }

    /// Does `work`, which puts in place what was written; [`abandon`] comes before all of it or behind.
    pub(super) fn put<T>(work: impl FnOnce() -> T) -> T {
        let _unfinished = unfinished();
        work()
    }

    /// From here on [`abandon`] leaves what is being written.
    pub(super) fn keep(&self) {
        unfinished().remove(&self.partial);
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        unfinished().remove(&self.partial);
        remove_lock(&beside(&self.target, LOCK), &mut self.lock);
    }
}

/// Whether a process is writing at `target` now.
pub(super) fn is_being_written(target: &Path) -> bool {
    let path = beside(target, LOCK);
    if path.symlink_metadata().is_err() {
        return false;
    }
    match lock(&path) {
        Ok(Lock::Busy) => true,
        Ok(Lock::Held(file)) => {
            remove_lock(&path, &mut Some(file));
            false
        }
        Ok(Lock::Unknown(_)) | Err(_) => false,
    }
}

/// Removes all that this process is writing, for a program that ends right after: no other thread begins or completes
/// anything from here on.
pub fn abandon() {
    const ROUNDS: u32 = 5;
    let mut all = unfinished();
    for round in 0..ROUNDS {
        if round > 0 {
            // What another thread was just making or writing is there by now.
            sleep(Duration::from_millis(5));
        }
        for partial in &*all {
            let _ = remove_if_there(partial);
        }
    }
    for partial in std::mem::take(&mut *all) {
        let mut lock = partial.into_os_string();
        lock.push(".lock");
        let _ = fs::remove_file(Path::new(&lock));
    }
    // Never given back: whoever waits for it would go on writing.
    std::mem::forget(all);
}

fn busy(target: &Path) -> Error {
    Error::new(
        Code::FileInUse,
        format!("{} is being written by another run", target.display()),
    )
    .hint("wait for that run to end, or choose another name")
}

fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens and locks the file at `path`. Whoever had it removes it and then lets go, so that the file that was opened may
/// no longer be the one that is there.
#[cfg(unix)]
fn lock(path: &Path) -> io::Result<Lock> {
    use nix::fcntl::OFlag;
    use std::fs::TryLockError;
    use std::os::unix::fs::{MetadataExt, OpenOptionsExt};

    // Whatever others put there: a link is not followed, and a pipe not waited for.
    let flags = OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK;
    loop {
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .custom_flags(flags.bits())
            .open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Lock::Busy),
            Err(TryLockError::Error(_)) => return Ok(Lock::Unknown(file)),
        }
        let opened = file.metadata()?;
        let stands = path.symlink_metadata();
        if stands.is_ok_and(|it| (it.dev(), it.ino()) == (opened.dev(), opened.ino())) {
            return Ok(Lock::Held(file));
        }
    }
}

#[cfg(unix)]
fn remove_lock(path: &Path, lock: &mut Option<File>) {
    // Removed while it is held: nobody else can have it yet.
    let _ = fs::remove_file(path);
    *lock = None;
}

/// On Windows the file is shared with nobody, and the system removes it when its process ends.
#[cfg(windows)]
fn lock(path: &Path) -> io::Result<Lock> {
    use std::os::windows::fs::OpenOptionsExt;

    // Source: winnt.h and winbase.h; the standard library has no names for them.
    const GENERIC_WRITE: u32 = 0x4000_0000;
    const DELETE: u32 = 0x0001_0000;
    const FILE_FLAG_DELETE_ON_CLOSE: u32 = 0x0400_0000;
    let opened = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .access_mode(GENERIC_WRITE | DELETE)
        .share_mode(0)
        .custom_flags(FILE_FLAG_DELETE_ON_CLOSE)
        .open(path);
    match opened {
        Ok(file) => Ok(Lock::Held(file)),
        // Sharing violation; or access denied, while the file of one that just ended is going.
        Err(error) if matches!(error.raw_os_error(), Some(5 | 32)) && path.exists() => {
            Ok(Lock::Busy)
        }
        Err(error) => Err(error),
    }
}

#[cfg(windows)]
fn remove_lock(_path: &Path, lock: &mut Option<File>) {
    *lock = None;
}

#[cfg(test)]
mod tests {
    use super::super::{Existing, WholeFolder};
    use super::*;

    #[test]
    fn one_at_a_time_has_the_right_to_a_place_and_leaves_no_lock() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("release");
        let claim = Claim::take(&target).unwrap();
        let refused = Claim::take(&target).unwrap_err();
        assert!(refused.to_string().ends_with("by another run"), "{refused}");
        assert!(is_being_written(&target));
        assert!(Claim::take(&home.path().join("other")).is_ok());
        drop(claim);
        assert!(!is_being_written(&target));
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn of_many_at_once_never_two_have_the_right() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("release");
        let inside = Mutex::new(());
        let attempts = || {
            (0..200)
                .filter(|_| {
                    let claim = Claim::take(&target);
                    let alone = claim.is_ok().then(|| inside.try_lock().map(drop).is_ok());
                    assert_ne!(alone, Some(false), "two have the right");
                    let _held = claim.is_ok().then(|| inside.try_lock());
                    alone.is_some()
                })
                .count()
        };
        let taken: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(attempts)).collect();
            threads.into_iter().map(|one| one.join().unwrap()).sum()
        });
        assert!(taken > 0);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_is_being_abandoned_never_comes_into_its_place() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("release");
        let folder = WholeFolder::begin(&target, Existing::Refuse).unwrap();
        drop(folder.file("counts.csv").unwrap());
        let abandoning = unfinished();
        std::thread::scope(|scope| {
            let completing = scope.spawn(|| folder.complete());
            // Long enough to come into its place, if it could.
            sleep(Duration::from_millis(50));
            assert!(!target.exists());
            drop(abandoning);
            assert!(completing.join().unwrap().is_ok());
        });
        assert!(target.join("counts.csv").exists());
    }

    #[cfg(unix)]
    #[test]
    fn the_lock_of_a_process_that_ended_is_taken_over() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("release");
        fs::write(beside(&target, LOCK), "").unwrap();
        fs::create_dir(beside(&target, PARTIAL)).unwrap();
        let claim = Claim::take(&target).unwrap();
        assert!(!claim.cleared().unwrap().exists());
        drop(claim);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_may_still_be_written_is_left_where_the_disk_has_no_locks() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("release");
        let mut claim = Claim::take(&target).unwrap();
        claim.is_certain = false;
        assert!(claim.cleared().is_ok());
        fs::create_dir(beside(&target, PARTIAL)).unwrap();
        assert!(claim.cleared().is_err());
        assert!(beside(&target, PARTIAL).exists());
    }
}
