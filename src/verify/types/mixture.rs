//! The mixture of classes that describes the pairs of services, and how many households are of each.

use super::shown::{Seen, Shown};

/// Classes: how many pairs each makes, and of which services.
#[derive(Clone)]
pub(super) struct Mixture {
    pairs: Vec<f64>,
    parts: Vec<Vec<f64>>,
}

/// How many households a class has, and how many of them each service.
pub(super) struct Class {
    pub(super) households: f64,
    pub(super) users: Vec<f64>,
}

/// The mixture with the lowest criterion before it rises.
pub(super) fn fitted(shown: &Shown) -> Mixture {
    let (sum, number) = shown.of_pairs();
    let criterion = |mixture: &Mixture| {
        let free = (mixture.pairs.len() * shown.codes.len()) as f64;
        let fit = mixture.fit(shown) / (1.0 + shown.rounding / (sum / number));
        free * libm::log(shown.stackers) - 2.0 * fit
    };
    let mut found = Mixture {
        pairs: vec![sum],
        parts: vec![usual(shown)],
    };
    found.climb(shown, 150);
    loop {
        let classes = found.pairs.len() + 1;
        if classes > 8 || (classes * shown.codes.len()) as f64 > number {
            return found;
        }
        let mut best: Option<(f64, Mixture)> = None;
        for pair in found.left_over(shown) {
            let mut tried = found.split(shown, pair);
            tried.climb(shown, 30);
            let fit = tried.fit(shown);
            if best.as_ref().is_none_or(|(before, _)| fit > *before) {
                best = Some((fit, tried));
            }
        }
        let Some((_, mut next)) = best else {
            return found;
        };
        next.climb(shown, 150);
        if criterion(&next) >= criterion(&found) {
            return found;
        }
        found = next;
    }
}

/// How the uses of all lie over services.
fn usual(shown: &Shown) -> Vec<f64> {
    let all: f64 = shown.users.iter().sum();
    shown.users.iter().map(|users| users / all).collect()
}

/// The first terms of the series of e to the mean, up to `few`, without and with the last.
fn series(mean: f64, few: u64) -> (f64, f64) {
    let (mut power, mut all, mut before) = (1.0, 1.0, 0.0);
    for place in 1..=few {
        power = power / place as f64 * mean;
        before = all;
        all += power;
    }
    (before, all)
}

impl Mixture {
    pub(super) fn classes(&self) -> usize {
        self.pairs.len()
    }

    fn expected(&self, one: usize, other: usize) -> f64 {
        let of = self.pairs.iter().zip(&self.parts);
        of.map(|(pairs, parts)| 2.0 * pairs * parts[one] * parts[other])
            .sum()
    }

    /// The logarithm of how likely what is shown is.
    fn fit(&self, shown: &Shown) -> f64 {
        let mut fit = 0.0;
        for (one, other, seen) in shown.pairs() {
            let expected = self.expected(one, other);
            match seen {
                Seen::Count(count) => fit += count * libm::log(expected) - expected,
                Seen::Few => fit += libm::log(series(expected, shown.few).1) - expected,
                Seen::Nothing => (),
            }
        }
        fit
    }

    /// The three pairs that are most above what is expected, no service twice.
    fn left_over(&self, shown: &Shown) -> Vec<[usize; 2]> {
        let mut above: Vec<(f64, [usize; 2])> = Vec::new();
        for (one, other, seen) in shown.pairs() {
            let expected = self.expected(one, other);
            if let Seen::Count(count) = seen
                && count > expected
            {
                let far = (count - expected) / (expected + shown.rounding).sqrt();
                above.push((far, [one, other]));
            }
        }
        above.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let mut taken: Vec<[usize; 2]> = Vec::new();
        for (_, pair) in above {
            let is_taken = taken.iter().flatten().any(|service| pair.contains(service));
            if !is_taken && taken.len() < 3 {
                taken.push(pair);
            }
        }
        taken
    }

    /// A tenth of the pairs become a class of what is above the expected beside one of two services.
    fn split(&self, shown: &Shown, pair: [usize; 2]) -> Self {
        let services = shown.codes.len();
        let mut beside = vec![0.0; services];
        for with in pair {
            for (other, own) in beside.iter_mut().enumerate() {
                if let Seen::Count(count) = shown.seen[with][other] {
                    *own += f64::max(count - self.expected(with, other), 0.0);
                }
            }
        }
        let (sum, all): (f64, f64) = (beside.iter().sum(), self.pairs.iter().sum());
        let now = |service: usize| {
            let of = self.pairs.iter().zip(&self.parts);
            of.map(|(pairs, parts)| pairs * parts[service]).sum::<f64>() / all
        };
        let mixed = (0..services).map(|service| 0.9 * beside[service] / sum + 0.1 * now(service));
        let mixed = mixed.collect();
        let mut split = self.clone();
        for pairs in &mut split.pairs {
            *pairs *= 0.9;
        }
        split.pairs.push(0.1 * shown.of_pairs().0);
        split.parts.push(mixed);
        split
    }

