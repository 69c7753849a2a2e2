//! Which areas touch: those that share a corner of their borders, on a grid of about a metre.

use std::collections::{BTreeMap, BTreeSet};

use geo::{CoordsIter, MultiPolygon};

/// How many parts a degree has: of 1.1 metres northward, and 0.7 eastward.
const PARTS: f64 = 1e5;

/// For each outline, in degrees, the places of the others that share a point with it (queen contiguity).
pub(super) fn neighbours<'a>(
    outlines: impl Iterator<Item = &'a MultiPolygon<f64>>,
) -> Vec<BTreeSet<usize>> {
    let mut at: BTreeMap<(i64, i64), BTreeSet<usize>> = BTreeMap::new();
    let mut number = 0;
    for (place, outline) in outlines.enumerate() {
        number += 1;
        for point in outline.coords_iter() {
            at.entry((part(point.x), part(point.y)))
                .or_default()
                .insert(place);
        }
    }
    let mut neighbours = vec![BTreeSet::new(); number];
    for places in at.values().filter(|places| places.len() > 1) {
        for place in places {
            neighbours[*place].extend(places.iter().filter(|other| *other != place));
        }
    }
    neighbours
}

#[expect(clippy::cast_possible_truncation, reason = "part of a degree")]
fn part(degrees: f64) -> i64 {
    (degrees * PARTS).round() as i64
}
