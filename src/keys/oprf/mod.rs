//! Messages in, blinded elements out; elements evaluated by the keyholder in, tokens out.
//!
//! An oblivious pseudorandom function (RFC 9497, suite ristretto255-SHA512, mode OPRF): the party that has the message
//! learns the token and not the key, the keyholder that has the key learns neither message nor token.

mod blinding;
mod elements;
mod evaluation;
#[cfg(test)]
mod known_answers;
mod stream;

pub use blinding::{Blinder, Evaluated};
pub use elements::{Elements, Kind, Origin};
pub use evaluation::evaluate;

use voprf::{OprfClient, OprfServer, Ristretto255};

type Client = OprfClient<Ristretto255>;
type Server = OprfServer<Ristretto255>;

/// The bytes of an element of the group.
const ELEMENT: usize = 32;
