//! A made-up town, and how far its counts are from those of the tables.

use foldhash::HashMap;

use super::cells::{Cells, Have, Household, Who, each};
use super::random::Random;
use super::span::Span;

/// Households with more services share lists with these.
pub(super) const MOST: usize = 15;

/// A list of households to draw from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Drawer {
    /// With so many services.
    Number(usize),
    /// At this level of a group, with so many services.
    Level(usize, u16, usize),
    /// With this service, and so many in all.
    Service(usize, usize),
}

impl Drawer {
    fn capped(self) -> Self {
        match self {
            Self::Number(number) => Self::Number(number.min(MOST)),
            Self::Level(group, level, number) => Self::Level(group, level, number.min(MOST)),
            Self::Service(service, number) => Self::Service(service, number.min(MOST)),
        }
    }
}

/// A change of some households, each to something else.
pub(super) type Change = Vec<(usize, Household)>;

/// A made-up town.
#[derive(Clone)]
pub(super) struct Town {
    pub(super) cells: Cells,
    pub(super) households: Vec<Household>,
    pub(super) counts: Vec<i32>,
    /// The counts that lie outside their span, and where each stands among them.
    pub(super) outside: Vec<u32>,
    place: Vec<u32>,
    /// The sum of all distances.
    pub(super) cost: i64,
    drawers: HashMap<Drawer, Vec<u32>>,
    /// How a change would change counts.
    differences: Vec<i32>,
    touched: Vec<u32>,
}

const INSIDE: u32 = u32::MAX;

impl Town {
    pub(super) fn new(cells: Cells, households: Vec<Household>) -> Self {
        let mut town = Self {
            counts: Vec::new(),
            outside: Vec::new(),
            place: Vec::new(),
            cost: 0,
            drawers: HashMap::default(),
            differences: Vec::new(),
            touched: Vec::new(),
            cells,
            households,
        };
        for index in 0..town.households.len() {
            let one = town.households[index];
            town.tally(&one, (true, true), 1);
            town.draw_by(index, &one);
        }
        town.settle();
        town
    }

    /// Draws from fresh lists: old ones hold households that have changed.
    pub(super) fn sort(&mut self) {
        self.drawers.clear();
        for index in 0..self.households.len() {
            let one = self.households[index];
            self.draw_by(index, &one);
        }
    }

    fn draw_by(&mut self, index: usize, one: &Household) {
        let Ok(index) = u32::try_from(index) else {
            return;
        };
        let number = one.number().min(MOST);
        let levels = self.cells.lists.levels_of(one);
        let levels = levels.into_iter().enumerate();
        let levels = levels.map(|(group, level)| Drawer::Level(group, level, number));
        let services = each(one.set).map(|service| Drawer::Service(service, number));
        for drawer in [Drawer::Number(number)]
            .into_iter()
            .chain(levels)
            .chain(services)
        {
            self.drawers.entry(drawer).or_default().push(index);
        }
    }

    fn tally(&mut self, one: &Household, parts: (bool, bool), by: i32) {
        let (differences, touched) = (&mut self.differences, &mut self.touched);
        self.cells.of(one, parts, |cell| {
            let at = cell as usize;
            if differences.len() <= at {
                differences.resize(at + 1, 0);
            }
            if differences[at] == 0 {
                touched.push(cell);
            }
            differences[at] += by;
        });
    }

    /// The span of a count is another one from now on.
    pub(super) fn aim(&mut self, cell: usize, span: Span) {
        let before = self.cells.all[cell].span.distance(self.counts[cell]);
        self.cells.all[cell].span = span;
        let after = span.distance(self.counts[cell]);
        self.cost += i64::from(after) - i64::from(before);
        self.note(cell, after);
    }

    /// Changes households where that makes the town no worse, or is allowed to: worse by one is taken with probability
    /// `looseness`, by two with that of its square.
    pub(super) fn attempt(
        &mut self,
        change: &[(usize, Household)],
        looseness: f64,
        random: &mut Random,
    ) -> bool {
        for (index, new) in change {
            let old = self.households[*index];
            let parts = (old.set != new.set, old.at != new.at);
            self.tally(&old, parts, -1);
            self.tally(new, parts, 1);
        }
        let worse = self.worse();
        let is_taken = worse <= 0 || random.chance(looseness.powi(worse.min(100)));
        if !is_taken {
            for cell in self.touched.drain(..) {
                self.differences[cell as usize] = 0;
            }
            return false;
        }
        self.settle();
        for (index, new) in change {
            self.households[*index] = *new;
            self.draw_by(*index, new);
        }
        true
    }

    /// How much the differences add to the cost.
    fn worse(&self) -> i32 {
        let mut worse = 0;
        for cell in &self.touched {
            let at = *cell as usize;
            let difference = self.differences[at];
            if difference != 0 {
                let (span, count) = (
                    self.cells.all[at].span,
                    self.counts.get(at).copied().unwrap_or(0),
                );
                worse += span.distance(count + difference) - span.distance(count);
            }
        }
        worse
    }

