//! What is counted of made-up households: which counts each of them is in.

use foldhash::HashMap;

use super::span::Span;

/// The groups by which households are counted, by their place in [`Who::levels`].
pub(super) const GROUPS: [&str; 5] = [
    "wijk",
    "buurt",
    "age_band",
    "household_type",
    "household_size",
];

/// The level of who is in no group that is printed.
pub(super) const ELSEWHERE: u16 = u16::MAX;

/// No count.
const NONE: u32 = u32::MAX;

/// A made-up household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Household {
    /// Its services, a bit each.
    pub(super) set: u128,
    /// Its place, age band, type and size.
    pub(super) at: [u16; 4],
}

/// Whom a count counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Who {
    /// Per group a level, or any.
    pub(super) levels: [Option<u16>; 5],
    pub(super) have: Have,
}

/// What those have who are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Have {
    /// So many services or more.
    AtLeast(usize),
    /// This service, and so many or more in all.
    Service(usize, usize),
    Pair(usize, usize),
    /// Exactly these.
    Set(u128),
    /// Services of exactly these domains.
    Domains(u128),
    /// A set that is not printed, of services or of domains.
    Other(SetOf),
    /// So many organisations or more.
    Organisations(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum SetOf {
    Services,
    Domains,
}

/// A count of the tables.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) who: Who,
    pub(super) span: Span,
    /// What is printed; `None` for what is hidden or has no row.
    pub(super) printed: Option<i32>,
}

/// What households can be: as in the tables.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    pub(super) services: Vec<String>,
    /// Per service its domain, a bit.
    pub(super) domain_of: Vec<u128>,
    pub(super) domains: Vec<String>,
    pub(super) organisations: Vec<String>,
    /// Per service its organisation, a bit.
    pub(super) organisation_of: Vec<u128>,
    /// Per group its levels.
    pub(super) levels: [Vec<String>; 5],
    /// Pairs of a wijk and a buurt that lies in it; [`ELSEWHERE`] for what is not printed.
    pub(super) places: Vec<[u16; 2]>,
}

/// The counts, and where each is found.
#[derive(Clone)]
pub(super) struct Cells {
    pub(super) lists: Lists,
    pub(super) all: Vec<Cell>,
    /// The span of a set that is not printed.
    without_row: Span,
    /// How large hidden counts are made.
    pub(super) largest: i32,
    town: Vec<u32>,
    ladders: [Vec<Vec<u32>>; 5],
    services: Vec<Vec<u32>>,
    organisations: Vec<u32>,
    pairs: Vec<u32>,
    by_group: [Vec<u32>; 5],
    /// Per wijk or buurt, and per age band, type and size.
    crossed: [[Vec<u32>; 3]; 2],
    triples: Vec<u32>,
    sets: HashMap<u128, (u32, bool)>,
    domains: HashMap<u128, (u32, bool)>,
    others: [u32; 2],
}

impl Household {
    /// How many services it has.
    pub(super) const fn number(&self) -> usize {
        self.set.count_ones() as usize
    }
}

/// The services of a set.
pub(super) fn each(mut set: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let next = (set != 0).then(|| set.trailing_zeros() as usize);
        set &= set.wrapping_sub(1);
        next
    })
}

impl Lists {
    /// The levels of a household, per group.
    pub(super) fn levels_of(&self, one: &Household) -> [u16; 5] {
        let [wijk, buurt] = self.places[one.at[0] as usize];
        [wijk, buurt, one.at[1], one.at[2], one.at[3]]
    }

    /// What a count counts, in the words of the ledger.
    pub(super) fn name(&self, who: &Who) -> Vec<String> {
        let text = |word: &str| word.to_owned();
        let rung = |least: usize| match least {
            0 => text("all"),
            _ => format!("{least}+"),
        };
        let service = |service: usize| self.services[service].clone();
        let sorted = |mut names: Vec<String>| {
            names.sort_unstable();
            names
        };
        let at = who.levels.iter().enumerate();
        let at = at.filter_map(|(group, level)| {
            Some([
                text(GROUPS[group]),
                self.levels[group][usize::from((*level)?)].clone(),
            ])
        });
        let at: Vec<[String; 2]> = at.collect();
        let (group, others) = match at.split_first() {
            Some((first, others)) if others.len() < 2 => (first.clone(), others),
            _ => ([text("all"), text("all")], &at[..]),
        };
        let (kind, what) = match who.have {
            Have::AtLeast(0) if !others.is_empty() => ("groups", others.concat()),
            Have::AtLeast(least) => ("services", vec![rung(least)]),
            // All users of a service have one, so that number is not said.
            Have::Service(one, 1) => ("service", vec![service(one), text("all")]),
            Have::Service(one, least) => ("service", vec![service(one), rung(least)]),
            Have::Pair(a, b) => ("pair", sorted(vec![service(a), service(b)])),
            Have::Set(set) => ("set", sorted(each(set).map(service).collect())),
            Have::Domains(set) => {
                let names = each(set).map(|domain| self.domains[domain].clone());
                ("domains", sorted(names.collect()))
            }
            Have::Other(SetOf::Services) => ("other", vec![text("services")]),
            Have::Other(SetOf::Domains) => ("other", vec![text("domains")]),
            Have::Organisations(least) => ("organisations", vec![rung(least)]),
        };
        let all = [text("household")]
            .into_iter()
            .chain(group)
            .chain([text(kind)]);
        all.chain(what).collect()
    }

