//! A first made-up town: printed combinations, sets dealt by what is printed of each service, levels by what is printed of
//! each level.

use super::cells::{Cells, ELSEWHERE, Have, Household, Who, each};
use super::random::Random;

/// As many households as are printed, nearly as the tables have them.
pub(super) fn start(cells: &Cells, random: &mut Random) -> Vec<Household> {
    let guess = Guess::of(cells);
    let mut sets = Vec::new();
    for number in 0..=guess.most {
        sets.extend(guess.sets_of(number, random));
    }
    let all = guess.town(0);
    // The first have none; there may be too many with some.
    sets.drain(..sets.len().saturating_sub(all));
    sets.resize(all, 0);
    let of_services: Vec<Lifts> = (0..cells.lists.services.len())
        .map(|service| guess.lifts_of(service))
        .collect();
    let triples = guess
        .all_triples()
        .into_iter()
        .map(|of| (of, guess.weight(of)));
    let triples: Vec<_> = triples.filter(|(_, weight)| *weight > 0.0).collect();
    let mut households = Vec::with_capacity(sets.len());
    for number in 0..=guess.most {
        let places = guess.places(number);
        let mut lifts: Vec<Option<Lifts>> = vec![None; cells.lists.places.len()];
        for set in sets
            .iter()
            .filter(|set| set.count_ones() as usize == number)
        {
            let place = drawn(&places, random).unwrap_or(0);
            let own = lifts[place as usize].get_or_insert_with(|| guess.lifts(number, place));
            let all: Vec<&Lifts> = each(*set)
                .map(|service| &of_services[service])
                .chain([&*own])
                .collect();
            let [age, kind, size] = guess.draw(&triples, &all, random);
            let at = [place, age, kind, size];
            households.push(Household { set: *set, at });
        }
    }
    households
}

/// What the tables say, taken at its word.
struct Guess<'a> {
    cells: &'a Cells,
    printed: std::collections::HashMap<Who, i32>,
    /// The most services.
    most: usize,
}

impl<'a> Guess<'a> {
    fn of(cells: &'a Cells) -> Self {
        let printed = cells
            .all
            .iter()
            .map(|cell| (cell.who, cell.printed.unwrap_or(1)));
        let printed: std::collections::HashMap<Who, i32> = printed.collect();
        let rungs = printed.keys().filter_map(|who| match who.have {
            Have::AtLeast(number) if who.levels == [None; 5] => Some(number),
            _ => None,
        });
        Self {
            most: rungs.max().unwrap_or(0),
            cells,
            printed,
        }
    }

    fn count(&self, levels: [Option<u16>; 5], have: Have) -> usize {
        let printed = self.printed.get(&Who { levels, have });
        printed.map_or(0, |printed| usize::try_from(*printed).unwrap_or(0))
    }

    fn town(&self, least: usize) -> usize {
        self.count([None; 5], Have::AtLeast(least))
    }

    /// Of exactly so many services.
    fn exactly(&self, levels: [Option<u16>; 5], number: usize) -> usize {
        let rung = |number| self.count(levels, Have::AtLeast(number));
        rung(number).saturating_sub(rung(number + 1))
    }

    fn sets_of(&self, number: usize, random: &mut Random) -> Vec<u128> {
        let wanted = self.exactly([None; 5], number);
        if number == 0 {
            return vec![0; wanted];
        }
        if number > self.cells.lists.services.len() {
            return Vec::new();
        }
        let services = 0..self.cells.lists.services.len();
        let of_service = |service: usize| {
            let rung = |number| self.count([None; 5], Have::Service(service, number));
            rung(number).saturating_sub(rung(number + 1))
        };
        let mut left: Vec<usize> = services.map(of_service).collect();
        let (mut sets, mut more) = (Vec::new(), Vec::new());
        for cell in &self.cells.all {
            if let (Have::Set(set), Some(printed)) = (cell.who.have, cell.printed)
                && set.count_ones() as usize == number
            {
                let least = cell.span.low.min(printed);
                sets.extend((0..least).map(|_| set));
                more.extend((least..printed).map(|_| set));
            }
        }
        // Where there is no room for all that is printed, of each as many as there must be.
        let wanted = wanted.max(sets.len());
        random.shuffle(&mut more);
        sets.append(&mut more);
        sets.truncate(wanted);
        for service in sets.iter().flat_map(|set| each(*set)) {
            left[service] = left[service].saturating_sub(1);
        }
        let rest = wanted - sets.len();
        sets.extend(self.dealt(&left, rest, number, random));
        sets
    }

