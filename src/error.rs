//! What can go wrong, where, and what to do about it.
//!
//! An error never carries a value from an extract: the text of a library that
//! might quote one (csv, XML, Parquet) is replaced by our own words.

mod code;
pub mod untrusted;

use std::fmt;
use std::path::Path;

use rayon::iter::IndexedParallelIterator;

pub use code::{Class, Code};

/// An error that ends a command: what is wrong and where, and what to do next.
#[derive(Debug, thiserror::Error)]
pub struct Error {
    code: Code,
    message: String,
    hint: Option<String>,
    for_owner: Option<String>,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error {
    /// An error of this kind. `message` names the place and never a value.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: None,
            for_owner: None,
        }
    }

    /// An error of the file or folder at `path`; `what` follows its name.
    #[must_use]
    pub fn at(code: Code, path: &Path, what: impl fmt::Display) -> Self {
        Self::new(code, format!("{}: {what}", path.display()))
    }

    /// The user stopped the command.
    #[must_use]
    pub fn interrupted() -> Self {
        Self::new(Code::Interrupted, "stopped; nothing was written")
    }

    /// A failure of the file system at `path`.
    #[must_use]
    pub fn io(path: &Path, action: &str, error: &std::io::Error) -> Self {
        use std::io::ErrorKind::{NotFound, PermissionDenied, StorageFull, Unsupported};
        let code = match error.kind() {
            _ if is_held_open(error) => Code::FileInUse,
            NotFound => Code::FileMissing,
            PermissionDenied => Code::FileDenied,
            StorageFull => Code::DiskFull,
            Unsupported => Code::NotAFile,
            _ => Code::FileError,
        };
        Self::at(
            code,
            path,
            format_args!("cannot {action}: {}", io_words(error)),
        )
    }

    /// The same error with advice that knows better than the usual hint of its code.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same error with what only the owner of the extract may read, such as the names in its header.
    #[must_use]
    pub fn for_owner(mut self, text: Option<String>) -> Self {
        self.for_owner = text;
        self
    }

    /// What only the owner of the extract may read: for the screen, and never for JSON.
    #[must_use]
    pub fn owners(&self) -> Option<&str> {
        self.for_owner.as_deref()
    }

    /// What kind of error it is.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// How the command ends.
    #[must_use]
    pub const fn class(&self) -> Class {
        self.code.class()
    }

    /// What to do next, where there is advice: its own, or what usually helps.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        self.hint.as_deref().or(self.code.hint())
    }
}

/// Whether another program holds the file open; Windows says so with a number (sharing violation, lock violation).
fn is_held_open(error: &std::io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

/// The operating system's words, without the error number.
fn io_words(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

/// A result whose error is [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// What is made side by side, in its order; of several faults the first in that order, not the one that a thread met first, so that the
/// same input always gives the same error.
pub(crate) fn in_order<T: Send>(
    made: impl IndexedParallelIterator<Item = Result<T>>,
) -> Result<Vec<T>> {
    let made: Vec<Result<T>> = made.collect();
    made.into_iter().collect()
}
