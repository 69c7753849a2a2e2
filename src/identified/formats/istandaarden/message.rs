//! The clients of an XML message, one by one.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zeroize::Zeroizing;

use super::head::{Head, Header, Message};
use super::xml::Xml;
use crate::error::{Code, Error};
use crate::identified::source::broken_files::Stop;
use crate::identified::source::element::{Element, Tree};
use crate::identified::source::entity::character;
use crate::identified::source::utf8::Utf8Reader;
use crate::vocabulary::Rule;

/// The most elements within one another; a message has at most nine.
const DEEPEST: usize = 32;

/// The bytes that a text or a tag may have.
const LONGEST_TEXT: usize = 1_000_000;

/// Where the head stands, and the clients of a declaration and of all other messages.
const HEADER: &str = "Bericht/Header";
const CLIENTS: [&str; 2] = ["Bericht/Declaratie/Clienten/Client", "Bericht/Client"];

type Result<T> = std::result::Result<T, Stop>;

/// What receives the clients of a message.
pub(super) type OnClient<'a> = dyn FnMut(Header, Element<'_>) -> crate::error::Result<()> + 'a;

/// Reads a message and calls `each` with every client.
///
/// # Errors
/// When the file is not well-formed XML, or declares or uses entities of its own, or breaks a bound; and what `each`
/// gives back.
pub(super) fn read(file: &Xml<'_>, each: &mut OnClient<'_>) -> Result<Message> {
    let parser = Parser {
        path_of_file: &file.source.path,
        xml: Reader::from_reader(file.reader(LONGEST_TEXT)?),
        path: String::with_capacity(256),
        depth: 0,
        has_root: false,
        text: Zeroizing::new(String::with_capacity(1024)),
        head: Head::default(),
        is_foreign: false,
        tree: Tree::default(),
    };
    parser.read(each)
}

/// The state of reading a message.
struct Parser<'a> {
    path_of_file: &'a Path,
    xml: Reader<Utf8Reader<File>>,
    /// The names that lead to where it is, or to the head or the client that is being read.
    path: String,
    depth: usize,
    has_root: bool,
    text: Zeroizing<String>,
    head: Head,
    /// Whether the head has been read and is not one that is known.
    is_foreign: bool,
    /// The head or the client that is being read.
    tree: Tree,
}

impl Parser<'_> {
    fn read(mut self, each: &mut OnClient<'_>) -> Result<Message> {
        let mut buffer = Zeroizing::new(Vec::with_capacity(1 << 16));
        loop {
            buffer.clear();
            self.xml.get_mut().mark();
            match self.xml.read_event_into(&mut buffer) {
                Ok(Event::Start(tag)) => {
                    self.take_namespaces(&tag);
                    self.open(tag.local_name().into_inner())?;
                }
                Ok(Event::Empty(tag)) => {
                    self.open(tag.local_name().into_inner())?;
                    self.close(each)?;
                }
                Ok(Event::End(_)) => {
                    self.close(each)?;
                    if self.is_foreign {
                        return Ok(self.head.message());
                    }
                }
                Ok(Event::Text(text)) => self.add(&text)?,
                Ok(Event::CData(text)) => self.add(&text)?,
                Ok(Event::GeneralRef(reference)) => self.add_character(&reference)?,
                Ok(Event::DocType(_)) => {
                    return Err(self.refuse(Rule::FileUnsafe, "declares a document type", PLAIN));
                }
                Ok(Event::Eof) => break,
                Ok(Event::Decl(_) | Event::PI(_) | Event::Comment(_)) => {}
                Err(error) => return Err(self.unreadable(&error)),
            }
        }
        if !self.has_root {
            return Err(self.refuse(Rule::FileBroken, "is not XML", PLAIN));
        }
        if self.depth > 0 {
            let what = "ends before its last element does";
            return Err(self.refuse(Rule::FileBroken, what, AGAIN));
        }
        Ok(self.head.message())
    }

    /// The namespaces that the root declares tell the release where the head does not.
    fn take_namespaces(&mut self, tag: &BytesStart<'_>) {
        if self.has_root {
            return;
        }
        for attribute in tag.attributes().flatten() {
            if attribute.key.as_ref().starts_with("xmlns") {
                self.head.take_namespace(&attribute.value);
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
        self.text.clear();
        let line = self.xml.get_ref().line();
        if self.tree.depth() > 0 {
            self.tree.begin(name, line);
            return Ok(());
        }
        if self.depth > 1 {
            self.path.push('/');
        }
        self.path.push_str(name);
        if self.path == HEADER || CLIENTS.contains(&self.path.as_str()) {
            self.tree.begin_anew(line);
        }
        Ok(())
    }

    fn close(&mut self, each: &mut OnClient<'_>) -> Result<()> {
        if self.tree.depth() > 0 {
            let text = self.text.trim();
            if !text.is_empty() {
                self.tree.set_text(text);
            }
            self.tree.end();
            if self.tree.is_too_large() {
                let what = "has a client longer than 16 MB";
                return Err(self.refuse(Rule::FileUnsafe, what, PLAIN));
            }
            if let Some(element) = self.tree.root() {
                if self.path == HEADER {
                    self.head.take(element);
                    self.is_foreign = !matches!(self.head.message(), Message::Read(_));
                } else if let Message::Read(header) = self.head.message() {
                    each(header, element)?;
                }
            }
        }
        self.text.clear();
        self.depth = self.depth.saturating_sub(1);
        if self.tree.depth() == 0 {
            let end = self.path.rfind('/').unwrap_or(0);
            self.path.truncate(end);
        }
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

const PLAIN: &str = "an iWmo or iJw message is plain XML; ask for the original message";
const TOO_LONG: &str = "has a text longer than 1 MB";
const AGAIN: &str = "ask for the message again";
