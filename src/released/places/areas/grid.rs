//! Which areas touch: those that share a corner of their borders, on a grid of a metre.

use std::collections::{BTreeMap, BTreeSet};

use geo::{CoordsIter, MultiPolygon};

/// For each shape the places of the others that share a point with it (queen contiguity).
pub(super) fn neighbours<'a>(
    shapes: impl Iterator<Item = &'a MultiPolygon<f64>>,
) -> Vec<BTreeSet<usize>> {
    let mut at: BTreeMap<(i64, i64), BTreeSet<usize>> = BTreeMap::new();
    let mut number = 0;
    for (place, shape) in shapes.enumerate() {
        number += 1;
        for point in shape.coords_iter() {
            at.entry((metre(point.x), metre(point.y)))
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

#[expect(
    clippy::cast_possible_truncation,
    reason = "metres of the national grid"
)]
fn metre(number: f64) -> i64 {
    number.round() as i64
}
