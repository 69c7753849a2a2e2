//! Between the national grid (RD, EPSG:28992) and degrees (WGS84, EPSG:4326).

use std::sync::LazyLock;

use geo::Coord;
use proj4rs::Proj;
use proj4rs::transform::transform;

use crate::error::{Code, Error, Result};

/// The system of coordinates of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crs {
    /// Metres of the national grid, EPSG:28992.
    Rd,
    /// Degrees east and north, EPSG:4326.
    Wgs84,
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
