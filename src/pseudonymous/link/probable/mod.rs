//! Links clients to residents by how likely it is that they are the same, from the tokens that they share.

mod background;
mod compared;
mod decide;
mod doors;
mod explain;
mod guard;
mod held_out;
mod index;
mod kinds;
mod likeness;
mod model;
mod outside;
mod pairs;

pub(super) use held_out::HeldOut;
pub(super) use kinds::Fields;
pub use outside::outside_register;

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
use index::Index;
use kinds::KindSet;
use model::Model;

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
    /// Without their tokens.
    residents: Index,
    /// By household whether it shares its postcode and house number with another.
    shares_number: Vec<bool>,
    not_compared: NotCompared,
    /// By provider.
    compared: Vec<Compared>,
    background: Background,
    model: Model,
}

/// Decides all clients.
pub(super) fn link(
    handovers: &HandoverSet,
    homes: &Homes<'_>,
    clients: &mut Clients,
    progress: &dyn Progress,
) -> Result<Weighed> {
    let Fitted {
        residents,
        shares_number,
        not_compared,
        compared,
        background,
        model,
    } = fitted(handovers, homes, progress)?;
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
    let fitted = fitted(handovers, homes, progress)?;
    let providers = handovers.providers.iter().enumerate();
    Ok(Explanation {
        residents: handovers.register.persons() as u64,
        providers: providers
            .map(|(provider, handover)| fitted.explained(provider, handover.provider()))
            .collect(),
    })
}

/// Compares all clients with the residents, and fits the model to it.
fn fitted(handovers: &HandoverSet, homes: &Homes<'_>, progress: &dyn Progress) -> Result<Fitted> {
    let tokens = handovers.all().map(Handover::count_of_tokens).sum();
    progress.begin("comparing tokens", Some(tokens));
    let mut residents = Index::of_residents(&handovers.register, homes, progress)?;
    let known = residents.fields();
    let of_provider = |provider| {
        let index = Index::of_clients(provider, progress)?;
        let sought = index.fields();
        Ok((sought, Compared::of(index, &residents, known)))
    };
    let (background, of_providers) = rayon::join(
        || Background::of(&residents),
        || {
            let providers = handovers.providers.par_iter();
            in_order(providers.map(of_provider))
        },
    );
    let (sought, compared): (Vec<Fields>, Vec<Compared>) = of_providers?.into_iter().unzip();
    let sought = sought.into_iter().fold(Fields::NONE, Fields::and);
    let shares_number = residents.shares_number(homes);
    let not_compared = NotCompared {
        fields: sought.without(known).names(),
        tokens: residents.left_out(),
    };
    residents.forget_tokens();
    progress.end();
    progress.begin("weighing what tokens say", None);
    let patterns: Vec<_> = compared
        .par_iter()
        .enumerate()
        .flat_map_iter(|(provider, compared)| compared.patterns(provider))
        .collect();
    let providers = handovers.providers.iter().map(Handover::provider);
    guard::refuse_mixed_up(&patterns, providers)?;
    let model = Model::fit(&patterns, compared.len(), &background);
    progress.end();
    Ok(Fitted {
        residents,
        shares_number,
        not_compared,
        compared,
        background,
        model,
    })
}
