//! Random bytes drawn from a key and a message: the same every time.

use rand_core::{CryptoRng, Error, RngCore};
use zeroize::Zeroize;

use crate::keys::{KeyedDigest, Message};

/// HMAC-SHA-256(key, message | block number), block after block: as unpredictable as the key is.
///
/// The blinding factor of a message is drawn from it, so that it need not be kept between blinding and finalising.
pub(super) struct Stream<'a> {
    key: &'a KeyedDigest,
    message: Message,
    block: u64,
}

impl<'a> Stream<'a> {
    /// The stream of `input` under `key`.
    pub(super) fn new(key: &'a KeyedDigest, input: &[u8]) -> Self {
        let mut message = Message::new();
        message.bytes(input);
        Self {
            key,
            message,
            block: 0,
        }
    }
}

impl RngCore for Stream<'_> {
    fn next_u32(&mut self) -> u32 {
        rand_core::impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        rand_core::impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for piece in bytes.chunks_mut(32) {
            let mut numbered = Message::new();
            numbered.number(self.block).bytes(self.message.encoded());
            let mut block = self.key.full(numbered.encoded());
            piece.copy_from_slice(&block[..piece.len()]);
            block.zeroize();
            self.block += 1;
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Stream<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(key: u8, input: &[u8]) -> [u8; 64] {
        let key = KeyedDigest::new(&[key; 32]);
        let mut bytes = [0; 64];
        Stream::new(&key, input).fill_bytes(&mut bytes);
        bytes
    }

    #[test]
    fn the_same_message_gives_the_same_bytes_and_another_others() {
        assert_eq!(bytes(1, b"a"), bytes(1, b"a"));
        assert_ne!(bytes(1, b"a"), bytes(1, b"b"));
        assert_ne!(bytes(1, b"a"), bytes(2, b"a"));
        let once = bytes(1, b"a");
        assert_ne!(once[..32], once[32..]);
    }
}
