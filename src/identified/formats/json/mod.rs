//! JSON files in, their objects and texts out one by one, each with the names of the keys that lead to it.
//!
//! A reader of our own: it keeps a line and a column for findings, holds one text at a time and wipes it, and bounds
//! nesting and length. Values may follow one another, as in JSON lines.

mod bytes;
#[cfg(test)]
mod tests;
mod text;

use std::io::Read;

use zeroize::Zeroizing;

use self::bytes::Bytes;
use self::text::Text;
use crate::error::{Code, Error, Result};
use crate::identified::settings::{DateOrder, ExtractFormat, ExtractSettings};
use crate::identified::source::Reading;
use crate::identified::source::broken_files::{Stop, Troubles, at};
use crate::identified::source::file::Source;
use crate::identified::source::format::Sink;
use crate::identified::source::text::{TextFile, doubts};
use crate::vocabulary::Rule;

/// The objects and lists that may stand in one another; a delivery has at most eight.
const DEEPEST: usize = 64;

/// The characters of a key.
const LONGEST_KEY: usize = 200;

/// What is met in a file.
pub(super) enum Event<'a> {
    /// An object begins, at this line.
    Begin(u64),
    /// An object ends.
    End,
    /// A text, a number or a truth value; `None` when it is not of the file's encoding.
    Text(Option<&'a str>),
}

/// What the objects of a format say.
pub(super) trait Visitor {
    /// Takes an event. `path` holds the keys that lead to it, with `/` between them; a list adds nothing to it.
    ///
    /// # Errors
    /// What the sink gives back.
    fn take(&mut self, path: &str, event: Event<'_>, sink: &mut Sink<'_>) -> Result<()>;

