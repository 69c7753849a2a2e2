//! Links clients of whom nothing but the address is known.
//!
//! How likely such a client lives at the only household of its address now is how often clients do who are known otherwise.

use std::collections::BTreeMap;

use super::compared::{Candidate, Compared};
use super::decide::{Decided, LINKED};
use super::kinds::Fields;
use crate::pseudonymous::link::ClientFate;
use crate::pseudonymous::link::address::{Homes, Residents};
use crate::pseudonymous::link::clients::Standing;
use crate::vocabulary::ResidentIx;

/// So many clients are added who moved or not as [`AT_HOME`] says.
const AS_ASSUMED: f64 = 20.0;
/// The share of clients who live at the address that their provider knows, where nothing is known yet.
const AT_HOME: f64 = 0.85;

/// How often clients live at the door that their address finds.
pub(super) struct Doors {
    /// By rung of the address ladder how many do, of how many.
    of_rungs: BTreeMap<u8, [f64; 2]>,
}

impl Doors {
    /// As those do who are decided by more than their address; `decided` has all clients in the order of `compared`.
    pub(super) fn of(compared: &[Compared], homes: &Homes<'_>, decided: &[Decided]) -> Self {
        let clients = compared.iter().flat_map(Compared::clients);
        let mut of_rungs: BTreeMap<u8, [f64; 2]> = BTreeMap::new();
        for ((fields, candidates), decided) in clients.zip(decided) {
            // Whoever is nobody here has left the address that others live at now.
            let lives_at = match decided.standing {
                Standing::Person(person, _) => homes.home_of(person),
                Standing::Open => None,
                _ => continue,
            };
            if fields != Fields::ADDRESS
                && let Some((rung, found)) = at_door(candidates, homes)
                && let Some(home) = found.only_home()
            {
                let lives_there = lives_at == Some(home);
                let [at_home, all] = of_rungs.entry(rung).or_default();
                *at_home += f64::from(u8::from(lives_there));
                *all += 1.0;
            }
        }
        Self { of_rungs }
    }

    /// Decides a client of whom only the address is known.
    pub(super) fn decide(&self, candidates: &[Candidate], homes: &Homes<'_>) -> Decided {
        let Some((rung, found)) = at_door(candidates, homes) else {
            return Decided::OPEN;
        };
        let [at_home, all] = self.of_rungs.get(&rung).copied().unwrap_or_default();
        let share = (at_home + AT_HOME * AS_ASSUMED) / (all + AS_ASSUMED);
        match found.only_home() {
            Some(home) if share >= LINKED => Decided {
                standing: Standing::Home(home, ClientFate::ByAddress),
                p: share,
            },
            _ => Decided {
                standing: Standing::Ambiguous,
                p: 0.0,
            },
        }
    }
}

/// The first rung at which a client finds anybody who still lives there, and who that is.
fn at_door(candidates: &[Candidate], homes: &Homes<'_>) -> Option<(u8, Residents)> {
    let at_rung = |one: &Candidate| {
        let home = homes.home_of(ResidentIx::at(one.resident as usize))?;
        Some((one.shared.rung()?, home))
    };
    let at_rungs = || candidates.iter().filter_map(at_rung);
    let rung = at_rungs().map(|(rung, _)| rung).min()?;
    let mut found = Residents::default();
    for (_, home) in at_rungs().filter(|(of, _)| *of == rung) {
        found.add(home, homes);
    }
    Some((rung, found))
}
