//! JSON text within bounds of depth and size: byte by byte on the way to an element, and an element at once.

use std::cell::RefCell;
use std::io::ErrorKind::{self, FileTooLarge, InvalidData};
use std::io::{BufRead, Error, Read, Result};

use zeroize::Zeroizing;

use crate::identified::source::utf8::Utf8Reader;

/// The most objects and lists within one another; a delivery has at most eight.
const DEEPEST: usize = 64;

/// The bytes that a text may have.
const LONGEST_TEXT: usize = 1_000_000;

/// A reader that knows where it is and can keep what it reads, which is wiped on drop.
pub(super) struct Bounded<R> {
    text: Utf8Reader<R>,
    column: usize,
    pub(super) bounds: Bounds,
    kept: Zeroizing<Vec<u8>>,
    is_keeping: bool,
}

/// How far what was read is from its bounds.
#[derive(Default)]
pub(super) struct Bounds {
    depth: usize,
    in_text: bool,
    is_escaped: bool,
    length: usize,
    /// The bytes that may follow.
    pub(super) left: usize,
    refused: Option<(ErrorKind, &'static str)>,
}

impl Bounds {
    /// How many of these bytes come before one that is refused or that closes the object or list at this depth.
    fn pass(&mut self, bytes: &[u8], depth: usize) -> usize {
        for (passed, &byte) in bytes.iter().enumerate() {
            self.length += usize::from(self.in_text);
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'"' => (self.in_text, self.length) = (!self.in_text, 0),
                b'\\' if self.in_text => self.is_escaped = true,
                b'\n' if self.in_text => {
                    self.refuse(InvalidData, "has a text that is not closed on its line");
                }
                b'{' | b'[' if !self.in_text => self.depth += 1,
                b'}' | b']' if !self.in_text && self.depth == depth => return passed,
                b'}' | b']' if !self.in_text => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            if self.depth > DEEPEST {
                self.refuse(FileTooLarge, "nests deeper than any delivery does");
            } else if self.length > LONGEST_TEXT {
                self.refuse(FileTooLarge, "has a text longer than 1 MB");
            } else if self.left == 0 {
                self.refuse(FileTooLarge, "has an element longer than 16 MB");
            }
            if self.refused.is_some() {
                return passed;
            }
            self.left -= 1;
        }
        bytes.len()
    }

    /// Lets nothing more be read, for this reason.
    pub(super) fn refuse(&mut self, kind: ErrorKind, what: &'static str) {
        self.refused.get_or_insert((kind, what));
    }
}

impl<R: Read> Bounded<R> {
    /// Reads `text`.
    pub(super) fn new(text: Utf8Reader<R>) -> Self {
        let bounds = Bounds {
            left: usize::MAX,
            ..Bounds::default()
        };
        Self {
            text,
            column: 1,
            bounds,
            kept: Zeroizing::default(),
            is_keeping: false,
        }
    }

    /// The line and the column of the next byte, from 1, in bytes of UTF-8.
    pub(super) const fn location(&self) -> (u64, usize) {
        (self.text.line(), self.column)
    }

    /// Begins to keep what is read, which is from this line.
    pub(super) fn keep(&mut self) -> u64 {
        self.kept.clear();
        self.is_keeping = true;
        self.text.line()
    }

    /// What was kept; from here nothing is.
    pub(super) fn kept(&mut self) -> &[u8] {
        self.is_keeping = false;
        &self.kept
    }

    /// Reads and keeps the object that has just begun. The byte that ends it is read once more; false when there is none.
    pub(super) fn keep_object(&mut self) -> Result<bool> {
        self.keep();
        self.kept.push(b'{');
        let depth = self.bounds.depth;
        while self.pass(usize::MAX, depth)? > 0 {}
        let end = self.text.fill_buf()?.first();
        let end = end.filter(|_| self.bounds.refused.is_none());
        self.kept.extend(end);
        Ok(end.is_some())
    }

    /// Passes at most so many bytes, as [`Bounds::pass`], and adds them to what is kept.
    fn pass(&mut self, most: usize, depth: usize) -> Result<usize> {
        if self.bounds.refused.is_some() {
            return Ok(0);
        }
        let bytes = self.text.fill_buf()?;
        let bytes = &bytes[..bytes.len().min(most)];
        let passed = self.bounds.pass(bytes, depth);
        let bytes = &bytes[..passed];
        // What is left behind when it moves is wiped; there is always room for one byte more.
        if self.kept.capacity() - self.kept.len() <= passed {
            let mut larger = Vec::with_capacity((self.kept.len() + passed + 1) * 2);
            larger.extend_from_slice(&self.kept);
            self.kept = Zeroizing::new(larger);
        }
        self.kept.extend_from_slice(bytes);
        let line_end = bytes.iter().rposition(|&byte| byte == b'\n');
        self.column = line_end.map_or(self.column + passed, |end| passed - end);
        self.text.consume(passed);
        Ok(passed)
    }
}

/// A reader that somebody else has too.
pub(super) struct Shared<'a, R>(pub(super) &'a RefCell<Bounded<R>>);

impl<R: Read> Read for Shared<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let reader = &mut *self.0.borrow_mut();
        if !reader.is_keeping {
            reader.kept.clear();
        }
        let begin = reader.kept.len();
        let passed = reader.pass(into.len(), usize::MAX)?;
        match reader.bounds.refused {
            Some((kind, what)) if passed == 0 => Err(Error::new(kind, what)),
            _ => {
                into[..passed].copy_from_slice(&reader.kept[begin..]);
                Ok(passed)
            }
        }
    }
}
