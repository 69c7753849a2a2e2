//! What tokens came in of each party, for the keyholder who waits for them.

use std::path::{Path, PathBuf};

use super::received::{as_agreed, check_alone};
use crate::error::{Code, Error, Result};
use crate::keys::Identity;
use crate::pseudonymous::handover::chosen::of_one_delivery;
use crate::pseudonymous::handover::{Envelope, Expected, Found, Receipt, Survey, files};
use crate::vocabulary::{Progress, ProviderId, When};

/// What the keyholder has of the tokens of each of the `parties` in `places`, and whether `output` has what was made of them;
/// and what else was found, in sentences.
///
/// Memory: the size of the largest envelope.
///
/// # Errors
/// When a folder cannot be read, or the user stops.
pub fn receipts_of_tokens(
    parties: &[ProviderId],
    places: &[PathBuf],
    (expected, identity): (&Expected, Option<&Identity>),
    output: Option<&Path>,
    progress: &dyn Progress,
) -> Result<(Vec<Receipt>, Vec<String>)> {
    let survey = Survey::of(places, identity)?;
    let mut receipts = Vec::with_capacity(parties.len());
    for party in parties {
        let mut receipt = Receipt::of(party, &survey);
        let of_party = survey.of_party(party).into_iter();
        let is_theirs = |one: &&Found| {
            one.manifest.envelope == Envelope::Tokens && one.manifest.parties.stage == 1
        };
        let tokens: Vec<&Found> = of_party.filter(is_theirs).collect();
        match sound(&tokens, party, (expected, identity), progress) {
            Err(error) if progress.is_interrupted() => return Err(error),
            outcome => receipt.trouble = outcome.err(),
        }
        // What was made of them is encrypted for the analyst: its place is all that can be seen.
        receipt.is_rekeyed = output.map(|output| output.join(party.as_str()).is_dir());
        receipts.push(receipt);
    }
    Ok((receipts, survey.not_read()))
}

fn sound(
    tokens: &[&Found],
    party: &ProviderId,
    (expected, identity): (&Expected, Option<&Identity>),
    progress: &dyn Progress,
) -> Result<()> {
    let chosen = of_one_delivery(tokens.to_vec(), party, &expected.signers)?;
    let Some(found) = chosen.first() else {
        let message = format!("the tokens of {party} are not there");
        return Err(Error::new(Code::HandoverMissing, message));
    };
    let opened = found.open(&found.path.display().to_string(), identity)?;
    check_alone(&opened)?;
    if let Some(error) = as_agreed(&opened, party, expected).into_iter().next() {
        return Err(error);
    }
    files::check(&[&opened], When::ALWAYS, progress)
}
