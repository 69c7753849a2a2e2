//! A run stops until somebody has looked at what is unusual in its hand-overs.

use std::collections::BTreeSet;

use crate::agreement::Agreement;
use crate::error::{Code, Error, Result};
use crate::pseudonymous::ledger::{History, Question};
use crate::pseudonymous::link::{LinkedTown, UseKey};
use crate::vocabulary::{ProviderId, ProviderIx, ServiceIx};

/// What was accepted of a party, in words without counts.
pub(super) type Answers = Vec<(ProviderId, String)>;

/// The answers to all questions of a release (an internal one asks nothing), of parties whose hand-overs a person accepts. `bringers`
/// tells which providers bring a service in this run.
///
/// # Errors
/// When a question has no answer, or an answer has no question.
pub(super) fn answered(
    history: Option<&History>,
    accepted: &[ProviderId],
    bringers: &dyn Fn(ServiceIx) -> BTreeSet<ProviderIx>,
    agreement: &Agreement,
) -> Result<Answers> {
    let brings = |service| parties(service, &bringers(service), agreement);
    let questions = history.map(History::questions).unwrap_or_default();
    let asked: Vec<(&Question, Vec<ProviderId>)> = questions
        .iter()
        .map(|one| (one, brings(one.service)))
        .filter(|(one, parties)| {
            let others = one.of_others.map(&brings).unwrap_or_default();
            one.of_others.is_none() || others.iter().any(|other| !parties.contains(other))
        })
        .collect();
    let is_open = |party: &ProviderId| !accepted.contains(party);
    let open: Vec<_> = asked
        .iter()
        .filter(|(_, parties)| parties.iter().any(is_open))
        .collect();
    if !open.is_empty() {
        let mut text = "hand-overs are unusual, and nobody has accepted them:".to_owned();
        for (question, parties) in &open {
            text.extend(["\n  ", &named(parties, ", "), ": ", &question.text]);
        }
        let all: BTreeSet<_> = asked.iter().flat_map(|(_, parties)| parties).collect();
        let accept = named(all, " --accept ");
        return Err(Error::new(Code::HandoverUnusual, text).hint(format!(
            "ask each party why; when the answer is good, run again with --accept {accept}"
        )));
    }
    let answers = asked
        .iter()
        .flat_map(|(question, parties)| parties.iter().map(|one| (one, &question.about)));
    let answers: Answers = answers
        .map(|(one, about)| (one.clone(), about.clone()))
        .collect();
    let is_asked = |party: &&ProviderId| !answers.iter().any(|(of, _)| of == *party);
    if let Some(party) = accepted.iter().find(is_asked) {
        let message = format!("--accept {party}: nothing in this hand-over is unusual");
        let hint = "leave it out: it answers a question of `run`, once, and is no setting";
        return Err(Error::new(Code::UsageInvalid, message).hint(hint));
    }
    Ok(answers)
}

/// The providers that bring a service in this run, by their place among those that take part.
pub(super) fn bringers(town: &LinkedTown, service: ServiceIx) -> BTreeSet<ProviderIx> {
    let uses = town.uses.iter().copied().map(UseKey::unpack);
    let of_service = uses.filter(|one| one.service == service);
    of_service.map(|one| one.provider).collect()
}

/// Who brings a service in this run; of one that nobody has any more, who is to bring it.
fn parties(
    service: ServiceIx,
    bring: &BTreeSet<ProviderIx>,
    agreement: &Agreement,
) -> Vec<ProviderId> {
    if bring.is_empty() {
        return agreement.who_brings(service);
    }
    let taking_part = (0..).map(ProviderIx::at).zip(agreement.participants());
    let bringing = taking_part.filter(|(place, _)| bring.contains(place));
    bringing.map(|(_, party)| party).collect()
}

fn named<'a>(parties: impl IntoIterator<Item = &'a ProviderId>, between: &str) -> String {
    let ids: Vec<&str> = parties.into_iter().map(ProviderId::as_str).collect();
    ids.join(between)
}
