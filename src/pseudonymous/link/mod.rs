//! Links hand-overs into people and households. The tokens end here.

mod address;
mod bsn;
mod clients;
mod combination;
mod explanation;
mod finder;
mod linked;
mod not_compared;
mod packed;
mod probable;
mod quality;
#[cfg(test)]
mod tests;
mod town;
mod write;

pub use explanation::{ExplainedProvider, Explanation, MadeUpPair, Step, Verdict};
pub(in crate::pseudonymous) use finder::Match;
pub use linked::{ClientFate, LinkedPersons, LinkedTown, ProviderLinks};
pub use not_compared::{LeftOut, MOST_RESIDENTS, NotCompared};
pub use packed::{Use, UseKey};
pub use probable::outside_register;
pub use quality::{Drawn, LinkGroup, LinkQuality, QualityCount};
pub use write::write_linked;

use crate::error::{Code, Error, Result};
use crate::keys::ReleaseKey;
use crate::pseudonymous::TokenProfile;
use crate::pseudonymous::handover::{
    Expected, Handover, HandoverSet, HouseholdColumns, RegisterPersonColumns,
};
use crate::vocabulary::{Progress, ProviderIx, SURE};
use quality::Groups;

/// Finds the household of every client: under profile `strict` by probability, else by BSN, then by combinations that are unique, then by address.
///
/// The result is the same for any number of threads and any order or split of the files. With a release key the
/// households carry the numbers their rounding is drawn by; without one (internal runs only) these are 0.
///
/// # Errors
/// When a file cannot be read, or the user stops.
pub fn link(
    handovers: &HandoverSet,
    expected: &Expected,
    release_key: Option<&ReleaseKey>,
    progress: &dyn Progress,
) -> Result<LinkedTown> {
    let mut clients = clients::Clients::of(handovers)?;
    let register = &handovers.register;
    let (read, households) = residents(register, expected)?;
    let homes = address::Homes {
        persons: &read,
        households: &households,
    };
    let weighed = match expected.profile {
        TokenProfile::Strict => Some(probable::link(handovers, &homes, &mut clients, progress)?),
        TokenProfile::Id | TokenProfile::Standard => {
            bsn::link(handovers, &mut clients, progress)?;
            combination::link(handovers, &mut clients, progress)?;
            address::link(handovers, &homes, &mut clients, progress)?;
            None
        }
    };

    progress.begin(
        "joining households and services",
        Some(handovers.providers.len() as u64),
    );
    let (persons, indexes) = town::persons(register, &read)?;
    let draws = town::draws(&households.record_key, release_key);
    let nobody = release_key.map_or(0, |key| key.draws().number(b"nobody"));
    let resolved = town::Resolved {
        clients: &clients,
        persons: &read,
        indexes: &indexes,
        draws: &draws,
    };
    let mut packed = Vec::new();
    let mut less_sure = [const { Vec::new() }; SURE.len() - 1];
    let mut providers = Vec::new();
    let mut of_providers = Vec::new();
    for (index, handover) in handovers.providers.iter().enumerate() {
        if progress.is_interrupted() {
            return Err(Error::interrupted());
        }
        handover.first_tokens()?;
        let uses = handover.uses(&expected.services, expected.told)?;
        let provider = ProviderIx::at(index);
        let found = resolved.found(provider, &uses);
        let first = packed.len();
        providers.push(resolved.provider(provider, handover, (&uses, &found), &mut packed));
        if let Some(weighed) = &weighed {
            let found = resolved.weighed(provider, &found, weighed);
            town::less_sure(&packed[first..], (&uses, &found), &mut less_sure);
            of_providers.push(found);
        }
        progress.advance(1);
    }
    let unlike_all = weighed.as_ref().map(|_| clients.open_rows());
    let quality = weighed.as_ref().map(|weighed| {
        let is_of_needs = providers.iter().map(|links| &links.provider);
        let is_of_needs: Vec<bool> = is_of_needs
            .map(|provider| expected.of_needs.contains(provider))
            .collect();
        Groups::new(weighed, (&read, &households), &draws, &expected.age_bands)
            .rows(&of_providers, &is_of_needs)
    });
    progress.end();
    let less_sure = less_sure.map(|uses| UseKey::only_among(uses, &mut packed));
    Ok(LinkedTown {
        households,
        draws,
        nobody,
        persons,
        uses: UseKey::merged(packed),
        providers,
        quality: quality.unwrap_or_default(),
        less_sure,
        unlike_all: unlike_all.unwrap_or_default(),
        not_compared: weighed.map(|one| one.not_compared).unwrap_or_default(),
    })
}

/// The residents by row, and their households, which fit each other.
fn residents(
    register: &Handover,
    expected: &Expected,
) -> Result<(RegisterPersonColumns, HouseholdColumns)> {
    let persons = register.register_persons(&expected.age_bands)?;
    let households = register.households(&expected.age_bands)?;
    register.check_members(&persons, &households)?;
    Ok((persons, households))
}

/// How the links of each provider are weighed, shown on made-up pairs of a client and a resident.
///
/// # Errors
/// When a file cannot be read, the profile weighs nothing, or the user stops.
pub fn explain(
    handovers: &HandoverSet,
    expected: &Expected,
    progress: &dyn Progress,
) -> Result<Explanation> {
    if expected.profile != TokenProfile::Strict {
        let message = "--explain: profiles `id` and `standard` link by rules, and weigh nothing";
        return Err(Error::new(Code::UsageInvalid, message).hint(
            "see docs/linkage.md; profile \"strict\" under [tokens] weighs what tokens say",
        ));
    }
    let (persons, households) = residents(&handovers.register, expected)?;
    let homes = address::Homes {
        persons: &persons,
        households: &households,
    };
    probable::explain(handovers, &homes, progress)
}