    /// So many sets of so many services, each service as often as it is left.
    fn dealt(&self, left: &[usize], sets: usize, number: usize, random: &mut Random) -> Vec<u128> {
        let tokens = left.iter().enumerate();
        let mut tokens: Vec<usize> = tokens
            .flat_map(|(service, count)| std::iter::repeat_n(service, *count))
            .collect();
        let anything: Vec<usize> = (0..left.len())
            .flat_map(|service| {
                std::iter::repeat_n(
                    service,
                    1 + self.count([None; 5], Have::Service(service, 1)),
                )
            })
            .collect();
        while tokens.len() < sets * number {
            tokens.extend(random.pick(&anything));
        }
        random.shuffle(&mut tokens);
        let mut dealt = Vec::with_capacity(sets);
        for _ in 0..sets {
            let mut set = 0_u128;
            while (set.count_ones() as usize) < number {
                let last = tokens.len().checked_sub(1);
                let fresh = (0..20.min(tokens.len())).find_map(|_| {
                    let place = random.below(tokens.len());
                    (set & 1 << tokens[place] == 0).then_some(place)
                });
                match (fresh, last) {
                    (Some(place), Some(_)) => set |= 1 << tokens.swap_remove(place),
                    _ => set |= 1 << random.pick(&anything).unwrap_or(0),
                }
            }
            dealt.push(set);
        }
        dealt
    }

    /// What is printed of a level, whatever they have.
    fn all_of(&self, levels: &[(usize, u16)]) -> f64 {
        let count = self.count(at(levels), Have::AtLeast(0));
        count as f64 + 0.1
    }

    /// The places of households with so many services, by what is printed of them.
    fn places(&self, number: usize) -> Rising<u16> {
        let lists = &self.cells.lists;
        let place = |(index, [wijk, buurt]): (usize, &[u16; 2])| {
            let weight = match (*wijk, *buurt) {
                (wijk, ELSEWHERE) if wijk != ELSEWHERE && lists.levels[1].is_empty() => {
                    self.exactly(at(&[(0, wijk)]), number) as f64 + 0.01
                }
                (_, ELSEWHERE) => 0.001,
                (_, buurt) => self.exactly(at(&[(1, buurt)]), number) as f64 + 0.01,
            };
            (u16::try_from(index).unwrap_or(0), weight)
        };
        rising(lists.places.iter().enumerate().map(place))
    }

    /// How much more often than in the town households are of an age, type or size, when they have so many services and live in
    /// a place.
    fn lifts(&self, number: usize, place: u16) -> Lifts {
        let lists = &self.cells.lists;
        let [wijk, buurt] = lists.places[place as usize];
        let area = [(1, buurt), (0, wijk)]
            .into_iter()
            .find(|(_, level)| *level != ELSEWHERE);
        let town = self.town(0) as f64;
        let of_number = (self.exactly([None; 5], number) as f64 + 0.1) / town;
        self.per_level(|group, level| {
            let own = (group, level);
            let all = self.all_of(&[own]);
            let with_number = (self.exactly(at(&[own]), number) as f64 + 0.1) / all / of_number;
            let in_area = area.map_or(1.0, |area| {
                let both = Who {
                    levels: at(&[area, own]),
                    have: Have::AtLeast(0),
                };
                let both = self.printed.get(&both);
                both.map_or(1.0, |both| {
                    (f64::from(*both) + 0.5) * town / all / self.all_of(&[area])
                })
            });
            with_number * in_area
        })
    }

