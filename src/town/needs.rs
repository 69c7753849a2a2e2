//! Who is behind with the taxes of the gemeente: half of those with debt help, some of the others, and most of all in one wijk.

use std::collections::BTreeSet;

use super::areas::WIJKEN;
use super::client::{Client, Fate, Plain};
use super::clients::{client, rows_of};
use super::organisations::suppliers;
use super::people::{Home, People};
use super::periods_of_use::PeriodOfUse;
use super::plan::Plan;
use super::rng::Rng;
use super::services::{KINDS, NEED_PLACE};
use super::uses::Use;
use crate::vocabulary::HouseholdType;

/// The wijk where many who are behind have no help: something to find.
const OUT_OF_VIEW: usize = 13;

/// The clients of the tax office, drawn apart, so that all others are as they were without it.
pub(super) fn clients_in_need(
    plan: &Plan,
    block: u64,
    people: &People,
    uses: &[Use],
) -> Vec<Client> {
    let mut rng = Rng::new(plan.seed ^ 0x006e_6565_6473, block);
    let with_help = uses.iter().filter(|one| {
        let kind = KINDS.get(usize::from(one.service));
        kind.is_some_and(|kind| kind.domain == "Schuldhulp")
    });
    let with_help: BTreeSet<u32> = with_help.map(|one| one.home).collect();
    let provider = suppliers(NEED_PLACE).next().unwrap_or(0);
    let mut clients = Vec::new();
    for (place, home) in (0..).zip(&people.homes) {
        if home.kind == HouseholdType::Institution
            || !rng.chance(likelihood(home, with_help.contains(&place)))
        {
            continue;
        }
        // The eldest gets the bill.
        let members = (home.first..).zip(people.members_of(home));
        let Some((number, person)) = members.max_by_key(|(_, person)| person.age()) else {
            continue;
        };
        let one = Plain {
            person: *person,
            place: Some(number),
            fate: Fate::Linked,
            rows: rows_of(
                NEED_PLACE,
                PeriodOfUse::in_period(person.birth, &mut rng),
                &mut rng,
            ),
        };
        clients.push(client(people, provider, one, plan.rates, &mut rng));
    }
    clients
}

fn likelihood(home: &Home, has_help: bool) -> f64 {
    if has_help {
        return 0.5;
    }
    let wijk = usize::from(home.wijk);
    let planted = if wijk == OUT_OF_VIEW { 2.5 } else { 1.0 };
    (0.04 * WIJKEN[wijk].need * planted).min(0.5)
}
