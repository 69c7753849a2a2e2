//! What of the town decides which counts lie within each other: seen in the same pass.

use super::household::Household;
use super::scene::Scene;
use crate::pseudonymous::cells::Facts;
use crate::pseudonymous::link::{Match, Use};
use crate::vocabulary::{AreaIx, ProviderIx};

/// The facts of the households seen so far.
pub(super) struct Relations {
    /// Per buurt the wijken of its households.
    wijk_of: Vec<Match<Option<AreaIx>>>,
    /// Per service, and per need behind them, the providers that bring it.
    provider_of: Vec<Match<ProviderIx>>,
    has_organisation_per_service: bool,
}

impl Relations {
    pub(super) fn new(scene: &Scene) -> Self {
        Self {
            wijk_of: vec![Match::Nobody; scene.town.households.buurten.len()],
            provider_of: vec![Match::Nobody; scene.plan.services.len() + scene.plan.needs.len()],
            has_organisation_per_service: true,
        }
    }

    pub(super) fn see(&mut self, one: &Household, scene: &Scene) {
        let households = &scene.town.households;
        let buurt = households.buurt[one.index].map(AreaIx::index);
        if let Some(wijken) = buurt.and_then(|buurt| self.wijk_of.get_mut(buurt)) {
            wijken.add(households.wijk[one.index]);
        }
        self.has_organisation_per_service &= one.organisations <= one.services.len();
    }

    /// Takes a use, at any moment.
    pub(super) fn see_use(&mut self, one: &Use) {
        self.provider_of[one.service.index()].add(one.provider);
    }

    /// Takes that a buurt has households in a wijk; where either is not known it stands behind all.
    pub(super) fn take_area(&mut self, keys: &[usize], wijken: usize) -> bool {
        let [buurt, wijk] = *keys else { return false };
        if let Some(found) = self.wijk_of.get_mut(buurt) {
            found.add((wijk < wijken).then(|| AreaIx::at(wijk)));
        }
        buurt <= self.wijk_of.len() && wijk <= wijken
    }

    /// Takes that a service has uses of a provider.
    pub(super) fn take_use(&mut self, keys: &[usize], providers: usize) -> bool {
        let [service, provider] = *keys else {
            return false;
        };
        let found = self
            .provider_of
            .get_mut(service)
            .filter(|_| provider < providers);
        found
            .map(|found| found.add(ProviderIx::at(provider)))
            .is_some()
    }

    /// Takes that there are households with more organisations than services.
    pub(super) const fn take_more(&mut self) {
        self.has_organisation_per_service = false;
    }

    /// Adds those of another part of the town.
    pub(super) fn merge(&mut self, other: &Self) {
        let wijken = self.wijk_of.iter_mut().zip(&other.wijk_of);
        wijken.for_each(|(ours, theirs)| ours.merge(*theirs));
        let providers = self.provider_of.iter_mut().zip(&other.provider_of);
        providers.for_each(|(ours, theirs)| ours.merge(*theirs));
        self.has_organisation_per_service &= other.has_organisation_per_service;
    }

    /// The facts of the whole town.
    pub(super) fn facts(&self, scene: &Scene) -> Facts {
        let wijken = scene.town.households.wijken.len();
        let wijk_of = |found: &Match<Option<AreaIx>>| {
            let wijk = found.only().flatten().map(AreaIx::index);
            wijk.filter(|wijk| *wijk < wijken)
        };
        let provider_of = |found: &Match<ProviderIx>| {
            let id = scene.plan.providers.get(found.only()?.index())?;
            let mut linked = scene.town.providers.iter();
            let index = linked.position(|links| links.provider == *id)?;
            Some(ProviderIx::at(index))
        };
        let answering = |answers: &Vec<bool>| {
            let services = scene.plan.all_services().zip(answers);
            let services = services.filter_map(|(service, answers)| answers.then_some(service));
            services.collect()
        };
        let links = scene.town.providers.iter();
        let links = (0..).map(ProviderIx::at).zip(links);
        let of_needs = links.filter(|(_, links)| scene.plan.of_needs.contains(&links.provider));
        Facts {
            answers: scene.answers.iter().map(answering).collect(),
            entitling: scene.plan.entitled.iter().map(|[by, _]| *by).collect(),
            of_needs: of_needs.map(|(provider, _)| provider).collect(),
            wijk_of: self.wijk_of.iter().map(wijk_of).collect(),
            provider_of: self.provider_of.iter().map(provider_of).collect(),
            domain_of: scene.domain_of.clone(),
            has_organisation_per_service: self.has_organisation_per_service,
        }
    }
}
