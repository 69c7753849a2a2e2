//! Where high or low numbers lie together.

use std::collections::BTreeSet;

use crate::released::calculate::false_discovery_rates;

/// The share of areas found that chance may have made.
const RATE: f64 = 0.05;

/// Gi* of each area: how many standard deviations of chance it and its neighbours together are above the mean of all, or
/// below it.
///
/// `neighbours` are the places of the areas that touch each; they and the area itself weigh alike. An area without a value
/// is left out with its links and has no score; nor has one that touches all others, and none has where all values are the
/// same. Source: Ord and Getis (1995), "Local spatial autocorrelation statistics".
#[must_use]
pub fn scores(values: &[Option<f64>], neighbours: &[BTreeSet<usize>]) -> Vec<Option<f64>> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let number = known.len() as f64;
    let mean = known.iter().sum::<f64>() / number;
    let squares: f64 = known.iter().map(|value| (value - mean).powi(2)).sum();
    let [lowest, highest] = [f64::min, f64::max].map(|of| known.iter().copied().reduce(of));
    let differ = lowest < highest;
    let score = |(place, value): (usize, &Option<f64>)| {
        let value = (*value)?;
        let others = neighbours.get(place)?.iter();
        let others = others.filter_map(|other| *values.get(*other)?);
        let (weight, sum) = others.fold((1.0, value - mean), |(weight, sum), other| {
            (weight + 1.0, sum + other - mean)
        });
        let room = weight * (number - weight) / (number - 1.0);
        let spread = (squares / number * room).sqrt();
        (differ && room > 0.0).then(|| sum / spread)
    };
    values.iter().enumerate().map(score).collect()
}

