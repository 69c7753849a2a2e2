//! A party's hand-over: all that can be settled before the extract is read, and then the hand-over with its preview.

use std::path::{Path, PathBuf};

use super::PreviewPage;
use crate::agreement::Agreement;
use crate::error::{Code, Error, Result};
use crate::files::{beside, reachable};
use crate::identified::preview::ExampleRow;
use crate::identified::{PartySettings, Summary, TokenMethod};
use crate::keys::{SigningKey, TokenSource, today};
use crate::vocabulary::{Progress, ProviderId};

/// A hand-over that can be made: the settings of its party are whole and its path is free.
pub struct HandingOver<'a> {
    /// The agreement.
    pub agreement: &'a Agreement,
    /// Who hands over.
    pub party: &'a ProviderId,
    /// How.
    pub settings: PartySettings,
    /// The folder that the hand-over will be.
    pub path: PathBuf,
    /// What leaves of a made-up person.
    pub example: Vec<ExampleRow>,
    page: PreviewPage,
}

impl<'a> HandingOver<'a> {
    /// Settles all that can be before the extract is read. `output` is the folder of hand-overs, when not as agreed.
    ///
    /// # Errors
    /// When tokens are agreed to be made in another way than by `method`, the secret has expired, a file of the party is
    /// not there, its signing key is not as agreed, its hand-over may no longer be kept, or something is at the path.
    pub fn begin(
        agreement: &'a Agreement,
        party: &'a ProviderId,
        method: TokenMethod,
        signing: Option<SigningKey>,
        output: Option<&Path>,
    ) -> Result<Self> {
        refuse_other_tokens(agreement, method)?;
        let parties = std::slice::from_ref(party);
        let mut settings = agreement.party_settings(parties)?.remove(0);
        if let Some(key) = signing {
            settings = settings.signed(key);
        }
        settings.transport().signing()?;
        agreement.refuse_past_day_of(party, today())?;
        let path = reachable(&match output {
            Some(folder) => folder.join(party.as_str()),
            None => agreement.handover_path(party)?,
        });
        if path.exists() {
            let hint = "if it was sent already, move it away and run the command again";
            return Err(Error::at(Code::OutputExists, &path, "already exists").hint(hint));
        }
        Ok(Self {
            page: PreviewPage::at(beside(&path, PreviewPage::ENDING))?,
            example: settings.example()?,
            agreement,
            party,
            settings,
            path,
        })
    }

    /// Refuses another key than agreed.
    ///
    /// # Errors
    /// When the agreement names the id of another key.
    pub fn refuse_other_key(&self, source: TokenSource<'_>) -> Result<()> {
        let id = source.key_id();
        id.map_or(Ok(()), |id| self.agreement.refuse_other_key("the key", id))
    }

    /// Makes the hand-over, and its page beside it.
    ///
    /// # Errors
    /// As [`HandingOver::refuse_other_key`]; when the extract cannot be read as a whole, too much of it is rejected, the disk refuses, or the user stops.
    pub fn make(&self, source: TokenSource<'_>, progress: &dyn Progress) -> Result<Summary> {
        self.refuse_other_key(source)?;
        let (settings, path) = (&self.settings, &self.path);
        let (summary, _) = settings.hand_over(source, path, progress)?;
        let id = source.key_id().map(|id| id.to_string());
        let (agreement, party) = (self.agreement, self.party);
        let written = (self.page).write(agreement, party, id, &summary, &self.example);
        if written.is_err() {
            // No hand-over without its page: what was just made would be sent unread.
            let _ = std::fs::remove_dir_all(path);
        }
        written.map(|()| summary)
    }

    /// The page that says what leaves.
    #[must_use]
    pub fn page(&self) -> &Path {
        self.page.path()
    }

    /// The file that says what to repair in the extract.
    #[must_use]
    pub fn findings_file(&self) -> PathBuf {
        beside(&self.path, ".findings.csv")
    }
}

/// Refuses tokens that are made in another way than agreed, or after the last day of the secret.
pub(super) fn refuse_other_tokens(agreement: &Agreement, method: TokenMethod) -> Result<()> {
    let (message, hint) = match (agreement.token_method(), method) {
        (TokenMethod::Oprf, TokenMethod::Hmac) => (
            "the agreement makes tokens without a shared secret",
            "use `factlab oprf blind`, `evaluate` and `finalise`",
        ),
        (TokenMethod::Hmac, TokenMethod::Oprf) => (
            "the agreement makes tokens with a shared secret",
            "use `factlab pseudonymise`, or agree on [tokens] method = \"oprf\"",
        ),
        _ => return agreement.refuse_expired_key(today()),
    };
    Err(Error::new(Code::TokenMethodWrong, message).hint(hint))
}
