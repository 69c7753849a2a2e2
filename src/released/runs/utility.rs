//! What protecting cost, in `run.json` and on the page.

use serde::{Deserialize, Serialize};

/// What protecting a release cost. Nothing in it is of a single count: how far one number is from its count would give the
/// count away, so only the bound of the rule is told, and one mean over all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UtilityRecord {
    /// How many rows of the tables have a count.
    pub rows: u64,
    /// How many of them do not show it.
    pub hidden: u64,
    /// How many counts are printed, each once.
    pub printed: u64,
    /// How many of them are as in an earlier release.
    pub held: u64,
    /// The earliest of those releases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest: Option<String>,
    /// The last of the releases whose ledger was lost, while a number stands since one of them: such numbers can be further off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored: Option<String>,
    /// So many joiners and leavers before a number is drawn anew.
    pub hold: u64,
    /// How far a number is from the count that it was drawn for, at most.
    pub away: u64,
    /// The root mean square of how far the rule draws a large count away, to one decimal; absent where few numbers are printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<f64>,
}
