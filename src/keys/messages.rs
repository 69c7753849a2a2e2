//! Messages laid out in blocks of SHA-256, ready to be digested many at a time.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// A message under construction: each part is a type byte, its length (u32, big endian) and its bytes,
/// so that no two different lists of parts give the same bytes.
///
/// Wiped on drop; one message serves many digests through [`Message::clear`].
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Message {
    bytes: Vec<u8>,
    /// Where it begins, behind those that [`Messages`] closed.
    begin: usize,
}

impl Default for Message {
    fn default() -> Self {
        Self::new()
    }
}

impl Message {
    /// An empty message.
    #[must_use]
    pub fn new() -> Self {
        Self::with_room(4096)
    }

    /// An empty message with room for so many bytes.
    pub(super) fn with_room(bytes: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(bytes),
            begin: 0,
        }
    }

    /// Starts again, keeping the memory.
    pub fn clear(&mut self) {
        self.bytes.truncate(self.begin);
    }

    /// Adds a text part (type 1).
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.part(1, text.as_bytes())
    }

    /// Adds two texts as one text part, with nothing between them (type 1).
    pub fn joined(&mut self, first: &str, second: &str) -> &mut Self {
        self.joined_all(&[first, second])
    }

    /// Adds texts as one text part, with nothing between them (type 1).
    pub fn joined_all(&mut self, texts: &[&str]) -> &mut Self {
        self.begin_part(1, texts.iter().map(|text| text.len()).sum());
        let bytes = texts.iter().map(|text| text.as_bytes());
        bytes.for_each(|bytes| self.bytes.extend_from_slice(bytes));
        self
    }

    /// Adds a number part (type 2; 8 bytes, big endian).
    pub fn number(&mut self, number: u64) -> &mut Self {
        self.part(2, &number.to_be_bytes())
    }

    /// Adds a part of raw bytes (type 3).
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.part(3, bytes)
    }

    /// The encoded message.
    #[must_use]
    pub fn encoded(&self) -> &[u8] {
        &self.bytes[self.begin..]
    }

    /// Adds bytes that are no part.
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        make_room(&mut self.bytes, bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    /// Puts `end` behind the message, and so many zeros between that it is `length` bytes long; the next message
    /// begins behind it. Gives where it began.
    pub(super) fn close(&mut self, end: &[u8], length: usize) -> usize {
        let (begin, written) = (self.begin, self.encoded().len());
        make_room(&mut self.bytes, length - written);
        self.bytes.resize(begin + length - end.len(), 0);
        self.bytes.extend_from_slice(end);
        self.begin = self.bytes.len();
        begin
    }

    /// The messages that were closed, one behind the other.
    pub(super) fn closed(&self) -> &[u8] {
        &self.bytes[..self.begin]
    }

    /// Forgets the closed messages too.
    pub(super) fn restart(&mut self) {
        self.begin = 0;
        self.bytes.clear();
    }

    #[inline]
    fn part(&mut self, kind: u8, bytes: &[u8]) -> &mut Self {
        self.begin_part(kind, bytes.len());
        self.bytes.extend_from_slice(bytes);
        self
    }

    #[inline]
    fn begin_part(&mut self, kind: u8, length: usize) {
        make_room(&mut self.bytes, 1 + 4 + length);
        let [a, b, c, d] = u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes();
        self.bytes.extend_from_slice(&[kind, a, b, c, d]);
    }
}

/// Makes room for `more` bytes; what the bytes leave behind when they move is wiped, as it can be a name.
#[inline]
fn make_room(bytes: &mut Vec<u8>, more: usize) {
    if bytes.capacity() - bytes.len() < more {
        grow(bytes, more);
    }
}

#[cold]
fn grow(bytes: &mut Vec<u8>, more: usize) {
    let mut larger = Vec::with_capacity((bytes.len() + more) * 2);
    larger.extend_from_slice(bytes);
    std::mem::replace(bytes, larger).zeroize();
}

/// The bytes of a block of SHA-256.
pub(super) const BLOCK: usize = 64;

/// What ends a message: a bit, then zeros up to the last 8 bytes of a block, which hold the length in bits.
const BIT: [u8; 1] = [0x80];
const LENGTH: usize = 8;

/// Where a message is in the blocks.
#[derive(Clone, Copy)]
struct Span {
    begin: usize,
    length: usize,
}

/// Messages for one key, each as if a block with the key stood before it; wiped on drop.
///
/// Made for thousands: [`KeyedDigest::digests`](super::KeyedDigest::digests) takes several side by side. One serves
/// many keys and records through [`Messages::clear`].
///
/// ```
/// use factlab::keys::{Digest, KeyedDigest, Messages};
/// let key = KeyedDigest::new(&[7; 32]);
/// let mut messages = Messages::new();
/// for token in [[1; 16], [0; 16], [2; 16]] {
///     messages.add(|message| {
///         message.bytes(&token);
///         token != [0; 16]
///     });
/// }
/// let digests = key.digests(&messages);
/// assert!(digests[0].is_present() && digests[2].is_present());
/// assert_eq!(digests[1], Digest::ABSENT);
/// ```
pub struct Messages {
    /// Those that are finished, and behind them the next one.
    blocks: Message,
    spans: Vec<Option<Span>>,
}

/// Its blocks are wiped.
impl ZeroizeOnDrop for Messages {}

impl Default for Messages {
    fn default() -> Self {
        Self::new()
    }
}

