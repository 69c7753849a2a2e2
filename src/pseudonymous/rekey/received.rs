//! The token envelopes that the keyholder received, complete and in agreement with each other.

use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};
use crate::keys::{Identity, SigningKey, Stage2Key};
use crate::pseudonymous::handover::{
    Envelope, Expected, Found, Manifest, Signers, Survey, check_agreement, files,
};
use crate::pseudonymous::handover::{chosen::of_one_delivery, content::Opened, refusals::Refusals};
use crate::vocabulary::{Progress, ProviderId, When};

/// What the keyholder works with.
#[derive(Debug, Clone, Copy)]
pub struct Keyholder<'a> {
    /// The key of the second stage.
    pub key: &'a Stage2Key,
    /// What opens envelopes that are encrypted for the keyholder.
    pub identity: Option<&'a Identity>,
    /// The key that the keyholder signs with.
    pub signing: Option<&'a SigningKey>,
    /// What was agreed, where the keyholder has the agreement at hand.
    pub expected: Option<&'a Expected>,
}

/// An envelope of tokens that was read to its end and verified.
pub(super) struct Received {
    found: Found,
    pub(super) party: ProviderId,
}

impl Received {
    /// Opens it again: between verifying and writing only manifests stay in memory.
    pub(super) fn open(&self, identity: Option<&Identity>) -> Result<Opened> {
        self.found.open(&named(&self.found), identity)
    }

    fn manifest(&self) -> &Manifest {
        &self.found.manifest
    }
}

/// Finds, opens and verifies the tokens of all hand-overs; all that is wrong with any of them is one error.
pub(super) fn receive(
    handovers: &[PathBuf],
    keyholder: &Keyholder<'_>,
    progress: &dyn Progress,
) -> Result<Vec<Received>> {
    let survey = Survey::of(handovers, keyholder.identity)?;
    let notes = survey.not_read();
    let mut refusals = Refusals::default();
    let found = tokens_in(survey, handovers, keyholder.expected, &mut refusals)?;
    let mut received: Vec<Received> = Vec::with_capacity(found.len());
    for found in found {
        match receive_one(found, keyholder, progress) {
            Ok(one) => received.push(one),
            Err((party, errors)) => {
                for error in errors {
                    refusals.add_of(&party, error, false)?;
                }
            }
        }
    }
    if let Some(common) = common(&received) {
        for one in &received {
            if let Err(error) = check_together(one, common) {
                refusals.add_of(one.party.as_str(), error, false)?;
            }
        }
    }
    refusals.end(&[], keyholder.expected)?;
    for note in notes {
        progress.note(&note);
    }
    Ok(received)
}

/// The tokens in an envelope; or whose they are, by the path where nothing tells, and all that is wrong with them.
fn receive_one(
    found: Found,
    keyholder: &Keyholder<'_>,
    progress: &dyn Progress,
) -> std::result::Result<Received, (String, Vec<Error>)> {
    let name = named(&found);
    let unknown = |error| (name.clone(), vec![error]);
    let opened = found.open(&name, keyholder.identity).map_err(unknown)?;
    let party = check_alone(&opened).map_err(unknown)?;
    let as_agreed = |expected| as_agreed(&opened, &party, expected);
    let mut wrong = keyholder.expected.map_or_else(Vec::new, as_agreed);
    wrong.extend(files::check(&[&opened], When::ALWAYS, progress).err());
    if wrong.is_empty() {
        Ok(Received { found, party })
    } else {
        Err((party.to_string(), wrong))
    }
}

/// The one with which most others agree, of several the first.
fn common(received: &[Received]) -> Option<&Received> {
    let agreeing = |one: &&Received| {
        let others = received.iter();
        let agrees = |other: &&Received| check_together(other, one).is_ok();
        others.filter(agrees).count()
    };
    received.iter().rev().max_by_key(agreeing)
}

/// How an error names an envelope.
fn named(found: &Found) -> String {
    found.path.display().to_string()
}

