//! Where the figures of a file come from, as `run.json` says it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A file with figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FiguresRecord {
    /// SHA-256 of the file.
    pub file: String,
    /// Who publishes the figures, to print.
    pub source: String,
    /// The year that they are of.
    pub year: u16,
    /// Under which terms they may be used, to print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// The indicators that the file gives, each with its unit.
    pub indicators: BTreeMap<String, String>,
    /// Whether it is a survey.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub survey: bool,
}
