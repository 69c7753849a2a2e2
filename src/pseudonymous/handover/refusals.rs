//! What is wrong with each hand-over, collected, and the letters that follow from it.

use super::Expected;
use crate::error::{Code, Disagreements, Error, Letter, OfParty, Result};
use crate::vocabulary::{ProviderId, TOOL_VERSION};

/// All that was found wrong so far, each with whether the keyholder must mend it.
#[derive(Debug, Default)]
pub(in crate::pseudonymous) struct Refusals(Vec<(OfParty, bool)>);

impl Refusals {
    /// Notes what is wrong with the hand-over of a party.
    ///
    /// # Errors
    /// When the user stopped: that is of no party, and ends it.
    pub(super) fn add(&mut self, party: &str, error: Error) -> Result<()> {
        let is_keyholders = error.code() == Code::StageWrong;
        self.add_of(party, error, is_keyholders)
    }

    /// As [`Refusals::add`], of what the keyholder passed on.
    pub(in crate::pseudonymous) fn add_of(
        &mut self,
        party: &str,
        error: Error,
        is_keyholders: bool,
    ) -> Result<()> {
        if error.code() == Code::Interrupted {
            return Err(error);
        }
        let party = party.to_owned();
        self.0.push((OfParty { party, error }, is_keyholders));
        Ok(())
    }

    /// Whether something is wrong with the hand-over of a party.
    pub(super) fn has(&self, party: &str) -> bool {
        self.0.iter().any(|(one, _)| one.party == party)
    }

    /// Whether nothing was found wrong.
    pub(in crate::pseudonymous) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One error of all of it, by party in the order of `parties`; the others follow in the order in which they were found.
    ///
    /// # Errors
    /// When something was found.
    pub(in crate::pseudonymous) fn end(
        mut self,
        parties: &[&str],
        expected: Option<&Expected>,
    ) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let place = |party: &str| parties.iter().position(|one| *one == party);
        let last = parties.len();
        self.0
            .sort_by_key(|(one, _)| place(&one.party).unwrap_or(last));
        let letters = letters(&self.0, expected);
        let of_parties = self.0.into_iter().map(|(one, _)| one).collect();
        Err(Error::of_parties(Disagreements {
            of_parties,
            letters,
        }))
    }
}

/// The id of the keyholder in the agreement.
const KEYHOLDER: &str = "keyholder";

/// A letter to each party whose hand-over it must mend itself, and one to the keyholder, where there is one.
fn letters(found: &[(OfParty, bool)], expected: Option<&Expected>) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    let mut of_keyholder: Vec<&str> = Vec::new();
    for (one, is_keyholders) in found {
        let party = one.party.as_str();
        if *is_keyholders {
            of_keyholder.push(party);
        } else if let Some(text) = to_party(party, one.error.code(), expected) {
            write(&mut letters, party, text, expected);
        }
    }
    of_keyholder.dedup();
    if !of_keyholder.is_empty() && expected.is_none_or(|one| one.signers.has_keyholder) {
        let text = to_keyholder(&of_keyholder.join(", "));
        write(&mut letters, KEYHOLDER, text, expected);
    }
    letters
}

/// Adds a text to the letter to somebody, as a line of its own under the project.
fn write(letters: &mut Vec<Letter>, to: &str, text: String, expected: Option<&Expected>) {
    if let Some(letter) = letters.iter_mut().find(|letter| letter.to == to) {
        if !letter.text.contains(&text) {
            letter.text = format!("{}\n{text}", letter.text);
        }
        return;
    }
    let text = match expected {
        Some(expected) => format!("About the project {}:\n{text}", expected.project),
        None => text,
    };
    let to = to.to_owned();
    letters.push(Letter { to, text });
}

fn to_keyholder(parties: &str) -> String {
    format!(
        "The tokens of {parties} did not go through the second stage together with those of the others, or your signature is missing. Please run `factlab rekey` once over the tokens of all parties, with one key, and send me all files that it writes."
    )
}

/// What a party is to do about what is wrong; `None` where it is for whoever received the hand-over to mend.
fn to_party(party: &str, code: Code, expected: Option<&Expected>) -> Option<String> {
    // Of a path nobody is known.
    ProviderId::new(party)?;
    let command = format!("`factlab pseudonymise -c config.toml --provider {party}`");
    let digest = expected.map_or_else(
        || "print the digest that the others have".to_owned(),
        |one| format!("print the digest {}", one.agreement),
    );
    let key = expected.and_then(|one| one.key_id).map_or_else(
        || "show the id that the others have".to_owned(),
        |id| format!("show the id {id}"),
    );
    let text = match code {
        Code::HandoverMissing => format!(
            "I have not received your hand-over. If you have not made it yet, please make it with {command}. Then send each file to whom it is for."
        ),
        Code::AgreementDiffers => format!(
            "Your hand-over was made under another agreement than mine. Please put the agreement that I send you in the place of yours: `factlab agreement -c config.toml` must {digest}. Then make the hand-over again with {command}."
        ),
        Code::KeysDiffer => format!(
            "Your hand-over was made with another secret than agreed: `factlab key id project.key` must {key}. If it does not, please ask for the secret again, and open it with `factlab key receive`. Then make the hand-over again with {command}."
        ),
        Code::HandoverMismatch => format!(
            "Your hand-over was made for another party or project, or with another version of factlab than {TOOL_VERSION}. Please check `factlab --version`, and whether you use the agreement of this project. Then make the hand-over again with {command}."
        ),
        Code::HandoverIncomplete | Code::HandoverMisplaced | Code::HandoverChanged => {
            "Your hand-over did not arrive as you made it: a file is missing, cut off, renamed or changed. Please send the files again as they are, without opening or repacking them. You need not make them again.".to_owned()
        }
        Code::HandoverInvalid => {
            "Your hand-over breaks a rule that every hand-over of factlab keeps. It may have been changed on its way: please call me before you send anything.".to_owned()
        }
        Code::HandoverUnencrypted | Code::IdentityWrong => format!(
            "Your hand-over is not encrypted for the agreed recipient. Please put the agreement that I send you in the place of yours: `factlab agreement -c config.toml` must {digest}. Then make the hand-over again with {command}."
        ),
        Code::SignatureWrong => format!(
            "The signature of your hand-over is missing, or is not of the agreed key: `factlab key id` of your signing key must show the `signs` of the agreement. Please make the hand-over again with {command}, --sign and that key."
        ),
        Code::DeliveryOlder => format!(
            "This is not your latest hand-over, or its date is in the future. Please send the latest. If this is the latest, set the clock of your computer, and make the hand-over again with {command}."
        ),
        _ => return None,
    };
    Some(text)
}
