//! A file in, its bytes one by one out, with the line and the column of the next.

use std::io::{ErrorKind, Read, Result};

use zeroize::Zeroizing;

/// The bytes that are read in one go.
const CHUNK: usize = 1 << 16;

/// The bytes of a file. What it holds is wiped on drop.
pub(super) struct Bytes<R> {
    source: R,
    buffer: Zeroizing<Vec<u8>>,
    begin: usize,
    end: usize,
    line: u64,
    column: u64,
}

impl<R: Read> Bytes<R> {
    /// The bytes of `source`.
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            buffer: Zeroizing::new(vec![0; CHUNK]),
            begin: 0,
            end: 0,
            line: 1,
            column: 1,
        }
    }

    /// The line of the next byte, from 1.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// Its column, in characters of UTF-8, from 1.
    pub(super) const fn column(&self) -> u64 {
        self.column
    }

    /// The next byte; `None` at the end.
    ///
    /// # Errors
    /// Of the source.
    pub(super) fn peek(&mut self) -> Result<Option<u8>> {
        if self.begin == self.end {
            self.begin = 0;
            self.end = loop {
                match self.source.read(&mut self.buffer) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    read => break read?,
                }
            };
        }
        Ok(self.buffer[self.begin..self.end].first().copied())
    }

    /// Goes past the byte that was peeked at.
    pub(super) fn pass(&mut self) {
        let passed = self.buffer[self.begin];
        self.begin += 1;
        if passed == b'\n' {
            self.line += 1;
            self.column = 1;
        } else if passed & 0xc0 != 0x80 {
            self.column += 1;
        }
    }

    /// The next byte that is no white space, not yet passed.
    ///
    /// # Errors
    /// Of the source.
    pub(super) fn peek_past_space(&mut self) -> Result<Option<u8>> {
        loop {
            match self.peek()? {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.pass(),
                other => return Ok(other),
            }
        }
    }
}
