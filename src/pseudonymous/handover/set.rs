//! The hand-overs of all parties in, a verified [`HandoverSet`] out, or all that is wrong with them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use rayon::prelude::*;

use super::check_agreement::Expected;
use super::content::Opened;
use super::files;
use super::refusals::Refusals;
use super::verify::{Agreed, Handover, survey};
use super::{Signers, check_agreement, promises};
use crate::error::{Code, Error, Result};
use crate::keys::Identity;
use crate::vocabulary::Progress;

/// The verified hand-overs of one project: the register's and the providers', in the order of the agreement.
#[derive(Debug)]
pub struct HandoverSet {
    /// The register's.
    pub register: Handover,
    /// The providers'.
    pub providers: Vec<Handover>,
}

/// What else there may be against a hand-over that agrees with the others.
pub type Objection<'a> = &'a dyn Fn(&Handover) -> Result<()>;

/// Whether hand-overs, and so many bytes of envelopes, fit in memory.
pub type Fits<'a> = &'a dyn Fn(&[Handover], u64) -> Result<()>;

impl HandoverSet {
    /// As [`HandoverSet::open`], of hand-overs that are not encrypted.
    ///
    /// # Errors
    /// As [`HandoverSet::open`].
    pub fn verify(
        register: &Agreed,
        providers: &[Agreed],
        expected: &Expected,
        progress: &dyn Progress,
    ) -> Result<Self> {
        Self::open(register, providers, expected, None, &|_| Ok(()), progress)
    }

    /// Opens all hand-overs and verifies them against the agreement and each other, before a row is read: manifests,
    /// signatures, project, agreement, key ids, canaries, stage, versions, digests of the files, columns and row counts.
    ///
    /// The folders are looked at together: whose a hand-over is, its manifest tells, and what was left aside, `progress`.
    ///
    /// Memory: the size of what came in envelopes.
    ///
    /// # Errors
    /// [`Class::Refused`](crate::error::Class::Refused), with all that is wrong by party, in the order given.
    pub fn open(
        register: &Agreed,
        providers: &[Agreed],
        expected: &Expected,
        identity: Option<&Identity>,
        objection: Objection<'_>,
        progress: &dyn Progress,
    ) -> Result<Self> {
        let all: Vec<&Agreed> = std::iter::once(register).chain(providers).collect();
        Self::open_within(
            &all,
            expected,
            identity,
            (&|_, _| Ok(()), objection),
            progress,
        )
    }

    /// The same of all parties, the register first. `fits` hears before envelopes are opened how many bytes they have, and
    /// before the files are read of all hand-overs too; it may object.
    ///
    /// # Errors
    /// As [`HandoverSet::open`], and those of `fits`.
    pub fn open_within(
        all: &[&Agreed],
        expected: &Expected,
        identity: Option<&Identity>,
        (fits, objection): (Fits<'_>, Objection<'_>),
        progress: &dyn Progress,
    ) -> Result<Self> {
        let survey = survey(all, identity)?;
        let chosen = all
            .iter()
            .filter_map(|one| survey.chosen(one, expected).ok());
        let packed = chosen.flatten().filter(|found| !found.is_folder);
        let packed = packed.map(|found| found.size).sum();
        fits(&[], packed)?;
        let claimed = |one: &&Agreed| Handover::claimed(one, &survey, expected, identity);
        let claimed: Vec<_> = all.par_iter().map(claimed).collect();
        let (mut handovers, mut refusals) = (Vec::with_capacity(all.len()), Refusals::default());
        for (agreed, claimed) in all.iter().zip(claimed) {
            match claimed {
                Ok(handover) => handovers.push(handover),
                Err(wrong) => {
                    for (error, is_keyholders) in wrong {
                        refusals.add_of(agreed.provider.as_str(), error, is_keyholders)?;
                    }
                }
            }
        }
        if handovers.len() == all.len() {
            fits(&handovers, packed)?;
        }
        check_together(&handovers, expected, &mut refusals)?;
        check_files(&handovers, expected, &mut refusals, progress)?;
        for handover in &handovers {
            if let Err(error) = objection(handover) {
                refusals.add(handover.provider().as_str(), error)?;
            }
        }
        let order: Vec<&str> = all.iter().map(|one| one.provider.as_str()).collect();
        refusals.end(&order, Some(expected))?;
        let counted: Vec<PathBuf> = handovers
            .iter()
            .flat_map(Handover::paths)
            .cloned()
            .collect();
        for note in survey.aside(all, &counted, expected) {
            progress.note(&note);
        }
        Ok(Self {
            register: handovers.remove(0),
            providers: handovers,
        })
    }

    /// How often the tokens of all of them were keyed: 1, or 2 after `rekey`.
    #[must_use]
    pub const fn stage(&self) -> u8 {
        self.register.stage()
    }

