//! What truly hangs on clients, and how sure their links would be: all of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Truth;
use super::count::{Counted, Services, private};
use super::ladders::{at_least, histogram};
use crate::town::client::Fate;
use crate::town::organisations::PROVIDERS;
use crate::town::services::NEED_PLACE;

/// A provider, and the person whom it knows.
type Client = (u8, Option<u32>);

/// The clients of a provider with a use in the period, and what becomes of them.
pub(super) fn clients_of(truth: &Truth, provider: usize) -> BTreeMap<u32, Fate> {
    let rows = &truth.rows;
    let of_provider =
        (0..rows.provider.len()).filter(|row| usize::from(rows.provider[*row]) == provider);
    let in_period = of_provider.filter(|row| rows.counts(*row));
    in_period
        .map(|row| (rows.client_place[row], rows.fate[row]))
        .collect()
}

/// Per provider of services its decisive clients: those without whom a household would have fewer than 1, 2, 3 services.
pub(super) fn link_effect(truth: &Truth) -> Vec<Value> {
    let mut decisive = vec![[0; 3]; PROVIDERS.len()];
    for brought in by_household(truth).values() {
        let all: BTreeSet<u8> = brought.iter().map(|(_, service)| *service).collect();
        let clients: BTreeSet<Client> = brought.iter().map(|(client, _)| *client).collect();
        for client in clients {
            let others = brought.iter().filter(|(whose, _)| *whose != client);
            let left: BTreeSet<u8> = others.map(|(_, service)| *service).collect();
            for (number, count) in (1..).zip(&mut decisive[usize::from(client.0)]) {
                *count += usize::from(all.len() >= number && left.len() < number);
            }
        }
    }
    let providers = PROVIDERS.iter().zip(decisive).enumerate();
    let of_services = providers.filter(|(_, (provider, _))| !provider.is_of_needs());
    let row = |(place, (provider, [one, two, three])): (usize, (&_, [usize; 3]))| {
        let provider: &crate::town::providers::Provider = provider;
        let fates = clients_of(truth, place);
        let linked = fates.values().filter(|fate| **fate == Fate::Linked);
        json!({
            "provider": provider.id, "linked": linked.count(), "decisive_1_or_more": one,
            "decisive_2_or_more": two, "decisive_3_or_more": three,
        })
    };
    of_services.map(row).collect()
}

/// True links are certain.
pub(super) fn linkage_thresholds(truth: &Truth, counted: &Counted) -> Vec<Value> {
    let all = histogram(private(truth, counted).map(|(_, set): (usize, Services)| set));
    let row = |probability: &str| {
        json!({
            "probability": probability, "households_1_or_more": at_least(&all, 1),
            "households_2_or_more": at_least(&all, 2), "households_3_or_more": at_least(&all, 3),
        })
    };
    ["0.5", "0.8", "0.95"].map(row).into()
}

/// Per private household who brings which service in the period.
fn by_household(truth: &Truth) -> BTreeMap<u32, BTreeSet<(Client, u8)>> {
    let rows = &truth.rows;
    let mut found: BTreeMap<u32, BTreeSet<(Client, u8)>> = BTreeMap::new();
    for row in (0..rows.provider.len()).filter(|row| rows.counts(*row)) {
        let (Some(household), Some(service)) = (rows.household[row], rows.service[row]) else {
            continue;
        };
        if service != NEED_PLACE && truth.households.is_private(household as usize) {
            let client = (rows.provider[row], rows.person[row]);
            found
                .entry(household)
                .or_default()
                .insert((client, service));
        }
    }
    found
}
