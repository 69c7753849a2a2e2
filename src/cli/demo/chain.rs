//! What the roles of the town do, one after the other: keys, hand-overs, run.

use std::sync::Mutex;
use std::thread;

use factlab::agreement::{Agreement, PartySettings};
use factlab::error::{Error, Result};
use factlab::folder::Existing;
use factlab::keys::{self, KeyKind, ProjectSecret};
use factlab::vocabulary::ProviderId;

use super::place::{Town, send};
use crate::cli::bars::Bars;
use crate::cli::pseudonymise::hand_over;
use crate::cli::run::{Released, release};

/// So many parties work at the same time; each needs up to 300 MB.
const AT_THE_SAME_TIME: usize = 2;

/// The keys, every party's hand-over, and the release of the analyst.
pub(super) fn chain(town: &Town<'_>, bars: &Bars) -> Result<Released> {
    keys::create(&town.project_key(), KeyKind::Project)?;
    keys::create(&town.release_key(), KeyKind::Release)?;
    let agreement = Agreement::read(&town.agreement())?;
    hand_overs(town, &agreement, bars)?;
    let releases = town.releases();
    release(
        &agreement,
        None,
        None,
        &releases,
        Existing::Refuse,
        false,
        bars,
    )
}

/// Every party makes its hand-over and sends it.
fn hand_overs(town: &Town<'_>, agreement: &Agreement, bars: &Bars) -> Result<()> {
    let parties = agreement.parties();
    let settings = agreement.party_settings(&parties)?;
    let secret = ProjectSecret::read(&town.project_key())?;
    let queue = Mutex::new(parties.iter().zip(&settings));
    let next = || queue.lock().ok().and_then(|mut queue| queue.next());
    let work = || -> Result<()> {
        while let Some(step) = next() {
            let done = hand_over_and_send(town, agreement, step, &secret, bars);
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
        let broken = |_| Err(Error::failed("the step of a party broke off"));
        ends.into_iter()
            .try_for_each(|end| end.unwrap_or_else(broken))
    })
}

/// One party's step in its own folder; then the hand-over goes to the analyst.
fn hand_over_and_send(
    town: &Town<'_>,
    agreement: &Agreement,
    (party, settings): (&ProviderId, &PartySettings),
    secret: &ProjectSecret,
    bars: &Bars,
) -> Result<()> {
    let made = town.made(party);
    hand_over(settings, secret, &made, &bars.beside(party.as_str()))?;
    send(&made, &agreement.handover_place(party)?)
}
