//! A question that a release answers.

use serde::{Deserialize, Serialize};

/// What was asked, as the agreement has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionRecord {
    /// The question: a sentence.
    pub ask: String,
    /// Why it is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The tables that answer it.
    pub statistics: Vec<String>,
    /// By what households and persons are counted for it, besides areas.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<String>,
    /// The areas it is asked of: `gemeente`, `wijk`, `buurt`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<String>,
}
