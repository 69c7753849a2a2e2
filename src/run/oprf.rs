//! Tokens without a shared secret: a party blinds, the keyholder evaluates, and the party takes its answers.

use std::path::{Path, PathBuf};

use super::handing_over::refuse_other_tokens;
use crate::agreement::Agreement;
use crate::error::{Code, Error, Result};
use crate::files::beside;
use crate::identified::TokenMethod;
use crate::keys::oprf::{
    Asked, Blinded, Blinder, Evaluated, Origin, PublicKey, evaluate, remove_without_key,
};
use crate::keys::{BlindingKey, OprfKey, prepare_blinding, today};
use crate::vocabulary::{Language, Progress, ProviderId};

/// A party that has its tokens made without a shared secret.
pub struct BlindParty<'a> {
    agreement: &'a Agreement,
    party: &'a ProviderId,
    state: &'a Path,
}

impl<'a> BlindParty<'a> {
    /// The party, with its blinding key at `state`.
    ///
    /// # Errors
    /// When the agreement makes tokens with a shared secret, or its key has expired.
    pub fn of(agreement: &'a Agreement, party: &'a ProviderId, state: &'a Path) -> Result<Self> {
        refuse_other_tokens(agreement, TokenMethod::Oprf)?;
        Ok(Self {
            agreement,
            party,
            state,
        })
    }

    /// Blinds what the hand-over will ask into `folder/<party>.blinded`; gives the file and how many elements it has.
    ///
    /// # Errors
    /// When the extract cannot be read as a whole, a path is taken, the disk refuses, or the user stops.
    pub fn blind(&self, folder: &Path, progress: &dyn Progress) -> Result<(PathBuf, usize)> {
        let parties = std::slice::from_ref(self.party);
        let settings = self.agreement.party_settings(parties)?.remove(0);
        self.agreement.refuse_past_day_of(self.party, today())?;
        let file = file_of(folder, self.party.as_str(), "blinded");
        remove_without_key(&file, self.state)?;
        // A new key each time: under an old one the keyholder would know elements again.
        // It comes to its path after what was blinded with it, so that a run that was interrupted can be done again.
        let (key, state) = prepare_blinding(self.state)?;
        let blinder = Blinder::new(&key);
        settings.blind(&blinder, progress)?;
        let blinding = blinder.finish(&key);
        // Broken off between the two, the next run finds the key beside its path and knows the file by it.
        state.keep();
        blinding.write(self.origin(), &file)?;
        if let Err(error) = state.complete() {
            // Without its key nothing of it can be unblinded.
            let _ = std::fs::remove_file(&file);
            return Err(error);
        }
        Ok((file, blinding.count()))
    }

    /// Takes the blinding off the answers of the keyholder. `public` is the public half of its key where the agreement
    /// lists none.
    ///
    /// # Errors
    /// When the answers are of another party or blinding, or made with another key.
    pub fn evaluated(&self, answers: &Path, public: Option<PublicKey>) -> Result<Evaluated> {
        let public = self.public_key(public)?;
        let key = BlindingKey::read(self.state)?;
        Evaluated::read(answers, &self.origin(), &key, public)
    }

    /// Whose elements they are.
    fn origin(&self) -> Origin {
        Origin {
            project: self.agreement.project().to_string(),
            provider: self.party.to_string(),
            agreement: self.agreement.digest().to_string(),
        }
    }

    /// The public half of the key that answers are held against. Without one, wrong answers would pass.
    fn public_key(&self, given: Option<PublicKey>) -> Result<PublicKey> {
        let unclear = |message, hint| Err(Error::new(Code::PublicKeyUnclear, message).hint(hint));
        match (self.agreement.public_key(), given) {
            (Some(agreed), Some(given)) if agreed != given => unclear(
                "--public differs from `public_key` in the agreement",
                "leave --public out: the agreement decides",
            ),
            (Some(key), _) | (None, Some(key)) => Ok(key),
            (None, None) => unclear(
                "the agreement does not name the OPRF key of the answers",
                "set public_key under [tokens], or pass --public KEY; the keyholder's `factlab key id` shows it",
            ),
        }
    }
}

