//! Whether a file is one of ours, by how it starts. Only our own files are overwritten or deleted.

use std::io::{ErrorKind, Read};
use std::path::Path;

use super::open_plain;
use super::path::refuse_nameless;
use crate::error::{Code, Error, Result};

/// Whether a plain file is at `path` that begins with `beginning`.
///
/// # Errors
/// When it cannot be read, or nothing can be there.
pub fn begins_with(path: &Path, beginning: &[u8]) -> Result<bool> {
    refuse_nameless(path)?;
    match path.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(Error::io(path, "read", &error)),
        // A link is not ours either, whatever it leads to.
        Ok(known) if !known.is_file() => return Ok(false),
        Ok(_) => {}
    }
    let mut begin = Vec::new();
    open_plain(path)
        .and_then(|file| file.take(beginning.len() as u64).read_to_end(&mut begin))
        .map_err(|e| Error::io(path, "read", &e))?;
    Ok(begin == beginning)
}

/// Refuses a path at which something else is than a file that begins with `beginning`, in words `what`: an extract or a
/// device given by mistake stays as it is.
///
/// # Errors
/// As described, and when the file cannot be read.
pub fn refuse_other_files(path: &Path, beginning: &[u8], what: &str) -> Result<()> {
    if begins_with(path, beginning)? || path.symlink_metadata().is_err() {
        return Ok(());
    }
    let what = format_args!("already exists and is not {what}");
    Err(Error::at(Code::OutputExists, path, what))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_nothing_and_a_file_that_begins_as_ours_may_be_written_over() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("page.html");
        assert!(refuse_other_files(&path, b"<!doctype", "a page").is_ok());
        for (text, is_ours) in [
            ("", false),
            ("<!doc", false),
            ("BSN;Naam", false),
            ("<!doctype html>", true),
        ] {
            fs::write(&path, text).unwrap();
            assert_eq!(begins_with(&path, b"<!doctype").unwrap(), is_ours);
            let refused = refuse_other_files(&path, b"<!doctype", "a page");
            assert_eq!(refused.is_ok(), is_ours, "{text}");
        }
        assert!(refuse_other_files(home.path(), b"", "a page").is_err());
    }
}
