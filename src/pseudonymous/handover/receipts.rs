//! What came in of each party and whether it is sound, for who waits for it. Manifests and digests are read, no rows.

use std::path::PathBuf;

use super::check_agreement::Expected;
use super::content::Opened;
use super::set::{agrees, refuse_stage_1};
use super::verify::{Agreed, Handover, survey};
use super::{Envelope, Issue, Survey, files, promises};
use crate::error::{Code, Error, Result};
use crate::keys::Identity;
use crate::vocabulary::{Progress, ProviderId};

/// What came in of a party.
#[derive(Debug)]
pub struct Receipt {
    /// Who should hand over.
    pub party: ProviderId,
    /// What says of itself that it is of this party, the copies too.
    pub files: Vec<PathBuf>,
    /// Which delivery that is; `None` when nothing came.
    pub issue: Option<Issue>,
    /// Why it cannot be used; `None` when it is sound.
    pub trouble: Option<Error>,
    /// Whether the keyholder is to be asked for what is not there yet, and not the party.
    pub waits_for_keyholder: bool,
    /// Whether the tokens went through the second stage, as far as the one who asks can tell.
    pub is_rekeyed: Option<bool>,
}

/// What the analyst has of each of the `parties`, of which the first is the register; and what else was found, in sentences.
///
/// Memory: the size of the largest hand-over.
///
/// # Errors
/// When a folder cannot be read, or the user stops.
pub fn receipts(
    parties: &[Agreed],
    expected: &Expected,
    identity: Option<&Identity>,
    progress: &dyn Progress,
) -> Result<(Vec<Receipt>, Vec<String>)> {
    let all: Vec<&Agreed> = parties.iter().collect();
    let survey = survey(&all, identity)?;
    let (mut receipts, mut counted) = (Vec::new(), Vec::new());
    let mut register: Option<Handover> = None;
    for agreed in parties {
        let mut receipt = Receipt::of(&agreed.provider, &survey);
        let outcome = match Handover::claimed(agreed, &survey, expected, identity) {
            Ok(handover) => {
                let outcome = sound(&handover, register.as_ref(), expected, progress);
                receipt.issue = Some(handover.issue());
                receipt.is_rekeyed = Some(handover.manifest().parties.stage == 2);
                counted.extend(handover.paths().iter().cloned());
                if agreed.provider.is_register() {
                    register = Some(handover.without_contents());
                }
                outcome
            }
            Err(wrong) => {
                // Which of its files would count is what cannot be told.
                counted.extend(receipt.files.iter().cloned());
                wrong
                    .into_iter()
                    .next()
                    .map_or(Ok(()), |(error, _)| Err(error))
            }
        };
        match outcome {
            Err(error) if progress.is_interrupted() => return Err(error),
            Err(error) => receipt.refuse(error, &survey, expected),
            Ok(()) => {}
        }
        receipts.push(receipt);
    }
    let notes = survey.aside(&all, &counted, expected);
    Ok((receipts, notes))
}

/// Refuses what `run` would refuse of this hand-over, before a row is read.
fn sound(
    handover: &Handover,
    register: Option<&Handover>,
    expected: &Expected,
    progress: &dyn Progress,
) -> Result<()> {
    if let Some(register) = register {
        agrees(handover, register)?;
    }
    if expected.needs_stage_2() {
        refuse_stage_1(handover)?;
    }
    let envelopes: Vec<&Opened> = handover.envelopes().iter().collect();
    files::check(&envelopes, expected.told, progress)?;
    promises::check_rows(
        handover.manifest(),
        expected.services.len(),
        &handover.whose(),
    )
}

impl Receipt {
    /// What was found of a party, before it is looked into.
    pub(in crate::pseudonymous) fn of(party: &ProviderId, survey: &Survey) -> Self {
        let of_party = survey.of_party(party);
        Self {
            party: party.clone(),
            issue: of_party
                .iter()
                .filter_map(|one| one.manifest.delivery.issue())
                .max(),
            files: of_party.iter().map(|one| one.path.clone()).collect(),
            trouble: None,
            waits_for_keyholder: false,
            is_rekeyed: None,
        }
    }

    fn refuse(&mut self, error: Error, survey: &Survey, expected: &Expected) {
        let of_party = survey.of_party(&self.party);
        let is_second = |envelope, stage| envelope == Envelope::Tokens && stage == 2;
        let has_second = of_party
            .iter()
            .any(|one| is_second(one.manifest.envelope, one.manifest.parties.stage));
        let is_lacking = matches!(
            error.code(),
            Code::StageWrong
                | Code::HandoverIncomplete
                | Code::HandoverEncrypted
                | Code::IdentityWrong
        );
        let has_some = !of_party.is_empty();
        self.waits_for_keyholder =
            expected.signers.has_keyholder && is_lacking && has_some && !has_second;
        self.trouble = Some(error);
    }
}
