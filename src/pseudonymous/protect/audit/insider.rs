//! What somebody knows beside the tables: an organisation its own clients, exactly, and everyone what is public.

use std::collections::BTreeSet;
use std::iter;

use rayon::prelude::*;

use super::counts::{Count, Told};
use super::ranges::{ANY, Ranges, Relations};
use crate::pseudonymous::cells::{CellKey, Event, Facts, Number};
use crate::vocabulary::{ProviderIx, ServiceIx};

/// Somebody, and the counts that are known there.
pub(super) struct Knowing {
    /// An organisation; `None` is anyone.
    pub(super) provider: Option<ProviderIx>,
    /// By the index of the count, in order.
    known: Vec<(usize, i64)>,
}

/// Anyone, then every organisation that is the only one to deliver a service.
pub(super) fn knowing(counts: &[Count], facts: &Facts) -> Vec<Knowing> {
    let providers: BTreeSet<ProviderIx> = facts.provider_of.iter().flatten().copied().collect();
    let all: Vec<Option<ProviderIx>> = iter::once(None)
        .chain(providers.into_iter().map(Some))
        .collect();
    all.into_par_iter()
        .map(|provider| Knowing::new(provider, counts, facts))
        .collect()
}

/// Whether the clients of a provider alone tell a count. What else they have, it does not know.
fn is_known(key: &CellKey, provider: ProviderIx, facts: &Facts) -> bool {
    let is_own = |service: &ServiceIx| facts.provider_of[service.index()] == Some(provider);
    match &key.event {
        Event::Service(service, Number::All) | Event::Need(service) | Event::Flow(service, _) => {
            is_own(service)
        }
        Event::Pair(a, b) | Event::NeedWith(a, b) | Event::Overlap(a, b, _) => {
            is_own(a) && is_own(b)
        }
        Event::Domain(domain) => facts.services_of(*domain).all(|one| is_own(&one)),
        // Who of its own clients was not linked tells it nothing that it could not ask them.
        Event::Fate(of, _) => *of == provider,
        Event::Quality(of, ..) => *of == Some(provider),
        _ => false,
    }
}

impl Knowing {
    fn new(provider: Option<ProviderIx>, counts: &[Count], facts: &Facts) -> Self {
        let is_known = |one: &Count| {
            let is_own = provider.is_some_and(|provider| is_known(&one.key, provider, facts));
            is_own || one.told == Told::Known
        };
        let known = counts.iter().enumerate();
        let known = known.filter(|(_, one)| is_known(one));
        let known = known.map(|(index, one)| (index, one.exact.cast_signed()));
        Self {
            provider,
            known: known.collect(),
        }
    }

    pub(super) fn knows(&self, index: usize) -> bool {
        let place = self.known.binary_search_by_key(&index, |(known, _)| *known);
        place.is_ok()
    }

    /// What is known without the tables.
    pub(super) fn alone(&self, counts: &[Count], relations: &Relations) -> Ranges {
        self.with(&Ranges::new(vec![[0, ANY]; counts.len()]), relations)
    }

    /// What is known with them.
    pub(super) fn with(&self, outside: &Ranges, relations: &Relations) -> Ranges {
        let mut ranges = outside.clone();
        if !self.known.is_empty() {
            ranges.know(&self.known, relations);
            ranges.narrow(relations);
        }
        ranges
    }
}