    /// The domains of a set.
    pub(super) fn domains_of(&self, set: u128) -> u128 {
        each(set).fold(0, |all, one| all | self.domain_of[one])
    }

    /// How many organisations carry a set out.
    fn organisations_of(&self, set: u128) -> usize {
        let all = each(set).fold(0, |all, one| all | self.organisation_of[one]);
        u128::count_ones(all) as usize
    }
}

impl Cells {
    pub(super) fn new(lists: Lists, without_row: Span, largest: i32) -> Self {
        let services = lists.services.len();
        let count = |group: usize| lists.levels[group].len();
        let crossed = |area: usize| [2, 3, 4].map(|group| vec![NONE; count(area) * count(group)]);
        Self {
            without_row,
            largest,
            town: Vec::new(),
            ladders: [0, 1, 2, 3, 4].map(|group| vec![Vec::new(); count(group)]),
            services: vec![Vec::new(); services],
            organisations: Vec::new(),
            pairs: vec![NONE; services * services],
            by_group: [0, 1, 2, 3, 4].map(|group| vec![NONE; count(group) * services]),
            crossed: [crossed(0), crossed(1)],
            triples: vec![NONE; count(2) * count(3) * count(4)],
            sets: HashMap::default(),
            domains: HashMap::default(),
            others: [NONE; 2],
            all: Vec::new(),
            lists,
        }
    }

    /// Adds a count; of one that is there already both spans hold.
    pub(super) fn add(&mut self, who: Who, span: Span, printed: Option<i32>) {
        let id = u32::try_from(self.all.len()).unwrap_or(NONE);
        let slot = self.slot(&who);
        if *slot == NONE {
            *slot = id;
            self.all.push(Cell { who, span, printed });
        } else {
            let at = *slot as usize;
            self.all[at].span = self.all[at].span.and(span);
        }
    }

    fn slot(&mut self, who: &Who) -> &mut u32 {
        let services = self.lists.services.len();
        let level = |group: usize| who.levels[group].map(usize::from);
        let group = (0..5).find_map(|group| Some((group, level(group)?)));
        match who.have {
            Have::AtLeast(0) if level(2).is_some() && level(3).is_some() => {
                let [age, kind, size] = [2, 3, 4].map(|group| level(group).unwrap_or(0));
                let [kinds, sizes] = [3, 4].map(|group| self.lists.levels[group].len());
                &mut self.triples[(age * kinds + kind) * sizes + size]
            }
            Have::AtLeast(number) => {
                let others = (2..5).find_map(|group| Some((group, level(group)?)));
                match (group, others) {
                    (Some((area @ (0 | 1), place)), Some((other, level))) => {
                        let levels = self.lists.levels[other].len();
                        &mut self.crossed[area][other - 2][place * levels + level]
                    }
                    (Some((group, level)), _) => rung(&mut self.ladders[group][level], number),
                    (None, _) => rung(&mut self.town, number),
                }
            }
            Have::Service(service, number) => match group {
                Some((group, level)) => &mut self.by_group[group][level * services + service],
                None => rung(&mut self.services[service], number),
            },
            Have::Pair(a, b) => &mut self.pairs[a.min(b) * services + a.max(b)],
            Have::Set(set) => &mut self.sets.entry(set).or_insert((NONE, true)).0,
            Have::Domains(set) => &mut self.domains.entry(set).or_insert((NONE, true)).0,
            Have::Other(of) => &mut self.others[of as usize],
            Have::Organisations(number) => rung(&mut self.organisations, number),
        }
    }

    /// Whether a household is counted.
    pub(super) fn has(&self, who: &Who, one: &Household) -> bool {
        let levels = self.lists.levels_of(one);
        let is_at = |(own, asked): (&u16, &Option<u16>)| asked.is_none_or(|asked| asked == *own);
        levels.iter().zip(&who.levels).all(is_at) && self.has_set(who.have, one.set)
    }

