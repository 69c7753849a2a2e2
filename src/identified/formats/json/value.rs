//! A JSON value that is known to be well-formed, into the tree of an element.
//!
//! It is taken as the file has it: so a number keeps its digits, half a character breaks its text and not the file, and no
//! copy is left behind.

use zeroize::Zeroizing;

use crate::identified::source::element::Tree;
use crate::identified::source::inline_text::BROKEN;

/// What follows of the text of a value, and its line.
pub(super) struct Value<'v> {
    pub(super) rest: &'v str,
    pub(super) line: u64,
}

impl<'v> Value<'v> {
    /// Adds the value under a name; `None` when the tree is too large or a name holds half a character.
    pub(super) fn add(&mut self, name: &str, tree: &mut Tree) -> Option<()> {
        if tree.is_too_large() {
            return None;
        }
        match self.peek() {
            b'{' => {
                tree.begin(name, self.line);
                self.add_members(tree)?;
                tree.end();
            }
            b'[' => {
                self.take(1);
                while self.peek() != b']' {
                    self.add(name, tree)?;
                }
                self.take(1);
            }
            sign => {
                let mut room = Zeroizing::default();
                let text = match sign {
                    b'"' => unescape(self.text(), &mut room).unwrap_or(BROKEN),
                    _ => self.word(),
                };
                if sign != b'n' {
                    let text = if text.contains(BROKEN) { BROKEN } else { text };
                    tree.begin(name, self.line);
                    tree.set_text(text);
                    tree.end();
                }
            }
        }
        Some(())
    }

    /// Adds the members of an object, as [`Value::add`].
    pub(super) fn add_members(&mut self, tree: &mut Tree) -> Option<()> {
        self.take(1);
        while self.peek() == b'"' {
            let mut room = Zeroizing::default();
            let name = unescape(self.text(), &mut room)?;
            self.add(name, tree)?;
        }
        self.take(1);
        Some(())
    }

    /// The first byte of what is next: a name, a value, or the end of an object or list.
    fn peek(&mut self) -> u8 {
        let is_next = |byte: u8| !b" \t\r\n,:".contains(&byte);
        let between = self.rest.bytes().position(is_next);
        let between = self.take(between.unwrap_or(self.rest.len()));
        self.line += between.bytes().filter(|&byte| byte == b'\n').count() as u64;
        self.rest.bytes().next().unwrap_or(b']')
    }

    fn take(&mut self, bytes: usize) -> &'v str {
        let (taken, rest) = self.rest.split_at(bytes.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> &'v str {
        let is_end = |byte: u8| b" \t\r\n,]}".contains(&byte);
        let end = self.rest.bytes().position(is_end);
        self.take(end.unwrap_or(self.rest.len()))
    }

    /// A text between its quotes, with its escapes.
    fn text(&mut self) -> &'v str {
        self.take(1);
        let mut is_escaped = false;
        let is_end = |byte: u8| {
            let ends = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            ends
        };
        let end = self.rest.bytes().position(is_end);
        let text = self.take(end.unwrap_or(self.rest.len()));
        self.take(1);
        text
    }
}

/// A text without its escapes; `None` when it holds half a character.
fn unescape<'a>(text: &'a str, room: &'a mut Zeroizing<String>) -> Option<&'a str> {
    if !text.contains('\\') {
        return Some(text);
    }
    // An escape is longer than what it stands for.
    *room = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    while let Some((plain, escape)) = rest.split_once('\\') {
        room.push_str(plain);
        let mut after = escape.chars();
        let character = match after.next()? {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let digits = after.as_str();
                let unit = |at| u16::from_str_radix(digits.get(at..at + 4)?, 16).ok();
                let low = digits
                    .get(4..6)
                    .filter(|sign| *sign == "\\u")
                    .and_then(|_| unit(6));
                let units = [Some(unit(0)?), low].into_iter().flatten();
                let character = char::decode_utf16(units).next()?.ok()?;
                after = digits.get(6 * character.len_utf16() - 2..)?.chars();
                character
            }
            sign => sign,
        };
        room.push(character);
        rest = after.as_str();
    }
    room.push_str(rest);
    Some(room)
}
