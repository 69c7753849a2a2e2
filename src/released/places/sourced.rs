//! A public file and whose it is.

use serde::{Deserialize, Serialize};

/// A file with the population of later years, or with a norm for use, as `run.json` says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcedRecord {
    /// SHA-256 of the file.
    pub file: String,
    /// Who publishes it.
    pub source: String,
    /// Under which terms it may be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}
