//! Whom and where the clients are: what is read of the register, and the rules in their order.

use super::address::{self, Homes, Told};
use super::clients::Clients;
use super::elsewhere::{Asked, Elsewhere};
use super::reading::Reading;
use super::{bsn, combination, probable};
use crate::error::Result;
use crate::pseudonymous::TokenProfile;
use crate::pseudonymous::handover::{
    Expected, Handover, HandoverSet, HouseholdColumns, RegisterPersonColumns,
};
use crate::vocabulary::{HouseholdIx, Progress};

/// What is known of the links where they are weighed; and by client that is linked the private household at the address that its
/// provider gives, empty where no service counts by address.
pub(super) type Known = (Option<probable::Weighed>, Vec<Option<HouseholdIx>>);

/// Decides all clients, those without a BSN of the register so many tokens at a time; or as it was answered elsewhere.
pub(super) fn decide(
    handovers: &HandoverSet,
    homes: &Homes<'_>,
    clients: &mut Clients,
    (expected, most, elsewhere): (&Expected, usize, Option<Elsewhere<'_>>),
    progress: &dyn Progress,
) -> Result<Known> {
    let asked = elsewhere.map(|Elsewhere { answers, run }| {
        let asked = Asked::of(handovers, homes, expected, run)?;
        Ok((asked, answers))
    });
    let asked = asked.transpose()?;
    let given_homes = |clients: &Clients| {
        address::given_homes(handovers, homes, clients, (expected, most), progress)
    };
    if expected.profile == TokenProfile::Strict {
        let shared = asked.map(|(asked, answers)| asked.shared(answers, progress));
        let (shared, given) = shared.transpose()?.unzip();
        let weighed = probable::link(handovers, homes, clients, shared, progress)?;
        let given = given.map_or_else(|| given_homes(clients), Ok)?;
        return Ok((Some(weighed), given));
    }
    if let Some((asked, answers)) = asked {
        return Ok((None, asked.decide(clients, answers, progress)?));
    }
    by_rules(handovers, homes, clients, most, progress)?;
    Ok((None, given_homes(clients)?))
}

fn by_rules(
    handovers: &HandoverSet,
    homes: &Homes<'_>,
    clients: &mut Clients,
    most: usize,
    progress: &dyn Progress,
) -> Result<()> {
    bsn::link(handovers, clients, progress)?;
    let mut kinds = combination::kinds();
    let combinations = kinds.len();
    kinds.extend(address::kinds_of_clients());
    let told = Told::read(handovers, homes, &kinds[combinations])?;
    let ranges = clients.ranges(&handovers.providers, &kinds, most)?;
    let total = handovers.register.count_of_tokens() * ranges.len() as u64;
    progress.begin("linking by combination and address", Some(total));
    for range in ranges {
        let mut some = clients.take(range);
        let reading = Reading::of(handovers, &some, &kinds, progress)?;
        combination::link(handovers, &mut some, &reading)?;
        address::link(
            handovers,
            (homes, &told),
            &mut some,
            (&reading, combinations),
        )?;
        clients.put_back(some);
    }
    progress.end();
    Ok(())
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
