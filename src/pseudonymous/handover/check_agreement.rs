//! Checks a manifest against the agreement, and says what differs.

use super::content::Opened;
use super::envelope::Envelope;
use super::{Issue, Manifest, Parties, Signers, promises};
use crate::error::{Code, Error, Result};
use crate::keys::VerifyingKey;
use crate::pseudonymous::TokenProfile;
use crate::vocabulary::{
    AgeBands, AgreementDigest, KeyId, NORMALISATION_VERSION, ProjectId, ProviderId, ServiceCode,
    ServiceIx, TOOL_VERSION, When,
};

/// What every hand-over of a set must agree with.
#[derive(Debug, Clone)]
pub struct Expected {
    /// The project.
    pub project: ProjectId,
    /// The agreement digest.
    pub agreement: AgreementDigest,
    /// The agreed services, in the order of the agreement.
    pub services: Vec<ServiceCode>,
    /// Those of them that count for the household at the address that their provider gives.
    pub by_address: Vec<ServiceIx>,
    /// The agreed age bands.
    pub age_bands: AgeBands,
    /// The days and quarters that a hand-over has of a use.
    pub told: When,
    /// The id of the key that tokens are made with, where it is agreed on.
    pub key_id: Option<KeyId>,
    /// Which tokens are made.
    pub profile: TokenProfile,
    /// How many providers were agreed on, whether or not they take part.
    pub providers: usize,
    /// Those of them that bring needs instead of services.
    pub of_needs: Vec<ProviderId>,
    /// Why hand-overs without the second stage are accepted, where they are.
    pub accept_stage_1: Option<String>,
    /// Who signs, and who passes tokens through the second stage.
    pub signers: Signers,
}

impl Expected {
    /// Whether tokens must have gone through the second stage: who has the project secret can tell whose those of the first are.
    pub(super) fn needs_stage_2(&self) -> bool {
        let is_worth_it = self.providers >= 2 || self.signers.has_keyholder;
        is_worth_it && self.accept_stage_1.is_none()
    }
}

/// All that is wrong with who made an envelope, for whom, for what and with what, and whether who agreed to sign it did.
pub(in crate::pseudonymous) fn refusals(
    opened: &Opened,
    provider: &ProviderId,
    expected: &Expected,
) -> Vec<Error> {
    let (manifest, whose) = (&opened.manifest, &opened.whose);
    let parties = &manifest.parties;
    // Of another party or project, the rest differs too.
    if let Err(error) = check_whose(parties, provider, expected, whose) {
        return vec![error];
    }
    let (signs, who) = signer(manifest, provider, &expected.signers);
    let outcomes = [
        check_encryption(opened, &expected.signers),
        check_versions(parties, whose),
        check_shared(parties, expected, whose),
        check_key(parties, expected, whose),
        issue(manifest, whose).map(|_| ()),
        promises::check_envelope(manifest, whose),
        check_stage(manifest, whose),
        manifest.check_signature(signs, who, whose),
    ];
    outcomes.into_iter().filter_map(Result::err).collect()
}

/// The agreed key of whoever signs a manifest, and who that is.
fn signer<'a>(
    manifest: &Manifest,
    provider: &'a ProviderId,
    signers: &'a Signers,
) -> (Option<&'a VerifyingKey>, &'a str) {
    if manifest.parties.stage == 1 {
        (signers.parties.get(provider), provider.as_str())
    } else {
        (signers.keyholder.as_ref(), "the keyholder")
    }
}

/// Who signed a manifest and agreed on no key, so that nothing can hold the signature to anybody.
pub(in crate::pseudonymous) fn signer_without_key<'a>(
    manifest: &Manifest,
    provider: &'a ProviderId,
    signers: &'a Signers,
) -> Option<&'a str> {
    let (signs, who) = signer(manifest, provider, signers);
    (signs.is_none() && manifest.signature.is_some()).then_some(who)
}

