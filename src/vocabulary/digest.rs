//! Digests of things that are no secret: the agreement, a file.

use std::fmt;

use super::hex;

macro_rules! digest {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 32]);

        impl $name {
            /// A digest from its 32 bytes.
            #[must_use]
            pub const fn new(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The 32 bytes.
            #[must_use]
            pub const fn bytes(&self) -> &[u8; 32] {
                &self.0
            }

            /// The digest written as 64 hexadecimal digits.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                hex::parse(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                hex::write(&self.0, f)
            }
        }
    };
}

digest! {
    /// SHA-256 of the canonical form of what all parties must share (contract, section 3).
    AgreementDigest
}
digest! {
    /// SHA-256 of the bytes of a file.
    FileDigest
}
