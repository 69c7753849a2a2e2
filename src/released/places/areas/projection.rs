//! Between the national grid (RD, EPSG:28992) and degrees (WGS84, EPSG:4326).

use std::ops::Range;
use std::sync::LazyLock;

use geo::Coord;
use proj4rs::Proj;
use proj4rs::transform::transform;

use crate::error::{Code, Error, Result};

/// The system of coordinates of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Crs {
    /// Metres of the national grid, EPSG:28992.
    Rd,
    /// Degrees east and north, EPSG:4326.
    Wgs84,
}

impl Crs {
    /// From and to where the Netherlands and its sea are: to the east, and to the north.
    pub(in crate::released::places) const fn bounds(self) -> [Range<f64>; 2] {
        match self {
            Self::Rd => [-70_000.0..290_000.0, 300_000.0..650_000.0],
            Self::Wgs84 => [2.0..7.5, 50.5..56.0],
        }
    }

    /// Whether a point of this system lies in the Netherlands or its sea.
    pub(super) fn has(self, x: f64, y: f64) -> bool {
        let [east, north] = self.bounds();
        east.contains(&x) && north.contains(&y)
    }
}

/// The system of a point in the Netherlands, and whether its north comes first. What was said of the file decides,
/// unless the numbers cannot be of that system.
pub(in crate::released::places) fn recognised(
    point: Coord<f64>,
    said: Option<Crs>,
) -> Option<(Crs, bool)> {
    let systems = [said, Some(Crs::Rd), Some(Crs::Wgs84)];
    let tried = systems
        .into_iter()
        .flatten()
        .flat_map(|crs| [(crs, false), (crs, true)]);
    let fits = |(crs, is_swapped): &(Crs, bool)| {
        if *is_swapped {
            crs.has(point.y, point.x)
        } else {
            crs.has(point.x, point.y)
        }
    };
    { tried }.find(fits)
}

/// RD by its seven parameters, as EPSG has it: within a few decimetres of RDNAPTRANS, which needs a grid.
const RD: &str = "+proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079 +x_0=155000 +y_0=463000 \
    +ellps=bessel +towgs84=565.4171,50.3319,465.5524,-0.398957388,0.343987817,-1.87740164,4.0725 +units=m +no_defs +type=crs";
const WGS84: &str = "+proj=longlat +datum=WGS84 +no_defs +type=crs";

static SYSTEMS: LazyLock<Option<(Proj, Proj)>> = LazyLock::new(|| {
    Proj::from_proj_string(RD)
        .ok()
        .zip(Proj::from_proj_string(WGS84).ok())
});

/// Degrees east and north as metres of RD.
///
/// # Errors
/// When a point cannot be projected.
pub fn to_rd(point: Coord<f64>) -> Result<Coord<f64>> {
    let (rd, wgs84) = systems()?;
    let mut place = (point.x.to_radians(), point.y.to_radians(), 0.0);
    transform(wgs84, rd, &mut place).map_err(|_| impossible())?;
    Ok(Coord {
        x: place.0,
        y: place.1,
    })
}

/// Metres of RD as degrees east and north.
///
/// # Errors
/// When a point cannot be projected.
pub fn to_wgs84(point: Coord<f64>) -> Result<Coord<f64>> {
    let (rd, wgs84) = systems()?;
    let mut place = (point.x, point.y, 0.0);
    transform(rd, wgs84, &mut place).map_err(|_| impossible())?;
    Ok(Coord {
        x: place.0.to_degrees(),
        y: place.1.to_degrees(),
    })
}

fn systems() -> Result<&'static (Proj, Proj)> {
    SYSTEMS.as_ref().ok_or_else(impossible)
}

fn impossible() -> Error {
    Error::new(
        Code::GeometryUnreadable,
        "a coordinate has no place in the other system",
    )
}
