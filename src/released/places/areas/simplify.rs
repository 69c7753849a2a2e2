//! Borders of many areas with fewer points: a border is simplified once, for the areas on both its sides.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Coord, CoordsIter, LineString, MultiPolygon, Polygon, SimplifyVwIdx};

use super::area::{Area, Areas};
use super::projection::to_rd;
use super::read::in_metres;
use crate::error::Result;

/// So many points are never too many: a municipality keeps all of its own.
const ENOUGH: usize = 20_000;
/// Of many areas each has so many on average.
const PER_AREA: usize = 20;
/// The smallest triangle that a border loses, in square metres; it doubles until few enough points are left.
const SMALLEST: f64 = 50.0;
/// The largest.
const LARGEST: f64 = 1e9;

/// A place, in parts of a degree.
type Key = (i64, i64);

/// How many parts a degree has: 7 decimals.
const PARTS: f64 = 1e7;

/// A border between two places where borders meet, or all around; in one direction, whichever area it is read from.
type Border = Vec<Key>;

impl Areas {
    /// The same areas with at most 20 points to an area, or 20,000 in all. Places where three areas meet stay.
    pub(super) fn simplified(self) -> Result<Self> {
        let most = ENOUGH.max(PER_AREA * self.0.len());
        let count: usize = self.0.iter().map(|area| area.outline.coords_count()).sum();
        if count <= most {
            return Ok(self);
        }
        let outlines = self.0.iter().flat_map(|area| rings(&area.outline));
        let rings: Vec<Vec<Key>> = outlines.map(open_keys).collect();
        let borders = borders(&rings);
        let mut triangle = SMALLEST;
        let mut dropped = dropped(&borders, triangle)?;
        while count - occurrences(&rings, &dropped) > most && triangle < LARGEST {
            triangle *= 2.0;
            dropped = self::dropped(&borders, triangle)?;
        }
        let area = |area: Area| {
            let outline = without(&area.outline, &dropped);
            let shape = in_metres(&outline)?;
            Ok(Area {
                outline,
                shape,
                ..area
            })
        };
        self.0
            .into_iter()
            .map(area)
            .collect::<Result<_>>()
            .map(Self)
    }
}

fn rings(outline: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    let polygons = outline.iter();
    polygons.flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
}

#[expect(clippy::cast_possible_truncation, reason = "a degree has 7 decimals")]
fn key(point: &Coord<f64>) -> Key {
    let part = |number: f64| (number * PARTS).round() as i64;
    (part(point.x), part(point.y))
}

/// The points of a ring, each once.
fn open_keys(ring: &LineString<f64>) -> Vec<Key> {
    let mut keys: Vec<Key> = ring.0.iter().map(key).collect();
    keys.pop();
    keys
}

fn occurrences(rings: &[Vec<Key>], dropped: &BTreeSet<Key>) -> usize {
    let all = rings.iter().flatten();
    all.filter(|key| dropped.contains(key)).count()
}

fn without(outline: &MultiPolygon<f64>, dropped: &BTreeSet<Key>) -> MultiPolygon<f64> {
    let ring = |ring: &LineString<f64>| {
        let mut left: Vec<Coord<f64>> = ring.0[..ring.0.len() - 1].to_vec();
        left.retain(|point| !dropped.contains(&key(point)));
        let mut left = LineString::new(left);
        left.close();
        left
    };
    let polygon = |polygon: &Polygon<f64>| {
        let holes = polygon.interiors().iter().map(ring).collect();
        Polygon::new(ring(polygon.exterior()), holes)
    };
    outline.iter().map(polygon).collect()
}

/// All borders, and of each whether it makes up a ring alone or with one other, so that it must keep a middle.
fn borders(rings: &[Vec<Key>]) -> BTreeMap<Border, bool> {
    let meetings = meetings(rings);
    let mut borders: BTreeMap<Border, bool> = BTreeMap::new();
    for ring in rings {
        let pieces = pieces(ring, &meetings);
        let few = pieces.len() <= 2;
        for piece in pieces {
            *borders.entry(piece).or_default() |= few;
        }
    }
    borders
}

/// Places where borders meet: the points on both sides of it are not the same in every ring.
fn meetings(rings: &[Vec<Key>]) -> BTreeSet<Key> {
    let mut beside: BTreeMap<Key, (Key, Key)> = BTreeMap::new();
    let mut meetings = BTreeSet::new();
    for ring in rings {
        for (place, here) in ring.iter().enumerate() {
            let before = ring[(place + ring.len() - 1) % ring.len()];
            let after = ring[(place + 1) % ring.len()];
            let pair = (before.min(after), before.max(after));
            if *beside.entry(*here).or_insert(pair) != pair {
                meetings.insert(*here);
            }
        }
    }
    meetings
}

