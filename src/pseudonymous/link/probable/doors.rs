//! Links clients of whom nothing but the address is known.
//!
//! How likely such a client lives at the only household of its address now is how often clients do who are known otherwise.

use std::collections::BTreeMap;

use super::compared::{Candidate, Compared};
use super::kinds::Fields;
use crate::pseudonymous::link::ClientFate;
use crate::pseudonymous::link::address::{Homes, Residents};
use crate::pseudonymous::link::clients::Standing;
use crate::vocabulary::ResidentIx;

/// So many clients are added who moved or not as [`AT_HOME`] says.
const AS_ASSUMED: f64 = 20.0;
/// The share of clients who live at the address that their provider knows, where nothing is known yet.
const AT_HOME: f64 = 0.85;
/// From this share on they are linked.
const LINKED: f64 = 0.5;

/// Decides the clients of whom only the address is known, by where the others live who are decided; `standing` has all
/// clients in the order of `compared`.
pub(super) fn link(compared: &[Compared], homes: &Homes<'_>, standing: &mut [Standing]) {
    let clients = || compared.iter().flat_map(Compared::clients);
    // How many live at the door that they find on a rung, of how many.
    let mut of_rungs: BTreeMap<u8, [f64; 2]> = BTreeMap::new();
    for ((fields, candidates), standing) in clients().zip(&*standing) {
        if fields != Fields::ADDRESS
            && let Standing::Person(person, _) = standing
            && let Some((rung, found)) = at_door(candidates, homes)
            && let Some(home) = found.only_home()
        {
            let lives_there = homes.home_of(*person) == Some(home);
            let [at_home, all] = of_rungs.entry(rung).or_default();
            *at_home += f64::from(u8::from(lives_there));
            *all += 1.0;
        }
    }
    for ((fields, candidates), standing) in clients().zip(standing) {
        if fields != Fields::ADDRESS {
            continue;
        }
        let Some((rung, found)) = at_door(candidates, homes) else {
            continue;
        };
        let [at_home, all] = of_rungs.get(&rung).copied().unwrap_or_default();
        let share = (at_home + AT_HOME * AS_ASSUMED) / (all + AS_ASSUMED);
        *standing = match found.only_home() {
            Some(home) if share >= LINKED => Standing::Home(home, ClientFate::ByAddress),
            _ => Standing::Ambiguous,
        };
    }
}

/// The first rung at which a client finds anybody, and who lives there.
fn at_door(candidates: &[Candidate], homes: &Homes<'_>) -> Option<(u8, Residents)> {
    let rung = candidates.iter().filter_map(|one| one.rung).min()?;
    let mut found = Residents::default();
    for one in candidates.iter().filter(|one| one.rung == Some(rung)) {
        if let Some(home) = homes.home_of(ResidentIx::at(one.resident as usize)) {
            found.add(home, homes);
        }
    }
    Some((rung, found))
}
