//! A key for one use, derived from a secret and a label (HKDF-SHA-256, RFC 5869).

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{
    BlindingKey, Digest, KeyKind, KeyedDigest, Message, Messages, ReleaseKey, SigningKey, Stage2Key,
};
use crate::vocabulary::KeyId;

/// The first part of every label: another version of the method gives unrelated keys.
pub(super) const METHOD: &str = "factlab 1";

impl KeyId {
    /// The id of a secret of this kind: the same bytes have another id as a key of another kind.
    pub(super) fn of(secret: &[u8; 32], kind: KeyKind) -> Self {
        let key = expand(secret, &["key id", kind.word()]);
        let mut id = [0; 8];
        id.copy_from_slice(&key[..8]);
        Self::new(id)
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

/// The keys of a project's second stage, one per kind: HKDF(key, version | project | "stage 2" | token kind).
pub struct StageKeys(Vec<KeyedDigest>);

/// A list drops each of its keys, and each is wiped.
impl ZeroizeOnDrop for StageKeys {}

impl StageKeys {
    /// Derives a key for each of `kinds`, in that order.
    #[must_use]
    pub fn derive(key: &Stage2Key, project: &str, kinds: &[&str]) -> Self {
        let of = |kind: &&str| KeyedDigest::new(&*expand(key.bytes(), &[project, "stage 2", kind]));
        Self(kinds.iter().map(of).collect())
    }

    /// The token of the second stage of a token of kind number `kind`: the HMAC of its 16 bytes; absent stays absent.
    #[must_use]
    pub fn digest(&self, kind: usize, token: Digest) -> Digest {
        if token.is_present() {
            self.0[kind].digest(&token.bytes())
        } else {
            Digest::ABSENT
        }
    }

    /// Replaces each token by its [`StageKeys::digest`]; some hundreds at a time are enough. `messages` is
    /// room to work in.
    pub fn digest_all(&self, kind: usize, tokens: &mut [Digest], messages: &mut Messages) {
        messages.clear();
        for token in &*tokens {
            messages.add(|message| {
                message.raw(&token.bytes());
                token.is_present()
            });
        }
        tokens.copy_from_slice(&self.0[kind].digests(messages));
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
    // No salt (optional, RFC 5869, 2.2): every secret is drawn at random and none is a password.
    Hkdf::<Sha256>::new(None, secret)
        .expand(info.encoded(), &mut *key)
        .unwrap_or_else(|_| unreachable!("HKDF gives up to 8160 bytes"));
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::ProjectSecret;
    use crate::vocabulary::hex;

    #[test]
    fn a_token_of_the_second_stage_follows_key_project_and_kind() {
        let token = Digest::from_bytes([9; 16]);
        let second = |key: u8, project: &str, kind: &str, token| {
            let key = Stage2Key::from_bytes([key; 32]);
            StageKeys::derive(&key, project, &[kind]).digest(0, token)
        };
        let one = second(7, "zaandorp-2026", "bsn", token);
        assert_eq!(one, second(7, "zaandorp-2026", "bsn", token));
        assert_ne!(one, token);
        assert_ne!(one, second(8, "zaandorp-2026", "bsn", token));
        assert_ne!(one, second(7, "zaandorp-2027", "bsn", token));
        assert_ne!(one, second(7, "zaandorp-2026", "address_id", token));
        let absent = second(7, "zaandorp-2026", "bsn", Digest::ABSENT);
        assert_eq!(absent, Digest::ABSENT);
    }

    #[test]
    fn many_tokens_of_the_second_stage_are_those_of_each() {
        let key = Stage2Key::from_bytes([7; 32]);
        let keys = StageKeys::derive(&key, "zaandorp-2026", &["bsn", "address_id"]);
        let first: Vec<_> = (0..70_u8)
            .map(|byte| Digest::from_bytes([byte; 16]))
            .collect();
        let mut second = first.clone();
        keys.digest_all(1, &mut second, &mut Messages::new());
        assert!(!second[0].is_present());
        let expected = first.iter().map(|token| keys.digest(1, *token));
        assert!(second.into_iter().eq(expected));
    }

    #[test]
    fn the_documented_token_of_the_second_stage_is_recomputed() {
        let method = include_str!("../../docs/method.md");
        let documented = method
            .split("```stage2\n")
            .nth(1)
            .and_then(|text| text.lines().next());
        let key = Stage2Key::from_bytes(std::array::from_fn(|index| {
            0x20 + u8::try_from(index).unwrap()
        }));
        let keys = StageKeys::derive(&key, "zaandorp-2026", &["bsn"]);
        let token = hex::parse("7ec0ca914706d60e9b5ba3a3063a5e5b").unwrap();
        let second = keys.digest(0, Digest::from_bytes(token));
        assert_eq!(
            documented,
            Some(format!("{:032x}", second.number()).as_str())
        );
    }

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
