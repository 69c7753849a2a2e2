//! What `run.json` keeps of the release before, so that the page can say what changed since.

use serde::{Deserialize, Serialize};

use crate::vocabulary::{Comparable, Day};

/// The release of its series that a release follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowsRecord {
    /// Its name.
    pub release: String,
    /// The day of its households.
    pub reference_date: Day,
    /// What it printed, and how it counted; absent where the ledger of that time was lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<Comparable>,
}
