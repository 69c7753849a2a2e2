//! Links clients to residents by how likely it is that they are the same, from the tokens that they share.

mod background;
mod compared;
mod decide;
mod doors;
mod explain;
mod guard;
mod held_out;
mod index;
pub(super) mod kinds;
mod likeness;
mod model;
mod outside;
mod pairs;
mod residents;
mod shared;

pub(super) use held_out::HeldOut;
pub(super) use kinds::{Fields, KindSet};
pub use outside::outside_register;
pub(super) use pairs::Pair;
pub(super) use shared::{Met, Shared, step};

use rayon::prelude::*;

use super::address::Homes;
use super::clients::Clients;
use super::explanation::Explanation;
use super::not_compared::NotCompared;
use crate::error::{Result, in_order};
use crate::pseudonymous::handover::{Handover, HandoverSet};
use crate::vocabulary::Progress;
use background::Background;
use compared::Compared;
use decide::Decided;
use doors::Doors;
use held_out::Trial;
use model::Model;
use residents::{Members, Residents};

/// What is known of the links beside whom they find.
pub(super) struct Weighed {
    /// By client how likely it is that its home is the right one; 0 where it is not linked.
    pub(super) likely: Vec<f64>,
    /// By client what its provider knows.
    pub(super) fields: Vec<Fields>,
    /// By resident whether the register knows the surname of a partner.
    pub(super) has_partner: Vec<bool>,
    /// By household whether it shares its postcode and house number with another.
    pub(super) shares_number: Vec<bool>,
    pub(super) held_out: HeldOut,
    pub(super) not_compared: NotCompared,
}

/// What all clients and residents have in common, and the model that follows from it.
struct Fitted {
    residents: Residents,
    /// By household whether it shares its postcode and house number with another.
    shares_number: Vec<bool>,
    not_compared: NotCompared,
    /// By provider.
    compared: Vec<Compared>,
    background: Background,
    model: Model,
}

/// Decides all clients; `shared` has who shares which tokens, where these were compared elsewhere.
pub(super) fn link(
    handovers: &HandoverSet,
    homes: &Homes<'_>,
    clients: &mut Clients,
    shared: Option<Shared>,
    progress: &dyn Progress,
) -> Result<Weighed> {
    let Fitted {
        residents,
        shares_number,
        not_compared,
        compared,
        background,
        model,
    } = fitted(handovers, homes, shared, progress)?;
    progress.begin("linking by probability", None);
    let mut decided: Vec<Decided> = compared
        .par_iter()
        .enumerate()
        .flat_map_iter(|(provider, compared)| decide::provider(provider, compared, &model, homes))
        .collect();
    let doors = Doors::of(&compared, homes, &decided);
    let of_all = compared.iter().flat_map(Compared::clients);
    for ((fields, candidates), decided) in of_all.zip(&mut decided) {
        if fields == Fields::ADDRESS {
            *decided = doors.decide(candidates, homes);
        }
    }
    let trial = Trial {
        model: &model,
        background: &background,
        doors: &doors,
        homes,
        carried: &residents.carried,
    };
    let held_out = HeldOut::of(&compared, &decided, &trial);
    clients.standing = decided.iter().map(|one| one.standing).collect();
    progress.end();
    let carried = compared.iter().flat_map(|one| &one.carried);
    Ok(Weighed {
        likely: decided.iter().map(|one| one.p).collect(),
        fields: carried.copied().map(KindSet::fields).collect(),
        has_partner: residents.has_partner,
        shares_number,
        held_out,
        not_compared,
    })
}

/// What the fitted model makes of made-up pairs.
pub(super) fn explain(
    handovers: &HandoverSet,
    homes: &Homes<'_>,
    progress: &dyn Progress,
) -> Result<Explanation> {
    let fitted = fitted(handovers, homes, None, progress)?;
    let providers = handovers.providers.iter().enumerate();
    Ok(Explanation {
        residents: handovers.register.persons() as u64,
        providers: providers
            .map(|(provider, handover)| fitted.explained(provider, handover.provider()))
            .collect(),
    })
}

/// Compares all clients with the residents, unless that was done elsewhere, and fits the model to it.
fn fitted(
    handovers: &HandoverSet,
    homes: &Homes<'_>,
    shared: Option<Shared>,
    progress: &dyn Progress,
) -> Result<Fitted> {
    let members = Members::of(homes);
    let residents = Residents::of(&handovers.register, (homes, &members))?;
    let shared = match shared {
        Some(shared) => shared,
        None => Shared::of(handovers, (homes, &members), &residents.carried, progress)?,
    };
    progress.begin("weighing what tokens say", None);
    let known = KindSet::known(&residents.carried);
    let providers = handovers.providers.par_iter();
    let clients: Vec<Vec<KindSet>> = in_order(providers.map(KindSet::carried))?;
    let sought = clients.iter().map(|carried| KindSet::known(carried));
    let not_compared = NotCompared {
        fields: sought
            .fold(Fields::NONE, Fields::and)
            .without(known)
            .names(),
        tokens: shared.left_out,
    };
    let of_providers = shared.clients.into_par_iter().zip(clients);
    let compared: Vec<Compared> = of_providers
        .map(|(pairs, clients)| Compared::of(pairs, clients, &residents.carried, known))
        .collect();
    let patterns: Vec<_> = compared
        .par_iter()
        .enumerate()
        .flat_map_iter(|(provider, compared)| compared.patterns(provider))
        .collect();
    let providers = handovers.providers.iter().map(Handover::provider);
    guard::refuse_mixed_up(&patterns, providers)?;
    let background = Background::of(&residents.carried, &shared.residents);
    let model = Model::fit(&patterns, compared.len(), &background);
    progress.end();
    Ok(Fitted {
        shares_number: residents.shares_number(homes, &shared.numbers),
        residents,
        not_compared,
        compared,
        background,
        model,
    })
}
