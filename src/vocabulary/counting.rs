//! How services are counted, as agreed.

use serde::{Deserialize, Serialize};

use super::When;

/// How the services of a household are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountingRule {
    /// The distinct services of the household, each once.
    #[default]
    Distinct,
    /// The sum over the members of their distinct services.
    Sum,
}

/// When a use counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// On any day of the period.
    #[default]
    Period,
    /// On the reference date.
    ReferenceDate,
}

impl Moment {
    /// The bit of a use that counts then.
    #[must_use]
    pub const fn when(self) -> When {
        match self {
            Self::Period => When::IN_PERIOD,
            Self::ReferenceDate => When::ON_REFERENCE_DATE,
        }
    }
}
