//! Tokens without a shared secret: a party blinds messages, the keyholder evaluates them, the party unblinds the answers.
//!
//! A verifiable oblivious pseudorandom function (RFC 9497, suite ristretto255-SHA512, mode VOPRF): the party that has the
//! message learns the token and not the key, the keyholder that has the key learns neither message nor token, and
//! proves that every answer is made with the key that all know the public half of.

mod asked;
mod blinding;
mod evaluated;
mod evaluation;
mod file;
mod head;
#[cfg(test)]
mod known_answers;
mod proof;
mod public;
mod stream;

pub use asked::Asked;
pub use blinding::{Blinder, Blinding, remove_without_key};
pub use evaluated::Evaluated;
pub use evaluation::{Answers, evaluate};
pub use file::Blinded;
pub use head::Origin;
pub use public::PublicKey;

use voprf::{OprfClient, Ristretto255, VoprfClient, VoprfServer};

/// Blinds; shows with a proof that answers are right.
type Client = VoprfClient<Ristretto255>;
/// Takes a blinding away; what comes out is the same in both modes.
type Unblinder = OprfClient<Ristretto255>;
type Server = VoprfServer<Ristretto255>;

/// The bytes of an element of the group.
const ELEMENT: usize = 32;
/// The bytes of the name of an element.
const NAME: usize = 16;
/// The bytes of a proof.
const PROOF: usize = 64;
/// Elements that one proof stands for.
const BATCH: usize = 1024;
/// Batches that are worked on side by side.
const TOGETHER: usize = 64;

/// The message that every party blinds too: the answer to it is known, and is in the head of the answers.
fn known_message() -> crate::keys::Message {
    let mut message = crate::keys::Message::new();
    message.text(super::derive::METHOD).text("known answer");
    message
}

/// The first 128 bits of an output of the function.
fn token_of(output: &[u8]) -> crate::keys::Digest {
    let mut first = [0; 16];
    first.copy_from_slice(&output[..16]);
    crate::keys::Digest::from_bytes(first)
}
