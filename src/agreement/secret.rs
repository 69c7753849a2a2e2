//! The secret that was agreed on, known by its id.

use std::fmt::Display;

use super::Agreement;
use crate::error::{Code, Error, Result};
use crate::vocabulary::KeyId;

impl Agreement {
    /// The id of the key that tokens are made with, where it is agreed on.
    #[must_use]
    pub const fn key_id(&self) -> Option<KeyId> {
        self.tokens.key_id
    }

    /// Refuses to make tokens with another key than agreed: nothing in them could match. `key` names it in the error.
    ///
    /// # Errors
    /// [`Class::Refused`](crate::error::Class::Refused) when the agreement names another id.
    pub fn refuse_other_key(&self, key: impl Display, id: KeyId) -> Result<()> {
        match self.key_id() {
            Some(agreed) if agreed != id => {
                let message = format!("{key} has id {id}, but the agreement names {agreed}");
                Err(Error::new(Code::KeysDiffer, message).hint(
                    "use the key with the agreed id (`factlab key id FILE` shows it), or ask its maker to send it: `factlab key send`",
                ))
            }
            _ => Ok(()),
        }
    }
}
