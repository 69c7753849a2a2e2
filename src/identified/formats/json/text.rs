//! The bytes of a text between quotes in, the text out: escapes resolved, in memory that is wiped.

use std::io::Read;

use zeroize::Zeroizing;

use super::Fault;
use super::bytes::Bytes;
use crate::identified::settings::Encoding;
use crate::identified::source::code_page::character;

/// The bytes that a text may have.
const LONGEST: usize = 1_000_000;

/// The last text that was read.
pub(super) struct Text {
    encoding: Encoding,
    bytes: Zeroizing<Vec<u8>>,
}

impl Text {
    /// No text yet; those to come are in `encoding`.
    pub(super) fn new(encoding: Encoding) -> Self {
        Self {
            encoding,
            bytes: Zeroizing::new(Vec::with_capacity(4096)),
        }
    }

    /// The text; `None` when it is not of the encoding.
    pub(super) fn get(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    /// Reads a text, from its quote to its quote.
    pub(super) fn read<R: Read>(&mut self, from: &mut Bytes<R>) -> Result<(), Fault> {
        from.pass();
        self.bytes.clear();
        loop {
            match from.peek()?.ok_or(Fault::CUT_OFF)? {
                b'"' => break from.pass(),
                b'\\' => {
                    from.pass();
                    self.read_escape(from)?;
                }
                ..b' ' => return Err(Fault::Broken("has a text that is not closed on its line")),
                byte => {
                    from.pass();
                    self.push(byte)?;
                }
            }
        }
        Ok(())
    }

    /// Reads a number or a word.
    pub(super) fn read_bare<R: Read>(&mut self, from: &mut Bytes<R>) -> Result<(), Fault> {
        self.bytes.clear();
        while let Some(byte) = from.peek()?
            && (byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        {
            from.pass();
            self.push(byte)?;
        }
        let text = self.get().unwrap_or_default();
        let is_number = || {
            let begin = text.strip_prefix('-').unwrap_or(text);
            begin.starts_with(|sign: char| sign.is_ascii_digit()) && text.parse::<f64>().is_ok()
        };
        if matches!(text, "true" | "false" | "null") || is_number() {
            return Ok(());
        }
        Err(match from.peek()? {
            None => Fault::CUT_OFF,
            Some(_) => Fault::Broken("has no value where there should be one"),
        })
    }

    fn read_escape<R: Read>(&mut self, from: &mut Bytes<R>) -> Result<(), Fault> {
        let sign = from.peek()?.ok_or(Fault::CUT_OFF)?;
        from.pass();
        let plain = match sign {
            b'"' | b'\\' | b'/' => char::from(sign),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.read_numbered(from),
            _ => return Err(Fault::Broken(ESCAPE)),
        };
        self.push_char(plain)
    }

    /// A character by its number, or by two halves of it; half a character makes the text a broken one.
    fn read_numbered<R: Read>(&mut self, from: &mut Bytes<R>) -> Result<(), Fault> {
        let first = four_digits(from)?;
        if !(0xd800..0xdc00).contains(&first) {
            return self.push_number(first);
        }
        if from.peek()? != Some(b'\\') {
            return self.push_broken();
        }
        from.pass();
        if from.peek()? != Some(b'u') {
            self.push_broken()?;
            return self.read_escape(from);
        }
        from.pass();
        let second = four_digits(from)?;
        if !(0xdc00..0xe000).contains(&second) {
            self.push_broken()?;
            return self.push_number(second);
        }
        self.push_number(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }

    fn push_number(&mut self, number: u32) -> Result<(), Fault> {
        match char::from_u32(number) {
            Some(character) => self.push_char(character),
            None => self.push_broken(),
        }
    }

    fn push_broken(&mut self) -> Result<(), Fault> {
        self.push_all(&[0xff])
    }

    fn push_char(&mut self, character: char) -> Result<(), Fault> {
        self.push_all(character.encode_utf8(&mut [0; 4]).as_bytes())
    }

    /// Adds a byte of the file.
    fn push(&mut self, byte: u8) -> Result<(), Fault> {
        if byte.is_ascii() || self.encoding == Encoding::Utf8 {
            return self.push_all(&[byte]);
        }
        match character(self.encoding, byte) {
            Some(letter) => self.push_char(letter),
            None => self.push_broken(),
        }
    }

    fn push_all(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        if self.bytes.len() + bytes.len() > LONGEST {
            return Err(Fault::Unsafe("has a text longer than 1 MB"));
        }
        if self.bytes.len() + bytes.len() > self.bytes.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(self.bytes.capacity() * 2));
            larger.extend_from_slice(&self.bytes);
            self.bytes = larger;
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }
}

const ESCAPE: &str = "has a backslash with no meaning in a text";

fn four_digits<R: Read>(from: &mut Bytes<R>) -> Result<u32, Fault> {
    let mut number = 0;
    for _ in 0..4 {
        let byte = from.peek()?.ok_or(Fault::CUT_OFF)?;
        let digit = char::from(byte).to_digit(16);
        number = number * 16 + digit.ok_or(Fault::Broken(ESCAPE))?;
        from.pass();
    }
    Ok(number)
}
