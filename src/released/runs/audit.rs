//! What the audit of a release found, in `run.json` and on the page.

use serde::{Deserialize, Serialize};

/// That the audit was made, and what it demands. What it found is not told: it is made of exact counts, and where nothing was hidden
/// for it, every hidden count would be known to be small.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditRecord {
    /// How many numbers each protected count can still be at least, to anyone.
    pub candidates: u64,
    /// The organisations in whose place the audit was made again, each with its own clients known.
    pub organisations: u64,
    /// The areas whose number of households everyone is taken to know.
    pub public_totals: u64,
}
