//! A file that is written whole or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::claim::Claim;
use super::path::refuse_nameless;
use super::{Readers, access, rename, sync};
use crate::error::{Code, Error, Result};

/// A file under construction; dropped before it is complete, it disappears. It never follows a link.
#[derive(Debug)]
pub struct AtomicFile {
    file: File,
    claim: Claim,
    /// What to do when something is at the path of a new file; `None` for one that goes over another.
    hint: Option<&'static str>,
    is_complete: bool,
}

impl AtomicFile {
    /// Begins the file that will be at `target`, and removes what a crash left beside it.
    ///
    /// # Errors
    /// When another process writes there, or the disk refuses.
    pub fn begin(target: &Path, readers: Readers) -> Result<Self> {
        Self::of(Claim::take(target)?, readers)
    }

    /// As [`AtomicFile::begin`], for a path where nothing may be; `hint` says what to do when something does.
    ///
    /// # Errors
    /// As [`AtomicFile::begin`], and when something is there.
    pub fn begin_new(target: &Path, readers: Readers, hint: &'static str) -> Result<Self> {
        refuse_nameless(target)?;
        if target.symlink_metadata().is_ok() {
            return Err(exists(target, hint));
        }
        let mut file = Self::begin(target, readers)?;
        file.hint = Some(hint);
        Ok(file)
    }

    /// As [`AtomicFile::begin`], for what is written in a moment: waits while another process writes there.
    ///
    /// # Errors
    /// When another process goes on writing there, or the disk refuses.
    pub fn begin_when_free(target: &Path, readers: Readers) -> Result<Self> {
        Self::of(Claim::wait_for(target)?, readers)
    }

    fn of(claim: Claim, readers: Readers) -> Result<Self> {
        let partial = claim.cleared()?;
        let file = access::new_file(partial, readers);
        let file = file.map_err(|e| Error::io(partial, "write", &e))?;
        Ok(Self {
            file,
            claim,
            hint: None,
            is_complete: false,
        })
    }

    /// Where the file will stand.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.claim.path()
    }

    /// Where the file stands until it is complete.
    #[must_use]
    pub fn partial(&self) -> &Path {
        self.claim.partial()
    }

    /// Writes all of `bytes`.
    ///
    /// # Errors
    /// When the disk refuses; the error names this file.
    pub fn put(&mut self, bytes: &[u8]) -> Result<()> {
        let written = self.file.write_all(bytes);
        written.map_err(|e| Error::io(self.partial(), "write", &e))
    }

    /// Brings all that was written down to the disk.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn sync(&self) -> Result<()> {
        let synced = self.file.sync_all();
        synced.map_err(|e| Error::io(self.partial(), "write", &e))
    }

    /// From here on [`abandon`](super::abandon) leaves the file.
    pub fn keep(&self) {
        self.claim.keep();
    }

    /// Moves the file to its path: over the one that is there, unless it was begun as new.
    ///
    /// # Errors
    /// When the path of a new file was taken in the meantime, or the disk refuses.
    pub fn complete(mut self) -> Result<()> {
        // First the content and then the name: after a power cut the name never leads to half a file.
        self.sync()?;
        let (partial, target) = (self.claim.partial(), self.claim.path());
        match self.hint {
            Some(hint) => link_new(partial, target, hint)?,
            None => rename(partial, target).map_err(|e| Error::io(target, "put in place", &e))?,
        }
        // The name itself is on the disk once its folder is.
        sync::folder_of(target).map_err(|e| Error::io(target, "put in place", &e))?;
        self.is_complete = true;
        Ok(())
    }

    /// As [`AtomicFile::complete`]; on an error the file stays beside its path, for there will be no other like it.
    ///
    /// # Errors
    /// As [`AtomicFile::complete`]; the hint names the file that stays.
    pub fn complete_or_keep(mut self) -> Result<()> {
        self.keep();
        self.is_complete = true;
        let kept = self.partial().display().to_string();
        let put = self.complete();
        put.map_err(|error| error.hint(format!("it is kept as {kept}; rename that file")))
    }
}

