//! The elements of the lists in a JSON file, one by one. Values may follow each other, as in JSON lines.
//!
//! What leads to a list is read as a stream. A value within an element is taken as the file has it: so a number keeps its
//! digits, and half a character breaks its text and not the file.

use std::fmt::{self, Formatter};
use std::io::ErrorKind;

use serde::de::{
    DeserializeSeed, Deserializer as _, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Deserializer;
use serde_json::error::Category;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::bounded::{Bounded, Position};
use crate::error::{Code, Error};
use crate::identified::source::broken_files::Stop;
use crate::identified::source::element::{Element, LARGEST, Tree};
use crate::identified::source::inline_text::BROKEN;
use crate::identified::source::text::TextFile;
use crate::identified::source::utf8::{Decoding, Utf8Reader};
use crate::vocabulary::Rule;

/// What receives the elements.
pub(super) type OnElement<'a> = dyn FnMut(Element<'_>) -> crate::error::Result<()> + 'a;

/// Reads a file to its end and calls `each` with the objects to which one of the `lists` leads.
///
/// # Errors
/// When the file is no JSON or breaks a bound, and what `each` gives back.
pub(super) fn read(file: &TextFile, lists: &[&str], each: &mut OnElement<'_>) -> Result<(), Stop> {
    let position = Position::begin();
    let text = Utf8Reader::new(file.reader()?, Decoding::of(file.encoding), usize::MAX);
    let mut json = Deserializer::from_reader(Bounded::new(text, &position));
    let mut walk = Walk {
        lists,
        position: &position,
        path: String::new(),
        tree: Tree::default(),
        each,
        failed: None,
    };
    loop {
        let ended = match json.end() {
            Ok(()) => return Ok(()),
            // Another value follows.
            Err(error) if error.is_syntax() => Value(&mut walk).deserialize(&mut json),
            Err(error) => Err(error),
        };
        if let Err(error) = ended {
            return Err(match walk.failed.take() {
                Some(failed) => failed.into(),
                None => stop(file, &position, error),
            });
        }
    }
}

/// Why a file cannot be read on. The words of the library for what it expected quote nothing of the file, but where a
/// value is of another kind.
fn stop(file: &TextFile, position: &Position, error: serde_json::Error) -> Stop {
    let (mut line, mut column) = (error.line() as u64, error.column() as u64);
    let mut rule = Rule::FileBroken;
    let what = match error.classify() {
        Category::Io => {
            (line, column) = (position.line.get(), position.column.get());
            let error = std::io::Error::from(error);
            match error.kind() {
                ErrorKind::FileTooLarge => rule = Rule::FileUnsafe,
                ErrorKind::InvalidData => {}
                _ => return Error::io(&file.path, "read", &error).into(),
            }
            error.to_string()
        }
        Category::Eof => {
            column += 1;
            "is cut off here".to_owned()
        }
        Category::Data => "has no list where there should be one".to_owned(),
        Category::Syntax => {
            let words = error.to_string();
            let expected = words.split(" at line ").next().unwrap_or_default();
            format!("is not well-formed JSON: {expected}")
        }
    };
    let what = format!("{}:{line}:{column}: {what}", file.path.display());
    let error = Error::new(Code::ExtractUnreadable, what);
    let hint = "make the export again, or ask for the file again";
    Stop::broken(line, rule, error.hint(hint))
}

/// The state of reading a file.
struct Walk<'a, 'e> {
    lists: &'a [&'a str],
    position: &'a Position,
    /// The keys that lead to where it is, with `/` between them; a list adds nothing.
    path: String,
    /// The element that is being read, if any. One that holds a list of them is not one itself.
    tree: Tree,
    each: &'a mut OnElement<'e>,
    failed: Option<Error>,
}