    fn settle(&mut self) {
        self.counts.resize(self.cells.all.len(), 0);
        // Empty counts can lie outside too, so the first time all are looked at.
        if self.place.is_empty() {
            for cell in 0..self.cells.all.len() {
                let distance = self.cells.all[cell].span.distance(0);
                self.place.push(INSIDE);
                self.cost += i64::from(distance);
                self.note(cell, distance);
            }
        }
        self.place.resize(self.cells.all.len(), INSIDE);
        while let Some(cell) = self.touched.pop() {
            let at = cell as usize;
            let difference = std::mem::take(&mut self.differences[at]);
            let span = self.cells.all[at].span;
            let before = span.distance(self.counts[at]);
            self.counts[at] += difference;
            let after = span.distance(self.counts[at]);
            self.cost += i64::from(after) - i64::from(before);
            self.note(at, after);
        }
    }

    /// Whether a count is among those that lie outside.
    fn note(&mut self, cell: usize, distance: i32) {
        let place = self.place[cell];
        if distance > 0 && place == INSIDE {
            self.place[cell] = u32::try_from(self.outside.len()).unwrap_or(INSIDE);
            self.outside.push(u32::try_from(cell).unwrap_or(INSIDE));
        } else if distance == 0 && place != INSIDE {
            self.outside.swap_remove(place as usize);
            if let Some(moved) = self.outside.get(place as usize) {
                self.place[*moved as usize] = place;
            }
            self.place[cell] = INSIDE;
        }
    }

    /// A household of a drawer that is as asked; `None` when some looks find none.
    pub(super) fn find(
        &mut self,
        drawer: Drawer,
        random: &mut Random,
        is_asked: impl Fn(&Cells, &Household) -> bool,
    ) -> Option<usize> {
        const LOOKS: usize = 40;
        let drawer = drawer.capped();
        for _ in 0..LOOKS {
            let list = self.drawers.get_mut(&drawer)?;
            if list.is_empty() {
                return None;
            }
            let place = random.below(list.len());
            let index = list[place] as usize;
            let one = &self.households[index];
            if !is_in(drawer, &self.cells, one) {
                list.swap_remove(place);
            } else if is_asked(&self.cells, one) {
                return Some(index);
            }
        }
        None
    }

    /// How many households a drawer has, about.
    pub(super) fn size(&self, drawer: Drawer) -> usize {
        self.drawers.get(&drawer.capped()).map_or(0, Vec::len)
    }

    /// A number of services from `least` to `most`, as often as households have it; by `drawer`.
    pub(super) fn number_of(
        &self,
        (least, most): (usize, usize),
        random: &mut Random,
        drawer: impl Fn(usize) -> Drawer,
    ) -> Option<usize> {
        let numbers = least.min(MOST)..=most.min(MOST);
        let all: usize = numbers
            .clone()
            .map(|number| self.size(drawer(number)))
            .sum();
        let mut left = random.below(all);
        for number in numbers {
            let size = self.size(drawer(number));
            if left < size {
                return Some(number);
            }
            left -= size;
        }
        None
    }

    /// A household that a count counts.
    pub(super) fn member(&mut self, who: &Who, random: &mut Random) -> Option<usize> {
        let (least, most, service) = match who.have {
            Have::AtLeast(least) => (least, MOST, None),
            Have::Service(service, least) => (least.max(1), MOST, Some(service)),
            Have::Pair(a, b) => (2, MOST, Some(if random.chance(0.5) { a } else { b })),
            Have::Set(set) => {
                let number = set.count_ones() as usize;
                (number, number, random.one_of(set))
            }
            Have::Domains(set) => (
                set.count_ones() as usize,
                MOST,
                self.service_of(set, random),
            ),
            Have::Other(_) | Have::Organisations(_) => (1, MOST, None),
        };
        let level = (0..5).filter_map(|group| Some((group, who.levels[group]?)));
        let levels: Vec<_> = level.collect();
        let level = random.pick(&levels);
        let drawer = |number| match (service, level) {
            (Some(service), _) => Drawer::Service(service, number),
            (None, Some((group, level))) => Drawer::Level(group, level, number),
            (None, None) => Drawer::Number(number),
        };
        let number = self.number_of((least, most), random, drawer)?;
        self.find(drawer(number), random, |cells, one| cells.has(who, one))
    }

    /// A service of one of these domains.
    pub(super) fn service_of(&self, domains: u128, random: &mut Random) -> Option<usize> {
        let domain_of = self.cells.lists.domain_of.iter().enumerate();
        let services: Vec<usize> = domain_of
            .filter(|(_, domain)| *domain & domains != 0)
            .map(|(service, _)| service)
            .collect();
        random.pick(&services)
    }
}

fn is_in(drawer: Drawer, cells: &Cells, one: &Household) -> bool {
    let number = one.number().min(MOST);
    match drawer {
        Drawer::Number(own) => own == number,
        Drawer::Level(group, level, own) => {
            own == number && cells.lists.levels_of(one)[group] == level
        }
        Drawer::Service(service, own) => own == number && one.set & (1 << service) != 0,
    }
}
