//! The token envelopes that the keyholder received, complete and in agreement with each other.

use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};
use crate::keys::{Identity, SigningKey, Stage2Key};
use crate::pseudonymous::handover::{Envelope, Expected, Manifest, check_agreement, files};
use crate::pseudonymous::handover::{
    content::Opened,
    open::{envelopes_in, open_envelope},
};
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
    path: PathBuf,
    pub(super) party: ProviderId,
    pub(super) manifest: Manifest,
}

impl Received {
    /// Opens it again: between verifying and writing only manifests stay in memory.
    pub(super) fn open(&self, identity: Option<&Identity>) -> Result<Opened> {
        open_envelope(&self.path, identity)
    }
}

/// Finds, opens and verifies the tokens of all hand-overs.
pub(super) fn receive(
    handovers: &[PathBuf],
    keyholder: &Keyholder<'_>,
    progress: &dyn Progress,
) -> Result<Vec<Received>> {
    let paths = handovers
        .iter()
        .map(|handover| tokens_at(handover))
        .collect::<Result<Vec<_>>>()?;
    let mut received: Vec<Received> = Vec::with_capacity(paths.len());
    for path in paths {
        let opened = open_envelope(&path, keyholder.identity)?;
        let party = check_alone(&opened, keyholder.expected)?;
        files::check(&[&opened], When::ALWAYS, progress)?;
        let one = Received {
            path,
            party,
            manifest: opened.manifest,
        };
        if let Some(first) = received.first() {
            check_together(&one, first)?;
        }
        if received.iter().any(|earlier| earlier.party == one.party) {
            return Err(Error::new(Code::HandoverMisplaced, format!("{} was given twice", one.party)).hint("give each party's tokens once: of two deliveries, the one whose uses the analyst has"));
        }
        received.push(one);
    }
    Ok(received)
}

/// The envelope of tokens at `handover`: it may be that file, or a folder that holds it.
fn tokens_at(handover: &Path) -> Result<PathBuf> {
    let whose = handover.display().to_string();
    if !handover.is_dir() {
        let name = handover.file_name().unwrap_or_default().to_string_lossy();
        return match Envelope::of_file_name(&name) {
            Some((Envelope::Tokens, _)) => Ok(handover.to_owned()),
            Some(_) => Err(never_a_use(&whose)),
            None => Err(Error::new(Code::HandoverMisplaced, format!("{whose} does not have the name of an envelope of tokens")).hint("restore the name it was sent with, tokens.age or tokens.tar, each party's in its own folder")),
        };
    }
    let envelopes = envelopes_in(handover, &whose)?;
    let shows_uses = |(kind, is_encrypted): (Envelope, bool)| {
        kind == Envelope::Whole || (kind != Envelope::Tokens && !is_encrypted)
    };
    if envelopes.iter().any(|(_, named)| shows_uses(*named)) {
        return Err(never_a_use(&whose));
    }
    let mut tokens = envelopes
        .into_iter()
        .filter(|(_, (kind, _))| *kind == Envelope::Tokens);
    match (tokens.next(), tokens.next()) {
        (Some((path, _)), None) => Ok(path),
        (Some(_), Some(_)) => Err(Error::new(Code::HandoverMisplaced, format!("{whose} contains tokens twice")).hint("keep the envelope that was sent last")),
        (None, _) if handover.join("manifest.json").exists() => Err(never_a_use(&whose)),
        (None, _) => Err(Error::new(Code::HandoverMisplaced, format!("{whose} contains no envelope of tokens")).hint("restore the name it was sent with, tokens.age or tokens.tar, each party's in its own folder")),
    }
}

fn never_a_use(whose: &str) -> Error {
    Error::new(Code::HandoverMisplaced, format!("{whose} contains more than tokens, and the keyholder must not see uses")).hint("use only tokens.age or tokens.tar; `pseudonymise` makes it when the agreement has a [keyholder]")
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
    let (mine, its) = (&one.manifest, &first.manifest);
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
