//! The elements of the lists in a JSON file, one by one. Values may follow each other, as in JSON lines.
//!
//! What leads to a list is read as a stream, and an element whole, unless a list of them may be in it.

use std::cell::RefCell;
use std::fmt::{self, Formatter};
use std::fs::File;
use std::io::ErrorKind;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Deserializer;
use serde_json::error::Category;

use super::bounded::{Bounded, Shared};
use super::value::Value;
use crate::error::{Code, Error};
use crate::identified::source::broken_files::Stop;
use crate::identified::source::element::{Element, LARGEST, Tree};
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
    let text = Utf8Reader::new(file.reader()?, Decoding::of(file.encoding), usize::MAX);
    let reader = RefCell::new(Bounded::new(text));
    let mut json = Deserializer::from_reader(Shared(&reader));
    let mut walk = Walk {
        file,
        lists,
        reader: &reader,
        path: String::new(),
        tree: Tree::default(),
        each,
        failed: None,
    };
    loop {
        let ended = match json.end() {
            Ok(()) => return Ok(()),
            // Another value follows.
            Err(error) if error.is_syntax() => Next(&mut walk).deserialize(&mut json),
            Err(error) => Err(error),
        };
        if let Err(error) = ended {
            let (line, column) = reader.borrow().location();
            // What is wrong is the byte before the next.
            let back = usize::from(error.is_syntax() || error.is_data());
            let failed = walk.failed.take();
            return Err(failed.unwrap_or_else(|| stop(file, (line, column - back), error)));
        }
    }
}

/// Why a file cannot be read on. The words of the library for what it expected quote nothing of the file, but where a
/// value is of another kind.
fn stop(file: &TextFile, (line, column): (u64, usize), error: serde_json::Error) -> Stop {
    let mut rule = Rule::FileBroken;
    let what = match error.classify() {
        Category::Io => {
            let error = std::io::Error::from(error);
            match error.kind() {
                ErrorKind::FileTooLarge => rule = Rule::FileUnsafe,
                ErrorKind::InvalidData => {}
                _ => return Error::io(&file.path, "read", &error).into(),
            }
            error.to_string()
        }
        Category::Eof => "is cut off here".to_owned(),
        Category::Data => "has no list where there should be one".to_owned(),
        Category::Syntax => {
            let words = error.to_string();
            let expected = words.split(" at line ").next().unwrap_or_default();
            format!("is not well-formed JSON: {expected}")
        }
    };
    let what = format!("{}:{line}:{column}: {what}", file.path.display());
    let error = Error::new(Code::ExtractUnreadable, what);
    Stop::broken(line, rule, error)
}

/// The state of reading a file.
struct Walk<'a, 'e> {
    file: &'a TextFile,
    lists: &'a [&'a str],
    reader: &'a RefCell<Bounded<File>>,
    /// The keys that lead to where it is, with `/` between them; a list adds nothing.
    path: String,
    /// The element that is being read, if any. One that holds a list of them is not one itself.
    tree: Tree,
    each: &'a mut OnElement<'e>,
    failed: Option<Stop>,
}

impl Walk<'_, '_> {
    fn leads_to_list(&self) -> bool {
        let is_below = |list: &&str| {
            let rest = list.strip_prefix(self.path.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.lists.iter().any(is_below)
    }

    /// Reads the members of an object.
    fn object<'de, A: MapAccess<'de>>(&mut self, mut members: A) -> Result<(), A::Error> {
        let is_element = self.lists.contains(&self.path.as_str());
        if is_element {
            let mut reader = self.reader.borrow_mut();
            reader.bounds.left = LARGEST;
            self.tree.begin_anew(reader.location().0);
            let may_hold =
                |list: &&str| list.len() > self.path.len() && list.starts_with(&self.path);
            if !self.lists.iter().any(may_hold) {
                drop(reader);
                return self.whole().map_err(|stop| self.fail(stop));
            }
        }
        while let Some(key) = members.next_key::<String>()? {
            let length = self.path.len();
            if length > 0 {
                self.path.push('/');
            }
            self.path.push_str(&key);
            self.member(&key, &mut members)?;
            self.path.truncate(length);
        }
        if is_element && self.tree.depth() > 0 {
            self.hand_on().map_err(|error| self.fail(error.into()))?;
        }
        Ok(())
    }

    /// Reads the value of a member of an object.
    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        members: &mut A,
    ) -> Result<(), A::Error> {
        if self.leads_to_list() {
            return members.next_value_seed(Next(self));
        }
        if self.tree.depth() == 0 {
            return members.next_value::<IgnoredAny>().map(|_| ());
        }
        let line = self.reader.borrow_mut().keep();
        members.next_value::<IgnoredAny>()?;
        self.add(Some(key), line);
        Ok(())
    }

    /// Reads the rest of an element at once.
    fn whole(&mut self) -> Result<(), Stop> {
        let mut reader = self.reader.borrow_mut();
        let (line, column) = reader.location();
        let ended = reader.keep_object();
        let is_whole = ended.map_err(|error| Error::io(&self.file.path, "read", &error))?;
        if let Err(error) = serde_json::from_slice::<IgnoredAny>(reader.kept()) {
            if error.is_eof() && !is_whole {
                // Reading on tells why.
                return Ok(());
            }
            let before = if error.line() == 1 { column - 2 } else { 0 };
            let location = (line + error.line() as u64 - 1, before + error.column());
            return Err(stop(self.file, location, error));
        }
        drop(reader);
        if self.add(None, line) {
            self.hand_on()?;
        }
        Ok(())
    }

    /// Adds what was kept: a member of this name, or all members. False when it cannot be, which ends the reading.
    fn add(&mut self, name: Option<&str>, line: u64) -> bool {
        let mut reader = self.reader.borrow_mut();
        let rest = str::from_utf8(reader.kept()).unwrap_or_default();
        let mut value = Value { rest, line };
        let added = match name {
            Some(name) => value.add(name, &mut self.tree),
            None => value.add_members(&mut self.tree),
        };
        let bounds = &mut reader.bounds;
        if self.tree.is_too_large() {
            bounds.left = 0;
        } else if added.is_none() {
            bounds.refuse(
                ErrorKind::InvalidData,
                "ends a value with half a character in a name",
            );
        }
        added.is_some() && bounds.left > 0
    }

    /// The element that is being read ends.
    fn hand_on(&mut self) -> crate::error::Result<()> {
        self.reader.borrow_mut().bounds.left = usize::MAX;
        self.tree.end();
        self.tree.root().map_or(Ok(()), &mut *self.each)
    }

    /// What is read behind an error would move its place.
    fn halt(&self) {
        self.reader.borrow_mut().bounds.refuse(ErrorKind::Other, "");
    }

    fn fail<E: serde::de::Error>(&mut self, stop: Stop) -> E {
        self.failed = Some(stop);
        E::custom("stopped")
    }
}

/// A value that leads to a list: an object, a list of them, or nothing.
struct Next<'w, 'a, 'e>(&'w mut Walk<'a, 'e>);

impl<'de> DeserializeSeed<'de> for Next<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Next<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, words: &mut Formatter<'_>) -> fmt::Result {
        words.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        let Self(walk) = self;
        walk.object(members).inspect_err(|_| walk.halt())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Self(walk) = self;
        loop {
            let next = items.next_element_seed(Next(walk));
            if next.inspect_err(|_| walk.halt())?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
