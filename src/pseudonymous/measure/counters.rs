//! What all households add up to, each seen once: the counters of a plan, filled in one pass.

use rayon::prelude::*;

use super::crossed::Crossed;
use super::effect::Effect;
use super::exact::{ExactCell, add_to, merge_cells};
use super::having::Having;
use super::household::Households;
use super::in_time::{Flow, Overlap};
use super::ladders::Histogram;
use super::needs::{NeedByService, Parts};
use super::pairs::Pairs;
use super::plan::{Asked, Tally};
use super::relations::Relations;
use super::scene::Scene;
use super::sets::Sets;
use super::thresholds::Thresholds;
use crate::error::{Error, Result};
use crate::pseudonymous::cells::{LadderOf, Subject};
use crate::vocabulary::{Dimension, Progress};

/// Households between two looks at whether the user wants to stop.
const STEP: usize = 1 << 14;

/// The counters of a plan. What the plan does not ask for stays empty.
pub(super) struct Counters {
    ladders: Vec<Histogram>,
    /// Households by several dimensions together.
    pub(super) crossed: Vec<Crossed>,
    having: Vec<Having>,
    /// Households with a need or a right, and a part of them.
    pub(super) parts: Vec<Parts>,
    pub(super) need_by_service: Option<NeedByService>,
    pub(super) sets: Vec<Sets>,
    pub(super) pairs: Option<Pairs>,
    pub(super) flow: Option<Flow>,
    pub(super) overlap: Option<Overlap>,
    pub(super) effect: Option<Effect>,
    pub(super) thresholds: Option<Thresholds>,
    /// Persons of each service.
    pub(super) persons: Option<Vec<ExactCell>>,
    /// What lies within what.
    pub(super) relations: Relations,
    /// The wrapping sum of the draws of all households.
    pub(super) draw: u64,
}

impl Counters {
    /// Nothing counted yet.
    pub(super) fn new(scene: &Scene) -> Self {
        let services = scene.plan.services.len();
        let mut counters = Self {
            ladders: Vec::new(),
            crossed: Vec::new(),
            having: Vec::new(),
            parts: Vec::new(),
            need_by_service: None,
            sets: Vec::new(),
            pairs: None,
            flow: None,
            overlap: None,
            effect: None,
            thresholds: None,
            persons: None,
            relations: Relations::new(scene),
            draw: 0,
        };
        for tally in scene.plan.tallies() {
            match tally {
                Tally::Ladders(of) => counters.ladders.push(Histogram::new(of, scene)),
                Tally::Crossed(of) => counters.crossed.push(Crossed::new(of, scene)),
                Tally::Having(of, by) => counters.having.push(Having::new(of, by, scene)),
                Tally::Sets(of) => counters.sets.push(Sets::new(of, scene)),
                Tally::Parts(of, by) => counters.parts.push(Parts::new((of, by), scene)),
                Tally::NeedByService => {
                    counters.need_by_service = Some(NeedByService::new(scene));
                }
                Tally::Pairs => counters.pairs = Some(Pairs::new(services)),
                Tally::Flow => counters.flow = Some(Flow::new(services)),
                Tally::Overlap => counters.overlap = Some(Overlap::new(services)),
                Tally::LinkEffect => counters.effect = Some(Effect::new(scene)),
                Tally::Thresholds => counters.thresholds = Some(Thresholds::default()),
                Tally::Persons => counters.persons = Some(vec![ExactCell::default(); services]),
            }
        }
        counters
    }

    /// Visits every household once, with all threads. Counts and draws are sums, so the result is the same for any
    /// number of threads.
    pub(super) fn fill(scene: &Scene, progress: &dyn Progress) -> Result<Self> {
        let households = scene.town.households.kind.len();
        // More parts than threads, as some end late; few in a small town, as each has counters of its own.
        let parts = (rayon::current_num_threads() * 4).clamp(1, households / 4096 + 1);
        let part = |part| {
            let range = households * part / parts..households * (part + 1) / parts;
            let (mut left, mut counters) = (range.len(), Self::new(scene));
            let mut visited = Households::of(scene, range);
            while left > 0 {
                if progress.is_interrupted() {
                    return Err(Error::interrupted());
                }
                let step = left.min(STEP);
                for _ in 0..step {
                    counters.see(&mut visited, scene);
                }
                left -= step;
                progress.advance(step as u64);
            }
            Ok(counters)
        };
        let merge = |mut ours: Self, theirs| {
            ours.merge(theirs);
            Ok(ours)
        };
        let parts = (0..parts).into_par_iter().map(part);
        parts
            .try_reduce_with(merge)
            .unwrap_or_else(|| Ok(Self::new(scene)))
    }

