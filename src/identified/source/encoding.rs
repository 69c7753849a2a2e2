//! The encoding of a file, and its cells as text.

use std::io::{ErrorKind, Read, Result};

use zeroize::Zeroizing;

use super::code_page::character;
use crate::identified::settings::Encoding;

/// The bytes that are looked at in one go.
const WINDOW: usize = 1 << 18;

/// What the bytes of a file say of its encoding.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::identified) struct EncodingScan {
    /// Characters of more than one byte, valid as UTF-8.
    pub(in crate::identified) multibyte: u64,
    /// Places that are no UTF-8.
    pub(in crate::identified) broken: u64,
}

/// Reads a file to its end and counts what speaks for and against UTF-8.
pub(in crate::identified) fn scan(source: &mut impl Read) -> Result<EncodingScan> {
    let mut window = Zeroizing::new(vec![0; WINDOW]);
    let mut seen = EncodingScan::default();
    let mut kept = 0;
    loop {
        let read = match source.read(&mut window[kept..]) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            read => read?,
        };
        if read == 0 {
            seen.broken += u64::from(kept > 0);
            return Ok(seen);
        }
        let filled = kept + read;
        let unfinished = count(&window[..filled], &mut seen);
        window.copy_within(unfinished..filled, 0);
        kept = filled - unfinished;
    }
}

/// Counts over `bytes`; gives back where a character begins that the next bytes must finish.
fn count(bytes: &[u8], seen: &mut EncodingScan) -> usize {
    let mut begin = 0;
    while begin < bytes.len() {
        let rest = &bytes[begin..];
        let Err(error) = std::str::from_utf8(rest) else {
            seen.multibyte += multibyte(rest);
            return bytes.len();
        };
        let valid = error.valid_up_to();
        seen.multibyte += multibyte(&rest[..valid]);
        let Some(broken) = error.error_len() else {
            return begin + valid;
        };
        seen.broken += 1;
        begin += valid + broken;
    }
    begin
}

/// The characters of more than one byte in valid UTF-8.
fn multibyte(valid: &[u8]) -> u64 {
    if valid.is_ascii() {
        return 0;
    }
    // Each of them begins with a byte from C0 on, and goes on with lower ones.
    valid.iter().filter(|&&byte| byte >= 0xc0).count() as u64
}

/// Turns cells into text with one piece of memory, wiped on drop.
pub(in crate::identified) struct CellDecoder {
    encoding: Encoding,
    text: Zeroizing<String>,
}

impl CellDecoder {
    /// A decoder of cells in `encoding`.
    pub(in crate::identified) fn new(encoding: Encoding) -> Self {
        let text = Zeroizing::new(String::with_capacity(1024));
        Self { encoding, text }
    }

    /// Cells one behind the other as text, where they can be taken as they are; each by itself may yet be broken.
    pub(in crate::identified) fn as_they_are<'a>(&self, cells: &'a [u8]) -> Option<&'a str> {
        if self.encoding == Encoding::Utf8 || cells.is_ascii() {
            std::str::from_utf8(cells).ok()
        } else {
            None
        }
    }

    /// The text of a cell; `None` when a byte is not of the encoding.
    pub(in crate::identified) fn decode<'a>(&'a mut self, cell: &'a [u8]) -> Option<&'a str> {
        if let Ok(text) = std::str::from_utf8(cell)
            && (self.encoding == Encoding::Utf8 || cell.is_ascii())
        {
            return Some(text);
        }
        self.text.clear();
        if self.text.capacity() < cell.len() * 3 {
            self.text = Zeroizing::new(String::with_capacity(cell.len() * 6));
        }
        for &byte in cell {
            self.text.push(character(self.encoding, byte)?);
        }
        Some(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Gives its bytes one at a time, so that every character falls over an edge.
    struct Dripping<'a>(&'a [u8]);

    impl Read for Dripping<'_> {
        fn read(&mut self, into: &mut [u8]) -> Result<usize> {
            let amount = self.0.len().min(into.len()).min(1);
            into[..amount].copy_from_slice(&self.0[..amount]);
            self.0 = &self.0[amount..];
            Ok(amount)
        }
    }

    proptest! {
        #[test]
        fn the_edges_of_the_window_make_no_difference(
            bytes in proptest::collection::vec(any::<u8>(), 0..50),
        ) {
            let whole = scan(&mut bytes.as_slice()).unwrap();
            prop_assert_eq!(scan(&mut Dripping(&bytes)).unwrap(), whole);
        }

        #[test]
        fn valid_text_has_nothing_broken(text in ".{0,50}") {
            let seen = scan(&mut text.as_bytes()).unwrap();
            let multibyte = text.chars().filter(|c| !c.is_ascii()).count() as u64;
            prop_assert_eq!(seen, EncodingScan { multibyte, broken: 0 });
        }
    }

    #[test]
    fn each_encoding_reads_its_own_bytes() {
        let mut decoder = CellDecoder::new(Encoding::Windows1252);
        assert_eq!(decoder.decode(b"Ren\xe9 \x80"), Some("René €"));
        assert_eq!(decoder.decode("é".as_bytes()), Some("Ã©"));
        assert_eq!(decoder.decode(b"\x81"), None);
        let mut decoder = CellDecoder::new(Encoding::Ibm850);
        assert_eq!(decoder.decode(b"Ren\x82 Jol\x8bnk"), Some("René Jolïnk"));
        let mut decoder = CellDecoder::new(Encoding::Utf8);
        assert_eq!(decoder.decode("René".as_bytes()), Some("René"));
        assert_eq!(decoder.decode(b"Ren\xe9"), None);
    }
}
