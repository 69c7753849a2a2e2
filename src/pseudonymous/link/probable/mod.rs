//! Links clients to residents by how likely it is that they are the same, from the tokens that they share.

mod background;
mod compared;
mod decide;
mod doors;
mod index;
mod kinds;
mod likeness;
mod model;

use super::address::Homes;
use super::clients::Clients;
use crate::error::Result;
use crate::pseudonymous::handover::HandoverSet;
use crate::vocabulary::Progress;
use background::Background;
use compared::Compared;
use index::Index;
use model::Model;

/// Decides all clients.
pub(super) fn link(
    handovers: &HandoverSet,
    homes: &Homes<'_>,
    clients: &mut Clients,
    progress: &dyn Progress,
) -> Result<()> {
    let rows = handovers.register.persons() + clients.standing.len();
    progress.begin("comparing tokens", Some(rows as u64));
    let residents = Index::of_residents(&handovers.register, homes, progress)?;
    let background = Background::of(&residents);
    let mut compared = Vec::new();
    for provider in &handovers.providers {
        let index = Index::of_clients(provider, progress)?;
        compared.push(Compared::of(&index, &residents));
    }
    drop(residents);
    progress.end();
    progress.begin("linking by probability", None);
    let patterns = compared.iter().enumerate();
    let patterns: Vec<_> = patterns
        .flat_map(|(provider, compared)| compared.patterns(provider))
        .collect();
    let model = Model::fit(&patterns, compared.len(), &background);
    let standing = compared
        .iter()
        .enumerate()
        .flat_map(|(provider, compared)| decide::provider(provider, compared, &model, homes));
    clients.standing = standing.collect();
    doors::link(&compared, homes, &mut clients.standing);
    progress.end();
    Ok(())
}
