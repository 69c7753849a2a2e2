//! Reads areas from GeoJSON files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use geo::{Coord, CoordsIter, MapCoords, MultiPolygon};
use sha2::{Digest as _, Sha256};

use super::area::{Area, Areas};
use super::feature::{Collection, Feature, Geometry, area, year};
use super::finding::{AreaFinding, AreaProblem};
use super::level::Level;
use super::mend::{mended, overlap};
use super::projection::{Crs, recognised, to_rd, to_wgs84};
use super::record::BordersRecord;
use crate::error::{Code, Error, Result};
use crate::files::read_plain_text;
use crate::vocabulary::FileDigest;

/// No file with borders is longer, in bytes. All wijken of the country, drawn for maps, have 2 MB.
const LONGEST: u64 = 64 << 20;

type ByCode = BTreeMap<(Level, String), Area>;

/// The areas in `files`, what was wrong with some of them, and where they come from. The system of coordinates is `declared`, else the file
/// says it, else the numbers do; `agreed` is the year that the borders should be of.
///
/// # Errors
/// When a file is not there, is longer than 64 MB, or is no GeoJSON with areas.
pub fn read(
    files: &[PathBuf],
    declared: Option<Crs>,
    agreed: Option<u16>,
) -> Result<(Areas, Vec<AreaFinding>, Vec<BordersRecord>)> {
    let (mut areas, mut findings, mut records) = (ByCode::new(), Vec::new(), Vec::new());
    for path in files {
        let (collection, digest) = collection(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut file = File {
            name: name.into_owned(),
            said: declared.or_else(|| said(&collection)),
            number: 0,
            found: Vec::new(),
        };
        records.push(BordersRecord {
            file: digest.to_string(),
            year: file.year(&collection.features, agreed),
        });
        let before = areas.len();
        for (feature, number) in collection.features.iter().zip(1..) {
            file.number = number;
            file.put(feature, &mut areas)?;
        }
        if areas.len() == before {
            return Err(nothing_drawn(path, &file.found));
        }
        findings.append(&mut file.found);
    }
    let areas = Areas::new(areas.into_values().collect());
    Ok((areas, findings, records))
}

fn nothing_drawn(path: &Path, found: &[AreaFinding]) -> Error {
    let is_elsewhere = |finding: &AreaFinding| finding.problem == AreaProblem::Elsewhere;
    if found.iter().any(is_elsewhere) {
        let what = "lies nowhere in the Netherlands, in RD nor in WGS84";
        return Error::at(Code::GeometryUnreadable, path, what)
            .hint("export it again in RD (EPSG:28992) or WGS84 (EPSG:4326)");
    }
    Error::at(
        Code::GeometryUnreadable,
        path,
        "has no area that can be drawn",
    )
    .hint("a feature needs a polygon, and a code such as WK047911 among its properties")
}

fn collection(file: &Path) -> Result<(Collection, FileDigest)> {
    let failed = |error: std::io::Error| Error::io(file, "read", &error);
    if file.metadata().map_err(failed)?.len() > LONGEST {
        let what = format!("is larger than {} MB", LONGEST >> 20);
        return Err(Error::at(Code::GeometryUnreadable, file, what).hint(
            "take the areas of your own municipality only, or borders that are drawn for maps (gegeneraliseerd)",
        ));
    }
    let text = read_plain_text(file, LONGEST).map_err(failed)?;
    let digest = FileDigest::new(Sha256::digest(&text).into());
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let collection = serde_json::from_str(text).map_err(|error| {
        let what = format!("line {}: is no GeoJSON FeatureCollection", error.line());
        Error::at(Code::GeometryUnreadable, file, what)
            .hint("export the areas as GeoJSON, for instance from QGIS or from the map of CBS")
    })?;
    Ok((collection, digest))
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

/// A file under reading.
struct File {
    name: String,
    said: Option<Crs>,
    /// The feature under reading, from 1.
    number: usize,
    found: Vec<AreaFinding>,
}

impl File {
    /// Notes what is wrong with an area, or with the whole file, which is noted once.
    fn note(&mut self, area: Option<(Level, &str)>, problem: AreaProblem) {
        let number = if area.is_none() && problem != AreaProblem::NoCode {
            0
        } else {
            self.number
        };
        let finding = AreaFinding {
            place: Some((self.name.clone(), number)),
            level: area.map(|(level, _)| level),
            code: area.map(|(_, code)| code.to_owned()),
            problem,
        };
        if number > 0 || !self.found.contains(&finding) {
            self.found.push(finding);
        }
    }

    /// The year of its borders, as its features or its name say, or else the agreement; another one than agreed is noted.
    fn year(&mut self, features: &[Feature], agreed: Option<u16>) -> Option<u16> {
        let mut numbers = self.name.split(|sign: char| !sign.is_ascii_digit());
        let of_name = numbers.find_map(|digits| year(digits).filter(|_| digits.len() == 4));
        let of_file = features.iter().find_map(Feature::year).or(of_name);
        if let (Some(agreed), Some(of_file)) = (agreed, of_file)
            && agreed != of_file
        {
            self.note(None, AreaProblem::OtherYear(of_file, agreed));
        }
        of_file.or(agreed)
    }

    /// Adds the area of a feature. A second one of its code is another part of it, unless it lies over the first.
    fn put(&mut self, feature: &Feature, areas: &mut ByCode) -> Result<()> {
        let properties = feature.properties.as_ref();
        let Some((Some(level), code, name)) = properties.and_then(area) else {
            self.note(None, AreaProblem::NoCode);
            return Ok(());
        };
        if feature.is_water() {
            return Ok(());
        }
        let own = Some((level, &*code));
        let shape = feature.geometry.as_ref().and_then(Geometry::polygons);
        let metres = match shape.map(|shape| self.in_metres(&shape)) {
            Some(Ok(metres)) => metres,
            Some(Err(problem)) => {
                self.note(own, problem);
                return Ok(());
            }
            None => {
                self.note(own, AreaProblem::NoSurface);
                return Ok(());
            }
        };
        let Some((metres, is_mended)) = mended(&metres) else {
            self.note(own, AreaProblem::NoSurface);
            return Ok(());
        };
        if is_mended {
            self.note(own, AreaProblem::Crosses);
        }
        let outline = metres.try_map_coords(|point| to_wgs84(point).map(rounded))?;
        let shape = in_metres(&outline)?;
        match areas.get_mut(&(level, code.clone())) {
            Some(first) if overlap(&first.shape, &shape) => self.note(own, AreaProblem::Twice),
            Some(first) => {
                first.outline.0.extend(outline);
                first.shape.0.extend(shape);
                self.note(own, AreaProblem::Parts);
            }
            None => {
                let key = (level, code.clone());
                let area = Area {
                    level,
                    code,
                    name,
                    outline,
                    shape,
                };
                areas.insert(key, area);
            }
        }
        Ok(())
    }

    /// The shape in metres of RD, whatever its file is in.
    fn in_metres(
        &mut self,
        shape: &MultiPolygon<f64>,
    ) -> std::result::Result<MultiPolygon<f64>, AreaProblem> {
        let first = shape.coords_iter().next().ok_or(AreaProblem::NoSurface)?;
        let found = recognised(first, self.said).ok_or(AreaProblem::Elsewhere)?;
        let (crs, is_swapped) = found;
        if is_swapped {
            self.note(None, AreaProblem::Swapped);
        }
        if self.said.is_some_and(|said| said != crs) {
            self.note(None, AreaProblem::OtherSystem);
        }
        let place = |Coord { x, y }: Coord<f64>| {
            let (x, y) = if is_swapped { (y, x) } else { (x, y) };
            if !crs.has(x, y) {
                return Err(AreaProblem::Elsewhere);
            }
            match crs {
                Crs::Rd => Ok(Coord { x, y }),
                Crs::Wgs84 => to_rd(Coord { x, y }).map_err(|_| AreaProblem::Elsewhere),
            }
        };
        shape.try_map_coords(place)
    }
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
