//! Files that cannot be read to the end. Each is skipped entirely; it is an error when no file can be read.

use std::sync::Arc;

use super::file::{Source, open};
use super::push::Sink;
use super::text::TextFile;
use crate::error::{Code, Error, Result};
use crate::identified::settings::Encoding;
use crate::vocabulary::{Finding, Location, Rule};

/// Why reading a file stops.
pub(in crate::identified) enum Stop {
    /// The file is to blame.
    Broken(Trouble),
    /// Something else is: the disk, the user, whoever takes the rows.
    Passed(Error),
}

/// What is wrong with a file as a whole.
pub(in crate::identified) struct Trouble {
    line: u64,
    rule: Rule,
    error: Error,
}

impl Stop {
    /// The file cannot be read on from `line`; `error` tells it for a file that is the only one.
    pub(in crate::identified) const fn broken(line: u64, rule: Rule, error: Error) -> Self {
        Self::Broken(Trouble { line, rule, error })
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Passed(error)
    }
}

/// The files of an extract that are in trouble. What such a file says is not used: it is whole or it is nothing.
#[derive(Default)]
pub(in crate::identified) struct Troubles {
    troubles: Vec<(Arc<str>, Trouble)>,
    files_read: usize,
}

impl Troubles {
    /// The files that are text; an empty one, or one that is no text, is in trouble.
    ///
    /// # Errors
    /// When a file can no longer be opened, or none is text.
    pub(in crate::identified) fn texts(
        &mut self,
        sources: &[Source],
        encoding: Option<Encoding>,
    ) -> Result<Vec<TextFile>> {
        let mut texts = Vec::with_capacity(sources.len());
        for source in sources {
            texts.extend(self.text(source, encoding)?);
        }
        self.unless_none(texts)
    }

    /// A file as text; `None` when it is not one, which is a trouble.
    ///
    /// # Errors
    /// When it can no longer be opened.
    pub(in crate::identified) fn text(
        &mut self,
        source: &Source,
        encoding: Option<Encoding>,
    ) -> Result<Option<TextFile>> {
        match TextFile::open(&source.path, encoding) {
            Ok(text) => Ok(Some(text)),
            Err(error) => {
                open(&source.path)?;
                self.note(&source.name, Err(Stop::broken(1, Rule::FileBroken, error)))
            }
        }
    }

    /// The files, or what is wrong with all of them when none is left.
    ///
    /// # Errors
    /// When there is none.
    pub(in crate::identified) fn unless_none<T>(&mut self, files: Vec<T>) -> Result<Vec<T>> {
        if files.is_empty() {
            return Err(all_of(std::mem::take(&mut self.troubles)));
        }
        Ok(files)
    }

    /// Notes how reading the file of this name ended; gives back what came of it, `None` for a file in trouble.
    ///
    /// # Errors
    /// What is not the file's fault.
    pub(in crate::identified) fn note<T>(
        &mut self,
        file: &str,
        ended: std::result::Result<T, Stop>,
    ) -> Result<Option<T>> {
        match ended {
            Ok(done) => {
                self.files_read += 1;
                Ok(Some(done))
            }
            Err(Stop::Passed(error)) => Err(error),
            Err(Stop::Broken(trouble)) => {
                self.troubles.push((Arc::from(file), trouble));
                Ok(None)
            }
        }
    }

    /// Tells a finding for each file in trouble.
    ///
    /// # Errors
    /// When no file could be read: then there is nothing to hand over.
    pub(in crate::identified) fn tell(self, sink: &mut Sink<'_>) -> Result<()> {
        if self.files_read == 0 && !self.troubles.is_empty() {
            return Err(all_of(self.troubles));
        }
        for (file, trouble) in self.troubles {
            sink.finding(at(file, trouble.line, trouble.rule))?;
        }
        Ok(())
    }
}

/// A finding on a line of a file.
pub(in crate::identified) const fn at(file: Arc<str>, line: u64, rule: Rule) -> Finding {
    let location = Location {
        file,
        line,
        field: None,
    };
    Finding { location, rule }
}

/// One error for all: the first hint goes for every file.
fn all_of(troubles: Vec<(Arc<str>, Trouble)>) -> Error {
    let errors: Vec<Error> = troubles.into_iter().map(|(_, one)| one.error).collect();
    let lines: Vec<String> = errors.iter().map(Error::to_string).collect();
    let first = errors.first();
    let code = first.map_or(Code::ExtractUnreadable, Error::code);
    let all = Error::new(code, lines.join("\n"));
    match first.and_then(Error::advice) {
        Some(advice) => all.hint(advice),
        None => all,
    }
}
