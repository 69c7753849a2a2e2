//! Writes the file of a secret: readable by its owner only, whole or absent, never over another file.

use std::path::Path;

use crate::error::{Code, Error, Result};
use crate::files::{AtomicFile, Readers};

/// A file of a secret that is complete beside its place; dropped before [`NewFile::complete`], it disappears.
pub struct NewFile(AtomicFile);

impl NewFile {
    /// Writes `bytes` beside `place`, down to the disk.
    ///
    /// # Errors
    /// When something is at `place`, or the disk refuses.
    pub(super) fn write(place: &Path, bytes: &[u8]) -> Result<Self> {
        if place.symlink_metadata().is_ok() {
            return Err(exists(place));
        }
        let mut file = AtomicFile::begin(place, Readers::Owner)?;
        file.put(bytes)?;
        file.sync()?;
        Ok(Self(file))
    }

    /// From here on a program that is told to stop twice leaves the file beside its place.
    #[must_use]
    pub fn kept(self) -> Self {
        self.0.keep();
        self
    }

    /// Puts the file in its place, and never over one that is there.
    ///
    /// # Errors
    /// When the place was taken in the meantime, or the disk refuses.
    pub fn complete(self) -> Result<()> {
        let place = self.0.place().to_owned();
        is_put(self.0.complete_new()?, &place)
    }

    /// As [`NewFile::complete`]; on an error the file stays beside its place, for there will be no other like it.
    ///
    /// # Errors
    /// As [`NewFile::complete`]; the error names the file that stays.
    pub(super) fn complete_or_keep(self) -> Result<()> {
        let (place, partial) = (self.0.place().to_owned(), self.0.partial().to_owned());
        let put = self.0.complete_new_or_keep();
        put.and_then(|is_put_there| is_put(is_put_there, &place))
            .map_err(|error| {
                let kept = partial.display();
                error.hint(format!("it is kept as {kept}; give it a name of its own"))
            })
    }
}

fn is_put(is_put: bool, place: &Path) -> Result<()> {
    if is_put { Ok(()) } else { Err(exists(place)) }
}

fn exists(place: &Path) -> Error {
    Error::new(
        Code::OutputExists,
        format!("{} exists already", place.display()),
    )
    .hint("a key is never overwritten; choose another name, or `factlab key destroy` first")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::files::beside;

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
        assert_eq!(fs::read(beside(&place, ".partial")).unwrap(), b"record");
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
