//! JSON bytes within bounds of depth and size, with the current line and column.

use std::cell::Cell;
use std::io::ErrorKind::{self, FileTooLarge, InvalidData};
use std::io::{Error, Read, Result};

use crate::identified::source::utf8::Utf8Reader;

/// The most objects and lists within one another; a delivery has at most eight.
const DEEPEST: usize = 64;

/// The bytes that a text may have.
const LONGEST_TEXT: u64 = 1_000_000;

/// Where a reader stands, for whoever does not hold it.
pub(super) struct Position {
    /// The line of the next byte, from 1.
    pub(super) line: Cell<u64>,
    /// Its column, in bytes of UTF-8, from 1.
    pub(super) column: Cell<u64>,
    /// The bytes that may follow.
    left: Cell<u64>,
}

impl Position {
    /// The beginning, outside any element.
    pub(super) const fn begin() -> Self {
        Self {
            line: Cell::new(1),
            column: Cell::new(1),
            left: Cell::new(u64::MAX),
        }
    }

    /// Says that only so many bytes may follow.
    pub(super) fn bound(&self, bytes: u64) {
        self.left.set(bytes);
    }

    fn pass(&self, byte: u8) {
        self.left.update(|left| left - 1);
        self.column.update(|column| column + 1);
        if byte == b'\n' {
            self.line.update(|line| line + 1);
            self.column.set(1);
        }
    }
}

/// A reader that knows whether it is in a text, and how deep.
pub(super) struct Bounded<'a, R> {
    text: Utf8Reader<R>,
    position: &'a Position,
    depth: usize,
    in_text: bool,
    is_escaped: bool,
    length: u64,
    refused: Option<(ErrorKind, &'static str)>,
}

impl<'a, R: Read> Bounded<'a, R> {
    /// Reads `text`.
    pub(super) const fn new(text: Utf8Reader<R>, position: &'a Position) -> Self {
        Self {
            text,
            position,
            depth: 0,
            in_text: false,
            is_escaped: false,
            length: 0,
            refused: None,
        }
    }

    /// Refuses what breaks a bound, and a line that ends in a text.
    fn examine(&mut self, byte: u8) {
        if self.in_text {
            self.length += 1;
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => (self.in_text, self.length) = (false, 0),
                b'\n' => {
                    self.refused = Some((InvalidData, "has a text that is not closed on its line"));
                }
                _ => {}
            }
        } else {
            match byte {
                b'"' => self.in_text = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        if self.depth > DEEPEST {
            self.refused = Some((FileTooLarge, "nests deeper than any delivery does"));
        } else if self.length > LONGEST_TEXT {
            self.refused = Some((FileTooLarge, "has a text longer than 1 MB"));
        } else if self.position.left.get() == 0 {
            self.refused = Some((FileTooLarge, "has an element longer than 16 MB"));
        }
    }
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let Some(first) = into.first_mut() else {
            return Ok(0);
        };
        if self.refused.is_none() {
            let Some(byte) = self.text.next_byte()? else {
                return Ok(0);
            };
            *first = byte;
            self.examine(byte);
        }
        if let Some((kind, what)) = self.refused {
            return Err(Error::new(kind, what));
        }
        self.position.pass(*first);
        Ok(1)
    }
}
