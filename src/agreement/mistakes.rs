//! Collects every mistake in an agreement with its line, and reports them in one error.

use std::cell::RefCell;
use std::ops::Range;

use crate::error::{Code, Error, Result};

/// A place in the agreement: line and column, both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    line: usize,
    column: usize,
}

impl Spot {
    /// The beginning of the file, for what is nowhere in it.
    pub(super) const START: Self = Self { line: 1, column: 1 };
}

/// What to do about a path of Windows in double quotes.
pub(super) const BACKSLASH: &str = "in double quotes a \\ begins a code: write a path in single quotes, 'C:\\Users\\a.csv', or with /";

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Located<T> {
    pub(super) value: T,
    pub(super) spot: Spot,
}

struct Mistake {
    spot: Spot,
    message: String,
    hint: Option<String>,
}

/// All mistakes found so far in one file.
pub(super) struct Mistakes {
    file: String,
    text: String,
    /// Where each line begins, in bytes: an agreement with thousands of services asks for as many places.
    lines: Vec<usize>,
    found: RefCell<Vec<Mistake>>,
}

impl Mistakes {
    /// None yet; `file` is the name to print, `text` its content (to turn bytes into lines and columns).
    pub(super) fn new(file: &str, text: &str) -> Self {
        Self {
            file: file.to_owned(),
            text: text.to_owned(),
            lines: std::iter::once(0)
                .chain(text.match_indices('\n').map(|(end, _)| end + 1))
                .collect(),
            found: RefCell::default(),
        }
    }

    /// Where a range of bytes begins.
    pub(super) fn spot(&self, span: Option<Range<usize>>) -> Spot {
        let Some(start) = span.map(|span| span.start) else {
            return Spot::START;
        };
        let line = self.lines.partition_point(|&begin| begin <= start);
        let before = line.checked_sub(1).and_then(|line| self.lines.get(line));
        let Some(before) = before.and_then(|&begin| self.text.get(begin..start)) else {
            return Spot::START;
        };
        Spot {
            line,
            column: before.chars().count() + 1,
        }
    }

    /// The line of a place, as it is in the file.
    pub(super) fn line(&self, spot: Spot) -> &str {
        let line = self.text.lines().nth(spot.line - 1);
        line.unwrap_or_default()
    }

    pub(super) fn add(&self, spot: Spot, message: impl Into<String>) {
        self.note(spot, message.into(), None);
    }

    /// Notes a mistake and what to do about it.
    pub(super) fn add_with_hint(
        &self,
        spot: Spot,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.note(spot, message.into(), Some(hint.into()));
    }

    fn note(&self, spot: Spot, message: String, hint: Option<String>) {
        let mistake = Mistake {
            spot,
            message,
            hint,
        };
        self.found.borrow_mut().push(mistake);
    }

    /// `value` when there are no mistakes, else one error that lists them all, in the order of the file.
    pub(super) fn unless_any<T>(self, value: Option<T>) -> Result<T> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|mistake| mistake.spot);
        let line = |mistake: &Mistake| {
            let Spot { line, column } = mistake.spot;
            format!("{}:{line}:{column}: {}", self.file, mistake.message)
        };
        let invalid = |message| Err(Error::new(Code::AgreementInvalid, message));
        match (found.as_slice(), value) {
            ([], Some(value)) => Ok(value),
            ([], None) => invalid(format!("{}: cannot be used", self.file)),
            ([one], _) => invalid(line(one)).map_err(|error| match &one.hint {
                Some(hint) => error.hint(hint.clone()),
                None => error,
            }),
            (many, _) => invalid(listed(&self.file, many, line)),
        }
    }
}

fn listed(file: &str, mistakes: &[Mistake], line: impl Fn(&Mistake) -> String) -> String {
    let mut message = format!("{file} has {} mistakes", mistakes.len());
    for mistake in mistakes {
        message.push_str("\n  ");
        message.push_str(&line(mistake));
        if let Some(hint) = &mistake.hint {
            message.push_str("\n    hint: ");
            message.push_str(hint);
        }
    }
    message
}

/// The option nearest to `word`, when it is near enough to be meant.
pub(super) fn nearest<'a>(word: &str, options: &[&'a str]) -> Option<&'a str> {
    let near = |option: &&'a str| (edits(word, option), *option);
    let (distance, option) = options.iter().map(near).min()?;
    let letters = option.chars().count();
    // With as many edits as letters nothing of the option is in the word.
    (distance < letters && distance <= 1 + letters / 4).then_some(option)
}

/// How many letters must be put in, taken out or changed to make one word the other (Levenshtein, 1966).
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = above + 1;
        for (place, other_letter) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other_letter);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(row[place] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_finds_its_nearest_and_another_word_none() {
        let keys = ["reference_date", "from", "to"];
        assert_eq!(nearest("referencedate", &keys), Some("reference_date"));
        assert_eq!(nearest("form", &["from", "format"]), Some("format"));
        assert_eq!(nearest("colour", &keys), None);
    }

    #[test]
    fn letters_put_in_taken_out_and_changed_are_counted() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("wijk", "wijk"), 0);
    }

    #[test]
    fn columns_are_counted_in_characters() {
        let mistakes = Mistakes::new("config.toml", "één = 1\nça = 2\n");
        let spot = mistakes.spot(Some(13..14));
        assert_eq!((spot.line, spot.column), (2, 3));
    }
}
