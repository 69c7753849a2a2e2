//! What is odd about a public file; all of it is listed, and the rest is used.

use std::fmt;

/// What is odd about a row or a whole file, as a sentence.
///
/// The files are public: unlike findings about people's records, these name the code of the area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFinding {
    place: String,
    what: String,
}

impl fmt::Display for FileFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// So many findings of a file are listed.
const LISTED: usize = 10;

/// The findings of a file.
pub(super) struct Findings {
    file: String,
    listed: Vec<FileFinding>,
    more: usize,
}

impl Findings {
    pub(super) fn of(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            listed: Vec::new(),
            more: 0,
        }
    }

    /// Notes what holds for the whole file.
    pub(super) fn add(&mut self, what: impl Into<String>) {
        self.at(self.file.clone(), what.into());
    }

    /// Notes what holds for a line.
    pub(super) fn add_at(&mut self, line: usize, what: impl Into<String>) {
        self.at(format!("{}:{line}", self.file), what.into());
    }

    fn at(&mut self, place: String, what: String) {
        if self.listed.len() < LISTED {
            self.listed.push(FileFinding { place, what });
        } else {
            self.more += 1;
        }
    }

    /// The findings in their order, and how many more there are.
    pub(super) fn into_list(mut self) -> Vec<FileFinding> {
        if self.more > 0 {
            let what = format!("{} more findings like these", self.more);
            let place = self.file;
            self.listed.push(FileFinding { place, what });
        }
        self.listed
    }
}
