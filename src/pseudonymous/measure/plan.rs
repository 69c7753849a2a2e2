//! What is to be counted: data only, so that any engine can carry it out, in this process or on a cluster.

use crate::pseudonymous::cells::{Counting, LadderOf, PartsOf, SetOf, Subject, TableDef};
use crate::vocabulary::{
    AgeBands, CountingRule, Dimension, Dimensions, Moment, Need, ProviderId, Service, ServiceIx,
};

/// Which tables are counted, and by which rules of the agreement.
#[derive(Debug, Clone)]
pub struct StackPlan {
    /// The tables, in the order of the release.
    pub tables: Vec<&'static TableDef>,
    /// The services, in the order of the agreement.
    pub services: Vec<Service>,
    /// The needs, numbered behind the services.
    pub needs: Vec<Need>,
    /// The service that gives a right, and the one that it is to.
    pub entitled: Vec<[ServiceIx; 2]>,
    /// Per service, and per need behind them, whether no provider of this run brings it.
    pub missing: Vec<bool>,
    /// Per service and need whether a provider that is left out may bring more of it.
    pub partial: Vec<bool>,
    /// The providers that take part, in the order of the agreement.
    pub providers: Vec<ProviderId>,
    /// Those of them that bring needs.
    pub of_needs: Vec<ProviderId>,
    /// The age bands.
    pub age_bands: AgeBands,
    /// By what households and persons are counted.
    pub dimensions: Dimensions,
    /// How services are counted.
    pub count: CountingRule,
    /// When a use counts.
    pub moment: Moment,
}

/// What is counted over all households, once for all tables that need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tally {
    /// Those with 0, 1, 2, … of something, per level.
    Ladders(LadderOf),
    /// Persons with each service.
    Persons,
    /// Households by the levels of these dimensions together.
    Crossed(&'static [Dimension]),
    /// Households with each service, domain or pair, per level.
    Having(Subject, Dimension),
    /// Households with each need or right and a part of them, per level.
    Parts(PartsOf, Option<Dimension>),
    /// Households with both, for each need and service.
    NeedByService,
    /// Households with both services of each pair.
    Pairs,
    /// Households with each service by when.
    Flow,
    /// Households with both services of each pair by whether at a time.
    Overlap,
    /// Households with exactly each set.
    Sets(SetOf),
    /// Clients of each provider whom a count of households hangs on.
    LinkEffect,
    /// Households with so many services, when links must be surer.
    Thresholds,
}

/// What a statement of SQL asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Households by whether they are private, and have more organisations than services.
    Households,
    /// Uses by service and provider, at any moment.
    Uses,
    /// Households by buurt and wijk.
    Areas,
    /// A tally of the plan.
    Tally(Tally),
}

impl StackPlan {
    /// Per service whether a provider that brings it, or may, takes no part.
    #[must_use]
    pub fn incomplete(&self) -> Vec<bool> {
        let both = self.missing.iter().zip(&self.partial);
        both.map(|(missing, partial)| *missing || *partial)
            .collect()
    }

    /// What the tables need, each once.
    #[must_use]
    pub fn tallies(&self) -> Vec<Tally> {
        let mut tallies = Vec::new();
        for tally in self.tables.iter().flat_map(|table| self.needed_by(table)) {
            if !tallies.contains(&tally) {
                tallies.push(tally);
            }
        }
        tallies
    }

    fn needed_by(&self, table: &TableDef) -> Vec<Tally> {
        let households = |by| Tally::Ladders(LadderOf::Households(by));
        let persons = Tally::Ladders(LadderOf::Persons(None));
        match table.counted {
            Counting::Headline(_) => vec![households(None), persons],
            Counting::Ladders(_, listed) => {
                let asked = self.asked_of(listed);
                let with_gate = |of| [Some(of), gate_of(of)].into_iter().flatten();
                asked.flat_map(with_gate).map(Tally::Ladders).collect()
            }
            Counting::Services => vec![Tally::Ladders(LadderOf::EachService), Tally::Persons],
            Counting::Population(listed) => {
                let asked = self.crossed(listed);
                let areas = [Dimension::Wijk, Dimension::Buurt]
                    .map(Some)
                    .map(households);
                asked.map(Tally::Crossed).chain(areas).collect()
            }
            Counting::ServiceByGroup(listed) => {
                let asked = self.asked(listed);
                asked
                    .map(|by| Tally::Having(Subject::Service, by))
                    .collect()
            }
            Counting::ByArea(of) => {
                let areas = self.asked(BY_AREA);
                let of_area = areas.flat_map(|by| [Tally::Having(of, by), households(Some(by))]);
                of_area.collect()
            }
            Counting::Parts(of, listed) => {
                let parts = self.levels(listed).map(|by| Tally::Parts(of, by));
                let areas = self.asked(listed).filter(|by| BY_AREA.contains(by));
                parts.chain(areas.map(Some).map(households)).collect()
            }
            Counting::NeedByService => vec![Tally::NeedByService],
            Counting::Pairs => vec![Tally::Pairs],
            Counting::Flow => vec![Tally::Flow],
            Counting::Overlap => vec![Tally::Overlap],
            Counting::Sets(of) => vec![Tally::Sets(of), households(None)],
            Counting::Areas => self.areas().map(households).collect(),
            Counting::LinkageQuality => {
                let wijken = self.asked(&[Dimension::Wijk]);
                wijken.map(Some).map(households).collect()
            }
            Counting::Linkage => Vec::new(),
            Counting::LinkEffect => vec![Tally::LinkEffect],
            Counting::Thresholds => vec![Tally::Thresholds, households(None)],
        }
    }

