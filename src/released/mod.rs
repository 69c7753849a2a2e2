//! ZONE 3: groups of households. Publishable counts in, a release out.

pub mod calculate;
pub mod export;
pub mod report;
pub mod runs;