    fn see(&mut self, visited: &mut Households, scene: &Scene) {
        let relations = &mut self.relations;
        let Some(one) = visited.next(|one| relations.see_use(one)) else {
            return;
        };
        self.relations.see(one, scene);
        self.draw = self.draw.wrapping_add(one.draw);
        for ladders in &mut self.ladders {
            ladders.see(one, scene);
        }
        for crossed in &mut self.crossed {
            crossed.see(one);
        }
        for having in &mut self.having {
            having.see(one, scene);
        }
        for parts in &mut self.parts {
            parts.see(one, scene);
        }
        if let Some(pairs) = &mut self.need_by_service {
            pairs.see(one);
        }
        for sets in &mut self.sets {
            sets.see(one, scene);
        }
        if let Some(pairs) = &mut self.pairs {
            pairs.see(one);
        }
        if let Some(flow) = &mut self.flow {
            flow.see(one);
        }
        if let Some(overlap) = &mut self.overlap {
            overlap.see(one);
        }
        if let Some(effect) = &mut self.effect {
            effect.see(one, scene.plan.count);
        }
        if let Some(thresholds) = &mut self.thresholds {
            thresholds.see(one, scene);
        }
        if let (true, Some(persons)) = (one.is_private, &mut self.persons) {
            for service in &one.own_services {
                persons[service.index()].add(one.draw);
            }
        }
    }

    /// Adds what another part of the town adds up to.
    pub(super) fn merge(&mut self, other: Self) {
        self.relations.merge(&other.relations);
        self.draw = self.draw.wrapping_add(other.draw);
        for (ours, theirs) in self.ladders.iter_mut().zip(other.ladders) {
            ours.merge(theirs);
        }
        for (ours, theirs) in self.crossed.iter_mut().zip(&other.crossed) {
            ours.merge(theirs);
        }
        let having = self.having.iter_mut().zip(other.having);
        having.for_each(|(ours, theirs)| ours.merge(theirs));
        for (ours, theirs) in self.parts.iter_mut().zip(&other.parts) {
            ours.merge(theirs);
        }
        if let (Some(ours), Some(theirs)) = (&mut self.need_by_service, &other.need_by_service) {
            ours.merge(theirs);
        }
        for (ours, theirs) in self.sets.iter_mut().zip(other.sets) {
            ours.merge(theirs);
        }
        if let (Some(ours), Some(theirs)) = (&mut self.pairs, other.pairs) {
            ours.merge(theirs);
        }
        if let (Some(ours), Some(theirs)) = (&mut self.flow, &other.flow) {
            ours.merge(theirs);
        }
        if let (Some(ours), Some(theirs)) = (&mut self.overlap, other.overlap) {
            ours.merge(theirs);
        }
        if let (Some(ours), Some(theirs)) = (&mut self.effect, &other.effect) {
            ours.merge(theirs);
        }
        if let (Some(ours), Some(theirs)) = (&mut self.thresholds, &other.thresholds) {
            ours.merge(theirs);
        }
        if let (Some(ours), Some(theirs)) = (&mut self.persons, &other.persons) {
            merge_cells(ours, theirs);
        }
    }

