//! What adds up to what: anyone who reads the tables knows it.

use std::collections::BTreeMap;

use foldhash::HashMap;
use rayon::prelude::*;

use super::counts::Count;
use super::ranges::Row;
use crate::pseudonymous::cells::{CellKey, Cut, Event, Facts, Number, Subject, Unit};
use crate::vocabulary::{Dimension, ServiceIx};

/// The rows of all counts. A relation that does not hold in this town is left out: nobody can rely on it.
pub(super) fn rows(counts: &[Count], facts: &Facts) -> Vec<Row> {
    let keys = counts.iter().map(|one| &one.key);
    let mut rows = Rows {
        counts,
        index: keys.zip(0..).collect(),
        found: Vec::new(),
    };
    rows.add_wholes(facts);
    rows.add_cuts(facts);
    for service in (0..facts.domain_of.len()).map(ServiceIx::at) {
        rows.add_service(service, facts.domain_of.len());
    }
    rows.add_numbers(facts.domain_of.len());
    rows.add_by_area(facts);
    rows.add_needs(facts);
    rows.found
}

/// A whole and how it is cut, if it is; a part of it; and the whole.
type Addend = (Option<(u32, Cut)>, u32, u32);

struct Rows<'a> {
    counts: &'a [Count],
    index: HashMap<&'a CellKey, u32>,
    found: Vec<Row>,
}

