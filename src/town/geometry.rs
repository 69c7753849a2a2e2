//! Polygons of the wijken and buurten (GeoJSON, longitude and latitude).
//!
//! The buurten are the cells of a grid whose corners and borders are moved a little, each by a draw of its own place,
//! so that neighbours share every point of a border and the town has neither gaps nor overlaps.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::areas::{BUURTEN, WIJKEN, buurt_code, buurt_name, wijk_code, wijk_name, wijk_of_buurt};
use super::plan::Plan;
use super::rng::Rng;

/// Buurten side by side in a district.
const WIDTH: u32 = 10;
/// Rows of buurten in a district.
const HEIGHT: u32 = 5;
/// The south-west corner of the town, in millionths of a degree.
const CORNER: (i64, i64) = (4_750_000, 52_400_000);
/// The size of a cell, in millionths of a degree: about 800 by 900 metres here.
const CELL: (i64, i64) = (12_000, 8_000);
/// Points of a border between two corners.
const POINTS_BETWEEN: i64 = 4;

/// A corner of the grid.
type Corner = (u32, u32);
/// A place, in millionths of a degree east and north.
type Point = (i64, i64);

/// The areas of the town as a GeoJSON feature collection: of each district first the wijken, then the buurten.
pub(super) fn areas_of(plan: &Plan) -> String {
    let districts = u32::try_from(plan.districts()).unwrap_or(1);
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for district in 0..districts {
        put_district(
            district.into(),
            origin(plan, district),
            plan.seed,
            &mut text,
        );
    }
    // The last feature ends with a comma.
    text.pop();
    text.push_str("\n]}\n");
    text
}

/// The middle of each buurt of a district, in degrees east and north.
pub(super) fn centres(plan: &Plan, district: u64) -> Vec<(f64, f64)> {
    let origin = origin(plan, u32::try_from(district).unwrap_or(0));
    let of_buurt = |buurt| {
        let (x, y) = cell(buurt, origin);
        let corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
        let corners = corners.map(|one| corner(one, plan.seed));
        let mean = |of: fn(&Point) -> i64| corners.iter().map(of).sum::<i64>() as f64 / 4e6;
        (mean(|point| point.0), mean(|point| point.1))
    };
    (0..BUURTEN).map(of_buurt).collect()
}

/// Where a district begins: the districts lie in a square.
fn origin(plan: &Plan, district: u32) -> Corner {
    let districts = u32::try_from(plan.districts()).unwrap_or(1);
    let columns = (1..=districts).find(|side| side * side >= districts);
    let columns = columns.unwrap_or(1);
    (district % columns * WIDTH, district / columns * HEIGHT)
}

fn put_district(district: u64, origin: Corner, seed: u64, text: &mut String) {
    let wijk_of = wijk_of_buurt();
    for wijk in 0..WIJKEN.len() {
        let code = wijk_code(district, wijk);
        let buurten = (0..BUURTEN).filter(|buurt| wijk_of[*buurt] == wijk);
        let ring = outline(buurten, origin, seed);
        put_feature(
            ["wijk", &code, &wijk_name(district, wijk), &code],
            &ring,
            text,
        );
    }
    for (buurt, wijk) in wijk_of.into_iter().enumerate() {
        let words = [
            "buurt",
            &buurt_code(district, buurt, wijk),
            &buurt_name(district, buurt, wijk),
            &wijk_code(district, wijk),
        ];
        put_feature(words, &outline(std::iter::once(buurt), origin, seed), text);
    }
}

fn put_feature([level, code, name, wijk]: [&str; 4], ring: &[Point], text: &mut String) {
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "\n{{\"type\":\"Feature\",\"properties\":{{\"level\":\"{level}\",\"code\":\"{code}\",\
         \"name\":\"{name}\",\"wijk\":\"{wijk}\"}},\
         \"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[["
    );
    for (place, (east, north)) in ring.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        let _ = write!(
            text,
            "{comma}[{:.6},{:.6}]",
            *east as f64 / 1e6,
            *north as f64 / 1e6
        );
    }
    text.push_str("]]}},");
}

/// The cell of a buurt: rows run to and fro, so that buurten with following numbers are neighbours.
fn cell(buurt: usize, origin: Corner) -> Corner {
    let buurt = u32::try_from(buurt).unwrap_or(0);
    let (row, place) = (buurt / WIDTH, buurt % WIDTH);
    let column = if row.is_multiple_of(2) {
        place
    } else {
        WIDTH - 1 - place
    };
    (origin.0 + column, origin.1 + row)
}

