//! Protection profiles as data: how each prints a count, and what it says about itself.

mod cbs;
mod ckm;
mod entropy;
mod k5;
mod midpoint6;
mod nhs;
mod none;
mod opensafely;
mod risk;
mod rounding;
mod suppress;
mod threshold;

pub use rounding::Rounding;

use std::borrow::Cow;
use std::fmt;

use super::cell::{Cell, Status};
use crate::pseudonymous::measure::ExactCell;
use crate::vocabulary::as_text;

/// How counts are protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The word in the agreement and in `run.json`, where its numbers stand behind it.
    pub word: Cow<'static, str>,
    /// How counts are printed; `None` for exact ones, which stay inside.
    pub rounding: Option<Rounding>,
    /// What the annex to a DPIA says of it, in Dutch.
    pub annex: Cow<'static, str>,
    /// What the report says of it, in Dutch.
    pub dutch: Cow<'static, str>,
    /// What the report says of it, in English.
    pub english: Cow<'static, str>,
}

as_text!(Profile, "a profile of protection");

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.word)
    }
}

impl Profile {
    /// The profiles without numbers of their own; the first is that of an agreement that names none.
    pub const ALL: [Self; 7] = [
        Self::K5,
        Self::CBS,
        Self::NHS,
        Self::OPENSAFELY,
        Self::MIDPOINT6,
        Self::SUPPRESS,
        Self::NONE,
    ];

    /// The profile with this word; the numbers of the agreement stand behind it, as in `threshold-10-5`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let numbers = |kind: &str| word.strip_prefix(kind)?.strip_prefix('-');
        if let Some(numbers) = numbers("threshold") {
            return Self::threshold_of(numbers);
        }
        if let Some(numbers) = numbers("ckm") {
            return Self::ckm_of(numbers);
        }
        Self::ALL.into_iter().find(|profile| profile.word == word)
    }

    /// The publishable form of a count.
    pub(super) fn publish(&self, exact: ExactCell) -> Cell {
        match &self.rounding {
            Some(rounding) => rounding.publish(exact),
            None => Cell::new(exact.count, Status::Exact),
        }
    }

    /// The publishable number of exactly k, from the published numbers of at least k and at least k + 1.
    pub(super) fn exactly(&self, at_least: Cell, at_least_next: Cell) -> Cell {
        if let Some(rounding) = &self.rounding {
            return rounding.exactly(at_least, at_least_next);
        }
        let [more, fewer] = [at_least, at_least_next].map(|cell| cell.value().unwrap_or(0));
        Cell::new(more.saturating_sub(fewer), Status::Exact)
    }
}
