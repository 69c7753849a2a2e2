//! Links hand-overs into people and households. The tokens end here.

mod address;
mod bsn;
mod clients;
mod combination;
mod deciding;
mod elsewhere;
mod explanation;
mod finder;
mod linked;
mod matched;
mod members;
mod not_compared;
mod packed;
mod parts;
mod probable;
mod quality;
mod reading;
mod room;
#[cfg(test)]
mod tests;
mod town;
mod write;

pub use elsewhere::Elsewhere;
pub use explanation::{ExplainedProvider, Explanation, MadeUpPair, Step, Verdict};
pub use linked::{ClientFate, LinkedPersons, LinkedTown, ProviderLinks};
pub(in crate::pseudonymous) use matched::Match;
pub use not_compared::{LeftOut, MOST_RESIDENTS, NotCompared};
pub use packed::{Use, UseKey};
pub use parts::Parts;
pub use probable::outside_register;
pub use quality::{Drawn, LinkGroup, LinkQuality, QualityCount};
pub use room::{Beside, Need, Room};
pub use write::write_linked;

use crate::error::{Code, Error, Result};
use crate::keys::ReleaseKey;
use crate::pseudonymous::TokenProfile;
use crate::pseudonymous::cluster::Order;
use crate::pseudonymous::handover::{Expected, HandoverSet};
use crate::vocabulary::Progress;
use deciding::{decide, residents};
use elsewhere::Asked;
use quality::Groups;

/// Finds the household of every client: under profile `strict` by probability, else by BSN, then by combinations that are unique, then by address.
/// A use of a service that counts by address is of the only private household at the address that its provider gives, where there is one.
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
    link_as(handovers, expected, release_key, None, progress)
}

/// As [`link`] does; where links are made elsewhere, the clients are decided as the answers have it, by the same rules, or weighed by who
/// shares which tokens in the answers.
///
/// # Errors
/// As [`link`]; and when an answer is missing, not whole or of another run.
pub fn link_as(
    handovers: &HandoverSet,
    expected: &Expected,
    release_key: Option<&ReleaseKey>,
    elsewhere: Option<Elsewhere<'_>>,
    progress: &dyn Progress,
) -> Result<LinkedTown> {
    let mut clients = clients::Clients::of(handovers)?;
    let register = &handovers.register;
    let (read, households) = residents(register, expected)?;
    let homes = address::Homes {
        persons: &read,
        households: &households,
    };
    let by = (expected, usize::MAX, elsewhere);
    let (weighed, given_homes) = decide(handovers, &homes, &mut clients, by, progress)?;

    let total = handovers.providers.len() as u64;
    progress.begin("joining households and services", Some(total));
    register.check_order()?;
    let drawing = town::Drawing::with(release_key);
    let draws = drawing.numbers(&households.record_key);
    let resolved = town::Resolved {
        clients: &clients,
        persons: &read,
        draw_of: &|household| draws[household.index()],
        by_address: &expected.by_address,
        given_homes: &given_homes,
    };
    let town::Joined {
        mut packed,
        less_sure,
        providers,
        found,
    } = resolved.joined(handovers, expected, weighed.as_ref(), progress)?;
    let unlike_all = weighed.as_ref().map(|_| clients.open_rows());
    let quality = weighed.as_ref().map(|weighed| {
        let is_of_needs = providers.iter().map(|links| &links.provider);
        let is_of_needs: Vec<bool> = is_of_needs
            .map(|provider| expected.of_needs.contains(provider))
            .collect();
        Groups::new(weighed, (&read, &households), &draws, &expected.age_bands)
            .rows(&found, &is_of_needs)
    });
    progress.end();
    drop(clients);
    let members = members::Members::of(&read, &(0..households.kind.len()));
    let less_sure = less_sure.map(|uses| UseKey::only_among(uses, &mut packed));
    Ok(LinkedTown {
        households,
        draws,
        nobody: drawing.nobody(),
        persons: members.persons(),
        uses: members.named(UseKey::merged(packed)),
        providers,
        quality: quality.unwrap_or_default(),
        less_sure: less_sure.map(|uses| members.named(uses)),
        unlike_all: unlike_all.unwrap_or_default(),
        not_compared: weighed.map(|one| one.not_compared).unwrap_or_default(),
    })
}

/// Hands over what a cluster needs to link hand-overs, or to find who shares which tokens, in the run of this name.
///
/// # Errors
/// When a file cannot be read, or as `then`.
pub fn order_links<T>(
    handovers: &HandoverSet,
    expected: &Expected,
    run: &str,
    then: impl FnOnce(&Order<'_>) -> Result<T>,
) -> Result<T> {
    // More clients than can be numbered are refused now.
    clients::Clients::of(handovers)?;
    let (persons, households) = residents(&handovers.register, expected)?;
    let homes = address::Homes {
        persons: &persons,
        households: &households,
    };
    then(&Asked::of(handovers, &homes, expected, run)?.order())
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
