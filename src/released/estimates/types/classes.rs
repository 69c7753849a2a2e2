//! Latent classes: groups of households in which two services go together as often as chance has it.

use super::given::{Given, Pair};

/// More classes are not tried.
const MOST: usize = 8;

/// From how many pairs a new class is tried, for how many steps each, and how many more the best one goes.
const TRIES: usize = 3;
const STEPS: usize = 30;
const LAST_STEPS: usize = 150;

/// How much of all pairs a new class starts with, and how much of its profile is what is usual.
const NEW: f64 = 0.1;

/// So much of all services in pairs is added to each class as everybody has them. Pairs alone leave open how much of what
/// is usual belongs to a class; this settles it the same way each time.
const USUAL: f64 = 0.0002;

/// Classes of households with two or more services.
#[derive(Debug, Clone)]
pub(super) struct Classes {
    /// The pairs of services in each, a service with itself among them.
    pub(super) pairs: Vec<f64>,
    /// How often each service is one of such a pair; together 1, by class.
    pub(super) profiles: Vec<Vec<f64>>,
}

/// The classes that describe the pairs best for their number: that of the lowest criterion of Schwarz (1978), from one on,
/// up to the first that does not lower it.
pub(super) fn best(given: &Given) -> Classes {
    let mut best = Classes::one(given).after(given, LAST_STEPS);
    let mut lowest = best.criterion(given);
    while let Some(next) = best.with_one_more(given) {
        let criterion = next.criterion(given);
        if criterion >= lowest {
            break;
        }
        (best, lowest) = (next, criterion);
    }
    best
}

impl Classes {
    /// Everybody in one.
    fn one(given: &Given) -> Self {
        Self {
            pairs: vec![given.sum],
            profiles: vec![usual(given)],
        }
    }

    /// With another class, which starts from a pair that is more frequent than these classes have it.
    fn with_one_more(&self, given: &Given) -> Option<Self> {
        let number = self.pairs.len() + 1;
        if number > MOST || number * given.services.len() > given.shown {
            return None;
        }
        let surplus: Vec<f64> = given.pairs.iter().map(|pair| self.surplus(pair)).collect();
        let mut ranked: Vec<(f64, [usize; 2])> = (given.pairs.iter().zip(&surplus))
            .filter(|(_, surplus)| **surplus > 0.0)
            .map(|(pair, surplus)| {
                let variance = self.mean(pair) + given.rounding;
                (surplus / variance.sqrt(), pair.places)
            })
            .collect();
        ranked.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let mut firsts: Vec<[usize; 2]> = Vec::new();
        for (_, places) in ranked {
            let is_new = |first: &[usize; 2]| places.iter().all(|place| !first.contains(place));
            if firsts.len() < TRIES && firsts.iter().all(is_new) {
                firsts.push(places);
            }
        }
        let tries = firsts.into_iter().map(|first| {
            let grown = self.grown(given, &surplus, first);
            let grown = grown.after(given, STEPS);
            (grown.log_likelihood(given), grown)
        });
        let (_, best) = tries.reduce(|a, b| if b.0 > a.0 { b } else { a })?;
        Some(best.after(given, LAST_STEPS))
    }

    /// How many more households have both services.
    fn surplus(&self, pair: &Pair) -> f64 {
        let surplus = pair
            .households
            .map(|households| households - self.mean(pair));
        surplus.unwrap_or(0.0).max(0.0)
    }

    /// The new class has what goes with these two services.
    fn grown(&self, given: &Given, surplus: &[f64], first: [usize; 2]) -> Self {
        let mut with = vec![0.0; given.services.len()];
        for (pair, surplus) in given.pairs.iter().zip(surplus) {
            let [a, b] = pair.places;
            for (one, other) in [(a, b), (b, a)] {
                if first.contains(&one) {
                    with[other] += surplus;
                }
            }
        }
        let (sum, all): (f64, f64) = (with.iter().sum(), self.pairs.iter().sum());
        let profile = with.iter().enumerate().map(|(place, with)| {
            let own = self.pairs.iter().zip(&self.profiles);
            let now: f64 = own.map(|(pairs, profile)| pairs * profile[place]).sum();
            (1.0 - NEW) * with / sum + NEW * now / all
        });
        let kept = self.pairs.iter().map(|pairs| (1.0 - NEW) * pairs);
        Self {
            pairs: kept.chain([NEW * given.sum]).collect(),
            profiles: self
                .profiles
                .iter()
                .cloned()
                .chain([profile.collect()])
                .collect(),
        }
    }