    /// How much more often than other users those of a service are.
    fn lifts_of(&self, service: usize) -> Lifts {
        let [all, users] = [Have::Service(service, 1), Have::AtLeast(1)]
            .map(|have| self.count([None; 5], have) as f64 + 1.0);
        self.per_level(|group, level| {
            let of = |have| {
                self.printed.get(&Who {
                    levels: at(&[(group, level)]),
                    have,
                })
            };
            match (of(Have::Service(service, 1)), of(Have::AtLeast(1))) {
                (Some(own), Some(others)) => {
                    (f64::from(*own) + 0.5) / (f64::from(*others) + 1.0) * users / all
                }
                _ => 1.0,
            }
        })
    }

    fn per_level(&self, lift: impl Fn(usize, u16) -> f64) -> Lifts {
        [2, 3, 4].map(|group| {
            let levels = 0..self.cells.lists.levels[group].len();
            levels
                .map(|level| lift(group, u16::try_from(level).unwrap_or(0)))
                .collect()
        })
    }

    fn draw(&self, triples: &[([u16; 3], f64)], lifts: &[&Lifts], random: &mut Random) -> [u16; 3] {
        let product: Lifts = self.per_level(|group, level| {
            let lifts = lifts.iter().map(|lifts| lifts[group - 2][level as usize]);
            let product: f64 = lifts.product();
            // Type and size say nearly the same, and count once together.
            if group == 2 { product } else { product.sqrt() }
        });
        let lift = |of: &[u16; 3]| {
            (0..3)
                .map(|group| product[group][of[group] as usize])
                .product::<f64>()
        };
        let weighted = triples.iter().map(|(of, weight)| (*of, weight * lift(of)));
        drawn(&rising(weighted), random).unwrap_or([0; 3])
    }

    fn all_triples(&self) -> Vec<[u16; 3]> {
        let [ages, kinds, sizes] =
            [2, 3, 4].map(|group| u16::try_from(self.cells.lists.levels[group].len()).unwrap_or(0));
        let kinds_of =
            |age| (0..kinds).flat_map(move |kind| (0..sizes).map(move |size| [age, kind, size]));
        (0..ages).flat_map(kinds_of).collect()
    }

    /// How many in the town; what is printed as 0 or 5 is mostly nobody.
    fn weight(&self, [age, kind, size]: [u16; 3]) -> f64 {
        let levels = [(2, age), (3, kind), (4, size)];
        let of_three = Who {
            levels: at(&levels),
            have: Have::AtLeast(0),
        };
        match self.printed.get(&of_three) {
            Some(printed @ 0..=5) => f64::from(*printed) * 0.01,
            Some(printed) => f64::from(*printed),
            None => levels.map(|level| self.all_of(&[level])).iter().product(),
        }
    }
}

/// Of these groups these levels.
fn at(levels: &[(usize, u16)]) -> [Option<u16>; 5] {
    let mut all = [None; 5];
    for (group, level) in levels {
        all[*group] = Some(*level);
    }
    all
}

/// Per age, type and size.
type Lifts = [Vec<f64>; 3];

/// Each with the sum of all weights up to it.
type Rising<T> = Vec<(T, f64)>;

fn rising<T>(weights: impl IntoIterator<Item = (T, f64)>) -> Rising<T> {
    let mut sum = 0.0;
    let add = |(one, weight)| {
        sum += weight;
        (one, sum)
    };
    weights.into_iter().map(add).collect()
}

fn drawn<T: Copy>(rising: &[(T, f64)], random: &mut Random) -> Option<T> {
    let at = random.unit() * rising.last()?.1;
    let place = rising.partition_point(|(_, sum)| *sum <= at);
    rising.get(place.min(rising.len() - 1)).map(|(one, _)| *one)
}
