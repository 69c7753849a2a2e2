//! Parallel counting over `0..n`, and the histogram of most tallies.

use std::collections::HashMap;

use rayon::prelude::*;

use super::exact::ExactCell;

/// Goes over `0..things` with all threads: each thread fills tallies of its own, which are then merged.
///
/// The result is the same for any number of threads when `merge` does not mind the order, as sums do not.
pub(super) fn tally<T: Send>(
    things: usize,
    empty: impl Fn() -> T + Sync + Send,
    add: impl Fn(&mut T, usize) + Sync,
    merge: impl Fn(T, T) -> T + Sync + Send,
) -> T {
    let parts = (rayon::current_num_threads() * 4).clamp(1, things / 4096 + 1);
    (0..parts)
        .into_par_iter()
        .map(|part| {
            let mut own = empty();
            for thing in things * part / parts..things * (part + 1) / parts {
                add(&mut own, thing);
            }
            own
        })
        .reduce(&empty, &merge)
}

/// Per level the count of what has exactly 0, 1, 2, …
#[derive(Default)]
pub(super) struct Histogram(Vec<Vec<ExactCell>>);

impl Histogram {
    /// An empty histogram of so many levels.
    pub(super) fn new(levels: usize) -> Self {
        Self(vec![Vec::new(); levels])
    }

    /// Counts one more with exactly `number` at `level`.
    pub(super) fn add(&mut self, level: usize, number: usize, draw: u64) {
        let counts = &mut self.0[level];
        if counts.len() <= number {
            counts.resize(number + 1, ExactCell::default());
        }
        counts[number].add(draw);
    }

    /// The histogram of both.
    pub(super) fn merge(mut self, mut other: Self) -> Self {
        for (ours, theirs) in self.0.iter_mut().zip(&mut other.0) {
            if ours.len() < theirs.len() {
                std::mem::swap(ours, theirs);
            }
            for (our, their) in ours.iter_mut().zip(theirs) {
                *our = our.and(*their);
            }
        }
        self
    }

    /// Per level the cumulative counts: at least 0, at least 1, …
    pub(super) fn into_rungs(self) -> Vec<Vec<ExactCell>> {
        let climb = |mut counts: Vec<ExactCell>| {
            for place in (1..counts.len()).rev() {
                counts[place - 1] = counts[place - 1].and(counts[place]);
            }
            if counts.is_empty() {
                counts.push(ExactCell::default());
            }
            counts
        };
        self.0.into_iter().map(climb).collect()
    }
}

/// Counts by a sorted set of numbers, such as the services of a household.
pub(super) type SetCounts = HashMap<Box<[u16]>, ExactCell>;

/// Counts one more with exactly this set.
pub(super) fn add_set(counts: &mut SetCounts, set: &[u16], draw: u64) {
    if let Some(cell) = counts.get_mut(set) {
        cell.add(draw);
    } else {
        counts.entry(set.into()).or_default().add(draw);
    }
}

/// The counts of both.
pub(super) fn merge_sets(mut ours: SetCounts, mut theirs: SetCounts) -> SetCounts {
    if ours.len() < theirs.len() {
        std::mem::swap(&mut ours, &mut theirs);
    }
    for (set, cell) in theirs {
        let our = ours.entry(set).or_default();
        *our = our.and(cell);
    }
    ours
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rung_counts_all_that_have_at_least_its_number() {
        let mut histogram = Histogram::new(2);
        for (number, draw) in [(0, 1), (2, 10), (2, 100)] {
            histogram.add(0, number, draw);
        }
        let rungs = histogram.into_rungs();
        let seen: Vec<_> = rungs[0]
            .iter()
            .map(|cell| (cell.count, cell.draw))
            .collect();
        assert_eq!(seen, [(3, 111), (2, 110), (2, 110)]);
        assert_eq!((rungs[1].len(), rungs[1][0].count), (1, 0));
    }

    #[test]
    fn a_tally_is_the_same_for_any_number_of_threads() {
        let rungs = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            let make = || Histogram::new(3);
            let add = |own: &mut Histogram, thing: usize| {
                own.add(
                    thing % 3,
                    thing % 7,
                    (thing as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15),
                );
            };
            let run = || tally(50_000, make, add, Histogram::merge).into_rungs();
            let cells = pool.build().unwrap().install(run);
            cells
                .concat()
                .iter()
                .map(|cell| (cell.count, cell.draw))
                .collect::<Vec<_>>()
        };
        assert_eq!(rungs(1), rungs(2));
        assert_eq!(rungs(1), rungs(8));
    }
}