impl Walk<'_, '_> {
    fn leads_to_list(&self) -> bool {
        let is_below = |list: &&str| {
            let rest = list.strip_prefix(self.path.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.lists.iter().any(is_below)
    }

    /// Reads the value of a member of an object.
    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        members: &mut A,
    ) -> Result<(), A::Error> {
        if self.leads_to_list() {
            members.next_value_seed(Value(self))
        } else if self.tree.depth() > 0 {
            let value = members.next_value::<Box<RawValue>>()?;
            let value = Zeroizing::new(String::from(Box::<str>::from(value)));
            // A group ends with its last byte, in its last line.
            let line = self.position.line.get() - lines(&value);
            add(&mut self.tree, key, &value, line).map_err(A::Error::custom)?;
            if self.tree.is_too_large() {
                self.position.bound(0);
            }
            Ok(())
        } else {
            members.next_value::<IgnoredAny>().map(|_| ())
        }
    }

    /// The element that is being read ends.
    fn hand_on(&mut self) -> crate::error::Result<()> {
        self.position.bound(u64::MAX);
        self.tree.end();
        self.tree.root().map_or(Ok(()), &mut *self.each)
    }
}

/// A value that leads to a list: an object, a list of them, or nothing.
struct Value<'w, 'a, 'e>(&'w mut Walk<'a, 'e>);

impl<'de> DeserializeSeed<'de> for Value<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, words: &mut Formatter<'_>) -> fmt::Result {
        words.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Self(walk) = self;
        let is_element = walk.lists.contains(&walk.path.as_str());
        if is_element {
            walk.position.bound(LARGEST as u64);
            walk.tree.begin_anew(walk.position.line.get());
        }
        while let Some(key) = members.next_key::<String>()? {
            let length = walk.path.len();
            if length > 0 {
                walk.path.push('/');
            }
            walk.path.push_str(&key);
            walk.member(&key, &mut members)?;
            walk.path.truncate(length);
        }
        if is_element && walk.tree.depth() > 0 {
            walk.hand_on().map_err(|error| {
                walk.failed = Some(error);
                A::Error::custom("stopped")
            })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Value(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

fn lines(text: &str) -> u64 {
    text.bytes().filter(|&byte| byte == b'\n').count() as u64
}

/// Adds a value, as the file has it, under a name; it begins on this line.
fn add(tree: &mut Tree, name: &str, value: &str, line: u64) -> serde_json::Result<()> {
    let mut json = Deserializer::from_str(value);
    let within = Within {
        tree,
        name,
        value,
        counted: 0,
        line,
    };
    match value.as_bytes().first() {
        Some(b'{') => json.deserialize_map(within),
        Some(b'[') => json.deserialize_seq(within),
        Some(b'"') => json.deserialize_bytes(within),
        Some(b'n') | None => Ok(()),
        Some(_) => within.visit_bytes(value.as_bytes()),
    }
}

/// The inside of a value that is added.
struct Within<'t, 'v> {
    tree: &'t mut Tree,
    name: &'t str,
    value: &'v str,
    /// How many of its bytes lie before `line`.
    counted: usize,
    line: u64,
}

impl Within<'_, '_> {
    fn add<E: serde::de::Error>(&mut self, name: &str, part: &RawValue) -> Result<(), E> {
        if self.tree.is_too_large() {
            return Ok(());
        }
        let at = part.get().as_ptr().addr() - self.value.as_ptr().addr();
        self.line += lines(self.value.get(self.counted..at).unwrap_or_default());
        self.counted = at;
        add(self.tree, name, part.get(), self.line).map_err(E::custom)
    }
}

impl<'de> Visitor<'de> for Within<'_, '_> {
    type Value = ();

    fn expecting(&self, words: &mut Formatter<'_>) -> fmt::Result {
        words.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        self.tree.begin(self.name, self.line);
        while let Some((key, part)) = members.next_entry::<String, &RawValue>()? {
            self.add(&key, part)?;
        }
        self.tree.end();
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let name = self.name;
        while let Some(part) = items.next_element::<&RawValue>()? {
            self.add(name, part)?;
        }
        Ok(())
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<(), E> {
        let text = std::str::from_utf8(bytes).unwrap_or(BROKEN);
        let text = if text.contains(BROKEN) { BROKEN } else { text };
        self.tree.begin(self.name, self.line);
        self.tree.set_text(text);
        self.tree.end();
        Ok(())
    }
}
