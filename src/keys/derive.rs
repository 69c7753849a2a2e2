//! A secret and a label in, a key for one use out (HKDF-SHA-256, RFC 5869).

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{BlindingKey, KeyedDigest, Message, ReleaseKey, SigningKey};

/// The first part of every label: another version of the method gives unrelated keys.
pub(super) const METHOD: &str = "factlab 1";

/// The first 8 bytes of HKDF(secret, "key id"): tells secrets apart and gives nothing of them away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyId([u8; 8]);

impl KeyId {
    /// The 16 hexadecimal digits read back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u64::from_str_radix(text, 16).ok()?;
        is_hex.then(|| Self(number.to_be_bytes()))
    }

    /// The id of a secret of any kind.
    pub(super) fn of(secret: &[u8; 32]) -> Self {
        let key = expand(secret, &["key id"]);
        let mut id = [0; 8];
        id.copy_from_slice(&key[..8]);
        Self(id)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl ReleaseKey {
    /// The keyed digest that draws the rounding: HMAC-SHA-256(release key, record key as 8 bytes big endian).
    #[must_use]
    pub fn draws(&self) -> KeyedDigest {
        KeyedDigest::new(self.bytes())
    }
}

impl BlindingKey {
    /// The keyed digest for one use of this key: HKDF(key, "oprf" | `label`).
    pub(super) fn keyed(&self, label: &str) -> KeyedDigest {
        KeyedDigest::new(&*expand(self.bytes(), &["oprf", label]))
    }
}

/// The key that signs the record of a secret's end: HKDF(secret, version | "destroy record").
///
/// Its public half may be known to all; who shows a signature of it held the secret.
pub(super) fn record_signer(secret: &[u8]) -> SigningKey {
    SigningKey::from_bytes(*expand(secret, &["destroy record"]))
}

/// 32 bytes of HKDF-SHA-256 without salt; the label is a [`Message`] of text parts, [`METHOD`] first.
pub(super) fn expand(secret: &[u8], label: &[&str]) -> Zeroizing<[u8; 32]> {
    let mut info = Message::new();
    info.text(METHOD);
    for part in label {
        info.text(part);
    }
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, secret)
        .expand(info.encoded(), &mut *key)
        .unwrap_or_else(|_| unreachable!("HKDF gives up to 8160 bytes"));
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::ProjectSecret;

    #[test]
    fn a_label_cannot_run_over_into_the_next_part() {
        let secret = [7; 32];
        assert_ne!(
            *expand(&secret, &["ab", "c"]),
            *expand(&secret, &["a", "bc"])
        );
    }

    #[test]
    fn a_key_id_survives_being_written_and_read() {
        let id = ProjectSecret::from_bytes([7; 32]).id();
        assert_eq!(KeyId::parse(&id.to_string()), Some(id));
        for text in [
            "",
            "0123456789abcde",
            "0123456789abcdefa",
            "+123456789abcdef",
        ] {
            assert_eq!(KeyId::parse(text), None, "{text}");
        }
    }
}