/// Moves a file to a path where nothing is.
fn link_new(partial: &Path, target: &Path, hint: &str) -> Result<()> {
    // Unlike a rename, a link never goes over a file that came there in the meantime.
    match fs::hard_link(partial, target) {
        Ok(()) => fs::remove_file(partial).map_err(|e| Error::io(partial, "remove", &e)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(exists(target, hint)),
        // A memory stick often knows no links.
        Err(_) if target.symlink_metadata().is_ok() => Err(exists(target, hint)),
        Err(_) => rename(partial, target).map_err(|e| Error::io(target, "put in place", &e)),
    }
}

fn exists(target: &Path, hint: &str) -> Error {
    Error::at(Code::OutputExists, target, "already exists").hint(hint)
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if !self.is_complete {
            // The next run removes what could not be removed now.
            let _ = fs::remove_file(self.partial());
        }
    }
}

/// Writes a file whole or not at all, over the one that is there; waits while another process does the same.
///
/// # Errors
/// As [`AtomicFile::begin_when_free`].
pub fn put_file(target: &Path, bytes: &[u8], readers: Readers) -> Result<()> {
    let mut file = AtomicFile::begin_when_free(target, readers)?;
    file.put(bytes)?;
    file.complete()
}

/// Writes a file whole or not at all; `hint` says what to do when one is there already.
///
/// # Errors
/// When something is at the path, or the disk refuses.
pub fn put_new_file(target: &Path, bytes: &[u8], hint: &'static str) -> Result<()> {
    let mut file = AtomicFile::begin_new(target, Readers::AsUsual, hint)?;
    file.put(bytes)?;
    file.complete()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_absent_until_it_is_complete_and_stands_alone_then() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("page.html");
        let begin = || AtomicFile::begin(&target, Readers::Owner).unwrap();
        drop(begin());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
        fs::write(home.path().join("page.html.partial"), "what a crash left").unwrap();
        for text in ["one", "two"] {
            let mut file = begin();
            file.put(text.as_bytes()).unwrap();
            file.complete().unwrap();
            assert_eq!(fs::read_to_string(&target).unwrap(), text);
            assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
        }
    }

    #[test]
    fn what_must_not_be_written_over_is_left_as_it_is() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("a.key");
        let begin = || AtomicFile::begin_new(&target, Readers::Owner, "take another name");
        let (first, second) = (begin().unwrap(), home.path().join("a.key.partial"));
        fs::write(&target, "other").unwrap();
        assert_eq!(
            first.complete().unwrap_err().advice(),
            Some("take another name")
        );
        assert!(begin().is_err() && !second.exists());
        fs::remove_file(&target).unwrap();
        let mut record = begin().unwrap();
        record.put(b"record").unwrap();
        fs::write(&target, "other").unwrap();
        let error = record.complete_or_keep().unwrap_err();
        assert!(error.advice().unwrap().contains("a.key.partial"));
        assert_eq!(fs::read(&second).unwrap(), b"record");
        assert_eq!(fs::read_to_string(&target).unwrap(), "other");
        fs::remove_file(&target).unwrap();
        begin().unwrap().complete_or_keep().unwrap();
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_replaced_and_never_followed() {
        use std::os::unix::fs::symlink;
        let home = tempfile::tempdir().unwrap();
        let [target, other] = ["page.html", "other.csv"].map(|name| home.path().join(name));
        fs::write(&other, "BSN;Naam").unwrap();
        symlink(&other, &target).unwrap();
        symlink(&other, home.path().join("page.html.partial")).unwrap();
        put_file(&target, b"page", Readers::Owner).unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "page");
        assert_eq!(fs::read_to_string(&other).unwrap(), "BSN;Naam");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_closed_to_others_or_as_open_as_any() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let [closed, usual, plain] = ["closed", "usual", "plain"].map(|it| home.path().join(it));
        put_file(&closed, b"", Readers::Owner).unwrap();
        put_file(&usual, b"", Readers::AsUsual).unwrap();
        fs::write(&plain, "").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&closed), 0o600);
        assert_eq!(mode(&usual), mode(&plain));
    }
}