    fn after(mut self, given: &Given, steps: usize) -> Self {
        let added: Vec<f64> = (usual(given).into_iter())
            .map(|usual| USUAL * 2.0 * given.sum * usual)
            .collect();
        for _ in 0..steps {
            self = self.step(given, &added);
        }
        self
    }

    /// A step of expectation and maximisation: whose the pairs are by these classes, and the classes of these pairs, with
    /// so much of each service `added`.
    fn step(&self, given: &Given, added: &[f64]) -> Self {
        let number = self.pairs.len();
        let mut ends = vec![vec![0.0; given.services.len()]; number];
        for pair in &given.pairs {
            let mean = self.mean(pair);
            let households = pair.households.unwrap_or_else(|| mean * below(mean, given));
            for (class, ends) in ends.iter_mut().enumerate() {
                let own = households / mean * self.of_class(class, pair);
                for place in pair.places {
                    ends[place] += own;
                }
            }
        }
        let mut next = self.clone();
        for (class, ends) in ends.into_iter().enumerate() {
            let all: f64 = ends.iter().sum();
            let parts = ends.iter().zip(added).zip(&self.profiles[class]);
            // A service makes no pair with itself.
            let parts = parts.map(|((own, added), now)| (own + added) / (1.0 - now));
            let parts: Vec<f64> = parts.collect();
            let sum: f64 = parts.iter().sum();
            let profile: Vec<f64> = parts.into_iter().map(|part| part / sum).collect();
            let itself: f64 = profile.iter().map(|part| part * part).sum();
            next.pairs[class] = all / 2.0 / (1.0 - itself);
            next.profiles[class] = profile;
        }
        next
    }

    /// The households with both services in a class.
    fn of_class(&self, class: usize, pair: &Pair) -> f64 {
        let [a, b] = pair.places.map(|place| self.profiles[class][place]);
        2.0 * self.pairs[class] * a * b
    }

    /// The households with both services.
    fn mean(&self, pair: &Pair) -> f64 {
        (0..self.pairs.len())
            .map(|class| self.of_class(class, pair))
            .sum()
    }

    /// Of the numbers that are shown as Poisson, and of the hidden ones as at most so many.
    fn log_likelihood(&self, given: &Given) -> f64 {
        let of_pair = |pair: &Pair| {
            let mean = self.mean(pair);
            let shown = pair.households;
            let shown = shown.map(|households| households * libm::log(mean) - mean);
            shown.unwrap_or_else(|| libm::log(sums(mean, given)[1]) - mean)
        };
        given.pairs.iter().map(of_pair).sum()
    }

    /// Of Schwarz; rounding makes numbers differ more than chance does.
    fn criterion(&self, given: &Given) -> f64 {
        let free = (self.pairs.len() * given.services.len()) as f64;
        let wider = 1.0 + given.rounding * given.shown as f64 / given.sum;
        free * libm::log(given.stackers) - 2.0 * self.log_likelihood(given) / wider
    }
}

/// How often each service is one of two, when all households are alike.
fn usual(given: &Given) -> Vec<f64> {
    let all: f64 = given.users.iter().sum();
    given.users.iter().map(|users| users / all).collect()
}

/// How many times the mean a hidden number is on average.
fn below(mean: f64, given: &Given) -> f64 {
    let [without_last, all] = sums(mean, given);
    without_last / all
}

/// How likely a number of Poisson is one of those that are hidden, without the largest and with it, times e to the mean.
fn sums(mean: f64, given: &Given) -> [f64; 2] {
    let (mut term, mut sums) = (1.0, [0.0, 1.0]);
    for number in 1..=given.most_hidden {
        term *= mean / number as f64;
        sums = [sums[1], sums[1] + term];
    }
    sums
}
