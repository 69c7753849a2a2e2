//! Names beside a path, and moving and removing what stands there.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf, Prefix};

use crate::error::{Code, Error, Result};
use crate::vocabulary::is_device;

/// How a folder under construction ends.
pub(super) const PARTIAL: &str = ".partial";

/// How the earlier one ends while it is replaced.
pub(super) const REPLACED: &str = ".replaced.partial";

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

/// The path with `ending` added to its last part.
#[must_use]
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

/// Whether the path leads to a device of Windows: also `NUL/clients.csv`, and what became of `NUL` in full, `\\.\NUL`.
pub(super) fn leads_to_device(path: &Path) -> bool {
    path.components().any(|part| match part {
        Component::Normal(name) => is_device(&name.to_string_lossy()),
        Component::Prefix(prefix) => matches!(prefix.kind(), Prefix::DeviceNS(_)),
        _ => false,
    })
}

/// Refuses what nothing can be written to or beside, such as `..` and, on Windows, `NUL`.
pub(super) fn refuse_nameless(path: &Path) -> Result<()> {
    if cfg!(windows) && leads_to_device(path) {
        let error = Error::at(Code::NotAFile, path, "is the name of a device");
        return Err(error.hint("choose another name; Windows keeps this one for itself"));
    }
    if path.file_name().is_some() {
        return Ok(());
    }
    let message = format!("{} is not the name of a folder", path.display());
    Err(Error::new(Code::UsageInvalid, message).hint("name a file or folder that is in it"))
}

/// The folder that a path is in, where it names one.
pub(super) fn parent(path: &Path) -> Option<&Path> {
    // The parent of a bare name is the empty path.
    path.parent().filter(|it| !it.as_os_str().is_empty())
}

/// Removes a folder with all that is in it, a file, or a link and not what it leads to.
pub(super) fn remove_if_there(path: &Path) -> Result<()> {
    let removed = match path.symlink_metadata() {
        Ok(known) if known.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::io(path, "remove", &error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_one_wherever_it_is_in_a_path() {
        for path in ["NUL", "hand-overs/con", "nul/wijkteam", "./aux.csv"] {
            assert!(leads_to_device(Path::new(path)), "{path}");
        }
        assert!(!leads_to_device(Path::new("../contact/null.csv")));
    }
}
