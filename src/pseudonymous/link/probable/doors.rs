//! Links clients of whom nothing but the address is known.
//!
//! How likely such a client lives at the only household of its address now is how often clients do who are known otherwise.

use crate::error::Result;
use crate::pseudonymous::handover::HandoverSet;
use crate::pseudonymous::link::ClientFate;
use crate::pseudonymous::link::address::{Homes, Rung, rungs};
use crate::pseudonymous::link::clients::{Clients, Standing};
use crate::vocabulary::Progress;

/// So many clients are added who moved or not as [`AT_HOME`] says.
const AS_ASSUMED: f64 = 20.0;
/// The share of clients who live at the address that their provider knows, where nothing is known yet.
const AT_HOME: f64 = 0.85;
/// From this share on they are linked.
const LINKED: f64 = 0.5;

/// Decides the clients with `only_address`.
pub(super) fn link(
    handovers: &HandoverSet,
    homes: &Homes<'_>,
    only_address: &[bool],
    clients: &mut Clients,
    progress: &dyn Progress,
) -> Result<()> {
    if !only_address.contains(&true) {
        return Ok(());
    }
    let rungs = rungs();
    progress.begin(
        "linking by address",
        Some((handovers.register.persons() * rungs.len()) as u64),
    );
    let mut is_decided = vec![false; only_address.len()];
    for column in rungs {
        let (asking, tokens) = clients.tokens(&handovers.providers, &[column], &|client| {
            !is_decided[client]
        })?;
        let rung = Rung::of(handovers, homes, column, tokens.clone(), progress)?;
        let (mut at_home, mut all) = (AT_HOME * AS_ASSUMED, AS_ASSUMED);
        let mut may_be_linked = Vec::new();
        for (client, token) in asking.into_iter().zip(tokens) {
            let Some(found) = rung.residents(token).filter(|found| !found.is_nobody()) else {
                continue;
            };
            let client = client.index();
            is_decided[client] = true;
            let home = found.only_home();
            if only_address[client] {
                clients.standing[client] = Standing::Ambiguous;
                may_be_linked.extend(home.map(|home| (client, home)));
            } else if let (Some(home), Standing::Person(person, _)) =
                (home, clients.standing[client])
            {
                all += 1.0;
                at_home += f64::from(u8::from(homes.home_of(person) == Some(home)));
            }
        }
        if at_home / all >= LINKED {
            for (client, home) in may_be_linked {
                clients.standing[client] = Standing::Home(home, ClientFate::ByAddress);
            }
        }
    }
    progress.end();
    Ok(())
}
