//! Messages in one by one, the same in blocks of SHA-256 out, ready to be digested many at a time.

use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::Message;
use super::digest::make_room;

/// The bytes of a block of SHA-256.
pub(super) const BLOCK: usize = 64;

/// The end of a message: a bit, then zeros up to the last 8 bytes of a block, which hold the length in bits.
const END: [u8; 1] = [0x80];

/// Where a message stands in the blocks.
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
    blocks: Zeroizing<Vec<u8>>,
    places: Vec<Option<Place>>,
    next: Message,
}

/// Its blocks and its next message are wiped.
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
            blocks: Zeroizing::new(Vec::with_capacity(1 << 16)),
            places: Vec::new(),
            next: Message::new(),
        }
    }

    /// Starts again, keeping the memory.
    pub fn clear(&mut self) {
        self.blocks.clear();
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
        self.next.clear();
        let is_whole = write(&mut self.next);
        let place = is_whole.then(|| self.place_next());
        self.places.push(place);
    }

    /// Adds bytes as they are, which no caller outside this folder can: they are no parts of a message.
    #[cfg(test)]
    pub(super) fn add_raw(&mut self, bytes: &[u8]) {
        self.next.set_raw(bytes);
        let place = self.place_next();
        self.places.push(Some(place));
    }

    /// Puts the written message behind the others.
    fn place_next(&mut self) -> Place {
        let message = self.next.encoded();
        let (begin, length) = (self.blocks.len(), message.len());
        let bits = 8 * (BLOCK + length) as u64;
        let padded = (length + END.len() + 8).next_multiple_of(BLOCK);
        make_room(&mut self.blocks, padded);
        self.blocks.extend_from_slice(message);
        self.blocks.extend_from_slice(&END);
        self.blocks.resize(begin + padded - 8, 0);
        self.blocks.extend_from_slice(&bits.to_be_bytes());
        Place { begin, length }
    }

    /// The messages that are not absent, with their places in the order in which they were added.
    pub(super) fn present(&self) -> impl Iterator<Item = (usize, &[u8])> {
        let places = self.places.iter().enumerate();
        places.filter_map(|(at, place)| {
            let Place { begin, length } = (*place)?;
            Some((at, &self.blocks[begin..begin + length]))
        })
    }

    /// The blocks of the messages that are not absent, with their places, those with fewest blocks first.
    pub(super) fn by_length(&self) -> Vec<(usize, &[[u8; BLOCK]])> {
        let places = self.places.iter().enumerate();
        let blocks = places.filter_map(|(at, place)| {
            let Place { begin, length } = (*place)?;
            let padded = (length + END.len() + 8).next_multiple_of(BLOCK);
            Some((at, self.blocks[begin..begin + padded].as_chunks().0))
        });
        let mut blocks: Vec<(usize, &[[u8; BLOCK]])> = blocks.collect();
        blocks.sort_by_key(|(_, blocks)| blocks.len());
        blocks
    }
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
