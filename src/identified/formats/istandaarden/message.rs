//! An XML message in, its clients and their products out.

use std::fs::File;
use std::io::{Cursor, ErrorKind, Read};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zeroize::Zeroizing;

use super::draft::{Draft, Head, OnClient};
use super::lines::LineReader;
use super::xml::{Xml, decoded};
use crate::error::{Code, Error};
use crate::identified::settings::Encoding;
use crate::identified::source::broken_files::Stop;
use crate::identified::source::code_page;
use crate::identified::source::entity::character;
use crate::identified::source::inline_text::Short;
use crate::vocabulary::Rule;

/// The elements that may stand in one another; a message has at most nine.
const DEEPEST: usize = 32;

/// The bytes that a text or a tag may have.
const LONGEST_TEXT: usize = 1_000_000;

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Message {
    /// A message that was read.
    Read,
    /// A message that would be read if it were of release 3.0, 3.1 or 3.2; the release that it is of, where it says so.
    OtherRelease(Short<5>),
    /// Another message, or other XML.
    Unknown,
}

type Result<T> = std::result::Result<T, Stop>;

/// Reads a message and calls `each` with every client.
///
/// # Errors
/// When the file is not well-formed XML, or declares or uses entities of its own, or nests too deep; and what `each`
/// gives back.
pub(super) fn read(file: &Xml<'_>, each: &mut OnClient<'_>) -> Result<Message> {
    let path = file.path();
    let file = match file {
        Xml::Text(file) => file,
        Xml::Wide(source, encoding) => {
            let text = decoded(source, encoding)?;
            return Parser::new(path, Cursor::new(text.as_bytes())).read(each);
        }
    };
    let mut source = file.reader()?;
    if file.encoding == Encoding::Utf8 && file.is_sound {
        return Parser::<File>::new(path, source).read(each);
    }
    let mut bytes = Zeroizing::new(Vec::new());
    source
        .read_to_end(&mut bytes)
        .map_err(|e| Error::io(&file.path, "read", &e))?;
    let mut text = Zeroizing::new(String::with_capacity(3 * bytes.len()));
    match file.encoding {
        Encoding::Utf8 => text.push_str(&Zeroizing::new(
            String::from_utf8_lossy(&bytes).into_owned(),
        )),
        page => {
            let letter = |&byte: &u8| code_page::character(page, byte);
            let letters = bytes.iter().map(letter);
            text.extend(letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
        }
    }
    Parser::new(path, Cursor::new(text.as_bytes())).read(each)
}

/// The state of reading a message.
struct Parser<'a, R> {
    path_of_file: &'a Path,
    xml: Reader<LineReader<R>>,
    path: String,
    depth: usize,
    has_root: bool,
    text: Zeroizing<String>,
    draft: Draft,
}

impl<'a, R: Read> Parser<'a, R> {
    fn new(path_of_file: &'a Path, source: R) -> Self {
        Self {
            path_of_file,
            xml: Reader::from_reader(LineReader::new(source, LONGEST_TEXT)),
            path: String::with_capacity(256),
            depth: 0,
            has_root: false,
            text: Zeroizing::new(String::with_capacity(1024)),
            draft: Draft::default(),
        }
    }

    fn read(mut self, each: &mut OnClient<'_>) -> Result<Message> {
        let mut buffer = Zeroizing::new(Vec::with_capacity(1 << 16));
        loop {
            buffer.clear();
            self.xml.get_mut().mark();
            let event = match self.xml.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(error) => return Err(self.unreadable(&error)),
            };
            match event {
                Event::Start(tag) => {
                    self.take_namespaces(&tag);
                    self.open(tag.local_name().into_inner())?;
                }
                Event::Empty(tag) => {
                    self.open(tag.local_name().into_inner())?;
                    self.close(each)?;
                }
                Event::End(_) => {
                    self.close(each)?;
                    if self.draft.is_foreign {
                        return Ok(self.verdict());
                    }
                }
                Event::Text(text) => self.add(&text)?,
                Event::CData(text) => self.add(&text)?,
                Event::GeneralRef(reference) => self.add_character(&reference)?,
                Event::DocType(_) => {
                    return Err(self.refuse(Rule::FileUnsafe, "declares a document type", PLAIN));
                }
                Event::Eof => break,
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            }
        }
        if !self.has_root {
            return Err(self.refuse(Rule::FileBroken, "is not XML", PLAIN));
        }
        if self.depth > 0 {
            let what = "ends before its last element does";
            return Err(self.refuse(Rule::FileBroken, what, AGAIN));
        }
        Ok(self.verdict())
    }

    fn verdict(&self) -> Message {
        match self.draft.head() {
            Head::Known(_) => Message::Read,
            Head::OtherRelease(release) => Message::OtherRelease(release),
            Head::OtherKind => Message::Unknown,
        }
    }

    /// The namespaces that the root declares tell the release where the head does not.
    fn take_namespaces(&mut self, tag: &BytesStart<'_>) {
        if self.has_root {
            return;
        }
        for attribute in tag.attributes().flatten() {
            if attribute.key.as_ref().starts_with("xmlns") {
                self.draft.namespace(&attribute.value);
            }
        }
    }

    fn open(&mut self, name: &str) -> Result<()> {
        self.depth += 1;
        self.has_root = true;
        if self.depth > DEEPEST || name.len() > 200 {
            let what = "nests elements deeper than a message does";
            return Err(self.refuse(Rule::FileUnsafe, what, PLAIN));
        }
        if self.depth > 1 {
            self.path.push('/');
        }
        self.path.push_str(name);
        self.text.clear();
        self.draft.open(&self.path, self.xml.get_ref().line());
        Ok(())
    }

    fn close(&mut self, each: &mut OnClient<'_>) -> Result<()> {
        self.draft.close(&self.path, self.text.trim(), each)?;
        self.text.clear();
        self.depth = self.depth.saturating_sub(1);
        let end = self.path.rfind('/').unwrap_or(0);
        self.path.truncate(end);
        Ok(())
    }

    fn add(&mut self, text: &str) -> Result<()> {
        if self.text.len() + text.len() > LONGEST_TEXT {
            return Err(self.refuse(Rule::FileUnsafe, TOO_LONG, PLAIN));
        }
        self.text.push_str(text);
        Ok(())
    }

    fn add_character(&mut self, reference: &BytesRef<'_>) -> Result<()> {
        match character(reference) {
            Some(character) => self.add(character.encode_utf8(&mut [0; 4])),
            None => Err(self.refuse(Rule::FileUnsafe, "uses an entity", PLAIN)),
        }
    }

    fn unreadable(&self, error: &quick_xml::Error) -> Stop {
        match error {
            quick_xml::Error::Io(error) if error.kind() == ErrorKind::FileTooLarge => {
                self.refuse(Rule::FileUnsafe, TOO_LONG, PLAIN)
            }
            quick_xml::Error::Io(error) => Error::io(self.path_of_file, "read", error).into(),
            _ => self.refuse(Rule::FileBroken, "is not well-formed XML", AGAIN),
        }
    }

    fn refuse(&self, rule: Rule, what: &str, hint: &str) -> Stop {
        let line = self.xml.get_ref().line();
        let error = Error::new(
            Code::ExtractUnreadable,
            format!("{}:{line}: {what}", self.path_of_file.display()),
        );
        Stop::broken(line, rule, error.hint(hint))
    }
}

const PLAIN: &str = "an iWmo or iJw message is plain XML; ask for the message as it was sent";
const TOO_LONG: &str = "has a text longer than 1 MB";
const AGAIN: &str = "ask for the message again";
