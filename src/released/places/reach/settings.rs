//! Facilities and what counts as within reach, as the agreement names them.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// Minutes on foot count as so many metres: 4.8 km an hour, by which 5 minutes are the 400 m of Dutch planning rules.
pub(super) const METRES_PER_MINUTE: f64 = 80.0;

/// Whom facilities are meant for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// All households.
    Everyone,
    /// Households of some values of a dimension of `population`.
    Group {
        /// `age_band` or `household_type`.
        dimension: &'static str,
        /// As it is printed: `age=65+`.
        text: String,
        /// The values of the dimension.
        values: Vec<String>,
    },
    /// Households that use a service.
    Service(String),
}

impl Target {
    /// The word in the tables: `all`, `age=65+`, `household_type=single`, `service=wmo-hbh`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Everyone => "all".to_owned(),
            Self::Group { text, .. } => text.clone(),
            Self::Service(code) => format!("service={code}"),
        }
    }
}

/// A file with facilities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacilitiesFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path in the agreement.
    pub shown: String,
    /// What they are: of a file with a column of types only these rows, else all.
    pub kind: Option<String>,
    /// Whom they are for.
    pub target: Target,
    /// Within how many metres they are in reach, ascending.
    pub distances_m: Vec<u32>,
    /// The headers of columns, by field.
    pub columns: BTreeMap<String, String>,
    /// Who publishes the file.
    pub source: Option<String>,
}

/// How far is far.
#[derive(Debug, Clone, PartialEq)]
pub struct ReachSettings {
    /// A way is so many times the straight line.
    pub detour: f64,
    /// Files with minutes from areas to facilities or areas, and their paths in the agreement.
    pub costs: Vec<(PathBuf, String)>,
    /// A BAG table with places of addresses.
    pub addresses: Option<PathBuf>,
}
