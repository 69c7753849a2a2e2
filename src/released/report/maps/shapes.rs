//! The areas as shapes of a drawing: each is drawn once, and every map uses it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use geo::{Coord, MultiPolygon, Rect};

use crate::released::places::areas::Areas;

/// The width of a map in the units of its paths: whole numbers, and fine enough to print.
const WIDTH: f64 = 4000.0;

/// The sheet that all areas fit on, and a path on it for each.
#[derive(Debug, Default)]
pub(in super::super) struct Shapes {
    /// The path of an area, by level and code.
    paths: BTreeMap<(&'static str, String), String>,
    sheet: Option<Rect<f64>>,
}

impl Shapes {
    /// The shapes of all areas; north is up.
    pub(in super::super) fn new(areas: &Areas) -> Self {
        let sheet = areas.sheet();
        let path = |sheet: Rect<f64>| {
            areas.all().map(move |area| {
                let key = (area.level.word(), area.code.clone());
                (key, path(&area.shape, &sheet))
            })
        };
        Self {
            paths: sheet.map(path).into_iter().flatten().collect(),
            sheet,
        }
    }

    /// Width and height in the units of a drawing.
    pub(in super::super) fn size(&self) -> (usize, usize) {
        let height = self
            .sheet
            .map_or(0.0, |sheet| sheet.height() * scale(&sheet));
        (units(WIDTH), units(height))
    }

    /// The path of an area.
    pub(in super::super) fn path(&self, level: &'static str, code: &str) -> Option<&str> {
        self.paths
            .get(&(level, code.to_owned()))
            .map(String::as_str)
    }

    /// Dots at places in metres of RD, as a path; without those that are not on the sheet.
    pub(in super::super) fn dots(&self, places: &[Coord<f64>]) -> String {
        let (width, height) = self.size();
        let is_on = |place: i64, end: usize| usize::try_from(place).is_ok_and(|place| place <= end);
        let mut text = String::new();
        for (place, sheet) in places.iter().zip(self.sheet.iter().cycle()) {
            let (x, y) = on(sheet, *place);
            if is_on(x, width) && is_on(y, height) {
                // Writing to a String cannot fail.
                let _ = write!(text, "M{x} {y}h0");
            }
        }
        text
    }

    /// Whether a level has shapes.
    pub(in super::super) fn has(&self, level: &str) -> bool {
        self.paths.keys().any(|(of, _)| *of == level)
    }
}

/// Units per metre.
fn scale(sheet: &Rect<f64>) -> f64 {
    WIDTH / sheet.width().max(1.0)
}

fn on(sheet: &Rect<f64>, point: Coord<f64>) -> (i64, i64) {
    let scale = scale(sheet);
    let (x, y) = (point.x - sheet.min().x, sheet.max().y - point.y);
    (whole(x * scale), whole(y * scale))
}

/// Each point is rounded before the step to it is taken, so that neighbours keep one border.
fn path(shape: &MultiPolygon<f64>, sheet: &Rect<f64>) -> String {
    let mut text = String::new();
    let polygons = shape.iter();
    let rings = polygons.flat_map(|one| std::iter::once(one.exterior()).chain(one.interiors()));
    for ring in rings {
        let mut before = None;
        for point in ring.coords() {
            let (x, y) = on(sheet, *point);
            // Writing to a String cannot fail.
            let _ = match before {
                None => write!(text, "M{x} {y}l"),
                Some(last) if last == (x, y) => Ok(()),
                Some((left, top)) => {
                    let (x, y) = (x - left, y - top);
                    let gap = if text.ends_with('l') || x < 0 {
                        ""
                    } else {
                        " "
                    };
                    let between = if y < 0 { "" } else { " " };
                    write!(text, "{gap}{x}{between}{y}")
                }
            };
            before = Some((x, y));
        }
        text.push('z');
    }
    text
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a place on the sheet or near it"
)]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

fn units(number: f64) -> usize {
    usize::try_from(whole(number)).unwrap_or(0)
}
