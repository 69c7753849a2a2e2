//! Shapes whose border crosses itself, or whose holes lie outside: known by their surface, and mended.

use geo::orient::{Direction, Orient as _};
use geo::{Area as _, BooleanOps, MultiPolygon};

/// A difference in surface below this is rounding, in square metres.
const ROUNDING: f64 = 1.0;

/// The shape, in metres, with its rings running as RFC 7946 asks, and whether it had to be mended; `None` where no
/// surface is left.
///
/// The surface of the rings counts a loop that runs the wrong way as less than nothing, and a hole outside as a loss;
/// the surface that an odd number of rings covers does not. Of a sound shape they are the same.
pub(super) fn mended(shape: &MultiPolygon<f64>) -> Option<(MultiPolygon<f64>, bool)> {
    let shape = shape.orient(Direction::Default);
    let covered = shape.union(&MultiPolygon::empty());
    let surface = covered.unsigned_area();
    if surface < ROUNDING {
        return None;
    }
    let of_rings: f64 = shape.iter().map(geo::Area::signed_area).sum();
    let is_sound = (of_rings - surface).abs() < ROUNDING;
    Some(if is_sound {
        (shape, false)
    } else {
        (covered.orient(Direction::Default), true)
    })
}

/// Whether two shapes lie over one another.
pub(super) fn overlap(one: &MultiPolygon<f64>, other: &MultiPolygon<f64>) -> bool {
    one.intersection(other).unsigned_area() > ROUNDING
}
