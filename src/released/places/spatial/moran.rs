//! Whether areas that touch are more alike than by chance.

use std::collections::BTreeSet;

/// Moran's I of a number by area, and what it would be by chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moran {
    /// About `expected` by chance; near 1 where areas that touch are alike, below it where they differ.
    pub index: f64,
    /// What chance gives on average: -1 / (areas - 1).
    pub expected: f64,
    /// The variance that chance gives, when the numbers are draws from one normal distribution.
    pub variance: f64,
}

impl Moran {
    /// How many standard deviations of chance the index is from what chance gives.
    #[must_use]
    pub fn z(&self) -> f64 {
        (self.index - self.expected) / self.variance.sqrt()
    }
}

/// Moran's I of `values`, one for each area; `neighbours` are the places of the areas that touch it, both ways.
///
/// Each area weighs its neighbours alike, and together as 1. An area without a value is left out with its links; one that
/// touches none counts in the mean only. `None` where nothing can be said: no links, or the same value everywhere.
/// Source: Cliff and Ord (1981), "Spatial processes", there under the assumption N.
#[must_use]
pub fn moran(values: &[Option<f64>], neighbours: &[BTreeSet<usize>]) -> Option<Moran> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let number = known.len() as f64;
    let mean = known.iter().sum::<f64>() / number;
    let squares: f64 = known.iter().map(|value| (value - mean).powi(2)).sum();
    let known_of = |of: &BTreeSet<usize>| -> Vec<(usize, f64)> {
        let value = |place: &usize| Some((*place, (*values.get(*place)?)?));
        of.iter().filter_map(value).collect()
    };
    let links: Vec<Vec<(usize, f64)>> = neighbours.iter().map(known_of).collect();
    let weight = |place: usize| 1.0 / links[place].len() as f64;
    // The sums of weights that the variance is made of, in the words of the source: S0, S1, S2.
    let (mut s0, mut s1, mut s2, mut products) = (0.0, 0.0, 0.0, 0.0);
    for (place, (value, links)) in values.iter().zip(&links).enumerate() {
        let Some(value) = value.filter(|_| !links.is_empty()) else {
            continue;
        };
        let of_others: f64 = links.iter().map(|(other, _)| weight(*other)).sum();
        let both = links
            .iter()
            .map(|(other, _)| weight(place) + weight(*other));
        let around: f64 = links.iter().map(|(_, value)| value - mean).sum();
        s0 += 1.0;
        s1 += both.map(|both| both.powi(2)).sum::<f64>() / 2.0;
        s2 += (1.0 + of_others).powi(2);
        products += (value - mean) * around * weight(place);
    }
    let [lowest, highest] = [f64::min, f64::max].map(|of| known.iter().copied().reduce(of));
    let differ = lowest < highest;
    if s0 == 0.0 || !differ {
        return None;
    }
    let expected = -1.0 / (number - 1.0);
    let square = number.powi(2) * s1 - number * s2 + 3.0 * s0 * s0;
    let variance = square / ((number.powi(2) - 1.0) * s0 * s0) - expected.powi(2);
    (variance > 0.0).then(|| Moran {
        index: number / s0 * products / squares,
        expected,
        variance,
    })
}

#[cfg(test)]
mod tests {
    use super::super::known_answers::{is_near, of_zaanstad, sets};
    use super::*;

    /// Four areas in a row: 1, 2, 3, 6. The mean is 3, and the deviations are -2, -1, 0, 3, with squares of 14.
    #[test]
    fn a_row_of_four_is_as_worked_out_by_hand() {
        let row = sets(&[&[1], &[0, 2], &[1, 3], &[2]]);
        let values = [1.0, 2.0, 3.0, 6.0].map(Some);
        let found = moran(&values, &row).unwrap();
        // -2 · -1 + -1 · (-2 + 0) / 2 + 0 · (-1 + 3) / 2 + 3 · 0 = 3; S0 is 4.
        is_near(found.index, 3.0 / 14.0, 1e-15);
        is_near(found.expected, -1.0 / 3.0, 1e-15);
        // S1 is 1.5² + 1² + 1.5², S2 is 1.5² + 2.5² + 2.5² + 1.5².
        is_near(
            found.variance,
            (16.0 * 5.5 - 4.0 * 17.0 + 48.0) / (15.0 * 16.0) - 1.0 / 9.0,
            1e-12,
        );
    }

    #[test]
    fn an_area_without_a_value_is_left_out_with_its_links() {
        let row = sets(&[&[1], &[0, 2, 4], &[1, 3], &[2], &[1]]);
        let values = [Some(1.0), Some(2.0), Some(3.0), Some(6.0), None];
        let without = moran(&values[..4], &sets(&[&[1], &[0, 2], &[1, 3], &[2]]));
        assert_eq!(moran(&values, &row), without);
    }

    #[test]
    fn without_links_or_differences_there_is_nothing_to_say() {
        let pairs = sets(&[&[1], &[0], &[3], &[2]]);
        assert_eq!(moran(&[Some(0.1); 4], &pairs), None);
        let values = [1.0, 2.0, 3.0, 4.0].map(Some);
        assert_eq!(moran(&values, &sets(&[&[], &[], &[], &[]])), None);
        assert_eq!(moran(&[None; 4], &pairs), None);
        assert_eq!(moran(&[], &[]), None);
    }

    #[test]
    fn the_index_of_zaanstad_is_that_of_esda() {
        of_zaanstad(|values, neighbours, known| {
            let found = moran(values, neighbours).unwrap();
            for (own, name) in [
                (found.index, "moran_I"),
                (found.expected, "EI"),
                (found.variance, "VI_norm"),
                (found.z(), "z_norm"),
            ] {
                let theirs = known[name].as_f64().unwrap();
                is_near(own, theirs, 1e-9 * theirs.abs());
            }
        });
    }
}
