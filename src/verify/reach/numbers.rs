//! The numbers of areas, from the ways to facilities and the households of a target group.

use std::collections::BTreeMap;

/// Households by area.
pub(super) type Counts = BTreeMap<String, Option<f64>>;

/// A facility: metres east and north, capacity, and name.
pub(super) type Facility<'a> = ([f64; 2], Option<f64>, &'a str);

/// An area of the finest level: code, households of the target group, and its ways.
pub(super) type Base<'a> = (&'a str, f64, Option<Vec<f64>>);

/// `BU04790101` is a part of `WK047901`.
pub(super) fn is_part(buurt: &str, wijk: &str) -> bool {
    buurt.get(..2) == Some("BU")
        && wijk.get(..2) == Some("WK")
        && buurt[2..].starts_with(&wijk[2..])
}

/// Mean and standard deviation.
pub(super) fn spread(numbers: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let count = numbers.clone().count() as f64;
    let mean = numbers.clone().sum::<f64>() / count;
    let variance = numbers.map(|number| (number - mean).powi(2)).sum::<f64>() / count;
    (mean, variance.sqrt())
}

/// Nearest, number within reach, share in reach and access of each area of the finest level.
pub(super) fn within(base: &[Base], facilities: &[Facility], metres: f64) -> Vec<[Option<f64>; 4]> {
    let has_capacity = facilities.iter().any(|(_, capacity, _)| capacity.is_some());
    let shared: Vec<f64> = facilities
        .iter()
        .enumerate()
        .map(|(place, (_, capacity, _))| {
            let near = base
                .iter()
                .filter(|(.., ways)| ways.as_ref().is_some_and(|ways| ways[place] <= metres));
            let asked: f64 = near.map(|(_, count, _)| count).sum();
            let capacity = if has_capacity {
                capacity.unwrap_or(0.0)
            } else {
                1.0
            };
            if asked > 0.0 { capacity / asked } else { 0.0 }
        })
        .collect();
    let numbers = |(.., ways): &Base| {
        let Some(ways) = ways else {
            return [None; 4];
        };
        let near = || ways.iter().enumerate().filter(|(_, way)| **way <= metres);
        let access: f64 = near().map(|(place, _)| shared[place]).sum();
        [
            ways.iter().copied().reduce(f64::min),
            Some(near().count() as f64),
            Some(f64::from(u8::from(near().next().is_some()))),
            Some(access * 1000.0),
        ]
    };
    base.iter().map(numbers).collect()
}

/// The same for the areas of a level: their own, or the average over their parts by households of the target group.
pub(super) fn of_level(
    (level, is_finest): (&str, bool),
    counts: &Counts,
    base: &[Base],
    numbers: &[[Option<f64>; 4]],
) -> Vec<[Option<f64>; 4]> {
    let of = |area: &String| {
        let is_in = |part: &str| {
            if is_finest {
                part == area
            } else {
                level == "gemeente" || is_part(part, area)
            }
        };
        let own = || {
            base.iter()
                .zip(numbers)
                .filter(|((part, ..), _)| is_in(part))
        };
        if is_finest {
            return own().next().map_or([None; 4], |(_, numbers)| *numbers);
        }
        std::array::from_fn(|place| {
            let known =
                own().filter_map(|((_, weight, _), numbers)| Some((*weight, numbers[place]?)));
            let weights: f64 = known.clone().map(|(weight, _)| weight).sum();
            let sum: f64 = known.map(|(weight, number)| weight * number).sum();
            (weights > 0.0).then(|| sum / weights)
        })
    };
    counts.keys().map(of).collect()
}
