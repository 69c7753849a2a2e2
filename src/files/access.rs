//! File permissions: owner only while writing.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::error::{Code, Error, Result};

/// Who may read what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Its owner only.
    Owner,
    /// Whoever may read other new files of this user.
    AsUsual,
}

/// A new file to write to; refused when anything is there, a link included.
pub(super) fn new_file(path: &Path, readers: Readers) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if readers == Readers::Owner {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = readers;
    options.open(path)
}

/// A file to write behind what is in it; a new one only its owner can read.
///
/// # Errors
/// When something else than a plain file is there, or the disk refuses.
pub fn append_to(path: &Path) -> Result<File> {
    if path.symlink_metadata().is_ok_and(|known| !known.is_file()) {
        return Err(
            Error::at(Code::NotAFile, path, "is not a plain file").hint("name another file")
        );
    }
    let mut options = File::options();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map_err(|e| Error::io(path, "write", &e))
}

/// How a folder could be reached before it was closed.
#[cfg(unix)]
pub(super) type Access = std::fs::Permissions;
/// On Windows a folder has the access of the folder that it is in.
#[cfg(not(unix))]
#[derive(Debug)]
pub(super) struct Access;

/// Closes a folder to all but its owner, and gives how it was.
#[cfg(unix)]
pub(super) fn close(folder: &Path) -> io::Result<Access> {
    use std::os::unix::fs::PermissionsExt;
    let before = std::fs::metadata(folder)?.permissions();
    std::fs::set_permissions(folder, Access::from_mode(0o700))?;
    Ok(before)
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "on Unix it can fail")]
pub(super) fn close(_folder: &Path) -> io::Result<Access> {
    Ok(Access)
}

/// Opens a folder as it was.
#[cfg(unix)]
pub(super) fn open(folder: &Path, access: &Access) -> io::Result<()> {
    std::fs::set_permissions(folder, access.clone())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "on Unix it can fail")]
pub(super) fn open(_folder: &Path, _access: &Access) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use crate::files::{Existing, WholeFolder};

    #[test]
    fn nobody_else_looks_into_a_folder_that_is_not_complete() {
        let home = tempfile::tempdir().unwrap();
        let usual = home.path().join("usual");
        std::fs::create_dir(&usual).unwrap();
        let bits =
            |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let folder = WholeFolder::begin(&home.path().join("made"), Existing::Refuse).unwrap();
        assert_eq!(bits(folder.partial()), 0o700);
        let whole = folder.complete().unwrap();
        assert_eq!(bits(&whole), bits(&usual));
        let closed = WholeFolder::begin(&home.path().join("closed"), Existing::Refuse).unwrap();
        let closed = closed.for_its_owner();
        closed.file("tokens/a").unwrap();
        let whole = closed.complete().unwrap();
        assert_eq!(bits(&whole), 0o700);
        assert_eq!(bits(&whole.join("tokens/a")), 0o600);
    }
}
