//! Clients whom their BSN finds, linked once more with no more than what other clients know: how many their homes are found of.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::background::Background;
use super::compared::{Candidate, Compared};
use super::decide::{self, Decided};
use super::doors::Doors;
use super::kinds::{Fields, KindSet};
use super::likeness::Likeness;
use super::model::Model;
use crate::pseudonymous::link::ClientFate;
use crate::pseudonymous::link::address::Homes;
use crate::pseudonymous::link::clients::Standing;
use crate::vocabulary::ResidentIx;

/// So many clients are tried at most: a miss of one in a hundred is then known to a tenth of it.
const TRIED: usize = 10_000;
/// What fewer clients than one in so many know is not tried by itself.
const RARE: usize = 1000;
/// A link by BSN is taken for the truth from this probability of the household on.
const TRUSTED: f64 = 0.9;

/// A client whom its BSN finds.
struct Known<'a> {
    resident: ResidentIx,
    fields: Fields,
    carried: KindSet,
    candidates: &'a [Candidate],
}

/// Those who were tried.
pub(in crate::pseudonymous::link) struct HeldOut {
    /// Who each is.
    pub(in crate::pseudonymous::link) residents: Vec<ResidentIx>,
    /// By what was known of them, whether the home of each was found; `None` of whom less is known.
    pub(in crate::pseudonymous::link) found: BTreeMap<Fields, Vec<Option<bool>>>,
}

/// What links are tried with.
pub(super) struct Trial<'a> {
    pub(super) model: &'a Model,
    pub(super) background: &'a Background,
    pub(super) doors: &'a Doors,
    pub(super) homes: &'a Homes<'a>,
    /// The kinds that each resident carries.
    pub(super) carried: &'a [KindSet],
}

impl HeldOut {
    /// Of all clients; `decided` has them in the order of `compared`.
    pub(super) fn of(compared: &[Compared], decided: &[Decided], trial: &Trial<'_>) -> Self {
        let mut known = Vec::new();
        let mut sets: BTreeMap<Fields, usize> = BTreeMap::new();
        let clients = compared.iter().flat_map(|provider| {
            let carried = provider.carried.iter();
            provider.clients().zip(carried)
        });
        for (((fields, candidates), carried), decided) in clients.zip(decided) {
            *sets.entry(fields).or_default() += 1;
            if let Standing::Person(resident, ClientFate::ByBsn) = decided.standing
                && decided.p >= TRUSTED
                && trial.homes.home_of(resident).is_some()
            {
                known.push(Known {
                    resident,
                    fields,
                    carried: *carried,
                    candidates,
                });
            }
        }
        let step = known.len().div_ceil(TRIED).max(1);
        let known: Vec<Known<'_>> = known.into_iter().step_by(step).collect();
        let usual = sets
            .iter()
            .filter(|(_, clients)| **clients * RARE >= decided.len());
        let usual: Vec<Fields> = usual.map(|(fields, _)| *fields).collect();
        let found = usual
            .into_par_iter()
            .map(|fields| (fields, trial.found(fields, &known)))
            .collect();
        Self {
            residents: known.iter().map(|one| one.resident).collect(),
            found,
        }
    }
}

impl Trial<'_> {
    /// Whether the home of each is found with these fields.
    fn found(&self, fields: Fields, known: &[Known<'_>]) -> Vec<Option<bool>> {
        let told = KindSet::within(fields);
        let odds = self.model.odds_of_all(fields, self.background);
        let mut likenesses = HashMap::new();
        let found = known.iter().map(|one| {
            if !one.fields.have(fields) {
                return None;
            }
            let candidates: Vec<Candidate> = one
                .candidates
                .iter()
                .filter_map(|candidate| {
                    let shared = candidate.shared.common(told);
                    let resident = self.carried[candidate.resident as usize];
                    let carried = one.carried.common(resident).common(told);
                    let likeness = likenesses
                        .entry((shared, carried))
                        .or_insert_with(|| Likeness::of(shared, carried));
                    (!shared.is_empty()).then_some(Candidate {
                        likeness: *likeness,
                        shared,
                        ..*candidate
                    })
                })
                .collect();
            let decided = if fields == Fields::ADDRESS {
                self.doors.decide(&candidates, self.homes)
            } else {
                decide::decide((fields, &candidates), &odds, self.homes)
            };
            let home = match decided.standing {
                Standing::Person(resident, _) => self.homes.home_of(resident),
                Standing::Home(home, _) => Some(home),
                _ => None,
            };
            Some(home.is_some() && home == self.homes.home_of(one.resident))
        });
        found.collect()
    }
}
