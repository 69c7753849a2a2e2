//! The token envelopes that the keyholder received, complete and in agreement with each other.

use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};
use crate::keys::{Identity, SigningKey, Stage2Key};
use crate::pseudonymous::handover::{
    Envelope, Expected, Found, Manifest, Signers, Survey, check_agreement, files,
};
use crate::pseudonymous::handover::{chosen::of_one_delivery, content::Opened};
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

/// Finds, opens and verifies the tokens of all hand-overs.
pub(super) fn receive(
    handovers: &[PathBuf],
    keyholder: &Keyholder<'_>,
    progress: &dyn Progress,
) -> Result<Vec<Received>> {
    let survey = Survey::of(handovers, keyholder.identity)?;
    let notes = survey.not_read();
    let mut received: Vec<Received> = Vec::new();
    for found in tokens_in(survey, handovers, keyholder.expected)? {
        let opened = found.open(&named(&found), keyholder.identity)?;
        let party = check_alone(&opened, keyholder.expected)?;
        files::check(&[&opened], When::ALWAYS, progress)?;
        let one = Received { found, party };
        if let Some(first) = received.first() {
            check_together(&one, first)?;
        }
        received.push(one);
    }
    for note in notes {
        progress.note(&note);
    }
    Ok(received)
}

/// How an error names an envelope.
fn named(found: &Found) -> String {
    found.path.display().to_string()
}

/// The tokens of each party, once, in the order in which they were given.
fn tokens_in(
    survey: Survey,
    handovers: &[PathBuf],
    expected: Option<&Expected>,
) -> Result<Vec<Found>> {
    let is_given = |path: &Path| handovers.iter().any(|one| one == path);
    let mut unopened = survey.unopened.into_iter();
    // What was named must be tokens; in a folder something else may lie beside them.
    let given = unopened.find(|one| survey.found.is_empty() || is_given(&one.path));
    if let Some(one) = given {
        return Err(one.error);
    }
    if let Some(found) = survey
        .found
        .iter()
        .find(|one| one.manifest.envelope != Envelope::Tokens)
    {
        return Err(never_a_use(&named(found)));
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
        let of_party = |one: &&Found| one.manifest.parties.provider == party.as_str();
        let mut all: Vec<&Found> = survey.found.iter().filter(of_party).collect();
        // Beside what the party sent may lie what was made of it.
        let is_first = |one: &&Found| one.manifest.parties.stage == 1 || is_given(&one.path);
        if all.iter().any(is_first) {
            all.retain(is_first);
        }
        let one = of_one_delivery(all, &party, signers)?;
        chosen.extend(one.into_iter().map(|found| found.path.clone()));
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

/// Checks an envelope by itself: its stage, its versions and, where it is at hand, the agreement.
fn check_alone(opened: &Opened, expected: Option<&Expected>) -> Result<ProviderId> {
    let (manifest, whose) = (&opened.manifest, &opened.whose);
    if manifest.parties.stage != 1 || manifest.stage2_key_id.is_some() {
        return Err(Error::new(
            Code::StageWrong,
            format!("{whose} has already been through the second stage"),
        )
        .hint("send it to the analyst as it is"));
    }
    check_agreement::check_versions(&manifest.parties, whose)?;
    let party = ProviderId::new(&manifest.parties.provider)
        .ok_or_else(|| Error::new(Code::HandoverInvalid, format!("{whose} names no provider")))?;
    // A recipient that cannot be read must not lead to an unencrypted envelope.
    if manifest.analyst.is_some() && manifest.analyst().is_none() {
        return Err(Error::new(
            Code::HandoverInvalid,
            format!("{whose} names an analyst whose recipient cannot be read"),
        ));
    }
    let Some(expected) = expected else {
        return Ok(party);
    };
    check_agreement::check_encryption(opened, &expected.signers)?;
    check_agreement::check(manifest, &party, expected, whose)?;
    if manifest.analyst() != expected.signers.analyst {
        return Err(Error::new(
            Code::HandoverMismatch,
            format!("{whose} is addressed to a different analyst than agreed"),
        )
        .hint(
            "ask for the hand-over again, and check through another channel whether it was changed on the way",
        ));
    }
    Ok(party)
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