    /// Adds what was counted elsewhere; whether the plan asks for it.
    pub(super) fn take(
        &mut self,
        asked: Asked,
        keys: &[usize],
        cell: ExactCell,
        scene: &Scene,
    ) -> bool {
        let tally = match asked {
            Asked::Households => {
                self.draw = self.draw.wrapping_add(cell.draw);
                if let [_, 1] = keys {
                    self.relations.take_more();
                }
                return true;
            }
            Asked::Areas => {
                let wijken = scene.town.households.wijken.len();
                return self.relations.take_area(keys, wijken);
            }
            Asked::Uses => return self.relations.take_use(keys, scene.plan.providers.len()),
            Asked::Tally(tally) => tally,
        };
        match tally {
            Tally::Ladders(of) => {
                let mut ladders = self.ladders.iter_mut();
                let found = ladders.find(|one| one.of() == of);
                found.is_some_and(|one| one.take(keys, cell))
            }
            Tally::Crossed(of) => {
                let mut crossed = self.crossed.iter_mut();
                let found = crossed.find(|one| one.of() == of);
                found.is_some_and(|one| one.take(keys, cell))
            }
            Tally::Having(of, by) => {
                let mut having = self.having.iter_mut();
                let found = having.find(|one| one.of() == (of, by));
                found.is_some_and(|one| one.take(keys, cell))
            }
            Tally::Parts(of, by) => {
                let mut parts = self.parts.iter_mut();
                let found = parts.find(|one| one.of() == (of, by));
                found.is_some_and(|one| one.take(keys, cell))
            }
            Tally::Sets(of) => {
                let mut sets = self.sets.iter_mut();
                let found = sets.find(|one| one.of() == of);
                found.is_some_and(|one| one.take(keys, cell, scene))
            }
            Tally::NeedByService => is_taken(&mut self.need_by_service, |one| one.take(keys, cell)),
            Tally::Pairs => is_taken(&mut self.pairs, |one| one.take(keys, cell)),
            Tally::Flow => is_taken(&mut self.flow, |one| one.take(keys, cell)),
            Tally::Overlap => is_taken(&mut self.overlap, |one| one.take(keys, cell)),
            Tally::LinkEffect => is_taken(&mut self.effect, |one| one.take(keys, cell)),
            Tally::Thresholds => is_taken(&mut self.thresholds, |one| one.take(keys, cell)),
            Tally::Persons => is_taken(&mut self.persons, |persons| {
                let service = keys.first().and_then(|service| persons.get_mut(*service));
                add_to(service, cell)
            }),
        }
    }

    /// Per level of a ladder of the plan, those with at least 0, at least 1, …
    pub(super) fn rungs(&self, of: LadderOf) -> Vec<Vec<ExactCell>> {
        let mut ladders = self.ladders.iter();
        let found = ladders.find(|ladders| ladders.of() == of);
        found.map(Histogram::rungs).unwrap_or_default()
    }

    /// What households have by a dimension of the plan.
    pub(super) fn having(&self, of: Subject, by: Dimension) -> Option<&Having> {
        self.having.iter().find(|having| having.of() == (of, by))
    }

    /// Private households with at least 0, at least 1, … services.
    pub(super) fn of_households(&self) -> Vec<ExactCell> {
        self.rungs(LadderOf::Households(None)).concat()
    }
}

fn is_taken<T>(counter: &mut Option<T>, take: impl FnOnce(&mut T) -> bool) -> bool {
    counter.as_mut().is_some_and(take)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{BIJSTAND, Made, SCHULD, W1, WMO};
    use super::*;
    use crate::vocabulary::HouseholdType;

    /// What all counters say, in words.
    fn in_text(made: &Made) -> String {
        let counted = made.counted();
        let ladders = counted.ladders.iter().flat_map(Histogram::rungs).flatten();
        let sets = counted.sets.iter().flat_map(Sets::rows);
        let pairs = counted
            .pairs
            .iter()
            .flat_map(|pairs| pairs.rows(&made.plan));
        let rows = sets.chain(pairs).flat_map(|row| row.cells).flatten();
        let persons = counted.persons.into_iter().flatten();
        let cells = ladders.chain(rows).chain(persons);
        let cells: Vec<_> = cells.map(|cell| (cell.count, cell.draw)).collect();
        format!("{cells:?}{}", counted.draw)
    }

    #[test]
    fn the_counts_are_the_same_for_any_number_of_threads() {
        let mut made = Made::town();
        for number in 0..9_000 {
            let services = [SCHULD, BIJSTAND, WMO];
            let (own, others) = services.split_at(number % 4 % 3);
            made.household(HouseholdType::Single, W1, &[own], &others[number % 2..]);
        }
        let told_by = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            pool.build().unwrap().install(|| in_text(&made))
        };
        assert_eq!(told_by(1), told_by(2));
        assert_eq!(told_by(1), told_by(8));
    }

    #[test]
    fn each_tally_of_a_plan_is_made_once() {
        let plan = Made::town().plan;
        let tallies = plan.tallies();
        let twice = (1..tallies.len()).filter(|at| tallies[..*at].contains(&tallies[*at]));
        assert_eq!((tallies.len(), twice.count()), (45, 0));
    }
}
