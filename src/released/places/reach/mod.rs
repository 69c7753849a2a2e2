//! What is in reach of whom: facilities, and how far from each area they are for the households that they are meant for.

mod access;
mod addresses;
mod costs;
mod demand;
mod fields;
mod given;
mod opening;
mod placing;
mod read;
mod record;
mod rows;
mod settings;
mod table;
#[cfg(test)]
mod tests;

pub use fields::fields;
pub use record::{CostsRecord, FacilitiesRecord};
pub use settings::{FacilitiesFile, ReachSettings, Target};
pub use table::Reach;
pub(super) use table::{FACILITIES, REACH, TRAVEL};
