//! What can be said of links without knowing the truth.

mod groups;
mod rates;

pub(super) use groups::{Found, Groups};

use crate::vocabulary::ProviderIx;
pub use crate::vocabulary::{LinkGroup, QualityCount};

/// A group of clients of one provider, or of all.
#[derive(Debug, Clone)]
pub struct LinkQuality {
    /// Whose clients they are; `None` for those of all providers of services.
    pub provider: Option<ProviderIx>,
    /// Which of them.
    pub group: LinkGroup,
    /// In the order of [`QualityCount`].
    pub counts: [Drawn; QualityCount::COUNT],
}

/// A count, and the wrapping sum of the draws of the households of those counted; those without a household add nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Drawn {
    /// How many.
    pub count: u64,
    /// What its rounding is drawn by, as far as households decide it.
    pub draw: u64,
}
