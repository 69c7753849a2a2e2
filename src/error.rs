//! What can go wrong, where, and what to do about it.
//!
//! An error never carries a value from an extract: the text of a library that
//! might quote one (csv, XML, Parquet) is replaced by our own words.

pub mod untrusted;

use std::fmt;
use std::path::Path;

/// How an error ends a command; the exit status follows from it (contract, section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Configuration, data, disk, or an output that exists: status 1.
    Failed,
    /// The words of the command were wrong: status 2.
    Usage,
    /// Refused to protect people: verification, agreement, protection, audit: status 3.
    Refused,
    /// Stopped by the user: status 130.
    Interrupted,
}

impl Class {
    /// The exit status of a command that ends this way.
    #[must_use]
    pub const fn exit_status(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::Interrupted => 130,
        }
    }
}

/// An error that ends a command: what is wrong and where, and what to do next.
#[derive(Debug, thiserror::Error)]
pub struct Error {
    class: Class,
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
    /// An error of configuration, data or disk. `message` names the place and never a value.
    #[must_use]
    pub fn failed(message: impl Into<String>) -> Self {
        Self {
            class: Class::Failed,
            message: message.into(),
            hint: None,
            for_owner: None,
        }
    }

    /// A call whose words do not fit.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            class: Class::Usage,
            message: message.into(),
            hint: None,
            for_owner: None,
        }
    }

    /// A refusal that protects people.
    #[must_use]
    pub fn refused(message: impl Into<String>) -> Self {
        Self {
            class: Class::Refused,
            message: message.into(),
            hint: None,
            for_owner: None,
        }
    }

    /// The user stopped the command.
    #[must_use]
    pub fn interrupted() -> Self {
        Self {
            class: Class::Interrupted,
            message: "stopped; nothing was written".into(),
            hint: None,
            for_owner: None,
        }
    }

    /// A failure of the file system at `path`.
    #[must_use]
    pub fn io(path: &Path, action: &str, error: &std::io::Error) -> Self {
        use std::io::ErrorKind::{NotFound, PermissionDenied, StorageFull, Unsupported};
        let message = format!("{}: cannot {action}: {}", path.display(), io_words(error));
        let failed = Self::failed(message);
        if is_held_open(error) {
            return failed
                .hint("close the file in Excel or the other program that has it open, and run the command again");
        }
        match error.kind() {
            NotFound => {
                failed.hint("check the path; paths in the configuration start at its own folder")
            }
            PermissionDenied => failed.hint(
                "check who may read and write there, and whether another program holds it open",
            ),
            StorageFull => failed.hint(
                "make room on the disk and run the command again; nothing half-written was kept",
            ),
            Unsupported => {
                failed.hint("name a file on a disk; a key can come in on standard input (`-`)")
            }
            _ => failed,
        }
    }

    /// The same error with advice on what to do next.
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

    /// How the command ends.
    #[must_use]
    pub const fn class(&self) -> Class {
        self.class
    }

    /// What to do next, where there is advice.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        self.hint.as_deref()
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
