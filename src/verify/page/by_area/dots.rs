//! The dots of facilities on a map: they stand where table `facilities` says that they are.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::super::super::geojson::{features, series};
use super::super::facts::Facts;
use super::super::html::Element;

/// A map can show so many types of facilities.
const KINDS: usize = 8;

/// The width of a map in the units of its paths.
const WIDTH: f64 = 4000.0;

/// A dot may be so many metres away, and a unit: borders are read in degrees, and turned into metres within one.
const NEAR: f64 = 3.0;

/// The sheet that all areas fit on: its least and its greatest place, in metres of RD.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet([[f64; 2]; 2]);

impl Sheet {
    /// That of a release; `None` where no area has borders.
    pub(super) fn of(areas: Option<&Json>) -> Option<Self> {
        let mut places = Vec::new();
        for area in features(areas) {
            add_places(&area["geometry"]["coordinates"], &mut places);
        }
        let around = |sheet: Self, place: [f64; 2]| {
            let Self([least, most]) = sheet;
            Self([
                [least[0].min(place[0]), least[1].min(place[1])],
                [most[0].max(place[0]), most[1].max(place[1])],
            ])
        };
        let places = places.into_iter().map(in_metres);
        let one = places.clone().next().map(|place| Self([place; 2]))?;
        Some(places.fold(one, around))
    }

    /// Units per metre.
    fn scale(&self) -> f64 {
        let Self([least, most]) = self;
        WIDTH / (most[0] - least[0]).max(1.0)
    }

    /// Where a place is drawn, and how far that is from the edge: below 0 off the sheet.
    fn drawn(&self, [x, y]: [f64; 2]) -> ([f64; 2], f64) {
        let Self([least, most]) = self;
        let sides = [x - least[0], most[0] - x, y - least[1], most[1] - y];
        let edge = sides.into_iter().fold(f64::INFINITY, f64::min);
        let place = [x - least[0], most[1] - y].map(|metres| metres * self.scale());
        (place, edge * self.scale())
    }

    /// Whether a path has a dot at each of these places, in their order, and no other; one at the edge may be left out.
    fn shows(&self, path: &str, places: &[[f64; 2]]) -> bool {
        let Some(dots) = dots(path) else {
            return false;
        };
        let near = NEAR * self.scale() + 1.0;
        let mut dots = dots.into_iter().peekable();
        places.iter().all(|place| {
            let (drawn, edge) = self.drawn(*place);
            let is_here =
                |dot: &[f64; 2]| (0..2).all(|axis| (dot[axis] - drawn[axis]).abs() <= near);
            dots.next_if(is_here).is_some() || edge < near
        }) && dots.next().is_none()
    }
}

/// The places of a path of dots, `M400 1200h0M…`.
fn dots(path: &str) -> Option<Vec<[f64; 2]>> {
    let dot = |text: &str| {
        let (x, y) = text.strip_suffix("h0")?.split_once(' ')?;
        Some([x.parse().ok()?, y.parse().ok()?])
    };
    path.split('M').skip(1).map(dot).collect()
}

/// Whether a map has the first types of facilities, each with its dots.
pub(super) fn has_dots(map: &Element, facts: &Facts, sheet: Option<Sheet>) -> bool {
    let mut kinds: BTreeMap<&str, Vec<[f64; 2]>> = BTreeMap::new();
    for row in facts.rows("facilities") {
        let place = ["x", "y"].map(|column| row.text(column).parse().unwrap_or(f64::NAN));
        kinds.entry(row.text("type")).or_default().push(place);
    }
    let paths = map.all("path");
    let listed = map.all("fieldset").into_iter();
    let names = listed.flat_map(|list| list.all("label")).map(Element::text);
    let names: Vec<String> = names.map(|name| name.trim().to_owned()).collect();
    let shown = kinds.len().min(KINDS);
    let mut both = kinds.values().zip(&paths);
    paths.len() == shown
        && names.iter().eq(kinds.keys().take(KINDS))
        && both.all(|(places, path)| {
            sheet.is_some_and(|sheet| sheet.shows(path.attribute("d"), places))
        })
}

/// All places in lists of lists of places, in degrees.
fn add_places(shape: &Json, places: &mut Vec<[f64; 2]>) {
    let parts = shape.as_array().map_or(&[][..], Vec::as_slice);
    match parts
        .first_chunk()
        .map(|place: &[Json; 2]| place.each_ref().map(Json::as_f64))
    {
        Some([Some(east), Some(north)]) => places.push([east, north]),
        _ => parts.iter().for_each(|part| add_places(part, places)),
    }
}

/// Degrees east and north as metres of RD, by the series of Schreutelkamp and Strang van
/// Hees (2001), within a metre.
fn in_metres([east, north]: [f64; 2]) -> [f64; 2] {
    const X: [(i32, i32, f64); 9] = [
        (0, 1, 190_094.945),
        (1, 1, -11_832.228),
        (2, 1, -114.221),
        (0, 3, -32.391),
        (1, 0, -0.705),
        (3, 1, -2.34),
        (1, 3, -0.608),
        (0, 2, -0.008),
        (2, 3, 0.148),
    ];
    const Y: [(i32, i32, f64); 10] = [
        (1, 0, 309_056.544),
        (0, 2, 3638.893),
        (2, 0, 73.077),
        (1, 2, -157.984),
        (3, 0, 59.788),
        (0, 1, 0.433),
        (2, 2, -6.439),
        (1, 1, -0.032),
        (0, 4, 0.092),
        (1, 4, -0.054),
    ];
    let (north, east) = ((north - 52.155_174_4) * 0.36, (east - 5.387_206_21) * 0.36);
    let [x, y] = [&X[..], &Y].map(|terms| series(terms, north, east));
    [155_000.0 + x, 463_000.0 + y]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_stands_where_its_facility_is_and_there_is_no_other() {
        let sheet = Sheet([[116_000.0, 494_000.0], [118_000.0, 496_000.0]]);
        let places = [[116_500.0, 495_000.0], [117_000.0, 494_500.0]];
        assert!(sheet.shows("M1000 2000h0M2000 3000h0", &places));
        assert!(sheet.shows("M1006 1994h0M2000 3000h0", &places));
        for wrong in [
            "M1010 2000h0M2000 3000h0",
            "M1000 2010h0M2000 3000h0",
            "M2000 3000h0M1000 2000h0",
            "M1000 2000h0",
            "M1000 2000h0M2000 3000h0M2000 3000h0",
            "M1000 2000h9M2000 3000h0",
            "",
        ] {
            assert!(!sheet.shows(wrong, &places), "{wrong}");
        }
        let off = [
            places[0],
            [115_000.0, 494_500.0],
            [116_001.0, 494_500.0],
            places[1],
        ];
        assert!(sheet.shows("M1000 2000h0M2 3000h0M2000 3000h0", &off));
        assert!(sheet.shows("M1000 2000h0M2000 3000h0", &off));
    }
}
