//! ZONE 3: groups of households. Makes a release of publishable counts.

pub mod calculate;
pub mod compare;
pub mod estimates;
pub mod export;
pub mod places;
pub mod report;
pub mod runs;
pub mod witness;
