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
    disagreements: Option<Box<Disagreements>>,
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
            disagreements: None,
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

/// What is wrong with the hand-over of one party.
#[derive(Debug)]
pub struct OfParty {
    /// Whose it is: a provider's id or `register`; where nothing tells, the path.
    pub party: String,
    /// What is wrong, and what to do.
    pub error: Error,
}

/// A text to send to a party, or to the keyholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// To whom: an id of the agreement.
    pub to: String,
    /// One paragraph: what is wrong, what to do, and by which command.
    pub text: String,
}

/// All that is wrong with the hand-overs of a set.
#[derive(Debug)]
pub struct Disagreements {
    /// By party, in the order of the set; a party may be there more than once.
    pub of_parties: Vec<OfParty>,
    /// What to write, in the same order.
    pub letters: Vec<Letter>,
}

impl Error {
    /// One error of all that is wrong with the hand-overs of a set, of which something is: the only one as it is, else with the
    /// code that all have, or `handovers-disagree`.
    #[must_use]
    pub fn of_parties(disagreements: Disagreements) -> Self {
        let found = &disagreements.of_parties;
        let hint = if disagreements.letters.is_empty() {
            "nothing was counted or written"
        } else {
            "nothing was counted or written; standard output has a text to send to each party"
        };
        let code = match found.first() {
            Some(first) if found.iter().all(|one| one.error.code == first.error.code) => {
                first.error.code
            }
            _ => Code::HandoversDisagree,
        };
        let mut error = match found.as_slice() {
            [OfParty { error, .. }] => {
                let advice = error.advice().map(str::to_owned);
                Self::new(code, error.message.clone()).with(advice)
            }
            several => Self::new(code, listed(several)).hint(hint),
        };
        error.disagreements = Some(Box::new(disagreements));
        error
    }

    /// What is wrong by party, where the error is about hand-overs.
    #[must_use]
    pub fn disagreements(&self) -> Option<&Disagreements> {
        self.disagreements.as_deref()
    }

    fn with(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }
}

fn listed(found: &[OfParty]) -> String {
    let mut parties: Vec<&str> = found.iter().map(|one| one.party.as_str()).collect();
    parties.dedup();
    let mut message = match parties.len() {
        1 => format!("the hand-over of {} cannot be used", parties[0]),
        many => format!("{many} hand-overs cannot be used"),
    };
    for one in found {
        message.push_str("\n  ");
        message.push_str(&one.error.message);
        if let Some(advice) = one.error.advice() {
            message.push_str("\n    hint: ");
            message.push_str(advice);
        }
    }
    message
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

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(party: &str, code: Code) -> OfParty {
        let error = Error::new(code, format!("the hand-over of {party} is wrong")).hint("ask");
        let party = party.to_owned();
        OfParty { party, error }
    }

    fn together(of_parties: Vec<OfParty>) -> Error {
        let letters = Vec::new();
        Error::of_parties(Disagreements {
            of_parties,
            letters,
        })
    }

    #[test]
    fn one_is_as_it_is_and_several_are_listed_under_the_code_they_share() {
        let one = together(vec![wrong("a", Code::StageWrong)]);
        assert_eq!(one.to_string(), "the hand-over of a is wrong");
        assert_eq!((one.code(), one.advice()), (Code::StageWrong, Some("ask")));
        let two = together(vec![
            wrong("a", Code::KeysDiffer),
            wrong("b", Code::KeysDiffer),
        ]);
        let text = "2 hand-overs cannot be used\n  the hand-over of a is wrong\n    hint: ask\n  \
            the hand-over of b is wrong\n    hint: ask";
        assert_eq!(
            (two.code(), two.to_string()),
            (Code::KeysDiffer, text.into())
        );
        let mixed = together(vec![
            wrong("a", Code::KeysDiffer),
            wrong("a", Code::FileDenied),
        ]);
        assert_eq!(mixed.code(), Code::HandoversDisagree);
        let words = "the hand-over of a cannot be used\n";
        assert!(mixed.to_string().starts_with(words));
    }
}
