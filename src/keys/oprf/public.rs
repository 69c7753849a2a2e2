//! The public half of an OPRF key, which proofs are checked with.

use std::fmt;

use voprf::{Group as _, Ristretto255};

use super::{ELEMENT, Server};
use crate::error::{Code, Error, Result};
use crate::keys::OprfKey;
use crate::vocabulary::hex;

/// What the key is derived for (`DeriveKeyPair` of RFC 9497, section 3.2.1).
const INFO: &[u8] = b"factlab 2 oprf";

/// The public half of an OPRF key; may be known to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey([u8; ELEMENT]);

impl PublicKey {
    /// The 64 hexadecimal digits read back; `None` for what is no public key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = hex::parse(text)?;
        Ristretto255::deserialize_elem(&bytes).ok()?;
        Some(Self(bytes))
    }

    /// That of a key.
    ///
    /// # Errors
    /// Never in practice: when no key for evaluating follows from the secret.
    pub fn of(key: &OprfKey) -> Result<Self> {
        let public = server(key)?.get_public_key();
        Ok(Self(Ristretto255::serialize_elem(public).into()))
    }

    /// As a point of the group.
    pub(super) fn element(self) -> Option<<Ristretto255 as voprf::Group>::Elem> {
        Ristretto255::deserialize_elem(&self.0).ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hex::write(&self.0, f)
    }
}

/// The server of a key.
pub(super) fn server(key: &OprfKey) -> Result<Server> {
    Server::new_from_seed(key.bytes(), INFO).map_err(|_| no_key())
}

pub(super) fn no_key() -> Error {
    Error::new(Code::KeyInvalid, "this key file gives no valid OPRF key")
}
