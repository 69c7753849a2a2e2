//! Secrets: create, read, derive, identify, wipe; and the keyed digest.
//!
//! A secret is 32 random bytes in a file with a header. It can neither be printed
//! nor cloned, and is wiped on drop.

mod derive;
mod digest;
mod file;
mod header;
#[cfg(test)]
mod known_answers;
mod make;
mod signing;
mod transport;

pub use derive::{KeyId, RecordKeys, StageKeys, TokenKeys};
pub use digest::{Digest, KeyedDigest, Message};
pub use file::{KeyKind, OprfKey, ProjectSecret, ReleaseKey, SigningKey, Stage2Key, describe};
pub use make::{create, destroy};
pub use signing::{Signature, VerifyingKey};
pub use transport::{Identity, Recipient, Sealed};
