//! Links clients to residents by how likely it is that they are the same, from the tokens that they share.

mod background;
mod compared;
mod decide;
mod doors;
mod held_out;
mod index;
mod kinds;
mod likeness;
mod model;

pub(super) use held_out::HeldOut;
pub(super) use kinds::Fields;

use super::address::Homes;
use super::clients::Clients;
use crate::error::Result;
use crate::pseudonymous::handover::HandoverSet;
use crate::vocabulary::Progress;
use background::Background;
use compared::Compared;
use decide::Decided;
use doors::Doors;
use held_out::Trial;
use index::Index;
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
}

/// Decides all clients.
pub(super) fn link(
    handovers: &HandoverSet,
    homes: &Homes<'_>,
    clients: &mut Clients,
    progress: &dyn Progress,
) -> Result<Weighed> {
    let rows = handovers.register.persons() + clients.standing.len();
    progress.begin("comparing tokens", Some(rows as u64));
    let residents = Index::of_residents(&handovers.register, homes, progress)?;
    let background = Background::of(&residents);
    let mut compared = Vec::new();
    for provider in &handovers.providers {
        let index = Index::of_clients(provider, progress)?;
        compared.push(Compared::of(index, &residents));
    }
    let shares_number = residents.shares_number(homes);
    let Index {
        carried,
        has_partner,
        ..
    } = residents;
    progress.end();
    progress.begin("linking by probability", None);
    let patterns = compared.iter().enumerate();
    let patterns: Vec<_> = patterns
        .flat_map(|(provider, compared)| compared.patterns(provider))
        .collect();
    let model = Model::fit(&patterns, compared.len(), &background);
    let decided = compared
        .iter()
        .enumerate()
        .flat_map(|(provider, compared)| decide::provider(provider, compared, &model, homes));
    let mut decided: Vec<Decided> = decided.collect();
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
        carried: &carried,
    };
    let held_out = HeldOut::of(&compared, &decided, &trial);
    clients.standing = decided.iter().map(|one| one.standing).collect();
    progress.end();
    Ok(Weighed {
        likely: decided.iter().map(|one| one.p).collect(),
        fields: compared.into_iter().flat_map(|one| one.fields).collect(),
        has_partner,
        shares_number,
        held_out,
    })
}