impl Rows<'_> {
    fn of(&self, event: Event) -> Option<u32> {
        let key = CellKey::town(Unit::Household, event);
        self.index.get(&key).copied()
    }

    /// The counts with their numbers.
    fn numbered(&self) -> impl ParallelIterator<Item = (&Count, u32)> {
        self.counts.par_iter().zip(0..u32::MAX)
    }

    fn with(&self, service: ServiceIx, number: Number) -> Option<u32> {
        self.of(Event::Service(service, number))
    }

    fn pair(&self, a: ServiceIx, b: ServiceIx) -> Option<u32> {
        self.of(Event::Pair(a.min(b), a.max(b)))
    }

    fn set(&self, a: ServiceIx, b: ServiceIx) -> Option<u32> {
        let set = [a.min(b), a.max(b)];
        self.of(Event::Set(set[usize::from(a == b)..].into()))
    }

    /// These are at least those, or as many; if the town says otherwise, nothing.
    fn add(&mut self, more: &[u32], fewer: &[u32], is_equal: bool) {
        let sum = |indexes: &[u32]| -> u64 {
            let counts = indexes.iter().map(|index| &self.counts[*index as usize]);
            counts.map(|one| one.exact).sum()
        };
        let (more_sum, fewer_sum) = (sum(more), sum(fewer));
        if more_sum < fewer_sum {
            return;
        }
        let terms = more.iter().map(|index| (*index, 1));
        let terms = terms.chain(fewer.iter().map(|index| (*index, -1)));
        self.found.push(Row {
            terms: terms.collect(),
            is_equal: is_equal && more_sum == fewer_sum,
        });
    }

    /// A part is no more than its wholes.
    fn add_wholes(&mut self, facts: &Facts) {
        for (whole, part) in self.wholes(facts) {
            self.add(&[whole], &[part], false);
        }
    }

    fn wholes(&self, facts: &Facts) -> Vec<(u32, u32)> {
        let wholes = self.numbered().flat_map_iter(|(one, part)| {
            let wholes = one.key.wholes(facts).into_iter();
            wholes.filter_map(move |whole| Some((*self.index.get(&whole)?, part)))
        });
        wholes.collect()
    }

    /// Of each addend its whole and the cut, without a cut where it is one of what is pooled.
    fn addends(&self, facts: &Facts) -> Vec<Addend> {
        let addends = self.numbered().flat_map_iter(|(one, part)| {
            let addends = one.key.addend_of(facts).into_iter();
            addends.filter_map(move |(whole, cut)| match cut {
                // A count and one more of it are a part and its whole.
                Cut::Number => None,
                // Sets that are not printed are counted among the others.
                Cut::Sets(of) if one.is_pooled() => {
                    Some((None, part, self.of(Event::OtherSets(of))?))
                }
                _ => {
                    let whole = *self.index.get(&whole)?;
                    Some((Some((whole, cut)), part, whole))
                }
            })
        });
        addends.collect()
    }

    /// Parts that share nobody add up.
    fn add_cuts(&mut self, facts: &Facts) {
        let mut addends = self.addends(facts);
        // What is pooled first, each by itself; the order of rows decides what narrows what.
        addends.par_sort_unstable();
        for addends in addends.chunk_by(|(a, ..), (b, ..)| a.is_some() && a == b) {
            let (cut, _, whole) = addends[0];
            let parts: Vec<u32> = addends.iter().map(|(_, part, _)| *part).collect();
            let is_whole = cut.is_some_and(|(_, cut)| self.is_whole(cut, &parts));
            self.add(&[whole], &parts, is_whole);
        }
    }

    /// Whether parts are all there are: services and groups are shown in some of the areas only.
    fn is_whole(&self, cut: Cut, parts: &[u32]) -> bool {
        let is_of_some = |part: &u32| {
            let key = &self.counts[*part as usize].key;
            Subject::of(&key.event).is_some()
                || matches!(
                    key.event,
                    Event::Groups(_) | Event::Need(_) | Event::NeedWithout(_)
                )
        };
        let is_of_areas =
            cut == Cut::Dimension(Dimension::Wijk) || cut == Cut::Dimension(Dimension::Buurt);
        !is_of_areas || !parts.iter().any(is_of_some)
    }

    /// A service alone, with one other, and its pairs.
    fn add_service(&mut self, service: ServiceIx, services: usize) {
        let [all, two, three] = [Number::All, Number::AtLeast(2), Number::AtLeast(3)]
            .map(|number| self.with(service, number));
        let (Some(all), Some(two)) = (all, two) else {
            return;
        };
        if let Some(alone) = self.set(service, service) {
            self.add(&[all], &[alone, two], true);
        }
        let others = (0..services).map(ServiceIx::at);
        let others: Vec<ServiceIx> = others.filter(|other| *other != service).collect();
        let sets = others.iter().filter_map(|other| self.set(service, *other));
        let sets: Vec<u32> = sets.chain(three).collect();
        self.add(&[two], &sets, false);
        let pairs: Vec<u32> = (others.iter())
            .filter_map(|other| self.pair(service, *other))
            .collect();
        let rungs: Vec<u32> = (2..=services)
            .map_while(|number| self.with(service, Number::AtLeast(number)))
            .collect();
        self.add(&pairs, &rungs, false);
        let users = self.of(Event::Services(Number::AtLeast(1)));
        for other in others.iter().filter(|other| **other > service) {
            // Two that do not fit beside each other among the users overlap.
            if let (Some(users), Some(pair), Some(other_all)) = (
                users,
                self.pair(service, *other),
                self.with(*other, Number::All),
            ) {
                self.add(&[pair, users], &[all, other_all], false);
            }
        }
    }

    /// A domain and its services, in the town and in each area; and pairs that overlap in an area.
    fn add_by_area(&mut self, facts: &Facts) {
        for (one, whole) in self.counts.iter().zip(0..) {
            let of = |event| {
                let key = CellKey {
                    event,
                    ..one.key.clone()
                };
                self.index.get(&key).copied()
            };
            let service = |one: &ServiceIx| of(Event::Service(*one, Number::All));
            match one.key.event {
                Event::Domain(domain) => {
                    let own: Vec<ServiceIx> = facts.services_of(domain).collect();
                    // A service without a row can be of any size, so the sum has no upper bound.
                    let Some(services) = own.iter().map(service).collect::<Option<Vec<_>>>() else {
                        continue;
                    };
                    let pairs = own.iter().enumerate().flat_map(|(place, a)| {
                        own[place + 1..].iter().map(|b| of(Event::Pair(*a, *b)))
                    });
                    let pairs: Option<Vec<u32>> = pairs.collect();
                    self.add(&services, &[whole], own.len() == 1);
                    if let Some(pairs) = pairs {
                        let all: Vec<u32> = pairs.into_iter().chain([whole]).collect();
                        self.add(&all, &services, own.len() == 2);
                    }
                }
                Event::Pair(a, b) if one.key.group.is_some() => {
                    let users = of(Event::Services(Number::AtLeast(1)));
                    if let (Some(users), Some(a), Some(b)) = (users, service(&a), service(&b)) {
                        self.add(&[whole, users], &[a, b], false);
                    }
                }
                _ => {}
            }
        }
    }

    /// Whoever has a need has none of the services that answer it, or one or more.
    fn add_needs(&mut self, facts: &Facts) {
        let services = facts.domain_of.len();
        for (one, index) in self.counts.iter().zip(0..) {
            let Event::NeedWithout(need) = one.key.event else {
                continue;
            };
            let answers = &facts.answers[need.index() - services];
            let find = |event| self.index.get(&one.key.counting(event)).copied();
            let Some(all) = find(Event::Need(need)) else {
                continue;
            };
            let answered = (answers.iter()).filter_map(|one| find(Event::NeedWith(need, *one)));
            let answered: Vec<u32> = answered.collect();
            let services_of = |number| find(Event::Services(number));
            let [everyone, users] = [Number::All, Number::AtLeast(1)].map(services_of);
            for with in &answered {
                self.add(&[all], &[index, *with], false);
            }
            if answered.len() == answers.len() {
                let either: Vec<u32> = answered.into_iter().chain([index]).collect();
                self.add(&either, &[all], false);
            }
            if let (true, Some(everyone), Some(users)) =
                (answers.len() == services, everyone, users)
            {
                self.add(&[everyone], &[users, index], false);
                self.add(&[index, users], &[all], false);
            }
        }
    }

    /// Sets of so many services, and all services together.
    fn add_numbers(&mut self, services: usize) {
        let number = |number| Event::Services(Number::AtLeast(number));
        let rungs: Vec<u32> = (1..=services)
            .map_while(|least| self.of(number(least)))
            .collect();
        let mut sets: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (one, index) in self.counts.iter().zip(0..) {
            if let Event::Set(set) = &one.key.event {
                sets.entry(set.len()).or_default().push(index);
            }
        }
        for (size, mut sets) in sets {
            if let Some(rung) = self.of(number(size)) {
                sets.extend(self.of(number(size + 1)));
                self.add(&[rung], &sets, false);
            }
        }
        let all = (0..services).map(ServiceIx::at);
        let all: Vec<u32> = all
            .filter_map(|service| self.with(service, Number::All))
            .collect();
        self.add(&all, &rungs, false);
    }
}