/// Whether whoever agreed to sign this manifest did, so that what it says of itself is surely theirs.
pub(super) fn is_signed_as_agreed(
    manifest: &Manifest,
    provider: &ProviderId,
    signers: &Signers,
) -> bool {
    let (signs, who) = signer(manifest, provider, signers);
    signs.is_some() && manifest.check_signature(signs, who, "").is_ok()
}

/// Which delivery of the party a manifest is of.
pub(super) fn issue(manifest: &Manifest, whose: &str) -> Result<Issue> {
    manifest.delivery.issue().ok_or_else(|| {
        Error::new(
            Code::HandoverIncomplete,
            format!("{whose} has no delivery day and number"),
        )
    })
}

/// Refuses what came unencrypted where its recipient was agreed on: it may have been read or replaced on the way.
fn check_encryption(opened: &Opened, signers: &Signers) -> Result<()> {
    let manifest = &opened.manifest;
    let is_for_keyholder = manifest.envelope == Envelope::Tokens && manifest.parties.stage == 1;
    let recipient = if is_for_keyholder {
        &signers.keyholder_recipient
    } else {
        &signers.analyst
    };
    if opened.is_encrypted || recipient.is_none() {
        return Ok(());
    }
    Err(Error::new(
        Code::HandoverUnencrypted,
        format!(
            "{} is not encrypted, but the agreement names a recipient",
            opened.whose
        ),
    ))
}

/// Only tokens pass through the second stage.
fn check_stage(manifest: &Manifest, whose: &str) -> Result<()> {
    let is_second = manifest.envelope == Envelope::Tokens && manifest.stage2_key_id.is_some();
    match manifest.parties.stage {
        1 if manifest.stage2_key_id.is_none() => Ok(()),
        2 if is_second => Ok(()),
        _ => Err(Error::new(
            Code::HandoverInvalid,
            format!("{whose} has an impossible stage"),
        )),
    }
}

fn check_whose(
    parties: &Parties,
    provider: &ProviderId,
    expected: &Expected,
    whose: &str,
) -> Result<()> {
    if parties.provider != provider.as_str() {
        return Err(Error::new(
            Code::HandoverMismatch,
            format!("{whose} was made by another provider"),
        )
        .hint("`factlab show FILE` tells whose it is"));
    }
    if parties.project != expected.project.as_str() {
        return Err(Error::new(
            Code::HandoverMismatch,
            format!("{whose} was made for another project"),
        )
        .hint("compare `project` in the manifest with `id` under [project]"));
    }
    Ok(())
}

fn check_shared(parties: &Parties, expected: &Expected, whose: &str) -> Result<()> {
    if parties.agreement == expected.agreement.to_string() {
        return Ok(());
    }
    let message = format!("{whose} was made under another agreement");
    Err(Error::new(Code::AgreementDiffers, message).hint(
        "ask for the agreement that was used: `factlab agreement --diff OTHER` lists what differs; then ask for the hand-over again",
    ))
}

fn check_key(parties: &Parties, expected: &Expected, whose: &str) -> Result<()> {
    match expected.key_id {
        Some(agreed) if parties.key_id != agreed.to_string() => {
            let message = format!("{whose} was made with another key than the agreement names");
            Err(Error::new(Code::KeysDiffer, message).hint(
                "the party with the wrong key makes its hand-over again: `factlab key id` must show the agreed id",
            ))
        }
        _ => Ok(()),
    }
}

fn major(version: &str) -> Option<&str> {
    version.split('.').next()
}

/// Refuses what an incompatible version made.
pub(in crate::pseudonymous) fn check_versions(parties: &Parties, whose: &str) -> Result<()> {
    if major(&parties.tool) != major(TOOL_VERSION) {
        return Err(Error::new(
            Code::HandoverMismatch,
            format!("{whose} was made by another major version of factlab than {TOOL_VERSION}"),
        )
        .hint("let all parties use the same version, and ask for the hand-over again"));
    }
    if parties.normalisation != NORMALISATION_VERSION {
        return Err(Error::new(Code::HandoverMismatch, format!(
                "{whose} was made with normalisation rules other than version {NORMALISATION_VERSION}"
            )).hint("let all parties use the same version of factlab, and ask for the hand-over again"));
    }
    Ok(())
}
