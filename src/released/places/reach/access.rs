//! How far facilities are, and how much of them there is for whom.

use std::collections::BTreeMap;

use rstar::RTree;
use rstar::primitives::GeomWithData;

/// A place in metres.
pub(super) type Point = [f64; 2];

/// The ways from an area: to each facility that is near enough, in metres.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Ways {
    /// Whether it is known where the area is.
    pub(super) is_placed: bool,
    /// The way to the nearest facility.
    pub(super) nearest: Option<f64>,
    /// Facilities that are not farther than asked, by their places in the list, with the way to each.
    near: Vec<(usize, f64)>,
}

impl Ways {
    /// How many facilities are within `metres`.
    pub(super) fn within(&self, metres: f64) -> usize {
        self.near.iter().filter(|(_, way)| *way <= metres).count()
    }
}

/// The ways from each of `areas` to `facilities` of at most `farthest` metres: as `given` by places in both lists, else
/// `detour` times the straight line. An area without a place has none.
pub(super) fn ways(
    areas: &[Option<Point>],
    facilities: &[Point],
    (detour, farthest): (f64, f64),
    given: &BTreeMap<usize, BTreeMap<usize, f64>>,
) -> Vec<Ways> {
    let entry = |(place, point): (usize, &Point)| GeomWithData::new(*point, place);
    let tree = RTree::bulk_load(facilities.iter().enumerate().map(entry).collect());
    let none = BTreeMap::new();
    let of_area = |(area, point): (usize, &Option<Point>)| {
        let Some(point) = point else {
            return Ways::default();
        };
        let given = given.get(&area).unwrap_or(&none);
        let is_straight =
            |facility: &&GeomWithData<Point, usize>| !given.contains_key(&facility.data);
        let way = |facility: &GeomWithData<Point, usize>| {
            let [x, y] = facility.geom();
            detour * (x - point[0]).hypot(y - point[1])
        };
        let nearest = tree.nearest_neighbor_iter(point).find(is_straight);
        let nearest = nearest.map(way).into_iter().chain(given.values().copied());
        // A little more than needed: the way decides.
        let radius = farthest / detour + 1.0;
        let near = tree.locate_within_distance(*point, radius * radius);
        let near = near.filter(is_straight).map(|one| (one.data, way(one)));
        let given = given.iter().map(|(place, way)| (*place, *way));
        let mut near: Vec<(usize, f64)> = near.chain(given).collect();
        near.retain(|(_, way)| *way <= farthest);
        near.sort_by_key(|(place, _)| *place);
        Ways {
            is_placed: true,
            nearest: nearest.reduce(f64::min),
            near,
        }
    };
    areas.iter().enumerate().map(of_area).collect()
}

/// Two-step floating catchment area (Luo and Wang 2003): each facility divides its capacity over the demand within
/// `metres` of it; an area gets the sum of what is divided within `metres`. Capacity per unit of demand; a facility
/// without a capacity, or without demand, divides nothing.
pub(super) fn two_step(
    ways: &[Ways],
    capacity: &[Option<f64>],
    demand: &[f64],
    metres: f64,
) -> Vec<f64> {
    let mut asked = vec![0.0; capacity.len()];
    let near = |ways: &'_ Ways| -> Vec<usize> {
        let near = ways.near.iter().filter(|(_, way)| *way <= metres);
        near.map(|(place, _)| *place).collect()
    };
    for (ways, demand) in ways.iter().zip(demand) {
        for place in near(ways) {
            asked[place] += demand;
        }
    }
    let shared = |place: usize| match capacity[place] {
        Some(capacity) if asked[place] > 0.0 => capacity / asked[place],
        _ => 0.0,
    };
    let access = |ways| near(ways).into_iter().map(shared).sum();
    ways.iter().map(access).collect()
}

/// How many standard deviations each number is from the mean of all that are known; 0 where all are equal.
pub(super) fn standardised(numbers: &[Option<f64>]) -> Vec<Option<f64>> {
    let known: Vec<f64> = numbers.iter().flatten().copied().collect();
    let number = known.len() as f64;
    let mean = known.iter().sum::<f64>() / number;
    let squares = known.iter().map(|one| (one - mean).powi(2));
    let deviation = (squares.sum::<f64>() / number).sqrt();
    // What is left of equal numbers by rounding is no deviation.
    let is_spread = deviation > 1e-9 * mean.abs();
    let standard = |one: f64| {
        if is_spread {
            (one - mean) / deviation
        } else {
            0.0
        }
    };
    numbers.iter().map(|one| one.map(standard)).collect()
}

