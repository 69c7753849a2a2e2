//! Signs and verifies messages (Ed25519, RFC 8032).

use std::fmt;

use ed25519_dalek::Signer;

use super::SigningKey;
use crate::vocabulary::hex;

/// A signature, 64 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature(ed25519_dalek::Signature);

/// The public half of a signing key; the agreement lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

impl SigningKey {
    /// The public half.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.pair().verifying_key())
    }

    /// Signs a message.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.pair().sign(message))
    }

    /// Both halves; the secret one is wiped on drop.
    fn pair(&self) -> ed25519_dalek::SigningKey {
        ed25519_dalek::SigningKey::from_bytes(self.bytes())
    }
}

impl VerifyingKey {
    /// The 64 hexadecimal digits read back; `None` for what is no key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(&hex::parse(text)?).ok()?;
        // Under a key of small order one signature fits many messages.
        (!key.is_weak()).then_some(Self(key))
    }

    /// Whether `signature` is of `message` and of this key.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &Signature) -> bool {
        // Strict: without points of small order, which RFC 8032 lets pass.
        self.0.verify_strict(message, &signature.0).is_ok()
    }
}

impl Signature {
    /// The 128 hexadecimal digits read back; `None` for what is no signature.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 64] = hex::parse(text)?;
        Some(Self(ed25519_dalek::Signature::from_bytes(&bytes)))
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex::write(self.0.as_bytes(), f)
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex::write(&self.0.to_bytes(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> SigningKey {
        SigningKey::from_bytes([byte; 32])
    }

    #[test]
    fn a_signature_fits_its_message_and_its_key_only() {
        let signature = key(1).sign(b"manifest");
        assert!(key(1).verifying_key().verifies(b"manifest", &signature));
        assert!(!key(1).verifying_key().verifies(b"manifesto", &signature));
        assert!(!key(2).verifying_key().verifies(b"manifest", &signature));
    }

    #[test]
    fn keys_and_signatures_survive_being_written_and_read() {
        let public = key(1).verifying_key();
        assert_eq!(VerifyingKey::parse(&public.to_string()), Some(public));
        let signature = key(1).sign(b"manifest");
        assert_eq!(Signature::parse(&signature.to_string()), Some(signature));
        assert_eq!(VerifyingKey::parse("12"), None);
        assert_eq!(VerifyingKey::parse(&"0".repeat(64)), None);
    }
}