    /// Whether a set is counted.
    pub(super) fn has_set(&self, have: Have, set: u128) -> bool {
        let number = set.count_ones() as usize;
        let has = |service: usize| set & (1 << service) != 0;
        match have {
            Have::AtLeast(least) => number >= least,
            Have::Service(service, least) => has(service) && number >= least,
            Have::Pair(a, b) => has(a) && has(b),
            Have::Set(only) => set == only,
            Have::Domains(only) => self.lists.domains_of(set) == only,
            Have::Other(SetOf::Services) => set != 0 && !is_printed(&self.sets, set),
            Have::Other(SetOf::Domains) => {
                set != 0 && !is_printed(&self.domains, self.lists.domains_of(set))
            }
            Have::Organisations(least) => self.lists.organisations_of(set) >= least,
        }
    }

    /// Every count that a household is in; without `by_set` those that only its set decides, and without `by_level` those
    /// that only its levels decide, may be left out.
    pub(super) fn of(
        &mut self,
        one: &Household,
        (by_set, by_level): (bool, bool),
        mut add: impl FnMut(u32),
    ) {
        let mut found = |cell: u32| {
            if cell != NONE {
                add(cell);
            }
        };
        let (number, services) = (one.number(), self.lists.services.len());
        if by_set {
            self.of_set(one.set, &mut found);
        }
        let levels = self.lists.levels_of(one);
        let first = usize::from(!by_level);
        for (group, level) in levels.iter().enumerate() {
            if *level == ELSEWHERE {
                continue;
            }
            let level = *level as usize;
            let rungs = self.ladders[group][level].iter().take(number + 1);
            rungs.skip(first).for_each(|cell| found(*cell));
            let row = level * services;
            each(one.set).for_each(|service| found(self.by_group[group][row + service]));
        }
        if by_level {
            let [age, kind, size] = [2, 3, 4].map(|group| levels[group] as usize);
            let [kinds, sizes] = [3, 4].map(|group| self.lists.levels[group].len());
            found(self.triples[(age * kinds + kind) * sizes + size]);
            for area in [0, 1] {
                if levels[area] != ELSEWHERE {
                    for (group, level) in [age, kind, size].into_iter().enumerate() {
                        let row = levels[area] as usize * self.lists.levels[group + 2].len();
                        found(self.crossed[area][group][row + level]);
                    }
                }
            }
        }
    }

    fn of_set(&mut self, set: u128, found: &mut impl FnMut(u32)) {
        let (number, services) = (set.count_ones() as usize, self.lists.services.len());
        let up_to = |rungs: &[u32], found: &mut dyn FnMut(u32)| {
            rungs.iter().take(number + 1).for_each(|cell| found(*cell));
        };
        up_to(&self.town, found);
        if set == 0 {
            return;
        }
        for a in each(set) {
            up_to(&self.services[a], found);
            let row = &self.pairs[a * services..(a + 1) * services];
            each(set & (u128::MAX << a) & !(1 << a)).for_each(|b| found(row[b]));
        }
        let organisations = self.lists.organisations_of(set);
        let rungs = self.organisations.iter().take(organisations + 1);
        rungs.for_each(|cell| found(*cell));
        let domains = self.lists.domains_of(set);
        let of_services = self.of_exactly(Have::Set(set), SetOf::Services);
        let of_domains = self.of_exactly(Have::Domains(domains), SetOf::Domains);
        for cell in of_services.into_iter().chain(of_domains) {
            found(cell);
        }
    }

    /// The count of exactly this set and, when it has no row, that of all such.
    fn of_exactly(&mut self, have: Have, of: SetOf) -> [u32; 2] {
        let (map, set) = match have {
            Have::Domains(set) => (&mut self.domains, set),
            Have::Set(set) => (&mut self.sets, set),
            _ => return [NONE; 2],
        };
        if let Some((cell, is_printed)) = map.get(&set) {
            let other = if *is_printed {
                NONE
            } else {
                self.others[of as usize]
            };
            return [*cell, other];
        }
        let id = u32::try_from(self.all.len()).unwrap_or(NONE);
        map.insert(set, (id, false));
        self.all.push(Cell {
            who: Who {
                levels: [None; 5],
                have,
            },
            span: self.without_row,
            printed: None,
        });
        [id, self.others[of as usize]]
    }
}

/// The count of a rung; there is room for those below it.
fn rung(rungs: &mut Vec<u32>, number: usize) -> &mut u32 {
    if rungs.len() <= number {
        rungs.resize(number + 1, NONE);
    }
    &mut rungs[number]
}

fn is_printed(sets: &HashMap<u128, (u32, bool)>, set: u128) -> bool {
    sets.get(&set).is_some_and(|(_, is_printed)| *is_printed)
}