/// How much more the target group stands out than the access to what is meant for it, in standard deviations: above 1
/// it lacks facilities, below -1 they lack it.
pub(super) fn mismatch(
    shares: &[Option<f64>],
    access: &[Option<f64>],
) -> impl Iterator<Item = Option<f64>> {
    // Both are compared among the same areas.
    let both = |one: &[Option<f64>], other: &[Option<f64>]| -> Vec<Option<f64>> {
        let both = one.iter().zip(other);
        both.map(|(one, other)| one.filter(|_| other.is_some()))
            .collect()
    };
    let shares_of_both = standardised(&both(shares, access));
    let access_of_both = standardised(&both(access, shares));
    let pairs = shares_of_both.into_iter().zip(access_of_both);
    pairs.map(|(share, access)| Some(share? - access?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREAS: [Option<Point>; 3] = [Some([0.0, 0.0]), Some([1000.0, 0.0]), None];

    fn straight(farthest: f64) -> Vec<Ways> {
        let facilities = [[0.0, 300.0], [1000.0, 400.0], [500.0, 0.0]];
        ways(&AREAS, &facilities, (1.0, farthest), &BTreeMap::new())
    }

    #[test]
    fn the_nearest_is_known_however_far_and_the_others_when_near() {
        let found = straight(450.0);
        assert_eq!(found[0].nearest, Some(300.0));
        assert_eq!(found[1].nearest, Some(400.0));
        assert_eq!([found[0].within(450.0), found[1].within(450.0)], [1, 1]);
        assert_eq!(straight(500.0)[0].within(500.0), 2);
        assert_eq!(found[2], Ways::default());
        assert_eq!(straight(10.0)[0].nearest, Some(300.0));
    }

    #[test]
    fn a_given_way_replaces_the_straight_line() {
        let far = BTreeMap::from([(0, BTreeMap::from([(0, 2000.0)]))]);
        let found = ways(&AREAS, &[[0.0, 300.0], [0.0, 900.0]], (1.0, 1000.0), &far);
        assert_eq!(found[0].nearest, Some(900.0));
        assert_eq!(found[0].within(1000.0), 1);
        let near = BTreeMap::from([(0, BTreeMap::from([(1, 100.0)]))]);
        let found = ways(&AREAS, &[[0.0, 300.0], [0.0, 900.0]], (1.3, 100.0), &near);
        assert_eq!(found[0].nearest, Some(100.0));
        assert_eq!(found[0].within(100.0), 1);
    }

    #[test]
    fn capacity_is_divided_over_all_who_are_near() {
        // The third facility is between both areas, and the first two serve one each.
        let ways = straight(500.0);
        let capacity = [Some(10.0), None, Some(30.0)];
        let access = two_step(&ways, &capacity, &[100.0, 200.0, 50.0], 500.0);
        assert_eq!(access, [0.1 + 0.1, 0.1, 0.0]);
        assert_eq!(two_step(&ways, &capacity, &[0.0; 3], 500.0), [0.0; 3]);
    }

    #[test]
    fn what_stands_out_is_compared_among_areas_that_know_both() {
        let shares = [Some(0.2), Some(0.4), None, Some(0.3)];
        let access = [Some(3.0), Some(1.0), Some(9.0), Some(2.0)];
        let found: Vec<_> = mismatch(&shares, &access).collect();
        let high = 2.0 * 1.5_f64.sqrt();
        for (found, expected) in found.iter().zip([Some(-high), Some(high), None, Some(0.0)]) {
            assert_eq!(found.is_some(), expected.is_some());
            assert!(
                found
                    .zip(expected)
                    .is_none_or(|(a, b)| (a - b).abs() < 1e-12)
            );
        }
        assert_eq!(
            standardised(&[Some(0.1), Some(0.1), Some(0.1)]),
            [Some(0.0); 3]
        );
        assert_eq!(standardised(&[None]), [None]);
    }

    #[test]
    fn access_in_a_real_town_is_what_others_calculate() {
        let (Some(known), Some(people)) = (known("2sfca"), people()) else {
            eprintln!("not checked: the figures of Zaanstad are not here");
            return;
        };
        let codes: Vec<&String> = known["coords_rd"].as_object().unwrap().keys().collect();
        let number = |value: &serde_json::Value| value.as_f64().unwrap();
        let point = |code: &str| {
            let point = &known["coords_rd"][code];
            [number(&point[0]), number(&point[1])]
        };
        let areas: Vec<_> = codes.iter().map(|code| Some(point(code))).collect();
        let facilities = known["facilities"].as_object().unwrap();
        let places: Vec<_> = facilities.keys().map(|code| point(code)).collect();
        let capacity: Vec<_> = facilities.values().map(|one| Some(number(one))).collect();
        let demand: Vec<_> = codes.iter().map(|code| people[*code]).collect();
        let radius = number(&known["r0_m"]);
        let ways = ways(&areas, &places, (1.0, radius), &BTreeMap::new());
        let access = two_step(&ways, &capacity, &demand, radius);
        for (code, access) in codes.iter().zip(access) {
            // The file has 10 decimals.
            let expected = number(&known["score"][code.as_str()]);
            assert!(
                (access - expected).abs() <= 0.5e-10 + 1e-9 * expected,
                "{code}"
            );
        }
    }

    fn shared(name: &str) -> Option<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/");
        std::fs::read_to_string(format!("{folder}{name}")).ok()
    }

    fn known(part: &str) -> Option<serde_json::Value> {
        let text = shared("known-answers/spatial_zaanstad.json")?;
        let all: serde_json::Value = serde_json::from_str(&text).unwrap();
        Some(all[part].clone())
    }

    /// Inhabitants by buurt.
    fn people() -> Option<BTreeMap<String, f64>> {
        let text = shared("geo/zaanstad_buurten_2017_cbs.csv")?;
        let mut file = csv::Reader::from_reader(text.as_bytes());
        let headers = file.headers().unwrap().clone();
        let place = |name: &str| headers.iter().position(|one| one == name).unwrap();
        let (code, people) = (place("bu_code"), place("aant_inw"));
        let rows = file.records().map(|row| row.unwrap());
        Some(
            rows.map(|row| (row[code].to_owned(), row[people].parse().unwrap()))
                .collect(),
        )
    }
}