    /// Who signed and agreed on no key, in the order of the hand-overs: nobody can check these signatures.
    #[must_use]
    pub fn signers_without_key(&self, signers: &Signers) -> Vec<String> {
        let mut found = Vec::new();
        for handover in self.all() {
            for opened in handover.envelopes() {
                let who = check_agreement::signer_without_key(
                    &opened.manifest,
                    handover.provider(),
                    signers,
                );
                found.extend(who.map(str::to_owned));
            }
        }
        let mut met = BTreeSet::new();
        found.retain(|who| met.insert(who.clone()));
        found
    }

    /// The register's and the providers'.
    pub fn all(&self) -> impl Iterator<Item = &Handover> {
        std::iter::once(&self.register).chain(&self.providers)
    }
}

/// Whether all were made with the same secret, stage and normalisation, and went through the keyholder where that was agreed.
fn check_together(
    handovers: &[Handover],
    expected: &Expected,
    refusals: &mut Refusals,
) -> Result<()> {
    let Some(common) = common(handovers) else {
        return Ok(());
    };
    for handover in handovers {
        if let Err(error) = agrees(handover, common) {
            refusals.add(handover.provider().as_str(), error)?;
        }
    }
    if expected.needs_stage_2()
        && let Err(error) = refuse_stage_1(common)
    {
        refusals.add(common.provider().as_str(), error)?;
    }
    Ok(())
}

/// The hand-over with which most others agree, of several the first: of thirteen one is wrong more easily than twelve.
fn common(handovers: &[Handover]) -> Option<&Handover> {
    let agreeing = |one: &&Handover| {
        let others = handovers.iter();
        others.filter(|other| agrees(other, one).is_ok()).count()
    };
    handovers.iter().rev().max_by_key(agreeing)
}

/// Whether `one` was made with the same secret, stage and normalisation as `other`.
pub(super) fn agrees(one: &Handover, other: &Handover) -> Result<()> {
    let (mine, its) = (one.manifest(), other.manifest());
    let (whose, others) = (one.whose(), other.whose());
    if mine.parties.key_id != its.parties.key_id {
        let message = format!("{whose} was made with a different secret than {others}");
        return Err(Error::new(Code::KeysDiffer, message).hint("compare the ids that `factlab key id` shows at both; the party with the wrong secret makes its hand-over again"));
    }
    let [stage, its_stage] = [one, other].map(Handover::stage);
    if stage != its_stage {
        let message =
            format!("{whose} has tokens of stage {stage}, but {others} of stage {its_stage}");
        return Err(Error::new(Code::StageWrong, message)
            .hint("ask the keyholder to run `factlab rekey` over all hand-overs together"));
    }
    if mine.stage2_key_id != its.stage2_key_id {
        let message =
            format!("{whose} went through the second stage under a different key than {others}");
        return Err(Error::new(Code::StageWrong, message)
            .hint("ask the keyholder to run `factlab rekey` over all hand-overs with one key"));
    }
    if mine.canaries != its.canaries {
        let message = format!("{whose} and {others} have different tokens of the same fixed words");
        return Err(Error::new(Code::KeysDiffer, message).hint("the key of the second stage or the normalisation differs; compare the canaries in both manifests"));
    }
    Ok(())
}

pub(super) fn refuse_stage_1(handover: &Handover) -> Result<()> {
    if handover.stage() >= 2 {
        return Ok(());
    }
    let whose = handover.whose();
    let (message, hint) = if handover.envelopes().len() > 1 {
        (
            format!(
                "{whose} and the others have tokens of stage 1, which did not go through the keyholder"
            ),
            "send the tokens to the keyholder, and put what `factlab rekey` writes in their place",
        )
    } else {
        (
            format!(
                "{whose} and the others have tokens of stage 1: anyone with the project secret can tell whose they are"
            ),
            "have the keyholder run `factlab rekey`, or record the decision to accept this as `accept_stage_1` under [project]",
        )
    };
    Err(Error::new(Code::StageWrong, message).hint(hint))
}

/// Whether the files are those that were written, and as the manifests say.
fn check_files(
    handovers: &[Handover],
    expected: &Expected,
    refusals: &mut Refusals,
    progress: &dyn Progress,
) -> Result<()> {
    let envelopes = handovers.iter();
    let envelopes =
        envelopes.flat_map(|one| one.envelopes().iter().map(move |opened| (one, opened)));
    let (whose, opened): (Vec<&Handover>, Vec<&Opened>) = envelopes.unzip();
    let outcomes = files::check_each(&opened, expected.told, progress)?;
    for (handover, refusal) in whose.iter().zip(outcomes) {
        let party = handover.provider().as_str();
        if let Some(error) = refusal.filter(|_| !refusals.has(party)) {
            refusals.add(party, error)?;
        }
    }
    for handover in handovers {
        let party = handover.provider().as_str();
        let (manifest, services) = (handover.manifest(), expected.services.len());
        let promised = promises::check_rows(manifest, services, &handover.whose());
        if let Some(error) = promised.err().filter(|_| !refusals.has(party)) {
            refusals.add(party, error)?;
        }
    }
    Ok(())
}
