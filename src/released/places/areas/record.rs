//! Where borders come from, as `run.json` says it.

use serde::{Deserialize, Serialize};

/// A file with borders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BordersRecord {
    /// SHA-256 of the file.
    pub file: String,
    /// The year of its borders, as the file says or else the agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
}
