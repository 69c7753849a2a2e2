//! What a run checks of its series and its keys before the long steps, which would else be done for nothing.

use std::path::Path;

use super::release::{Run, Verified};
use crate::error::{Code, Error, Result};
use crate::released::runs::refuse_other_rounding;

impl<'a> Run<'a> {
    /// Verifies the hand-overs, and that a release of them may follow those in `folder`.
    pub(super) fn ready(self, folder: &Path) -> Result<Verified<'a>> {
        self.refuse_other_signing_key()?;
        if let [own, ..] = self.own_tables {
            let message = format!("table `{}` is not in the list of tables", own.name);
            return Err(Error::new(Code::UsageInvalid, message)
                .hint("add it to the list to release it: CONTRIBUTING.md says how"));
        }
        let verified = self.verified()?;
        let last = if self.is_new_series {
            None
        } else {
            refuse_other_rounding(folder, &verified.record)?
        };
        if let Some(ledger) = &verified.ledger {
            let is_kept = |last: &String| folder.join(last).join("ledger.json").exists();
            let last = last.filter(|last| *last != verified.record.release && is_kept(last));
            ledger.refuse_older(last.as_deref())?;
            ledger.refuse_earlier(&verified.making())?;
        }
        Ok(verified)
    }

    fn refuse_other_signing_key(&self) -> Result<()> {
        match (self.agreement.analyst_signs(), self.signing) {
            (Some(agreed), Some(signing)) if *agreed != signing.verifying_key() => {
                let message = "the signing key is not the analyst's key in the agreement";
                Err(Error::new(Code::SigningKeyWrong, message).hint(
                    "compare `factlab key id` of the signing key with `signs` under [analyst]",
                ))
            }
            _ => Ok(()),
        }
    }
}
