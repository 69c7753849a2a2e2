//! How links are weighed, shown on made-up pairs: shares of the model, and nobody's tokens.

use crate::vocabulary::ProviderId;

/// What the model says of made-up pairs of a client and a resident, by provider.
#[derive(Debug, Clone, Default)]
pub struct Explanation {
    /// Residents in the register.
    pub residents: u64,
    /// In the order of the agreement.
    pub providers: Vec<ExplainedProvider>,
}

/// The model of one provider, and what it makes of made-up pairs.
#[derive(Debug, Clone)]
pub struct ExplainedProvider {
    /// Whose clients it holds for.
    pub provider: ProviderId,
    /// Of its clients the share that is in the register and like itself in anything (π), as fitted; none where nothing is weighed.
    pub found: Option<f64>,
    /// Names of the fields that most of its clients have.
    pub known: Vec<&'static str>,
    /// None where only the address is known: then nothing is weighed.
    pub pairs: Vec<MadeUpPair>,
}

/// A client and a resident, made up, where no other resident is like the client.
#[derive(Debug, Clone)]
pub struct MadeUpPair {
    /// What the two are, in words.
    pub is: &'static str,
    /// The odds that they are one before anything is known: π / (1 − π), for each resident.
    pub before: f64,
    /// What each field then adds, in the order in which it is looked at.
    pub steps: Vec<Step>,
    /// How likely it is that they are one, from 0 to 1.
    pub probability: f64,
    /// What then becomes of the client.
    pub verdict: Verdict,
}

/// What a field says of a pair.
#[derive(Debug, Clone)]
pub struct Step {
    /// The name of the field.
    pub field: &'static str,
    /// How the two are alike in it, in words.
    pub alike: &'static str,
    /// By how much it multiplies the odds. All steps together make exactly the odds that clients are linked by.
    pub factor: f64,
    /// The odds after it.
    pub odds: f64,
}

/// What a probability makes of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Linked.
    Linked,
    /// Counted as ambiguous, and never guessed.
    Uncertain,
    /// Not found.
    NotLinked,
}

impl Verdict {
    /// Its word on the screen and in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Uncertain => "uncertain",
            Self::NotLinked => "not linked",
        }
    }
}
