//! A file of any encoding as UTF-8 text, with line numbers and a limit on the length of a record.

use std::io::{BufRead, Error, ErrorKind, Read, Result};

use encoding_rs::{Decoder, UTF_8};
use zeroize::Zeroizing;

use super::code_page::character;
use crate::identified::settings::Encoding;

/// The bytes that are read in one go.
const CHUNK: usize = 1 << 16;

/// The bytes of UTF-8 that a byte of another encoding may become.
const WIDEST: usize = 3;

/// A reader that knows its line. What is no character comes out as the sign for one that got lost. What it holds is wiped
/// on drop.
pub(in crate::identified) struct Utf8Reader<R> {
    source: R,
    decoding: Decoding,
    bytes: Zeroizing<Vec<u8>>,
    text: Zeroizing<Vec<u8>>,
    begin: usize,
    end: usize,
    is_at_end: bool,
    line: u64,
    limit: usize,
    since_mark: usize,
}

/// How bytes become characters.
pub(in crate::identified) enum Decoding {
    /// UTF-8 or UTF-16, of which a character may be in two chunks.
    Unicode(Decoder),
    /// A byte for each character.
    CodePage(Encoding),
}

impl Decoding {
    /// That of text in this encoding.
    pub(in crate::identified) fn of(encoding: Encoding) -> Self {
        match encoding {
            Encoding::Utf8 => Self::of_unicode(UTF_8),
            page => Self::CodePage(page),
        }
    }

    /// That of UTF-8 or UTF-16.
    pub(in crate::identified) fn of_unicode(encoding: &'static encoding_rs::Encoding) -> Self {
        Self::Unicode(encoding.new_decoder_with_bom_removal())
    }
}

impl<R: Read> Utf8Reader<R> {
    /// Reads `source`; more than `limit` bytes between two marks is an error.
    pub(in crate::identified) fn new(source: R, decoding: Decoding, limit: usize) -> Self {
        Self {
            source,
            decoding,
            bytes: Zeroizing::new(vec![0; CHUNK]),
            text: Zeroizing::new(vec![0; (CHUNK + 4) * WIDEST]),
            begin: 0,
            end: 0,
            is_at_end: false,
            line: 1,
            limit,
            since_mark: 0,
        }
    }

    /// The line that is being read, from 1.
    pub(in crate::identified) const fn line(&self) -> u64 {
        self.line
    }

    /// Begins to count towards the limit again.
    pub(in crate::identified) const fn mark(&mut self) {
        self.since_mark = 0;
    }

    fn refill(&mut self) -> Result<()> {
        while self.begin == self.end && !self.is_at_end {
            let read = match self.source.read(&mut self.bytes) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                read => read?,
            };
            self.is_at_end = read == 0;
            self.begin = 0;
            let bytes = &self.bytes[..read];
            self.end = match &mut self.decoding {
                // There is room for all that a chunk can become, so nothing is left over.
                Decoding::Unicode(decoder) => {
                    let (.., written, _) =
                        decoder.decode_to_utf8(bytes, &mut self.text, self.is_at_end);
                    written
                }
                Decoding::CodePage(page) => {
                    let letter = |&byte| character(*page, byte);
                    let letters = bytes.iter().map(letter);
                    letters.fold(0, |at, letter| {
                        let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
                        at + letter.encode_utf8(&mut self.text[at..]).len()
                    })
                }
            };
        }
        Ok(())
    }
}

impl<R: Read> BufRead for Utf8Reader<R> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.since_mark > self.limit {
            return Err(Error::from(ErrorKind::FileTooLarge));
        }
        self.refill()?;
        Ok(&self.text[self.begin..self.end])
    }

    fn consume(&mut self, amount: usize) {
        let end = (self.begin + amount).min(self.end);
        // A sum that is checked at every byte would take as long as all the rest.
        let count = |lines: u64, &byte: &u8| lines.wrapping_add(u64::from(byte == b'\n'));
        self.line = self.text[self.begin..end].iter().fold(self.line, count);
        self.since_mark += end - self.begin;
        self.begin = end;
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let amount = self.fill_buf()?.read(into)?;
        self.consume(amount);
        Ok(amount)
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::UTF_16LE;

    use super::*;

    #[test]
    fn the_line_is_that_of_the_next_byte() {
        let mut reader = Utf8Reader::new(&b"a\nb\n\nc"[..], Decoding::of(Encoding::Utf8), 100);
        let mut lines = Vec::new();
        for _ in 0..6 {
            lines.push(reader.line());
            reader.read_exact(&mut [0]).unwrap();
        }
        assert_eq!(lines, [1, 1, 2, 2, 3, 4]);
    }

    #[test]
    fn more_than_the_limit_between_two_marks_is_refused() {
        let mut reader = Utf8Reader::new(&[b'x'; 30][..], Decoding::of(Encoding::Utf8), 10);
        reader.read_exact(&mut [0; 10]).unwrap();
        reader.mark();
        reader.read_exact(&mut [0; 11]).unwrap();
        assert!(reader.read_exact(&mut [0]).is_err());
    }

    #[test]
    fn every_encoding_becomes_utf_8_and_what_is_no_character_is_marked() {
        /// Gives a byte at a time, so that every character is cut in two.
        struct Slow<'a>(&'a [u8]);
        impl Read for Slow<'_> {
            fn read(&mut self, into: &mut [u8]) -> Result<usize> {
                self.0.read(&mut into[..1])
            }
        }
        let text = |mut reader: Utf8Reader<Slow<'_>>| {
            let mut text = String::new();
            reader.read_to_string(&mut text).unwrap();
            text
        };
        for (bytes, encoding, expected) in [
            (&b"Ren\xc3\xa9"[..], Encoding::Utf8, "René"),
            (b"Ren\xc3", Encoding::Utf8, "Ren\u{fffd}"),
            (b"Ren\xe9\x81", Encoding::Windows1252, "René\u{fffd}"),
            (b"Ren\x82", Encoding::Ibm850, "René"),
        ] {
            assert_eq!(
                text(Utf8Reader::new(Slow(bytes), Decoding::of(encoding), 100)),
                expected
            );
        }
        let wide = Slow(b"\xff\xfeR\0\xe9\0\x3d\xd8\0\xde\x3d\xd8");
        let reader = Utf8Reader::new(wide, Decoding::of_unicode(UTF_16LE), 100);
        assert_eq!(text(reader), "Ré😀\u{fffd}");
    }
}
