//! How many households are of each class, from the pairs that they make.

use super::classes::Classes;
use super::given::Given;

/// How often the uses of classes are fitted; more does not move them.
const STEPS: usize = 300;

/// How far numbers of services lean, at most, and how often that is halved.
const LEAN: f64 = 8.0;
const HALVES: usize = 60;

/// The households of a class, and those of them with each service.
pub(super) struct Size {
    pub(super) households: f64,
    pub(super) users: Vec<f64>,
}

/// The size of each class; together as many households as have two or more services.
///
/// A household with k services makes k (k − 1) pairs of a service and another. Of a class the pairs and the uses are known,
/// so which numbers of services its households have, if these lean from the published ones by a factor for each service more.
pub(super) fn sizes(given: &Given, classes: &Classes) -> Vec<Size> {
    let profiles: Vec<Vec<f64>> = classes
        .profiles
        .iter()
        .map(|one| without_itself(one))
        .collect();
    let uses = uses(given, classes, &profiles);
    let households = uses.iter().zip(classes.pairs.iter().zip(&classes.profiles));
    let households = households.map(|(uses, (pairs, profile))| {
        let itself: f64 = profile.iter().map(|part| part * part).sum();
        uses / mean_number(given, 2.0 * pairs * (1.0 - itself) / uses)
    });
    let households: Vec<f64> = households.collect();
    let times = given.stackers / households.iter().sum::<f64>();
    let parts = households.into_iter().zip(uses).zip(profiles);
    let size = |((households, uses), profile): ((f64, f64), Vec<f64>)| Size {
        households: households * times,
        users: profile.into_iter().map(|part| part * uses).collect(),
    };
    parts.map(size).collect()
}

/// How often each service is one of two that differ.
fn without_itself(profile: &[f64]) -> Vec<f64> {
    let parts = || profile.iter().map(|part| part * (1.0 - part));
    let sum: f64 = parts().sum();
    parts().map(|part| part / sum).collect()
}

/// The uses of each class: those that give the published users of each service.
fn uses(given: &Given, classes: &Classes, profiles: &[Vec<f64>]) -> Vec<f64> {
    let all: f64 = classes.pairs.iter().sum();
    let sum: f64 = given.users.iter().sum();
    let mut uses: Vec<f64> = classes.pairs.iter().map(|own| sum * own / all).collect();
    for _ in 0..STEPS {
        let mut next = vec![0.0; uses.len()];
        for (place, users) in given.users.iter().enumerate() {
            let parts = || {
                uses.iter()
                    .zip(profiles)
                    .map(|(uses, own)| uses * own[place])
            };
            let times = users / parts().sum::<f64>();
            for (next, part) in next.iter_mut().zip(parts()) {
                *next += part * times;
            }
        }
        uses = next;
    }
    uses
}

/// The mean number of services of households where a use goes with so many others.
fn mean_number(given: &Given, others: f64) -> f64 {
    let (mut low, mut high) = (-LEAN, LEAN);
    for _ in 0..HALVES {
        let middle = f64::midpoint(low, high);
        let [_, uses, pairs] = leaning(given, middle);
        if pairs < others * uses {
            low = middle;
        } else {
            high = middle;
        }
    }
    let [households, uses, _] = leaning(given, f64::midpoint(low, high));
    uses / households
}

/// Households, uses and pairs, where each number of services is e to `lean` times as frequent as one less.
fn leaning(given: &Given, lean: f64) -> [f64; 3] {
    let mut sums = [0.0; 3];
    for (place, households) in given.by_number.iter().enumerate() {
        let number = place as f64 + 2.0;
        let own = households * libm::exp(lean * place as f64);
        for (sum, times) in sums.iter_mut().zip([1.0, number, number * (number - 1.0)]) {
            *sum += own * times;
        }
    }
    sums
}
