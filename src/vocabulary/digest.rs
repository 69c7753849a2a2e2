//! Digests of things that are no secret: the agreement, a file.

use std::fmt;

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
                if text.len() != 64 || !text.is_ascii() {
                    return None;
                }
                let mut bytes = [0; 32];
                for (place, byte) in bytes.iter_mut().enumerate() {
                    *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
                }
                Some(Self(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
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
