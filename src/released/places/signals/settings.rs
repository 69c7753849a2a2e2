//! The files with signals, approaches and verdicts, as the agreement names them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::vocabulary::{Day, Service};

/// The services and domains of each theme, as table `expected` calls them: `service=CODE`, `domain=NAME`.
pub type Themes = BTreeMap<String, Vec<String>>;

/// A file with signals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignalsFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path in the agreement.
    pub shown: String,
    /// A theme of an area is published when people in so many roles signal it; at least 2.
    pub roles_at_least: u64,
    /// The themes that count; no other word of the file is published.
    pub themes: Themes,
    /// The day from which the age of a signal counts.
    pub reference_date: Day,
}

/// A file with approaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApproachesFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path in the agreement.
    pub shown: String,
}

/// A file with what professionals say of pairs of services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictsFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path in the agreement.
    pub shown: String,
    /// The services of the agreement.
    pub services: Vec<Service>,
    /// The reference date of the run.
    pub reference_date: Day,
}