/// The keyholder, who answers blinded elements without seeing what they are, and counts the questions.
pub struct Evaluator {
    key: OprfKey,
    agreement: Option<Agreement>,
    asked: Asked,
    most: u64,
}

/// Answers that were written.
pub struct Answered {
    /// Whose they are.
    pub party: String,
    /// Their file.
    pub file: PathBuf,
    /// How many there are.
    pub elements: u64,
    /// How many the party has had, these included.
    pub so_far: u64,
}

impl Evaluator {
    /// The keyholder with this key, who answers the parties of the agreement `config`, or anyone; `most` elements for
    /// each party, or without an agreement for all together. Questions are counted in `asked`, or beside the key.
    ///
    /// # Errors
    /// When a file cannot be read, the agreement names another key, or nothing tells where questions are counted.
    pub fn begin(
        key_file: &Path,
        config: Option<&Path>,
        asked: Option<&Path>,
        most: u64,
    ) -> Result<Self> {
        let key = OprfKey::read(key_file)?;
        let agreement = config.map(Agreement::read).transpose()?;
        if let Some(agreement) = &agreement {
            agreement.refuse_other_key(key_file.display(), key.id())?;
        }
        let asked = match asked {
            Some(file) => file.to_owned(),
            None if key_file == Path::new("-") => {
                let message = "the key came on standard input, so the file that counts the questions is not known";
                return Err(Error::new(Code::UsageInvalid, message)
                    .hint("pass the file that belongs to this key: --asked FILE"));
            }
            None => beside(key_file, ".asked"),
        };
        Ok(Self {
            asked: Asked::open(&asked, key.id())?,
            key,
            agreement,
            most,
        })
    }

    /// Answers the file of a party in `folder/<party>.evaluated`.
    ///
    /// # Errors
    /// When the file is of a stranger, asks too much or cannot be read; or the disk refuses.
    pub fn answer(
        &mut self,
        file: &Path,
        folder: &Path,
        progress: &dyn Progress,
    ) -> Result<Answered> {
        let blinded = Blinded::open(file)?;
        self.refuse_stranger(&blinded, file)?;
        self.refuse_too_many(&blinded)?;
        let party = blinded.origin().provider.clone();
        let file = file_of(folder, &party, "evaluated");
        let answers = evaluate(blinded, &self.key, &file, progress)?;
        let elements = answers.count();
        // Counted before they can be had: a crash in between costs the party questions, and gives nothing away.
        self.asked.add(&party, elements)?;
        answers.put()?;
        Ok(Answered {
            so_far: self.asked.of(&party),
            party,
            file,
            elements,
        })
    }

    fn refuse_stranger(&self, blinded: &Blinded, file: &Path) -> Result<()> {
        let origin = blinded.origin();
        let is_agreed = self.agreement.as_ref().is_none_or(|agreement| {
            origin.project == agreement.project().as_str()
                && origin.agreement == agreement.digest().to_string()
                && agreement.has_party(&origin.provider)
        });
        if is_agreed {
            return Ok(());
        }
        let message = format!(
            "{} is of another party, project or agreement",
            file.display()
        );
        Err(Error::new(Code::ElementsMismatch, message).hint(
            "answer only parties of the agreement; let the party blind again under the current one",
        ))
    }

    fn refuse_too_many(&self, blinded: &Blinded) -> Result<()> {
        let party = &blinded.origin().provider;
        let (who, before) = if self.agreement.is_some() {
            (party.as_str(), self.asked.of(party))
        } else {
            ("all parties together", self.asked.together())
        };
        let count = blinded.count();
        if before.saturating_add(count) <= self.most {
            return Ok(());
        }
        let noun = if count == 1 { "element" } else { "elements" };
        let [asks, before, most] =
            [count, before, self.most].map(|count| Language::English.count(count));
        let message = format!(
            "{party} asks for {asks} {noun}; {who} had {before} before, and the limit is {most}"
        );
        Err(Error::new(Code::TooManyQuestions, message)
            .hint("about five for each client or resident is usual; for more clients than that, raise --most"))
    }
}

/// A party's file of this ending.
fn file_of(folder: &Path, party: &str, ending: &str) -> PathBuf {
    folder.join(format!("{party}.{ending}"))
}
