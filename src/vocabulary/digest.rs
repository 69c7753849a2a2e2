//! Digests that are not secret: of the agreement, of a file, and the id of a key.

use std::fmt;

use super::hex;

macro_rules! digest {
    ($(#[$doc:meta])* $name:ident, $bytes:literal, $text:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// It from its bytes.
            #[must_use]
            pub const fn new(bytes: [u8; $bytes]) -> Self {
                Self(bytes)
            }

            /// Its bytes.
            #[must_use]
            pub const fn bytes(&self) -> &[u8; $bytes] {
                &self.0
            }

            /// It from two hexadecimal digits per byte.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                hex::parse(text).map(Self)
            }
        }

        super::as_text!($name, $text);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                hex::write(&self.0, f)
            }
        }
    };
}

digest! {
    /// SHA-256 of the canonical form of what all parties must share (contract, section 3).
    AgreementDigest, 32, "64 hexadecimal digits"
}
digest! {
    /// SHA-256 of the bytes of a file.
    FileDigest, 32, "64 hexadecimal digits"
}
digest! {
    /// Tells secrets apart and gives nothing of them away: the first 8 bytes of HKDF(secret, "key id" | kind).
    KeyId, 8, "16 hexadecimal digits"
}