    fn climb(&mut self, shown: &Shown, steps: usize) {
        let added: Vec<f64> = (usual(shown).into_iter())
            .map(|part| 0.0004 * shown.of_pairs().0 * part)
            .collect();
        for _ in 0..steps {
            self.climb_once(shown, &added);
        }
    }

    fn climb_once(&mut self, shown: &Shown, added: &[f64]) {
        // By how much what is known of each pair is more than expected.
        let services = shown.codes.len();
        let mut times = vec![vec![0.0; services]; services];
        for (one, other, seen) in shown.pairs() {
            let expected = self.expected(one, other);
            let ratio = match seen {
                Seen::Count(count) => count / expected,
                Seen::Few => {
                    let (before, all) = series(expected, shown.few);
                    before / all
                }
                Seen::Nothing => 0.0,
            };
            times[one][other] = ratio;
            times[other][one] = ratio;
        }
        for (pairs, parts) in self.pairs.iter_mut().zip(&mut self.parts) {
            let row = |(part, row): (&f64, &Vec<f64>)| {
                let beside: f64 = row
                    .iter()
                    .zip(&*parts)
                    .map(|(times, other)| times * other)
                    .sum();
                2.0 * *pairs * part * beside
            };
            let own: Vec<f64> = parts.iter().zip(&times).map(row).collect();
            let whole: f64 = own.iter().sum();
            for ((part, own), added) in parts.iter_mut().zip(own).zip(added) {
                *part = (own + added) / (1.0 - *part);
            }
            let sum: f64 = parts.iter().sum();
            for part in parts.iter_mut() {
                *part /= sum;
            }
            *pairs = whole / 2.0 / differ(parts);
        }
    }

    /// The classes, together as large as all households with two or more services.
    pub(super) fn sizes(&self, shown: &Shown) -> Vec<Class> {
        let of_two = |parts: &Vec<f64>| -> Vec<f64> {
            let of = parts.iter().map(|part| part * (1.0 - part) / differ(parts));
            of.collect()
        };
        let shares: Vec<Vec<f64>> = self.parts.iter().map(of_two).collect();
        let of_all = shown.users.iter().sum::<f64>() / self.pairs.iter().sum::<f64>();
        let mut uses: Vec<f64> = self.pairs.iter().map(|pairs| pairs * of_all).collect();
        for _ in 0..300 {
            let ratio = |(service, users): (usize, &f64)| {
                let of = uses.iter().zip(&shares);
                users / of.map(|(uses, share)| uses * share[service]).sum::<f64>()
            };
            let ratios: Vec<f64> = shown.users.iter().enumerate().map(ratio).collect();
            for (uses, share) in uses.iter_mut().zip(&shares) {
                *uses *= share.iter().zip(&ratios).map(|(a, b)| a * b).sum::<f64>();
            }
        }
        let classes = self.pairs.iter().zip(&self.parts).zip(&uses);
        let households: Vec<f64> = classes
            .map(|((pairs, parts), uses)| uses / mean(shown, 2.0 * pairs * differ(parts) / uses))
            .collect();
        let scale = shown.stackers / households.iter().sum::<f64>();
        (households.into_iter().zip(uses).zip(shares))
            .map(|((households, uses), share)| Class {
                households: scale * households,
                users: share.into_iter().map(|one| one * uses).collect(),
            })
            .collect()
    }
}

/// How likely two services, drawn from these parts, are not one.
fn differ(parts: &[f64]) -> f64 {
    1.0 - parts.iter().map(|part| part * part).sum::<f64>()
}

/// The mean number of services of households of whom the one with a service has so many others.
fn mean(shown: &Shown, others: f64) -> f64 {
    let sum = |lean: f64, of: fn(f64) -> f64| -> f64 {
        let numbers = shown.numbers.iter().enumerate();
        let parts = numbers.map(|(more, count)| {
            let more = more as f64;
            count * libm::exp(lean * more) * of(more + 2.0)
        });
        parts.sum()
    };
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if sum(middle, |k| k * (k - 1.0)) / sum(middle, |k| k) < others {
            low = middle;
        } else {
            high = middle;
        }
    }
    let lean = f64::midpoint(low, high);
    sum(lean, |k| k) / sum(lean, |_| 1.0)
}
