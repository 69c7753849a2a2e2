//! Who is absent from a run, and what that means for its numbers.

use super::record::{PartyRecord, RunRecord};
use crate::released::estimates::joining::Absent;

impl RunRecord {
    /// Whether numbers of users, and of those with so many or more services, are lower bounds, as a provider of services or whoever
    /// brings one is missing. Needs count in none of these.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.lacks_provider() || self.services.iter().any(|one| one.missing)
    }

    /// Whether a provider of services is missing.
    #[must_use]
    pub fn lacks_provider(&self) -> bool {
        self.missing_providers().next().is_some()
    }

    fn missing_providers(&self) -> impl Iterator<Item = &PartyRecord> {
        self.missing.iter().filter(|one| !one.of_needs)
    }

    /// The providers of services that it is without.
    #[must_use]
    pub fn absent(&self) -> Vec<Absent> {
        let absent = self.missing_providers().map(|one| Absent {
            id: one.id.to_string(),
            services: one.services.len() as u64,
            clients: one.clients,
        });
        absent.collect()
    }

    /// Those of them of whom the agreement does not say how many people they serve, where table `joining` is asked for.
    #[must_use]
    pub fn without_clients(&self) -> Vec<String> {
        let absent = self.absent().into_iter();
        let unknown = absent.filter(|one| one.clients.is_none() && self.asks_for("joining"));
        unknown.map(|one| one.id).collect()
    }
}