/// A ring cut where borders meet; a ring that meets none begins at its least point.
fn pieces(ring: &[Key], meetings: &BTreeSet<Key>) -> Vec<Border> {
    let first = ring.iter().position(|key| meetings.contains(key));
    let least = || (0..ring.len()).min_by_key(|place| ring[*place]);
    let Some(start) = first.or_else(least) else {
        return Vec::new();
    };
    let mut pieces = Vec::new();
    let mut piece = vec![ring[start]];
    for step in 1..=ring.len() {
        let here = ring[(start + step) % ring.len()];
        piece.push(here);
        if step == ring.len() || meetings.contains(&here) {
            let back: Border = piece.iter().rev().copied().collect();
            pieces.push(back.min(std::mem::replace(&mut piece, vec![here])));
        }
    }
    pieces
}

/// The points between the ends of borders that make a triangle with those beside them of no more than `triangle`.
fn dropped(borders: &BTreeMap<Border, bool>, triangle: f64) -> Result<BTreeSet<Key>> {
    let mut dropped = BTreeSet::new();
    for (border, keeps_middle) in borders {
        let metres = |(x, y): &Key| {
            let [x, y] = [*x, *y].map(|part| part as f64 / PARTS);
            to_rd(Coord { x, y })
        };
        let line: Vec<Coord<f64>> = border.iter().map(metres).collect::<Result<_>>()?;
        let kept = LineString::new(line).simplify_vw_idx(triangle);
        let fewest = if border.first() == border.last() {
            4
        } else {
            3
        };
        if *keeps_middle && kept.len() < fewest {
            continue;
        }
        let kept: BTreeSet<usize> = kept.into_iter().collect();
        let goes = (0..border.len()).filter(|place| !kept.contains(place));
        dropped.extend(goes.map(|place| border[place]));
    }
    Ok(dropped)
}

#[cfg(test)]
mod tests {
    use geo::Area as _;

    use super::*;
    use crate::released::places::areas::{Level, read};

    /// All wijken of the country, where they are there.
    #[test]
    fn wijken_of_the_country_lose_points_and_neither_touch_others_nor_leave_gaps() {
        let file = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../shared/data/geo/nl_wijken_2022_rd.geojson"
        );
        if !std::path::Path::new(file).exists() {
            eprintln!("not checked: the wijken of the country are not here");
            return;
        }
        let (areas, _, _) = read(&[file.into()], None, None).unwrap();
        let few = areas.clone().simplified().unwrap();
        let points =
            |areas: &Areas| -> usize { areas.all().map(|area| area.outline.coords_count()).sum() };
        let surface =
            |areas: &Areas| -> f64 { areas.all().map(|area| area.shape.unsigned_area()).sum() };
        assert!(
            points(&areas) > 109_000 && points(&few) <= 66_800,
            "{}",
            points(&few)
        );
        assert!((surface(&few) / surface(&areas) - 1.0).abs() < 1e-3);
        assert_eq!(areas.neighbours(Level::Wijk), few.neighbours(Level::Wijk));
        assert!(few.all().all(|area| area.shape.unsigned_area() > 0.0));
    }

    #[test]
    fn a_border_is_cut_where_three_areas_meet_and_is_one_for_both_sides() {
        // Two squares over a wide one; the point (5, 10) lies on one border only.
        let rings = vec![
            vec![(0, 10), (5, 10), (10, 10), (10, 20), (0, 20)],
            vec![(10, 10), (20, 10), (20, 20), (10, 20)],
            vec![(0, 0), (20, 0), (20, 10), (10, 10), (5, 10), (0, 10)],
        ];
        let borders: Vec<Border> = borders(&rings).into_keys().collect();
        assert_eq!(
            borders,
            [
                vec![(0, 10), (0, 0), (20, 0), (20, 10)],
                vec![(0, 10), (0, 20), (10, 20)],
                vec![(0, 10), (5, 10), (10, 10)],
                vec![(10, 10), (10, 20)],
                vec![(10, 10), (20, 10)],
                vec![(10, 20), (20, 20), (20, 10)],
            ]
        );
    }

    #[test]
    fn an_enclave_begins_alike_on_both_sides() {
        let island = vec![(3, 3), (7, 3), (7, 7), (3, 7)];
        let mut hole: Vec<Key> = island.iter().rev().copied().collect();
        hole.rotate_left(1);
        let borders = borders(&[island, hole]);
        assert_eq!(borders.len(), 1);
        assert!(borders.into_values().all(|keeps_middle| keeps_middle));
    }
}
