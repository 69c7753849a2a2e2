//! The bytes of a secret in, a file out that only its owner may read; whole or absent, and never over another.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// A file that is complete beside its place; dropped before [`NewFile::complete`], it disappears.
pub(super) struct NewFile {
    partial: PathBuf,
    place: PathBuf,
    is_kept: bool,
}

impl NewFile {
    /// Writes `bytes` to `<place>.partial`, down to the disk.
    ///
    /// # Errors
    /// When something stands at `place`, or the disk refuses.
    pub(super) fn write(place: &Path, bytes: &[u8]) -> Result<Self> {
        if place.symlink_metadata().is_ok() {
            return Err(exists(place));
        }
        let file = Self {
            partial: partial(place),
            place: place.to_owned(),
            is_kept: false,
        };
        match fs::remove_file(&file.partial) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io(&file.partial, "remove", &error));
            }
            _ => {}
        }
        write_private(&file.partial, bytes).map_err(|e| Error::io(&file.partial, "write", &e))?;
        Ok(file)
    }

    /// Puts the file in its place, and never over one that is there.
    ///
    /// # Errors
    /// When the place was taken in the meantime, or the disk refuses.
    pub(super) fn complete(self) -> Result<()> {
        match fs::hard_link(&self.partial, &self.place) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(exists(&self.place)),
            // A memory stick often knows no links.
            Err(_) if self.place.symlink_metadata().is_ok() => Err(exists(&self.place)),
            Err(_) => fs::rename(&self.partial, &self.place)
                .map_err(|error| Error::io(&self.place, "put in place", &error)),
        }
    }

    /// As [`NewFile::complete`]; on an error the file stays beside its place, for there will be no other like it.
    ///
    /// # Errors
    /// As [`NewFile::complete`]; the error names the file that stays.
    pub(super) fn complete_or_keep(mut self) -> Result<()> {
        self.is_kept = true;
        let partial = self.partial.clone();
        self.complete().map_err(|error| {
            let kept = partial.display();
            Error::failed(error.to_string())
                .hint(format!("it is kept as {kept}; give it a name of its own"))
        })?;
        match fs::remove_file(&partial) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::io(&partial, "remove", &error))
            }
            _ => Ok(()),
        }
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.is_kept {
            // What is left after this, the next call removes.
            let _ = fs::remove_file(&self.partial);
        }
    }
}

fn exists(place: &Path) -> Error {
    Error::failed(format!("{} exists already", place.display()))
        .hint("a key is never overwritten; choose another name, or `factlab key destroy` first")
}

/// A new file that only its owner may read (on Unix), complete on the disk.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
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

/// Where a file stands until it is complete.
fn partial(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_absent_until_it_is_complete_and_stands_alone_then() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.key");
        drop(NewFile::write(&place, b"one").unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        fs::write(partial(&place), "what a crash left").unwrap();
        NewFile::write(&place, b"one").unwrap().complete().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_place_taken_in_the_meantime_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.key");
        let file = NewFile::write(&place, b"one").unwrap();
        fs::write(&place, "other").unwrap();
        assert!(file.complete().is_err());
        assert!(NewFile::write(&place, b"one").is_err());
        assert_eq!(fs::read(&place).unwrap(), b"other");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_made_again_is_kept_beside_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.json");
        let file = NewFile::write(&place, b"record").unwrap();
        fs::write(&place, "other").unwrap();
        let error = file.complete_or_keep().unwrap_err();
        assert!(error.advice().unwrap().contains("a.json.partial"));
        assert_eq!(fs::read(partial(&place)).unwrap(), b"record");
        fs::remove_file(&place).unwrap();
        NewFile::write(&place, b"record")
            .unwrap()
            .complete_or_keep()
            .unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("a.key");
        NewFile::write(&place, b"one").unwrap().complete().unwrap();
        let mode = fs::metadata(&place).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
