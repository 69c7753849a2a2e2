//! The numbers of areas, from the ways to facilities and the households of a target group.

use std::collections::BTreeMap;

/// Households by area.
pub(super) type Counts = BTreeMap<String, Option<f64>>;

/// A facility: metres east and north, capacity, and name.
pub(super) type Facility<'a> = ([f64; 2], Option<f64>, &'a str);

/// An area of the finest level: code, households of the target group, and its ways.
pub(super) type Base<'a> = (&'a str, f64, Option<Ways>);

/// The ways from an area: the shortest, and each that is not too far, with the place of its facility.
pub(super) struct Ways {
    pub(super) nearest: Option<f64>,
    pub(super) near: Vec<(usize, f64)>,
}

/// How the codes of the buurten in a wijk begin: `BU047901` in `WK047901`.
pub(super) fn beginning(wijk: &str) -> Option<String> {
    Some(format!("BU{}", wijk.strip_prefix("WK")?))
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
    let near = |ways: &Ways| -> Vec<usize> {
        let near = ways.near.iter().filter(|(_, way)| *way <= metres);
        near.map(|(place, _)| *place).collect()
    };
    let mut asked = vec![0.0; facilities.len()];
    for (_, count, ways) in base {
        for place in ways.iter().flat_map(near) {
            asked[place] += count;
        }
    }
    let shared = |place: usize| {
        let capacity = if has_capacity {
            facilities[place].1.unwrap_or(0.0)
        } else {
            1.0
        };
        if asked[place] > 0.0 {
            capacity / asked[place]
        } else {
            0.0
        }
    };
    let numbers = |(.., ways): &Base| {
        let Some(ways) = ways else {
            return [None; 4];
        };
        let near = near(ways);
        let access: f64 = near.iter().map(|place| shared(*place)).sum();
        [
            ways.nearest,
            Some(near.len() as f64),
            Some(f64::from(u8::from(!near.is_empty()))),
            Some(access * 1000.0),
        ]
    };
    base.iter().map(numbers).collect()
}

/// The same for the areas of a level: their own, or the average over their parts by households of the target group. The
/// areas of `base` stand in the order of their codes.
pub(super) fn of_level(
    (level, is_finest): (&str, bool),
    counts: &Counts,
    base: &[Base],
    numbers: &[[Option<f64>; 4]],
) -> Vec<[Option<f64>; 4]> {
    let from = |code: &str| base.partition_point(|(own, ..)| *own < code);
    let parts = |wijk: &str| {
        let Some(begin) = beginning(wijk) else {
            return 0..0;
        };
        let first = from(&begin);
        let own = base[first..].iter();
        let own = own.take_while(|(code, ..)| code.starts_with(&begin));
        first..first + own.count()
    };
    let of = |area: &String| {
        if is_finest {
            let own = base.get(from(area)).filter(|(code, ..)| code == area);
            return own.map_or([None; 4], |_| numbers[from(area)]);
        }
        let own = if level == "gemeente" {
            0..base.len()
        } else {
            parts(area)
        };
        std::array::from_fn(|place| {
            let own = own.clone();
            let known = own.filter_map(|part| Some((base[part].1, numbers[part][place]?)));
            let weights: f64 = known.clone().map(|(weight, _)| weight).sum();
            let sum: f64 = known.map(|(weight, number)| weight * number).sum();
            (weights > 0.0).then(|| sum / weights)
        })
    };
    counts.keys().map(of).collect()
}