    /// Looks at an event in a reading that goes before the one that hands on.
    fn look(&mut self, _path: &str, _event: &Event<'_>) {}

    /// Whether what was looked at stands only at places that are not read: the file is of another version.
    fn is_of_other_version(&self) -> bool {
        false
    }

    /// Whether the file held what the format is about.
    fn has_met_any(&self) -> bool;
}

/// Hands on what `visitor` (made anew for every file, with its name) makes of each file. A file that cannot be read to
/// its end or is of another version is a finding and nothing of it is used. `keys` are those of which every file of the
/// format has one; `versions` are those that are read, in words.
///
/// # Errors
/// When no file can be read to its end, none is of the format, or none holds anybody at the places of the versions; and
/// what the sink gives back.
pub(super) fn read_all<V: Visitor>(
    format: ExtractFormat,
    keys: &[&str],
    versions: &str,
    settings: &ExtractSettings,
    files: &[Source],
    sink: &mut Sink<'_>,
    visitor: fn(&str) -> V,
) -> Result<Reading> {
    let mut troubles = Troubles::default();
    let has_key = |file: &Source| begins_with(file, keys);
    let is_of_format = files.iter().any(has_key);
    let files = troubles.texts(files, settings.encoding)?;
    let (mut has_met_any, mut is_other_version) = (false, false);
    for file in &files {
        let mut scout = visitor(&file.name);
        let looked = read(file, &mut |path, event| {
            scout.look(path, &event);
            Ok(())
        });
        match troubles.note(&file.name, looked)? {
            Some(()) if scout.is_of_other_version() => {
                is_other_version = true;
                sink.finding(at(file.name.as_str().into(), 1, Rule::MessageRelease))?;
            }
            Some(()) => {
                let mut visitor = visitor(&file.name);
                let ended = read(file, &mut |path, event| visitor.take(path, event, sink));
                troubles.note(&file.name, ended)?;
                has_met_any |= visitor.has_met_any();
                if !visitor.has_met_any() {
                    sink.finding(at(file.name.as_str().into(), 1, Rule::MessageUnknown))?;
                }
            }
            None => {}
        }
        sink.advance(file.size)?;
    }
    troubles.tell(sink)?;
    let Some(first) = files.first().filter(|_| !has_met_any) else {
        return Ok(reading(format, &files));
    };
    let (code, what, hint) = match (is_other_version, is_of_format) {
        (true, _) => (
            Code::ExtractFormat,
            "is of a version that is not read".to_owned(),
            format!("{versions} are read: ask for the delivery in one of these"),
        ),
        (false, true) => (
            Code::ExtractEmpty,
            "holds nobody".to_owned(),
            format!(
                "{versions} are read, and hold nobody here; an organisation without clients hands nothing over"
            ),
        ),
        (false, false) => (
            Code::ExtractFormat,
            format!("is JSON, and not {}", format.name),
            "look whether it is the right file; without `format` it is detected what it is"
                .to_owned(),
        ),
    };
    Err(first.failed(code, &what).hint(hint))
}

/// What can be settled before the files are read.
///
/// # Errors
/// When no file is text.
pub(super) fn survey(
    format: ExtractFormat,
    settings: &ExtractSettings,
    files: &[Source],
) -> Result<Reading> {
    let files = Troubles::default().texts(files, settings.encoding)?;
    Ok(reading(format, &files))
}

/// Whether a file begins as JSON and holds one of these words in its beginning.
pub(super) fn begins_with(file: &Source, words: &[&str]) -> bool {
    let holds = |word: &&str| {
        let mut places = file.head().windows(word.len());
        places.any(|text| text == word.as_bytes())
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

/// Why reading stops, before its place is known.
enum Fault {
    Broken(&'static str),
    Unsafe(&'static str),
    Disk(std::io::Error),
    Passed(Error),
}

impl Fault {
    const CUT_OFF: Self = Self::Broken("is cut off here");
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(error)
    }
}

type OnEvent<'a> = dyn FnMut(&str, Event<'_>) -> Result<()> + 'a;

/// Reads a file to its end.
fn read(file: &TextFile, each: &mut OnEvent<'_>) -> std::result::Result<(), Stop> {
    let mut parser = Parser {
        bytes: Bytes::new(file.reader()?),
        text: Text::new(file.encoding),
        // Room for the longest path there can be, so that it never moves.
        path: Zeroizing::new(String::with_capacity(DEEPEST * (LONGEST_KEY * 4 + 1))),
    };
    let ended = parser.read(each);
    let (line, column) = (parser.bytes.line(), parser.bytes.column());
    let stop = |rule, what| {
        let place = file.path.display();
        let error = Error::new(
            Code::ExtractUnreadable,
            format!("{place}:{line}:{column}: {what}"),
        );
        Stop::broken(
            line,
            rule,
            error.hint("make the export again, or ask for the file again"),
        )
    };
    ended.map_err(|fault| match fault {
        Fault::Broken(what) => stop(Rule::FileBroken, what),
        Fault::Unsafe(what) => stop(Rule::FileUnsafe, what),
        Fault::Disk(error) => Error::io(&file.path, "read", &error).into(),
        Fault::Passed(error) => error.into(),
    })
}

/// The state of reading a file.
struct Parser<R> {
    bytes: Bytes<R>,
    text: Text,
    path: Zeroizing<String>,
}

impl<R: Read> Parser<R> {
    fn read(&mut self, each: &mut OnEvent<'_>) -> std::result::Result<(), Fault> {
        while self.bytes.peek_past_space()?.is_some() {
            self.value(1, each)?;
        }
        Ok(())
    }

    fn value(&mut self, depth: usize, each: &mut OnEvent<'_>) -> std::result::Result<(), Fault> {
        if depth > DEEPEST {
            return Err(Fault::Unsafe("nests deeper than any delivery does"));
        }
        match self.bytes.peek_past_space()?.ok_or(Fault::CUT_OFF)? {
            b'{' => self.object(depth, each),
            b'[' => self.list(depth, each),
            b'"' => {
                self.text.read(&mut self.bytes)?;
                self.tell(each)
            }
            _ => {
                self.text.read_bare(&mut self.bytes)?;
                if self.text.get() == Some("null") {
                    return Ok(());
                }
                self.tell(each)
            }
        }
    }

    fn tell(&self, each: &mut OnEvent<'_>) -> std::result::Result<(), Fault> {
        each(&self.path, Event::Text(self.text.get())).map_err(Fault::Passed)
    }

    fn object(&mut self, depth: usize, each: &mut OnEvent<'_>) -> std::result::Result<(), Fault> {
        let line = self.bytes.line();
        each(&self.path, Event::Begin(line)).map_err(Fault::Passed)?;
        self.bytes.pass();
        if self.bytes.peek_past_space()? == Some(b'}') {
            self.bytes.pass();
        } else {
            loop {
                self.member(depth, each)?;
                if self.ends_with(b'}')? {
                    break;
                }
            }
        }
        each(&self.path, Event::End).map_err(Fault::Passed)
    }

    /// A key and its value.
    fn member(&mut self, depth: usize, each: &mut OnEvent<'_>) -> std::result::Result<(), Fault> {
        if self.bytes.peek_past_space()?.ok_or(Fault::CUT_OFF)? != b'"' {
            return Err(Fault::Broken("has no key where there should be one"));
        }
        self.text.read(&mut self.bytes)?;
        let length = self.path.len();
        let key = self.text.get().unwrap_or("?");
        if key.chars().nth(LONGEST_KEY).is_some() {
            return Err(Fault::Unsafe("has a key longer than any delivery has"));
        }
        if length > 0 {
            self.path.push('/');
        }
        self.path
            .extend(key.chars().map(|sign| if sign == '/' { '?' } else { sign }));
        if self.bytes.peek_past_space()?.ok_or(Fault::CUT_OFF)? != b':' {
            return Err(Fault::Broken("has no colon behind a key"));
        }
        self.bytes.pass();
        self.value(depth + 1, each)?;
        self.path.truncate(length);
        Ok(())
    }

    fn list(&mut self, depth: usize, each: &mut OnEvent<'_>) -> std::result::Result<(), Fault> {
        self.bytes.pass();
        if self.bytes.peek_past_space()? == Some(b']') {
            self.bytes.pass();
            return Ok(());
        }
        loop {
            self.value(depth + 1, each)?;
            if self.ends_with(b']')? {
                return Ok(());
            }
        }
    }

    /// Goes past a comma or the end of an object or a list; whether it was the end.
    fn ends_with(&mut self, end: u8) -> std::result::Result<bool, Fault> {
        match self.bytes.peek_past_space()?.ok_or(Fault::CUT_OFF)? {
            sign if sign == end => {
                self.bytes.pass();
                Ok(true)
            }
            b',' => {
                self.bytes.pass();
                Ok(false)
            }
            _ => Err(Fault::Broken(
                "has no comma or bracket where there should be one",
            )),
        }
    }
}
