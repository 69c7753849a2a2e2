//! How far distances are spread, where a few of them are no chance.

/// Between which tenths of all a distance counts as it is.
const TENTHS: [usize; 2] = [1, 9];

/// How much more distances differ than by chance: the mean of their squares, those in the outer tenths as far as the tenth;
/// at least 1, which is chance. Source: Spiegelhalter (2005), "Funnel plots for comparing institutional performance".
pub(in crate::released) fn dispersion(distances: &[f64]) -> f64 {
    let mut sorted = distances.to_vec();
    sorted.sort_by(f64::total_cmp);
    let ends = TENTHS.map(|tenths| quantile(&sorted, tenths));
    let squares = sorted.iter().map(|one| one.clamp(ends[0], ends[1]).powi(2));
    (squares.sum::<f64>() / sorted.len() as f64).max(1.0)
}

/// The number below which so many tenths of sorted numbers lie, on the line between the two that are nearest.
pub(super) fn quantile(sorted: &[f64], tenths: usize) -> f64 {
    let place = tenths * sorted.len().saturating_sub(1);
    let number = |place: usize| sorted.get(place).copied().unwrap_or(0.0);
    let (below, above) = (number(place / 10), number(place.div_ceil(10)));
    below + (above - below) * (place % 10) as f64 / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `numpy.quantile` of 0.1 and 0.9, `numpy.clip`, mean of squares.
    #[test]
    fn one_area_far_away_hardly_raises_what_all_differ() {
        let near = [-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, -3.0, 1.0, -1.0, 2.0];
        let mut far = near;
        far[5] = 30.0;
        assert!((dispersion(&near) - 2.482).abs() < 1e-12);
        assert!((dispersion(&far) - 4.345).abs() < 1e-12);
        assert!((dispersion(&[0.0; 4]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn half_of_all_lie_below_the_middle() {
        let near = |found: f64, known: f64| (found - known).abs() < 1e-12;
        assert!(near(quantile(&[1.0, 2.0, 4.0], 5), 2.0));
        assert!(near(quantile(&[1.0, 2.0, 4.0, 8.0], 5), 3.0));
        assert!(near(quantile(&[], 5), 0.0));
    }
}
