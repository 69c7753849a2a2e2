//! Draws the type of a household and the age of its head, by wijk.

use super::areas::WIJKEN;
use super::rng::Rng;
use crate::vocabulary::HouseholdType;

/// A type of private household, as common as in the wijk.
pub(super) fn kind_of(wijk: usize, rng: &mut Rng) -> HouseholdType {
    let wijk = &WIJKEN[wijk];
    let single_parents = wijk.families * (0.14 + 0.09 * wijk.need);
    let other = 0.012;
    let couples = 1.0 - wijk.singles - wijk.families - other;
    let weights = [
        wijk.singles,
        couples,
        wijk.families - single_parents,
        single_parents,
        other,
    ];
    HouseholdType::ALL[rng.weighted(&weights)]
}

/// Lower and upper ages of the heads of households, and how many of each type fall there.
const HEAD_AGES: [(i32, i32, [f64; 5]); 6] = [
    (18, 24, [9.0, 1.5, 0.0, 0.5, 10.0]),
    (25, 34, [19.0, 14.0, 17.0, 12.0, 25.0]),
    (35, 44, [13.0, 8.0, 37.0, 34.0, 15.0]),
    (45, 64, [27.0, 35.0, 43.0, 49.0, 30.0]),
    (65, 74, [14.0, 24.0, 2.0, 2.5, 12.0]),
    (75, 97, [18.0, 17.5, 0.5, 2.0, 8.0]),
];

/// An age for the head of a household of this type.
pub(super) fn age_of_head(kind: HouseholdType, wijk: usize, rng: &mut Rng) -> u16 {
    let elderly = WIJKEN[wijk].elderly;
    let place = kind as usize;
    let weights =
        HEAD_AGES.map(|(low, _, shares)| shares[place] * if low >= 65 { elderly } else { 1.0 });
    let (low, high, _) = HEAD_AGES[rng.weighted(&weights)];
    u16::try_from(rng.between(low, high)).unwrap_or(40)
}
