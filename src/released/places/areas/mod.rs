//! The areas of a municipality, with their borders: read from GeoJSON, written to a release, drawn on its page.

mod area;
mod choose;
mod feature;
mod finding;
mod grid;
mod level;
mod mend;
mod projection;
mod qml;
mod read;
mod record;
mod released;
mod simplify;
#[cfg(test)]
mod tests;

pub use area::{Area, Areas};
pub use finding::{AreaFinding, AreaProblem};
pub use level::Level;
pub(super) use projection::recognised;
pub use projection::{Crs, to_rd, to_wgs84};
pub use qml::qml;
pub use read::read;
pub use record::BordersRecord;
pub use released::{read_released, write};
