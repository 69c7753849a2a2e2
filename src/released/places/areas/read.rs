//! Reads areas from GeoJSON files.

use std::path::{Path, PathBuf};

use geo::{Area as _, Coord, MapCoords, MultiPolygon, Validation};

use super::area::{Area, Areas};
use super::feature::{Collection, area};
use super::finding::{AreaFinding, AreaProblem};
use super::projection::{Crs, to_rd, to_wgs84};
use crate::error::{Code, Error, Result};
use crate::files::read_plain_text;

/// No file with borders is longer, in bytes.
const LONGEST: u64 = 256 << 20;

/// The areas in `files`, and what was wrong with some of them. The system of coordinates is `declared`, else the file
/// says it, else the numbers do.
///
/// # Errors
/// When a file is not there, is longer than 256 MiB, or is no GeoJSON with areas.
pub fn read(files: &[PathBuf], declared: Option<Crs>) -> Result<(Areas, Vec<AreaFinding>)> {
    let (mut areas, mut findings): (Vec<Area>, _) = (Vec::new(), Vec::new());
    for file in files {
        let collection = collection(file)?;
        let said = declared.or_else(|| said(&collection));
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let before = areas.len();
        for (feature, place) in collection.features.iter().zip(1..) {
            let mut note = |level, code: Option<&str>, problem| {
                findings.push(AreaFinding {
                    place: Some((name.clone().into_owned(), place)),
                    level,
                    code: code.map(String::from),
                    problem,
                });
            };
            let properties = feature.properties.as_ref();
            let Some((Some(level), code, area_name)) = properties.and_then(area) else {
                note(None, None, AreaProblem::NoCode);
                continue;
            };
            let shape = feature
                .geometry
                .as_ref()
                .and_then(super::feature::Geometry::polygons);
            let mut note = |problem| note(Some(level), Some(&code), problem);
            let Some(outline) = shape.and_then(|shape| in_degrees(&shape, said, &mut note)) else {
                continue;
            };
            let is_known = |one: &Area| (one.level, &one.code) == (level, &code);
            if areas.iter().any(is_known) {
                note(AreaProblem::Twice);
                continue;
            }
            areas.push(Area {
                level,
                name: area_name,
                shape: in_metres(&outline)?,
                code,
                outline,
            });
        }
        if areas.len() == before {
            return Err(Error::at(
                Code::GeometryUnreadable,
                file,
                "has no area that can be drawn",
            )
            .hint("a feature needs a polygon, and a code such as WK047911 among its properties"));
        }
    }
    Ok((Areas::new(areas), findings))
}

fn collection(file: &Path) -> Result<Collection> {
    let text = read_plain_text(file, LONGEST).map_err(|error| Error::io(file, "read", &error))?;
    serde_json::from_str(&text).map_err(|error| {
        let what = format!("line {}: is no GeoJSON FeatureCollection", error.line());
        Error::at(Code::GeometryUnreadable, file, what)
            .hint("export the areas as GeoJSON, for instance from QGIS or from the map of CBS")
    })
}

/// The system that the file names, as GeoJSON had it before RFC 7946.
fn said(collection: &Collection) -> Option<Crs> {
    let name = collection.crs.pointer("/properties/name")?.as_str()?;
    if name.contains("28992") {
        Some(Crs::Rd)
    } else if name.contains("4326") || name.contains("CRS84") {
        Some(Crs::Wgs84)
    } else {
        None
    }
}

/// The outline in degrees, to 7 decimals; `None` where it cannot be drawn, which is noted.
fn in_degrees(
    shape: &MultiPolygon<f64>,
    said: Option<Crs>,
    note: &mut dyn FnMut(AreaProblem),
) -> Option<MultiPolygon<f64>> {
    let first = shape.iter().next()?.exterior().coords().next().copied();
    let Some((crs, is_swapped)) = first.and_then(|point| recognised(point, said)) else {
        note(if first.is_none() {
            AreaProblem::NoSurface
        } else {
            AreaProblem::Elsewhere
        });
        return None;
    };
    if is_swapped {
        note(AreaProblem::Swapped);
    }
    if said.is_some_and(|said| said != crs) {
        note(AreaProblem::OtherSystem);
    }
    let place = |point: Coord<f64>| {
        let Coord { x, y } = point;
        let point = if is_swapped {
            Coord { x: y, y: x }
        } else {
            point
        };
        match crs {
            Crs::Rd => to_wgs84(point).map(rounded),
            Crs::Wgs84 => Ok(rounded(point)),
        }
    };
    let outline = shape.try_map_coords(place).ok()?;
    if outline.unsigned_area() <= 0.0 {
        note(AreaProblem::NoSurface);
        return None;
    }
    if !outline.is_valid() {
        note(AreaProblem::Crosses);
    }
    Some(outline)
}

/// As a release has it: 7 decimals, so that its page is the page of the run.
pub(super) fn rounded(point: Coord<f64>) -> Coord<f64> {
    let rounded = |number: f64| (number * 1e7).round() / 1e7;
    Coord {
        x: rounded(point.x),
        y: rounded(point.y),
    }
}

pub(super) fn in_metres(outline: &MultiPolygon<f64>) -> Result<MultiPolygon<f64>> {
    outline.try_map_coords(to_rd)
}

/// The system of a point in the Netherlands, and whether its north comes first. What was said of the file decides,
/// unless the numbers cannot be of that system.
fn recognised(point: Coord<f64>, said: Option<Crs>) -> Option<(Crs, bool)> {
    let is_in = |x: f64, y: f64, crs| match crs {
        Crs::Rd => (0.0..300_000.0).contains(&x) && (300_000.0..650_000.0).contains(&y),
        Crs::Wgs84 => (3.0..7.5).contains(&x) && (50.5..54.0).contains(&y),
    };
    let systems = [said, Some(Crs::Rd), Some(Crs::Wgs84)];
    let tried = systems
        .into_iter()
        .flatten()
        .flat_map(|crs| [(crs, false), (crs, true)]);
    let fits = |(crs, is_swapped): &(Crs, bool)| {
        if *is_swapped {
            is_in(point.y, point.x, *crs)
        } else {
            is_in(point.x, point.y, *crs)
        }
    };
    { tried }.find(fits)
}
