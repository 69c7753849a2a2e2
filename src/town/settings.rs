//! The settings of a town.

use super::rates::TownErrors;

/// What town to make.
#[derive(Debug, Clone)]
pub struct TownSettings {
    /// Private households.
    pub households: u64,
    /// The seed: the same seed gives the same town.
    pub seed: u64,
    /// How much the organisations err.
    pub errors: TownErrors,
    /// Which tokens the parties agree on.
    pub tokens: TownTokens,
    /// Whether to write `truth.json` and `truth-clients.parquet` too.
    pub with_truth: bool,
    /// Whom envelopes are for; without, the town hands over plain folders, of the first stage.
    pub recipients: Option<TownRecipients>,
}

/// The profile of the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TownTokens {
    /// Exact combinations.
    Standard,
    /// Combinations that are weighed together.
    #[default]
    Strict,
}

/// Whom the envelopes of the town are encrypted for, `age1…`, and with which key its release is signed.
#[derive(Debug, Clone)]
pub struct TownRecipients {
    /// Who passes tokens through the second stage.
    pub keyholder: String,
    /// Who counts.
    pub analyst: String,
    /// The public half of the analyst's signing key.
    pub signs: String,
}

impl Default for TownSettings {
    /// A town of the size of Zaanstad in the year of the Factlab.
    fn default() -> Self {
        Self {
            households: 68_960,
            seed: 2013,
            errors: TownErrors::Mild,
            tokens: TownTokens::Strict,
            with_truth: true,
            recipients: None,
        }
    }
}
