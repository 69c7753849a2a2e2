//! Found links against true ones: how many are right, and what they do to the counts.

mod groups;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use groups::{Group, Groups};

use factlab::pseudonymous::link::{LinkedTown, UseKey};
use factlab::vocabulary::{HouseholdIx, HouseholdType, ProviderIx, ServiceIx, When};

/// Links of a client's service to a household.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Score {
    /// Found, and true.
    pub(crate) right: u64,
    /// Found.
    pub(crate) found: u64,
    /// True.
    pub(crate) truly: u64,
}

impl Score {
    /// Of the links found, the share that is true.
    pub(crate) fn precision(self) -> f64 {
        self.right as f64 / self.found as f64
    }

    /// Of the true links, the share that is found.
    pub(crate) fn recall(self) -> f64 {
        self.right as f64 / self.truly as f64
    }

    /// This one and another together.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            found: self.found + other.found,
            truly: self.truly + other.truly,
        }
    }
}

/// Provider, household and service, and how many persons.
type Links = BTreeMap<(ProviderIx, HouseholdIx, ServiceIx), u64>;

fn links(uses: &[UseKey]) -> Links {
    let mut links = Links::new();
    let uses = uses.iter().map(|key| key.unpack());
    for one in uses.filter(|one| one.when.meets(When::IN_PERIOD)) {
        let key = (one.provider, one.household, one.service);
        *links.entry(key).or_default() += 1;
    }
    links
}

/// The score of each provider, in the order of the agreement; the two towns number households alike.
pub(crate) fn scores(found: &LinkedTown, truth: &LinkedTown) -> Vec<Score> {
    let (found_links, true_links) = (links(&found.uses), links(&truth.uses));
    let mut scores = vec![Score::default(); truth.providers.len()];
    for (key, count) in &found_links {
        let score = &mut scores[key.0.index()];
        score.found += count;
        score.right += count.min(true_links.get(key).unwrap_or(&0));
    }
    for (key, count) in &true_links {
        scores[key.0.index()].truly += count;
    }
    scores
}

/// The private households with at least so many services.
pub(crate) fn households_with(town: &LinkedTown, services: usize) -> usize {
    let mut of_household: BTreeMap<HouseholdIx, BTreeSet<ServiceIx>> = BTreeMap::new();
    for (_, household, service) in links(&town.uses).into_keys() {
        if town.households.kind[household.index()] != HouseholdType::Institution {
            of_household.entry(household).or_default().insert(service);
        }
    }
    let counts = of_household.values().map(BTreeSet::len);
    counts.filter(|count| *count >= services).count()
}
