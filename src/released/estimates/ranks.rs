//! The rank correlation of two numbers of areas, and what chance gives: both numbers, put in other places.

use rand::{Rng as _, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

/// Of fewer areas nothing is said.
const FEWEST: usize = 10;

/// How often the numbers change places.
const PERMUTATIONS: usize = 999;

/// Where fewer of these are as far from 0, they change places more often: so often per row of the table, or the next of these,
/// less one. Each divides a million, so that p has six decimals.
const FEW: usize = 10;
const PER_ROW: usize = 100;
const SIZES: [usize; 5] = [1_000, 2_000, 5_000, 10_000, 20_000];

/// The places among these, sorted, between which 95 of 100 lie.
const ENDS: [usize; 2] = [24, 974];

/// The seed of the changes: the same numbers change places in the same ways.
const SEED: u64 = 1;

/// A rank correlation, and what chance gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Correlation {
    /// How many areas.
    pub(super) areas: usize,
    /// Spearman's: from -1 to 1.
    pub(super) rho: f64,
    /// Between which 95 of 100 lie when one of both changes places.
    pub(super) chance: [f64; 2],
    /// How often these are at least as far from 0, from 0 to 1.
    pub(super) p: f64,
}

/// Pairs of numbers by rank.
pub(super) struct Ranked {
    one: Vec<i32>,
    other: Vec<i32>,
    /// What the product is divided by.
    scale: f64,
}

impl Ranked {
    /// `None` of too few areas, or where either number is the same everywhere.
    pub(super) fn of(pairs: &[[f64; 2]]) -> Option<Self> {
        let [one, other] = [0, 1].map(|place| {
            let numbers: Vec<f64> = pairs.iter().map(|pair| pair[place]).collect();
            distances(&numbers)
        });
        let squares = [&one, &other].map(|of| product(of, of) as f64);
        let scale = (squares[0] * squares[1]).sqrt();
        (pairs.len() >= FEWEST && scale > 0.0).then_some(Self { one, other, scale })
    }

    fn areas(&self) -> usize {
        self.one.len()
    }

    fn product(&self) -> i64 {
        product(&self.one, &self.other)
    }

    /// How many of these are at least as far from 0.
    fn as_far(&self, by_chance: &[i64]) -> usize {
        let own = self.product().abs();
        by_chance
            .iter()
            .filter(|chance| chance.abs() >= own)
            .count()
    }
}

/// The correlations of pairs of numbers, of a table with so many rows.
///
/// Source: Spearman (1904), "The proof and measurement of association between two things", with the mean rank of equals; p is
/// (1 + as far or farther) / (1 + permutations), as in Phipson and Smyth (2010), "Permutation P-values should never be zero".
pub(super) fn correlations(ranked: &[Ranked], rows: usize) -> Vec<Correlation> {
    let mut found: Vec<Correlation> = by_chance(ranked, (0..ranked.len()).collect(), PERMUTATIONS)
        .into_iter()
        .map(|(place, mut by_chance)| {
            let one = &ranked[place];
            let as_far = one.as_far(&by_chance);
            by_chance.sort_unstable();
            Correlation {
                areas: one.areas(),
                rho: one.product() as f64 / one.scale,
                chance: ENDS.map(|place| by_chance[place] as f64 / one.scale),
                p: p_value(as_far, PERMUTATIONS),
            }
        })
        .collect();
    // More rows need a smaller p, or none of them alone could ever be found.
    let [.., most] = SIZES;
    let enough = SIZES.into_iter().find(|all| *all >= PER_ROW * rows);
    let permutations = enough.unwrap_or(most) - 1;
    let is_rare = |one: &Correlation| one.p < p_value(FEW, PERMUTATIONS);
    let is_far = |place: &usize| permutations > PERMUTATIONS && is_rare(&found[*place]);
    let far = (0..found.len()).filter(is_far).collect();
    for (place, by_chance) in by_chance(ranked, far, permutations) {
        found[place].p = p_value(ranked[place].as_far(&by_chance), permutations);
    }
    found
}

fn p_value(as_far: usize, permutations: usize) -> f64 {
    (1 + as_far) as f64 / (1 + permutations) as f64
}

/// So many pairs of as many numbers change places together: what is drawn is drawn once for all.
const TOGETHER: usize = 8;

/// Of each of these the products after so many changes of places, in the order of `ranked`.
fn by_chance(
    ranked: &[Ranked],
    mut which: Vec<usize>,
    permutations: usize,
) -> Vec<(usize, Vec<i64>)> {
    which.sort_by_key(|place| ranked[*place].areas());
    let alike = which.chunk_by(|one, next| ranked[*one].areas() == ranked[*next].areas());
    let together: Vec<&[usize]> = alike.flat_map(|alike| alike.chunks(TOGETHER)).collect();
    let changed = together.into_par_iter().flat_map_iter(|places| {
        let products = changed(ranked, places, permutations);
        places.iter().copied().zip(products)
    });
    let mut all: Vec<(usize, Vec<i64>)> = changed.collect();
    all.sort_by_key(|(place, _)| *place);
    all
}