    /// The town and the kinds of areas that were asked for.
    pub(super) fn areas(&self) -> impl Iterator<Item = Option<Dimension>> + use<> {
        let dimensions = self.dimensions;
        let is_asked = move |by: &Option<Dimension>| by.is_none_or(|by| dimensions.has(by));
        AREAS.into_iter().filter(is_asked)
    }

    /// The ladders of a table without those of a dimension that was not asked for.
    pub(super) fn asked_of(&self, listed: &'static [LadderOf]) -> impl Iterator<Item = LadderOf> {
        let is_asked = |of: &LadderOf| of.dimension().is_none_or(|by| self.dimensions.has(by));
        listed.iter().copied().filter(is_asked)
    }

    /// The dimensions without those that were not asked for.
    pub(super) fn asked(
        &self,
        listed: &'static [Dimension],
    ) -> impl Iterator<Item = Dimension> + use<> {
        let dimensions = self.dimensions;
        let listed = listed.iter().copied();
        listed.filter(move |by| dimensions.has(*by))
    }

    /// The whole town, and the dimensions that were asked for.
    pub(super) fn levels(
        &self,
        listed: &'static [Dimension],
    ) -> impl Iterator<Item = Option<Dimension>> + use<> {
        std::iter::once(None).chain(self.asked(listed).map(Some))
    }

    /// The crossings without those of a dimension that was not asked for.
    pub(super) fn crossed(
        &self,
        listed: &'static [&'static [Dimension]],
    ) -> impl Iterator<Item = &'static [Dimension]> + use<> {
        let dimensions = self.dimensions;
        let listed = listed.iter().copied();
        listed.filter(move |of| of.iter().all(|by| dimensions.has(*by)))
    }

    /// The needs, numbered behind the services.
    pub(super) fn all_needs(&self) -> impl Iterator<Item = ServiceIx> + Clone + use<> {
        let services = self.services.len();
        (services..services + self.needs.len()).map(ServiceIx::at)
    }

    /// Per need and service whether it answers the need.
    pub(super) fn answers(&self) -> Vec<Vec<bool>> {
        let answers = |need: &Need| {
            let listed = &need.answered_by;
            let services = self.services.iter();
            let answers = services.map(|one| listed.is_empty() || listed.contains(&one.domain));
            answers.collect()
        };
        self.needs.iter().map(answers).collect()
    }

    /// Whether a provider of this run brings the service.
    pub(super) fn is_asked(&self, service: ServiceIx) -> bool {
        self.missing.get(service.index()) != Some(&true)
    }

    /// The services, in the order of the agreement.
    pub(super) fn all_services(&self) -> impl Iterator<Item = ServiceIx> + Clone + use<> {
        (0..self.services.len()).map(ServiceIx::at)
    }
}

/// The groups of table `areas`.
const AREAS: [Option<Dimension>; 3] = [None, Some(Dimension::Wijk), Some(Dimension::Buurt)];

/// The levels of what is counted by area.
pub(super) const BY_AREA: &[Dimension] = &[Dimension::Wijk, Dimension::Buurt];

/// The households by which a ladder is shown at all: a level that is known from the register only has rows when its
/// households are published, whatever is counted of it.
pub(super) fn gate_of(of: LadderOf) -> Option<LadderOf> {
    let is_open = |by: &Dimension| matches!(by, Dimension::Wijk | Dimension::Buurt);
    let by = of.dimension().filter(is_open)?;
    Some(LadderOf::Households(Some(by)))
}
