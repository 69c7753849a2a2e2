//! Secrets: create, read, derive, identify, split, destroy, wipe; and the keyed digest.
//!
//! A secret is 32 random bytes in a file with a header. It can neither be printed
//! nor cloned, and is wiped on drop.

mod access;
mod derive;
mod describe;
mod destroy;
mod destroyed;
mod digest;
mod file;
mod header;
mod kind;
#[cfg(test)]
mod known_answers;
mod lanes;
mod left;
mod make;
mod messages;
pub mod oprf;
mod random;
mod sent;
mod share;
mod signing;
mod source;
mod split;
mod transport;
#[cfg(test)]
mod vectors;
mod wiped;

pub use crate::vocabulary::KeyId;
pub use access::open_to_others;
pub use derive::StageKeys;
pub use describe::{KeyFacts, ShareFacts, describe, describe_bytes, describe_share};
pub use destroy::{destroy, record_place};
pub use destroyed::{DestroyedKey, Proof};
pub use digest::{Digest, KeyedDigest};
pub use file::{BlindingKey, OprfKey, ProjectSecret, ReleaseKey, SigningKey, Stage2Key};
pub use kind::KeyKind;
pub use left::{left_secrets, remove_left};
pub use make::{create, create_identity, prepare_blinding, today};
pub use messages::{Message, Messages};
pub use random::fill_with_random_bytes;
pub use sent::{KeyToSend, ReceivedKey, receive};
pub use share::MOST_SHARES;
pub use signing::{Signature, VerifyingKey};
pub use source::{RecordKeys, TokenKeys, TokenSource};
pub use split::{combine, split};
pub use transport::{Identity, Recipient, Sealed, count_recipients};