/// The same of some with as many numbers.
fn changed(ranked: &[Ranked], places: &[usize], permutations: usize) -> Vec<Vec<i64>> {
    let row = |of: fn(&Ranked) -> &[i32], area: usize| {
        let number = |lane: usize| {
            places
                .get(lane)
                .map_or(0, |place| of(&ranked[*place])[area])
        };
        std::array::from_fn::<i32, TOGETHER, _>(number)
    };
    let areas = 0..ranked[places[0]].areas();
    let one: Vec<_> = areas
        .clone()
        .map(|area| row(|one| &one.one, area))
        .collect();
    let mut other: Vec<_> = areas.map(|area| row(|one| &one.other, area)).collect();
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut products = vec![Vec::with_capacity(permutations); places.len()];
    for _ in 0..permutations {
        shuffle(&mut other, &mut random);
        let mut sums = [0; TOGETHER];
        for (a, b) in one.iter().zip(&other) {
            for lane in 0..TOGETHER {
                sums[lane] += i64::from(a[lane]) * i64::from(b[lane]);
            }
        }
        products
            .iter_mut()
            .zip(sums)
            .for_each(|(all, sum)| all.push(sum));
    }
    products
}

/// Twice the distance of each rank from the middle one, where equals share a rank: how many numbers are below, less how many
/// are above.
fn distances(numbers: &[f64]) -> Vec<i32> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let short = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let distance = |one: &f64| {
        let below = sorted.partition_point(|other| other < one);
        let not_above = sorted.partition_point(|other| other <= one);
        short(below) - short(sorted.len() - not_above)
    };
    numbers.iter().map(distance).collect()
}

fn product(one: &[i32], other: &[i32]) -> i64 {
    let products = one.iter().zip(other);
    products.map(|(a, b)| i64::from(*a) * i64::from(*b)).sum()
}

/// Puts what is listed in any order.
fn shuffle<T>(list: &mut [T], random: &mut ChaCha8Rng) {
    for last in (1..list.len()).rev() {
        // The high half of the product: no division, and no bias that shows.
        let wide = u128::from(random.next_u64()) * (last as u128 + 1);
        list.swap(last, usize::try_from(wide >> 64).unwrap_or(0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(one: &[f64], other: &[f64]) -> Vec<[f64; 2]> {
        one.iter().zip(other).map(|(a, b)| [*a, *b]).collect()
    }

    fn correlation(pairs: &[[f64; 2]]) -> Option<Correlation> {
        correlations(&[Ranked::of(pairs)?], 1).pop()
    }

    const LIVED_IN: [f64; 12] = [7.1, 6.9, 7.4, 6.2, 6.9, 7.0, 5.8, 7.7, 6.5, 7.1, 6.0, 7.3];
    const SHARE: [f64; 12] = [
        0.21, 0.25, 0.18, 0.31, 0.22, 0.25, 0.4, 0.15, 0.3, 0.2, 0.31, 0.24,
    ];

    #[test]
    fn equals_share_a_rank() {
        // Ranks 1, 2.5, 2.5, 4 around 2.5.
        assert_eq!(distances(&[1.0, 3.0, 3.0, 9.0]), [-3, 0, 0, 3]);
    }

    /// `scipy.stats.spearmanr` gives -0.9278169014084507.
    #[test]
    fn the_correlation_is_that_of_scipy_and_chance_hardly_gives_it() {
        let found = correlation(&pairs(&LIVED_IN, &SHARE)).unwrap();
        assert!(
            (found.rho - -0.927_816_901_408_450_7).abs() < 1e-12,
            "{found:?}"
        );
        assert!((found.p - 0.001).abs() < 1e-12, "{found:?}");
        let [low, high] = found.chance;
        // Chance gives a deviation of 1 / √11, so 95 of 100 within 0.59.
        assert!(
            (-0.7..-0.5).contains(&low) && (0.5..0.7).contains(&high),
            "{found:?}"
        );
    }

    #[test]
    fn numbers_that_have_nothing_to_do_with_each_other_are_no_discovery() {
        let one: Vec<f64> = (0..30).map(|place| f64::from(place * 7 % 30)).collect();
        let other: Vec<f64> = (0..30).map(|place| f64::from(place * 11 % 31)).collect();
        let found = correlation(&pairs(&one, &other)).unwrap();
        assert!(found.p > 0.05, "{found:?}");
        assert!(found.chance[0] < found.rho && found.rho < found.chance[1]);
    }

    /// Benjamini and Hochberg give the only one of 400 a rate of 400 · p.
    #[test]
    fn of_many_rows_one_alone_can_be_found() {
        let ranked = [Ranked::of(&pairs(&LIVED_IN, &SHARE)).unwrap()];
        let found = |rows| correlations(&ranked, rows).remove(0);
        assert!(found(400).p * 400.0 <= 0.05, "{:?}", found(400));
        assert!((found(20).p - 1.0 / 2000.0).abs() < 1e-12);
        let ends = |rows| found(rows).chance.map(f64::to_bits);
        assert_eq!(ends(400), ends(1));
    }

    #[test]
    fn what_is_found_does_not_depend_on_what_stands_beside_it() {
        let one: Vec<f64> = (0..30).map(|place| f64::from(place * 7 % 30)).collect();
        let other: Vec<f64> = (0..30).map(|place| f64::from(place * 11 % 31)).collect();
        let some = [
            pairs(&LIVED_IN, &SHARE),
            pairs(&one, &other),
            pairs(&SHARE, &LIVED_IN),
            pairs(&other, &one[..20]),
        ];
        let many = || some.iter().cycle().take(25);
        let ranked: Vec<Ranked> = many().filter_map(|pairs| Ranked::of(pairs)).collect();
        let found = correlations(&ranked, 1);
        assert!(
            many()
                .zip(found)
                .all(|(pairs, one)| correlation(pairs) == Some(one))
        );
    }

    #[test]
    fn of_few_areas_or_equal_numbers_nothing_is_said() {
        assert_eq!(correlation(&pairs(&LIVED_IN[..9], &SHARE[..9])), None);
        assert_eq!(correlation(&pairs(&LIVED_IN, &[0.2; 12])), None);
        assert_eq!(correlation(&[]), None);
    }
}
