//! Which secret files others on this machine can open, for a warning.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

static OPEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// The files that a secret was read from since the last call, and that others can read or change (on Unix).
#[must_use]
pub fn open_to_others() -> Vec<PathBuf> {
    std::mem::take(&mut *OPEN.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Remembers a file that a secret is read from, when others can open it.
pub(super) fn note(path: &Path) {
    if is_open(path) {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        if open.iter().all(|known| known != path) {
            open.push(path.to_owned());
        }
    }
}

#[cfg(unix)]
fn is_open(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        // The right to write counts too: whoever can replace a key chooses it.
        .is_ok_and(|known| known.is_file() && known.permissions().mode() & 0o077 != 0)
}

/// On Windows a file has the access of its folder.
#[cfg(not(unix))]
fn is_open(_path: &Path) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_key_that_others_can_open_is_noted_once_and_a_closed_one_never() {
        let folder = tempfile::tempdir().unwrap();
        let [open, closed] = ["open.key", "closed.key"].map(|name| folder.path().join(name));
        for (path, mode) in [(&open, 0o640), (&closed, 0o600)] {
            fs::write(path, "").unwrap();
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
            note(path);
            note(path);
        }
        let noted = open_to_others();
        assert_eq!(noted.iter().filter(|path| **path == open).count(), 1);
        assert!(!noted.contains(&closed));
    }
}
