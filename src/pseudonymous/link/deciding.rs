//! Whom and where the clients are: what is read of the register, and the rules in their order.

use super::address::{self, Homes};
use super::clients::Clients;
use super::reading::Reading;
use super::{bsn, combination, probable};
use crate::error::Result;
use crate::pseudonymous::TokenProfile;
use crate::pseudonymous::handover::{
    Expected, Handover, HandoverSet, HouseholdColumns, RegisterPersonColumns,
};
use crate::vocabulary::Progress;

/// Decides all clients, those without a BSN of the register so many tokens at a time; what is known of the links where they are weighed.
pub(super) fn decide(
    handovers: &HandoverSet,
    homes: &Homes<'_>,
    clients: &mut Clients,
    (expected, most): (&Expected, usize),
    progress: &dyn Progress,
) -> Result<Option<probable::Weighed>> {
    if expected.profile == TokenProfile::Strict {
        return probable::link(handovers, homes, clients, progress).map(Some);
    }
    bsn::link(handovers, clients, progress)?;
    let mut kinds = combination::kinds();
    let combinations = kinds.len();
    kinds.extend(address::kinds_of_clients());
    let ranges = clients.ranges(&handovers.providers, &kinds, most)?;
    let total = handovers.register.count_of_tokens() * ranges.len() as u64;
    progress.begin("linking by combination and address", Some(total));
    for range in ranges {
        let mut some = clients.take(range);
        let reading = Reading::of(handovers, &some, &kinds, progress)?;
        combination::link(handovers, &mut some, &reading)?;
        address::link(handovers, homes, &mut some, (&reading, combinations))?;
        clients.put_back(some);
    }
    progress.end();
    Ok(None)
}

/// The residents by row, and their households, which fit each other.
pub(super) fn residents(
    register: &Handover,
    expected: &Expected,
) -> Result<(RegisterPersonColumns, HouseholdColumns)> {
    let (persons, households) = rayon::join(
        || register.register_persons(&expected.age_bands),
        || register.households(&expected.age_bands),
    );
    let (persons, households) = (persons?, households?);
    register.check_members(&persons, &households)?;
    Ok((persons, households))
}