/// The ring around some buurten, counter-clockwise, its first point again at the end.
fn outline(buurten: impl Iterator<Item = usize>, origin: Corner, seed: u64) -> Vec<Point> {
    let mut sides: BTreeSet<(Corner, Corner)> = BTreeSet::new();
    for (x, y) in buurten.map(|buurt| cell(buurt, origin)) {
        let corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
        for place in 0..4 {
            let (from, to) = (corners[place], corners[(place + 1) % 4]);
            // A side that another cell walks the other way lies inside.
            if !sides.remove(&(to, from)) {
                sides.insert((from, to));
            }
        }
    }
    let next: BTreeMap<Corner, Corner> = sides.into_iter().collect();
    let Some(first) = next.keys().next().copied() else {
        return Vec::new();
    };
    let mut ring = vec![corner(first, seed)];
    let mut here = first;
    while let Some(there) = next.get(&here) {
        ring.extend(border(here, *there, seed));
        here = *there;
        if here == first {
            break;
        }
    }
    ring
}

/// Where a corner of the grid lies.
fn corner((x, y): Corner, seed: u64) -> Point {
    // Corners (0xA5A5) and borders (0x5A5A) draw from seeds of their own, so that no draw is used twice.
    let mut rng = Rng::new(seed ^ 0xA5A5, u64::from(x) << 32 | u64::from(y));
    let mut moved = |cell: i64| {
        let most = i32::try_from(cell / 5).unwrap_or(0);
        i64::from(rng.between(-most, most))
    };
    let (east, north) = (moved(CELL.0), moved(CELL.1));
    (
        CORNER.0 + i64::from(x) * CELL.0 + east,
        CORNER.1 + i64::from(y) * CELL.1 + north,
    )
}

/// The points of a border after `from`, `to` included: the same points whichever way it is walked.
fn border(from: Corner, to: Corner, seed: u64) -> Vec<Point> {
    let (low, high) = (from.min(to), from.max(to));
    let (start, end) = (corner(low, seed), corner(high, seed));
    let is_upright = u64::from(low.0 == high.0);
    let mut rng = Rng::new(
        seed ^ 0x5A5A,
        u64::from(low.0) << 33 | u64::from(low.1) << 1 | is_upright,
    );
    let mut points = vec![start];
    for step in 1..=POINTS_BETWEEN {
        let between = |a: i64, b: i64| a + (b - a) * step / (POINTS_BETWEEN + 1);
        let mut moved = |cell: i64| {
            let most = i32::try_from(cell / 25).unwrap_or(0);
            i64::from(rng.between(-most, most))
        };
        let (east, north) = (moved(CELL.0), moved(CELL.1));
        points.push((
            between(start.0, end.0) + east,
            between(start.1, end.1) + north,
        ));
    }
    points.push(end);
    if low != from {
        points.reverse();
    }
    points.remove(0);
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twice the area of a ring, exactly; positive when it runs counter-clockwise.
    fn double_area(ring: &[Point]) -> i64 {
        let shifted: Vec<Point> = ring
            .iter()
            .map(|(x, y)| (x - CORNER.0, y - CORNER.1))
            .collect();
        shifted
            .windows(2)
            .map(|pair| pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1)
            .sum()
    }

    #[test]
    fn wijken_and_buurten_tile_the_town() {
        let town = double_area(&outline(0..BUURTEN, (0, 0), 7));
        let buurten =
            (0..BUURTEN).map(|one| double_area(&outline(std::iter::once(one), (0, 0), 7)));
        let areas: Vec<i64> = buurten.collect();
        assert!(areas.iter().all(|area| *area > 0));
        assert_eq!(areas.iter().sum::<i64>(), town);
        let wijk_of = wijk_of_buurt();
        for wijk in 0..WIJKEN.len() {
            let members: Vec<usize> = (0..BUURTEN).filter(|one| wijk_of[*one] == wijk).collect();
            let parts: i64 = members.iter().map(|one| areas[*one]).sum();
            assert_eq!(double_area(&outline(members.into_iter(), (0, 0), 7)), parts);
        }
    }

    #[test]
    fn neighbours_share_every_point_of_their_border() {
        let mut walked: BTreeMap<(Point, Point), u32> = BTreeMap::new();
        for buurt in 0..BUURTEN {
            for pair in outline(std::iter::once(buurt), (0, 0), 7).windows(2) {
                *walked
                    .entry((pair[0].min(pair[1]), pair[0].max(pair[1])))
                    .or_default() += 1;
            }
        }
        let around = outline(0..BUURTEN, (0, 0), 7).len() - 1;
        let once = walked.values().filter(|times| **times == 1).count();
        assert_eq!(once, around);
        assert!(walked.values().all(|times| *times <= 2));
    }

    #[test]
    fn the_geojson_parses_and_has_every_area() {
        let text = areas_of(&Plan::new(1000, 7).unwrap());
        let parsed: serde_json::Value = serde_json::from_str(&text).unwrap();
        let features = parsed["features"].as_array().unwrap();
        assert_eq!(features.len(), WIJKEN.len() + BUURTEN);
        let ring = features[0]["geometry"]["coordinates"][0]
            .as_array()
            .unwrap();
        assert_eq!(ring.first(), ring.last());
    }
}
