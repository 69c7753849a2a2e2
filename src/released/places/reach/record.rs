//! Where facilities and ways to them come from, as `run.json` says it.

use serde::{Deserialize, Serialize};

/// A file with facilities, or a part of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FacilitiesRecord {
    /// SHA-256 of the file.
    pub file: String,
    /// The types that were read of it.
    pub types: Vec<String>,
    /// Whom they are for, as in table `reach`.
    pub target: String,
    /// Within how many metres they are in reach, ascending.
    pub distances_m: Vec<u32>,
    /// A way is so many times the straight line.
    pub detour: f64,
    /// Who publishes the file, to print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A file with minutes between areas and facilities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CostsRecord {
    /// SHA-256 of the file.
    pub file: String,
}