/// Which scores are beyond chance, on both sides, where of all that are found at most one in twenty is by chance
/// (Benjamini and Hochberg 1995).
#[must_use]
pub fn beyond_chance(scores: &[Option<f64>]) -> Vec<bool> {
    let p = |z: &Option<f64>| z.map(|z| libm::erfc(z.abs() / 2.0_f64.sqrt()));
    let p_values: Vec<Option<f64>> = scores.iter().map(p).collect();
    let rates = false_discovery_rates(&p_values, 0).into_iter();
    { rates }
        .map(|rate| rate.is_some_and(|rate| rate <= RATE))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::known_answers::{is_near, of_zaanstad, sets};
    use super::super::moran::moran;
    use super::*;

    /// Four areas in a row: 1, 2, 3, 6. The mean is 3, the variance 14 / 4.
    #[test]
    fn a_row_of_four_is_as_worked_out_by_hand() {
        let row = sets(&[&[1], &[0, 2], &[1, 3], &[2]]);
        let found = scores(&[1.0, 2.0, 3.0, 6.0].map(Some), &row);
        // Two of four: room 2 · 2 / 3. Three of four: room 3 · 1 / 3.
        let (two, three) = ((3.5_f64 * 4.0 / 3.0).sqrt(), 3.5_f64.sqrt());
        let expected = [-3.0 / two, -3.0 / three, 2.0 / three, 3.0 / two];
        for (own, expected) in found.iter().zip(expected) {
            is_near(own.unwrap(), expected, 1e-15);
        }
    }

    #[test]
    fn an_area_without_a_value_has_no_score_and_counts_for_none() {
        let row = sets(&[&[1], &[0, 2, 4], &[1, 3], &[2], &[1]]);
        let values = [Some(1.0), Some(2.0), Some(3.0), Some(6.0), None];
        let without = scores(&values[..4], &sets(&[&[1], &[0, 2], &[1, 3], &[2]]));
        let found = scores(&values, &row);
        assert_eq!((&found[..4], found[4]), (&without[..], None));
        // One that touches all others is the mean.
        assert_eq!(
            scores(&[Some(1.0), Some(2.0)], &sets(&[&[1], &[0]]))[0],
            None
        );
        assert_eq!(scores(&[Some(0.1); 3], &sets(&[&[1], &[0], &[]]))[2], None);
    }

    /// The six points and the scores that esda gives for them, within 15 of each other.
    #[test]
    fn the_six_points_of_esda_have_the_scores_of_esda() {
        let points: [(f64, f64); 6] = [
            (10.0, 10.0),
            (20.0, 10.0),
            (40.0, 10.0),
            (15.0, 20.0),
            (30.0, 20.0),
            (30.0, 30.0),
        ];
        let near = |(x, y): &(f64, f64)| -> BTreeSet<usize> {
            let of = points.iter().enumerate();
            let of = of.filter(|(_, (east, north))| {
                let apart = (east - x).hypot(north - y);
                apart > 0.0 && apart <= 15.0
            });
            of.map(|(place, _)| place).collect()
        };
        let neighbours: Vec<_> = points.iter().map(near).collect();
        let found = scores(&[2.0, 3.0, 3.2, 5.0, 8.0, 7.0].map(Some), &neighbours);
        let esda = [
            -1.397_276_26,
            -0.289_177_62,
            0.650_649_64,
            -0.289_177_62,
            1.234_520_88,
            2.024_243_31,
        ];
        for (own, theirs) in found.iter().zip(esda) {
            is_near(own.unwrap(), theirs, 5.1e-9);
        }
    }

    #[test]
    fn the_scores_of_zaanstad_are_those_of_esda() {
        of_zaanstad(|values, neighbours, known| {
            let theirs = known["gistar_z_binary"].as_object().unwrap();
            // By code, as the values are.
            let theirs: BTreeMap<_, _> = theirs.iter().collect();
            assert_eq!(theirs.len(), values.len());
            for (own, theirs) in scores(values, neighbours).iter().zip(theirs.values()) {
                is_near(own.unwrap(), theirs.as_f64().unwrap(), 5.1e-7);
            }
        });
    }

    /// Of numbers in random order one in twenty is 1.96 or more from chance, and few have an area that is found.
    #[test]
    fn the_numbers_of_zaanstad_in_another_order_rarely_have_a_pattern() {
        of_zaanstad(|values, neighbours, _| {
            let mut values = values.to_vec();
            let (mut seed, mut patterns, mut found) = (1_u64, 0, 0);
            for _ in 0..1000 {
                for last in (1..values.len()).rev() {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005);
                    seed = seed.wrapping_add(1_442_695_040_888_963_407);
                    let other = usize::try_from(seed >> 33).unwrap() % (last + 1);
                    values.swap(last, other);
                }
                let z = moran(&values, neighbours).unwrap().z();
                patterns += usize::from(z.abs() >= 1.96);
                let scores = scores(&values, neighbours);
                found += usize::from(beyond_chance(&scores).contains(&true));
            }
            assert!((15..=70).contains(&patterns), "{patterns} of 1000");
            assert!(found <= 120, "{found} of 1000");
        });
    }

    /// Of 20 scores 3.1 has p 0.0019, under 0.05 / 20; 2.6 has p 0.0093, above 2 · 0.05 / 20.
    #[test]
    fn among_many_areas_a_score_must_be_further_from_chance() {
        let mut scores = vec![Some(0.5); 20];
        (scores[3], scores[4], scores[5]) = (Some(-3.1), Some(2.6), None);
        let found = beyond_chance(&scores);
        assert_eq!(found.iter().filter(|one| **one).count(), 1);
        assert!(found[3]);
        assert_eq!(beyond_chance(&[Some(2.6), None]), [true, false]);
    }

    proptest::proptest! {
        /// Of 2 - 3x the scores are those of x with the other sign, and Moran's I is that of x; whatever touches what.
        #[test]
        fn another_unit_changes_no_pattern(
            values in proptest::collection::vec(proptest::option::of(-1e3..1e3), 0..20),
            links in proptest::collection::vec((0..20_usize, 0..20_usize), 0..40),
        ) {
            let mut neighbours = vec![BTreeSet::new(); values.len()];
            for (one, other) in links {
                if one != other && one.max(other) < values.len() {
                    neighbours[one].insert(other);
                    neighbours[other].insert(one);
                }
            }
            let turned: Vec<Option<f64>> = values.iter().map(|one| one.map(|x| 2.0 - 3.0 * x)).collect();
            let (own, other) = (scores(&values, &neighbours), scores(&turned, &neighbours));
            for (own, other) in own.into_iter().zip(other) {
                proptest::prop_assert_eq!(own.is_some(), other.is_some());
                is_near(own.unwrap_or(0.0), -other.unwrap_or(0.0), 1e-6);
            }
            let [own, other] = [&values, &turned].map(|values| moran(values, &neighbours));
            proptest::prop_assert_eq!(own.is_some(), other.is_some());
            is_near(own.map_or(0.0, |one| one.index), other.map_or(0.0, |one| one.index), 1e-6);
        }
    }
}
