//! Who has handed over, for the analyst or the keyholder: what came in, and whether it is sound.

use std::path::{Path, PathBuf};

use crate::agreement::Agreement;
use crate::error::Result;
use crate::keys::Identity;
use crate::pseudonymous::handover::{Receipt, receipts};
use crate::pseudonymous::rekey::receipts_of_tokens;
use crate::vocabulary::Progress;

/// Who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// For whole hand-overs, or for uses and tokens of the second stage.
    Analyst,
    /// For tokens of the first stage.
    Keyholder,
}

/// What came in of each party of an agreement.
#[derive(Debug)]
pub struct Status {
    /// For whom.
    pub of: Waiting,
    /// The register's and the providers', in the order of the agreement.
    pub receipts: Vec<Receipt>,
    /// What else was found, in sentences.
    pub notes: Vec<String>,
}

impl Status {
    /// Looks where the hand-overs of the agreement stand, or in `handovers`. Who waits is the keyholder when the identity is
    /// the keyholder's or `rekeyed` is named, the folder that `rekey` writes to.
    ///
    /// # Errors
    /// When a folder cannot be read, or the user stops.
    pub fn look(
        agreement: &Agreement,
        handovers: Option<&Path>,
        identity: Option<&Identity>,
        rekeyed: Option<&Path>,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let (expected, parties) = (agreement.expected(), agreement.agreed(handovers)?);
        let recipient = identity.map(Identity::recipient);
        let is_keyholder = recipient.is_some() && recipient == expected.signers.keyholder_recipient;
        if rekeyed.is_none() && !is_keyholder {
            let (receipts, notes) = receipts(&parties, &expected, identity, progress)?;
            let of = Waiting::Analyst;
            return Ok(Self {
                of,
                receipts,
                notes,
            });
        }
        let ids: Vec<_> = parties.iter().map(|one| one.provider.clone()).collect();
        let mut places: Vec<PathBuf> = parties.into_iter().map(|one| one.folder).collect();
        places.retain(|place| place.is_dir());
        let known = (&expected, identity);
        let (receipts, notes) = receipts_of_tokens(&ids, &places, known, rekeyed, progress)?;
        let of = Waiting::Keyholder;
        Ok(Self {
            of,
            receipts,
            notes,
        })
    }

    /// How many hand-overs are in and sound.
    #[must_use]
    pub fn sound(&self) -> usize {
        self.receipts
            .iter()
            .filter(|one| one.trouble.is_none())
            .count()
    }

    /// Whom to ask for what is not there or not sound: ids of parties, and `keyholder`.
    #[must_use]
    pub fn ask(&self) -> Vec<&str> {
        let wrong = self.receipts.iter().filter(|one| one.trouble.is_some());
        let (at_keyholder, at_party): (Vec<&Receipt>, Vec<&Receipt>) =
            wrong.partition(|one| one.waits_for_keyholder);
        let parties = at_party.into_iter().map(|one| one.party.as_str());
        let keyholder = (!at_keyholder.is_empty()).then_some("keyholder");
        parties.chain(keyholder).collect()
    }
}