impl Messages {
    /// No messages.
    #[must_use]
    pub fn new() -> Self {
        Self {
            blocks: Message::with_room(1 << 16),
            spans: Vec::new(),
        }
    }

    /// Starts again, keeping the memory.
    pub fn clear(&mut self) {
        self.blocks.restart();
        self.spans.clear();
    }

    /// How many there are, absent ones included.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Adds what `write` makes of an empty message; where it says `false`, an absent one.
    pub fn add(&mut self, write: impl FnOnce(&mut Message) -> bool) {
        // What was not finished goes.
        self.blocks.clear();
        let is_whole = write(&mut self.blocks);
        let span = is_whole.then(|| self.close_next());
        self.spans.push(span);
    }

    /// Adds bytes as they are, which no caller outside this folder can: they are no parts of a message.
    #[cfg(test)]
    pub(super) fn add_raw(&mut self, bytes: &[u8]) {
        self.add(|message| {
            message.raw(bytes);
            true
        });
    }

    /// Makes whole blocks of the written message.
    fn close_next(&mut self) -> Span {
        let length = self.blocks.encoded().len();
        let bits = 8 * (BLOCK + length) as u64;
        self.blocks.raw(&BIT);
        let begin = self.blocks.close(&bits.to_be_bytes(), padded(length));
        Span { begin, length }
    }

    /// The messages that are not absent, with their indexes in the order in which they were added.
    pub(super) fn present(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let spans = self.spans.iter().enumerate();
        spans.filter_map(|(at, span)| {
            let Span { begin, length } = (*span)?;
            Some((at, &self.blocks.closed()[begin..begin + length]))
        })
    }

    /// The blocks of the messages that are not absent, with their indexes in the order in which they were added.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (usize, &[[u8; BLOCK]])> {
        let spans = self.spans.iter().enumerate();
        spans.filter_map(|(at, span)| {
            let Span { begin, length } = (*span)?;
            let bytes = &self.blocks.closed()[begin..begin + padded(length)];
            Some((at, bytes.as_chunks().0))
        })
    }

    /// The same, those with fewest blocks first.
    pub(super) fn by_length(&self) -> Vec<(usize, &[[u8; BLOCK]])> {
        let mut blocks = Vec::with_capacity(self.spans.len());
        blocks.extend(self.blocks());
        blocks.sort_by_key(|(_, blocks)| blocks.len());
        blocks
    }
}

/// The bytes of the blocks of a message of so many bytes.
const fn padded(length: usize) -> usize {
    (length + BIT.len() + LENGTH).next_multiple_of(BLOCK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_message_ends_as_sha_256_wants_it_behind_the_block_of_the_key() {
        let mut messages = Messages::new();
        messages.add(|message| {
            message.bytes(&[9; 3]);
            true
        });
        let [(0, [block])] = messages.by_length()[..] else {
            panic!("one message of one block")
        };
        assert_eq!(block[..9], [3, 0, 0, 0, 3, 9, 9, 9, 0x80]);
        assert!(block[9..62].iter().all(|byte| *byte == 0));
        assert_eq!(block[62..], u16::to_be_bytes(8 * (64 + 8)));
    }

    #[test]
    fn what_was_not_finished_is_absent_and_leaves_nothing() {
        let mut messages = Messages::new();
        for length in [200, 0, 60] {
            messages.add(|message| {
                message.bytes(&vec![7; length]);
                length != 0
            });
        }
        assert_eq!(messages.len(), 3);
        let lengths: Vec<_> = messages.present().map(|(at, m)| (at, m.len())).collect();
        assert_eq!(lengths, [(0, 205), (2, 65)]);
        let blocks = messages.by_length();
        let blocks: Vec<_> = blocks
            .iter()
            .map(|(at, blocks)| (*at, blocks.len()))
            .collect();
        assert_eq!(blocks, [(2, 2), (0, 4)]);
    }

    fn encoded(texts: &[String]) -> Vec<u8> {
        let mut message = Message::new();
        for text in texts {
            message.text(text);
        }
        message.encoded().to_vec()
    }

    proptest! {
        #[test]
        fn other_parts_never_give_the_same_message(
            one in prop::collection::vec("[ab]{0,3}", 0..4),
            other in prop::collection::vec("[ab]{0,3}", 0..4),
        ) {
            prop_assert_eq!(one == other, encoded(&one) == encoded(&other));
        }

        #[test]
        fn joined_texts_are_one_text(first in ".{0,9}", second in ".{0,9}") {
            let mut message = Message::new();
            message.joined(&first, &second);
            prop_assert_eq!(message.encoded(), encoded(&[format!("{first}{second}")]));
        }
    }

    #[test]
    fn a_message_that_moves_to_larger_memory_keeps_its_parts() {
        let texts = vec!["x".repeat(3_000); 5];
        let bytes = encoded(&texts);
        assert_eq!(bytes.len(), 5 * 3_005);
        assert!(bytes.chunks(3_005).all(|part| part == encoded(&texts[..1])));
    }

    #[test]
    fn a_text_a_number_and_bytes_are_told_apart_by_their_type() {
        let mut message = Message::new();
        message.text("8").number(8).bytes(&[8]);
        let parts = [
            &[1, 0, 0, 0, 1, b'8'][..],
            &[2, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 8],
            &[3, 0, 0, 0, 1, 8],
        ];
        assert_eq!(message.encoded(), parts.concat());
    }
}
