//! Opens plain files only: a pipe, device or folder may never end, or never start.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::path::leads_to_device;

/// Opens a plain file, or what a link to one leads to. Every file that others made is opened here.
///
/// # Errors
/// When it is no plain file, or the system refuses.
pub fn open_plain(path: &Path) -> io::Result<File> {
    // A device may act on being opened, and so is asked first; what was opened is asked again, for it may be another.
    if cfg!(windows) && leads_to_device(path) || !fs::metadata(path)?.is_file() {
        return Err(not_plain());
    }
    let file = open(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(not_plain())
    }
}

/// All bytes of a plain file that has `most` at most.
///
/// # Errors
/// As [`open_plain`], and when the file is longer.
pub fn read_plain(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open_plain(path)?;
    let length = file.metadata()?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(most)).unwrap_or_default());
    // One byte more than allowed: a file may grow after its length was asked.
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let message = format!("it is longer than {most} bytes");
        return Err(io::Error::new(ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// As [`read_plain`], of a file that is text.
///
/// # Errors
/// As [`read_plain`], and when it is no UTF-8.
pub fn read_plain_text(path: &Path, most: u64) -> io::Result<String> {
    String::from_utf8(read_plain(path, most)?)
        .map_err(|_| io::Error::new(ErrorKind::InvalidData, "it is not UTF-8"))
}

fn not_plain() -> io::Error {
    io::Error::new(
        ErrorKind::Unsupported,
        "it is a folder, pipe or device, not a file",
    )
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use nix::fcntl::OFlag;
    use std::os::unix::fs::OpenOptionsExt;
    // A pipe that took the place of a file must not be waited for.
    let flags = OFlag::O_NONBLOCK | OFlag::O_NOCTTY;
    File::options()
        .read(true)
        .custom_flags(flags.bits())
        .open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_file_is_read_up_to_what_it_may_hold() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a");
        fs::write(&path, "four").unwrap();
        assert_eq!(read_plain(&path, 4).unwrap(), b"four");
        assert_eq!(read_plain_text(&path, 9).unwrap(), "four");
        let error = read_plain(&path, 3).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::FileTooLarge);
        assert!(read_plain(home.path(), 9).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_and_a_device_are_refused_at_once_also_behind_a_link() {
        let home = tempfile::tempdir().unwrap();
        let pipe = home.path().join("pipe");
        nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
        let link = home.path().join("link");
        std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
        for path in [&pipe, &link] {
            assert_eq!(open_plain(path).unwrap_err().kind(), ErrorKind::Unsupported);
            // Also when it took the place of a file between the two questions.
            assert!(!open(path).unwrap().metadata().unwrap().is_file());
        }
    }
}
