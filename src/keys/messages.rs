//! Messages laid out in blocks of SHA-256, ready to be digested many at a time.

use zeroize::ZeroizeOnDrop;

use super::Message;

/// The bytes of a block of SHA-256.
pub(super) const BLOCK: usize = 64;

/// What ends a message: a bit, then zeros up to the last 8 bytes of a block, which hold the length in bits.
const BIT: [u8; 1] = [0x80];
const LENGTH: usize = 8;

/// Where a message is in the blocks.
#[derive(Clone, Copy)]
struct Place {
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
    places: Vec<Option<Place>>,
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
            places: Vec::new(),
        }
    }

    /// Starts again, keeping the memory.
    pub fn clear(&mut self) {
        self.blocks.restart();
        self.places.clear();
    }

    /// How many there are, absent ones included.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Adds what `write` makes of an empty message; where it says `false`, an absent one.
    pub fn add(&mut self, write: impl FnOnce(&mut Message) -> bool) {
        // What was not finished goes.
        self.blocks.clear();
        let is_whole = write(&mut self.blocks);
        let place = is_whole.then(|| self.place_next());
        self.places.push(place);
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
    fn place_next(&mut self) -> Place {
        let length = self.blocks.encoded().len();
        let bits = 8 * (BLOCK + length) as u64;
        self.blocks.raw(&BIT);
        let begin = self.blocks.close(&bits.to_be_bytes(), padded(length));
        Place { begin, length }
    }

    /// The messages that are not absent, with their places in the order in which they were added.
    pub(super) fn present(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let places = self.places.iter().enumerate();
        places.filter_map(|(at, place)| {
            let Place { begin, length } = (*place)?;
            Some((at, &self.blocks.closed()[begin..begin + length]))
        })
    }

    /// The blocks of the messages that are not absent, with their places, those with fewest blocks first.
    pub(super) fn by_length(&self) -> Vec<(usize, &[[u8; BLOCK]])> {
        let mut blocks = Vec::with_capacity(self.places.len());
        for (at, place) in self.places.iter().enumerate() {
            if let Some(Place { begin, length }) = *place {
                let bytes = &self.blocks.closed()[begin..begin + padded(length)];
                blocks.push((at, bytes.as_chunks().0));
            }
        }
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
}