/// The tokens of each party, once, in the order in which they were given.
fn tokens_in(
    mut survey: Survey,
    handovers: &[PathBuf],
    expected: Option<&Expected>,
    refusals: &mut Refusals,
) -> Result<Vec<Found>> {
    let is_given = |path: &Path| handovers.iter().any(|one| one == path);
    // What was named must be tokens; in a folder something else may lie beside them.
    let has_none = survey.found.is_empty();
    for one in std::mem::take(&mut survey.unopened) {
        if has_none || is_given(&one.path) {
            refusals.add_of(&one.path.display().to_string(), one.error, false)?;
        }
    }
    for found in &survey.found {
        if found.manifest.envelope != Envelope::Tokens {
            let name = named(found);
            refusals.add_of(&name, never_a_use(&name), false)?;
        }
    }
    survey
        .found
        .retain(|one| one.manifest.envelope == Envelope::Tokens);
    if survey.found.is_empty() && !refusals.is_empty() {
        return Ok(Vec::new());
    }
    if survey.found.is_empty() {
        let folders: Vec<String> = handovers
            .iter()
            .map(|one| one.display().to_string())
            .collect();
        let message = format!("no envelope of tokens in {}", folders.join(", "));
        return Err(Error::new(Code::HandoverMissing, message)
            .hint("give the files or folders in which you keep what the parties sent"));
    }
    let none = Signers::default();
    let signers = expected.map_or(&none, |expected| &expected.signers);
    let mut chosen = Vec::new();
    for party in parties(&survey.found)? {
        let mut all = survey.of_party(&party);
        // Beside what the party sent may lie what was made of it.
        let is_first = |one: &&Found| one.manifest.parties.stage == 1 || is_given(&one.path);
        if all.iter().any(is_first) {
            all.retain(is_first);
        }
        match of_one_delivery(all, &party, signers) {
            Ok(one) => chosen.extend(one.into_iter().map(|found| found.path.clone())),
            Err(error) => refusals.add_of(party.as_str(), error, false)?,
        }
    }
    let found = survey.found.into_iter();
    Ok(found.filter(|one| chosen.contains(&one.path)).collect())
}

/// Who made them, each once, in the order in which they were given.
fn parties(all: &[Found]) -> Result<Vec<ProviderId>> {
    let mut parties = Vec::new();
    for found in all {
        let party = ProviderId::new(&found.manifest.parties.provider).ok_or_else(|| {
            let message = format!("{} names no provider", named(found));
            Error::new(Code::HandoverInvalid, message)
        })?;
        if !parties.contains(&party) {
            parties.push(party);
        }
    }
    Ok(parties)
}

fn never_a_use(whose: &str) -> Error {
    Error::new(Code::HandoverMisplaced, format!("{whose} contains more than tokens, and the keyholder must not see uses")).hint("delete it, and use only the envelopes of tokens; `pseudonymise` makes them when the agreement has a [keyholder]")
}

/// Checks an envelope by itself: its stage and its versions; gives whose it is.
pub(super) fn check_alone(opened: &Opened) -> Result<ProviderId> {
    let (manifest, whose) = (&opened.manifest, &opened.whose);
    if manifest.parties.stage != 1 || manifest.stage2_key_id.is_some() {
        return Err(Error::new(
            Code::StageWrong,
            format!("{whose} has already been through the second stage"),
        )
        .hint("send it to the analyst as it is"));
    }
    check_agreement::check_versions(&manifest.parties, whose)?;
    // A recipient that cannot be read must not lead to an unencrypted envelope.
    if manifest.analyst.is_some() && manifest.analyst().is_none() {
        return Err(Error::new(
            Code::HandoverInvalid,
            format!("{whose} names an analyst whose recipient cannot be read"),
        ));
    }
    ProviderId::new(&manifest.parties.provider)
        .ok_or_else(|| Error::new(Code::HandoverInvalid, format!("{whose} names no provider")))
}

/// What is not as agreed.
pub(super) fn as_agreed(opened: &Opened, party: &ProviderId, expected: &Expected) -> Vec<Error> {
    let mut wrong = check_agreement::refusals(opened, party, expected);
    if opened.manifest.analyst() != expected.signers.analyst {
        let message = format!(
            "{} is addressed to a different analyst than agreed",
            opened.whose
        );
        wrong.push(Error::new(Code::HandoverMismatch, message).hint(
            "ask for the hand-over again, and check through another channel whether it was changed on the way",
        ));
    }
    wrong
}

/// Whether two envelopes are of one project, made alike, for one analyst.
fn check_together(one: &Received, first: &Received) -> Result<()> {
    let (mine, its) = (one.manifest(), first.manifest());
    let differs = [
        (mine.parties.project != its.parties.project, "project"),
        (mine.parties.agreement != its.parties.agreement, "agreement"),
        (mine.parties.key_id != its.parties.key_id, "secret"),
        (mine.canaries != its.canaries, "set of canaries"),
        (mine.analyst != its.analyst, "analyst"),
    ];
    match differs.iter().find(|(differs, _)| *differs) {
        None => Ok(()),
        Some((_, what)) => Err(Error::new(
            Code::HandoverMismatch,
            format!(
                "the tokens of {} have a different {what} than those of {}",
                one.party, first.party
            ),
        )
        .hint("compare both with the agreement, and ask for the one that differs again")),
    }
}
