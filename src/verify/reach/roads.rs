//! The ways from a place to the facilities of a type.

use std::collections::BTreeMap;

use rstar::RTree;
use rstar::primitives::GeomWithData;

use super::numbers::{Facility, Ways};

/// Metres that a minute on foot counts for.
const PACE: f64 = 80.0;

pub(super) struct Roads<'a> {
    tree: RTree<GeomWithData<[f64; 2], usize>>,
    facilities: &'a [Facility<'a>],
    by_name: BTreeMap<&'a str, Vec<usize>>,
    detour: f64,
    farthest: f64,
}

impl<'a> Roads<'a> {
    pub(super) fn of(facilities: &'a [Facility<'a>], detour: f64, farthest: f64) -> Self {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, (.., name)) in facilities.iter().enumerate() {
            by_name.entry(name).or_default().push(place);
        }
        let places = facilities.iter().enumerate();
        let places = places.map(|(place, (point, ..))| GeomWithData::new(*point, place));
        Self {
            tree: RTree::bulk_load(places.collect()),
            facilities,
            by_name,
            detour,
            farthest,
        }
    }

    /// The ways from a place: `given` by the name of the facility in minutes, else by the straight line.
    pub(super) fn from(&self, [x, y]: [f64; 2], given: &BTreeMap<&str, f64>) -> Ways {
        let straight = |one: &GeomWithData<[f64; 2], usize>| {
            let [east, north] = one.geom();
            let line = ((east - x).powi(2) + (north - y).powi(2)).sqrt();
            (one.data, self.detour * line)
        };
        let is_straight =
            |one: &&GeomWithData<[f64; 2], usize>| !given.contains_key(self.facilities[one.data].2);
        let measured = given.iter().flat_map(|(name, minutes)| {
            let places = self.by_name.get(name).into_iter().flatten();
            places.map(move |place| (*place, minutes * PACE))
        });
        let measured: Vec<(usize, f64)> = measured.collect();
        let first = self.tree.nearest_neighbor_iter(&[x, y]).find(is_straight);
        let shortest = first.map(straight).into_iter().chain(measured.clone());
        // A metre more than the line can be: the way decides.
        let radius = self.farthest / self.detour + 1.0;
        let around = self.tree.locate_within_distance([x, y], radius * radius);
        let around = around.filter(is_straight).map(straight);
        let mut near: Vec<(usize, f64)> = around.chain(measured).collect();
        near.retain(|(_, way)| *way <= self.farthest);
        near.sort_by_key(|(place, _)| *place);
        Ways {
            nearest: shortest.map(|(_, way)| way).reduce(f64::min),
            near,
        }
    }
}
