//! Two numbers as a place.

use geo::Coord;

use super::access::Point;
use crate::released::places::areas::{Crs, recognised, to_rd};

/// A system, and whether a number is one to the north in it.
pub(super) type Axis = (Crs, bool);

/// What a number can be.
pub(super) fn axes_of(number: f64) -> impl Iterator<Item = Axis> {
    let of_system = |crs: Crs| {
        let [east, north] = crs.bounds();
        [(east, (crs, false)), (north, (crs, true))]
    };
    let all = [Crs::Rd, Crs::Wgs84].into_iter().flat_map(of_system);
    let fits = all.filter(move |(ends, _)| ends.contains(&number));
    fits.map(|(_, axis)| axis)
}

/// A place in whole metres of RD, and how it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    pub(super) point: Point,
    pub(super) crs: Crs,
    /// Whether north came before east.
    pub(super) is_turned: bool,
}

/// The place that two numbers are, east and north or the other way round; `None` for one outside the Netherlands.
pub(super) fn placed(first: f64, second: f64) -> Option<Placed> {
    let (crs, is_turned) = recognised(
        Coord {
            x: first,
            y: second,
        },
        None,
    )?;
    let (x, y) = if is_turned {
        (second, first)
    } else {
        (first, second)
    };
    let point = match crs {
        Crs::Rd => Coord { x, y },
        Crs::Wgs84 => to_rd(Coord { x, y }).ok()?,
    };
    Some(Placed {
        point: [point.x.round(), point.y.round()],
        crs,
        is_turned,
    })
}

/// The two numbers of a text such as `POINT (116000 494000)` or `52.44, 4.82`.
pub(super) fn pair(text: &str) -> Option<(f64, f64)> {
    let is_of_number = |sign: char| sign.is_ascii_digit() || sign == '.' || sign == '-';
    let numbers = text.split(|sign: char| !is_of_number(sign));
    let numbers: Vec<f64> = numbers.filter_map(|part| part.parse().ok()).collect();
    match numbers[..] {
        [first, second] => Some((first, second)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_known_in_both_systems_and_both_orders() {
        let straight = placed(116_000.4, 494_000.0).unwrap();
        assert_eq!(format!("{:?}", straight.point), "[116000.0, 494000.0]");
        assert!(!straight.is_turned);
        let turned = placed(494_000.0, 116_000.0).unwrap();
        assert_eq!((turned.point, turned.is_turned), (straight.point, true));
        let degrees = placed(4.8167, 52.4333).unwrap();
        assert_eq!(degrees.crs, Crs::Wgs84);
        let other = placed(52.4333, 4.8167).unwrap();
        assert_eq!((other.point, other.is_turned), (degrees.point, true));
        assert!((degrees.point[0] - 116_000.0).abs() < 3000.0);
        for (x, y) in [(0.0, 0.0), (13.4, 52.5), (116.0, 494.0), (f64::NAN, 5.0)] {
            assert_eq!(placed(x, y), None);
        }
    }

    #[test]
    fn a_text_may_hold_both_numbers() {
        for text in ["POINT (4.82 52.44)", "4.82,52.44", "[4.82; 52.44]"] {
            assert_eq!(pair(text), Some((4.82, 52.44)), "{text}");
        }
        assert_eq!(pair("Dam 1"), None);
        assert_eq!(pair("POINT Z (1 2 3)"), None);
    }
}
