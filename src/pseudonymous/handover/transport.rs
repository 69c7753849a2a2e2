//! Which envelopes a hand-over has, for whom, and who signs them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Envelope;
use crate::error::{Code, Error, Result};
use crate::keys::{Recipient, SigningKey, VerifyingKey};
use crate::vocabulary::ProviderId;

/// How the hand-over of one party leaves; by default as a plain folder, unsigned.
#[derive(Debug, Clone, Default)]
pub struct Transport {
    /// Whether the tokens go to a keyholder, apart from the rest.
    pub has_keyholder: bool,
    /// Whom envelopes for the keyholder are encrypted for.
    pub keyholder: Option<Recipient>,
    /// Whom envelopes for the analyst are encrypted for.
    pub analyst: Option<Recipient>,
    /// The public half of the key that the party agreed to sign with.
    pub signs: Option<VerifyingKey>,
    /// The key it signs with.
    pub signing: Option<Arc<SigningKey>>,
}

/// What was agreed on signatures and on the second stage, for who receives.
#[derive(Debug, Clone, Default)]
pub struct Signers {
    /// The public halves of the keys of the parties that sign.
    pub parties: BTreeMap<ProviderId, VerifyingKey>,
    /// The public half of the keyholder's.
    pub keyholder: Option<VerifyingKey>,
    /// Whether there is a keyholder, who passes the tokens through the second stage.
    pub has_keyholder: bool,
    /// Whom the keyholder encrypts for.
    pub analyst: Option<Recipient>,
    /// Whom the parties encrypt tokens for.
    pub keyholder_recipient: Option<Recipient>,
}

impl Transport {
    /// The envelopes, the keyholder's first.
    #[must_use]
    pub fn envelopes(&self, of_register: bool) -> Vec<Envelope> {
        if self.has_keyholder {
            vec![Envelope::Tokens, Envelope::beside_tokens(of_register)]
        } else {
            vec![Envelope::Whole]
        }
    }

    /// Whom an envelope is encrypted for, if for anybody.
    #[must_use]
    pub const fn recipient(&self, envelope: Envelope) -> Option<&Recipient> {
        match envelope {
            Envelope::Tokens => self.keyholder.as_ref(),
            _ => self.analyst.as_ref(),
        }
    }

    /// Whether the party signs with a key that nobody agreed on, so that nobody will check its signature.
    #[must_use]
    pub const fn signs_for_nobody(&self) -> bool {
        self.signs.is_none() && self.signing.is_some()
    }

    /// The key to sign with.
    ///
    /// # Errors
    /// Refused when the agreed key is missing, or another one was given.
    pub fn signing(&self) -> Result<Option<&SigningKey>> {
        check_signing(self.signs.as_ref(), self.signing.as_deref())?;
        Ok(self.signing.as_deref())
    }
}

/// Refuses to sign otherwise than agreed.
///
/// # Errors
/// Refused when the agreed key is missing, or another one was given.
pub(in crate::pseudonymous) fn check_signing(
    signs: Option<&VerifyingKey>,
    signing: Option<&SigningKey>,
) -> Result<()> {
    match (signs, signing.map(SigningKey::verifying_key)) {
        (Some(_), None) => Err(Error::new(
            Code::SigningKeyWrong,
            "the agreement lists a signing key of this office, but none was given",
        )
        .hint("pass the signing key: --sign FILE")),
        (Some(signs), Some(public)) if *signs != public => Err(Error::new(
            Code::SigningKeyWrong,
            "the signing key is not the one in the agreement",
        )
        .hint("compare `factlab key id` of the signing key with `signs` in the agreement")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreed_key_is_asked_for_and_no_other_taken() {
        let key = |byte| SigningKey::from_bytes([byte; 32]);
        let agreed = Some(key(1).verifying_key());
        let check = |signing: Option<&SigningKey>| check_signing(agreed.as_ref(), signing);
        assert!(
            check(None)
                .unwrap_err()
                .advice()
                .unwrap()
                .contains("--sign")
        );
        assert!(check(Some(&key(2))).is_err());
        check(Some(&key(1))).unwrap();
        check_signing(None, Some(&key(2))).unwrap();
    }
}
