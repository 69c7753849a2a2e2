//! What the roles of the town do, one after the other: keys, hand-overs, second stage, run.

use std::fs;
use std::sync::Mutex;
use std::thread;

use super::folders::{Town, clear, send};
use crate::agreement::Agreement;
use crate::error::{Code, Error, Result};
use crate::files::Existing;
use crate::identified::PartySettings;
use crate::keys::{self, Identity, KeyKind, ProjectSecret, SigningKey, Stage2Key};
use crate::pseudonymous::handover::Envelope;
use crate::pseudonymous::rekey::{Keyholder, rekey};
use crate::run::{Released, Run};
use crate::vocabulary::{Progress, ProviderId};

/// Gives who listens to the step of a party.
pub(super) type Beside<'a> = dyn Fn(&ProviderId) -> Box<dyn Progress> + Sync + 'a;

/// So many parties work at the same time; each needs up to 300 MB.
const AT_THE_SAME_TIME: usize = 2;

/// The keys, every party's hand-over, the second stage, and the release of the analyst.
pub(super) fn chain(
    town: &Town<'_>,
    progress: &dyn Progress,
    beside: &Beside<'_>,
) -> Result<Released> {
    let agreement = Agreement::read(&town.agreement())?;
    share_secret(town, &agreement)?;
    hand_overs(town, &agreement, beside)?;
    second_stage(town, &agreement, progress)?;
    keys::create(&town.release_key(), KeyKind::Release)?;
    let identity = Identity::read(&town.identity("analyst"))?;
    let signing = SigningKey::read(&town.signing_key())?;
    let run = Run {
        identity: Some(&identity),
        signing: Some(&signing),
        progress,
        ..Run::of(&agreement)
    };
    run.release(&town.releases(), Existing::Refuse)
}

/// The register office makes the project secret and gives each provider a copy; nobody else gets one.
fn share_secret(town: &Town<'_>, agreement: &Agreement) -> Result<()> {
    let made = town.project_key(&ProviderId::register());
    keys::create(&made, KeyKind::Project)?;
    for provider in agreement.participants() {
        let copy = town.project_key(&provider);
        // A copy has the rights of the file as well: its owner's only.
        fs::copy(&made, &copy).map_err(|e| Error::io(&copy, "write the key", &e))?;
    }
    Ok(())
}

/// The keyholder passes the tokens on under its own key, and keeps none.
fn second_stage(town: &Town<'_>, agreement: &Agreement, progress: &dyn Progress) -> Result<()> {
    keys::create(&town.stage2_key(), KeyKind::Stage2)?;
    let (received, made) = (town.at_keyholder("received"), town.at_keyholder("made"));
    let parties = agreement.parties();
    let handovers: Vec<_> = parties
        .iter()
        .map(|party| received.join(party.as_str()))
        .collect();
    let keyholder = Keyholder {
        key: &Stage2Key::read(&town.stage2_key())?,
        identity: Some(&Identity::read(&town.identity("keyholder"))?),
        signing: None,
        expected: Some(&agreement.expected()),
    };
    for tokens in rekey(&handovers, &made, &keyholder, progress)? {
        send(&tokens.file, &agreement.handover_path(&tokens.party)?)?;
    }
    clear(&received)?;
    clear(&made)
}

/// Every party makes its hand-over and sends it.
fn hand_overs(town: &Town<'_>, agreement: &Agreement, beside: &Beside<'_>) -> Result<()> {
    let parties = agreement.parties();
    let settings = agreement.party_settings(&parties)?;
    let queue = Mutex::new(parties.iter().zip(&settings));
    let next = || queue.lock().ok().and_then(|mut queue| queue.next());
    let work = || -> Result<()> {
        while let Some(step) = next() {
            let done = hand_over_and_send(town, agreement, step, beside);
            if done.is_err() {
                // Nobody else needs to begin.
                while next().is_some() {}
            }
            done?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_THE_SAME_TIME).map(|_| scope.spawn(work)).collect();
        let ends: Vec<_> = workers
            .into_iter()
            .map(thread::ScopedJoinHandle::join)
            .collect();
        let broken = |_| {
            Err(Error::new(
                Code::InternalError,
                "the step of a party broke off",
            ))
        };
        ends.into_iter()
            .try_for_each(|end| end.unwrap_or_else(broken))
    })
}

/// One party's step in its own folder; then the tokens go to the keyholder and the rest to the analyst.
fn hand_over_and_send(
    town: &Town<'_>,
    agreement: &Agreement,
    (party, settings): (&ProviderId, &PartySettings),
    beside: &Beside<'_>,
) -> Result<()> {
    let made = town.made(party);
    let secret = ProjectSecret::read(&town.project_key(party))?;
    settings.hand_over((&secret).into(), &made, &*beside(party))?;
    let transport = settings.transport();
    for envelope in transport.envelopes(party.is_register()) {
        let is_encrypted = transport.recipient(envelope).is_some();
        let name = envelope.file_name(party.as_str(), is_encrypted);
        let received = match envelope {
            Envelope::Tokens => town.at_keyholder("received").join(party.as_str()),
            _ => agreement.handover_path(party)?,
        };
        send(&made.join(name), &received)?;
    }
    clear(&made)
}
