//! What all households are counted against: the lists of the plan, numbered.

use std::collections::BTreeSet;

use super::StackPlan;
use crate::pseudonymous::cells::Names;
use crate::pseudonymous::link::LinkedTown;
use crate::vocabulary::{DomainIx, ProviderId, ProviderIx, ServiceIx};

/// A town, the plan it is counted by, and the numbers of domains and organisations.
pub(super) struct Scene<'a> {
    pub(super) town: &'a LinkedTown,
    pub(super) plan: &'a StackPlan,
    /// The domains, sorted.
    pub(super) domains: Vec<&'a str>,
    /// Per service its domain.
    pub(super) domain_of: Vec<DomainIx>,
    /// The organisations of the services that somebody was asked for: every one that a service names, and the providers
    /// when a service names none. Sorted.
    pub(super) organisations: Vec<&'a str>,
    /// Per need and service whether it answers the need.
    pub(super) answers: Vec<Vec<bool>>,
    /// Per service the organisation that it names.
    of_service: Vec<Option<usize>>,
    /// Per provider its organisation, for the services that name none.
    of_provider: Vec<usize>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(town: &'a LinkedTown, plan: &'a StackPlan) -> Self {
        let (domains, domain_of) = domains(plan);
        let named = || plan.services.iter().map(|one| one.organisation.as_deref());
        let asked = || {
            let services = plan.all_services().zip(named());
            services.filter(|(service, _)| plan.is_asked(*service))
        };
        let some_unnamed = asked().any(|(_, organisation)| organisation.is_none());
        let providers = || plan.providers.iter().map(ProviderId::as_str);
        let of_needs: Vec<&str> = plan.of_needs.iter().map(ProviderId::as_str).collect();
        let by_provider = providers().filter(|id| some_unnamed && !of_needs.contains(id));
        let by_service = asked().filter_map(|(_, organisation)| organisation);
        let organisations = sorted(by_provider.chain(by_service));
        let number = |name: &str| organisations.binary_search(&name).ok();
        Self {
            domain_of,
            answers: plan.answers(),
            of_service: named().map(|name| number(name?)).collect(),
            of_provider: providers().map(|id| number(id).unwrap_or(0)).collect(),
            town,
            plan,
            domains,
            organisations,
        }
    }

    /// The number of the organisation that carries out a service.
    pub(super) fn organisation_of(&self, service: ServiceIx, provider: ProviderIx) -> usize {
        let of_service = self.of_service(service);
        of_service.unwrap_or_else(|| self.of_provider(provider))
    }

    /// The number of the organisation that a service names.
    pub(super) fn of_service(&self, service: ServiceIx) -> Option<usize> {
        self.of_service[service.index()]
    }

    /// The number of the organisation of a provider, for the services that name none.
    pub(super) fn of_provider(&self, provider: ProviderIx) -> usize {
        self.of_provider[provider.index()]
    }

    /// The domains of services, each once.
    pub(super) fn domains_of(&self, services: &[ServiceIx]) -> Vec<DomainIx> {
        distinct_domains(services, &self.domain_of)
    }

    /// The names that the numbers in keys stand for.
    pub(super) fn names(&self) -> Names {
        let (plan, households) = (self.plan, &self.town.households);
        let bands = plan.age_bands.with_unknown();
        let providers = self.town.providers.iter();
        let services = plan.services.iter().map(|one| one.code.to_string());
        let needs = plan.needs.iter().map(|one| one.code.to_string());
        Names {
            services: services.chain(needs).collect(),
            domains: self.domains.iter().map(ToString::to_string).collect(),
            wijken: households.wijken.clone(),
            buurten: households.buurten.clone(),
            age_bands: bands.map(|band| plan.age_bands.label(band)).collect(),
            providers: providers.map(|links| links.provider.to_string()).collect(),
        }
    }
}

/// The domains of a plan, sorted, and per service its own.
pub(super) fn domains(plan: &StackPlan) -> (Vec<&str>, Vec<DomainIx>) {
    let names = || plan.services.iter().map(|service| service.domain.as_str());
    let domains = sorted(names());
    let index = |name| DomainIx::at(domains.binary_search(&name).unwrap_or(0));
    let domain_of = names().map(index).collect();
    (domains, domain_of)
}

/// The domains of services, each once, in order.
pub(super) fn distinct_domains(services: &[ServiceIx], domain_of: &[DomainIx]) -> Vec<DomainIx> {
    let domains = services.iter().map(|one| domain_of[one.index()]);
    let mut domains: Vec<DomainIx> = domains.collect();
    domains.sort_unstable();
    domains.dedup();
    domains
}

fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let names: BTreeSet<&str> = names.collect();
    names.into_iter().collect()
}
