//! JSON formats: one or more rows per element of the lists that a format names.
//!
//! An element is read whole, a list never is: a delivery may have any number of them.

mod bounded;
mod elements;
#[cfg(test)]
mod tests;
mod value;

use crate::error::{Code, Result};
use crate::identified::settings::{DateOrder, ExtractFormat, ExtractSettings};
use crate::identified::source::broken_files::{Troubles, at};
use crate::identified::source::element::Element;
use crate::identified::source::file::Source;
use crate::identified::source::format::{Fit, Format};
use crate::identified::source::push::{self, Sink};
use crate::identified::source::rows::Surveyed;
use crate::identified::source::text::{TextFile, doubts};
use crate::identified::source::{RawRow, Reading};
use crate::vocabulary::Rule;

/// Messages of one kind; see [`Format`].
pub(super) trait JsonMessage: Sync {
    const FORMAT: ExtractFormat;
    /// The keys of which every message has one, as they are written.
    const KEYS: &[&str];
    /// Those by which a message is known.
    const KNOWN_BY: &[&str] = Self::KEYS;
    /// Those that no other format has.
    const OWN: &[&str] = Self::KNOWN_BY;
    /// The versions that are read, in words.
    const VERSIONS: &str;
    /// The keys that lead to a list of elements, with `/` between them; none lead to what is at the root.
    const LISTS: &[&str];

    /// What the elements of a file say of its version.
    type Version: Default;

    /// Looks at an element in a reading that goes before the one that hands on.
    fn look(_version: &mut Self::Version, _element: Element<'_>) {}

    /// Whether what is read stands elsewhere in the file: it is of a version that is not known.
    fn is_other(_version: &Self::Version) -> bool {
        false
    }

    /// Hands on the rows of an element; false when it is not one that the format is about.
    ///
    /// # Errors
    /// What the sink gives back.
    fn hand_on(element: Element<'_>, row: &mut RawRow, sink: &mut Sink<'_>) -> Result<bool>;
}

impl<M: JsonMessage> Format for M {
    fn format(&self) -> ExtractFormat {
        M::FORMAT
    }

    fn probe(&self, file: &Source) -> Fit {
        if begins_with(file, M::OWN) {
            Fit::Sure
        } else if begins_with(file, M::KNOWN_BY) {
            Fit::Maybe
        } else {
            Fit::No
        }
    }

    fn open(&self, settings: &ExtractSettings, files: &[Source]) -> Result<Box<dyn Surveyed>> {
        let texts = Troubles::default().texts(files, settings.encoding)?;
        let reading = reading(M::FORMAT, &texts);
        Ok(push::open(reading, read::<M>, settings, files))
    }
}

/// Reads the files. One that cannot be read to its end or is of another version is a finding and nothing of it is used.
fn read<M: JsonMessage>(
    settings: &ExtractSettings,
    sources: &[Source],
    sink: &mut Sink<'_>,
) -> Result<()> {
    let mut troubles = Troubles::default();
    let files = troubles.texts(sources, settings.encoding)?;
    let (mut has_met_any, mut is_other_version) = (false, false);
    for file in &files {
        let mut version = M::Version::default();
        let looked = elements::read(file, M::LISTS, &mut |element| {
            M::look(&mut version, element);
            Ok(())
        });
        match troubles.note(&file.name, looked)? {
            Some(()) if M::is_other(&version) => {
                is_other_version = true;
                sink.finding(at(file.name.as_str().into(), 1, Rule::MessageRelease))?;
            }
            Some(()) => {
                let (mut row, mut holds_any) = (RawRow::new(&file.name), false);
                let ended = elements::read(file, M::LISTS, &mut |element| {
                    holds_any |= M::hand_on(element, &mut row, sink)?;
                    Ok(())
                });
                troubles.note(&file.name, ended)?;
                has_met_any |= holds_any;
                if !holds_any {
                    sink.finding(at(file.name.as_str().into(), 1, Rule::MessageUnknown))?;
                }
            }
            None => {}
        }
        sink.advance(file.size)?;
    }
    troubles.tell(sink)?;
    let Some(first) = files.first().filter(|_| !has_met_any) else {
        return Ok(());
    };
    let is_of_format = sources.iter().any(|file| begins_with(file, M::KEYS));
    let (code, what, hint) = refusal::<M>(is_other_version, is_of_format);
    Err(first.failed(code, &what).hint(hint))
}

/// Why files that hold nobody are refused, and what to do.
fn refusal<M: JsonMessage>(is_other_version: bool, is_of_format: bool) -> (Code, String, String) {
    let versions = M::VERSIONS;
    match (is_other_version, is_of_format) {
        (true, _) => (
            Code::ExtractFormat,
            "is of a version that is not read".to_owned(),
            format!("{versions} are read: ask for the delivery in one of these"),
        ),
        (false, true) => (
            Code::ExtractEmpty,
            "contains nobody".to_owned(),
            format!(
                "{versions} are read, and hold nobody here; an organisation without clients hands nothing over"
            ),
        ),
        (false, false) => (
            Code::ExtractFormat,
            format!("is JSON, and not {}", M::FORMAT.name),
            "check that it is the right file; without `format` its kind is detected".to_owned(),
        ),
    }
}

/// Whether a file begins as JSON and holds one of these words in its beginning.
fn begins_with(file: &Source, words: &[&str]) -> bool {
    let holds = |word: &&str| {
        let mut windows = file.head().windows(word.len());
        windows.any(|text| text == word.as_bytes())
    };
    is_json(file) && words.iter().any(holds)
}

/// Whether a file begins as JSON; a name of a column between brackets does not.
pub(super) fn is_json(file: &Source) -> bool {
    let Some((first, rest)) = file.head().trim_ascii_start().split_first() else {
        return false;
    };
    let next = rest.trim_ascii_start().first();
    match first {
        b'{' => next.is_none_or(|next| b"\"}".contains(next)),
        b'[' => next.is_none_or(|next| b"{[]\"".contains(next)),
        _ => false,
    }
}

/// Dates in JSON are those of XML: `yyyy-mm-dd`.
fn reading(format: ExtractFormat, files: &[TextFile]) -> Reading {
    let word = format.word;
    let tell = |file: &TextFile| format!("{}: {word}, {}", file.name, file.encoding.word());
    Reading {
        dates: DateOrder::YearMonthDay,
        detected: files.iter().map(tell).collect(),
        doubts: doubts(files),
    }
}
